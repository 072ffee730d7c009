from datetime import UTC, datetime

import pytest

from preex.core.performed import PerformedSet, SetKind
from preex.trials.done import arm_done, sets_of
from preex.trials.pairs import Pair

AT = datetime(2026, 3, 30, 18, tzinfo=UTC)
CHEST = ("dumbbell_fly", "barbell_bench_press")


def done(*exercises, rest=None, **more):
    return [
        PerformedSet(exercise=e, load_kg=50.0, reps=8, at=AT, rest_before_s=rest, **{"rir": 1.0, **more})
        for e in exercises
    ]


def test_work_sets_of_the_pairs_are_taken_and_nothing_else(make_trial):
    terms = make_trial().protocol.terms
    sets = [
        *done("leg_press", kind=SetKind.WARMUP),
        *done("leg_extension"),
        *done("leg_press", rir=None, kind=SetKind.FAILURE),
        *done("plank"),
    ]
    assert [(one.compound, one.rir) for one in sets_of(terms, sets)] == [(False, 1.0), (True, 0.0)]


@pytest.mark.parametrize(
    ("order", "arm"),
    [
        (("leg_extension", "leg_press"), 1),
        (("leg_press", "leg_extension"), 0),
        (("leg_extension", "leg_press") * 3, 1),
        (("leg_press", "leg_extension") * 3, 0),
        (("leg_press",), 0),
    ],
)
@pytest.mark.parametrize("question", ["order", "add_isolation"])
@pytest.mark.parametrize("drawn", [0, 1])
def test_the_sets_tell_which_arm_was_done(make_trial, question, order, arm, drawn):
    assert arm_done(make_trial(question=question).protocol.terms, done(*order), drawn) == arm


def test_with_two_pairs_both_must_be_as_drawn(make_trial):
    quads = make_trial().protocol.terms.pairs[0]
    chest = Pair(isolation=CHEST[0], compound=CHEST[1], target="pec_sternal")
    terms = make_trial(pairs=(quads, chest)).protocol.terms
    opposite = done("leg_extension", "leg_press", *reversed(CHEST))
    both_first = done("leg_extension", "leg_press", *CHEST)
    assert (arm_done(terms, opposite, 1), arm_done(terms, opposite, 0)) == (1, 1)
    assert (arm_done(terms, both_first, 1), arm_done(terms, both_first, 0)) == (0, 1)


@pytest.mark.parametrize(("rest", "arm"), [(5, 0), (30, 0), (70, 1), (150, 2), (600, 2), (None, 1)])
def test_the_rest_before_the_compound_tells_the_arm_of_the_gap(make_trial, rest, arm):
    terms = make_trial(question="gap", scheme="williams3", workouts=18).protocol.terms
    assert arm_done(terms, done("leg_extension", "leg_press", rest=rest), drawn=1) == arm


@pytest.mark.parametrize(
    ("order", "arm"),
    [
        (("barbell_bench_press",), 0),
        (("dumbbell_fly", "barbell_bench_press"), 1),
        (("triceps_pushdown", "barbell_bench_press"), 2),
        (("dumbbell_fly", "triceps_pushdown", "barbell_bench_press"), 3),
    ],
)
def test_the_isolations_before_the_compound_tell_the_arm_of_the_two_by_two(make_trial, order, arm):
    pairs = tuple(
        Pair(isolation=one, compound=CHEST[1], target=target)
        for one, target in (("dumbbell_fly", "pec_sternal"), ("triceps_pushdown", "triceps"))
    )
    terms = make_trial(question="two_by_two", pairs=pairs, scheme="williams4").protocol.terms
    assert arm_done(terms, done(*order), drawn=0) == arm
