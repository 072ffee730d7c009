import math
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from preex.core.performed import PerformedSet, SetKind
from preex.errors import ValidationError
from preex.trials.measures import arm_done, reps_to_failure, series_of, sets_of
from preex.trials.workouts import TrialSet

AT = datetime(2026, 3, 30, 18, tzinfo=UTC)
CHEST = ("dumbbell_fly", "barbell_bench_press")


def done(*exercises, rest=None, **more):
    return [
        PerformedSet(exercise=e, load_kg=50.0, reps=8, at=AT, rest_before_s=rest, **{"rir": 1.0, **more})
        for e in exercises
    ]


def test_a_set_is_worth_its_repetitions_and_those_in_reserve():
    # The rule by hand: reps + RIR, and half a repetition more where 1 or more was reported.
    assert reps_to_failure(8, 0) == 8
    assert reps_to_failure(8, 0.5) == 8.5
    assert reps_to_failure(8, 1) == 9.5
    assert reps_to_failure(8, 3) == 11.5
    assert math.isnan(reps_to_failure(8, None))


def test_the_outcome_of_a_workout_is_the_mean_worth_of_its_work_sets(make_trial, train):
    trial = train(make_trial(), reps=(10, 9, 8), rir=2.0)
    y = series_of(trial).y[:, 0]
    assert y[0] == pytest.approx((10 + 9 + 8) / 3 + 2.5)
    assert np.isnan(y[1:]).all()


def test_a_workout_that_lacks_its_last_set_does_not_look_better_for_it(make_trial, train):
    # Whole workouts fall by one repetition a set: 10, 9, 8. With 10 and 9 alone a plain mean would be 9.5 in place of 9.
    trial = make_trial()
    for _ in range(3):
        trial = train(trial, reps=(10, 9, 8), rir=0.0)
    trial = train(trial, reps=(10, 9), rir=0.0)
    assert series_of(trial).y[:4, 0] == pytest.approx([9, 9, 9, 9])


def test_a_set_that_stopped_early_without_saying_how_far_is_left_out_and_counted(make_trial):
    sets = [TrialSet(pair=0, compound=True, load_kg=160.0, reps=reps, rir=rir) for reps, rir in ((9, 0.0), (5, None))]
    trial = make_trial().check_in(AT).reveal(AT).record(AT, sets)
    series = series_of(trial)
    assert series.y[0, 0] == 9
    assert series.rir_share[0, 0] == 0.5


def test_a_missed_workout_and_one_not_yet_shown_differ(make_trial, train):
    trial = train(make_trial())
    at = trial.standing.last_at + timedelta(days=2)
    trial = trial.check_in(at).reveal(at).miss(at, "ill")
    series = series_of(trial)
    assert series.performed[:3].tolist() == [trial.standing.workouts[0].arm, -1, -1]
    assert series.revealed[:3].tolist() == [True, True, False]
    assert (series.assigned == trial.protocol.sequence(trial.seed)).all()


def test_a_swap_is_analysed_in_the_arm_drawn(make_trial, train):
    trial = make_trial()
    drawn = int(trial.protocol.sequence(trial.seed)[0])
    series = series_of(train(trial, performed=1 - drawn))
    assert (series.assigned[0], series.performed[0]) == (drawn, 1 - drawn)


def test_a_load_that_changed_is_told_in_percent_of_the_protocols(make_trial, train):
    trial = train(train(make_trial()), load_kg=168.0)
    assert series_of(trial).load[:2, 0] == pytest.approx([0, 100 * math.log(168 / 160)])


def test_volume_is_a_logarithm_so_that_differences_are_percent(make_trial, train):
    trial = train(train(make_trial(outcome="pair_volume", rope=5.0)), reps=(11, 9.9, 8.8))
    y = series_of(trial).y[:2, 0]
    assert y[1] - y[0] == pytest.approx(100 * math.log(1.1))


def test_effort_minutes_and_discomfort_are_taken_as_told(make_trial, train):
    trial = train(make_trial(), effort=8.0, minutes=12.5, pain=2.0)
    for outcome, told in (("effort", 8.0), ("duration", 12.5), ("discomfort", 2.0)):
        assert series_of(trial, outcome).y[0, 0] == told
    assert series_of(trial).gap_h[0] == 72


def test_two_pairs_give_two_columns_and_cannot_share_one_number_of_effort(make_trial, train):
    from preex.trials.pairs import Pair

    quads = make_trial().protocol.terms.pairs[0]
    chest = Pair(isolation=CHEST[0], compound=CHEST[1], target="pec_sternal", compound_load_kg=160.0)
    trial = train(make_trial(pairs=(quads, chest)), effort=8.0)
    series = series_of(trial)
    assert series.design == "two_pair"
    assert series.y.shape == (16, 2)
    with pytest.raises(ValidationError, match="both arms"):
        series_of(trial, "effort")


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
    from preex.trials.pairs import Pair

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
    from preex.trials.pairs import Pair

    pairs = tuple(
        Pair(isolation=one, compound=CHEST[1], target=target)
        for one, target in (("dumbbell_fly", "pec_sternal"), ("triceps_pushdown", "triceps"))
    )
    terms = make_trial(question="two_by_two", pairs=pairs, scheme="williams4").protocol.terms
    assert arm_done(terms, done(*order), drawn=0) == arm
