"""Figures as SVG. A plot takes a result and returns a specification; `to_svg` draws it, for light and dark screens.

The specifications are plain Vega-Lite; drawing them needs the extra `plots` (vl-convert), nothing else does.
"""

from preex.plots.forecasts import against_usual, bars, reliability
from preex.plots.svg import to_svg

__all__ = ["against_usual", "bars", "reliability", "to_svg"]
