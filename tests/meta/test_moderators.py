"""Moderators, subgroups, influence, order and exact tests: against ordinary formulas and brute force."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preex.errors import ValidationError
from preex.meta.bias import TooFewStudies, begg, egger, funnel_regression, peese, trim_and_fill
from preex.meta.heterogeneity import NotConverged
from preex.meta.pooling import random_effects
from preex.meta.regression import meta_regression, separate_subgroups, subgroups
from preex.meta.selection import henmi_copas, selection_model
from preex.meta.sensitivity import cumulative, influence, leave_one_out, sign_flip_p

RNG = np.random.default_rng(11)
V = RNG.uniform(0.02, 0.3, 24)
X = RNG.uniform(0, 10, 24)
Y = RNG.normal(0.3 + 0.08 * X, np.sqrt(V + 0.05))
WORDS = ["none", "some", "much"] * 8
few = settings(max_examples=30)


def test_without_a_moderator_the_regression_is_the_pool():
    r, pool = meta_regression(Y, V, {}), random_effects(Y, V)
    assert (r.beta[0], r.se[0], r.tau2, r.q) == pytest.approx((pool.mu, pool.se, pool.tau2, pool.q))


def test_with_equal_variances_and_the_common_effect_it_is_least_squares():
    r = meta_regression(Y, np.full(24, 0.1), {"x": X}, "FE", "z")
    assert r.beta[::-1] == pytest.approx(np.polyfit(X, Y, 1))


def test_a_slope_is_found_that_was_put_in():
    r = meta_regression(Y, V, {"x": X})
    assert r.names == ("intrcpt", "x")
    assert r.ci_low[1] < 0.08 < r.ci_high[1]
    assert r.qm == pytest.approx(r.statistic[1] ** 2)  # F(1, df) = t(df)^2
    assert r.qm_p == pytest.approx(r.p[1])
    assert r.r2 > 0.5


@few
@given(shift=st.floats(-50, 50), factor=st.floats(0.1, 20))
def test_another_unit_of_the_moderator_predicts_the_same(shift, factor):
    one, other = meta_regression(Y, V, {"x": X}), meta_regression(Y, V, {"x": factor * (X + shift)})
    here, there = one.predict([[1, 3.0]]), other.predict([[1, factor * (3.0 + shift)]])
    assert (there.mean[0], there.pi_high[0]) == pytest.approx((here.mean[0], here.pi_high[0]), rel=1e-5)


def test_a_year_costs_no_digits():
    years = np.round(1950 + 3 * X)
    one, other = meta_regression(Y, V, {"year": years}), meta_regression(Y, V, {"year": years - years.mean()})
    assert one.beta[1] == pytest.approx(other.beta[1], rel=1e-9)
    assert (one.tau2, one.tau2_se, one.q) == pytest.approx((other.tau2, other.tau2_se, other.q), rel=1e-9)


def test_moderators_that_explain_everything_are_no_certainty():
    with pytest.raises(ValidationError, match="fit every effect exactly"):
        meta_regression([0.0, 1.0, 2.0], [1.0] * 3, {"x": [0.0, 1.0, 2.0]})


def test_words_are_compared_with_the_first_of_them():
    r = meta_regression(Y, V, {"dose": WORDS})
    assert r.names == ("intrcpt", "dosenone", "dosesome")
    groups = subgroups(Y, V, WORDS)
    assert groups.levels == ("much", "none", "some")
    assert groups.estimate == pytest.approx([r.beta[0], r.beta[0] + r.beta[1], r.beta[0] + r.beta[2]])


def test_separate_groups_are_separate_pools():
    results, q, p = separate_subgroups(Y, V, WORDS)
    chosen = np.array(WORDS) == "some"
    assert results["some"] == random_effects(Y[chosen], V[chosen], test="z")
    means, se = (np.array([getattr(r, name) for r in results.values()]) for name in ("mu", "se"))
    middle = np.average(means, weights=se**-2.0)
    assert q == pytest.approx(np.sum((means - middle) ** 2 / se**2))
    assert 0 < p < 1


def test_leaving_one_out_is_pooling_the_rest():
    for i, r in enumerate(leave_one_out(Y, V)):
        assert r == random_effects(np.delete(Y, i), np.delete(V, i), test="z")


def test_a_study_far_off_is_the_most_influential():
    y = Y.copy()
    y[5] = 9.0
    found = influence(y, V)
    for name in ("rstudent", "dffits", "cook_d"):
        assert np.argmax(np.abs(getattr(found, name))) == 5
    assert found.hat.sum() == pytest.approx(1)


def test_the_last_step_of_a_cumulative_pool_is_the_pool():
    order, steps = cumulative(Y, V, X)
    assert list(order) == sorted(range(24), key=lambda i: X[i])
    assert steps[-1].mu == pytest.approx(random_effects(Y, V, test="z").mu)
    assert steps[0].mu == Y[order[0]]


def test_the_exact_test_counts_every_pattern_of_signs():
    y, v = np.array([0.4, 0.1, -0.2, 0.6]), np.array([0.05, 0.1, 0.08, 0.06])
    p, n = sign_flip_p(y, v, "DL", "z")
    sizes = [abs(random_effects(y * s, v, "DL", "z").statistic) for s in map(np.array, product((1, -1), repeat=4))]
    assert (p, n) == (np.mean(np.array(sizes) >= abs(random_effects(y, v, "DL", "z").statistic) - 1e-12), 16)


@few
@given(y=st.lists(st.floats(-2, 2), min_size=3, max_size=5), data=st.data())
def test_the_exact_test_does_not_see_signs_turned_together(y, data):
    v = data.draw(st.lists(st.floats(0.05, 1), min_size=len(y), max_size=len(y)))
    assert sign_flip_p(y, v, "DL", "z") == sign_flip_p(-np.array(y), v, "DL", "z")


@pytest.mark.parametrize("test", [egger, peese, begg, funnel_regression, trim_and_fill, selection_model])
def test_nine_studies_are_too_few_to_ask_about_those_unpublished(test):
    with pytest.raises(TooFewStudies, match="there are 9"):
        test(Y[:9], V[:9])


def test_eggers_slope_is_that_of_a_weighted_line():
    slope, intercept = np.polyfit(np.sqrt(V), Y, 1, w=1 / np.sqrt(V))
    assert egger(Y, V).beta == pytest.approx([intercept, slope])


def symmetric(k):
    half = np.linspace(0.1, 0.9, k // 2)
    return np.concatenate((0.5 + half, 0.5 - half)), np.concatenate((half**2, half**2))


def test_a_symmetric_funnel_misses_nobody():
    filled = trim_and_fill(*symmetric(20))
    assert filled.missing == 0
    assert filled.pool.k == 20


@pytest.mark.parametrize(("turn", "side"), [(1, "left"), (-1, "right")])
def test_studies_cut_from_one_side_are_put_back_there(turn, side):
    y, v = symmetric(40)
    kept = y > -0.1
    filled = trim_and_fill(turn * y[kept], v[kept], "FE")
    assert filled.side == side
    assert filled.missing > 0
    assert abs(filled.pool.mu - turn * 0.5) < abs(random_effects(turn * y[kept], v[kept], "FE").mu - turn * 0.5)


def test_the_interval_of_henmi_and_copas_is_about_the_common_mean():
    found = henmi_copas(Y, V)
    assert found.mu == pytest.approx(random_effects(Y, V, "FE").mu)
    assert found.ci_low < found.mu < found.ci_high


def test_the_selection_model_finds_what_was_kept_back():
    rng = np.random.default_rng(5)
    v = rng.uniform(0.02, 0.3, 1500)
    y = rng.normal(0.2, np.sqrt(v + 0.02))
    kept = (y / np.sqrt(v) > 1.96) | (rng.random(1500) < 0.3)
    found = selection_model(y[kept], v[kept])
    assert found.delta == pytest.approx(0.3, abs=0.1)
    assert found.mu == pytest.approx(0.2, abs=3 * found.se)
    assert found.lrt_p < 0.001
    assert random_effects(y[kept], v[kept]).mu > found.mu + 3 * found.se


def test_the_selection_model_says_so_where_there_is_no_answer():
    with pytest.raises((NotConverged, ValidationError)):
        selection_model(np.full(20, 3.0) + Y[:20] / 100, V[:20] / 10)


@pytest.mark.parametrize(
    ("moderators", "said"),
    [
        ({"x": X[:5]}, "5 values for 24"),
        ({"x": np.ones(24)}, "depend on each other"),
        ({"x": X, "y": 2 * X + 1}, "depend on each other"),
        ({"x": np.zeros(24)}, "do not vary"),
        ({f"x{i}": RNG.normal(size=24) for i in range(24)}, "cannot estimate 25"),
        ({"x": [*X[:-1], np.nan]}, r"x\[23\] is nan"),
    ],
)
def test_moderators_that_cannot_be_told_apart_are_refused(moderators, said):
    with pytest.raises(ValidationError, match=said):
        meta_regression(Y, V, moderators)
