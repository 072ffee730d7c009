"""Effect sizes of one group measured twice: before and after, or in two conditions of a crossover; and of two such groups.

Positive = `m1` (after; the condition of interest) higher than `m0`. All arguments and results are (n,).

Never mix effects standardised by the spread of changes (SMCC) with those standardised by the spread of people (SMCR, SMCRP):
they differ by sqrt(2 (1 - r)), 2.2-fold at r = 0.9.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from preex.meta.groups import Effect, small_sample
from preex.meta.inputs import Floats, above, correlations, vectors


@dataclass(frozen=True, slots=True)
class Paired:
    """Two means, their standard deviations (> 0), the number of people (>= 2) and the correlation within people."""

    m1: Floats
    m0: Floats
    sd1: Floats
    sd0: Floats
    n: Floats
    r: Floats

    @property
    def change_sd(self) -> Floats:
        """Standard deviation of the changes, sqrt(sd1^2 + sd0^2 - 2 r sd1 sd0)."""
        return np.asarray(np.sqrt(self.sd1**2 + self.sd0**2 - 2 * self.r * self.sd1 * self.sd0))


def paired(m1: ArrayLike, m0: ArrayLike, sd1: ArrayLike, sd0: ArrayLike, n: ArrayLike, r: ArrayLike) -> Paired:
    """Check and hold paired measurements.

    Raises
    ------
    OutOfRange : a standard deviation not above 0, fewer than 2 people, or r outside -1 to 1.
    """
    found = Paired(*vectors(m1=m1, m0=m0, sd1=sd1, sd0=sd0, n=n, r=r))
    for name in ("sd1", "sd0"):
        above(name, getattr(found, name), 0.0, why="Give the standard deviation, not the standard error.")
    above("n", found.n, 1.0, why="A change has a spread only with two people.")
    correlations(found.r)
    return found


def mean_change(p: Paired) -> Effect:
    """Return MC = m1 - m0 in raw units; variance change_sd^2 / n."""
    return Effect(p.m1 - p.m0, p.change_sd**2 / p.n)


def log_ratio_change(p: Paired, *, corrected: bool = False) -> Effect:
    """Return ROMC = log(m1 / m0), which reads as a relative change.

    Variance sd1^2/(n m1^2) + sd0^2/(n m0^2) - 2 r sd1 sd0/(n m1 m0). `corrected` as in `groups.log_ratio`.
    M. Lajeunesse, Ecology 92, 2011. doi:10.1890/11-0423.1.

    Raises
    ------
    OutOfRange : a mean that is not above 0.
    """
    for name in ("m1", "m0"):
        above(name, getattr(p, name), 0.0, why="A ratio needs amounts above 0; use the mean change.")
    term1, term0 = p.sd1**2 / (p.n * p.m1**2), p.sd0**2 / (p.n * p.m0**2)
    shared = 2 * p.r * p.sd1 * p.sd0 / (p.n * p.m1 * p.m0)
    bias = (term1 - term0) / 2 if corrected else 0.0
    return Effect(np.log(p.m1 / p.m0) + bias, term1 + term0 - shared)


def change_by_change_sd(p: Paired) -> Effect:
    """Return SMCC = J(n-1) (m1 - m0) / change_sd; variance 1/n + g^2/(2n).

    R. Gibbons, D. Hedeker, J. Davis, J Educ Stat 18, 1993.
    """
    return from_standardised_change((p.m1 - p.m0) / p.change_sd, p.n)


def from_standardised_change(dz: Floats, n: Floats) -> Effect:
    """Return SMCC from the uncorrected change over the spread of changes, dz = t / sqrt(n)."""
    y = small_sample(n - 1) * dz
    return Effect(y, 1 / n + y**2 / (2 * n))


def change_by_raw_sd(p: Paired) -> Effect:
    """Return SMCR = J(n-1) (m1 - m0) / sd0; variance 2 (1 - r)/n + g^2/(2n).

    B. Becker, Br J Math Stat Psychol 41, 1988. S. Morris, R. DeShon, Psychol Methods 7, 2002. doi:10.1037/1082-989X.7.1.105.
    """
    y = _raw(p)
    return Effect(y, 2 * (1 - p.r) / p.n + y**2 / (2 * p.n))


def change_by_raw_sd_unequal(p: Paired) -> Effect:
    """Return SMCRH: SMCR whose variance allows unequal spreads, change_sd^2/(sd0^2 (n-1)) + g^2/(2 (n-1)).

    D. Bonett, Psychol Methods 13, 2008. doi:10.1037/a0012868.
    """
    y = _raw(p)
    return Effect(y, p.change_sd**2 / (p.sd0**2 * (p.n - 1)) + y**2 / (2 * (p.n - 1)))


def change_by_pooled_sd(p: Paired) -> Effect:
    """Return SMCRP = J(2(n-1)/(1+r^2)) (m1 - m0) / sqrt((sd1^2 + sd0^2)/2); variance 2 (1-r)/n + g^2 (1+r^2)/(4n).

    D. Bonett, Br J Math Stat Psychol 68, 2015, and G. Cousineau, Tutor Quant Methods Psychol 16, 2020, for the
    degrees of freedom.
    """
    df = 2 * (p.n - 1) / (1 + p.r**2)
    y = small_sample(df) * (p.m1 - p.m0) / np.sqrt((p.sd1**2 + p.sd0**2) / 2)
    return Effect(y, 2 * (1 - p.r) / p.n + y**2 * (1 + p.r**2) / (4 * p.n))


def _raw(p: Paired) -> Floats:
    return small_sample(p.n - 1) * (p.m1 - p.m0) / p.sd0


CHANGES: dict[str, Callable[[Paired], Effect]] = {
    "MC": mean_change,
    "SMCC": change_by_change_sd,
    "SMCR": change_by_raw_sd,
    "SMCRH": change_by_raw_sd_unequal,
    "SMCRP": change_by_pooled_sd,
    "ROMC": log_ratio_change,
}


@dataclass(frozen=True, slots=True)
class PrePostControl:
    """Morris' d_ppc2 with what it is made of; all (n,).

    yi : J (change of T - change of C) / sd. j : J(nT + nC - 2). sd : of both groups before, pooled.
    vi_simple : 2 (1 - r_T) h + d^2 / (2 N). vi : Morris' variance; the simple one is 1 to 4 %
    too small in simulations.
    """

    yi: Floats
    vi: Floats
    vi_simple: Floats
    j: Floats
    sd: Floats


def pre_post_control(t: Paired, c: Paired) -> PrePostControl:
    """Compare the changes of a treated and a control group, by the spread before.

    Raises
    ------
    OutOfRange : fewer than five people in all, for which the variance does not exist.

    Notes
    -----
    S. Morris, Organ Res Methods 11, 2008, equations 8 to 10 and 25. doi:10.1177/1094428106291059. Variance
    J^2 2(1-rho) h (N-2)/(N-4) (1 + d^2/(2(1-rho)h)) - d^2, h = 1/nT + 1/nC, N = nT + nC, rho = the arms' r weighted by
    people, d = the corrected estimate. At the true effect within 2 % of simulation (n 8 to 20 a group, r 0.5 to 0.9);
    with the estimate in its place, as here, 0 to 5 % too large, most at n = 8.
    """
    total = t.n + c.n
    above("nT + nC", total, 4.0, why="Its variance needs five people; use the mean change.")
    h, j = 1 / t.n + 1 / c.n, small_sample(total - 2)
    sd = np.sqrt(((t.n - 1) * t.sd0**2 + (c.n - 1) * c.sd0**2) / (total - 2))
    d = j * ((t.m1 - t.m0) - (c.m1 - c.m0)) / sd
    rho = (t.n * t.r + c.n * c.r) / total
    unit = 2 * (1 - rho) * h
    morris = j**2 * unit * (total - 2) / (total - 4) * (1 + d**2 / unit) - d**2
    return PrePostControl(d, morris, 2 * (1 - t.r) * h + d**2 / (2 * total), j, sd)
