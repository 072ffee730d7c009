"""The likelihood, against SciPy's t distribution and brute force."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from preex.fatigue.lift import Lift, learned
from preex.fatigue.likelihood import Evidence, Stop, capacity, log_likelihood, t4_density, t4_survival
from preex.fatigue.reps import margin, repetitions

PHI, LAM, SIGMA = 0.03, 0.5, 0.03
GAIN_SD = 0.4  # between lifters, of the log
GRID = np.linspace(-0.2, 1.0, 25)


@given(z=st.floats(-60, 60))
def test_the_tail_is_students_with_four_degrees_of_freedom(z):
    assert float(t4_survival(z)) == pytest.approx(stats.t(4).sf(z), abs=1e-10)
    assert float(t4_density(z)) == pytest.approx(stats.t(4).pdf(z), rel=1e-9)


def test_the_likelihoods_of_all_failure_sets_sum_to_one():
    total = sum(np.exp(log_likelihood(Evidence(n, Stop.FAILURE), GRID, PHI, LAM, SIGMA)) for n in range(200))
    np.testing.assert_allclose(total, 1.0, atol=1e-4)


def test_a_reported_reserve_is_a_density_over_reports():
    r = np.linspace(0.01, 25, 4000)
    like = np.array([np.exp(log_likelihood(Evidence(8, Stop.REPORTED, x), GRID, PHI, LAM, SIGMA)) for x in r])
    at_zero = np.exp(log_likelihood(Evidence(8, Stop.REPORTED, 0.0), GRID, PHI, LAM, SIGMA))
    inside = (GRID > 0.25) & (GRID < 0.5)
    np.testing.assert_allclose((np.trapezoid(like, r, axis=0) + at_zero)[inside], 1.0, atol=0.03)


@pytest.mark.parametrize("stop", list(Stop))
def test_no_set_is_impossible(stop):
    # a typing error must not put minus infinity into a sum
    assert np.isfinite(log_likelihood(Evidence(877_777, stop, 2.0), GRID, PHI, LAM, SIGMA)).all()


def test_a_warm_up_only_says_that_at_least_so_many_were_possible():
    like = log_likelihood(Evidence(5, Stop.EASY), GRID, PHI, LAM, SIGMA)
    assert (np.diff(like) >= 0).all()


def test_capacity_agrees_with_sampling():
    # brute force: sample the margin's error, count floor(N)
    rng = np.random.default_rng(0)
    scale, m = 0.05, float(margin(10.5, PHI, LAM))
    sampled = np.floor(repetitions(m + scale * rng.standard_t(4, 400_000), PHI, LAM))
    table = capacity(m, PHI, LAM, scale)
    assert table.mean == pytest.approx(np.minimum(sampled, 120).mean(), abs=0.03)
    for q in (0.1, 0.5, 0.9):
        assert abs(table.quantile(q) - np.quantile(sampled, q)) <= 1
    assert sum(table.pmf(k) for k in range(200)) == pytest.approx(1.0)


def test_a_failure_set_pins_strength_down():
    # ten repetitions to failure at 100 kg: the 8RM is 100 kg times the ratio of the margins, by hand
    offset = float(margin(8.5, PHI, LAM)) - math.log(100)
    lift = learned(Lift.of(4.0, 0.5, GAIN_SD), Evidence(10, Stop.FAILURE), offset, 0.0, PHI, LAM, SIGMA)
    expected = math.log(100) + float(margin(10.5, PHI, LAM) - margin(8.5, PHI, LAM))
    assert lift.level == pytest.approx(expected, abs=0.02)
    assert lift.sd < 0.06


def test_an_update_agrees_with_a_fine_grid():
    # brute force: 20,001 points instead of 61
    offset = float(margin(8.5, PHI, LAM)) - math.log(90)
    before, evidence = Lift.of(4.6, 0.2, GAIN_SD), Evidence(9, Stop.REPORTED, 2.0)
    fine = np.linspace(3.5, 5.7, 20_001)
    log_w = -0.5 * ((fine - 4.6) / 0.2) ** 2 + log_likelihood(evidence, fine + offset, PHI, LAM, SIGMA)
    w = np.exp(log_w - log_w.max())
    w /= w.sum()
    after = learned(before, evidence, offset, 0.0, PHI, LAM, SIGMA)
    assert after.level == pytest.approx(float(w @ fine), abs=3e-3)
    assert after.sd == pytest.approx(math.sqrt(float(w @ (fine - w @ fine) ** 2)), rel=0.08)


def test_a_typing_error_barely_moves_strength():
    offset = float(margin(8.5, PHI, LAM)) - math.log(100)
    before = Lift.of(math.log(100), 0.03, GAIN_SD)
    after = learned(before, Evidence(88, Stop.FAILURE), offset, 0.0, PHI, LAM, SIGMA)
    assert abs(after.level - before.level) < 0.15


def test_a_belief_that_went_astray_comes_back():
    # fourteen repetitions with a load that was believed to be above the maximum, week after week, are no errors
    offset = float(margin(8.5, PHI, LAM)) - math.log(100)
    lift = Lift.of(math.log(100) - 0.6, 0.03, GAIN_SD)
    for _ in range(3):
        lift = learned(lift, Evidence(14, Stop.FAILURE), offset, 0.0, PHI, LAM, SIGMA)
    assert lift.level == pytest.approx(math.log(100) + float(margin(14.5, PHI, LAM) - margin(8.5, PHI, LAM)), abs=0.05)


def test_sets_that_fade_less_than_foretold_teach_how_slowly_the_lifter_tires():
    # fresh 12 at every set while the constants take 0.1 off the second: the level stays, the tiring goes
    lift, base = Lift.of(math.log(100), 0.3, GAIN_SD), float(margin(8.5, PHI, LAM)) - math.log(100)
    for _ in range(15):
        lift = learned(lift, Evidence(12, Stop.FAILURE), base, 0.0, PHI, LAM, SIGMA)
        felt = 0.1 * math.exp(lift.tiring)
        lift = learned(lift, Evidence(12, Stop.FAILURE), base - felt, -felt, PHI, LAM, SIGMA)
    assert math.exp(lift.tiring) < 0.4
    assert lift.level == pytest.approx(math.log(100) + float(margin(12.5, PHI, LAM) - margin(8.5, PHI, LAM)), abs=0.03)
