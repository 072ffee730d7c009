"""Several effects a study: against a full-matrix likelihood, generalised least squares and simulation."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import multivariate_normal

from preex.errors import ValidationError
from preex.meta.dependence import aggregate, blocks, blocks_of
from preex.meta.multilevel import multilevel
from preex.meta.multivariate import multivariate
from preex.meta.pooling import random_effects
from preex.meta.robust import cr1, cr2

RNG = np.random.default_rng(8)
STUDY = np.repeat(np.arange(9), [1, 2, 3, 4, 2, 3, 1, 5, 2])
V = RNG.uniform(0.02, 0.2, 23)
Y = 0.3 + RNG.normal(0, 0.4, 9)[STUDY] + RNG.normal(0, 0.2, 23) + RNG.normal(0, np.sqrt(V))


def full(rho, between, within):
    same = np.equal.outer(STUDY, STUDY)
    sampling = np.where(same, rho * np.sqrt(np.outer(V, V)), 0.0)
    np.fill_diagonal(sampling, V)
    return sampling + between * same + within * np.eye(23)


def restricted(M):
    """-2 log restricted likelihood of a mean, by its definition."""
    W = np.linalg.inv(M)
    mean = (W.sum(axis=0) @ Y) / W.sum()
    normal = -2 * multivariate_normal.logpdf(Y, np.full(23, mean), M)
    return normal + np.log(W.sum()) - np.log(23) - np.log(2 * np.pi)


@pytest.mark.parametrize("rho", [0.0, 0.6])
def test_no_variances_of_a_grid_are_more_likely_than_those_found(rho):
    fit = multilevel(blocks(Y, V, STUDY, rho))
    best = restricted(full(rho, fit.between, fit.within))
    assert -2 * fit.log_likelihood == pytest.approx(best)
    grid = np.linspace(0, 0.6, 13)
    assert best <= min(restricted(full(rho, b, w)) for b in grid for w in grid) + 1e-9


def test_the_mean_is_that_of_generalised_least_squares():
    fit = multilevel(blocks(Y, V, STUDY, 0.6))
    W = np.linalg.inv(full(0.6, fit.between, fit.within))
    assert (fit.mu, fit.se) == pytest.approx(((W.sum(axis=0) @ Y) / W.sum(), W.sum() ** -0.5))


def test_with_one_effect_a_study_it_is_the_random_effects_model():
    fit, plain = multilevel(blocks(Y, V, range(23))), random_effects(Y, V, test="z")
    assert (fit.mu, fit.se) == pytest.approx((plain.mu, plain.se), rel=1e-5)
    assert fit.between + fit.within == pytest.approx(plain.tau2, rel=1e-5)  # the two cannot be told apart


@settings(max_examples=15)
@given(shift=st.floats(-3, 3), factor=st.floats(0.2, 5))
def test_another_origin_and_unit_change_nothing_else(shift, factor):
    one = multilevel(blocks(Y, V, STUDY, 0.5))
    other = multilevel(blocks(factor * (Y + shift), factor**2 * V, STUDY, 0.5))
    assert other.mu == pytest.approx(factor * (one.mu + shift), rel=1e-4, abs=1e-4)
    assert other.between == pytest.approx(factor**2 * one.between, rel=1e-3)
    assert cr2(other).df == pytest.approx(cr2(one).df, rel=1e-3)


def test_the_order_of_rows_does_not_matter():
    places = RNG.permutation(23)
    one, other = multilevel(blocks(Y, V, STUDY)), multilevel(blocks(Y[places], V[places], STUDY[places]))
    assert (one.mu, cr2(one).se) == pytest.approx((other.mu, cr2(other).se), rel=1e-5)


def test_with_equal_studies_of_one_effect_robust_errors_are_the_usual_ones():
    # n equal variances: CR2 = s / sqrt(n) with n - 1 degrees of freedom, the t test of a mean
    y = RNG.normal(0, 1, 7)
    r = cr2(multilevel(blocks(y, np.full(7, 0.01), range(7))))
    assert (r.se, r.df) == pytest.approx((y.std(ddof=1) / 7**0.5, 6), rel=1e-6)


def test_bias_reduced_errors_hold_the_truth_where_the_correlation_was_guessed_wrong():
    rng = np.random.default_rng(1)
    study, held, n = np.repeat(np.arange(12), 4), 0, 60
    for _ in range(n):
        shared = rng.normal(0, 0.3, 12)[study]  # errors that correlate, which the working model does not know
        y = 0.2 + shared + rng.normal(0, 0.2, 48)
        r = cr2(multilevel(blocks(y, np.full(48, 0.13), study, 0.0)))
        held += r.ci_low < 0.2 < r.ci_high
    assert held / n == pytest.approx(0.95, abs=0.085)  # three binomial standard errors


def test_few_studies_make_robust_errors_unreliable_and_say_so():
    assert not cr2(multilevel(blocks(Y[:6], V[:6], STUDY[:6]))).reliable
    assert cr2(multilevel(blocks(Y, V, STUDY))).reliable


def test_the_simple_correction_is_the_larger_the_fewer_studies():
    fit = multilevel(blocks(Y, V, STUDY))
    scores = [float(W.sum(axis=0) @ (b.y - fit.mu)) for b, W in fit.fitted]
    assert cr1(fit).se == pytest.approx(fit.se**2 * np.sqrt(np.sum(np.square(scores)) * 9 / 8))


def test_aggregation_weighs_correlated_effects_as_one_study():
    # Two effects of variance 1 that correlate by 0.5: their mean has variance (1 + 0.5) / 2
    names, y, v = aggregate(blocks([1.0, 3.0, 5.0], [1.0, 1.0, 2.0], ["a", "a", "b"], 0.5))
    assert names == ("a", "b")
    assert y == pytest.approx([2, 5])
    assert v == pytest.approx([0.75, 2])


def test_uncorrelated_aggregation_then_pooling_is_pooling_at_once():
    _, y, v = aggregate(blocks(Y, V, STUDY))
    assert random_effects(y, v, "FE").mu == pytest.approx(random_effects(Y, V, "FE").mu)


def test_two_outcomes_that_do_not_touch_are_two_pools():
    rng = np.random.default_rng(2)
    v = rng.uniform(0.01, 0.05, 16)
    outcome, study = ["a", "b"] * 8, np.repeat(np.arange(8), 2)
    y = np.tile([0.5, -0.2], 8) + rng.normal(0, 0.3, 16)
    found = multivariate(y, np.diag(v), outcome, study)
    assert found.outcomes == ("a", "b")
    assert found.beta == pytest.approx([random_effects(y[i::2], v[i::2]).mu for i in (0, 1)], abs=0.02)
    assert abs(found.correlation[0, 1]) <= 1


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: blocks([1, 2], [1, 1], ["a"]), "1 study names for 2"),
        (lambda: blocks([1, 2], [1, 1], ["a", "a"], 1.0), "rho is 1"),
        (lambda: blocks([1, 2, 3], [1] * 3, ["a"] * 3, -0.5), "cannot all be so correlated"),
        (lambda: multilevel(blocks([1, 2], [1, 1], ["a", "a"])), "1 study; two"),
        (lambda: blocks_of([1, 2], [[1, 0.5], [0.5, 1]], ["a", "b"]), "links effects of different studies"),
        (lambda: multilevel(blocks(Y, V, STUDY), "DL"), "Choose one of: REML, ML"),
        (lambda: multivariate([1, 2], np.eye(2), ["a", "b"], ["s", "s"]), "1 studies cannot tell"),
    ],
)
def test_what_does_not_fit_together_is_refused(ask, said):
    with pytest.raises(ValidationError, match=said):
        ask()
