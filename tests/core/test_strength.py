"""e1RM formulas against the numbers their authors printed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.core.strength import e1rm_brzycki, e1rm_epley, e1rm_exponential
from preex.errors import OutOfRange

FORMULAS = (e1rm_brzycki, e1rm_epley, e1rm_exponential)


@pytest.mark.parametrize("formula", FORMULAS)
def test_one_repetition_is_the_maximum(formula):
    assert formula(100.0, 1) == 100.0


def test_brzycki_prints_his_own_table():
    # 1RM = w / (1.0278 - 0.0278 r), JOPERD 1993: 100 kg for 10 repetitions is 133.3 kg, for 5 repetitions 112.5 kg
    assert e1rm_brzycki(100, 10) == pytest.approx(133.3, abs=0.1)
    assert e1rm_brzycki(100, 5) == pytest.approx(112.5, abs=0.1)


def test_epley_adds_a_thirtieth_per_repetition():
    assert e1rm_epley(90, 10) == pytest.approx(120.0)


def test_the_exponential_undoes_its_own_law():
    assert e1rm_exponential(120 * math.exp(-0.04 * 7), 8, 0.04) == pytest.approx(120.0)


@pytest.mark.parametrize("formula", FORMULAS)
@given(load=st.floats(1, 500), reps=st.integers(1, 9))
def test_more_repetitions_with_a_load_mean_a_higher_maximum(formula, load, reps):
    assert formula(load, reps + 1) > formula(load, reps)


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(("load", "reps"), [(0, 5), (-10, 5), (100, 0), (100, 37), (float("nan"), 5)])
def test_outside_its_range_a_formula_refuses(formula, load, reps):
    with pytest.raises(OutOfRange):
        formula(load, reps)


def test_a_refusal_says_value_range_and_next_step():
    with pytest.raises(
        OutOfRange, match=r"reps_to_failure is 37; Brzycki's formula holds from 1 to 10\. Log a heavier set\."
    ):
        e1rm_brzycki(60, 37)
