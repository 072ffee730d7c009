"""Figures as SVG, for light and dark screens, and read aloud. A plot takes a result and computes nothing.

Figures of forecasts, `preex.plots.forecasts`, are Vega-Lite specifications that `preex.plots.svg.to_svg` draws; that needs the extra `plots` (vl-convert), nothing else
does. Figures of the evidence, `preex.plots.forest` and `preex.plots.emg`, are drawn here and always there.
"""
