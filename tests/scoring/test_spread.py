import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.scoring.spread import N_REPS, Errors, spread, whole

SOME_REPS = st.lists(st.integers(1, 200), min_size=1, max_size=20)


@given(SOME_REPS)
def test_past_sets_become_probabilities_and_nobody_does_less_than_one(reps):
    pmf = spread(reps, [1.0] * len(reps))
    assert pmf.shape == (N_REPS,)
    assert pmf.sum() == pytest.approx(1)
    assert pmf.min() >= 0
    assert pmf[0] == 0


def test_a_set_seen_once_has_its_neighbours_by_an_eighth():
    # a two-sided exponential of width one half: e^-2 for the next number
    pmf = spread([10], [1.0])
    assert pmf[11] / pmf[10] == pytest.approx(np.exp(-2))
    assert pmf[9] == pytest.approx(pmf[11])


@given(st.lists(st.integers(-6, 6), min_size=1, max_size=30), st.integers(20, 150))
def test_errors_are_centred_on_what_is_said_now(errors, said):
    record = Errors()
    for error in errors:
        record.add(error)
    pmf = record.around(said)
    # three sets' worth of no error are counted beside those seen, and spreading moves no mean
    assert pmf @ np.arange(N_REPS) == pytest.approx(said + sum(errors) / (len(errors) + 3), abs=0.05)


@pytest.mark.parametrize("said", [1, 200])
def test_at_the_ends_of_the_table_it_is_still_a_probability(said):
    record = Errors()
    record.add(199)
    record.add(-199)
    assert record.around(said).sum() == pytest.approx(1)


def test_what_is_said_is_a_number_that_can_be_logged():
    assert [whole(x) for x in (-3, 0.2, 7.5, 7.4, 900)] == [1, 1, 8, 7, 200]
