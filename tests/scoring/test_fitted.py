"""Fitted constants beside the population's, on sets that the fit has not seen."""

import numpy as np
import pytest

from preex.catalogue import load_catalogue
from preex.fatigue.fitting.invented import Habits, lifter, log_of
from preex.scoring.fitted import Compared, foretell_later

MOVES = load_catalogue().exercises
HABITS = Habits(lifts=("leg_press", "lat_pulldown", "dumbbell_curl"), workouts=60, per_workout=3)


def test_a_mean_that_differs_by_more_than_its_standard_error_is_worse_or_better():
    # Differences 1, 1, 1, 3: mean 1.5, standard deviation 1, standard error 0.5.
    off = Compared.of(np.array([2.0, 2, 2, 4]), np.ones(4))
    assert (off.n, off.fitted, off.population) == (4, 2.5, 1.0)
    assert (off.difference, off.se) == pytest.approx((1.5, 0.5))
    assert (off.worse, off.better) == (True, False)
    back = Compared.of(np.ones(4), np.array([2.0, 2, 2, 4]))
    assert (back.worse, back.better) == (False, True)


def test_one_set_or_two_equals_decide_nothing():
    assert not Compared.of(np.array([9.0]), np.array([1.0])).worse
    same = Compared.of(np.array([1.0, 2]), np.array([1.0, 2]))
    assert (same.worse, same.better) == (False, False)


def test_few_sets_are_no_trial():
    rng = np.random.default_rng(1)
    log = log_of(lifter(rng, HABITS.lifts, MOVES), HABITS, MOVES, rng)
    assert foretell_later(log[:100], None) is None
    assert foretell_later([], None) is None
    assert foretell_later(log[:1], None) is None


def test_a_lifter_who_tires_fast_is_foretold_better_with_their_own_constants():
    rng = np.random.default_rng(4)
    truth = lifter(rng, HABITS.lifts, MOVES)
    truth.z[:] = 0.0
    truth.z[5] = 2.0  # twice the fatigue of everybody
    log = log_of(truth, HABITS, MOVES, rng)
    later = foretell_later(log, 80.0)
    assert later is not None
    assert later.capacity_mae is not None
    assert later.capacity_mae.fitted < later.capacity_mae.population
    assert not later.worse
    shown = later.to_json()
    assert shown["worse"] is False
    assert shown["capacity_mae"]["difference"] == pytest.approx(later.capacity_mae.difference, abs=1e-4)
