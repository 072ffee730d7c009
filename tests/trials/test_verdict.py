from itertools import product

import pytest

from preex.trials.verdict import Bars, Probabilities, Verdict, at_most_likely, judge, steps, weakened

V = Verdict
WORDS = [v for v in Verdict if v != V.NOT_MEASURABLE]
FIXED, SEQUENTIAL = Bars(), Bars(clear=0.975)


def sides(below, inside):
    return Probabilities(below, inside, 1 - below - inside, below + inside / 2)


# design/statistics.md 4.6, at a fixed number of workouts and with several looks
@pytest.mark.parametrize(
    ("below", "inside", "bars", "word"),
    [
        (0.951, 0.04, FIXED, V.COST_CLEAR),
        (0.951, 0.04, SEQUENTIAL, V.COST_LIKELY),
        (0.976, 0.02, SEQUENTIAL, V.COST_CLEAR),
        (0.81, 0.15, FIXED, V.COST_LIKELY),
        (0.79, 0.15, FIXED, V.CANNOT_TELL),
        (0.04, 0.91, FIXED, V.ABOUT_SAME),
        (0.05, 0.89, FIXED, V.CANNOT_TELL),
        (0.02, 0.10, FIXED, V.GAIN_LIKELY),
        (0.01, 0.02, FIXED, V.GAIN_CLEAR),
    ],
)
def test_probabilities_become_the_word_of_the_table(below, inside, bars, word):
    assert judge(sides(below, inside), 1, bars) == word


def test_where_less_is_better_the_sides_change_places():
    assert judge(sides(0.99, 0.01), -1, FIXED) == V.GAIN_CLEAR
    assert judge(sides(0.00, 0.01), -1, FIXED) == V.COST_CLEAR


def test_steps_count_along_the_scale_of_words():
    assert steps(V.COST_CLEAR, V.COST_LIKELY) == 1
    assert steps(V.COST_CLEAR, V.CANNOT_TELL) == 2
    assert steps(V.COST_LIKELY, V.GAIN_LIKELY) == 2
    assert steps(V.ABOUT_SAME, V.CANNOT_TELL) == 1
    assert steps(V.ABOUT_SAME, V.COST_CLEAR) == 3


@pytest.mark.parametrize(("one", "other"), list(product(WORDS, WORDS)))
def test_steps_are_the_same_both_ways_and_none_to_itself(one, other):
    assert steps(one, other) == steps(other, one)
    assert (steps(one, other) == 0) == (one == other)


def test_a_weakened_word_is_one_step_nearer_to_cannot_tell():
    assert [weakened(v) for v in (V.COST_CLEAR, V.GAIN_CLEAR)] == [V.COST_LIKELY, V.GAIN_LIKELY]
    assert {weakened(v) for v in (V.COST_LIKELY, V.GAIN_LIKELY, V.ABOUT_SAME, V.CANNOT_TELL)} == {V.CANNOT_TELL}


def test_an_outcome_the_trial_does_not_rest_on_is_never_clear():
    assert [at_most_likely(v) for v in (V.COST_CLEAR, V.GAIN_CLEAR)] == [V.COST_LIKELY, V.GAIN_LIKELY]
    assert at_most_likely(V.ABOUT_SAME) == V.CANNOT_TELL
    assert at_most_likely(V.NOT_MEASURABLE) == V.NOT_MEASURABLE
