"""Proper scores of one forecast: what they are worth when the truth is a whole number of repetitions.

A score is proper when nobody can gain by saying anything but what they believe. Lower is better for all of them.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

# An error is counted no larger: one typing error must not outweigh fifty sets (design of the real-log comparison).
MOST_ERROR = 10.0
# Every forecast is mixed with so much of "any number at all", so that what it held impossible costs a lot, not
# everything: at most 12 nats. The same for all, and a mixture with fixed weights keeps the score proper.
ANYTHING = 1e-3


def absolute_error(said: float, reps: float) -> float:
    """Return how far one number was off, at most `MOST_ERROR`. [reps]"""
    return min(abs(said - reps), MOST_ERROR)


def log_score(pmf: FloatArray, reps: int) -> float:
    """Return the negative log of the probability given to what happened. [nats]

    Parameters
    ----------
    pmf : (n_reps,) probability of 0, 1, 2, ... repetitions.
    reps : repetitions done, >= 0; beyond the table = held impossible.

    Notes
    -----
    I. J. Good, "Rational decisions", J R Stat Soc B 14, 1952; mixed with `ANYTHING`, see there.
    """
    given = float(pmf[reps]) if reps < len(pmf) else 0.0
    return -math.log((1 - ANYTHING) * given + ANYTHING / len(pmf))


def crps(pmf: FloatArray, reps: int) -> float:
    """Return the continuous ranked probability score over whole repetitions. [reps]

    Parameters
    ----------
    pmf, reps : as in `log_score`.

    Returns
    -------
    Sum over k of (P(reps <= k) - [done <= k])^2. For a forecast of one certain number it is the absolute error.

    Notes
    -----
    T. Gneiting, A. E. Raftery, "Strictly proper scoring rules, prediction, and estimation", JASA 102, 2007; for counts:
    C. Czado, T. Gneiting, L. Held, "Predictive model assessment for count data", Biometrics 65, 2009.
    """
    below = np.cumsum(pmf)[: max(reps, 0)]
    above = 1.0 - np.cumsum(pmf)[reps:]
    beyond = max(0, reps - len(pmf))  # steps between the end of the table and what was done: P = 1 there
    return float(below @ below + above @ above) + beyond


def pit(pmf: FloatArray, reps: int) -> tuple[float, float]:
    """Return P(fewer than done) and P(at most done): the two ends of the probability integral transform.

    Where a forecast is right, a number drawn evenly between the two is even on 0 to 1.
    """
    cdf = np.cumsum(pmf)
    low = float(cdf[min(reps, len(cdf)) - 1]) if reps > 0 else 0.0
    return min(low, 1.0), min(float(cdf[min(reps, len(cdf) - 1)]), 1.0)


def median(pmf: FloatArray) -> int:
    """Return the smallest number with at least half of the probability at or below it. [reps]"""
    return min(int(np.searchsorted(np.cumsum(pmf), 0.5 - 1e-12)), len(pmf) - 1)
