import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preex.errors import ValidationError
from preex.trials.analysis import analyse
from preex.trials.result import Result
from preex.trials.series import Series
from preex.trials.verdict import Verdict
from preex.trials.wording import headline, lines

# design/statistics.md 6.5
CONTRACT = {
    "schema": {},
    "engine_version": {},
    "protocol_hash": {},
    "contrast": {},
    "outcome": {},
    "unit": {},
    "n": {"assigned", "revealed", "observed", "per_arm"},
    "estimate": {"median", "mean", "lo95", "hi95", "lo80", "hi80"},
    "p": {"below", "inside", "above", "direction"},
    "rope": {},
    "priors": {"neutral", "published", "sceptical"},
    "design_test": {"p", "min_p", "n_sequences", "ci"},
    "sd": {},
    "phi": {},
    "trend": {},
    "adherence": {},
    "rir": {"complete", "arm_difference"},
    "gates": {},
    "verdict": {},
    "grade": {},
    "grade_reasons": {},
    "needs": {"sessions_for_80", "weeks"},
    "sensitivity": {},
    "forbidden_claims": {},
}


@pytest.fixture(scope="module")
def trial(make_trial):
    return make_trial(workouts=16)


@pytest.fixture(scope="module")
def result(trial, come_out):
    return analyse(come_out(trial, -2.0, missing=0.1), trial.protocol)


def test_the_document_has_every_field_of_the_contract(result):
    document = json.loads(json.dumps(result.to_json(), allow_nan=False))
    for name, inner in CONTRACT.items():
        assert name in document
        assert not inner or inner <= document[name].keys()
    assert document["forbidden_claims"] == ["size", "strength_gain"]
    for under in document["priors"].values():
        assert set(under) == {"verdict", "p"}


def test_the_same_data_give_the_same_bytes(make_trial, come_out):
    long = make_trial(workouts=24)  # more sequences than are listed, so some are drawn
    one, other = (json.dumps(analyse(come_out(long), long.protocol).to_json()) for _ in range(2))
    assert one == other


def test_probabilities_add_up_and_intervals_nest(result):
    p, e = result.p, result.estimate
    assert p.below + p.inside + p.above == pytest.approx(1, abs=1e-9)
    assert e.lo95 < e.lo80 < e.median < e.hi80 < e.hi95


def test_exchanging_the_arms_turns_result_and_word_round(make_trial, come_out):
    trial = make_trial(workouts=16)
    s = come_out(trial, -3.0)
    one, other = analyse(s, trial.protocol), analyse(s.swapped(), trial.protocol)
    assert other.estimate.median == pytest.approx(-one.estimate.median, abs=1e-6)
    assert other.p.above == pytest.approx(one.p.below, abs=1e-9)
    assert (one.verdict, other.verdict) == (Verdict.COST_CLEAR, Verdict.GAIN_CLEAR)
    assert other.design_test.p == pytest.approx(one.design_test.p)


@pytest.mark.parametrize("effect", [0.0, -50.0, 1e6])
@pytest.mark.parametrize("outcome", ["size", "strength_gain"])
def test_growth_and_strength_are_not_measurable_however_large_the_effect(trial, come_out, outcome, effect):
    found = analyse(come_out(trial, effect), trial.protocol, outcome=outcome)
    assert found.verdict == Verdict.NOT_MEASURABLE
    assert found.estimate is found.p is found.design_test is None
    assert found.grade == ""
    assert found.sensitivity == {}
    assert "cannot be compared" in found.reason
    json.dumps(found.to_json(), allow_nan=False)


def test_growth_needs_the_people_of_a_study(trial, come_out):
    found = analyse(come_out(trial), trial.protocol, outcome="size")
    assert found.needs.people == (53, 394)  # design/statistics.md 3.9, 0.3 mm


def test_one_workout_or_one_arm_alone_is_refused_in_words(trial):
    arms = trial.protocol.sequence(trial.seed)
    with pytest.raises(ValidationError, match="one arm alone compares nothing"):
        analyse(Series.of(arms, [9.0] + [np.nan] * 15), trial.protocol)
    usual = np.where(arms == 0, 9.0, np.nan)
    with pytest.raises(ValidationError, match="no workout with isolation first"):
        analyse(Series.of(arms, usual), trial.protocol)


def test_an_outcome_never_recorded_is_refused_in_words(trial):
    arms = trial.protocol.sequence(trial.seed)
    with pytest.raises(ValidationError, match="never recorded"):
        analyse(Series.of(arms, np.full(16, np.nan)), trial.protocol)
    with pytest.raises(ValidationError, match="no arm to compare"):
        analyse(Series.of(arms, np.full(16, 9.0)), trial.protocol, arm=2)


def test_another_outcome_gets_no_test_and_no_word_stronger_than_probably(trial, come_out):
    found = analyse(come_out(trial, -6.0), trial.protocol, outcome="isolation_reps")
    assert not found.primary
    assert found.design_test is None
    assert found.priors["published"] is None  # the studies are of the compound's repetitions
    assert found.verdict == Verdict.COST_LIKELY


def test_effort_is_read_on_its_scale_and_earns_no_better_than_b(make_trial):
    felt = make_trial(workouts=24, outcome="effort", effect=1.0, sd=0.7)
    arms = felt.protocol.sequence(felt.seed)
    y = np.clip(np.round(2 * (7 + 2.0 * arms + np.random.default_rng(1).normal(0, 0.7, 24))) / 2, 0, 10)
    found = analyse(Series.of(arms, y, rir=np.ones(24)), felt.protocol)
    assert found.verdict == Verdict.COST_CLEAR  # harder is the cost
    assert found.estimate.median == pytest.approx(2.0, abs=0.6)
    assert found.phi is None
    assert found.grade == "B"
    assert found.priors["published"] is None


def test_what_ended_the_sets_is_a_difference_in_probability(make_trial):
    trial = make_trial(workouts=24)
    arms = trial.protocol.sequence(trial.seed)
    share = np.where(arms == 1, np.tile([1.0, 2 / 3], 12), np.tile([0.0, 1 / 3], 12))
    found = analyse(Series.of(arms, share), trial.protocol, outcome="target_limits")
    assert found.unit == "probability"
    assert 0.3 < found.estimate.median < 0.7  # 0.83 against 0.17, drawn towards 0
    assert found.verdict == Verdict.GAIN_LIKELY  # never clear beside the primary outcome
    assert found.p.below + found.p.inside + found.p.above == pytest.approx(1)
    assert found.grade == "C"  # a sceptic is two steps away
    assert "gains you about 0." in headline(found)


def test_two_pairs_tell_the_mean_and_each_pair(make_trial, come_out, two_pairs):
    both = make_trial(workouts=16, pairs=two_pairs)
    found = analyse(come_out(both, -1.5, day=1.5, sd=0.5), both.protocol)
    pairs = found.sensitivity["pairs"]
    assert set(pairs) == {p.id for p in two_pairs}
    middle = [one["median"] for one in pairs.values()]
    assert np.mean(middle) == pytest.approx(found.estimate.median, abs=0.02)
    # the day cancels in the mean and not in what sets the pairs apart
    width = found.estimate.hi95 - found.estimate.lo95
    assert all(one["hi95"] - one["lo95"] > width for one in pairs.values())


def test_swaps_bring_the_estimate_among_those_done(trial, come_out):
    arms = trial.protocol.sequence(trial.seed)
    swapped = np.where(np.arange(16) < 4, 1 - arms, arms)  # 75 % as drawn
    found = analyse(come_out(trial, -2.0, performed=swapped), trial.protocol)
    compliance = found.sensitivity["compliance"]
    assert compliance == pytest.approx(0.5)  # a quarter changed sides in each arm: 0.75 - 0.25
    among = found.sensitivity["among_those_done"]["median"]
    assert among == pytest.approx(found.estimate.median / compliance)


def test_three_rests_are_compared_with_the_shortest(make_trial):
    gaps = make_trial(question="gap", scheme="williams3", workouts=24, looks=(24,))
    arms = gaps.protocol.sequence(gaps.seed)
    y = 9 + 0.5 * (arms == 1) + 3.0 * (arms == 2) + np.random.default_rng(2).normal(0, 0.7, 24)
    found = analyse(Series.of(arms, y, rir=np.ones(24)), gaps.protocol)
    assert found.tried == "gap_180_s"
    assert found.verdict == Verdict.GAIN_CLEAR
    assert found.sensitivity["arms"]["gap_60_s"]["median"] == pytest.approx(0.5, abs=0.8)
    assert found.n.per_arm == {"gap_10_s": 8, "gap_60_s": 8, "gap_180_s": 8}
    assert found.priors["neutral"].verdict == Verdict.GAIN_CLEAR
    assert found.priors["published"] is None  # the studies are of an isolation before the compound, not of rests


def test_p_says_whether_it_may_be_trusted_after_looks(make_trial, come_out):
    looked_at = make_trial(workouts=16)
    assert "not adjusted for looks" in analyse(come_out(looked_at), looked_at.protocol).design_test.note
    fixed = make_trial(workouts=16, looks=(16,))
    found = analyse(come_out(fixed), fixed.protocol)
    assert "fixed beforehand" in found.design_test.note
    assert found.bar == 0.95
    assert analyse(come_out(looked_at), looked_at.protocol).bar == 0.975


def test_a_design_that_cannot_reach_five_per_cent_says_so(make_trial, come_out):
    pairs = make_trial(workouts=8, scheme="pairs", looks=(8,))
    found = analyse(come_out(pairs), pairs.protocol).design_test
    assert found.ci is None
    assert "cannot reach p < .05" in found.note
    assert found.min_p == 0.125  # 2 of 16


def test_a_result_knows_nothing_it_was_not_given(result):
    assert isinstance(replace(result, verdict=Verdict.CANNOT_TELL), Result)
    assert len(result.sessions) == 16
    assert sum(s.state == "observed" for s in result.sessions) == result.n.observed


def test_a_result_under_way_tells_no_coming_arm(trial, come_out):
    found = analyse(come_out(trial).first(8), trial.protocol)
    assert [s.number for s in found.sessions] == list(range(1, 9))
    other = Series.of(
        np.concatenate((trial.protocol.sequence(trial.seed)[:8], trial.protocol.sequence(trial.seed)[8:][::-1])),
        come_out(trial).first(8).value,
        rir=np.ones(16),
    )
    assert analyse(other, trial.protocol).sessions == found.sessions


def test_the_density_holds_all_of_the_probability(result):
    x, y = np.array(result.density).T
    assert np.trapezoid(y, x) == pytest.approx(0.999, abs=0.005)


@settings(max_examples=40)
@given(
    seed=st.integers(0, 10**6),
    sd=st.sampled_from([0.0, 0.001, 1.0, 50.0]),
    missing=st.sampled_from([0.0, 0.2, 0.5, 0.8]),
)
def test_whatever_was_recorded_gives_a_document_or_a_refusal_in_words(make_trial, two_pairs, seed, sd, missing):
    rng = np.random.default_rng(seed)
    chosen = ({"workouts": 8, "scheme": "pairs"}, {"workouts": 16}, {"workouts": 16, "pairs": two_pairs})
    trial = make_trial(**chosen[seed % 3])
    arms, p = trial.protocol.sequence(trial.seed), trial.protocol
    y = 9 + rng.normal(0, 1, (len(arms), 2 if p.terms.two_pair else 1)) * sd
    y[rng.random(y.shape) < missing] = np.nan
    rir = np.where(rng.random(y.shape) < 0.2, np.nan, rng.choice([0.0, 1.0, 2.0], y.shape))
    performed = np.where(rng.random(len(arms)) < 0.1, 1 - arms, arms)
    load = rng.choice([0.0, 0.0, 5.0], y.shape) if seed % 2 else None
    s = Series.of(arms, y, performed=performed, rir=rir, load=load, gap_h=rng.choice([24.0, 60.0, np.nan], len(arms)))
    if not s.n_observed or min(s.per_arm) == 0:
        with pytest.raises(ValidationError, match=r"never recorded|one arm alone"):
            analyse(s, p)
        return
    found = analyse(s, p)
    json.dumps(found.to_json(), allow_nan=False)
    assert "nan" not in " ".join(lines(found))
