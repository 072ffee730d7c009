"""Which result leads, given how many studies there are, and what must be said with it.

With 2 to 5 studies that differ by 0.5 SMD, intervals of the normal hold the truth in 88 to 90 % of pools, Knapp and Hartung's in
96 % but are 1.4 to 5 times as wide as the Bayesian ones, which hold it in 96 to 98 % (`validation/test_coverage.py`, 500
simulated pools each). So the Bayesian result leads.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from numpy.typing import ArrayLike

from preex.errors import ValidationError
from preex.meta.bayes import Posterior, Prior, TauPrior, bayes_random_effects
from preex.meta.contrast import Horizon
from preex.meta.dependence import RHO, Block, aggregate, blocks
from preex.meta.inputs import vector
from preex.meta.multilevel import multilevel
from preex.meta.names import FEWEST_FOR_PREDICTION
from preex.meta.pooling import MetaResult, random_effects
from preex.meta.robust import Robust, cr2

FEWEST_FOR_BOTH = 5
FEWEST_FOR_BIAS_TESTS = 10
PER_MODERATOR = 10
PRIOR_MATTERS = 0.15  # change of P(meaningful) under half and double priors from which the reader is told


class Scale(StrEnum):
    """Unit of the effects."""

    SMD = "smd"
    LOG_RATIO = "log_ratio"


# Effects of exercise-order meta-analyses lie between 0.03 and 0.58 SMD; half-normal(0.5) is the usual weak choice there
# (T. Friede et al., Res Synth Methods 8, 2017). Status: expert estimate, shown under half and double width.
PRIORS: dict[tuple[Scale, Horizon], Prior] = {
    (Scale.SMD, Horizon.CHRONIC): Prior(0.0, 0.5, TauPrior("half-normal", 0.3)),
    (Scale.SMD, Horizon.ACUTE): Prior(0.0, 1.0, TauPrior("half-normal", 0.5)),
    (Scale.LOG_RATIO, Horizon.CHRONIC): Prior(0.0, 0.3, TauPrior("half-normal", 0.15)),
    (Scale.LOG_RATIO, Horizon.ACUTE): Prior(0.0, 0.3, TauPrior("half-normal", 0.15)),
}


class Lead(StrEnum):
    """Which result is the headline."""

    NONE = "none"
    SINGLE = "single"
    BAYES = "bayes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A pool as it is shown.

    lead : which result heads it. classical : Knapp and Hartung with the floor, or the one study; None without studies.
    bayes, half, double : under the prior and under half and double its width; None below two studies.
    prior_matters : P(|mu| above the smallest effect that matters) moves by more than 0.15 between them.
    prediction : where a next study's true effect lies; from `bayes` below four studies. None below two.
    said : what is said with it, one sentence each.
    """

    k: int
    lead: Lead
    classical: MetaResult | None = None
    bayes: Posterior | None = None
    half: Posterior | None = None
    double: Posterior | None = None
    prior_matters: bool = False
    prediction: tuple[float, float] | None = None
    said: tuple[str, ...] = ()


def pool(yi: ArrayLike, vi: ArrayLike, prior: Prior, *, matters: float) -> Pool:
    """Pool independent effects by the policy for their number.

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances; may be empty.
    prior : of `PRIORS`. matters : smallest size of mu that makes a difference to anyone, above 0.
    """
    if not matters > 0:
        raise ValidationError(f"matters is {matters:g}; the smallest effect that matters is above 0.")
    k = len(vector("yi", yi))
    if k == 0:
        return Pool(k=0, lead=Lead.NONE, said=("No study.",))
    classical = random_effects(yi, vi, "REML", "adhoc")
    if k == 1:
        return Pool(k=1, lead=Lead.SINGLE, classical=classical, said=("One study; nothing is pooled.",))
    half, bayes, double = (bayes_random_effects(yi, vi, prior.scaled(by)) for by in (0.5, 1.0, 2.0))
    meaningful = [1 - one.p_within(-matters, matters) for one in (half, bayes, double)]
    prior_matters = max(meaningful) - min(meaningful) > PRIOR_MATTERS
    return Pool(
        k=k,
        lead=Lead.BAYES,
        classical=classical,
        bayes=bayes,
        half=half,
        double=double,
        prior_matters=prior_matters,
        prediction=_prediction(classical, bayes),
        said=_said(classical, bayes, prior_matters=prior_matters),
    )


def pool_dependent(
    yi: ArrayLike, vi: ArrayLike, study: Sequence[Hashable], prior: Prior, *, matters: float, rho: float = RHO
) -> tuple[Pool, Robust | None]:
    """Pool several effects a study: aggregated by the policy, and by CHE with a robust standard error beside it.

    Parameters
    ----------
    study : (k,) names. rho : correlation of errors within a study; repeat under `dependence.RHO_STRIP`.
    prior, matters : as in `pool`.

    Returns
    -------
    The pool of one effect a study, which leads, and the robust mean; None for one study. What is said names a robust error on
    fewer than four degrees of freedom, which may be absurdly small by luck.
    """
    return pool_blocks(blocks(yi, vi, study, rho), prior, matters=matters)


def pool_blocks(studies: Sequence[Block], prior: Prior, *, matters: float) -> tuple[Pool, Robust | None]:
    """Pool as `pool_dependent`, from studies whose covariance of errors is known, as where arms share a control."""
    _, y, v = aggregate(studies)
    found = pool(y, v, prior, matters=matters)
    if len(studies) < 2:
        return found, None
    robust = cr2(multilevel(studies))
    if robust.reliable:
        return found, robust
    sentence = f"The robust standard error has {robust.df:.1f} degrees of freedom and is unreliable."
    return replace(found, said=(*found.said, sentence)), robust


def _prediction(classical: MetaResult, bayes: Posterior) -> tuple[float, float]:
    if classical.k < FEWEST_FOR_PREDICTION or classical.pi_low is None or classical.pi_high is None:
        return bayes.predictive_quantile(0.025), bayes.predictive_quantile(0.975)
    return classical.pi_low, classical.pi_high


def _said(classical: MetaResult, bayes: Posterior, *, prior_matters: bool) -> tuple[str, ...]:
    said = []
    if classical.k < FEWEST_FOR_BOTH:
        said.append("Too few studies to measure how much they disagree.")
    elif (classical.ci_low > 0 or classical.ci_high < 0) != (bayes.quantile(0.025) > 0 or bayes.quantile(0.975) < 0):
        said.append("The two ways of pooling disagree on whether there is an effect.")
    if classical.k < FEWEST_FOR_BIAS_TESTS:
        said.append("Too few studies to tell whether dull results stayed unpublished.")
    if prior_matters:
        said.append("The answer leans on what was believed before the studies.")
    return tuple(said)


def moderators_allowed(k: int) -> int:
    """Return how many moderators k effects can test; the rest are listed."""
    return k // PER_MODERATOR
