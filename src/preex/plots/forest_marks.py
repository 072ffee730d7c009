"""The marks of a forest plot: squares, diamonds, bars, and the legend that names those in use."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from preex.evidence.figures import ForestPlot, ForestRow
from preex.plots.axis import BESIDE, Axis
from preex.plots.drawing import SMALL, Canvas, wide, wrap
from preex.plots.forest_words import GRADES, Line
from preex.plots.svg import CEILING, FAINT, INK, OURS, PAPER

_LARGEST, _SMALLEST, _UNWEIGHTED = 16.0, 4.0, 9.0  # side of a square [px]
_BAND = 0.16  # opacity of the band
_STEP = 15.5


@dataclass(frozen=True, slots=True)
class Marks:
    """Draws the rows of one plot on its axis. heaviest : largest weight, 0 to 1; 0 = nothing is weighted."""

    axis: Axis
    rope: tuple[float, float] | None
    predicted: tuple[float, float] | None
    heaviest: float

    @classmethod
    def of(cls, plot: ForestPlot, axis: Axis) -> Marks:
        """Return the marks of a plot."""
        weights = [row.weight for row in plot.rows if row.weight is not None]
        return cls(axis, plot.rope, plot.predicted, max(weights, default=0.0))

    def ground(self, canvas: Canvas, top: float, bottom: float) -> None:
        """Draw the band of what is too small to matter, and the line at 0, behind the marks."""
        if self.rope:
            low, high = (self.axis.at(value) for value in self.rope)
            canvas.rect(low, top, high - low, bottom - top, FAINT, fill_opacity=_BAND)
        zero = self.axis.at(0)
        canvas.line(zero, top, zero, bottom, INK, stroke_dasharray="4 3")

    def draw(self, canvas: Canvas, line: Line, y: float) -> None:
        """Draw the mark of one row at the height `y`."""
        if line.kind == "next" and self.predicted:
            self._bar(canvas, *self.predicted, y)
        elif line.row is not None and line.row.estimate is None:
            self._direction(canvas, line.row, y)
        elif line.row is not None and line.kind == "pooled":
            self._diamond(canvas, line.row, y)
        elif line.row is not None:
            self._square(canvas, line.row, y)

    def _square(self, canvas: Canvas, row: ForestRow, y: float) -> None:
        ink = CEILING if row.greyed else INK
        self._interval(canvas, row, y, ink)
        _square(canvas, self.axis.at(row.estimate or 0.0), y, self._side(row), ink, hollow=row.hollow)

    def _side(self, row: ForestRow) -> float:
        if row.weight is None or not self.heaviest:
            return _UNWEIGHTED
        return max(_SMALLEST, _LARGEST * math.sqrt(row.weight / self.heaviest))

    def _interval(self, canvas: Canvas, row: ForestRow, y: float, ink: str) -> None:
        if row.low is None or row.high is None:
            return
        low, high = self.axis.at(row.low), self.axis.at(row.high)
        canvas.line(low, y, high, y, ink, stroke_width=1.6)
        for value, x, way in ((row.low, low, -1), (row.high, high, 1)):
            if self.axis.holds(value):
                canvas.line(x, y - 3.5, x, y + 3.5, ink, stroke_width=1.6)
            else:
                canvas.shape((x, y), (x - way * 7, y - 4), (x - way * 7, y + 4), fill=ink)

    def _diamond(self, canvas: Canvas, row: ForestRow, y: float) -> None:
        middle = self.axis.at(row.estimate or 0.0)
        low = self.axis.at(row.low) if row.low is not None else middle - 8
        high = self.axis.at(row.high) if row.high is not None else middle + 8
        canvas.shape((low, y), (middle, y - 8.5), (high, y), (middle, y + 8.5), fill=OURS)

    def _bar(self, canvas: Canvas, low: float, high: float, y: float) -> None:
        a, b = self.axis.at(low), self.axis.at(high)
        canvas.rect(a, y - 2, b - a, 4, OURS)

    def _direction(self, canvas: Canvas, row: ForestRow, y: float) -> None:
        """Draw where the paper says a direction only: beside the axis, as its place says nothing of a size."""
        if row.sign is None:
            return
        ink = CEILING if row.greyed else INK
        places = {-1: self.axis.left - BESIDE + 12, 0: self.axis.at(0), 1: self.axis.right + BESIDE - 12}
        _arrow(canvas, places[row.sign], y, row.sign, ink)


def dots(canvas: Canvas, x: float, y: float, grade: str) -> float:
    """Draw a certainty as one to four filled dots; return where they end."""
    filled = GRADES.index(grade) + 1 if grade in GRADES else 0
    for i in range(len(GRADES)):
        looks = {"fill": INK} if i < filled else {"fill": PAPER}
        canvas.circle(x + 4 + 10 * i, y, 3.2, stroke=INK, stroke_width=1.1, **looks)
    return x + 10 * len(GRADES)


def legend(canvas: Canvas, plot: ForestPlot, x: float, y: float, room: float) -> float:
    """Name the marks in use, in as many lines as they need; return where it ends."""
    at = x
    for words, draw in _keys(plot):
        parts = wrap(words, room - 26, SMALL)
        length = 26 + max(wide(part, SMALL) for part in parts)
        if at > x and at + length > x + room:
            at, y = x, y + _STEP + 3
        draw(canvas, at + 9, y - 4)
        for i, part in enumerate(parts):
            canvas.text(at + 26, y + i * _STEP, part, size=SMALL, fill=CEILING)
        y += (len(parts) - 1) * _STEP
        at += length + 16 if len(parts) == 1 else room
    return y


def _keys(plot: ForestPlot) -> Iterator[tuple[str, Callable[[Canvas, float, float], None]]]:
    rows = plot.rows
    sized = [row for row in rows if row.estimate is not None]
    if any(not row.hollow and not row.greyed for row in sized):
        yield (
            "study and its own interval; area = weight",
            lambda c, x, y: _square(c, x, y, 10, INK, hollow=False),
        )
    if any(row.hollow for row in sized):
        yield (
            "hollow: read off a figure, imputed, or not in the paper",
            lambda c, x, y: _square(c, x, y, 10, INK, hollow=True),
        )
    if told := [row.sign for row in rows if row.estimate is None and row.sign]:
        yield "direction only, no size given: stands beside the axis", lambda c, x, y: _arrow(c, x, y, min(told), INK)
    if any(row.estimate is None and row.sign == 0 for row in rows):
        yield "no clear change, no size given", lambda c, x, y: _arrow(c, x, y, 0, INK)
    if any(row.greyed for row in rows):
        yield "another contrast, not pooled", lambda c, x, y: _square(c, x, y, 10, CEILING, hollow=False)
    if plot.pooled and plot.pooled.estimate is not None:
        yield (
            "pooled, 95 %",
            lambda c, x, y: c.shape((x - 9, y), (x, y - 6), (x + 9, y), (x, y + 6), fill=OURS),
        )
    if plot.predicted:
        yield "where a next study would lie, 95 %", lambda c, x, y: c.rect(x - 9, y - 2, 18, 4, OURS)
    if plot.rope:
        yield (
            "too small to matter",
            lambda c, x, y: c.rect(x - 9, y - 6, 18, 12, FAINT, fill_opacity=2 * _BAND),
        )


def _square(canvas: Canvas, x: float, y: float, side: float, ink: str, *, hollow: bool) -> None:
    if hollow:
        canvas.rect(x - side / 2 + 0.8, y - side / 2 + 0.8, side - 1.6, side - 1.6, PAPER, stroke=ink, stroke_width=1.8)
    else:
        canvas.rect(x - side / 2, y - side / 2, side, side, ink)


def _arrow(canvas: Canvas, x: float, y: float, sign: int, ink: str) -> None:
    """Draw a hollow triangle that points the way, or a hollow circle for neither."""
    looks: dict[str, float | str] = {"stroke": ink, "stroke_width": 1.8}
    if sign:
        canvas.shape((x + 8 * sign, y), (x - 5 * sign, y - 6.5), (x - 5 * sign, y + 6.5), fill=PAPER, **looks)
    else:
        canvas.circle(x, y, 5.5, PAPER, **looks)
