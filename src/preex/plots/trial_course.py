"""A trial's workouts as figures: every one in time, and both ways block by block. Arms differ in colour and in shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from preex.plots.axis import Axis
from preex.plots.drawing import SMALL, Canvas, Svg, Theme, wide
from preex.plots.svg import FAINT, INK
from preex.plots.trial_arms import (
    COLOURS,
    EDGE,
    LEFT,
    NARROW,
    SHAPES,
    WIDE,
    caption,
    legend,
    title_of_part,
    unit_of_outcome,
)
from preex.trials.course import BlockMeans, Course, LoadChange, block_means
from preex.trials.result import Result
from preex.trials.wording import ARMS

_APART = 0.36  # between the arms of a block, as a share of its width


@dataclass(frozen=True, slots=True)
class Mark:
    """A workout's outcome as drawn. hollow : it was shown to the lifter and not observed."""

    session: int
    arm: int
    y: float
    hollow: bool


def marks(result: Result) -> list[Mark]:
    """Return what the timeline draws; a workout that was missed stands below all others."""
    seen = [
        Mark(s.number, arm, y, hollow=False)
        for s in result.sessions
        for y, arm in ((s.y, s.arm), (s.y_second, 1 - s.arm))
        if y is not None
    ]
    low = min((m.y for m in seen), default=0.0)
    span = max((m.y for m in seen), default=1.0) - low or 1.0
    missed = [Mark(s.number, s.arm, low - 0.2 * span, hollow=True) for s in result.sessions if s.state == "missed"]
    return [*seen, *missed]


def course_figure(result: Result, course: Course, theme: Theme | str = Theme.AUTO, *, narrow: bool = False) -> Svg:
    """Draw every workout that may be seen: its outcome, block borders, changes of load, and why one is missing.

    Parameters
    ----------
    result, course : of the same workouts. theme : for which screen. narrow : for a phone.
    """
    canvas = Canvas(NARROW if narrow else WIDE)
    y = timeline(canvas, result, EDGE, course)
    return canvas.close(y + EDGE, title="Every workout", description=course_words(result, course), theme=theme)


def course_words(result: Result, course: Course) -> str:
    """Say what the timeline shows, for those who cannot see it."""
    hidden = f" {course.hidden} later ones are hidden until the next look." if course.hidden else ""
    changes = f" Changes of load: {len(course.changes)}." if course.changes else ""
    return f"{result.n.observed} of {result.n.revealed} workouts observed.{changes}{hidden}"


def blocks_figure(result: Result, course: Course, theme: Theme | str = Theme.AUTO, *, narrow: bool = False) -> Svg:
    """Draw the mean of each arm in each block, those of one block joined by a line; with two pairs one panel each.

    Parameters
    ----------
    result, course : of the same workouts; blocks are those within which the draw keeps loads. theme : for which screen. narrow : for a phone.
    """
    canvas = Canvas(NARROW if narrow else WIDE)
    means = block_means(result, course.block)
    names = [one.partition(":")[2].replace("_", " ") for one in result.contrast.split(" ") if ":" in one]
    y = title_of_part(canvas, f"Block by block, mean of each way: {result.what} [{unit_of_outcome(result)}]", EDGE)
    y = legend(canvas, result, y)
    pairs = sorted({one.pair for one in means})
    for pair in pairs:
        y = _panel(canvas, [m for m in means if m.pair == pair], names[pair] if len(pairs) > 1 else "", y)
    y = caption(canvas, f"blocks of {course.block} workouts; a line joins both ways of one block", y + 14)
    return canvas.close(y + EDGE - 12, title="Block by block", description=blocks_words(result, course), theme=theme)


def blocks_words(result: Result, course: Course) -> str:
    """Say in how many blocks what is tried came out higher, for those who cannot see the figure."""
    both = [one.means for one in block_means(result, course.block) if {0, result.arm} <= set(one.means)]
    higher = sum(one[result.arm][0] > one[0][0] for one in both)
    return f"{ARMS[result.tried]} came out higher in {higher} of the {len(both)} blocks with both ways."


# ------------------------------------------------------------------ in time


def timeline(canvas: Canvas, result: Result, top: float, course: Course | None = None, height: float = 180.0) -> float:
    """Draw every workout; return where it ends. [px]"""
    y = title_of_part(canvas, f"Every workout: {result.what} [{unit_of_outcome(result)}]", top)
    y = legend(canvas, result, y) + (16 if course and course.changes else 0)
    shown = marks(result)
    x = Axis(0.3, result.n.assigned + 0.7, LEFT, canvas.width - EDGE)
    up = _scale([m.y for m in shown], y, height)
    _grid(canvas, up)
    if course:
        _borders(canvas, x, result.n.assigned, course, (y, y + height))
        _loads(canvas, x, course.changes, y, y + height)
    if result.drift:
        (t0, y0), (t1, y1) = result.drift
        canvas.line(x.at(t0), up.at(y0), x.at(t1), up.at(y1), INK, stroke_dasharray="4 3")
    for m in shown:
        SHAPES[m.arm](canvas, x.at(m.session), up.at(m.y), COLOURS[m.arm], hollow=m.hollow)
    for tick in x.ticks():
        if tick >= 1 and tick == int(tick):
            canvas.text(x.at(tick), y + height + 16, f"{tick:g}", size=SMALL, anchor="middle")
    return caption(canvas, _below(course, hollow=any(m.hollow for m in shown)), y + height + 33) - 12


def _below(course: Course | None, *, hollow: bool) -> str:
    said = "workout" + (" (hollow: shown, not observed)" if hollow else "")
    if course is None:
        return said
    said += "; grey bars end a block"
    said += "; a triangle: from here on another load" if course.changes else ""
    said += f"; {course.hidden} later ones are hidden until the next look" if course.hidden else ""
    why = ", ".join(f"{number} {reason}" for number, reason in course.missing.items())
    return f"{said}. Missing: {why}" if why else said


def _borders(canvas: Canvas, x: Axis, planned: int, course: Course, ends: tuple[float, float]) -> None:
    for last in range(course.block, planned, course.block):
        canvas.line(x.at(last + 0.5), ends[0], x.at(last + 0.5), ends[1], FAINT, opacity=0.7)


def _loads(canvas: Canvas, x: Axis, changes: Sequence[LoadChange], top: float, floor: float) -> None:
    """Mark each change of load by a triangle above the paper, with how much in percent where it fits."""
    free = 0.0
    for one in changes:
        at = x.at(one.before - 0.5)
        canvas.shape((at - 4, top - 8), (at + 4, top - 8), (at, top - 1), fill=INK)
        canvas.line(at, top, at, floor, INK, stroke_dasharray="1 3")
        words = f"{100 * (one.to_kg / one.from_kg - 1):+.0f} %" if one.from_kg > 0 else ""
        if words and at - wide(words, SMALL) / 2 > free and at + wide(words, SMALL) / 2 < canvas.width:
            canvas.text(at, top - 11, words, size=SMALL, anchor="middle")
            free = at + wide(words, SMALL) / 2


# ------------------------------------------------------------------ block by block


def _panel(canvas: Canvas, means: Sequence[BlockMeans], name: str, top: float, height: float = 130.0) -> float:
    if name:
        canvas.text(LEFT, top + 14, name, size=SMALL)
        top += 22
    up = _scale([mean for one in means for mean, _ in one.means.values()], top, height)
    _grid(canvas, up)
    x = Axis(0.5, max(one.number for one in means) + 0.5, LEFT, canvas.width - EDGE)
    for one in means:
        places = [(arm, x.at(one.number + _place(arm, one)), up.at(mean)) for arm, (mean, _) in one.means.items()]
        for (_, x0, y0), (_, x1, y1) in pairwise(places):
            canvas.line(x0, y0, x1, y1, INK, stroke_width=1.6)
        for arm, at, height_at in places:
            SHAPES[arm](canvas, at, height_at, COLOURS[arm], hollow=False)
        canvas.text(x.at(one.number), top + height + 16, f"{one.number}", size=SMALL, anchor="middle")
    return top + height + 22


def _place(arm: int, one: BlockMeans) -> float:
    """Return where an arm stands beside the middle of its block."""
    arms = max(2, max(one.means) + 1)
    return _APART * (arm / (arms - 1) - 0.5)


def _scale(values: Sequence[float], top: float, height: float) -> Axis:
    low, high = min(values, default=0.0), max(values, default=1.0)
    air = 0.08 * (high - low or 1.0)
    return Axis(low - air, high + air, top + height, top)


def _grid(canvas: Canvas, up: Axis) -> None:
    for tick in up.ticks():
        canvas.line(LEFT, up.at(tick), canvas.width - EDGE, up.at(tick), FAINT, opacity=0.3)
        canvas.text(LEFT - 6, up.at(tick) + 4, f"{tick:g}", size=SMALL, anchor="end")
