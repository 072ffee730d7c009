"""Effect sizes of two independent groups: mean differences and the log ratio of means, each with its variance.

Positive = group 1 higher. All arguments and results are (n,), one row a comparison.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaln

from preex.errors import OutOfRange, ValidationError
from preex.meta.inputs import Floats, above, vectors


@dataclass(frozen=True, slots=True)
class Effect:
    """Effects yi (n,) and their sampling variances vi (n,)."""

    yi: Floats
    vi: Floats

    def __sub__(self, other: Effect) -> Effect:
        """Subtract the effects of independent groups; their variances add."""
        return Effect(self.yi - other.yi, self.vi + other.vi)


@dataclass(frozen=True, slots=True)
class Groups:
    """Means, standard deviations (> 0) and sizes (>= 2) of two groups."""

    m1: Floats
    sd1: Floats
    n1: Floats
    m2: Floats
    sd2: Floats
    n2: Floats

    @property
    def df(self) -> Floats:
        """Degrees of freedom of the pooled standard deviation."""
        return self.n1 + self.n2 - 2

    @property
    def pooled_sd(self) -> Floats:
        """Standard deviation within groups, pooled by degrees of freedom."""
        return np.asarray(np.sqrt(((self.n1 - 1) * self.sd1**2 + (self.n2 - 1) * self.sd2**2) / self.df))


def small_sample(df: ArrayLike) -> Floats:
    """Return Hedges' exact correction J(df), 0 to 1, which takes the bias from a standardised difference.

    J = gamma(df/2) / (sqrt(df/2) gamma((df-1)/2)), df > 1. L. Hedges, J Educ Stat 6, 1981. doi:10.3102/10769986006002107.
    The shortcut 1 - 3 / (4 df - 1) is off in the third digit at df = 5.
    """
    m = np.atleast_1d(np.asarray(df, dtype=float))
    above("df", m, 1.0, why="Studies of one or two people cannot be standardised; use the raw difference.")
    return np.asarray(np.exp(gammaln(m / 2) - 0.5 * np.log(m / 2) - gammaln((m - 1) / 2)))


def two_groups(m1: ArrayLike, sd1: ArrayLike, n1: ArrayLike, m2: ArrayLike, sd2: ArrayLike, n2: ArrayLike) -> Groups:
    """Check and hold two groups.

    Raises
    ------
    OutOfRange : a standard deviation not above 0, or a group of fewer than 2.
    """
    groups = Groups(*vectors(m1=m1, sd1=sd1, n1=n1, m2=m2, sd2=sd2, n2=n2))
    for name in ("sd1", "sd2"):
        above(name, getattr(groups, name), 0.0, why="Give the standard deviation, not the standard error.")
    for name in ("n1", "n2"):
        above(name, getattr(groups, name), 1.0, why="A standard deviation needs two people.")
    return groups


def mean_difference(g: Groups) -> Effect:
    """Return m1 - m2 in raw units; variance sd1^2/n1 + sd2^2/n2."""
    return Effect(g.m1 - g.m2, g.sd1**2 / g.n1 + g.sd2**2 / g.n2)


def standardised_difference(g: Groups, variance: str = "LS") -> Effect:
    """Return Hedges' g = J (m1 - m2) / pooled sd.

    Parameters
    ----------
    variance : "LS" large-sample, 1/n1 + 1/n2 + g^2 / (2 N); "UB" unbiased, after Hedges 1983.

    Notes
    -----
    L. Hedges, I. Olkin, Statistical Methods for Meta-Analysis, 1985, chapter 5.
    """
    d = (g.m1 - g.m2) / g.pooled_sd
    return hedges(d, g.n1, g.n2, variance)


def hedges(d: Floats, n1: Floats, n2: Floats, variance: str = "LS") -> Effect:
    """Return Hedges' g with its variance from an uncorrected d."""
    if variance not in ("LS", "UB"):
        raise ValidationError(f"variance is {variance!r}.", hint="Choose LS or UB.")
    df = n1 + n2 - 2
    j = small_sample(df)
    y = j * d
    if variance == "LS":
        return Effect(y, 1 / n1 + 1 / n2 + y**2 / (2 * (n1 + n2)))
    above("n1 + n2", n1 + n2, 4.0, why="The unbiased variance needs five people; use LS.")
    return Effect(y, 1 / n1 + 1 / n2 + (1 - (df - 2) / (df * j**2)) * y**2)


def heteroscedastic_difference(g: Groups) -> Effect:
    """Return the difference over the root mean square of both standard deviations, for groups that spread unequally.

    Notes
    -----
    D. Bonett, Psychol Methods 13, 2008. doi:10.1037/a0012868.
    """
    share1, share2 = g.sd1**2 / (g.n1 - 1), g.sd2**2 / (g.n2 - 1)
    mean_square = (g.sd1**2 + g.sd2**2) / 2
    y = small_sample(g.df) * (g.m1 - g.m2) / np.sqrt(mean_square)
    spread = y**2 * (g.sd1**2 * share1 + g.sd2**2 * share2) / (8 * mean_square**2)
    return Effect(y, spread + (share1 + share2) / mean_square)


def log_ratio(g: Groups, *, corrected: bool = False) -> Effect:
    """Return log(m1 / m2), which reads as a relative change; variance sd1^2/(n1 m1^2) + sd2^2/(n2 m2^2).

    Parameters
    ----------
    corrected : take out the small-sample bias, half the difference of the two terms of the variance.

    Raises
    ------
    OutOfRange : a mean that is not above 0.

    Notes
    -----
    L. Hedges, J. Gurevitch, P. Curtis, Ecology 80, 1999. M. Lajeunesse, Ecology 96, 2015. doi:10.1890/14-2402.1.
    """
    for name in ("m1", "m2"):
        above(name, getattr(g, name), 0.0, why="A ratio needs amounts above 0; use the mean difference.")
    term1, term2 = g.sd1**2 / (g.n1 * g.m1**2), g.sd2**2 / (g.n2 * g.m2**2)
    bias = (term1 - term2) / 2 if corrected else 0.0
    return Effect(np.log(g.m1 / g.m2) + bias, term1 + term2)


def shared_control_covariance(g: Groups, study: ArrayLike) -> tuple[Effect, Floats]:
    """Return Hedges' g and its covariance (n, n) where rows of one study share their group 2.

    Off the diagonal 1 / n2 + g_i g_j / (2 N) with N the people of all arms of the two rows. L. Gleser, I. Olkin, in
    H. Cooper, L. Hedges, The Handbook of Research Synthesis, 1994, chapter 22.

    Raises
    ------
    OutOfRange : rows of one study whose group 2 differs, so that it is not shared.
    """
    effect = standardised_difference(g)
    same = np.equal.outer(np.asarray(study), np.asarray(study))
    if np.any(same & (np.subtract.outer(g.n2, g.n2) != 0)):
        raise OutOfRange("rows of one study have controls of different size.", hint="Give them different study names.")
    total = np.add.outer(g.n1, g.n1) + g.n2[:, None]
    V = np.where(same, 1 / g.n2[:, None] + np.multiply.outer(effect.yi, effect.yi) / (2 * total), 0.0)
    np.fill_diagonal(V, effect.vi)
    return effect, V
