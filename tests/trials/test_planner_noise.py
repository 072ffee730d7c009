from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from preex.core.performed import PerformedSet
from preex.trials.planner_noise import swing_of

START = datetime(2026, 1, 5, 18, tzinfo=UTC)


def log(reps, *, loads=None, rir=None):
    loads = loads or [160.0] * len(reps)
    return [
        PerformedSet(
            exercise="leg_press", load_kg=kg, reps=n, rir=rir, at=START + timedelta(days=3 * i), workout=f"w{i}"
        )
        for i, (n, kg) in enumerate(zip(reps, loads, strict=True))
    ]


def test_the_swing_is_the_scatter_around_a_straight_line():
    # By hand: 8, 10, 8, 10, ... has residuals close to 1 around its line, and a steady rise has none.
    assert swing_of(log([8, 10] * 6), "leg_press").sd == pytest.approx(1.09, abs=0.02)
    assert swing_of(log(range(5, 17)), "leg_press").sd == pytest.approx(0, abs=1e-9)


def test_an_invented_lifters_swing_is_found_again():
    rng = np.random.default_rng(1)
    found = [swing_of(log([round(v) for v in 12 + rng.normal(0, 1.4, 24)]), "leg_press") for _ in range(200)]
    known = [one.sd for one in found if one]
    assert len(known) > 180
    assert np.mean(known) == pytest.approx((1.4**2 + 1 / 12) ** 0.5, rel=0.05)  # rounding adds 1/12 of variance


def test_few_workouts_at_one_load_or_a_lifter_who_stops_at_a_target_tell_nothing():
    assert swing_of(log([8, 10] * 4), "leg_press") is None
    assert swing_of(log([8, 10] * 6, loads=[100.0 + i for i in range(12)]), "leg_press") is None
    assert swing_of(log([10] * 12), "leg_press") is None
    assert swing_of([], "leg_press") is None


def test_repetitions_in_reserve_count():
    swing = swing_of(log([8, 10] * 6, rir=2.0), "leg_press")
    assert (swing.workouts, swing.load_kg) == (12, 160.0)
    assert swing.sd == pytest.approx(swing_of(log([8, 10] * 6), "leg_press").sd)
