"""The heavier model's density: against SciPy's distributions, against differences, and against the exact mixture by brute force."""

from importlib.util import find_spec
from math import sqrt

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import multivariate_normal, norm, t

from preex.errors import Unavailable, ValidationError
from preex.trials.priors import NEUTRAL, POINTS, REPS, STOPPED
from preex.trials.series import Series
from preex.trials.tier2 import Density, Rounded, audit

ARMS = [0, 1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0]
RNG = np.random.default_rng(22)
REPETITIONS = Series.of(ARMS, 9 - 1.5 * np.array(ARMS) + np.round(3 * RNG.standard_normal(12)) / 3 + 0.01)
GAPS = Series.of(ARMS[:8], [9.1, 8, np.nan, 9.4, 7.7, np.nan, np.nan, 8.2])
FELT = Series.of(ARMS, [9, 10, 10, 9, 10, 9.5, 8, 10, 9, 10, 9.5, 9])
WHOLE = Series.of(ARMS, [9, 8, 7, 9, 8, 10, 9, 7, 9, 8, 7, 10])


def density(series, scale=REPS, **how):
    return Density(series, scale, scale.effects[NEUTRAL], **how)


def at_random(of, n=5):
    return 0.7 * np.random.default_rng(1).standard_normal((n, len(of)))


def prior(of, beta, log_sigma_z, phi):
    """Log prior over the coordinates, written out again."""
    p = of.design.priors
    low, high = p.phi_range
    share = (phi - low) / (high - low)
    return (
        norm.logpdf(beta, p.mean, p.sd).sum()
        + norm.logpdf(log_sigma_z)
        + norm.logpdf(phi, *p.phi)
        + np.log(share * (1 - share))
    )


def differences_agree(of, full):
    """The value is `full` up to one constant."""
    u = at_random(of)
    ours, theirs = np.array([of.value_and_slope(x)[0] for x in u]), np.array([full(x) for x in u])
    np.testing.assert_allclose(ours - ours[0], theirs - theirs[0], atol=1e-9)


@pytest.mark.parametrize("series", [REPETITIONS, GAPS])
def test_with_normal_days_it_is_the_normal_with_correlated_days(series):
    of = density(series, tails=False)
    time, p = of.design.time, of.design.X.shape[1]

    def full(u):
        told = of.told(u)
        sigma, phi = told["sigma"][0], told["phi"][0]
        apart = np.rint(np.abs(time[:, None] - time[None, :])).astype(int)
        return multivariate_normal.logpdf(of.design.y, of.design.X @ told["beta"], sigma**2 * phi**apart) + prior(
            of, told["beta"], u[p], phi
        )

    differences_agree(of, full)


def test_with_wide_tails_each_day_given_the_one_before_is_students_t_of_the_same_variance():
    of = density(REPETITIONS)
    p = of.design.X.shape[1]

    def full(u):
        told = of.told(u)
        sigma, phi = told["sigma"][0], told["phi"][0]
        e = of.design.y - of.design.X @ told["beta"]
        middle = np.concatenate(([0.0], phi * e[:-1]))
        spread = np.concatenate(([sigma], np.full(len(e) - 1, sigma * sqrt(1 - phi**2))))
        # a t with 4 degrees of freedom has the variance 2 scale^2
        return t.logpdf(e, 4, middle, spread / sqrt(2)).sum() + prior(of, told["beta"], u[p], phi)

    differences_agree(of, full)


@pytest.mark.parametrize(("low", "high"), [(7.5, 8.5), (9.75, np.inf), (-np.inf, 7.5)])
def test_what_was_rounded_has_the_chance_of_all_that_rounds_to_it(low, high):
    one = Rounded(np.array([8.0]), np.array([low]), np.array([high]))

    def over_v(v):
        z, stretched = one.at(np.array([v]))
        return norm.pdf(z[0], 8.2, 1.3) * np.exp(stretched)

    mass = quad(over_v, -40, 6 if np.isinf(high - low) else 40, limit=400)[0]
    assert mass == pytest.approx(norm.cdf(high, 8.2, 1.3) - norm.cdf(low, 8.2, 1.3), rel=1e-6)


@pytest.mark.parametrize("tails", [True, False])
@pytest.mark.parametrize(("series", "scale"), [(REPETITIONS, REPS), (GAPS, REPS), (FELT, POINTS), (WHOLE, REPS)])
def test_the_slope_is_that_of_the_value(series, scale, tails):
    of = density(series, scale, tails=tails)
    h = 1e-5
    for u in at_random(of, 3):
        steps = h * np.eye(len(of))
        apart = [(of.value_and_slope(u + s)[0] - of.value_and_slope(u - s)[0]) / (2 * h) for s in steps]
        np.testing.assert_allclose(of.value_and_slope(u)[1], apart, atol=1e-5, rtol=1e-6)


def test_only_what_was_said_in_steps_is_free():
    columns = 3 + 2  # level, effect, trend; sigma and phi
    assert len(density(REPETITIONS)) == columns
    assert len(density(WHOLE)) == columns + 12
    assert len(density(WHOLE, rounded=False)) == columns
    assert len(density(FELT, POINTS)) == columns + 12
    two = Series.of(ARMS, np.column_stack((WHOLE.y[:, 0], WHOLE.y[::-1, 0])))
    assert len(density(two)) == columns


def test_points_have_a_trend_too():
    of = density(FELT, POINTS)
    assert of.design.priors.sd[of.design.names.index("trend")] == pytest.approx(0.15 * 0.7)


def test_what_ended_the_sets_is_no_number_around_a_line():
    with pytest.raises(ValidationError, match="a share"):
        density(WHOLE, STOPPED)


@pytest.mark.skipif(find_spec("nutpie") is not None, reason="says what happens without the extra `verify`")
def test_without_the_extra_it_says_what_to_install():
    with pytest.raises(Unavailable, match=r"preex\[verify\]"):
        audit(density(REPETITIONS), 0.5)
