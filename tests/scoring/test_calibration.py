import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.scoring.calibration import coverage, histogram, randomised_coverage, reliability
from preex.scoring.proper import pit

DIE = np.array([0, 1, 1, 1, 1, 1, 1]) / 6


def ends(pmf, outcomes):
    return np.array([pit(pmf, k) for k in outcomes]).T


def test_the_central_half_of_a_die_holds_four_faces_of_six():
    # quartiles of a fair die are 2 and 5; of the edges 2 and 5 half belongs inside
    low, high = ends(DIE, range(1, 7))
    assert coverage(low, high, 0.5) == pytest.approx(4 / 6)
    assert randomised_coverage(low, high, 0.5) == pytest.approx(0.5)


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
def test_coverage_is_that_of_the_interval_from_quantile_to_quantile(level):
    pmf = np.random.default_rng(1).dirichlet(np.ones(15))
    cdf = pmf.cumsum()
    lowest, highest = (int(np.searchsorted(cdf, q)) for q in ((1 - level) / 2, (1 + level) / 2))
    outcomes = np.arange(15)
    low, high = ends(pmf, outcomes)
    assert coverage(low, high, level) == np.mean((outcomes >= lowest) & (outcomes <= highest))


@pytest.mark.parametrize("level", [0.5, 0.8, 0.95])
def test_randomised_coverage_is_the_mean_over_draws(level):
    rng = np.random.default_rng(2)
    pmf = rng.dirichlet(np.ones(9))
    low, high = ends(pmf, rng.integers(0, 9, 300))
    drawn = low + rng.random((2000, 300)) * (high - low)
    by_drawing = np.mean(np.abs(drawn - 0.5) <= level / 2)
    assert randomised_coverage(low, high, level) == pytest.approx(by_drawing, abs=0.005)


@given(st.integers(0, 10_000), st.floats(0.01, 0.99))
def test_a_forecast_that_is_right_covers_what_it_says(seed, level):
    pmf = np.random.default_rng(seed).dirichlet(np.ones(8))
    low, high = ends(pmf, range(8))
    tail = (1 - level) / 2
    # each outcome as often as its probability: the transform is even, and so is every stretch of it
    inside = np.clip(np.minimum(high, 1 - tail) - np.maximum(low, tail), 0, None) / (high - low)
    assert pmf @ inside == pytest.approx(level)
    assert pmf @ [coverage(low[[k]], high[[k]], level) for k in range(8)] >= level - 1e-9


def test_the_histogram_is_even_for_a_fair_die_and_bulges_where_a_forecast_is_too_wide():
    even = histogram(*ends(DIE, range(1, 7)))
    assert even == pytest.approx(np.full(10, 0.1))
    bulging = histogram(*ends(DIE, [3, 4]))
    assert bulging.sum() == pytest.approx(1)
    assert bulging[4] > 0.2 > bulging[0] == 0


def test_half_of_the_outcomes_of_a_fair_die_lie_below_its_median():
    levels = np.array([0.1, 0.5, 0.9])
    assert reliability(*ends(DIE, range(1, 7)), levels) == pytest.approx(levels)


def test_what_was_held_impossible_stands_at_the_end_of_the_histogram():
    assert histogram(np.array([1.0]), np.array([1.0])).tolist() == [0.0] * 9 + [1.0]
    assert histogram(np.array([0.0]), np.array([0.0])).tolist() == [1.0] + [0.0] * 9
