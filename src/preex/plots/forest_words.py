"""What the rows of a forest plot say in words: the figure and the table beside it write the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from preex.evidence.figures import ForestPlot, ForestRow

GRADES = ("very low", "low", "moderate", "high")
_SIGNS = {-1: "lower, no size given", 0: "no clear change", 1: "higher, no size given", None: "no number given"}
_MINUS = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row in words; "" where it has nothing to say.

    estimate : with its 95 % interval. kind : `study`, `hollow` (no number in the paper, read off a figure, or imputed),
        `other` (another contrast, not in the pool), `pooled` or `next`. row : what it is of; None = a next study.
    """

    label: str
    comparator: str
    n: str
    estimate: str
    weight: str
    grade: str
    verification: str
    note: str
    kind: str
    row: ForestRow | None


def lines(plot: ForestPlot) -> tuple[Line, ...]:
    """Return the rows of the figure in its order: studies, the pool, the next study, studies of other contrasts."""
    digits = decimals(plot)
    pooled = [row for row in plot.rows if not row.greyed]
    other = [row for row in plot.rows if row.greyed]
    found = [_line(row, digits, "hollow" if row.hollow else "study") for row in pooled]
    if plot.pooled:
        found.append(_pooled(plot.pooled, digits))
    if plot.predicted:
        found.append(_next(plot.predicted, digits))
    return (*found, *(_line(row, digits, "other") for row in other))


def decimals(plot: ForestPlot) -> int:
    """Return how many decimals tell the rows apart: two below 10, one below 100."""
    largest = max((abs(value) for value in values(plot)), default=0.0)
    return 2 if largest < 10 else 1 if largest < 100 else 0


def values(plot: ForestPlot) -> Iterator[float]:
    """Yield every number the axis has to hold."""
    yield from (v for row in shown(plot) for v in (row.estimate, row.low, row.high) if v is not None)
    yield from plot.predicted or ()
    yield from plot.rope or ()


def shown(plot: ForestPlot) -> tuple[ForestRow, ...]:
    """Return all rows, the pool last."""
    return plot.rows + ((plot.pooled,) if plot.pooled else ())


def write(value: float, digits: int) -> str:
    """Write a number with a true minus; zero has no sign."""
    text = f"{round(value, digits) + 0.0:.{digits}f}"
    return text.replace("-", _MINUS)


def describe(plot: ForestPlot) -> str:
    """Say in sentences what the figure shows, for those who cannot see it."""
    studies = f"{len(plot.rows)} row{'' if len(plot.rows) == 1 else 's'}. Unit: {plot.unit}."
    sides = f"Left of 0: {plot.favours_low}; right of 0: {plot.favours_high}."
    return " ".join((studies, sides, *(f"{_spoken(line)}." for line in lines(plot))))


def _spoken(line: Line) -> str:
    parts = (
        f"{line.label}, against {line.comparator}" if line.comparator and line.kind != "pooled" else line.label,
        line.estimate,
        f"n {line.n}" if line.n else "",
        f"weight {line.weight}" if line.weight else "",
        f"certainty {line.grade}" if line.grade else "",
        line.verification,
        "another contrast, not pooled" if line.kind == "other" else line.note if line.kind == "pooled" else "",
    )
    return "; ".join(part for part in parts if part)


def _line(row: ForestRow, digits: int, kind: str) -> Line:
    return Line(
        label=row.label,
        comparator=row.comparator,
        n=str(row.n) if row.n else "",
        estimate=_estimate(row, digits),
        weight="" if row.weight is None else f"{row.weight:.0%}".replace("%", "\N{NARROW NO-BREAK SPACE}%"),
        grade=row.grade,
        verification=row.verification,
        note=row.note,
        kind=kind,
        row=row,
    )


def _estimate(row: ForestRow, digits: int) -> str:
    if row.estimate is None:
        return _SIGNS.get(row.sign, _SIGNS[None])
    middle = write(row.estimate, digits)
    if row.low is None or row.high is None:
        return f"{middle} [no interval]"
    return f"{middle} [{write(row.low, digits)}, {write(row.high, digits)}]"


def _pooled(row: ForestRow, digits: int) -> Line:
    """Return the line of the pool; without a size it stands for what its note says."""
    line = _line(row, digits, "pooled")
    return (
        line
        if row.estimate is not None
        else replace(line, estimate="no size", comparator=re.sub(r"(?<!\w)-(?=\d)", _MINUS, row.note))
    )


def _next(predicted: tuple[float, float], digits: int) -> Line:
    low, high = (write(value, digits) for value in predicted)
    return Line(
        label="A next study",
        comparator="",
        n="",
        estimate=f"[{low}, {high}]",
        weight="",
        grade="",
        verification="",
        note="Where its true effect would lie, 95 %.",
        kind="next",
        row=None,
    )
