"""Is a forecast right about how sure it is? Coverage and reliability of forecasts of whole numbers.

An interval of whole numbers from quantile to quantile, both ends included, holds more than its name says even if the
forecast is perfect: of a fair die the central 50 % is 2 to 5, which holds 67 %. `coverage` counts such intervals, as a
lifter reads them. `randomised_coverage` asks whether the forecast is right: an outcome on the edge of the interval
counts with the share of its probability that belongs inside. It is the mean over all draws of the randomised
probability integral transform, so no draw adds noise. A perfect forecast has a randomised coverage equal to the level.

C. Czado, T. Gneiting, L. Held, "Predictive model assessment for count data", Biometrics 65, 2009.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from preex.scoring.proper import FloatArray

LEVELS = (0.5, 0.8, 0.95)
_TOUCH = 1e-12


def coverage(low: FloatArray, high: FloatArray, level: float) -> float:
    """Return the share of outcomes from the lower to the upper quantile, both included.

    Parameters
    ----------
    low, high : (n_set,) P(fewer than done), P(at most done), from `proper.pit`.
    level : of the central interval, 0 to 1.
    """
    tail = (1 - level) / 2
    return float(np.mean((high >= tail - _TOUCH) & (low < 1 - tail - _TOUCH)))


def randomised_coverage(low: FloatArray, high: FloatArray, level: float) -> float:
    """Return the share of the randomised transform inside the central interval; see the head of this module."""
    return float(np.mean(_share(low, high, (1 - level) / 2, (1 + level) / 2)))


def histogram(low: FloatArray, high: FloatArray, bins: int = 10) -> FloatArray:
    """Return the share of outcomes in each of `bins` equal parts of the transform, shape (bins,); even = calibrated.

    Bulging in the middle: the forecast is too wide. Both ends high: too narrow. Leaning: biased.
    """
    edges = np.linspace(0, 1, bins + 1)
    return np.array([np.mean(_share(low, high, float(a), float(b))) for a, b in pairwise(edges)])


def reliability(low: FloatArray, high: FloatArray, levels: FloatArray) -> FloatArray:
    """Return the share of outcomes at or below each quantile level, shape (n_level,); equal to `levels` = calibrated."""
    return np.array([np.mean(_share(low, high, 0.0, level)) for level in levels])


def _share(low: FloatArray, high: FloatArray, start: float, end: float) -> FloatArray:
    """Share of each outcome's stretch of the transform that lies from `start` to `end`, shape (n_set,)."""
    width = high - low
    inside = np.clip(np.minimum(high, end) - np.maximum(low, start), 0.0, None)
    point = ((low >= start) & (low < end)) | ((end == 1.0) & (low >= 1.0))  # an outcome held impossible has no width
    return np.where(width > _TOUCH, inside / np.maximum(width, _TOUCH), point)
