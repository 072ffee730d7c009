"""How much do studies disagree? Every estimator of tau2, its standard error, its confidence interval, I2 and H2.

Likelihood equations are solved by bracketed root finding. Fisher scoring, the usual way, fails on raw scales and stops
early: its printed digits differ from the solution in the seventh.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2

from preex.errors import ValidationError
from preex.meta.inputs import Floats, one_of
from preex.meta.weighted import Wls, wls

_POINTS = 60  # of the scan of a likelihood; 40 found every maximum on 2,370 reference values
_SPAN = 1e-8  # smallest point of the scan, as a share of the largest


class NotConverged(ValidationError):
    """An equation was not solved; no number is given."""

    code = "not_converged"


@dataclass(frozen=True, slots=True)
class Spread:
    """Heterogeneity as measured: tau2 with its standard error (None for the common-effect model)."""

    tau2: float
    se: float | None


@dataclass(frozen=True, slots=True)
class Data:
    """Effects y (k,), variances v (k,) and design X (k, p)."""

    y: Floats
    v: Floats
    X: Floats

    def fit(self, tau2: float) -> Wls:
        """Fit with weights 1 / (v + tau2)."""
        return wls(self.y, self.X, 1 / (self.v + tau2))

    @property
    def k(self) -> int:
        """Number of effects."""
        return len(self.y)

    @property
    def df(self) -> int:
        """Effects less coefficients."""
        return int(self.k - self.X.shape[1])


# ------------------------------------------------------------------ moment estimators, in closed form


def _common(_: Data) -> Spread:
    """Return none: all studies estimate one effect."""
    return Spread(0.0, None)


def _dersimonian_laird(d: Data) -> Spread:
    """(Q - df) / tr(P). R. DerSimonian, N. Laird, Control Clin Trials 7, 1986. doi:10.1016/0197-2456(86)90046-2."""
    fit = d.fit(0.0)
    trace = fit.trace_p()
    tau2 = max(0.0, (fit.rss - fit.df) / trace)
    variance = 2 * fit.df + 4 * tau2 * trace + 2 * tau2**2 * fit.trace_pp()
    return Spread(tau2, float(np.sqrt(variance)) / trace)


def _hedges(d: Data) -> Spread:
    """(RSS - tr(PV)) / df with equal weights. L. Hedges, I. Olkin, Statistical Methods for Meta-Analysis, 1985."""
    fit = wls(d.y, d.X, np.ones(d.k))
    excess = fit.rss - float(d.v @ (1 - fit.leverage))
    tau2 = max(0.0, excess / fit.df)
    variance = 2 * fit.trace_pp(d.v, d.v) + 4 * tau2 * fit.trace_pp(d.v) + 2 * tau2**2 * fit.df
    return Spread(tau2, float(np.sqrt(variance)) / fit.df)


def _hunter_schmidt(d: Data, scale: float = 1.0) -> Spread:
    """(c Q - k) / sum(w), c = 1. J. Hunter, F. Schmidt, Methods of Meta-Analysis, 2nd ed., 2004."""
    fit = d.fit(0.0)
    total = float(fit.w.sum())
    tau2 = max(0.0, (scale * fit.rss - d.k) / total)
    variance = 2 * fit.df + 4 * tau2 * fit.trace_p() + 2 * tau2**2 * fit.trace_pp()
    return Spread(tau2, scale * float(np.sqrt(variance)) / total)


def _hunter_schmidt_k(d: Data) -> Spread:
    """Return Hunter and Schmidt's with Q corrected by k / (k - p). M. Brannick et al., Res Synth Methods 10, 2019."""
    return _hunter_schmidt(d, d.k / d.df)


def _sidik_jonkman(d: Data) -> Spread:
    """Two steps from a crude start. K. Sidik, J. Jonkman, J R Stat Soc C 54, 2005. doi:10.1111/j.1467-9876.2005.00489.x."""
    crude = float(np.mean((d.y - d.y.mean()) ** 2))
    if crude == 0:
        return Spread(0.0, 0.0)
    fit = wls(d.y, d.X, 1 / (d.v + crude))
    tau2 = crude * fit.rss / fit.df
    variance = 2 * fit.trace_pp(d.v, d.v) + 4 * tau2 * fit.trace_pp(d.v) + 2 * tau2**2 * fit.trace_pp()
    return Spread(tau2, crude * float(np.sqrt(variance)) / fit.df)


# ------------------------------------------------------------------ roots of the generalised Q


def generalised_q(d: Data, tau2: float) -> float:
    """Return Q(tau2) = sum of squared residuals with weights 1 / (v + tau2); falls as tau2 grows."""
    return d.fit(tau2).rss


def q_root(d: Data, target: float) -> float:
    """Solve Q(tau2) = target; 0 where Q(0) lies below it already."""

    def gap(tau2: float) -> float:
        return generalised_q(d, tau2) - target

    if gap(0.0) <= 0:
        return 0.0
    upper = _doubled(lambda tau2: gap(tau2) < 0, float(d.v.mean()))
    return float(brentq(gap, 0.0, upper, xtol=1e-300, rtol=1e-14, maxiter=500))


def _paule_mandel(d: Data) -> Spread:
    """Q(tau2) = df. R. Paule, J. Mandel, J Res Natl Bur Stand 87, 1982. doi:10.6028/jres.087.022."""
    return _with_empirical_se(d, q_root(d, d.df))


def _paule_mandel_median(d: Data) -> Spread:
    """Q(tau2) = the median of chi2(df). W. Viechtbauer, Psychol Methods 26, 2021."""
    return _with_empirical_se(d, q_root(d, float(chi2.median(d.df))))


def _with_empirical_se(d: Data, tau2: float) -> Spread:
    fit = d.fit(tau2)
    variance = 2 * fit.trace_pp(d.v, d.v) + 4 * tau2 * fit.trace_pp(d.v) + 2 * tau2**2 * fit.trace_pp()
    return Spread(tau2, d.k / d.df * float(np.sqrt(variance)) / float(fit.w.sum()))


# ------------------------------------------------------------------ maximum likelihood


def _reml(d: Data) -> Spread:
    """Restricted maximum likelihood: sum(w^2 r^2) = tr(P). D. Harville, J Am Stat Assoc 72, 1977."""

    def score(fit: Wls) -> float:
        return float(fit.w**2 @ fit.residual**2) - fit.trace_p()

    tau2 = _likelihood_root(d, score, reml=True)
    return Spread(tau2, float(np.sqrt(2 / d.fit(tau2).trace_pp())))


def _ml(d: Data) -> Spread:
    """Maximum likelihood: sum(w^2 r^2) = sum(w). R. Hardy, S. Thompson, Stat Med 15, 1996."""

    def score(fit: Wls) -> float:
        return float(fit.w**2 @ fit.residual**2 - fit.w.sum())

    tau2 = _likelihood_root(d, score, reml=False)
    return Spread(tau2, float(np.sqrt(2 / np.sum(d.fit(tau2).w ** 2))))


def _likelihood_root(d: Data, score: Callable[[Wls], float], *, reml: bool) -> float:
    """Return the tau2 >= 0 of the highest likelihood: every maximum of a scan is solved, the best one kept."""
    upper = _doubled(lambda tau2: score(d.fit(tau2)) < 0, max(float(d.v.mean()), float(d.y.var())))
    grid = np.concatenate(([0.0], upper * np.geomspace(_SPAN, 1.0, _POINTS)))
    scores = [score(d.fit(t)) for t in grid]
    roots = [0.0]
    for low, high, rising, falling in zip(grid, grid[1:], scores, scores[1:], strict=False):
        if rising > 0 >= falling:
            roots.append(float(brentq(lambda t: score(d.fit(t)), low, high, xtol=1e-300, rtol=1e-14, maxiter=500)))
    return max(roots, key=lambda t: d.fit(t).log_likelihood(reml=reml))


def _doubled(past: Callable[[float], bool], start: float) -> float:
    """Return the first of start, 2 start, 4 start, ... that lies past the root."""
    for _ in range(1100):  # the range of a double
        if past(start):
            return start
        start *= 2
        if not np.isfinite(start):
            break
    raise NotConverged("tau2 has no upper bound in these data.", hint="Look for an effect that is out of scale.")


# ------------------------------------------------------------------ by name

ESTIMATORS: dict[str, Callable[[Data], Spread]] = {
    "REML": _reml,
    "DL": _dersimonian_laird,
    "PM": _paule_mandel,
    "ML": _ml,
    "FE": _common,
    "EE": _common,
    "EB": _paule_mandel,  # Morris 1983 solves the same equation
    "SJ": _sidik_jonkman,
    "HE": _hedges,
    "HS": _hunter_schmidt,
    "HSk": _hunter_schmidt_k,
    "PMM": _paule_mandel_median,
    "DLIT": _paule_mandel,  # DerSimonian and Laird's estimator, iterated, ends at the same root
}


def estimate(d: Data, method: str) -> Spread:
    """Estimate tau2 by the estimator of that name.

    Raises
    ------
    ValidationError : an unknown name.
    NotConverged : an equation without a root.
    """
    one_of("method", method, tuple(ESTIMATORS))
    return ESTIMATORS[method](d)


def typical_variance(d: Data) -> float:
    """Return the variance of a typical study, s2 = df / tr(P). J. Higgins, S. Thompson, Stat Med 21, 2002."""
    fit = d.fit(0.0)
    return fit.df / fit.trace_p()


def i2_h2(tau2: float, typical: float) -> tuple[float, float]:
    """Return I2 = tau2 / (tau2 + s2), a share of 0 to 1, and H2 = (tau2 + s2) / s2, at least 1."""
    return tau2 / (tau2 + typical), (tau2 + typical) / typical


def q_profile(d: Data, level: float = 0.95) -> tuple[float, float]:
    """Return the confidence interval of tau2 by inverting Q(tau2) ~ chi2(df).

    Notes
    -----
    W. Viechtbauer, Stat Med 26, 2007. doi:10.1002/sim.2514. Exact for normal effects with known variances. Both ends are 0
    where the studies agree better than chance would have it.
    """
    tail = (1 - level) / 2
    low, high = (q_root(d, float(chi2.ppf(p, d.df))) for p in (1 - tail, tail))
    return low, high
