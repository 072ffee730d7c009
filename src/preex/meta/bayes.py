"""Bayesian random effects by quadrature: what to believe when few studies cannot tell how much they differ.

y_i ~ N(mu, v_i + tau^2), mu normal, tau half-normal or half-Cauchy. mu is integrated by hand, tau on a fixed mesh, so the answer
takes milliseconds, is the same every time and is exact to seven digits.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.stats import norm

from preex.errors import OutOfRange, ValidationError
from preex.meta.inputs import Floats, effects
from preex.meta.mixture import Mixture

_PANELS, _POINTS = 300, 6  # of the mesh for tau


@dataclass(frozen=True, slots=True)
class TauPrior:
    """What is believed of tau before any study: its family and scale, in the unit of the effects."""

    family: str
    scale: float

    def __post_init__(self) -> None:
        if self.family not in _DENSITIES:
            raise ValidationError(
                f"the prior {self.family!r} is unknown.", hint=f"Choose from {', '.join(_DENSITIES)}."
            )
        if not (math.isfinite(self.scale) and self.scale > 0):
            raise OutOfRange(f"the scale of tau is {self.scale:g}; it must be above 0.", hint="0.5 suits an SMD.")

    @classmethod
    def parse(cls, text: str) -> TauPrior:
        """Read `half-normal(0.5)`.

        Raises
        ------
        ValidationError : anything else.
        """
        found = re.fullmatch(r"\s*([a-z-]+)\s*\(\s*([0-9.eE+-]+)\s*\)\s*", text)
        if not found:
            raise ValidationError(f"the prior {text[:40]!r} cannot be read.", hint="Write half-normal(0.5).")
        return cls(found[1], float(found[2]))

    def log_density(self, tau: Floats) -> Floats:
        """Return the normalised log-density of tau >= 0."""
        return _DENSITIES[self.family](tau / self.scale) - math.log(self.scale)


_DENSITIES: dict[str, Callable[[Floats], Floats]] = {
    "half-normal": lambda z: np.asarray(math.log(2) + norm.logpdf(z)),
    "half-cauchy": lambda z: np.asarray(math.log(2 / math.pi) - np.log1p(z**2)),
}


@dataclass(frozen=True, slots=True)
class Prior:
    """Priors of the mean, normal(mean, sd), and of tau."""

    mean: float
    sd: float
    tau: TauPrior

    def __post_init__(self) -> None:
        if not (math.isfinite(self.sd) and self.sd > 0 and math.isfinite(self.mean)):
            raise OutOfRange(f"the prior of the mean is normal({self.mean:g}, {self.sd:g}); its sd must be above 0.")

    def scaled(self, by: float) -> Prior:
        """Return priors `by` times as wide, for the sensitivity strip."""
        return replace(self, sd=self.sd * by, tau=replace(self.tau, scale=self.tau.scale * by))


@dataclass(frozen=True, slots=True)
class Posterior:
    """What to believe after the studies: a mixture over tau.

    tau, weight : (m,) mesh and its probabilities, summing to 1.
    centre, spread : (m,) mean and standard deviation of mu given tau.
    log_marginal : log-likelihood of the studies under the priors, for comparing priors.
    prior : as used.
    """

    k: int
    tau: Floats
    weight: Floats
    centre: Floats
    spread: Floats
    log_marginal: float
    prior: Prior

    @property
    def mu(self) -> Mixture:
        """The mean."""
        return Mixture(self.weight, self.centre, self.spread)

    @property
    def next_effect(self) -> Mixture:
        """The true effect of a next study."""
        return Mixture(self.weight, self.centre, np.hypot(self.spread, self.tau))

    @property
    def mean(self) -> float:
        """Mean of mu."""
        return self.mu.mean

    @property
    def sd(self) -> float:
        """Standard deviation of mu."""
        return self.mu.sd

    @property
    def tau_mean(self) -> float:
        """Mean of tau."""
        return float(self.weight @ self.tau)

    def p_below(self, bound: float) -> float:
        """Return P(mu < bound)."""
        return self.mu.p_below(bound)

    def p_within(self, low: float, high: float) -> float:
        """Return P(low < mu < high)."""
        return self.p_below(high) - self.p_below(low)

    def quantile(self, q: float) -> float:
        """Return the quantile of mu."""
        return self.mu.quantile(q)

    def predictive_p_below(self, bound: float) -> float:
        """Return P(true effect of a next study < bound)."""
        return self.next_effect.p_below(bound)

    def predictive_quantile(self, q: float) -> float:
        """Return the quantile of the true effect of a next study."""
        return self.next_effect.quantile(q)

    def tau_quantile(self, q: float) -> float:
        """Return the quantile of tau: within a panel the density is a polynomial through its points."""
        per_panel = self.weight.reshape(_PANELS, _POINTS)
        below = np.concatenate(([0.0], np.cumsum(per_panel.sum(axis=1))))
        panel = int(np.clip(np.searchsorted(below, q, side="right") - 1, 0, _PANELS - 1))
        density = np.polynomial.legendre.legfit(_NODES, per_panel[panel] / _WEIGHTS, _POINTS - 1)
        primitive = np.polynomial.legendre.legint(density, lbnd=-1)

        def gap(z: float) -> float:
            return float(below[panel] + np.polynomial.legendre.legval(z, primitive) - q)

        z = float(brentq(gap, -1.0, 1.0)) if gap(-1.0) < 0 < gap(1.0) else -1.0
        share = (panel + (z + 1) / 2) / _PANELS
        return self.prior.tau.scale * share / (1 - share)


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(_POINTS)


def bayes_random_effects(yi: ArrayLike, vi: ArrayLike, prior: Prior) -> Posterior:
    """Return the posterior of mean and heterogeneity.

    Parameters
    ----------
    yi, vi : (k,) effects and sampling variances, k >= 1.
    prior : in the unit of the effects; `preex.meta.policy` holds those of the product.

    Notes
    -----
    C. Roever, J Stat Softw 93(6), 2020. doi:10.18637/jss.v093.i06, with T. Friede et al., Res Synth Methods 8, 2017, for few studies.
    tau = scale x / (1 - x) maps the half-line to 0..1, where 300 Gauss-Legendre panels of 6 points are laid.
    """
    y, v = effects(yi, vi)
    x = ((np.arange(_PANELS)[:, None] + (_NODES + 1) / 2) / _PANELS).ravel()
    tau = prior.tau.scale * x / (1 - x)
    log_measure = np.log(np.tile(_WEIGHTS, _PANELS) / (2 * _PANELS) * prior.tau.scale / (1 - x) ** 2)
    log_l, centre, spread = _given_tau(y, v, tau, prior)
    log_post = log_l + prior.tau.log_density(tau) + log_measure
    top = float(log_post.max())
    weight = np.exp(log_post - top)
    return Posterior(len(y), tau, weight / weight.sum(), centre, spread, top + math.log(float(weight.sum())), prior)


def _given_tau(y: Floats, v: Floats, tau: Floats, prior: Prior) -> tuple[Floats, Floats, Floats]:
    """Return log p(y | tau) with mu integrated out, and the mean and sd of mu given tau; all (m,)."""
    out = np.empty((3, len(tau)))
    for i, t2 in enumerate(tau**2):  # rows one by one: 10,000 studies would not fit as a table
        w = 1 / (v + t2)
        total = w.sum() + 1 / prior.sd**2
        centre = (w @ y + prior.mean / prior.sd**2) / total
        fit = w @ (y - centre) ** 2 + ((centre - prior.mean) / prior.sd) ** 2
        log_det = np.log(w).sum() - math.log(prior.sd**2 * total)
        out[:, i] = 0.5 * (log_det - fit - len(y) * math.log(2 * math.pi)), centre, total**-0.5
    return out[0], out[1], out[2]
