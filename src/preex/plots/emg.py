"""Which way the activity of each muscle went: a row for each muscle, its studies under lower, no clear change and higher.

Place, shape and colour say the same, so that none of them is needed. Drawn as `preex.plots.forest` is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from preex.evidence.figures import Direction, DirectionChart
from preex.plots.drawing import BOLD, SMALL, TEXT, Canvas, Svg, Theme, wide, wrap
from preex.plots.svg import CEILING, FAINT, INK, OURS, PAPER, THEIRS

_WIDE, _NARROW = (1040.0, 20.0), (310.0, 10.0)  # width, and edge left and right [px]
_LABELS = 190.0  # width of the muscles' column, wide
_STEP = 15.0
_SIGNS = (-1, 0, 1)
HEADS = {-1: "lower", 0: "no clear change", 1: "higher"}
_COLOURS = {-1: THEIRS, 0: CEILING, 1: OURS}
KINDS = {
    "agonist": "Isolation for the target itself",
    "synergist": "Isolation for a helper",
    "light": "Far from failure",
}


def directions(chart: DirectionChart, theme: Theme | str = Theme.AUTO, *, narrow: bool = False) -> Svg:
    """Draw a chart of directions.

    Parameters
    ----------
    chart : of `preex.evidence.figures`.
    theme : for which screen; `auto` follows the reader's.
    narrow : for a phone: the muscle above its studies.

    Returns
    -------
    SVG. A triangle that points up or down, or a circle, for each study, with its name, people and how its number is known;
    grouped by what the isolation was for. The same chart gives the same bytes.
    """
    canvas = Canvas(*(_NARROW if narrow else _WIDE))
    columns = _columns(canvas, narrow=narrow)
    y = _top(canvas, chart, columns)
    for kind, rows in by_kind(chart.rows):
        canvas.line(canvas.edge, y, canvas.width - canvas.edge, y, INK)
        canvas.text(canvas.edge, y + 19, KINDS.get(kind, kind.capitalize()), size=SMALL, fill=CEILING)
        y += 28
        for muscle, found in by_muscle(rows):
            y = _muscle(canvas, muscle, found, y, columns)
    canvas.line(canvas.edge, y, canvas.width - canvas.edge, y, INK)
    return canvas.close(y + 18, title=chart.title, description=describe(chart), theme=theme)


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where things stand. [px]

    marks : sign -> middle of its marks. words : sign -> left of its studies. room : for a study's words.
    below : the studies stand below the muscle, one below the other, as on a phone.
    """

    marks: Mapping[int, float]
    words: Mapping[int, float]
    room: float
    below: bool


def _columns(canvas: Canvas, *, narrow: bool) -> _Columns:
    if narrow:
        marks = {sign: canvas.edge + 8 + 18 * i for i, sign in enumerate(_SIGNS)}
        left = canvas.edge + 66
        return _Columns(marks, dict.fromkeys(_SIGNS, left), canvas.width - canvas.edge - left, below=True)
    each = (canvas.width - 2 * canvas.edge - _LABELS) / len(_SIGNS)
    lefts = {sign: canvas.edge + _LABELS + i * each for i, sign in enumerate(_SIGNS)}
    return _Columns({s: x + 7 for s, x in lefts.items()}, {s: x + 20 for s, x in lefts.items()}, each - 30, below=False)


def by_kind(rows: Iterable[Direction]) -> list[tuple[str, list[Direction]]]:
    """Return the rows by what the isolation was for: the target, a helper, far from failure."""
    order = list(KINDS)
    found = sorted(rows, key=lambda row: (order.index(row.kind) if row.kind in order else len(order), row.kind))
    return [(kind, list(group)) for kind, group in groupby(found, key=lambda row: row.kind)]


def by_muscle(rows: Iterable[Direction]) -> list[tuple[str, list[Direction]]]:
    """Return the rows by muscle, in the order the muscles come; within one by study."""
    found: dict[str, list[Direction]] = {}
    for row in rows:
        found.setdefault(row.muscle, []).append(row)
    return [(muscle, sorted(group, key=lambda row: row.study)) for muscle, group in found.items()]


def describe(chart: DirectionChart) -> str:
    """Say in sentences what the figure shows, for those who cannot see it."""
    said = []
    for kind, rows in by_kind(chart.rows):
        said.append(f"{KINDS.get(kind, kind)}:")
        for muscle, found in by_muscle(rows):
            studies = (f"{HEADS[row.sign]} in {row.study} (n {row.n}, {row.verification})" for row in found)
            said.append(f"{muscle} {'; '.join(studies)}.")
    return " ".join(said) or "No study."


def _top(canvas: Canvas, chart: DirectionChart, columns: _Columns) -> float:
    y = 14.0
    for words in wrap(chart.title, canvas.width - 2 * canvas.edge, 15 * BOLD):
        y += 17
        canvas.text(canvas.edge, y, words, size=15, bold=True)
    y += 26
    at = canvas.edge
    for sign, head in HEADS.items():
        x = at if columns.below else columns.words[sign] - 20
        _mark(canvas, x + 7, y - 4, sign)
        canvas.text(x + 20, y, head, size=SMALL, bold=True)
        at += 34 + wide(head, SMALL * BOLD)
    return y + 10


def _muscle(canvas: Canvas, muscle: str, rows: list[Direction], y: float, columns: _Columns) -> float:
    """Draw one muscle; return where it ends."""
    canvas.line(canvas.edge, y, canvas.width - canvas.edge, y, FAINT, stroke_width=0.75)
    top = y + 19
    for i, words in enumerate(
        wrap(muscle, (canvas.width if columns.below else _LABELS) - 2 * canvas.edge, TEXT * BOLD)
    ):
        y = top + i * 16
        canvas.text(canvas.edge, y, words, bold=True)
    if columns.below:
        at = y + 20
        for row in sorted(rows, key=lambda row: row.sign):
            at = _study(canvas, row, at, columns)
        return at - 8
    ends = [y + _STEP]
    for sign in _SIGNS:
        at = top
        for row in (row for row in rows if row.sign == sign):
            at = _study(canvas, row, at, columns)
        ends.append(at)
    return max(ends) - 8


def _study(canvas: Canvas, row: Direction, y: float, columns: _Columns) -> float:
    """Draw one study; return where the next begins."""
    _mark(canvas, columns.marks[row.sign], y - 4, row.sign)
    x = columns.words[row.sign]
    facts = f"n {row.n}, {row.verification}" if row.n else row.verification
    for words in wrap(f"{row.study}; {facts}", columns.room, SMALL):
        canvas.text(x, y, words, size=SMALL)
        y += _STEP
    for words in wrap(row.label, columns.room, SMALL):
        canvas.text(x, y, words, size=SMALL, fill=CEILING)
        y += _STEP
    return y + 5


def _mark(canvas: Canvas, x: float, y: float, sign: int) -> None:
    """Draw a triangle that points up or down, or a hollow circle."""
    if sign:
        canvas.shape((x, y - 6 * sign), (x - 6.5, y + 5 * sign), (x + 6.5, y + 5 * sign), fill=_COLOURS[sign])
    else:
        canvas.circle(x, y, 4.6, PAPER, stroke=_COLOURS[sign], stroke_width=2)
