"""Drawing by hand: marks and words at places, for figures that have to be there in a plain installation.

Vega-Lite draws through vl-convert, 84 MB that only the extra `plots` brings. What pages and the command line always show is
written here, with the colours and the dark screen of `preex.plots.svg`.
"""

from __future__ import annotations

import math
import re
import zlib
from enum import StrEnum
from xml.sax.saxutils import escape

from preex.plots.svg import DARK, INK, PAPER, dark_style

FONT = "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif"
TEXT, SMALL = 13.0, 11.5  # [px]
BOLD = 1.1  # how much wider bold words are
# Width of a letter as a share of the font's size: those of DejaVu Sans, the widest of the fonts above, rounded up.
_LETTERS = {"ijl.,:;'|!()[] ftrI-": 0.41, "mwMW%@\N{EM DASH}": 0.97, "ABCDEFGHJKLNOPQRSTUVXYZ": 0.74}
_SHARES = {letter: share for letters, share in _LETTERS.items() for letter in letters}
_OTHER = 0.64


class Theme(StrEnum):
    """For which screen a figure is."""

    AUTO = "auto"  # light or dark, as the reader's system says
    LIGHT = "light"
    DARK = "dark"


class Svg(str):
    """The text of an SVG; a notebook shows it as a picture."""

    __slots__ = ()

    @property
    def size(self) -> tuple[str, str]:
        """Width and height. [px]"""
        width, height = self.split('viewBox="0 0 ', 1)[1].split('"', 1)[0].split()
        return width, height

    def _repr_svg_(self) -> str:
        return str(self)


class Canvas:
    """Collects what is drawn, from back to front. Places are in px, y grows downwards; colours are those of `svg`.

    edge : left and right of what is drawn.
    """

    def __init__(self, width: float, edge: float = 0.0) -> None:
        self.width = width
        self.edge = edge
        self._drawn: list[str] = []

    def rect(self, x: float, y: float, width: float, height: float, fill: str, **more: float | str) -> None:
        """Draw a rectangle."""
        self._add("rect", x=x, y=y, width=width, height=height, fill=fill, **more)

    def line(self, x1: float, y1: float, x2: float, y2: float, stroke: str, **more: float | str) -> None:
        """Draw a line."""
        self._add("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=stroke, **more)

    def shape(self, *points: tuple[float, float], fill: str, **more: float | str) -> None:
        """Draw a polygon."""
        places = " ".join(f"{number(x)},{number(y)}" for x, y in points)
        self._add("polygon", points=places, fill=fill, **more)

    def circle(self, x: float, y: float, r: float, fill: str, **more: float | str) -> None:
        """Draw a circle."""
        self._add("circle", cx=x, cy=y, r=r, fill=fill, **more)

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        size: float = TEXT,
        anchor: str = "start",
        fill: str = INK,
        bold: bool = False,
    ) -> None:
        """Write on the base line `y`; `anchor` is start, middle or end."""
        looks: dict[str, float | str] = {"font_size": size, "fill": fill}
        if anchor != "start":
            looks["text_anchor"] = anchor
        if bold:
            looks["font_weight"] = "600"
        self._drawn.append(f"<text{_attributes(x=x, y=y, **looks)}>{escape(words)}</text>")

    def close(self, height: float, *, title: str, description: str, theme: Theme | str = Theme.AUTO) -> Svg:
        """Return the figure.

        Parameters
        ----------
        height : of the paper. [px]
        title, description : read aloud to those who cannot see it.
        theme : for which screen.
        """
        key = f"{zlib.crc32(f'{title}{self.width}'.encode()):08x}"  # so that figures of one page do not share ids
        w, h = number(self.width), number(height)
        style = f"<style>{dark_style()}</style>" if Theme(theme) is Theme.AUTO else ""
        whole = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" role="img"'
            f' aria-labelledby="t{key} d{key}" font-family="{FONT}">'
            f'<title id="t{key}">{escape(title)}</title><desc id="d{key}">{escape(description)}</desc>{style}'
            f'<rect width="{w}" height="{h}" fill="{PAPER}"/>{"".join(self._drawn)}</svg>\n'
        )
        return Svg(_darkened(whole) if Theme(theme) is Theme.DARK else whole)

    def _add(self, tag: str, **attributes: float | str) -> None:
        self._drawn.append(f"<{tag}{_attributes(**attributes)}/>")


def number(value: float) -> str:
    """Write a place, the same on every machine: at most two decimals."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")  # + 0.0 takes the sign off a zero


def _attributes(**values: float | str) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{value if isinstance(value, str) else number(value)}"'
        for name, value in values.items()
    )


def _darkened(svg: str) -> str:
    return re.sub(r'(fill|stroke)="(#[0-9a-f]{6})"', lambda found: f'{found[1]}="{DARK[found[2]]}"', svg)


def wide(words: str, size: float = TEXT) -> float:
    """Return about how wide words are, rather too much than too little. [px]"""
    return size * sum(_SHARES.get(letter, _OTHER) for letter in words)


def wrap(words: str, width: float, size: float = TEXT) -> list[str]:
    """Break words into lines of at most `width`; a longer word gets a line of its own."""
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and wide(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def round_step(span: float) -> float:
    """Return a round step that divides the span into two to five."""
    power = 10.0 ** math.floor(math.log10(span / 2))
    return next(power * m for m in (1, 2, 5, 10) if span / (power * m) <= 5)
