"""What a log tells about its own scatter, against differences taken the plain way."""

from dataclasses import replace

import numpy as np
import pytest

from preex.catalogue import load_catalogue
from preex.fatigue.fitting.invented import Habits, lifter, log_of
from preex.fatigue.fitting.problem import Problem
from preex.fatigue.fitting.sheet import read
from preex.fatigue.fitting.slopes import slopes, values

MOVES = load_catalogue().exercises
LIFTS = ("leg_extension", "leg_press", "barbell_bench_press")


@pytest.fixture
def here():
    """A problem and a place in it: the population's constants, levels that roughly fit."""
    rng = np.random.default_rng(3)
    sets = log_of(lifter(rng, LIFTS, MOVES), Habits(lifts=LIFTS, workouts=20, unreported=0.0), MOVES, rng)
    problem = Problem(read(sets, MOVES, 80.0))
    point = problem.begin()
    return problem, problem.at(point, problem.replayed(point.z), np.zeros(len(point.level)))


def total(problem, at, sigma, blur):
    return values(problem.sheet, replace(at, sigma=at.sigma * np.exp(sigma), blur=at.blur * np.exp(blur))).sum()


def test_scatter_may_be_the_lifters_or_the_writing_down(here):
    problem, at = here
    h = 0.01
    corners = [a * b * total(problem, at, a * h, b * h) for a in (1, -1) for b in (1, -1)]
    told = float(slopes(problem.sheet, at).either.sum())
    assert told == pytest.approx(-sum(corners) / (4 * h**2), rel=0.02)
    assert told > 0  # more of one leaves less for the other


def test_sets_to_failure_tell_nothing_about_how_reserves_are_written(here):
    problem, at = here
    told = slopes(problem.sheet, at)
    failed = problem.sheet.failed
    assert failed.any()
    np.testing.assert_allclose(told.either[failed], 0.0, atol=1e-5)
    np.testing.assert_allclose(told.loose[failed], 0.0, atol=1e-5)
