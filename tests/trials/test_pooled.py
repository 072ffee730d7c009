import json

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import multivariate_normal, norm

from preex.errors import ValidationError
from preex.meta.bayes import Prior, bayes_random_effects
from preex.trials.mixed import mixed
from preex.trials.pooled import TAU, Own, own, pool, pooled_p, shrunken
from preex.trials.priors import REPS
from preex.trials.randomisation import Reference, randomisation_test, reference

LIFTERS = [
    Own("a", -2.4, 0.5, 16, 1.0),
    Own("b", -0.4, 0.6, 16, 1.1),
    Own("c", -1.6, 0.4, 24, 0.9),
    Own("d", -3.4, 0.5, 16, 1.0),
]
Y, SE = np.array([o.estimate for o in LIFTERS]), np.array([o.se for o in LIFTERS])


def by_integration(i):
    """Mean of lifter i's effect and of mu, integrating over tau with everything else normal."""

    def parts(tau):
        # (theta_i, mu) and y jointly normal: prior of mu N(0, 2)
        k = len(Y)
        cov_y = 4.0 + np.diag(SE**2 + tau**2) if k == 1 else np.full((k, k), 4.0) + np.diag(SE**2 + tau**2)
        cross = np.full(k, 4.0)
        cross[i] += tau**2
        weight = multivariate_normal.pdf(Y, np.zeros(k), cov_y) * 2 * norm.pdf(tau)
        gain = np.linalg.solve(cov_y, Y)
        return weight, weight * (cross @ gain), weight * (np.full(k, 4.0) @ gain)

    return np.array([quad(lambda t, j=j: parts(t)[j], 0, 12, limit=200)[0] for j in range(3)])


@pytest.mark.parametrize("i", range(4))
def test_a_lifter_beside_the_others_is_what_integration_gives(i):
    total, effect, mean = by_integration(i)
    post = bayes_random_effects(Y, SE**2, Prior(*REPS.effects["neutral"], TAU))
    found, borrowed = shrunken(Y[i], SE[i], post)
    assert found.mean == pytest.approx(effect / total, abs=1e-5)
    assert post.mean == pytest.approx(mean / total, abs=1e-6)
    assert 0 < borrowed < 1


def test_the_extreme_lifter_moves_most_and_no_one_beyond_the_mean():
    p = pool(LIFTERS, REPS)
    for one in p.lifters:
        low, high = sorted((one.own, p.mean[0]))
        assert low - 0.05 <= one.median <= high + 0.05
    assert json.loads(json.dumps(p.to_json()))["k"] == 4


def test_a_next_lifter_is_less_certain_than_the_mean():
    p = pool(LIFTERS, REPS)
    assert p.next_lifter[1] < p.mean[1] < p.mean[2] < p.next_lifter[2]
    assert p.under_published[0] < p.mean[0]


def test_lifters_who_are_alike_are_not_told_apart():
    alike = [Own(str(k), -1.5 + 0.1 * (-1) ** k, 0.5, 16, 1.0) for k in range(8)]
    assert not any(one.differs for one in pool(alike, REPS).lifters)
    apart = [*alike, *(Own(f"x{k}", 3.0 + k, 0.2, 48, 1.0) for k in range(4))]
    assert any(one.differs for one in pool(apart, REPS).lifters)


def test_a_lifter_alone_or_twice_is_no_pool():
    with pytest.raises(ValidationError):
        pool(LIFTERS[:1], REPS)
    with pytest.raises(ValidationError):
        pool([LIFTERS[0], LIFTERS[0]], REPS)


def test_what_a_lifter_shares_is_near_the_plain_line(make_trial, come_out):
    trial = make_trial(workouts=48)
    s = come_out(trial, -1.5)
    shared = own("a", s, REPS)
    X = np.column_stack((np.ones(48), s.assigned, s.session))
    plain = np.linalg.lstsq(X, s.value, rcond=None)[0][1]
    assert shared.estimate == pytest.approx(plain, abs=0.1)
    assert shared.workouts == 48


def test_ten_trials_together_reach_a_p_that_none_reaches_alone(make_trial, come_out):
    trial, rng = make_trial(workouts=8, scheme="maxrun3"), np.random.default_rng(1)
    many = [come_out(trial, -1.2, seed=k) for k in range(10)]
    found = [reference(s, trial.protocol.rule, rng) for s in many]
    alone = [randomisation_test(s, trial.protocol.rule, rng).p for s in many]
    together = pooled_p(found, [1.0] * 10, rng)
    assert together < min(alone)
    assert together < 0.01


def test_without_an_effect_the_common_p_is_any_number(make_trial, come_out):
    trial, rng = make_trial(workouts=8, scheme="maxrun3"), np.random.default_rng(2)
    p = []
    for k in range(40):
        many = [reference(come_out(trial, 0.0, seed=10 * k + j), trial.protocol.rule, rng) for j in range(5)]
        p.append(pooled_p(many, [1.0] * 5, rng))
    assert 0.3 < np.mean(p) < 0.7
    assert np.mean(np.array(p) < 0.1) < 0.3


def test_the_common_p_of_one_trial_is_its_own():
    ref = Reference(np.array([3.0, -3.0, 1.0, -1.0]), np.ones(4), np.full(4, 0.25), 0.0)
    assert pooled_p([(ref, 3.0)], [1.0], np.random.default_rng(1)) == pytest.approx(0.5, abs=0.02)


def test_many_lifters_in_one_model_maximise_the_written_out_likelihood():
    rng = np.random.default_rng(4)
    who = np.repeat(np.arange(6), 12)
    arm = np.tile([-0.5, 0.5], 36)
    y = 9 + rng.normal(0, 1.4, 6)[who] + (-1.5 + rng.normal(0, 0.7, 6))[who] * arm + rng.normal(0, 1, 72)
    X = np.column_stack((np.ones(72), arm))
    m = mixed(y, X, arm, who.tolist())

    def restricted(level, effect, sigma):
        Z = np.eye(6)[who]
        V = sigma**2 * np.eye(72) + level**2 * Z @ Z.T + effect**2 * (Z * arm[:, None]) @ (Z * arm[:, None]).T
        inv = np.linalg.inv(V)
        info = X.T @ inv @ X
        rest = y - X @ np.linalg.solve(info, X.T @ inv @ y)
        logs = [np.linalg.slogdet(M)[1] for M in (V, info)]
        return sum(logs) + rest @ inv @ rest + 70 * np.log(2 * np.pi)

    best = restricted(m.sd_level, m.sd_effect, m.sigma)
    assert m.deviance == pytest.approx(best, abs=1e-6)
    for step in ((0.05, 0, 0), (0, 0.05, 0), (0, 0, 0.02), (-0.05, 0, 0), (0, -0.05, 0), (0, 0, -0.02)):
        assert restricted(m.sd_level + step[0], m.sd_effect + step[1], m.sigma + step[2]) > best


def test_one_lifter_tells_nothing_of_how_lifters_differ():
    with pytest.raises(ValidationError):
        mixed(np.zeros(4), np.ones((4, 1)), np.array([-0.5, 0.5, -0.5, 0.5]), ["a"] * 4)
