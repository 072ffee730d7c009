import numpy as np
import pytest

from preex.trials.analysis import analyse
from preex.trials.gates import State, _tiers
from preex.trials.randomisation import DesignTest
from preex.trials.series import Series
from preex.trials.verdict import Verdict


@pytest.fixture(scope="module")
def trial(make_trial):
    return make_trial(workouts=16)


def gate(result, code):
    return next(g for g in result.gates if g.code == code)


def test_a_clean_trial_passes_every_gate(trial, come_out):
    result = analyse(come_out(trial, -3.0), trial.protocol)
    assert {g.state for g in result.gates} <= {State.PASS, State.WARN}
    assert result.verdict == Verdict.COST_CLEAR


def failing(trial, come_out, code, **more):
    result = analyse(come_out(trial, -3.0, **more), trial.protocol)
    found = gate(result, code)
    assert found.state == State.FAIL
    assert result.verdict == Verdict.CANNOT_TELL
    assert found.text in result.reason
    return found


def test_fewer_than_four_observed_workouts_of_an_arm_tell_nothing(trial, come_out):
    s = come_out(trial, -3.0)
    tried = np.flatnonzero(s.assigned == 1)
    y = s.value.copy()
    y[tried[3:]] = np.nan
    result = analyse(Series.of(s.assigned, y, revealed=s.revealed, performed=s.performed, rir=s.rir), trial.protocol)
    assert gate(result, "workouts_per_arm").state == State.FAIL
    assert gate(result, "workouts_per_arm").value == 3
    assert result.verdict == Verdict.CANNOT_TELL


def test_less_than_six_in_ten_done_as_drawn_tells_nothing(trial, come_out):
    arms = trial.protocol.sequence(trial.seed)
    swapped = np.where(np.arange(16) < 7, 1 - arms, arms)  # 9 of 16 = 56 %
    assert failing(trial, come_out, "adherence", performed=swapped).value == 9 / 16


def test_effort_unknown_of_more_than_four_in_ten_sets_tells_nothing(trial, come_out):
    rir = np.where(np.arange(16) < 7, np.nan, 1.0)
    assert failing(trial, come_out, "rir_complete", rir=rir).value == 9 / 16


@pytest.mark.parametrize(("apart", "state"), [(0.4, State.PASS), (0.7, State.SOFT), (1.3, State.FAIL)])
def test_unequal_effort_lowers_the_grade_and_then_silences(trial, come_out, apart, state):
    arms = trial.protocol.sequence(trial.seed)
    result = analyse(come_out(trial, -3.0, rir=1.5 - apart * arms), trial.protocol)
    found = gate(result, "effort")
    assert found.state == state
    assert found.value == pytest.approx(-apart)
    assert (result.verdict == Verdict.CANNOT_TELL) == (state == State.FAIL)
    assert result.grade == ("B" if state == State.PASS else "C")
    if state != State.PASS:
        assert f"stopped {apart:.1f} reps closer to failure" in found.text


def test_test_and_model_on_opposite_sides_tell_nothing():
    test = DesignTest(0.8, 0.04, 0.001, 1296, False, None)
    assert _tiers(test, -0.2).state == State.FAIL
    assert _tiers(test, 0.2).state == State.PASS
    assert _tiers(DesignTest(0.8, 0.2, 0.001, 1296, False, None), -0.2).state == State.PASS


def test_a_word_that_a_sceptic_does_not_share_is_weakened(make_trial, come_out):
    short, weakened = make_trial(workouts=8, scheme="maxrun3"), 0
    for seed in range(30):
        result = analyse(come_out(short, -2.5, seed=seed), short.protocol)
        neutral, sceptic = (result.priors[name].verdict for name in ("neutral", "sceptical"))
        if gate(result, "priors").state == State.WEAKER:
            weakened += 1
            assert (neutral, sceptic) == (Verdict.COST_CLEAR, Verdict.CANNOT_TELL)
            assert result.verdict == Verdict.COST_LIKELY
        else:
            assert result.verdict in {neutral, Verdict.CANNOT_TELL}
    assert weakened > 0


def test_noise_beyond_the_model_tells_nothing(trial, come_out):
    failing(trial, come_out, "mesh", sd=1e4)


def test_effort_does_not_matter_for_how_long_a_pair_takes(make_trial, come_out):
    timed = make_trial(outcome="duration", rope=2.0, effect=-5.0, sd=4.0)
    result = analyse(come_out(timed, -20.0, sd=4.0, level=30.0, rir=np.nan), timed.protocol)
    assert "rir_complete" not in {g.code for g in result.gates}
    assert result.verdict == Verdict.GAIN_CLEAR
