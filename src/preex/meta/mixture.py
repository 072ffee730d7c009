"""What is believed of one number: a mixture of normals, with its mean, quantiles and probabilities."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from preex.errors import OutOfRange
from preex.meta.inputs import Floats

_NOTHING = 1e-300  # weight below which a part is not asked
_ALIKE = 1e-14  # share of their size by which quantiles of parts differ that are one


@dataclass(frozen=True, slots=True)
class Mixture:
    """A mixture of normals.

    weight, centre, spread : (n_part,) share of each part, summing to 1, its mean and standard deviation.
    """

    weight: Floats
    centre: Floats
    spread: Floats

    @property
    def mean(self) -> float:
        """Mean."""
        return float(self.weight @ self.centre)

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return math.sqrt(float(self.weight @ (self.spread**2 + (self.centre - self.mean) ** 2)))

    def p_below(self, bound: float) -> float:
        """Return P(x < bound)."""
        return float(self.weight @ ndtr((bound - self.centre) / self.spread))

    def p_within(self, low: float, high: float) -> float:
        """Return P(low < x < high)."""
        return self.p_below(high) - self.p_below(low)

    def quantile(self, q: float) -> float:
        """Return the value below which a share `q` lies.

        Raises
        ------
        OutOfRange : `q` not between 0 and 1.
        """
        if not 0 < q < 1:
            raise OutOfRange(f"q is {q:g}; a quantile lies between 0 and 1.")
        used = self.weight > _NOTHING
        parts = self.centre[used] + self.spread[used] * float(ndtri(q))  # it lies between those of its parts
        low, high = float(parts.min()), float(parts.max())
        if high - low <= _ALIKE * max(abs(low), abs(high)):
            return low
        return float(brentq(lambda x: self.p_below(x) - q, low - 1e-9, high + 1e-9, xtol=1e-13))
