"""From repetitions seen before to a probability of each number: an empirical distribution, spread over neighbours."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from preex.fatigue.reps import MAX_REPS
from preex.scoring.proper import FloatArray

N_REPS = MAX_REPS + 1
_REACH = 12  # repetitions over which a past set speaks for its neighbours; `proper.ANYTHING` covers the rest
_PRIOR_SETS, _PRIOR_WIDTH = 3.0, 2.0  # before a rule has a record: this many sets' worth of errors of about two
_WIDTH = 0.5  # neighbours of what was seen are an eighth as likely


def whole(reps: float) -> int:
    """Return the nearest number of repetitions that can be logged, 1 to `MAX_REPS`; halves go up."""
    return int(min(max(math.floor(reps + 0.5), 1), MAX_REPS))


def spread(reps: Sequence[float], weights: Sequence[float], width: float = _WIDTH) -> FloatArray:
    """Return past repetitions as probabilities, shape (n_reps,).

    Parameters
    ----------
    reps, weights : of the past sets; one at least.
    width : over which each speaks for its neighbours, e-fold. [reps]
    """
    return _possible(_blurred(np.bincount([whole(r) for r in reps], weights, N_REPS).astype(float), width))


def guess(reps: int) -> FloatArray:
    """Return a number nobody has a record of as probabilities, shape (n_reps,)."""
    return spread([reps], [1.0], _PRIOR_WIDTH)


class Errors:
    """How far off a rule that says one number was, and so how far off it may be."""

    def __init__(self) -> None:
        counts = np.zeros(2 * N_REPS - 1)  # of errors from -MAX_REPS to MAX_REPS
        counts[MAX_REPS] = _PRIOR_SETS
        self._counts = _blurred(counts, _PRIOR_WIDTH)

    def add(self, error: int) -> None:
        """Count an error. [reps]"""
        self._counts[MAX_REPS + error] += 1

    def around(self, said: int) -> FloatArray:
        """Return what may be done where the rule says `said`, shape (n_reps,)."""
        return _possible(_blurred(self._counts, _WIDTH)[MAX_REPS - said :][:N_REPS])


def _blurred(counts: FloatArray, width: float) -> FloatArray:
    """Spread counts over their neighbours by a two-sided exponential, shape as it was."""
    kernel = np.exp(-np.abs(np.arange(-_REACH, _REACH + 1)) / width)
    return np.convolve(counts, kernel / kernel.sum(), mode="same")


def _possible(weights: FloatArray) -> FloatArray:
    """Return weights as probabilities. A set that counts has one repetition or more: what fell on none goes there."""
    weights = weights.copy()
    weights[1] += weights[0]
    weights[0] = 0.0
    return np.asarray(weights / weights.sum())
