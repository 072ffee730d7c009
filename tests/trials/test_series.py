import numpy as np
import pytest

from preex.errors import FieldError
from preex.trials.series import Series

NAN = float("nan")


def test_a_workout_that_was_revealed_and_not_done_counts_in_its_arm_as_missing():
    s = Series.of([0, 1, 1, 0], [9, 8, NAN, 9], revealed=[True] * 4)
    assert s.n_observed == 3
    assert s.per_arm == (2, 1)
    assert s.adherence == 0.75


def test_what_comes_after_the_last_workout_done_is_taken_as_not_revealed():
    s = Series.of([0, 1, 1, 0], [9, NAN, 8, NAN])
    assert s.revealed.tolist() == [True, True, True, False]
    assert s.adherence == pytest.approx(2 / 3)


def test_two_pairs_are_compared_within_the_workout():
    s = Series.of([1, 0], [[8, 10], [9, 7]], rir=[[1, 2], [3, 1]])
    assert s.design == "two_pair"
    assert s.value.tolist() == [-2, 2]
    assert s.per_arm == (2, 2)
    # tried: first pair in workout 1 (1), second in workout 2 (1); usual: 2 and 3
    assert s.rir_difference() == pytest.approx(1 - 2.5)


def test_a_swap_lowers_compliance_and_leaves_the_arm_as_drawn():
    s = Series.of([0, 0, 1, 1], [9, 9, 8, 8], performed=[0, 1, 1, 1])
    assert s.compliance() == pytest.approx(0.5)
    assert s.per_arm == (2, 2)


def test_rir_is_unknown_for_an_arm_in_which_nobody_said_it():
    assert Series.of([0, 1], [9, 8], rir=[1, NAN]).rir_difference() is None
    assert Series.of([0, 1], [9, 8], rir=[1, NAN]).rir_complete == 0.5


def test_the_first_workouts_know_nothing_of_those_after():
    s = Series.of([0, 1, 1, 0], [9, 8, 8, 9], rir=[1, 1, 1, 1])
    assert s.first(2).n_observed == 2
    assert s.first(2).revealed.tolist() == [True, True, False, False]
    assert len(s.first(2)) == 4


def test_short_gaps_are_those_below_two_days():
    s = Series.of([0, 1, 1], [9, 8, 8], gap_h=[NAN, 30, 72])
    assert s.short_gaps.tolist() == [False, True, False]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"assigned": [0, 4], "y": [9, 8]}, "assigned[1]"),
        ({"assigned": [0, 2], "y": [[9, 8]] * 2}, "assigned"),
        ({"assigned": [0, 1], "y": [9]}, "y"),
        ({"assigned": [], "y": []}, "assigned"),
        ({"assigned": [0, 1], "y": [9, 8], "session": [2, 1]}, "session[1]"),
        ({"assigned": [0, 1], "y": [9, 8], "performed": [0]}, "performed"),
        ({"assigned": [0, 1], "y": [[9, 8, 7]] * 2}, "y"),
        ({"assigned": [0, 1], "y": [9, 8], "revealed": [True]}, "revealed"),
        ({"assigned": [0, 1], "y": [9, 8], "mood": [1, 2]}, "mood"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_by_the_name_of_its_column(given, field):
    with pytest.raises(FieldError) as caught:
        Series.of(**given)
    assert caught.value.path == field


def test_swapping_the_arms_twice_changes_nothing():
    s = Series.of([0, 1, 1, 0], [9, 8, NAN, 9], performed=[0, 0, -1, 0])
    again = s.swapped().swapped()
    assert np.array_equal(again.assigned, s.assigned)
    assert np.array_equal(again.performed, s.performed)
