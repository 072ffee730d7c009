"""Pool results of which papers print no more than "p < .05, fewer" or "no difference".

A paired study of n people has t = dz sqrt(n), dz the change over the spread of changes. What is printed says in which range t
lies; "p < .001" is such a range and not "p = .001". dz_i ~ N(mu, tau^2), mu ~ N(0, 1), tau half-normal(0.5), by quadrature.
The direction is then often near certain while the size follows the prior; both are returned, say so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from scipy.interpolate import CubicSpline
from scipy.special import ndtr, roots_legendre
from scipy.stats import chi2, norm, t

from preex.errors import OutOfRange, ValidationError
from preex.meta.inputs import Floats

_REACH, _N_MU, _N_TAU, _N_DZ = 8.0, 401, 32, 401
_INNER = np.polynomial.hermite_e.hermegauss(24)
_N_SPREAD = 400
_FLOOR = 1e-300  # of a probability whose logarithm is taken


@dataclass(frozen=True, slots=True)
class Printed:
    """What a paired study prints.

    n : people, >= 2. bound : two-sided p: "p < bound" with a direction, "p > bound" without. direction : -1 fewer, 1 more, 0 = no
    significant difference.
    """

    n: int
    bound: float
    direction: int

    def __post_init__(self) -> None:
        if self.n < 2:
            raise OutOfRange(f"n is {self.n}; a paired test needs two people.")
        if not 0 < self.bound < 1:
            raise OutOfRange(f"the bound of p is {self.bound:g}; it lies between 0 and 1.")
        if self.direction not in (-1, 0, 1):
            raise OutOfRange(f"direction is {self.direction}; -1 is fewer, 1 more, 0 no difference.")

    def probability(self, dz: Floats) -> Floats:
        """Return P(what was printed | dz), (m,), where t = (N(0, 1) + dz sqrt(n)) / sqrt(chi2(n - 1) / (n - 1)).

        The noncentral t of SciPy has no value far out, which is where "fewer, p < .001" is most probable; so the normal
        part is integrated over the spread, which has a value everywhere.
        """
        df, shift = self.n - 1, np.sqrt(self.n) * dz[:, None]
        nodes, weights = _nodes(_N_SPREAD)
        share = (nodes + 1) / 2  # of the distribution of the spread, so that its density is 1
        edge = float(t.isf(self.bound / 2, df)) * np.sqrt(chi2.ppf(share, df) / df)
        far = np.abs(shift)  # the same on both sides, and 1 - 1 on neither
        within = ndtr(edge - far) - ndtr(-edge - far)
        given = ndtr(self.direction * shift - edge) if self.direction else within
        return np.asarray(given @ weights / 2)


@dataclass(frozen=True, slots=True)
class Direction:
    """What printed directions say of the mean change mu, in spreads of changes.

    mu : (n,) values and p : (n,) their probabilities. The size leans on prior_sd; compare half and double.
    """

    mu: Floats
    p: Floats
    prior_sd: float

    @property
    def mean(self) -> float:
        """Mean of mu."""
        return float(self.p @ self.mu)

    @property
    def p_below_0(self) -> float:
        """Probability that there is less on average."""
        return float(np.interp(0.0, self.mu, self._cdf))

    def quantile(self, q: float) -> float:
        """Return the quantile of mu."""
        return float(np.interp(q, self._cdf, self.mu))

    @property
    def _cdf(self) -> Floats:
        return np.asarray(np.cumsum(self.p) - self.p / 2)  # a value stands for the middle of its step


def censored_synthesis(results: Sequence[Printed], *, prior_sd: float = 1.0, tau_scale: float = 0.5) -> Direction:
    """Pool printed directions.

    Parameters
    ----------
    results : one a study. prior_sd : of mu, 0 to 2. tau_scale : of the half-normal of tau, above 0.

    Raises
    ------
    ValidationError : no result. OutOfRange : a prior outside its range.
    """
    if not results:
        raise ValidationError("there is no printed result.", hint="Give at least one study.")
    if not (0 < prior_sd <= 2 and 0 < tau_scale <= 2):
        raise OutOfRange(f"prior_sd is {prior_sd:g} and tau_scale {tau_scale:g}; both lie above 0 and up to 2.")
    mu = np.linspace(-_REACH, _REACH, _N_MU)
    nodes, weights = _nodes(_N_TAU)
    tau = 2 * tau_scale * (nodes + 1)  # up to four scales
    total = np.zeros(_N_MU)
    for value, weight in zip(tau, weights * norm.pdf(tau, scale=tau_scale), strict=True):
        total += weight * np.prod([_averaged(one, float(value)) for one in results], axis=0)
    total *= norm.pdf(mu, scale=prior_sd)
    return Direction(mu, total / total.sum(), prior_sd)


@cache
def _nodes(n: int) -> tuple[Floats, Floats]:
    """Return points and weights of Gauss and Legendre's rule on -1 to 1."""
    points, weights = roots_legendre(n)  # of a tridiagonal matrix: a hundred times as fast as NumPy's of a full one
    return np.asarray(points), np.asarray(weights)


@lru_cache(maxsize=256)
def _smooth(one: Printed) -> Callable[[Floats], Floats]:
    """Return the log-likelihood of dz as a spline: it is asked at many places."""
    dz = np.linspace(-2 * _REACH, 2 * _REACH, _N_DZ)
    spline = CubicSpline(dz, np.log(np.maximum(one.probability(dz), _FLOOR)))
    return lambda x: np.asarray(np.exp(np.minimum(spline(np.clip(x, dz[0], dz[-1])), 0.0)))


@lru_cache(maxsize=8192)
def _averaged(one: Printed, tau: float) -> Floats:
    """Return the likelihood of each mu, dz averaged over N(mu, tau^2); many pools hold the same study."""
    points, weights = _INNER
    mu = np.linspace(-_REACH, _REACH, _N_MU)
    return np.asarray(_smooth(one)(mu[:, None] + tau * points) @ weights / weights.sum())
