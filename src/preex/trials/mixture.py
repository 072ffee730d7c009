"""What is believed of one number: a mixture of normals, with its mean, quantiles and probabilities."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq
from scipy.special import ndtr

from preex.errors import OutOfRange
from preex.trials.schemes import Floats

_NOTHING = 1e-12  # weight below which a part is not asked


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
        weight, centre, spread = self.weight[used] / self.weight[used].sum(), self.centre[used], self.spread[used]
        reach = 40 * spread.max() + float(np.ptp(centre))

        def gap(x: float) -> float:
            return float(weight @ ndtr((x - centre) / spread)) - q

        return float(brentq(gap, self.mean - reach, self.mean + reach, xtol=1e-10))

    def negated(self) -> Mixture:
        """Return what is believed of minus the number."""
        return Mixture(self.weight, -self.centre, self.spread)
