from datetime import UTC, datetime, timedelta

import pytest

from preex.core.performed import PerformedSet, SetKind

START = datetime(2026, 3, 2, 18, tzinfo=UTC)


@pytest.fixture
def diary():
    """Make sets from workouts: `diary(["leg_press 100x10", "leg_press 100x8 @2"], [...])`, a week apart.

    After the repetitions `@2` is a reserve of two, `w` marks a warm-up, `d` a drop set.
    """

    def make(*workouts):
        return tuple(
            one(text, START + timedelta(days=7 * week), f"W{week}")
            for week, workout in enumerate(workouts)
            for text in workout
        )

    def one(text, at, workout):
        exercise, done, *marks = text.split()
        load, reps = done.split("x")
        kinds = {"w": SetKind.WARMUP, "d": SetKind.DROP}
        return PerformedSet(
            exercise=exercise,
            load_kg=float(load),
            reps=int(reps),
            at=at,
            workout=workout,
            rir=next((float(m[1:]) for m in marks if m.startswith("@")), None),
            kind=next((kinds[m] for m in marks if m in kinds), SetKind.WORKING),
        )

    return make
