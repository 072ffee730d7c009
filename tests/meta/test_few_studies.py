"""What to believe from few studies: against brute-force integration, published reasoning and the written policy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import halfcauchy, halfnorm, norm

from preex.errors import ValidationError
from preex.meta.bayes import Prior, TauPrior, bayes_random_effects
from preex.meta.censored import Printed, censored_synthesis
from preex.meta.contrast import Horizon
from preex.meta.policy import PRIORS, Lead, Scale, moderators_allowed, pool, pool_dependent

Y, V = [-0.21, -0.05, -0.62], [0.05, 0.09, 0.04]
PRIOR = Prior(0.0, 1.0, TauPrior("half-normal", 0.5))
few = settings(max_examples=25)
STUDIES = st.lists(st.tuples(st.floats(-2, 2), st.floats(0.01, 1)), min_size=2, max_size=6)


@pytest.mark.parametrize(("family", "density"), [("half-normal", halfnorm), ("half-cauchy", halfcauchy)])
def test_the_posterior_is_that_of_integration_over_both_unknowns(family, density):
    mu, tau = np.linspace(-5, 5, 801)[:, None], np.concatenate(([0], np.geomspace(1e-5, 3000, 1500)))
    joint = norm.pdf(mu, 0, 1) * density.pdf(tau, scale=0.5)
    for y, v in zip(Y, V, strict=True):
        joint = joint * norm.pdf(y, mu, np.sqrt(v + tau**2))
    over_tau = np.trapezoid(joint, tau, axis=1)
    total, first = (np.trapezoid(f, mu[:, 0]) for f in (over_tau, over_tau * mu[:, 0]))
    below = np.trapezoid(over_tau[:401], mu[:401, 0])
    found = bayes_random_effects(Y, V, Prior(0, 1, TauPrior(family, 0.5)))
    assert np.exp(found.log_marginal) == pytest.approx(total, rel=1e-4)
    assert found.mean == pytest.approx(first / total, abs=1e-4)
    assert found.p_below(0) == pytest.approx(below / total, abs=1e-4)


@few
@given(studies=STUDIES, q=st.floats(0.01, 0.99))
def test_quantiles_are_where_the_probability_is(studies, q):
    found = bayes_random_effects(*np.array(studies).T, PRIOR)
    assert found.p_below(found.quantile(q)) == pytest.approx(q, abs=1e-7)
    assert found.predictive_p_below(found.predictive_quantile(q)) == pytest.approx(q, abs=1e-7)
    below = found.tau <= found.tau_quantile(q)
    assert found.weight[below].sum() == pytest.approx(q, abs=0.02)  # the mesh is coarser than the quantile


@few
@given(studies=STUDIES)
def test_a_next_study_is_less_certain_than_the_mean(studies):
    found = bayes_random_effects(*np.array(studies).T, PRIOR)
    assert found.predictive_quantile(0.025) <= found.quantile(0.025) + 1e-9
    assert found.predictive_quantile(0.975) >= found.quantile(0.975) - 1e-9


@few
@given(studies=STUDIES, factor=st.floats(0.1, 10))
def test_another_unit_of_effects_and_priors_changes_only_the_unit(studies, factor):
    y, v = np.array(studies).T
    one = bayes_random_effects(y, v, PRIOR)
    other = bayes_random_effects(factor * y, factor**2 * v, PRIOR.scaled(factor))
    assert (other.mean, other.quantile(0.9)) == pytest.approx((factor * one.mean, factor * one.quantile(0.9)), abs=1e-8)
    assert other.tau_mean == pytest.approx(factor * one.tau_mean)


def test_without_heterogeneity_it_is_the_normal_with_its_prior():
    # prior N(0, 1), one study 1.0 with variance 1, tau next to nothing: N(1/2, 1/2)
    found = bayes_random_effects([1.0], [1.0], Prior(0, 1, TauPrior("half-normal", 1e-6)))
    assert (found.mean, found.sd) == pytest.approx((0.5, 0.5**0.5))


def test_the_posterior_holds_the_truth_as_often_as_it_says_when_truths_come_from_the_prior():
    rng, below = np.random.default_rng(6), []
    for _ in range(100):
        mu, tau = rng.normal(0, 1), abs(rng.normal(0, 0.5))
        v = rng.uniform(0.02, 0.2, 3)
        below.append(bayes_random_effects(rng.normal(mu, np.sqrt(v + tau**2)), v, PRIOR).p_below(mu))
    counts, _ = np.histogram(below, bins=5, range=(0, 1))  # uniform, 20 in each
    assert np.sum((counts - 20) ** 2 / 20) < 18.5  # chi2(4) at 0.001


@pytest.mark.parametrize("text", ["half-normal", "normal(0.5)", "half-normal(-1)", "half-normal(0)", "half-normal(x)"])
def test_a_prior_that_is_none_is_refused(text):
    with pytest.raises(ValidationError):
        TauPrior.parse(text)


def test_what_is_printed_has_the_probability_of_simulated_trials():
    rng = np.random.default_rng(3)
    changes = rng.normal(-0.7, 1, (200_000, 14))
    t = changes.mean(axis=1) / changes.std(axis=1, ddof=1) * 14**0.5
    for one, share in (
        (Printed(14, 0.05, -1), np.mean(t < -2.160369)),  # t(13), two-sided 5 %
        (Printed(14, 0.05, 0), np.mean(np.abs(t) < 2.160369)),
        (Printed(14, 0.005, -1), np.mean(t < -3.372468)),
    ):
        assert one.probability(np.array([-0.7]))[0] == pytest.approx(share, abs=0.004)


@given(n=st.integers(8, 40), bound=st.sampled_from([0.05, 0.01, 0.001]))
@few
def test_more_fewer_and_no_difference_are_all_that_can_be_printed(n, bound):
    dz = np.linspace(-16, 16, 41)
    total = sum(Printed(n, bound, way).probability(dz) for way in (-1, 0, 1))
    assert total == pytest.approx(np.ones(41), abs=1e-9)
    fewer = Printed(n, bound, -1).probability(dz)
    assert (np.diff(fewer) <= 1e-12).all()
    assert fewer[0] > 0.98  # far out too


AUGUSTSSON, BARBOSA = Printed(17, 0.001, -1), Printed(11, 0.05, -1)
ORDER = (Printed(19, 0.001, -1), Printed(14, 0.05, -1), Printed(15, 0.005, -1), AUGUSTSSON, BARBOSA)


@pytest.mark.parametrize(
    ("results", "sd", "mean", "low", "high", "p"),
    [
        # By 400,000 draws of prior, studies and t, weighted by what is printed (importance sampling)
        ((AUGUSTSSON, BARBOSA), 0.5, -0.77, -1.50, 0.09, 0.962),
        ((AUGUSTSSON, BARBOSA), 1.0, -1.41, -2.66, -0.37, 0.9935),
        ((AUGUSTSSON, BARBOSA), 2.0, -2.29, -4.90, -0.70, 0.998),
        (ORDER, 1.0, -1.67, -2.81, -0.90, 0.9999),
    ],
)
def test_the_printed_directions_of_acute_studies_pool_to_what_sampling_gives(results, sd, mean, low, high, p):
    found = censored_synthesis(results, prior_sd=sd)
    assert (found.mean, found.quantile(0.025), found.quantile(0.975)) == pytest.approx((mean, low, high), abs=0.03)
    assert found.p_below_0 == pytest.approx(p, abs=0.002)


def test_turning_every_direction_turns_the_answer():
    there = [Printed(r.n, r.bound, -r.direction) for r in ORDER]
    assert censored_synthesis(there).mean == pytest.approx(-censored_synthesis(ORDER).mean)
    assert censored_synthesis([Printed(20, 0.05, 0)]).p_below_0 == pytest.approx(0.5)


@pytest.mark.parametrize("wrong", [(1, 0.05, 1), (10, 0, 1), (10, 1.0, 1), (10, 0.05, 2)])
def test_a_result_nobody_can_print_is_refused(wrong):
    with pytest.raises(ValidationError):
        Printed(*wrong)


def test_nothing_printed_is_refused():
    with pytest.raises(ValidationError, match="no printed result"):
        censored_synthesis([])


CHRONIC = PRIORS[Scale.SMD, Horizon.CHRONIC]


@pytest.mark.parametrize(
    ("k", "lead", "said"),
    [
        (0, Lead.NONE, "No study."),
        (1, Lead.SINGLE, "nothing is pooled"),
        (2, Lead.BAYES, "Too few studies to measure how much they disagree."),
        (4, Lead.BAYES, "Too few studies to measure how much they disagree."),
        (5, Lead.BAYES, "Too few studies to tell whether dull results stayed unpublished."),
    ],
)
def test_the_number_of_studies_decides_what_leads_and_what_is_said(k, lead, said):
    found = pool([0.1, 0.4, -0.1, 0.3, 0.2][:k], [0.05] * k, CHRONIC, matters=0.2)
    assert found.lead is lead
    assert any(said in sentence for sentence in found.said)
    assert (found.bayes is None) == (k < 2)


def test_below_four_studies_the_bayesian_interval_says_where_a_next_one_lies():
    three, four = (pool([0.1, 0.4, -0.1, 0.3][:k], [0.05] * k, CHRONIC, matters=0.2) for k in (3, 4))
    assert three.prediction == (three.bayes.predictive_quantile(0.025), three.bayes.predictive_quantile(0.975))
    assert four.prediction == (four.classical.pi_low, four.classical.pi_high)


def test_two_studies_pool_to_something_narrower_than_knapp_and_hartung_can_say():
    found = pool([0.1, 0.5], [0.1, 0.1], CHRONIC, matters=0.2)
    width = found.bayes.quantile(0.975) - found.bayes.quantile(0.025)
    assert width < 0.5 * (found.classical.ci_high - found.classical.ci_low)


def test_a_prior_that_decides_is_said_to():
    assert pool([0.1, 0.5], [0.4, 0.4], CHRONIC, matters=0.2).prior_matters
    assert not pool([1.0] * 12, [0.01] * 12, CHRONIC, matters=0.2).prior_matters


def test_few_studies_with_many_effects_are_led_by_one_effect_each():
    found, robust = pool_dependent([0.1, 0.3, 0.2, -0.1], [0.05] * 4, ["a", "a", "b", "c"], CHRONIC, matters=0.2)
    assert (found.k, found.lead, robust.reliable) == (3, Lead.BAYES, False)
    assert "unreliable" in found.said[-1]
    single, nothing = pool_dependent([0.1, 0.3], [0.05] * 2, ["a", "a"], CHRONIC, matters=0.2)
    assert (single.lead, nothing) == (Lead.SINGLE, None)


def test_ten_studies_allow_one_moderator():
    assert [moderators_allowed(k) for k in (0, 9, 10, 25)] == [0, 0, 1, 2]
