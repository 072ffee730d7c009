import math
from datetime import timedelta

import numpy as np
import pytest

from preex.errors import ValidationError
from preex.trials.analysis import analyse
from preex.trials.outcomes import equivalent, series_of
from preex.trials.verdict import Verdict
from preex.trials.workouts import TrialSet


def one(reps, rir):
    return TrialSet(pair=0, compound=True, load_kg=100.0, reps=reps, rir=rir)


def read(trial, outcome="", **more):
    arms = trial.protocol.sequence(trial.seed)
    return series_of(trial.protocol, arms, trial.standing.workouts, outcome, **more)


# design/statistics.md 4.2: reps + RIR, and a half where the set stopped a repetition or more before failure
@pytest.mark.parametrize(("reps", "rir", "stands_for"), [(8, 0, 8), (8, 0.5, 8.5), (8, 1, 9.5), (8, 2, 10.5)])
def test_a_set_in_reserve_stands_for_what_it_could_have_been(reps, rir, stands_for):
    assert equivalent(one(reps, rir)) == stands_for


def test_a_set_of_unknown_effort_stands_for_nothing():
    assert math.isnan(equivalent(one(8, None)))


def test_a_workout_is_the_mean_of_its_sets(make_trial, train):
    s = read(train(make_trial()))
    assert s.value[0] == pytest.approx((10 + 9 + 8) / 3 + 1.5)
    assert s.n_observed == 1
    assert s.rir[0, 0] == 1.0
    assert s.gap_h[0] == 72.0
    assert s.revealed.tolist() == [True] + [False] * 15


def test_a_workout_of_which_only_late_sets_count_is_not_judged_by_them(make_trial, train):
    trial = make_trial()
    for _ in range(4):
        trial = train(trial, reps=(12, 9, 6))
    at = trial.standing.last_at
    trial = trial.check_in(at + timedelta(days=2)).reveal(at + timedelta(days=2))
    sets = [one(12, None), one(9, 1.0), one(6, 1.0)]  # effort of the first is unknown
    s = read(trial.record(at + timedelta(days=2, hours=1), sets))
    # as good as the others at its two places, so as good as they
    assert s.value[4] == pytest.approx(s.value[0])
    assert s.rir_share[4, 0] == pytest.approx(2 / 3)


def test_a_missed_workout_stays_in_its_arm_and_a_swap_as_drawn(make_trial, train):
    trial = train(make_trial())
    at = trial.standing.last_at + timedelta(days=2)
    trial = trial.check_in(at).reveal(at).miss(at + timedelta(hours=1), "ill")
    arm = trial.protocol.sequence(trial.seed)[2]
    trial = train(trial, performed=1 - int(arm))
    s = read(trial)
    assert s.observed[:3].tolist() == [True, False, True]
    assert s.performed[:3].tolist() == [s.assigned[0], -1, 1 - arm]
    assert s.adherence == pytest.approx(1 / 3)


def test_a_lighter_load_is_read_against_that_of_the_protocol(make_trial, train):
    s = read(train(make_trial(), load_kg=160.0 * math.exp(-0.05)))
    assert s.load[0, 0] == pytest.approx(-5.0)


def test_other_outcomes_are_read_from_what_was_recorded(make_trial, train):
    trial = train(make_trial(), effort=7.5, minutes=12.0, pain=2.0)
    assert read(trial, "effort").value[0] == 7.5
    assert read(trial, "duration").value[0] == 12.0
    assert read(trial, "discomfort").value[0] == 2.0
    assert read(trial, "pair_volume").value[0] == pytest.approx(100 * math.log(2 * 27 * 160))
    assert read(trial, "isolation_reps").value[0] == pytest.approx(9 + 1.5)


def test_two_pairs_cannot_share_one_effort(make_trial, train, two_pairs):
    both = train(make_trial(pairs=two_pairs))
    assert read(both).y.shape == (16, 2)
    with pytest.raises(ValidationError, match="each workout holds both arms"):
        read(both, "effort")


def test_a_trial_trained_from_start_to_end_is_analysed(make_trial, train):
    trial = make_trial(workouts=16)
    rng = np.random.default_rng(1)
    while not trial.standing.ended:
        arm = int(trial.protocol.sequence(trial.seed)[len(trial.standing.workouts)])
        best = 11 - 2.0 * arm + rng.normal(0, 0.7)
        trial = train(trial, reps=[max(1, round(best - k)) for k in range(3)], rir=1.0)
    found = analyse(read(trial), trial.protocol)
    assert found.verdict == Verdict.COST_CLEAR
    assert found.estimate.lo95 < -2.0 < found.estimate.hi95
    assert read(trial, upto=8).n_observed == 8


def test_covariates_told_at_check_in_go_with_the_test(make_trial):
    trial = make_trial(workouts=8, scheme="minimisation", covariates=("gym",), looks=(8,))
    at = trial.protocol.locked_at
    for k in range(8):
        at += timedelta(days=2)
        trial = trial.check_in(at, levels=["home" if k % 3 else "club"]).reveal(at)
        trial = trial.record(at + timedelta(hours=1), [one(9 + k % 2, 1.0)])
    s = read(trial)
    assert s.levels[0] == ("club",)
    assert len(s.levels) == 8
    test = analyse(s, trial.protocol).design_test
    assert test.n_sequences == 256
    # the sequence is as likely as its steps under the same coin, not one in 256
    assert test.min_p != pytest.approx(2 / 256)
