"""Where the parts of a range bar go. Places are percentages, so that a bar is as wide as its column."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from preex.plots.drawing import round_step

_NO_SPAN = 1e-9  # values closer than this are one value


class HasRange(Protocol):
    """Something with an 80 % range."""

    @property
    def mean(self) -> float:
        """Mean."""

    @property
    def q10(self) -> float:
        """Lower end."""

    @property
    def q90(self) -> float:
        """Upper end."""


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from `low` to `high`."""

    low: float
    high: float

    @classmethod
    def around(cls, values: Iterable[float], *, from_zero: bool = False) -> Scale:
        """Return round ends that hold all values, with some air."""
        known = [v for v in values if math.isfinite(v)] or [0.0, 1.0]
        low, high = (0.0 if from_zero else min(known)), max(known)
        span = high - low
        step = round_step(span if span > _NO_SPAN else max(abs(high), 1.0))
        bottom = math.floor(low / step) * step
        if not from_zero and low - bottom < step * 0.2:
            bottom = max(0.0, bottom - step) if low >= 0 else bottom - step
        top = math.ceil(high / step) * step
        return cls(bottom, top if top - high > step * 0.2 else top + step)

    def at(self, value: float) -> str:
        """Return the place of a value. [%]"""
        return f"{min(100.0, max(0.0, 100 * (value - self.low) / (self.high - self.low))):.2f}%"

    def width(self, low: float, high: float) -> str:
        """Return the width between two values, never so small that nothing is seen. [%]"""
        return f"{max(0.8, 100 * (min(high, self.high) - max(low, self.low)) / (self.high - self.low)):.2f}%"

    @property
    def ends(self) -> tuple[str, str]:
        """Both ends in words."""
        return (f"{self.low:g}", f"{self.high:g}")


@dataclass(frozen=True, slots=True)
class RangeBar:
    """A bar from q10 to q90, a marker at the mean, perhaps a tick for fresh and a dot for what was done."""

    start: str
    width: str
    mean: str
    tick: str = ""
    dot: str = ""


def range_bar(scale: Scale, found: HasRange, *, tick: float | None = None, dot: float | None = None) -> RangeBar:
    """Place one range on a scale."""
    return RangeBar(
        start=scale.at(found.q10),
        width=scale.width(found.q10, found.q90),
        mean=scale.at(found.mean),
        tick="" if tick is None else scale.at(tick),
        dot="" if dot is None else scale.at(dot),
    )


def polyline(points: Sequence[tuple[float, float]], x: Scale, y: Scale, width: float, height: float) -> str:
    """Return the `points` of an SVG polyline in a box of `width` x `height`."""
    return " ".join(
        f"{width * (a - x.low) / (x.high - x.low or 1):.1f},{height * (1 - (b - y.low) / (y.high - y.low or 1)):.1f}"
        for a, b in points
    )
