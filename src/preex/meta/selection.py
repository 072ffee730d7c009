"""Two models of how published studies were selected: Henmi and Copas' interval, and a weight for results without significance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.integrate import quad
from scipy.optimize import brentq, minimize
from scipy.stats import chi2, gamma, norm

from preex.errors import OutOfRange
from preex.meta.bias import enough
from preex.meta.heterogeneity import Data, NotConverged, estimate
from preex.meta.inputs import Floats, one_of

LEAST_SELECTED = 15  # effects for the selection model: fewer leave one of its sides almost empty


@dataclass(frozen=True, slots=True)
class Interval:
    """An estimate with its standard error and interval."""

    mu: float
    se: float
    ci_low: float
    ci_high: float


def henmi_copas(yi: ArrayLike, vi: ArrayLike, *, level: float = 0.95) -> Interval:
    """Return the common-effect mean with an interval that allows for heterogeneity and small-study bias.

    M. Henmi, J. Copas, Stat Med 29, 2010. doi:10.1002/sim.4029. Large studies keep their weight; the interval's width comes from
    the joint law of the mean's error and Q, with a gamma for Q given the error.
    """
    y, v = enough(yi, vi, 3, "Henmi and Copas's interval")
    law = _JointLaw(Data(y, v, np.ones((len(y), 1))))
    width = law.critical((1 - level) / 2)
    half = width * law.se
    return Interval(law.mean, law.se, law.mean - half, law.mean + half)


class _JointLaw:
    """The common-effect mean's error R (in its own standard errors) and Q, jointly, at DerSimonian and Laird's tau2."""

    def __init__(self, data: Data) -> None:
        w = 1 / data.v
        fit = data.fit(0.0)
        self.total, self.ratio = float(w.sum()), float(w @ w / w.sum())
        self.k, self.mean = data.k, float(fit.beta[0])
        self.tau2 = max(0.0, (fit.rss - fit.df) / (self.total - self.ratio))
        self.se = float(np.sqrt((1 + self.tau2 * self.ratio) / self.total))
        # y | R is normal; Q = y' A y then has a mean and a variance that are quadratic in R.
        spread = np.diag(data.v + self.tau2)
        A = np.diag(w) - np.outer(w, w) / self.total
        unit = w / np.sqrt(self.total)  # R = unit' (y - mu)
        gain = spread @ unit / (unit @ spread @ unit)
        given = spread - np.outer(gain, gain) * (unit @ spread @ unit)
        AS = A @ given
        self._mean = (float(np.trace(AS)), float(gain @ A @ gain))
        self._variance = (float(2 * np.trace(AS @ AS)), float(4 * gain @ A @ given @ A @ gain))
        self._sd = float(np.sqrt(unit @ spread @ unit))

    def critical(self, tail: float) -> float:
        """Solve P(error / estimated se > u) = tail for u."""
        return float(brentq(lambda u: self._beyond(u) - tail, 0.1, 50.0, xtol=1e-12))

    def _beyond(self, u: float) -> float:
        """Integrate over R: the estimated variance 1 + tau2 W2 must be below (R / u)^2, so Q below a bound."""

        def inner(r: float) -> float:
            bound = ((r / u) ** 2 - 1) * (self.total / self.ratio - 1) + (self.k - 1)
            mean, variance = (a + b * r * r for a, b in (self._mean, self._variance))
            below = gamma.cdf(bound, mean**2 / variance, scale=variance / mean)
            return float(below * norm.pdf(r, scale=self._sd))

        return float(quad(inner, u, np.inf, epsabs=1e-12, epsrel=1e-10, limit=200)[0])


@dataclass(frozen=True, slots=True)
class Selection:
    """A three-parameter selection model.

    mu, se : the effect had all been published. tau2 : between studies. delta : chance that a result above the step is published,
    relative to one below it; 1 = no selection. lrt, lrt_p : test of delta = 1 by chi2(1).
    """

    mu: float
    se: float
    tau2: float
    delta: float
    lrt: float
    lrt_p: float


def selection_model(
    yi: ArrayLike, vi: ArrayLike, alternative: str = "greater", step: float = 0.025, *, least: int = LEAST_SELECTED
) -> Selection:
    """Estimate the effect together with the chance that a result without significance is published.

    Parameters
    ----------
    alternative : side on which a one-sided p counts as significant, "greater" or "less".
    step : one-sided p up to which results are surely published.

    Raises
    ------
    TooFewStudies : fewer than `least` effects. OutOfRange : all p on one side of the step.
    NotConverged : the likelihood has no inner maximum.

    Notes
    -----
    J. Vevea, L. Hedges, Psychometrika 60, 1995. doi:10.1007/BF02294384. Maximum likelihood.
    """
    one_of("alternative", alternative, ("greater", "less"))
    y, v = enough(yi, vi, least, "the selection model")
    turn = 1.0 if alternative == "greater" else -1.0
    model = _ThreeParameters(turn * y, v, step)
    start = estimate(Data(model.y, v, np.ones((len(y), 1))), "ML").tau2
    found = minimize(
        model.deviance,
        [float(np.average(model.y, weights=1 / (v + start))), np.sqrt(start + 1e-4 * v.mean()), 0.0],
        method="Nelder-Mead",
        options={"xatol": 1e-10, "fatol": 1e-12, "maxiter": 5000, "maxfev": 5000},
    )
    if not found.success or abs(found.x[2]) > 10:
        raise NotConverged("the selection model has no inner maximum.", hint="Report the pool and the funnel only.")
    lrt = max(0.0, model.unselected(start) - float(found.fun))
    mu, tau, log_delta = (float(x) for x in found.x)
    return Selection(
        turn * mu, model.standard_error(found.x), tau**2, float(np.exp(log_delta)), lrt, float(chi2.sf(lrt, 1))
    )


class _ThreeParameters:
    """Twice the negative log-likelihood in (mu, tau, log delta)."""

    def __init__(self, y: Floats, v: Floats, step: float) -> None:
        self.y, self.v = y, v
        self.bound = np.sqrt(v) * norm.isf(step)  # effects above it are significant
        self.dull = y < self.bound
        if self.dull.all() or not self.dull.any():
            raise OutOfRange(f"all results lie on one side of p = {step:g}.", hint="Choose another step.")

    def deviance(self, x: Floats) -> float:
        mu, tau, log_delta = x
        sd = np.sqrt(self.v + tau**2)
        delta = np.exp(min(log_delta, 50.0))
        z = (self.bound - mu) / sd
        published = norm.sf(z) + delta * norm.cdf(z)
        log_l = norm.logpdf(self.y, mu, sd).sum() + log_delta * self.dull.sum() - np.log(published).sum()
        return float(-2 * log_l)

    def unselected(self, tau2: float) -> float:
        mu = float(np.average(self.y, weights=1 / (self.v + tau2)))
        return self.deviance(np.array([mu, np.sqrt(tau2), 0.0]))

    def standard_error(self, x: Floats) -> float:
        """Return the se of mu from the curvature, by central differences; tau is left out where it is 0."""
        free = [i for i in range(3) if i != 1 or abs(x[1]) > 1e-4 * float(np.sqrt(self.v.mean()))]
        steps = np.eye(3) * 1e-3 * np.array([float(np.sqrt(self.v.mean()))] * 2 + [1.0])

        def second(i: int, j: int) -> float:
            a, b = steps[i], steps[j]
            four = (self.deviance(x + s * a + t * b) * s * t for s in (1, -1) for t in (1, -1))
            return sum(four) / (4 * float(a.sum() * b.sum()))

        curvature = np.array([[second(i, j) / 2 for j in free] for i in free])
        return float(np.sqrt(np.linalg.inv(curvature)[0, 0]))
