"""Distributions over whole repetitions."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from preex.errors import OutOfRange
from preex.fatigue.parameters import FloatArray

N_TABLE = 121  # repetitions 0 to 120, in tables of what a set may hold


@dataclass(frozen=True)
class RepDistribution:
    """Probability of each number of repetitions.

    probabilities : (n_reps,) of 0, 1, 2, ... repetitions; sums to 1.
    """

    probabilities: FloatArray

    @classmethod
    def from_survival(cls, survival: FloatArray) -> RepDistribution:
        """Build from P(reps >= n) for n = 0, 1, 2, ...; the first is taken as 1."""
        at_least = np.minimum.accumulate(np.clip(np.append(survival, 0.0), 0.0, 1.0))
        at_least[0] = 1.0
        return cls(at_least[:-1] - at_least[1:])

    @cached_property
    def survival(self) -> FloatArray:
        """P(reps >= n), shape (n_reps,)."""
        return np.asarray(np.cumsum(self.probabilities[::-1])[::-1])

    @property
    def mean(self) -> float:
        """Expected repetitions."""
        return float(self.probabilities @ np.arange(len(self.probabilities)))

    @property
    def sd(self) -> float:
        """Standard deviation. [reps]"""
        n = np.arange(len(self.probabilities))
        return math.sqrt(max(0.0, float(self.probabilities @ (n - self.mean) ** 2)))

    def pmf(self, k: int) -> float:
        """Return the probability of exactly `k` repetitions; 0 outside the table."""
        return float(self.probabilities[int(k)]) if k == int(k) and 0 <= k < len(self.probabilities) else 0.0

    def quantile(self, q: float) -> int:
        """Return the smallest number of repetitions with at least probability `q` at or below it.

        Raises
        ------
        OutOfRange : q outside 0 to 1.
        """
        if not 0 <= q <= 1:
            raise OutOfRange(f"q is {q:g}; a quantile needs 0 to 1.")
        place = int(np.searchsorted(np.cumsum(self.probabilities), q - 1e-12))
        return min(place, len(self.probabilities) - 1)

    def capped_by(self, cap: RepDistribution) -> RepDistribution:
        """Return the distribution of the smaller of two independent counts."""
        n = min(len(self.probabilities), len(cap.probabilities))
        return RepDistribution.from_survival(self.survival[:n] * cap.survival[:n])

    def moved(self, by: float) -> RepDistribution:
        """Return the distribution moved by a number of repetitions, whole or not; what falls below 0 stays at 0."""
        n = np.arange(len(self.probabilities))
        at_least = np.interp(n - by, n, self.survival, left=1.0, right=0.0)
        return RepDistribution.from_survival(at_least)
