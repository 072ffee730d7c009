import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from preex.errors import OutOfRange, ValidationError
from preex.trials.ordinal import ordinal_effect, step_of

TRIED = np.tile([0.0, 1.0], 12)


def said(seed, effect=1.0, level=7.0, sd=0.7, step=0.5, n=24):
    g = np.random.default_rng(seed)
    felt = level + effect * (TRIED[:n] - 0.5) + g.normal(0, sd, n)
    return np.clip(np.round(felt / step) * step, 0, 10)


def test_with_the_noise_known_and_priors_flat_it_is_the_difference_of_means():
    y = np.array([5.0, 6.0, 6.0, 7.0, 8.0, 7.0])
    tried = np.array([0, 0, 0, 1, 1, 1.0])
    found, _ = ordinal_effect(y, tried, (0, 100), level=(6, 100), noise=(math.log(1.5), 1e-3), step=0.01)
    assert found.mean == pytest.approx(22 / 3 - 17 / 3, abs=1e-3)
    assert found.sd == pytest.approx(1.5 * math.sqrt(2 / 3), abs=5e-3)


def test_one_value_an_arm_is_what_integration_by_hand_gives():
    # 9.5 usual and 10 tried, noise 0.7 known: the tried one is only known to lie above 9.75
    found, _ = ordinal_effect(
        np.array([9.5, 10.0]), np.array([0.0, 1.0]), (0, 1.5), level=(6, 3), noise=(math.log(0.7), 1e-4), step=0.5
    )

    def weight(d):
        def inner(m):
            usual, new = m - d / 2, m + d / 2
            chance = (norm.cdf(9.75, usual, 0.7) - norm.cdf(9.25, usual, 0.7)) * norm.sf(9.75, new, 0.7)
            return chance * norm.pdf(m, 6, 3)

        return norm.pdf(d, 0, 1.5) * quad(inner, 6, 14)[0]

    total = quad(weight, -4, 6, limit=200)[0]
    assert found.mean == pytest.approx(quad(lambda d: d * weight(d), -4, 6, limit=200)[0] / total, abs=2e-3)
    assert found.p_below(0.0) == pytest.approx(quad(weight, -6, 0)[0] / total, abs=5e-3)


def test_near_the_top_of_the_scale_a_difference_of_means_is_too_small_and_this_is_not():
    plain, ours, held = [], [], []
    for seed in range(60):
        y = said(seed, effect=1.0, level=9.3, n=24)
        plain.append(y[TRIED == 1].mean() - y[TRIED == 0].mean())
        found, _ = ordinal_effect(y, TRIED, (0, 1.5), step=0.5)
        ours.append(found.mean)
        held.append(found.quantile(0.025) < 1.0 < found.quantile(0.975))
    assert np.mean(plain) < 0.85
    assert np.mean(ours) == pytest.approx(1.0, abs=0.1)
    assert np.mean(held) > 0.88  # 0.95 less two and a half Monte Carlo errors


def test_exchanging_arms_turns_it_round():
    y = said(3)
    one, other = (ordinal_effect(y, t, (0, 1.5))[0] for t in (TRIED, 1 - TRIED))
    assert one.mean == pytest.approx(-other.mean, abs=1e-9)


def test_the_step_is_seen_in_what_was_said():
    assert step_of(np.array([7.0, 8.0])) == 1.0
    assert step_of(np.array([7.0, 7.5])) == 0.5


def test_values_that_the_scale_has_not_are_refused():
    with pytest.raises(OutOfRange):
        ordinal_effect(np.array([11.0, 5.0]), np.array([0.0, 1.0]), (0, 1.5))
    with pytest.raises(ValidationError):
        ordinal_effect(np.array([]), np.array([]), (0, 1.5))
