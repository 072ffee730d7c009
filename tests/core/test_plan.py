"""One shape for straight sets, pairs and giant sets."""

import pytest

from preex.core.plan import Prescription, Rest, Section, WorkoutPlan
from preex.errors import OutOfRange


def do(exercise):
    return Prescription(exercise=exercise, reps_low=10, reps_high=15)


def test_a_pair_is_rounds_of_isolation_gap_compound_rest():
    pair = Section(rounds=3, steps=(do("fly"), Rest(20), do("bench"), Rest(120)))
    sets = WorkoutPlan(title="push", sections=(pair,)).sets()
    assert [(p.exercise, rest) for p, rest in sets] == [
        ("fly", None), ("bench", 20), ("fly", 120), ("bench", 20), ("fly", 120), ("bench", 20),
    ]  # fmt: skip


def test_sections_nest():
    # by hand: two rounds of (a, then b b) are a b b a b b
    giant = Section(rounds=2, steps=(do("a"), Section(rounds=2, steps=(do("b"),))))
    assert [p.exercise for p in giant.unrolled()] == ["a", "b", "b", "a", "b", "b"]


def test_rests_in_a_row_add_up():
    plan = WorkoutPlan(title="x", sections=(Section(steps=(do("a"), Rest(30))), Section(steps=(Rest(60), do("b")))))
    assert plan.sets()[1][1] == 90


@pytest.mark.parametrize(
    "impossible",
    [
        lambda: Prescription(exercise="a", reps_low=0, reps_high=5),
        lambda: Prescription(exercise="a", reps_low=8, reps_high=5),
        lambda: Prescription(exercise="a", reps_low=8, reps_high=10, load_kg=-1),
        lambda: Rest(-1),
        lambda: Section(steps=()),
        lambda: Section(steps=(Rest(1),), rounds=0),
    ],
)
def test_an_impossible_plan_is_refused(impossible):
    with pytest.raises(OutOfRange):
        impossible()
