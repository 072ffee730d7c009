"""A trial of one as a figure: every workout, what is believed of the effect, how sure that is; and lifters beside each other.

Drawn as `preex.plots.forest` is, so that it is there in a plain installation. Arms differ in colour and in shape.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from preex.plots.axis import Axis
from preex.plots.drawing import SMALL, Canvas, Svg, Theme, wide, wrap
from preex.plots.svg import FAINT, INK, OURS, PAPER, THEIRS
from preex.plots.trial_arms import DIAMOND, EDGE, LEFT, NARROW, WIDE, caption, circle, title_of_part
from preex.plots.trial_course import timeline
from preex.trials.course import Course
from preex.trials.pooled import Pooled
from preex.trials.result import Result
from preex.trials.verdict import Probabilities
from preex.trials.wording import ARMS, headline, of_ten

_DOTS = 10


def trial_figure(
    result: Result, theme: Theme | str = Theme.AUTO, *, narrow: bool = False, course: Course | None = None
) -> Svg:
    """Draw a result: its workouts, the density of the effect, and the three probabilities as dots.

    Parameters
    ----------
    result : of an outcome that cannot be measured only the workouts are shown.
    theme : for which screen; `auto` follows the reader's. narrow : for a phone.
    course : of the same workouts, for block borders, changes of load and why workouts are missing.

    Returns
    -------
    SVG; the same result gives the same bytes.
    """
    canvas = Canvas(NARROW if narrow else WIDE)
    y = timeline(canvas, result, EDGE, course)
    if result.estimate and result.p:
        y = _posterior(canvas, result, y + 26)
        y = _sureness(canvas, result, y + 26)
    title, description = words_of(result)
    return canvas.close(y + EDGE, title=title, description=description, theme=theme)


def words_of(result: Result) -> tuple[str, str]:
    """Return title and description of the figure, for those who cannot see it."""
    seen = f"{result.n.observed} of {result.n.assigned} workouts observed"
    return f"{result.what}: {ARMS[result.tried]} against {ARMS[result.arms[0]]}", f"{seen}. {headline(result)}"


# ------------------------------------------------------------------ what is believed


def _posterior(canvas: Canvas, result: Result, top: float, height: float = 140.0) -> float:
    """Draw the density of the effect over the band that does not matter, with median and 95 % interval."""
    e = result.estimate
    if e is None:
        return top
    y = title_of_part(canvas, f"What is believed of the effect [{result.unit}]", top)
    ends = [x for x, _ in result.density]
    low, high = min(ends[0], -1.4 * result.rope), max(ends[-1], 1.4 * result.rope)
    x = Axis(low, high, LEFT, canvas.width - EDGE)
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
    canvas.line(LEFT, floor, canvas.width - EDGE, floor, FAINT)
    canvas.line(x.at(e.lo95), floor + 8, x.at(e.hi95), floor + 8, INK, stroke_width=2.5)
    canvas.circle(x.at(e.median), floor + 8, 4.5, INK)
    for tick in x.ticks():
        canvas.text(x.at(tick), floor + 28, f"{tick:g}", size=SMALL, anchor="middle")
    words = "what is tried minus the usual way; grey: does not matter; line: 95 %"
    return caption(canvas, words, floor + 45) - 12


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
    y = title_of_part(canvas, "How sure is it?", top) + 16
    room = canvas.width - 2 * EDGE
    beside = room > 460
    left = EDGE + (190 if beside else 0)
    for name, n in rows_of_dots(result):
        canvas.text(EDGE, y, name, size=SMALL)
        y += 0 if beside else 18
        for k in range(_DOTS):
            canvas.circle(left + 7 + 21 * k, y - 4, 6.5, INK if k < n else PAPER, stroke=INK)
        canvas.text(left + 21 * _DOTS + 8, y, f"{n} of {_DOTS}")
        y += 24
    return y - 16


# ------------------------------------------------------------------ many lifters


def lifters_figure(pooled: Pooled, unit: str, theme: Theme | str = Theme.AUTO, *, narrow: bool = False) -> Svg:
    """Draw lifters beside each other: own estimate hollow, the one seen beside the others filled, mean, and a next lifter."""
    canvas = Canvas(NARROW if narrow else WIDE)
    named = [(one.name, one.median, one.lo95, one.hi95, one.own) for one in pooled.lifters]
    sums = [("mean of lifters", *pooled.mean), ("a next lifter", *pooled.next_lifter)]
    names = [name for name, *_ in named] + [name for name, *_ in sums]
    left = EDGE + min(0.4 * canvas.width, 12 + max(wide(name, SMALL) for name in names))
    ends = [0.0, *(v for row in named for v in row[1:]), *(v for row in sums for v in row[1:])]
    air = 0.04 * (max(ends) - min(ends))
    x = Axis(min(ends) - air, max(ends) + air, left, canvas.width - EDGE)
    y = top = title_of_part(canvas, f"Effect on each lifter [{unit}]", EDGE) + 20
    for name, middle, low, high, own in named:
        _whisker(canvas, x, name, (middle, low, high), y, OURS, circle, left)
        canvas.circle(x.at(own), y, 5.5, "none", stroke=INK, stroke_width=1.4)
        y += 24
    canvas.line(EDGE, y - 11, canvas.width - EDGE, y - 11, FAINT)
    for name, middle, low, high in sums:
        _whisker(canvas, x, name, (middle, low, high), y, THEIRS, DIAMOND, left)
        y += 24
    canvas.line(x.at(0), top - 12, x.at(0), y - 12, INK, stroke_dasharray="4 3")
    for tick in x.ticks():
        canvas.text(x.at(tick), y + 6, f"{tick:g}", size=SMALL, anchor="middle")
    caption = "hollow: own data alone; filled: seen beside the others; line: 95 %"
    for k, words in enumerate(wrap(caption, canvas.width - 2 * EDGE, SMALL)):
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
    while wide(words, SMALL) > left - EDGE - 8 and len(words) > 1:
        words = f"{words.rstrip('.')[:-1]}."
    canvas.text(EDGE, y + 4, words, size=SMALL)
    canvas.line(x.at(low), y, x.at(high), y, colour, stroke_width=2)
    shape(canvas, x.at(middle), y, colour, hollow=False)
