"""Pooling independent effects: laws that hold for any data, and answers from outside the code."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import preex
from preex.errors import OutOfRange, ValidationError
from preex.meta import MetaResult, random_effects
from preex.meta.heterogeneity import ESTIMATORS, Data, estimate, generalised_q, q_profile
from preex.meta.names import COMMON, METHODS
from preex.meta.pooling import prediction_interval
from preex.meta.weighted import intercept

# Thirteen trials of BCG vaccine, log risk ratios (Colditz et al., JAMA 271:698, 1994; recomputed from its 2 x 2 tables).
BCG_TABLES = (
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
    (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
)  # fmt: skip


def bcg():
    a, b, c, d = np.array(BCG_TABLES, dtype=float).T
    return np.log(a / (a + b) / (c / (c + d))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


SIZES = st.floats(-3, 3)
STUDIES = st.lists(st.tuples(SIZES, st.floats(0.01, 2)), min_size=2, max_size=9)
DISTINCT = sorted({rule: name for name, rule in reversed(ESTIMATORS.items())}.values())  # two names may be one rule
FLOORED = [m for m in DISTINCT if m != "SJ" and m not in COMMON]  # SJ starts from the raw spread and is never 0
few = settings(max_examples=15)


def split(studies):
    y, v = np.array(studies).T
    assume(np.ptp(y) > 1e-3)
    return y, v


def test_thirteen_trials_of_bcg_pool_as_metafor_prints_them():
    # metafor's documentation of rma(): -0.7145 (0.1798), tau2 0.3132, I2 92.22 %, H2 12.86, Q 152.2330
    r = random_effects(*bcg(), test="z")
    assert (r.mu, r.se, r.tau2) == pytest.approx((-0.7145, 0.1798, 0.3132), abs=5e-5)
    assert (r.i2, r.h2, r.q) == pytest.approx((0.9222, 12.86, 152.2330), rel=4e-4)
    assert (r.ci_low, r.ci_high) == pytest.approx((-1.0669, -0.3622), abs=5e-5)


def test_the_package_offers_the_engine_without_another_import():
    assert preex.meta.random_effects is random_effects
    assert preex.meta.MetaResult is MetaResult


def test_every_named_method_has_an_estimator():
    assert set(METHODS) == set(ESTIMATORS)


@pytest.mark.parametrize("method", ["REML", "ML"])
@few
@given(studies=STUDIES)
def test_no_tau2_of_a_fine_grid_is_more_likely_than_the_estimate(method, studies):
    y, v = split(studies)
    data, reml = Data(y, v, intercept(len(y))), method == "REML"
    best = data.fit(estimate(data, method).tau2).log_likelihood(reml=reml)
    others = [data.fit(t).log_likelihood(reml=reml) for t in np.linspace(0, 30, 300)]
    assert best >= max(others) - 1e-9 * max(1, abs(best))


@few
@given(studies=STUDIES)
def test_paule_and_mandel_make_q_equal_to_its_expectation_or_tau2_nothing(studies):
    y, v = split(studies)
    data = Data(y, v, intercept(len(y)))
    tau2 = estimate(data, "PM").tau2
    assert generalised_q(data, tau2) == pytest.approx(len(y) - 1, rel=1e-9) or (
        tau2 == 0 and generalised_q(data, 0.0) <= len(y) - 1
    )


def test_dersimonian_and_laird_by_hand():
    # y 0, 2, 4; v 1, 1, 1: Q = 4 + 0 + 4 = 8, c = 3 - 3/3 = 2, tau2 = (8 - 2) / 2 = 3; the mean of equals is 2
    r = random_effects([0, 2, 4], [1, 1, 1], "DL", "z")
    assert (r.mu, r.tau2, r.q) == pytest.approx((2, 3, 8))
    assert r.se == pytest.approx((4 / 3) ** 0.5)  # each weighs 1/4, so var = 1 / (3/4)


@pytest.mark.parametrize("method", DISTINCT)
@few
@given(studies=STUDIES, shift=st.floats(-5, 5), factor=st.floats(0.1, 10))
def test_another_origin_and_unit_change_the_pool_as_they_change_the_effects(method, studies, shift, factor):
    y, v = split(studies)
    before = random_effects(y, v, method, "adhoc")
    after = random_effects(factor * (y + shift), factor**2 * v, method, "adhoc")
    close = {"rel": 1e-5, "abs": 1e-6 * factor}
    assert after.mu == pytest.approx(factor * (before.mu + shift), **close)
    assert after.se == pytest.approx(factor * before.se, **close)
    assert after.tau2 == pytest.approx(factor**2 * before.tau2, rel=1e-5, abs=1e-6 * factor**2)
    assert after.i2 == pytest.approx(before.i2, abs=1e-5)
    assert after.q == pytest.approx(before.q, rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("method", DISTINCT)
@few
@given(studies=STUDIES, data=st.data())
def test_the_order_of_studies_does_not_matter(method, studies, data):
    y, v = split(studies)
    places = data.draw(st.permutations(range(len(y))))
    one, other = random_effects(y, v, method), random_effects(y[places], v[places], method)
    assert (one.mu, one.se, one.tau2) == pytest.approx((other.mu, other.se, other.tau2), rel=1e-6, abs=1e-9)


@few
@given(studies=STUDIES)
def test_turning_every_sign_turns_the_mean_and_its_interval(studies):
    y, v = split(studies)
    one, other = random_effects(y, v), random_effects(-y, v)
    assert (one.mu, one.ci_low, one.tau2) == pytest.approx((-other.mu, -other.ci_high, other.tau2), abs=1e-9)


@few
@given(studies=STUDIES)
def test_without_heterogeneity_random_and_common_effect_are_one(studies):
    y, v = split(studies)
    v += 40  # effects lie within 6 of each other, so that Q is below its degrees of freedom
    r, common = random_effects(y, v, test="z"), random_effects(y, v, "FE", "z")
    assert r.tau2 == 0
    assert (r.mu, r.se, r.ci_low) == pytest.approx((common.mu, common.se, common.ci_low))


@few
@given(mu=SIZES, se=st.floats(0.01, 2), tau2=st.floats(0, 3), more=st.floats(0.01, 3), df=st.integers(1, 30))
def test_a_prediction_interval_widens_with_heterogeneity_and_never_lies_within_that_of_the_mean(mu, se, tau2, more, df):
    low, high = prediction_interval(mu, se, tau2, df=df)
    wider = prediction_interval(mu, se, tau2 + more, df=df)
    assert wider[0] < low < high < wider[1]


@pytest.mark.parametrize("test", ["z", "knha", "adhoc"])
@few
@given(studies=STUDIES)
def test_a_next_study_is_never_more_certain_than_the_mean(test, studies):
    y, v = split(studies)
    r = random_effects(y, v, test=test)
    assert r.pi_low <= r.ci_low <= r.mu <= r.ci_high <= r.pi_high


@pytest.mark.parametrize("method", FLOORED)
@few
@given(studies=STUDIES)
def test_more_error_within_studies_leaves_less_heterogeneity_to_find(method, studies):
    y, v = split(studies)
    assert random_effects(y, v + 1e4, method).tau2 == pytest.approx(0, abs=1e-6)


@few
@given(studies=STUDIES)
def test_the_floor_is_never_narrower_than_either_interval(studies):
    y, v = split(studies)
    z, kh, floor = (random_effects(y, v, test=test) for test in ("z", "knha", "adhoc"))
    assert floor.se >= max(z.se, kh.se) * (1 - 1e-12)


@few
@given(studies=STUDIES)
def test_the_interval_of_tau2_holds_paule_and_mandels_estimate(studies):
    y, v = split(studies)
    data = Data(y, v, intercept(len(y)))
    low, high = q_profile(data, 0.95)
    tau2 = estimate(data, "PM").tau2
    assert low <= tau2 * (1 + 1e-9)
    assert high >= tau2 * (1 - 1e-9) or high == 0


def test_intervals_of_tau2_and_of_the_mean_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(4)
    held = np.zeros(2)
    for _ in range(400):
        v = rng.uniform(0.05, 0.3, 8)
        y = rng.normal(0.2, np.sqrt(v + 0.25))
        low, high = q_profile(Data(y, v, intercept(8)))
        r = random_effects(y, v)
        held += low <= 0.25 <= high, r.ci_low <= 0.2 <= r.ci_high
    assert held / 400 == pytest.approx(np.array([0.95, 0.95]), abs=0.033)  # three binomial standard errors


def test_one_study_is_returned_as_it_is_and_says_so():
    r = random_effects([0.3], [0.04])
    assert (r.mu, r.se, r.tau2, r.pi_low, r.test) == (pytest.approx(0.3), pytest.approx(0.2), 0, None, "z")
    assert r.ci_high == pytest.approx(0.3 + 1.959964 * 0.2)
    assert "nothing is pooled" in r.notes[0]


def test_equal_effects_are_not_taken_for_certainty():
    r = random_effects([0.1] * 4, [0.04] * 4)
    assert (r.mu, r.se, r.test) == (pytest.approx(0.1), pytest.approx(0.1), "adhoc")
    assert "All effects are the same" in r.notes[0]


def test_luck_is_named_where_it_narrows_the_interval():
    r = random_effects([0.1, 0.18, 0.14, 0.05], [0.1, 0.12, 0.09, 0.15])
    assert r.se < random_effects([0.1, 0.18, 0.14, 0.05], [0.1, 0.12, 0.09, 0.15], test="z").se
    assert "better than chance" in r.notes[0]


def test_ten_thousand_effects_are_pooled_at_once():
    rng = np.random.default_rng(1)
    v = rng.uniform(0.01, 0.2, 10_000)
    r = random_effects(rng.normal(0.3, np.sqrt(v + 0.09)), v)
    assert (r.mu, r.tau2) == pytest.approx((0.3, 0.09), abs=0.015)


@pytest.mark.parametrize("factor", [1e-30, 1e30])
def test_any_unit_a_double_can_hold_is_computed_with(factor):
    y, v = bcg()
    r = random_effects(factor * y, factor**2 * v)
    assert (r.mu / factor, r.tau2 / factor**2) == pytest.approx((-0.7145, 0.3132), abs=5e-5)


def test_variances_far_apart_leave_the_mean_to_the_precise_studies():
    r = random_effects([1.0, 1.1, 50.0], [1e-6, 1e-6, 1e8])
    assert r.mu == pytest.approx(1.05, abs=1e-3)


@pytest.mark.parametrize(
    ("y", "v", "said"),
    [
        ([], [], "no effect"),
        ([1, 2], [1], "2 effects and 1 variances"),
        ([1, 2], [1, -0.5], r"vi\[1\] is -0.5; a variance is above 0"),
        ([1, 2], [1, 0], r"vi\[1\] is 0"),
        ([1, np.nan], [1, 1], r"yi\[1\] is nan"),
        ([1, np.inf], [1, 1], r"yi\[1\] is inf"),
        ([1, 1e80], [1, 1], r"yi\[1\] has the size 1e\+80"),
        (["a", 1], [1, 1], "no number"),
        ([[1, 2]], [1, 1], "shape"),
    ],
)
def test_what_cannot_be_pooled_is_refused_with_its_place(y, v, said):
    with pytest.raises(ValidationError, match=said):
        random_effects(y, v)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"method": "REMLL"}, "Choose one of: REML"),
        ({"test": "t"}, "Choose one of: z"),
        ({"level": 95}, "between 0 and 1"),
    ],
)
def test_an_unknown_word_is_refused_with_those_known(words, said):
    for studies in (([1, 2], [1, 1]), ([1], [1])):
        with pytest.raises((ValidationError, OutOfRange), match=said):
            random_effects(*studies, **words)
