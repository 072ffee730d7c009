import numpy as np
import pytest
from scipy.stats import t

from preex.trials.pool_audit import audit_of
from preex.trials.pooled import own, pool
from preex.trials.priors import REPS
from preex.trials.series import Series


@pytest.fixture
def pooled(make_trial, come_out):
    """Audit a pool of simulated lifters: their series, and what is said."""

    def audited(effects, **terms):
        trials = [make_trial(f"seed {k}", **terms) for k in range(len(effects))]
        series = [
            come_out(one, effect, seed=k, level=8 + k % 3)
            for k, (one, effect) in enumerate(zip(trials, effects, strict=True))
        ]
        lifters = [own(str(k), one, REPS) for k, one in enumerate(series)]
        drawn = [(s, one.protocol.rule) for s, one in zip(series, trials, strict=True)]
        return series, lifters, audit_of(drawn, lifters, REPS, np.random.default_rng(3))

    return audited


def plain(series):
    """A lifter's effect by least squares beside level and trend."""
    X = np.column_stack((np.ones(len(series)), series.assigned - 0.5, series.session - series.session.mean()))
    return np.linalg.lstsq(X, series.value, rcond=None)[0][1]


def test_one_model_says_the_mean_of_the_lifters_with_the_interval_of_so_many(pooled):
    effects = np.random.default_rng(8).normal(-1.5, 0.8, 12)
    series, lifters, found = pooled(effects, workouts=24)
    each = np.array([plain(s) for s in series])
    one = found.one_model
    # blocks of four balance the arms, so the mean is that of the lifters but for their trends
    assert one.mean == pytest.approx(each.mean(), abs=0.05)
    half = t.ppf(0.975, 11) * each.std(ddof=1) / np.sqrt(12)
    assert (one.hi95 - one.lo95) / 2 == pytest.approx(half, rel=0.15)
    assert one.sd_day == pytest.approx(1.0, abs=0.15)
    # the variance of the lifters' effects is that of the truth and of their errors, 4 / 24
    assert one.sd_lifters == pytest.approx(np.sqrt(max(each.var(ddof=1) - 4 / 24, 0)), abs=0.15)
    assert pool(lifters, REPS).mean[0] == pytest.approx(one.mean, abs=0.15)


def test_draws_of_all_together_tell_a_common_effect_and_the_same_twice(pooled):
    effects = [-1.2] * 6
    *_, found = pooled(effects, workouts=8, scheme="maxrun3")
    *_, again = pooled(effects, workouts=8, scheme="maxrun3")
    assert found.p < 0.01
    assert found == again


def test_without_an_effect_the_draws_of_all_together_tell_none(pooled):
    *_, found = pooled([0.0] * 6, workouts=8, scheme="maxrun3")
    assert found.p > 0.1
    assert found.one_model.lo95 < 0 < found.one_model.hi95


def test_workouts_of_one_and_of_two_pairs_are_no_one_model(make_trial, come_out, two_pairs):
    trials = [make_trial("one"), make_trial("two", pairs=two_pairs)]
    series = [come_out(one) for one in trials]
    lifters = [own(str(k), one, REPS) for k, one in enumerate(series)]
    drawn = [(s, one.protocol.rule) for s, one in zip(series, trials, strict=True)]
    found = audit_of(drawn, lifters, REPS, np.random.default_rng(1))
    assert found.one_model is None
    assert found.to_json()["one_model"] is None
    assert 0 < found.p <= 1


def test_lifters_who_all_had_one_arm_make_no_model(make_trial):
    trial = make_trial()
    arms = trial.protocol.sequence(trial.seed)
    y = np.where(arms == 1, 8.0 + np.arange(16) % 3, np.nan)
    series = [Series.of(arms, y + k) for k in range(2)]
    lifters = [own(str(k), one, REPS) for k, one in enumerate(series)]
    found = audit_of([(s, trial.protocol.rule) for s in series], lifters, REPS, np.random.default_rng(1))
    assert found.one_model is None
