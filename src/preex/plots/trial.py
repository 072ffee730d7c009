"""A trial of one as a figure: every workout, what is believed of the effect, how sure that is; and lifters beside each other.

Drawn as `preex.plots.forest` is, so that it is there in a plain installation. Arms differ in colour and in shape.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from preex.plots.axis import Axis
from preex.plots.drawing import SMALL, Canvas, Svg, Theme, wide, wrap
from preex.plots.svg import CEILING, FAINT, INK, OURS, PAPER, THEIRS
from preex.trials.pooled import Pooled
from preex.trials.result import Result
from preex.trials.verdict import Probabilities
from preex.trials.wording import ARMS, headline, of_ten

_WIDE, _NARROW = 640.0, 340.0  # [px]
_EDGE, _LEFT = 18.0, 52.0
_COLOURS = (OURS, THEIRS, INK, CEILING)  # of the arms, the usual way first
_DOTS = 10


def trial_figure(result: Result, theme: Theme | str = Theme.AUTO, *, narrow: bool = False) -> Svg:
    """Draw a result: its workouts, the density of the effect, and the three probabilities as dots.

    Parameters
    ----------
    result : of an outcome that cannot be measured only the workouts are shown.
    theme : for which screen; `auto` follows the reader's. narrow : for a phone.

    Returns
    -------
    SVG; the same result gives the same bytes.
    """
    canvas = Canvas(_NARROW if narrow else _WIDE)
    y = _timeline(canvas, result, _EDGE)
    if result.estimate and result.p:
        y = _posterior(canvas, result, y + 26)
        y = _sureness(canvas, result, y + 26)
    title, description = words_of(result)
    return canvas.close(y + _EDGE, title=title, description=description, theme=theme)


def words_of(result: Result) -> tuple[str, str]:
    """Return title and description of the figure, for those who cannot see it."""
    seen = f"{result.n.observed} of {result.n.assigned} workouts observed"
    return f"{result.what}: {ARMS[result.tried]} against {ARMS[result.arms[0]]}", f"{seen}. {headline(result)}"


# ------------------------------------------------------------------ workouts


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


def _timeline(canvas: Canvas, result: Result, top: float, height: float = 180.0) -> float:
    """Draw every workout; return where it ends. [px]"""
    y = _title(canvas, f"Every workout: {result.what} [{_unit_of_outcome(result)}]", top)
    y = _legend(canvas, result, y)
    shown = marks(result)
    x = Axis(0.3, result.n.assigned + 0.7, _LEFT, canvas.width - _EDGE)
    low, high = min((m.y for m in shown), default=0.0), max((m.y for m in shown), default=1.0)
    air = 0.08 * (high - low or 1.0)
    up = Axis(low - air, high + air, y + height, y)
    for tick in up.ticks():
        canvas.line(_LEFT, up.at(tick), canvas.width - _EDGE, up.at(tick), FAINT, opacity=0.3)
        canvas.text(_LEFT - 6, up.at(tick) + 4, f"{tick:g}", size=SMALL, anchor="end")
    if result.drift:
        (t0, y0), (t1, y1) = result.drift
        canvas.line(x.at(t0), up.at(y0), x.at(t1), up.at(y1), INK, stroke_dasharray="4 3")
    for m in shown:
        _SHAPES[m.arm](canvas, x.at(m.session), up.at(m.y), _COLOURS[m.arm], hollow=m.hollow)
    for tick in x.ticks():
        if tick >= 1 and tick == int(tick):
            canvas.text(x.at(tick), y + height + 16, f"{tick:g}", size=SMALL, anchor="middle")
    caption = "workout" + (" (hollow: shown, not observed)" if any(m.hollow for m in shown) else "")
    canvas.text((_LEFT + canvas.width - _EDGE) / 2, y + height + 33, caption, size=SMALL, anchor="middle")
    return y + height + 36


def _legend(canvas: Canvas, result: Result, top: float) -> float:
    at, y = _LEFT, top + 12
    for arm, name in enumerate(result.arms):
        words = ARMS[name]
        if at + 16 + wide(words, SMALL) > canvas.width - _EDGE and at > _LEFT:
            at, y = _LEFT, y + 17
        _SHAPES[arm](canvas, at + 5, y - 4, _COLOURS[arm], hollow=False)
        canvas.text(at + 15, y, words, size=SMALL)
        at += 34 + wide(words, SMALL)
    return y + 12


def _looks(colour: str, *, hollow: bool) -> Mapping[str, float | str]:
    return {"stroke": colour, "stroke_width": 1.6, "fill": PAPER if hollow else colour}


def _circle(canvas: Canvas, x: float, y: float, colour: str, *, hollow: bool) -> None:
    looks = dict(_looks(colour, hollow=hollow))
    canvas.circle(x, y, 4.6, str(looks.pop("fill")), **looks)


def _polygon(*corners: tuple[float, float]) -> Callable[..., None]:
    def draw(canvas: Canvas, x: float, y: float, colour: str, *, hollow: bool) -> None:
        looks = dict(_looks(colour, hollow=hollow))
        canvas.shape(*((x + dx, y + dy) for dx, dy in corners), fill=str(looks.pop("fill")), **looks)

    return draw


_DIAMOND = _polygon((0, -6), (5, 0), (0, 6), (-5, 0))
_SHAPES: Sequence[Callable[..., None]] = (  # as in the app: a square for the usual way, a diamond for what is tried
    _polygon((-4.2, -4.2), (4.2, -4.2), (4.2, 4.2), (-4.2, 4.2)),
    _DIAMOND,
    _circle,
    _polygon((0, -5.5), (5.2, 4), (-5.2, 4)),
)


def _unit_of_outcome(result: Result) -> str:
    return "100 ln kg" if result.unit == "%" else result.unit


# ------------------------------------------------------------------ what is believed


def _posterior(canvas: Canvas, result: Result, top: float, height: float = 140.0) -> float:
    """Draw the density of the effect over the band that does not matter, with median and 95 % interval."""
    e = result.estimate
    if e is None:
        return top
    y = _title(canvas, f"What is believed of the effect [{result.unit}]", top)
    ends = [x for x, _ in result.density]
    low, high = min(ends[0], -1.4 * result.rope), max(ends[-1], 1.4 * result.rope)
    x = Axis(low, high, _LEFT, canvas.width - _EDGE)
    floor, peak = y + height, max(d for _, d in result.density)
    up = Axis(0.0, peak, floor, y + 22)
    left, right = x.at(-result.rope), x.at(result.rope)
    canvas.rect(left, y, right - left, height, FAINT, opacity=0.25)
    canvas.text((left + right) / 2, y + 13, _fitting("does not matter", right - left), size=SMALL, anchor="middle")
    outside = (THEIRS, OURS) if result.better > 0 else (OURS, THEIRS)
    for (a, b), colour in zip(((low, -result.rope), (result.rope, high)), outside, strict=True):
        _area(canvas, [(x.at(v), up.at(d)) for v, d in result.density if a <= v <= b], floor, colour)
    line = [(x.at(v), up.at(d)) for v, d in result.density]
    for one, other in pairwise(line):
        canvas.line(*one, *other, INK, stroke_width=1.3)
    canvas.line(x.at(0), y + 18, x.at(0), floor, INK, stroke_dasharray="4 3")
    canvas.line(_LEFT, floor, canvas.width - _EDGE, floor, FAINT)
    canvas.line(x.at(e.lo95), floor + 8, x.at(e.hi95), floor + 8, INK, stroke_width=2.5)
    canvas.circle(x.at(e.median), floor + 8, 4.5, INK)
    for tick in x.ticks():
        canvas.text(x.at(tick), floor + 28, f"{tick:g}", size=SMALL, anchor="middle")
    caption = "what is tried minus the usual way; grey: does not matter; line: 95 %"
    lines = wrap(caption, canvas.width - _LEFT - _EDGE, SMALL)
    for k, words in enumerate(lines):
        canvas.text((_LEFT + canvas.width - _EDGE) / 2, floor + 45 + 15 * k, words, size=SMALL, anchor="middle")
    return floor + 33 + 15 * len(lines)


def _area(canvas: Canvas, line: list[tuple[float, float]], floor: float, colour: str) -> None:
    if len(line) > 1:
        canvas.shape((line[0][0], floor), *line, (line[-1][0], floor), fill=colour, opacity=0.45)


def _fitting(words: str, width: float) -> str:
    return words if wide(words, SMALL) <= width else ""


def rows_of_dots(result: Result) -> list[tuple[str, int]]:
    """Return the three rows: what, and how many of ten."""
    return dots_of(result.p, result.better) if result.p else []


def dots_of(p: Probabilities, better: int) -> list[tuple[str, int]]:
    """Return three rows: what, and how many of ten; `better` is 1 where more is better, else -1."""
    named = (
        ("a cost that matters", p.cost(better)),
        ("no difference that matters", p.inside),
        ("a gain that matters", p.gain(better)),
    )
    return [(name, of_ten(share)) for name, share in named]


def _sureness(canvas: Canvas, result: Result, top: float) -> float:
    """Draw each probability as so many of ten dots, with the number beside."""
    y = _title(canvas, "How sure is it?", top) + 16
    room = canvas.width - 2 * _EDGE
    beside = room > 460
    left = _EDGE + (190 if beside else 0)
    for name, n in rows_of_dots(result):
        canvas.text(_EDGE, y, name, size=SMALL)
        y += 0 if beside else 18
        for k in range(_DOTS):
            canvas.circle(left + 7 + 21 * k, y - 4, 6.5, INK if k < n else PAPER, stroke=INK)
        canvas.text(left + 21 * _DOTS + 8, y, f"{n} of {_DOTS}")
        y += 24
    return y - 16


# ------------------------------------------------------------------ many lifters


def lifters_figure(pooled: Pooled, unit: str, theme: Theme | str = Theme.AUTO, *, narrow: bool = False) -> Svg:
    """Draw lifters beside each other: own estimate hollow, the one seen beside the others filled, mean, and a next lifter."""
    canvas = Canvas(_NARROW if narrow else _WIDE)
    named = [(one.name, one.median, one.lo95, one.hi95, one.own) for one in pooled.lifters]
    sums = [("mean of lifters", *pooled.mean), ("a next lifter", *pooled.next_lifter)]
    names = [name for name, *_ in named] + [name for name, *_ in sums]
    left = _EDGE + min(0.4 * canvas.width, 12 + max(wide(name, SMALL) for name in names))
    ends = [0.0, *(v for row in named for v in row[1:]), *(v for row in sums for v in row[1:])]
    air = 0.04 * (max(ends) - min(ends))
    x = Axis(min(ends) - air, max(ends) + air, left, canvas.width - _EDGE)
    y = top = _title(canvas, f"Effect on each lifter [{unit}]", _EDGE) + 20
    for name, middle, low, high, own in named:
        _whisker(canvas, x, name, (middle, low, high), y, OURS, _circle, left)
        canvas.circle(x.at(own), y, 5.5, "none", stroke=INK, stroke_width=1.4)
        y += 24
    canvas.line(_EDGE, y - 11, canvas.width - _EDGE, y - 11, FAINT)
    for name, middle, low, high in sums:
        _whisker(canvas, x, name, (middle, low, high), y, THEIRS, _DIAMOND, left)
        y += 24
    canvas.line(x.at(0), top - 12, x.at(0), y - 12, INK, stroke_dasharray="4 3")
    for tick in x.ticks():
        canvas.text(x.at(tick), y + 6, f"{tick:g}", size=SMALL, anchor="middle")
    caption = "hollow: own data alone; filled: seen beside the others; line: 95 %"
    for k, words in enumerate(wrap(caption, canvas.width - 2 * _EDGE, SMALL)):
        canvas.text(canvas.width / 2, y + 26 + 15 * k, words, size=SMALL, anchor="middle")
    m = pooled.mean
    said = f"{len(named)} lifters: mean {m[0]:.2f} ({m[1]:.2f} to {m[2]:.2f}); a next lifter {pooled.next_lifter[1]:.2f} to "
    return canvas.close(
        y + 52, title="Effect on each lifter", description=f"{said}{pooled.next_lifter[2]:.2f} [{unit}].", theme=theme
    )


def _whisker(
    canvas: Canvas,
    x: Axis,
    name: str,
    three: tuple[float, float, float],
    y: float,
    colour: str,
    shape: Callable[..., None],
    left: float,
) -> None:
    middle, low, high = three
    words = name
    while wide(words, SMALL) > left - _EDGE - 8 and len(words) > 1:
        words = f"{words.rstrip('.')[:-1]}."
    canvas.text(_EDGE, y + 4, words, size=SMALL)
    canvas.line(x.at(low), y, x.at(high), y, colour, stroke_width=2)
    shape(canvas, x.at(middle), y, colour, hollow=False)


def _title(canvas: Canvas, words: str, top: float) -> float:
    """Write a title over the lines it takes; return where it ends. [px]"""
    lines = wrap(words, canvas.width - 2 * _EDGE)
    for k, line in enumerate(lines):
        canvas.text(_EDGE, top + 12 + 17 * k, line, bold=True)
    return top + 17 * len(lines) + 4
