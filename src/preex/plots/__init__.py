"""Figures as SVG, for light and dark screens, and read aloud. A plot takes a result and computes nothing.

Figures of forecasts are Vega-Lite specifications that `to_svg` draws; that needs the extra `plots` (vl-convert), nothing else
does. Figures of the evidence, `preex.plots.forest` and `preex.plots.emg`, are drawn here and always there.
"""

from preex.plots.forecasts import against_usual, bars, reliability
from preex.plots.svg import to_svg

__all__ = ["against_usual", "bars", "reliability", "to_svg"]
