"""The axis of a forest plot: which values it holds, and where they go."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from preex.evidence.figures import ForestPlot
from preex.plots.drawing import round_step
from preex.plots.forest_words import shown, values

_AIR = 0.06  # of the span, on both sides
_BEYOND = 0.5  # an interval may widen the axis by this share of what it must hold; what is longer ends in an arrow


@dataclass(frozen=True, slots=True)
class Axis:
    """Values `low` to `high` on places `left` to `right`. [px]"""

    low: float
    high: float
    left: float
    right: float

    @classmethod
    def of(cls, plot: ForestPlot, left: float, right: float) -> Axis:
        """Return an axis that holds 0, every estimate, the pool, the next study and the band; intervals as far as they fit."""
        held = [0.0, *(plot.predicted or ()), *(plot.rope or ())]
        held += [row.estimate for row in shown(plot) if row.estimate is not None]
        if plot.pooled:
            held += [v for v in (plot.pooled.low, plot.pooled.high) if v is not None]
        low, high = min(held), max(held)
        span = high - low or 1.0
        everything = [0.0, *values(plot)]
        low = max(min(everything), low - _BEYOND * span)
        high = min(max(everything), high + _BEYOND * span)
        air = _AIR * (high - low or 1.0)
        return cls(low - air, high + air, left, right)

    def at(self, value: float) -> float:
        """Return the place of a value; beyond the axis, of its end. [px]"""
        share = (value - self.low) / (self.high - self.low)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)

    def holds(self, value: float) -> bool:
        """Tell whether a value lies on the axis."""
        return self.low <= value <= self.high

    def ticks(self) -> Iterator[float]:
        """Yield round values, 0 among them."""
        step = round_step((self.high - self.low) / 2)
        yield from (step * i for i in range(math.ceil(self.low / step), math.floor(self.high / step) + 1))
