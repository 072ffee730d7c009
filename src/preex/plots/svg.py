"""From a Vega-Lite specification to an SVG that can be read on a light and on a dark screen, and aloud."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape

from preex.errors import Unavailable

Spec = Mapping[str, Any]

VEGA_LITE = "6.4"  # the newest that vl-convert 1.9 draws

# Okabe and Ito's colours, told apart by the colour-blind; with each the colour that takes its place on a dark screen.
INK, FAINT, PAPER = "#1a1a1a", "#8c8c8c", "#ffffff"
OURS, THEIRS, CEILING = "#0072b2", "#d55e00", "#767676"
DARK = {INK: "#ececec", FAINT: "#8c8c8d", PAPER: "#1b1b1d", OURS: "#56b4e9", THEIRS: "#f0883e", CEILING: "#a3a3a3"}

_CONFIG = {
    "background": PAPER,
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "titleColor": INK,
        "domainColor": FAINT,
        "tickColor": FAINT,
        "gridColor": FAINT,
        "gridOpacity": 0.3,
        "titleFontWeight": "normal",
        "labelLimit": 320,
    },
    "title": {"color": INK, "anchor": "start", "fontWeight": "normal", "fontSize": 13},
    "text": {"color": INK},
    "rule": {"color": FAINT},
}


def to_svg(spec: Spec, *, title: str, description: str) -> str:
    """Draw a specification.

    Parameters
    ----------
    spec : Vega-Lite without `$schema` and `config`; colours are those of this module.
    title : read aloud first.
    description : what the figure shows, in a sentence or two, for those who cannot see it.

    Raises
    ------
    Unavailable : the extra `plots` is not installed.
    """
    try:
        import vl_convert
    except ModuleNotFoundError:
        raise Unavailable(
            "figures need vl-convert, which is not installed.", hint="pip install 'preex[plots]'"
        ) from None
    whole = {"$schema": f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE[0]}.json", "config": _CONFIG, **spec}
    drawn: str = vl_convert.vegalite_to_svg(whole, vl_version=VEGA_LITE)
    head = (
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(description)}</desc><style>{dark_style()}</style>'
    )
    return re.sub(r"<svg([^>]*)>", rf'<svg\1 role="img" aria-labelledby="t d">{head}', drawn, count=1) + "\n"


def dark_style() -> str:
    """Return the rules by which a figure takes its dark colours on a dark screen."""
    rules = "".join(
        f'[fill="{light}"]{{fill:{dark}}}[stroke="{light}"]{{stroke:{dark}}}' for light, dark in DARK.items()
    )
    return f"@media (prefers-color-scheme: dark){{{rules}}}"
