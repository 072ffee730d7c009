"""Forest plots: what each study found, the pool, and where a next study would lie.

Drawn by `preex.plots.drawing`, so they are there in a plain installation, and the same bytes in a browser, on the command
line and in a notebook.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from preex.evidence.figures import ForestPlot
from preex.plots.axis import Axis
from preex.plots.drawing import BOLD, SMALL, TEXT, Canvas, Svg, Theme, wide, wrap
from preex.plots.forest_marks import Marks, dots, legend
from preex.plots.forest_words import Line, decimals, describe, lines, write
from preex.plots.svg import CEILING, FAINT, INK

_WIDE, _NARROW = (1040.0, 20.0), (310.0, 10.0)  # width, and edge left and right [px]
_LABELS = 288.0  # width of the first column, wide
_STEP = 15.5  # from line to line of small text
_NOT_POOLED = "Other contrasts, shown but not pooled"
# Field of a line, head, width, whether it stands on the right edge of its column.
_COLUMNS = (
    ("n", "n", 38.0, True),
    ("estimate", "estimate [95 %]", 170.0, True),
    ("weight", "weight", 62.0, True),
    ("grade", "certainty", 116.0, False),
    ("verification", "read in", 72.0, False),
)
_GAP = 16.0


def forest(plot: ForestPlot, theme: Theme | str = Theme.AUTO, *, narrow: bool = False) -> Svg:
    """Draw a forest plot.

    Parameters
    ----------
    plot : of `preex.evidence.figures`.
    theme : for which screen; `auto` follows the reader's.
    narrow : for a phone: one study below the other, its words above its mark.

    Returns
    -------
    SVG. Squares: studies, their area the weight, with their own 95 % intervals; hollow where the paper gives no number, or it was
    read off a figure or imputed; grey where the contrast is another. Diamond: the pool. Thin bar: a next study. Band: too
    small to matter. The same plot gives the same bytes.
    """
    return _narrow(plot, theme) if narrow else _wide(plot, theme)


# ------------------------------------------------------------------ wide: a table with a plot in its middle


@dataclass(frozen=True, slots=True)
class _Place:
    """A line and where it stands."""

    line: Line
    top: float
    label: list[str]
    comparator: list[str]
    height: float
    grade: str  # written below; "" = it has a column, or there is none

    @property
    def middle(self) -> float:
        """Of its first line of text, where its mark is."""
        return self.top + 18.0


def _wide(plot: ForestPlot, theme: Theme | str) -> Svg:
    found = lines(plot)
    graded = any(line.grade for line in found if line.kind != "pooled")
    columns = [c for c in _COLUMNS if (graded if c[0] == "grade" else any(getattr(line, c[0]) for line in found))]
    canvas = Canvas(*_WIDE)
    start, end = canvas.edge, canvas.width - canvas.edge
    right = end - sum(c[2] for c in columns) - _GAP
    axis = Axis.of(plot, start + _LABELS + _GAP, right - _GAP)
    marks = Marks.of(plot, axis)
    top = _title(canvas, plot) + 14
    _heads(canvas, columns, right + _GAP, top)
    places = list(_places(found, top + 10, graded=graded))
    bottom = places[-1].top + places[-1].height if places else _nothing(canvas, top + 10)
    marks.ground(canvas, top + 10, bottom)
    canvas.line(start, top + 9, end, top + 9, INK)
    for place in places:
        _row(canvas, place, columns, right + _GAP)
        marks.draw(canvas, place.line, place.middle)
    _between(canvas, places)
    canvas.line(start, bottom, end, bottom, INK)
    below = _scale(canvas, plot, axis, bottom)
    last = legend(canvas, plot, start, below + 30, end - start)
    return canvas.close(last + 16, title=plot.title, description=describe(plot), theme=theme)


def _title(canvas: Canvas, plot: ForestPlot) -> float:
    y = 14.0
    for words in wrap(plot.title, canvas.width - 2 * canvas.edge, 15 * BOLD):
        y += 17
        canvas.text(canvas.edge, y, words, size=15, bold=True)
    return y + 12


def _heads(canvas: Canvas, columns: list[tuple[str, str, float, bool]], x: float, y: float) -> None:
    canvas.text(canvas.edge, y, "study, against what", size=SMALL, fill=CEILING)
    for _, head, width, on_right in columns:
        canvas.text(
            *_column(x, width, on_right=on_right, y=y), head, size=SMALL, fill=CEILING, anchor=_anchor(on_right)
        )
        x += width


def _column(x: float, width: float, *, on_right: bool, y: float) -> tuple[float, float]:
    return (x + width if on_right else x + _GAP), y


def _anchor(on_right: bool) -> str:  # noqa: FBT001 - a column's own field
    return "end" if on_right else "start"


def _nothing(canvas: Canvas, y: float) -> float:
    canvas.text(canvas.edge, y + 22, "No study.", fill=CEILING)
    return y + 36


def _places(found: tuple[Line, ...], top: float, *, graded: bool) -> Iterator[_Place]:
    other = False
    for line in found:
        if line.kind == "other" and not other:
            other, top = True, top + 30
        label, comparator = wrap(line.label, _LABELS), wrap(line.comparator, _LABELS, SMALL)
        below = "" if graded else line.grade
        height = 15 + 17 * len(label) + _STEP * (len(comparator) + bool(below))
        yield _Place(line, top, label, comparator, height, below)
        top += height


def _row(canvas: Canvas, place: _Place, columns: list[tuple[str, str, float, bool]], x: float) -> None:
    line, y = place.line, place.middle + 4.5
    ink, strong = (CEILING if line.kind in {"other", "next"} else INK), line.kind == "pooled"
    if strong:
        canvas.line(canvas.edge, place.top, canvas.width - canvas.edge, place.top, FAINT, stroke_width=0.75)
    for words in place.label:
        canvas.text(canvas.edge, y, words, fill=ink, bold=strong)
        y += 17
    for words in place.comparator:
        canvas.text(canvas.edge, y - 1.5, words, size=SMALL, fill=CEILING)
        y += _STEP
    if place.grade:
        canvas.text(
            dots(canvas, canvas.edge, y - 5.5, place.grade) + 6, y - 1.5, f"certainty {place.grade}", size=SMALL
        )
    for name, _, width, on_right in columns:
        words = getattr(line, name)
        at, y = _column(x, width, on_right=on_right, y=place.middle + 4.5)
        x += width
        if not words:
            continue
        if name == "grade":
            at = dots(canvas, at, place.middle, words) + 6
        size = SMALL if name in {"grade", "verification"} else TEXT
        canvas.text(at, y, words, size=size, fill=ink, bold=strong, anchor=_anchor(on_right))


def _between(canvas: Canvas, places: list[_Place]) -> None:
    """Write over the first study of another contrast that those below are not pooled."""
    first = next((place for place in places if place.line.kind == "other"), None)
    if first:
        canvas.line(canvas.edge, first.top - 30, canvas.width - canvas.edge, first.top - 30, FAINT, stroke_width=0.75)
        canvas.text(canvas.edge, first.top - 9, _NOT_POOLED, size=SMALL, fill=CEILING)


def _scale(canvas: Canvas, plot: ForestPlot, axis: Axis, y: float) -> float:
    """Draw ticks, the unit and what lies on either side of 0; return where it ends."""
    if axis.bare:
        return _sides(canvas, replace(plot, unit=""), axis, y + 18)
    step = [*axis.ticks()]
    digits = min(decimals(plot), 0 if all(abs(t - round(t)) < 1e-9 for t in step) else 1 if _tenths(step) else 2)
    for tick in step:
        canvas.line(axis.at(tick), y, axis.at(tick), y + 5, INK)
        canvas.text(axis.at(tick), y + 18, write(tick, digits), size=SMALL, anchor="middle")
    return _sides(canvas, plot, axis, y + 36)


def _tenths(step: list[float]) -> bool:
    return all(abs(10 * t - round(10 * t)) < 1e-9 for t in step)


def _sides(canvas: Canvas, plot: ForestPlot, axis: Axis, y: float) -> float:
    """Write what lies left and right of 0, on one line where there is room, then the unit; return where it ends."""
    left, right = f"\N{LEFTWARDS ARROW} {plot.favours_low}", f"{plot.favours_high} \N{RIGHTWARDS ARROW}"
    zero, end = axis.at(0), canvas.width - canvas.edge
    ends, starts = max(zero - 8, canvas.edge + wide(left, SMALL)), min(zero + 8, end - wide(right, SMALL))
    canvas.text(ends, y, left, size=SMALL, anchor="end")
    if ends + 8 > starts:
        y += _STEP
    canvas.text(starts, y, right, size=SMALL)
    middle = (axis.left + axis.right) / 2
    for words in wrap(plot.unit, 2 * min(middle - canvas.edge, end - middle), SMALL):
        y += _STEP
        canvas.text(middle, y, words, size=SMALL, fill=CEILING, anchor="middle")
    return y


# ------------------------------------------------------------------ narrow: words above, mark below


def _narrow(plot: ForestPlot, theme: Theme | str) -> Svg:
    canvas = Canvas(*_NARROW)
    start, end = canvas.edge, canvas.width - canvas.edge
    axis = Axis.of(plot, start, end)
    marks, y, other = Marks.of(plot, axis), _title(canvas, plot), False
    for line in lines(plot):
        if line.kind == "other" and not other:
            other = True
            canvas.text(start, y + 18, _NOT_POOLED, size=SMALL, fill=CEILING)
            y += 30
        canvas.line(start, y, end, y, FAINT, stroke_width=0.75)
        y = _block(canvas, marks, line, y)
    y = y if plot.rows else _nothing(canvas, y)
    canvas.line(start, y, end, y, INK)
    y = _scale(canvas, plot, axis, y)
    last = legend(canvas, plot, start, y + 28, end - start)
    return canvas.close(last + 14, title=plot.title, description=describe(plot), theme=theme)


def _block(canvas: Canvas, marks: Marks, line: Line, y: float) -> float:
    """Draw one row of a phone's plot; return where it ends."""
    ink, strong = (CEILING if line.kind in {"other", "next"} else INK), line.kind == "pooled"
    left, right = canvas.edge, canvas.width - canvas.edge
    room = right - left
    apart = wide(line.label, TEXT * BOLD) + wide(line.estimate, TEXT * BOLD) + 12 > room
    for words in wrap(line.label, room, TEXT * BOLD):
        y += 19
        canvas.text(left, y, words, fill=ink, bold=True)
    y += 17 if apart else 0
    canvas.text(right, y, line.estimate, fill=ink, bold=strong, anchor="end")
    for words in wrap(line.comparator, room, SMALL):
        y += _STEP
        canvas.text(left, y, words, size=SMALL, fill=CEILING)
    marks.ground(canvas, y + 8, y + 34)
    marks.draw(canvas, line, y + 21)
    y += 36
    facts = (line.n and f"n {line.n}", line.weight and f"weight {line.weight}", line.verification)
    said = " \N{MIDDLE DOT} ".join(fact for fact in facts if fact)
    if said or line.grade:
        y += 12
        canvas.text(left, y, said, size=SMALL, fill=CEILING)
    if line.grade:
        at = dots(canvas, right - wide(line.grade, SMALL) - 50, y - 4, line.grade)
        canvas.text(at + 6, y, line.grade, size=SMALL, fill=CEILING)
    return y + 10
