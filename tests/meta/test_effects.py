"""Effect sizes: hand derivations, simulation of their variance, and laws."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.errors import OutOfRange, ValidationError
from preex.meta import changes, conversions, groups

SD = st.floats(0.5, 5)
MEAN = st.floats(5, 20)
N = st.integers(4, 40)
R = st.floats(-0.5, 0.95)


def one_pair(m1=9.0, m0=11.0, sd1=2.0, sd0=2.5, n=12, r=0.6):
    return changes.paired([m1], [m0], [sd1], [sd0], [n], [r])


def test_the_correction_for_small_samples_is_the_ratio_of_gamma_functions():
    # df 2: gamma(1) / (sqrt(1) gamma(1/2)) = 1 / sqrt(pi); df 4: gamma(2) / (sqrt(2) gamma(3/2)) = sqrt(2 / pi)
    assert groups.small_sample([2, 4]) == pytest.approx([1 / math.sqrt(math.pi), math.sqrt(2 / math.pi)])
    assert groups.small_sample([1e6]) == pytest.approx([1], abs=1e-6)


def test_morris_2008_table_5_is_repeated():
    # S. Morris, Organ Res Methods 11, 2008, table 5: five studies of training, g_ppc by each group's own SD and by the pooled SD
    treated = changes.paired(
        [38.5, 26.8, 0.7, 75.9, 36], [30.6, 23.5, 0.5, 53.4, 35.6], [11.6, 4.1, 0.1, 4.4, 4.6],
        [15, 3.1, 0.1, 14.5, 4.7], [20, 50, 9, 10, 14], [0.47, 0.64, 0.77, 0.89, 0.44],
    )  # fmt: skip
    control = changes.paired(
        [19.7, 25.3, 0.6, 60.7, 33.4], [23.1, 24.9, 0.6, 55.7, 34.8], [14.8, 3.3, 0.2, 17.9, 6.9],
        [13.8, 4.1, 0.2, 17.3, 3.1], [20, 42, 9, 11, 14], [0.47, 0.64, 0.77, 0.89, 0.44],
    )  # fmt: skip
    own = changes.change_by_raw_sd(treated) - changes.change_by_raw_sd(control)
    assert own.yi == pytest.approx([0.74, 0.95, 1.81, 1.15, 0.51], abs=0.005)
    pooled = changes.pre_post_control(treated, control)
    assert pooled.yi == pytest.approx([0.77, 0.80, 1.20, 1.05, 0.44], abs=0.005)


def simulated(kind, statistic, n, r, shift, draws=20_000):
    """Mean and variance of an estimator over samples of n pairs, SD 1, mean 10 + shift against 10."""
    rng = np.random.default_rng(7)
    z = rng.multivariate_normal([10 + shift, 10], [[1, r], [r, 1]], size=(draws, n))
    m, sd = z.mean(axis=1), z.std(axis=1, ddof=1)
    estimated_r = np.array([np.corrcoef(one.T)[0, 1] for one in z[:1]])  # the truth is used below
    assert np.isfinite(estimated_r).all()
    p = changes.paired(m[:, 0], m[:, 1], sd[:, 0], sd[:, 1], np.full(draws, n), np.full(draws, r))
    found = kind(p)
    return statistic(found.yi), float(found.yi.var()), float(found.vi.mean())


@pytest.mark.parametrize(
    ("name", "shift", "truth"),
    [("MC", -1.0, -1.0), ("SMCR", -1.0, -1.0), ("SMCRP", -1.0, -1.0), ("ROMC", -1.0, math.log(0.9))],
)
def test_an_estimator_is_on_average_what_it_estimates_and_varies_as_it_says(name, shift, truth):
    mean, variance, said = simulated(changes.CHANGES[name], np.mean, n=20, r=0.7, shift=shift)
    assert mean == pytest.approx(truth, abs=0.02)
    assert said == pytest.approx(variance, rel=0.15)  # large-sample formulas, at n = 20


def test_morris_variance_matches_simulated_trials():
    rng = np.random.default_rng(3)
    draws, n, r, effect = 20_000, 12, 0.7, 0.5
    arms = []
    for change in (effect, 0.0):
        z = rng.multivariate_normal([change, 0], [[1, r], [r, 1]], size=(draws, n))
        m, sd = z.mean(axis=1), z.std(axis=1, ddof=1)
        arms.append(changes.paired(m[:, 0], m[:, 1], sd[:, 0], sd[:, 1], np.full(draws, n), np.full(draws, r)))
    d = changes.pre_post_control(*arms)
    assert d.yi.mean() == pytest.approx(effect, abs=0.01)
    still, moved = ([0.0], [effect / float(groups.small_sample([2 * n - 2])[0])])  # corrected, it is the effect
    at_truth = changes.pre_post_control(*(changes.paired(m, [0], [1], [1], [n], [r]) for m in (moved, still)))
    assert at_truth.vi[0] == pytest.approx(d.yi.var(), rel=0.04)  # four Monte Carlo standard errors
    assert 0.98 < d.vi.mean() / d.yi.var() < 1.08  # with the estimate for the truth it errs to the safe side


@given(m1=MEAN, m0=MEAN, sd1=SD, sd0=SD, n=N, r=R)
def test_two_scales_of_change_differ_by_the_correlation_where_spreads_are_equal(m1, m0, sd1, sd0, n, r):
    del sd0
    p = one_pair(m1, m0, sd1, sd1, n, r)
    by_change, by_people = changes.change_by_change_sd(p), changes.change_by_raw_sd(p)
    assert by_change.yi * math.sqrt(2 * (1 - r)) == pytest.approx(by_people.yi)


@given(m1=MEAN, m0=MEAN, sd1=SD, sd0=SD, n=N, r=R)
def test_a_stronger_correlation_never_makes_a_change_less_certain(m1, m0, sd1, sd0, n, r):
    looser, tighter = one_pair(m1, m0, sd1, sd0, n, r - 0.1), one_pair(m1, m0, sd1, sd0, n, r)
    for kind in (changes.mean_change, changes.log_ratio_change, changes.change_by_raw_sd_unequal):
        assert kind(tighter).vi <= kind(looser).vi * (1 + 1e-12)


@pytest.mark.parametrize("name", changes.CHANGES)
@given(m1=MEAN, m0=MEAN, sd1=SD, sd0=SD, n=N, r=R, unit=st.floats(0.1, 10))
def test_only_the_raw_change_depends_on_the_unit(name, m1, m0, sd1, sd0, n, r, unit):
    kind = changes.CHANGES[name]
    kg, other = (
        kind(one_pair(m1, m0, sd1, sd0, n, r)),
        kind(one_pair(m1 * unit, m0 * unit, sd1 * unit, sd0 * unit, n, r)),
    )
    scale = unit if name == "MC" else 1.0
    assert other.yi == pytest.approx(kg.yi * scale, rel=1e-9, abs=1e-12)
    assert other.vi == pytest.approx(kg.vi * scale**2)


@given(m1=MEAN, m2=MEAN, sd=SD, n1=N, n2=N)
def test_the_two_standardised_differences_agree_where_groups_spread_alike(m1, m2, sd, n1, n2):
    g = groups.two_groups([m1], [sd], [n1], [m2], [sd], [n2])
    assert groups.standardised_difference(g).yi == pytest.approx(groups.heteroscedastic_difference(g).yi)


@given(m1=MEAN, m2=MEAN, sd1=SD, sd2=SD, n1=N, n2=N)
def test_swapping_the_groups_turns_the_sign_and_nothing_else(m1, m2, sd1, sd2, n1, n2):
    here, there = (
        groups.two_groups([m1], [sd1], [n1], [m2], [sd2], [n2]),
        groups.two_groups([m2], [sd2], [n2], [m1], [sd1], [n1]),
    )
    for kind in (
        groups.mean_difference,
        groups.standardised_difference,
        groups.heteroscedastic_difference,
        groups.log_ratio,
    ):
        assert kind(here).yi == pytest.approx(-kind(there).yi)
        assert kind(here).vi == pytest.approx(kind(there).vi)


def test_arms_that_share_a_control_vary_together():
    g = groups.two_groups([12, 11, 10], [4] * 3, [14, 13, 16], [11, 11, 9], [4] * 3, [15, 15, 17])
    effect, V = groups.shared_control_covariance(g, ["a", "a", "b"])
    assert V[0, 1] == pytest.approx(1 / 15 + effect.yi[0] * effect.yi[1] / (2 * 42))
    assert V[0, 2] == V[1, 2] == 0
    assert (np.linalg.eigvalsh(V) > 0).all()
    with pytest.raises(OutOfRange, match="different size"):
        groups.shared_control_covariance(g, ["a", "b", "b"])


@given(n1=N, n2=N, m1=MEAN, m2=MEAN, sd=SD)
def test_a_t_gives_the_effect_its_means_give(n1, n2, m1, m2, sd):
    g = groups.two_groups([m1], [sd], [n1], [m2], [sd], [n2])
    t = (m1 - m2) / (sd * math.sqrt(1 / n1 + 1 / n2))
    assert conversions.smd_from_t([t], [n1], [n2]).yi == pytest.approx(groups.standardised_difference(g).yi)


@given(t=st.floats(0.05, 6), df=st.integers(3, 60))
def test_a_p_gives_back_the_t_it_came_from(t, df):
    from scipy.stats import t as student

    p = 2 * student.sf(t, df)
    assert conversions.t_from_p([p], [df], [-1]) == pytest.approx([-t], rel=1e-6)


@given(se=st.floats(0.01, 5), mean=st.floats(-5, 5), df=st.integers(2, 60))
def test_an_interval_gives_back_its_standard_error(se, mean, df):
    from scipy.stats import t as student

    half = student.ppf(0.975, df) * se
    assert conversions.se_from_ci([mean - half], [mean + half], [df]) == pytest.approx([se], rel=1e-6)


@pytest.mark.parametrize("printed", [("q1", "q3"), ("low", "high"), ("q1", "q3", "low", "high")])
def test_a_normal_sample_is_told_from_its_order(printed):
    rng = np.random.default_rng(2)
    found = []
    for _ in range(600):
        five = dict(
            zip(
                ("low", "q1", "median", "q3", "high"),
                np.quantile(rng.normal(10, 2, 25), [0, 0.25, 0.5, 0.75, 1]),
                strict=True,
            )
        )
        got = conversions.mean_sd_from_order(n=25, median=five["median"], **{name: five[name] for name in printed})
        found.append((got.mean, got.sd))
    assert np.mean(found, axis=0) == pytest.approx([10, 2], rel=0.06)


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda: groups.two_groups([1], [0], [5], [1], [1], [5]), r"sd1\[0\] is 0"),
        (lambda: groups.two_groups([1], [1], [1], [1], [1], [5]), r"n1\[0\] is 1"),
        (
            lambda: groups.log_ratio(groups.two_groups([-1], [1], [5], [1], [1], [5])),
            r"m1\[0\] is -1; it must be above 0",
        ),
        (lambda: one_pair(r=1.0), r"r\[0\] is 1"),
        (lambda: one_pair(m0=0.0) and changes.log_ratio_change(one_pair(m0=0.0)), r"m0\[0\] is 0"),
        (lambda: changes.paired([1, 2], [1], [1], [1], [5], [0.5]), "differ in length"),
        (lambda: conversions.t_from_p([0.0], [9], [1]), "an exact p"),
        (lambda: conversions.se_from_ci([1], [0]), "must be above 0"),
        (lambda: conversions.mean_sd_from_order(n=20, median=5), "both quartiles"),
        (lambda: conversions.mean_sd_from_order(n=20, median=5, q1=6, q3=7), "not in order"),
        (lambda: groups.small_sample([1.0]), "above 1"),
    ],
)
def test_numbers_that_cannot_be_are_refused(ask, said):
    with pytest.raises(ValidationError, match=said):
        ask()
