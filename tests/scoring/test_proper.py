import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.scoring.proper import ANYTHING, absolute_error, crps, log_score, median, pit

DIE = np.array([0, 1, 1, 1, 1, 1, 1]) / 6


@st.composite
def forecasts(draw, size=12):
    weights = np.array(draw(st.lists(st.floats(0, 1), min_size=size, max_size=size)))
    return (weights + 1e-6) / (weights + 1e-6).sum()


def test_an_error_counts_no_more_than_ten_repetitions():
    assert absolute_error(9, 12) == 3
    assert absolute_error(9, 877_777) == 10


def test_the_log_score_of_a_die_is_the_log_of_six():
    # mixed by hand with a thousandth of "any of the seven numbers of the table"
    assert log_score(DIE, 3) == pytest.approx(-math.log(0.999 / 6 + 0.001 / 7), abs=1e-12)
    assert log_score(DIE, 3) == pytest.approx(math.log(6), abs=0.001)


@pytest.mark.parametrize("reps", [0, 7, 200])
def test_what_was_held_impossible_costs_much_but_not_everything(reps):
    assert log_score(DIE, reps) == pytest.approx(-math.log(ANYTHING / 7))


def test_the_crps_of_a_coin_between_eight_and_ten_is_half_a_repetition():
    # P(reps <= k) is 0 up to 7, 1/2 at 8 and 9, 1 from 10: done 8 -> (1/2 - 1)^2 twice
    coin = np.zeros(12)
    coin[[8, 10]] = 0.5
    assert crps(coin, 8) == pytest.approx(0.5)
    assert crps(coin, 9) == pytest.approx(0.25 + 0.25)
    assert crps(coin, 12) == pytest.approx(0.25 + 0.25 + 1 + 1)


@given(forecasts(), st.integers(0, 20))
def test_the_crps_is_the_expected_error_less_half_the_expected_difference(pmf, reps):
    # the other definition, by brute force: E|X - y| - E|X - X'| / 2
    k = np.arange(len(pmf))
    by_hand = pmf @ np.abs(k - reps) - pmf @ np.abs(k[:, None] - k) @ pmf / 2
    assert crps(pmf, reps) == pytest.approx(by_hand, abs=1e-9)


@given(st.integers(0, 30), st.integers(0, 11))
def test_the_crps_of_one_certain_number_is_its_error(reps, said):
    assert crps(np.eye(12)[said], reps) == pytest.approx(abs(reps - said))


@given(forecasts(), forecasts())
def test_nobody_gains_by_saying_what_they_do_not_believe(believed, said):
    for score in (log_score, crps):

        def expected(forecast, score=score):
            return sum(p * score(forecast, k) for k, p in enumerate(believed))

        # the mixture in the log score moves the best answer by less than its weight
        assert expected(believed) <= expected(said) + 2 * ANYTHING


def test_the_transform_of_a_die_that_shows_three_goes_from_two_sixths_to_three():
    assert pit(DIE, 3) == pytest.approx((2 / 6, 3 / 6))
    assert pit(DIE, 0) == (0, 0)
    assert pit(DIE, 9) == pytest.approx((1, 1))


def test_the_median_is_the_first_number_with_half_at_or_below_it():
    assert median(DIE) == 3
    assert median(np.eye(5)[4]) == 4
