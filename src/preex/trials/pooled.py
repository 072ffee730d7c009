"""Trials of many lifters: their mean, how much they differ, what each one's own data gain from the others, and the next lifter.

Two stages, so that lifters share an estimate and its error and nothing else: each trial is analysed with a flat prior of the effect,
then the effects are pooled by the quadrature of `preex.meta.bayes`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from preex.errors import ValidationError
from preex.meta.bayes import Posterior, Prior, TauPrior, bayes_random_effects
from preex.meta.mixture import Mixture
from preex.trials.model import believe
from preex.trials.priors import FLAT, NEUTRAL, PUBLISHED, Scale
from preex.trials.randomisation import Reference
from preex.trials.schemes import Floats
from preex.trials.series import Series

SCHEMA = "preex.trial_pool/1"
# Differences between lifters larger than 1 repetition would exceed the whole published mean effect. Status: convention.
TAU = TauPrior("half-normal", 1.0)
DIFFER_FROM, DIFFER_P = 0.3, 0.9  # lifters are told apart only where P(tau > 0.3) is above 0.9
_DRAWS = 9_999  # of all lifters' sequences together


@dataclass(frozen=True, slots=True)
class Own:
    """What a lifter shares: name, estimate with standard error, observed workouts, day-to-day noise."""

    name: str
    estimate: float
    se: float
    workouts: int
    sd: float


@dataclass(frozen=True, slots=True)
class Shrunken:
    """A lifter's effect seen beside the others'.

    median, lo95, hi95 : of the effect. borrowed : share that comes from the others, 0 to 1.
    differs : lifters differ, and this one's interval leaves out their mean.
    """

    name: str
    own: float
    own_se: float
    median: float
    lo95: float
    hi95: float
    borrowed: float
    differs: bool


@dataclass(frozen=True, slots=True)
class Pooled:
    """A pool of lifters. [unit of the effects]

    mean, tau : median with 95 % interval. next_lifter : the same of the effect on a lifter not in the pool.
    p_tau : P(tau > 0.3). under_published : mean with 95 % interval where the prior is that of published studies; None = none.
    """

    lifters: tuple[Shrunken, ...]
    mean: tuple[float, float, float]
    tau: tuple[float, float, float]
    next_lifter: tuple[float, float, float]
    p_tau: float
    under_published: tuple[float, float, float] | None

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_pool/1`."""

        def three(values: tuple[float, float, float] | None) -> dict[str, float] | None:
            return None if values is None else dict(zip(("median", "lo95", "hi95"), values, strict=True))

        summaries = {name: three(getattr(self, name)) for name in ("mean", "tau", "next_lifter", "under_published")}
        lifters = [{name: getattr(one, name) for name in Shrunken.__dataclass_fields__} for one in self.lifters]
        return {"schema": SCHEMA, "k": len(self.lifters), **summaries, "p_tau": self.p_tau, "lifters": lifters}


def own(name: str, series: Series, scale: Scale) -> Own:
    """Return what a lifter shares: the posterior under a prior of the effect so wide that it says nothing."""
    fitted = believe(series, scale, (0.0, FLAT * math.exp(scale.noise[0])))
    return Own(name, fitted.effect.mean, fitted.effect.sd, series.n_observed, fitted.posterior.sd_median)


def pool(lifters: Sequence[Own], scale: Scale, tau: TauPrior = TAU) -> Pooled:
    """Pool lifters.

    Parameters
    ----------
    lifters : two or more, each once. scale : of the outcome; its neutral prior is that of the mean. tau : prior of the spread.

    Raises
    ------
    ValidationError : fewer than two, or one twice.
    """
    if len(lifters) < 2 or len({one.name for one in lifters}) < len(lifters):
        raise ValidationError(f"{len(lifters)} lifters cannot be pooled.", hint="Give two or more, each once.")
    y, v = np.array([one.estimate for one in lifters]), np.array([one.se**2 for one in lifters])
    post = bayes_random_effects(y, v, Prior(*scale.effects[NEUTRAL], tau))
    published = scale.effects.get(PUBLISHED)
    other = bayes_random_effects(y, v, Prior(*published, tau)) if published else None
    p_tau = float(post.weight[post.tau > DIFFER_FROM].sum())
    mean = _three(post)
    return Pooled(
        lifters=tuple(_beside(one, post, mean[0], apart=p_tau > DIFFER_P) for one in lifters),
        mean=mean,
        tau=(post.tau_quantile(0.5), post.tau_quantile(0.025), post.tau_quantile(0.975)),
        next_lifter=(
            post.predictive_quantile(0.5),
            post.predictive_quantile(0.025),
            post.predictive_quantile(0.975),
        ),
        p_tau=p_tau,
        under_published=_three(other) if other else None,
    )


def shrunken(estimate: float, se: float, post: Posterior) -> tuple[Mixture, float]:
    """Return what to believe of one lifter's effect, and the share borrowed from the others.

    Notes
    -----
    Given tau the effect is the mean of estimate and group mean, weighted by 1 / se^2 and 1 / tau^2; over tau a mixture (S. W.
    Raudenbush, A. S. Bryk, J Educ Stat 10, 1985).
    """
    share = se**2 / (se**2 + post.tau**2)
    centre = (1 - share) * estimate + share * post.centre
    spread = np.sqrt((1 - share) * se**2 + share**2 * post.spread**2)
    return Mixture(post.weight, centre, np.maximum(spread, 1e-12)), float(post.weight @ share)


def pooled_p(references: Sequence[tuple[Reference, float]], se: Sequence[float], rng: np.random.Generator) -> float:
    """Return the two-sided p of all lifters' trials together, each drawn anew by its own rule.

    Parameters
    ----------
    references : of each lifter, with the statistic that was observed. se : standard errors, for the weights.
    """
    weight = 1 / np.square(se)
    total = np.zeros(_DRAWS)
    for (ref, _), w in zip(references, weight, strict=True):
        total += w * _drawn(ref, rng)
    observed = abs(sum(w * t for (_, t), w in zip(references, weight, strict=True)))
    return float((1 + np.sum(np.abs(total) >= observed - 1e-9)) / (_DRAWS + 1))


def _drawn(ref: Reference, rng: np.random.Generator) -> Floats:
    edges = np.cumsum(ref.weight) / ref.weight.sum()
    return np.asarray(ref.statistic[np.minimum(np.searchsorted(edges, rng.random(_DRAWS)), len(edges) - 1)])


def _beside(one: Own, post: Posterior, mean: float, *, apart: bool) -> Shrunken:
    effect, borrowed = shrunken(one.estimate, one.se, post)
    low, high = effect.quantile(0.025), effect.quantile(0.975)
    differs = apart and not low <= mean <= high
    return Shrunken(one.name, one.estimate, one.se, effect.quantile(0.5), low, high, borrowed, differs)


def _three(post: Posterior) -> tuple[float, float, float]:
    return post.quantile(0.5), post.quantile(0.025), post.quantile(0.975)
