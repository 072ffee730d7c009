"""From what a paper prints to what a pool needs: t, p, confidence limits, medians and quartiles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm, t

from preex.errors import OutOfRange
from preex.meta.changes import from_standardised_change
from preex.meta.groups import Effect, hedges
from preex.meta.inputs import Floats, above, vectors


def smd_from_t(t_value: ArrayLike, n1: ArrayLike, n2: ArrayLike) -> Effect:
    """Return Hedges' g from an unpaired t: d = t sqrt(1/n1 + 1/n2)."""
    value, a, b = vectors(t=t_value, n1=n1, n2=n2)
    return hedges(value * np.sqrt(1 / a + 1 / b), a, b)


def smcc_from_t(t_value: ArrayLike, n: ArrayLike) -> Effect:
    """Return the standardised mean change from a paired t: dz = t / sqrt(n)."""
    value, people = vectors(t=t_value, n=n)
    return from_standardised_change(value / np.sqrt(people), people)


def t_from_p(p: ArrayLike, df: ArrayLike, sign: ArrayLike) -> Floats:
    """Return the t of an exact two-sided p.

    "p < .05" is no p: such results go to `preex.meta.censored`.

    Raises
    ------
    OutOfRange : p not within 0 to 1, both left out.
    """
    value, freedom, direction = vectors(p=p, df=df, sign=sign)
    bad = np.flatnonzero(~((value > 0) & (value < 1)))
    if bad.size:
        raise OutOfRange(
            f"p[{bad[0]}] is {value[bad[0]]:g}; an exact p lies between 0 and 1.", hint="Use the censored synthesis."
        )
    return np.asarray(np.sign(direction) * t.isf(value / 2, freedom))


def se_from_ci(ci_low: ArrayLike, ci_high: ArrayLike, df: ArrayLike | None = None, level: float = 0.95) -> Floats:
    """Return the standard error behind a confidence interval, by t(df), or by the normal without df."""
    low, high = vectors(ci_low=ci_low, ci_high=ci_high)
    above("ci_high - ci_low", high - low, 0.0, why="The upper limit is the larger one.")
    upper = (1 + level) / 2
    crit = norm.ppf(upper) if df is None else t.ppf(upper, np.asarray(df, dtype=float))
    return np.asarray((high - low) / (2 * crit))


@dataclass(frozen=True, slots=True)
class Five:
    """Mean and standard deviation estimated from order statistics."""

    mean: float
    sd: float


def mean_sd_from_order(
    *,
    n: float,
    median: float,
    q1: float | None = None,
    q3: float | None = None,
    low: float | None = None,
    high: float | None = None,
) -> Five:
    """Estimate mean and standard deviation from minimum, quartiles, median and maximum, as far as printed.

    Parameters
    ----------
    n : people, >= 2. q1, q3 : quartiles, both or none. low, high : minimum and maximum, both or none.

    Raises
    ------
    OutOfRange : neither pair, half a pair, or numbers out of order.

    Notes
    -----
    Mean: D. Luo et al., Stat Methods Med Res 27, 2018. doi:10.1177/0962280216669183. Standard deviation: J. Shi et al.,
    Res Synth Methods 11, 2020, of all five; X. Wan et al., BMC Med Res Methodol 14:135, 2014, of three. They assume a
    distribution that is not skewed.
    """
    if (q1 is None) != (q3 is None) or (low is None) != (high is None) or (q1 is None and low is None):
        raise OutOfRange("the median needs both quartiles, or minimum and maximum.", hint="Give a pair of them.")
    printed = [one for one in (low, q1, median, q3, high) if one is not None]
    if sorted(printed) != printed or n < 2:
        raise OutOfRange(f"{printed} with n = {n:g} is not in order.", hint="Minimum, quartile, median, ..., n >= 2.")
    if low is None or high is None:
        return _of_quartiles(n, median, q1 or 0.0, q3 or 0.0)
    if q1 is None or q3 is None:
        return _of_range(n, median, low, high)
    return _of_five(n, median, q1, q3, low, high)


def _of_quartiles(n: float, median: float, q1: float, q3: float) -> Five:
    w = 0.7 + 0.39 / n
    return Five(w * (q1 + q3) / 2 + (1 - w) * median, (q3 - q1) / _eta(n))


def _of_range(n: float, median: float, low: float, high: float) -> Five:
    w = 4 / (4 + n**0.75)
    return Five(w * (low + high) / 2 + (1 - w) * median, (high - low) / _xi(n))


def _of_five(n: float, median: float, q1: float, q3: float, low: float, high: float) -> Five:
    w1, w2 = 2.2 / (2.2 + n**0.75), 0.7 - 0.72 / n**0.55
    mean = w1 * (low + high) / 2 + w2 * (q1 + q3) / 2 + (1 - w1 - w2) * median
    w = 1 / (1 + 0.07 * n**0.6)
    return Five(mean, w * (high - low) / _xi(n) + (1 - w) * (q3 - q1) / _eta(n))


def _xi(n: float) -> float:
    """Return the expected range of n standard normal values (Blom's approximation)."""
    return float(2 * norm.ppf((n - 0.375) / (n + 0.25)))


def _eta(n: float) -> float:
    """Return their expected interquartile range."""
    return float(2 * norm.ppf((0.75 * n - 0.125) / (n + 0.25)))
