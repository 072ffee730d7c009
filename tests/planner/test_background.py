from datetime import UTC, datetime, timedelta

import pytest

from preex.core.limit import Limit
from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet, SetKind
from preex.errors import ValidationError
from preex.planner.background import Background, background_of

START = datetime(2026, 1, 5, 18, tzinfo=UTC)


def sets(exercise, day, n=3, load_kg=100.0, **more):
    at = START + timedelta(days=day)
    return [
        PerformedSet(exercise=exercise, load_kg=load_kg, reps=8, at=at, workout=f"day {day}", **more) for _ in range(n)
    ]


def test_weekly_sets_are_the_mean_of_the_last_four_weeks(exercises):
    # Three sets of leg press every week for ten weeks: three for the quads, whatever came before the last four weeks.
    history = [s for week in range(10) for s in sets("leg_press", 7 * week)]
    found = background_of(history, exercises)
    assert found.weekly_sets[Muscle.QUADS_VASTI] == 3
    assert found.weeks_logged == 9
    assert found.workouts == 10


def test_a_log_of_three_days_is_not_blown_up_to_a_week(exercises):
    found = background_of([*sets("leg_press", 0), *sets("leg_press", 3)], exercises)
    assert found.weekly_sets[Muscle.QUADS_VASTI] == 6


def test_the_recent_load_is_the_heaviest_of_the_last_workout(exercises):
    history = [
        *sets("leg_press", 0, load_kg=200.0),
        *sets("leg_press", 7, n=1, load_kg=150.0),
        *sets("leg_press", 7, n=1, load_kg=160.0),
        *sets("leg_press", 7, n=1, load_kg=140.0),
    ]
    assert background_of(history, exercises).recent_load_kg == {"leg_press": 160.0}


def test_warm_ups_and_doubtful_sets_tell_nothing(exercises):
    history = [
        *sets("leg_press", 0, kind=SetKind.WARMUP),
        *sets("leg_press", 1, flags=("reps_implausible",)),
    ]
    assert background_of(history, exercises) == Background()


def test_unknown_exercises_have_loads_but_no_muscles(exercises):
    found = background_of(sets("zercher carry with a twist", 0), exercises)
    assert found.weekly_sets == {}
    assert found.recent_load_kg == {"zercher carry with a twist": 100.0}


def test_the_order_of_the_log_does_not_matter(exercises):
    history = [*sets("leg_press", 0), *sets("barbell_row", 3), *sets("leg_press", 9, load_kg=120.0)]
    assert background_of(history, exercises) == background_of(reversed(history), exercises)


def test_a_band_upside_down_is_refused():
    with pytest.raises(ValidationError, match="band"):
        Background(band=(20, 10))


def test_the_limiters_of_a_lift_are_the_muscles_that_gave_out_oldest_first(exercises):
    history = [
        *sets("barbell_bench_press", 0, n=2, gave_out=Muscle.TRICEPS),
        *sets("barbell_bench_press", 3, n=1, gave_out=Muscle.PEC_STERNAL),
        *sets("barbell_bench_press", 4, n=2),  # nobody asked
        *sets("barbell_bench_press", 5, n=2, gave_out=Limit.BREATH),
        *sets("barbell_bench_press", 6, n=1, gave_out=Muscle.TRICEPS, kind=SetKind.WARMUP),
    ]
    assert background_of(history, exercises).limiters == {
        "barbell_bench_press": [Muscle.TRICEPS, Muscle.TRICEPS, Muscle.PEC_STERNAL]
    }


def test_a_muscle_tired_on_purpose_does_not_count_as_the_limiter(exercises):
    pair = [*sets("dumbbell_fly", 0, n=1), *sets("barbell_bench_press", 0, gave_out=Muscle.PEC_STERNAL)]
    assert background_of(pair, exercises).limiters == {}
