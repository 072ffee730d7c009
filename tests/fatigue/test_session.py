"""Many plans simulated at once."""

from dataclasses import replace

import numpy as np
import pytest

from preex.errors import OutOfRange
from preex.fatigue.session import PlannedSet
from preex.predictor import Predictor

N = 24
RNG = np.random.default_rng(5)


def numbers(low, high):
    return RNG.uniform(low, high, N)


def plans():
    """Extension, press, extension, and pull-ups, whose cost is borrowed; each number another in each plan."""
    return (
        PlannedSet(exercise="leg_extension", load_kg=numbers(30, 60), reps=RNG.integers(5, 15, N)),
        PlannedSet(exercise="leg_press", load_kg=numbers(80, 200), rest_before_s=numbers(5, 90)),
        PlannedSet(exercise="leg_extension", load_kg=45.0, rir=2, rest_before_s=numbers(30, 180)),
        PlannedSet(exercise="pull_up", load_kg=numbers(0, 10), reps=6, rest_before_s=60.0),
        PlannedSet(exercise="lat_pulldown", relative_load=0.7, rest_before_s=numbers(5, 20)),
    )


def alone(one, i):
    """The set of plan `i`."""
    return replace(one, **{k: v[i] for k in ("load_kg", "reps", "rest_before_s") if np.ndim(v := getattr(one, k))})


def test_each_of_many_plans_is_simulated_as_if_it_were_alone():
    together = Predictor().simulate(plans(), n_draw=N, seed=None)
    for i in range(N):
        single = Predictor().simulate([alone(o.planned, i) for o in together], n_draw=1, seed=None)
        for many, one in zip(together, single, strict=True):
            for value in ("reps", "fresh_reps", "rpe"):
                assert getattr(many, value).values[i] == pytest.approx(getattr(one, value).values[0], abs=1e-12)


def test_a_plan_without_chance_lies_in_the_middle_of_its_draws():
    plan = [
        PlannedSet(exercise="leg_extension", load_kg=40),
        PlannedSet(exercise="leg_press", load_kg=120, rest_before_s=8),
    ]
    median, drawn = (Predictor().simulate(plan, n_draw=n, seed=seed) for n, seed in ((1, None), (4000, 0)))
    for one, many in zip(median, drawn, strict=True):
        assert abs(one.reps.values[0] - many.reps.q50) <= 1


def test_numbers_for_other_than_every_plan_are_refused():
    wrong = PlannedSet(exercise="leg_press", load_kg=np.array([100.0, 110.0, 120.0]))
    with pytest.raises(OutOfRange, match=r"load_kg of set 1 has shape \(3,\)"):
        Predictor().simulate([wrong], n_draw=2)
