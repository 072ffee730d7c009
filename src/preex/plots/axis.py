"""The axis of a forest plot: which values it holds, and where they go."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from preex.evidence.figures import ForestPlot
from preex.plots.drawing import round_step
from preex.plots.forest_words import shown, values

BESIDE = 30.0  # room for marks of direction beside the axis [px]
_AIR = 0.06  # of the span, on both sides
_USUAL = 3.0  # an interval longer than this many times the middle one does not stretch the axis ...
_BEYOND = 0.5  # ... but may widen it by this share of what it must hold; what is longer ends in an arrow


@dataclass(frozen=True, slots=True)
class Axis:
    """Values `low` to `high` on places `left` to `right`. [px]

    bare : no row has a number, so that there is nothing to scale and no tick.
    """

    low: float
    high: float
    left: float
    right: float
    bare: bool = False

    @classmethod
    def of(cls, plot: ForestPlot, left: float, right: float) -> Axis:
        """Return an axis that holds 0, every estimate, the pool, the next study, the band, and intervals of usual length.

        Where rows tell a direction without a size, room beside the axis is left for their marks.
        """
        signs = {row.sign for row in plot.rows if row.estimate is None}
        left += BESIDE if -1 in signs else 0.0
        right -= BESIDE if 1 in signs else 0.0
        if not any(True for _ in values(plot)):
            return cls(-1.0, 1.0, left, right, bare=True)
        held = [0.0, *(plot.predicted or ()), *(plot.rope or ()), *_held(plot)]
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
        if self.bare:
            return
        step = round_step((self.high - self.low) / 2)
        yield from (step * i for i in range(math.ceil(self.low / step), math.floor(self.high / step) + 1))


def _held(plot: ForestPlot) -> Iterator[float]:
    """Yield estimates and the ends of intervals, but not of those much longer than the others."""
    spans = sorted(row.high - row.low for row in plot.rows if row.low is not None and row.high is not None)
    longest = _USUAL * spans[len(spans) // 2] if spans else 0.0
    for row in shown(plot):
        if row.estimate is not None:
            yield row.estimate
        if row.low is not None and row.high is not None and (row.high - row.low <= longest or row == plot.pooled):
            yield from (row.low, row.high)
