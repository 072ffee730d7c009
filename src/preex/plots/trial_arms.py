"""How the arms of a trial look in every figure: each by its colour and by its shape; and the titles of a figure's parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from preex.plots.drawing import SMALL, Canvas, wide, wrap
from preex.plots.svg import CEILING, INK, OURS, PAPER, THEIRS
from preex.trials.result import Result
from preex.trials.wording import ARMS

WIDE, NARROW = 640.0, 340.0  # [px]
EDGE, LEFT = 18.0, 52.0
COLOURS = (OURS, THEIRS, INK, CEILING)  # of the arms, the usual way first


def legend(canvas: Canvas, result: Result, top: float) -> float:
    """Draw the mark of each arm beside its name; return where that ends. [px]"""
    at, y = LEFT, top + 12
    for arm, name in enumerate(result.arms):
        words = ARMS[name]
        if at + 16 + wide(words, SMALL) > canvas.width - EDGE and at > LEFT:
            at, y = LEFT, y + 17
        SHAPES[arm](canvas, at + 5, y - 4, COLOURS[arm], hollow=False)
        canvas.text(at + 15, y, words, size=SMALL)
        at += 34 + wide(words, SMALL)
    return y + 12


def title_of_part(canvas: Canvas, words: str, top: float) -> float:
    """Write a title over the lines it takes; return where it ends. [px]"""
    lines = wrap(words, canvas.width - 2 * EDGE)
    for k, line in enumerate(lines):
        canvas.text(EDGE, top + 12 + 17 * k, line, bold=True)
    return top + 17 * len(lines) + 4


def caption(canvas: Canvas, words: str, top: float) -> float:
    """Write a caption below a part, over the lines it takes; return where it ends. [px]"""
    lines = wrap(words, canvas.width - LEFT - EDGE, SMALL)
    for k, line in enumerate(lines):
        canvas.text((LEFT + canvas.width - EDGE) / 2, top + 15 * k, line, size=SMALL, anchor="middle")
    return top + 15 * len(lines)


def unit_of_outcome(result: Result) -> str:
    """Return the unit in which a workout's outcome is drawn."""
    return "100 ln kg" if result.unit == "%" else result.unit


def circle(canvas: Canvas, x: float, y: float, colour: str, *, hollow: bool) -> None:
    """Draw a round mark."""
    looks = dict(_looks(colour, hollow=hollow))
    canvas.circle(x, y, 4.6, str(looks.pop("fill")), **looks)


def _polygon(*corners: tuple[float, float]) -> Callable[..., None]:
    def draw(canvas: Canvas, x: float, y: float, colour: str, *, hollow: bool) -> None:
        looks = dict(_looks(colour, hollow=hollow))
        canvas.shape(*((x + dx, y + dy) for dx, dy in corners), fill=str(looks.pop("fill")), **looks)

    return draw


def _looks(colour: str, *, hollow: bool) -> Mapping[str, float | str]:
    return {"stroke": colour, "stroke_width": 1.6, "fill": PAPER if hollow else colour}


DIAMOND = _polygon((0, -6), (5, 0), (0, 6), (-5, 0))
SHAPES: Sequence[Callable[..., None]] = (  # as in the app: a square for the usual way, a diamond for what is tried
    _polygon((-4.2, -4.2), (4.2, -4.2), (4.2, 4.2), (-4.2, 4.2)),
    DIAMOND,
    circle,
    _polygon((0, -5.5), (5.2, 4), (-5.2, 4)),
)
