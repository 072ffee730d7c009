"""Several effects a study: random effects of studies and of effects within them, with correlated errors (CHE).

y = mu + u_study + w_effect + e, u ~ N(0, between), w ~ N(0, within), e ~ N(0, V), V within a study from `dependence`. With V
diagonal it is the three-level model. J. Pustejovsky, E. Tipton, Prev Sci 23, 2022. doi:10.1007/s11121-021-01246-3.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from preex.errors import ValidationError
from preex.meta.dependence import Block
from preex.meta.heterogeneity import NotConverged
from preex.meta.inputs import Floats, inverse, one_of
from preex.meta.pooling import prediction_interval, quantile, two_sided

_STARTS = ((0.5, 0.5), (1.0, 0.05), (0.05, 1.0), (0.0, 0.0))  # of both variances, as shares of the spread of effects
_FLAT = 1e-4  # largest slope of the deviance at its minimum, per spread of effects


@dataclass(frozen=True, slots=True, kw_only=True)
class Multilevel:
    """A pooled effect of dependent effects, in their unit.

    k, studies : effects and studies.
    mu, se, ci_low, ci_high, statistic, p : by the model, normal; prefer `preex.meta.robust` to them.
    between, within : variances of true effects, of studies and of effects within a study.
    i2_between, i2_within : shares of the spread, 0 to 1.
    pi_low, pi_high : normal interval of the true value of a next effect in a next study.
    q : Cochran's Q of V alone. log_likelihood, parameters, n : of the fit, for information criteria.
    fitted : (block, inverse of its covariance) of every study.
    """

    k: int
    studies: int
    mu: float
    se: float
    ci_low: float
    ci_high: float
    statistic: float
    p: float
    between: float
    within: float
    i2_between: float
    i2_within: float
    pi_low: float
    pi_high: float
    q: float
    log_likelihood: float
    method: str
    fitted: tuple[tuple[Block, Floats], ...]


def multilevel(studies: Sequence[Block], method: str = "REML") -> Multilevel:
    """Fit both variances and the mean.

    Parameters
    ----------
    studies : from `dependence.blocks` or `blocks_of`; two or more. method : "REML" or "ML".

    Raises
    ------
    ValidationError : fewer than two studies.
    NotConverged : the likelihood has no maximum that was found.
    """
    one_of("method", method, ("REML", "ML"))
    if len(studies) < 2:
        raise ValidationError(f"there is {len(studies)} study; two are needed.", hint="Report the study as it is.")
    model = _Model(studies, reml=method == "REML")
    between, within = model.solve()
    at, none = model.at(between, within), model.at(0.0, 0.0)
    k = sum(len(b.y) for b in studies)
    typical = (k - 1) / (none.trace - none.trace_squared / none.weight)
    total = between + within + typical
    se = math.sqrt(1 / at.weight)
    half = quantile(0.95, None) * se
    low, high = prediction_interval(at.mean, se, between + within, df=None)
    return Multilevel(
        k=k,
        studies=len(studies),
        mu=at.mean,
        se=se,
        ci_low=at.mean - half,
        ci_high=at.mean + half,
        statistic=at.mean / se,
        p=two_sided(at.mean / se, None),
        between=between,
        within=within,
        i2_between=between / total,
        i2_within=within / total,
        pi_low=low,
        pi_high=high,
        q=none.rss,
        log_likelihood=-0.5 * at.deviance,
        method=method,
        fitted=tuple(zip(studies, at.inverses, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class _At:
    """The model at given variances: the mean, its weight, the residuals' sum of squares, the deviance and its slope."""

    mean: float
    weight: float
    rss: float
    deviance: float
    slope: Floats
    trace: float
    trace_squared: float
    inverses: tuple[Floats, ...]


class _Model:
    """The deviance as a function of both variances."""

    def __init__(self, studies: Sequence[Block], *, reml: bool) -> None:
        self.studies, self.reml = studies, reml
        self.k = sum(len(b.y) for b in studies)
        y = np.concatenate([b.y for b in studies])
        typical = float(np.mean([np.trace(b.V) / len(b.y) for b in studies]))
        self.spread = max(float(y.var()), 1e-3 * typical)

    def at(self, between: float, within: float) -> _At:
        """Evaluate; every study costs one inverse of its own size."""
        inverses = tuple(inverse(b.V + between + within * np.eye(len(b.y))) for b in self.studies)
        rows = [W.sum(axis=1) for W in inverses]  # W 1
        sums = np.array([r.sum() for r in rows])
        weight = float(sums.sum())
        mean = sum(float(r @ b.y) for r, b in zip(rows, self.studies, strict=True)) / weight
        errors = [W @ (b.y - mean) for W, b in zip(inverses, self.studies, strict=True)]
        rss = sum(float(e @ (b.y - mean)) for e, b in zip(errors, self.studies, strict=True))
        log_det = -sum(float(np.linalg.slogdet(W)[1]) for W in inverses)
        trace, squared = sum(float(np.trace(W)) for W in inverses), sum(float(r @ r) for r in rows)
        fitted = np.array([sum(float(e.sum()) ** 2 for e in errors), sum(float(e @ e) for e in errors)])
        slope = np.array([weight, trace]) - fitted
        deviance = log_det + rss + self.k * math.log(2 * math.pi)
        if self.reml:  # less one degree of freedom, spent on the mean
            deviance += math.log(weight) - math.log(self.k) - math.log(2 * math.pi)
            slope -= np.array([float(sums @ sums), squared]) / weight
        return _At(mean, weight, rss, deviance, slope, trace, squared, inverses)

    def solve(self) -> tuple[float, float]:
        """Minimise the deviance from several starts, both variances at least 0."""

        def scaled(x: Floats) -> tuple[float, Floats]:
            here = self.at(*(float(one) * self.spread for one in x))
            return here.deviance, here.slope * self.spread

        options = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 500}
        runs = [
            minimize(scaled, start, jac=True, method="L-BFGS-B", bounds=[(0, None)] * 2, options=options)
            for start in _STARTS
        ]
        best = min(runs, key=lambda run: float(run.fun))
        slope = scaled(best.x)[1]
        free = np.where(best.x > 0, np.abs(slope), np.maximum(0.0, -slope))
        if not np.isfinite(best.fun) or free.max() > _FLAT * max(1.0, self.k):
            raise NotConverged(
                f"the two variances were not found; the slope left is {free.max():.2g}.",
                hint="Aggregate to one effect a study.",
            )
        between, within = (float(one) * self.spread for one in best.x)
        return between, within
