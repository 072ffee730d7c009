"""The density that NUTS draws from: against differences, and against the equations of the fit solved the plain way."""

from dataclasses import replace

import numpy as np
import pytest

from preex.catalogue import load_catalogue
from preex.errors import ValidationError
from preex.fatigue.fitting.invented import Habits, lifter, log_of
from preex.fatigue.fitting.problem import Problem
from preex.fatigue.fitting.scoring import search
from preex.fatigue.fitting.sheet import read
from preex.fatigue.fitting.slopes import slopes
from preex.fatigue.verify import Density, factor

MOVES = load_catalogue().exercises
LIFTS = ("leg_extension", "leg_press")


@pytest.fixture(scope="module")
def log():
    """A small log and where the search ends."""
    rng = np.random.default_rng(5)
    sets = log_of(lifter(rng, LIFTS, MOVES), Habits(lifts=LIFTS, workouts=8, unreported=0.2), MOVES, rng)
    sheet = read(sets, MOVES, 80.0)
    return sheet, search(sheet)


def test_the_slope_is_that_of_the_value(log):
    density = Density(*log)
    u = 0.5 * np.random.default_rng(0).standard_normal(len(density))
    value, slope = density.value_and_slope(u)
    assert value == pytest.approx(density.value(u))
    h = 1e-3
    steps = h * np.eye(len(density))
    differences = [(density.value(u + step) - density.value(u - step)) / (2 * h) for step in steps]
    np.testing.assert_allclose(slope, differences, atol=0.03)


def test_it_starts_where_the_fit_ended(log):
    sheet, found = log
    density = Density(sheet, found)
    point = density.point(np.zeros(len(density)))
    for name in ("z", "level", "form"):
        np.testing.assert_allclose(getattr(point, name), getattr(found.point, name))
    told = density.told(np.zeros(len(density)))
    np.testing.assert_allclose(told["level"], found.last)
    np.testing.assert_allclose(told["z"], found.person(sheet).centre_z)


def test_the_factor_solves_the_equations_of_the_fit(log):
    sheet, found = log
    problem = Problem(sheet)
    losses = problem.replayed(found.point.z)
    at = problem.at(found.point, losses, np.zeros(len(found.point.level)))
    here = slopes(sheet, at)
    system = problem.system(found.point.z, here.weight, here, problem.rows(at, losses), np.zeros(len(sheet)))
    lower = factor(system)
    covariance = np.linalg.inv(lower @ lower.T)
    n = len(system.covariance())
    np.testing.assert_allclose(covariance[-n:, -n:], system.covariance(), rtol=1e-6, atol=1e-9)
    levels = np.arange(len(found.point.level))
    np.testing.assert_allclose(
        np.sqrt(np.diag(covariance)[levels]), system.sd(levels, np.zeros((len(levels), n))), rtol=1e-6
    )


def test_a_log_believed_less_has_no_posterior_to_draw_from(log):
    sheet, found = log
    with pytest.raises(ValidationError, match=r"0\.25 of a set"):
        Density(sheet, replace(found, belief=0.25))
