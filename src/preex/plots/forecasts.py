"""Figures of how well sets are foretold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from preex.plots.svg import CEILING, INK, OURS, PAPER, THEIRS
from preex.scoring.forecasters import CHEAT, NO_FATIGUE, PREEX
from preex.scoring.proper import FloatArray
from preex.scoring.summary import Row

Spec = dict[str, Any]

_PERCENT = {"format": ".0%"}
_SQUARE = {"width": 250, "height": 250}
_REFERENCE = {"color": INK, "strokeDash": [4, 3], "strokeWidth": 1}  # what a perfect or an equal forecast would give


def bars(rows: Sequence[Row]) -> Spec:
    """Show everybody's mean error, and PreEx's as a share of it with the interval over lifters.

    Parameters
    ----------
    rows : of the table, in the order to show.
    """
    values = [
        {"who": row.label, "off": row.mean.mae, "text": f"{row.mean.mae:.2f}", "colour": _colour(row.name)}
        | (dict(row.share._asdict()) if row.share and row.name != PREEX else {})
        for row in rows
    ]
    y = {"field": "who", "type": "nominal", "sort": None, "title": None, "axis": {"ticks": False, "domain": False}}
    fill = {"field": "colour", "type": "nominal", "scale": None}
    off = {"field": "off", "type": "quantitative", "title": "off by, repetitions (mean over lifters)"}
    share = {"field": "value", "type": "quantitative", "title": "PreEx's error / this one's (95 % interval)"}
    left = {
        "width": 230,
        "height": {"step": 22},
        "encoding": {"y": y, "x": off},
        "layer": [
            {"mark": {"type": "bar", "height": 13}, "encoding": {"color": fill}},
            {"mark": {"type": "text", "align": "left", "dx": 4, "color": INK}, "encoding": {"text": {"field": "text"}}},
        ],
    }
    right = {
        "width": 200,
        "height": {"step": 22},
        "transform": [{"filter": "isValid(datum.value)"}],
        "encoding": {"y": y | {"axis": None, "scale": {"domain": [v["who"] for v in values]}}},
        "layer": [
            {"mark": {"type": "rule", **_REFERENCE}, "encoding": {"y": None, "x": {"datum": 1}}},
            {
                "mark": {"type": "rule", "strokeWidth": 2, "color": OURS},
                "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}},
            },
            {
                "mark": {"type": "point", "filled": True, "size": 50, "opacity": 1, "color": OURS},
                "encoding": {"x": share},
            },
        ],
    }
    # Room for readers whose font is wider than the one the figure was measured with.
    room = {"left": 45, "right": 45, "top": 5, "bottom": 5}
    return {"data": {"values": values}, "hconcat": [left, right], "spacing": 25, "padding": room}


def reliability(levels: FloatArray, share: FloatArray, low: FloatArray, high: FloatArray, pit: FloatArray) -> Spec:
    """Show whether the forecast is right about how sure it is: quantiles left, the transform's histogram right.

    Parameters
    ----------
    levels : (n_level,) quantiles as said, 0 to 1.
    share : (n_level,) share of sets at or below them, all sets together.
    low, high : (n_level,) the same of one lifter in ten, from below and above.
    pit : (n_bin,) share of sets in equal parts of the probability integral transform.
    """
    lines = [
        dict(zip(("level", "share", "low", "high"), map(float, column), strict=True))
        for column in zip(levels, share, low, high, strict=True)
    ]
    return {"hconcat": [_quantiles(lines), _histogram(pit)], "spacing": 40}


def _quantiles(lines: list[dict[str, float]]) -> Spec:
    x = {"field": "level", "type": "quantitative", "title": "quantile as foretold", "axis": _PERCENT}
    y = {"field": "share", "type": "quantitative", "title": "sets at or below it", "axis": _PERCENT}
    right = [{"level": 0.0, "share": 0.0}, {"level": 1.0, "share": 1.0}]
    among_lifters = {"y": y | {"field": "low"}, "y2": {"field": "high"}}
    return {
        **_SQUARE,
        "title": "Is it right about how sure it is?",
        "data": {"values": lines},
        "encoding": {"x": x},
        "layer": [
            {"mark": {"type": "area", "color": OURS, "opacity": 0.25}, "encoding": among_lifters},
            {"data": {"values": right}, "mark": {"type": "line", **_REFERENCE}, "encoding": {"y": y}},
            {"mark": {"type": "line", "color": OURS, "strokeWidth": 2, "point": {"color": OURS}}, "encoding": {"y": y}},
        ],
    }


def _histogram(pit: FloatArray) -> Spec:
    n = len(pit)
    bins = [{"from": i / n, "to": (i + 1) / n, "share": float(value)} for i, value in enumerate(pit)]
    place = {"field": "from", "bin": {"binned": True, "step": 1 / n}, "title": "place within the forecast"}
    height = {"field": "share", "type": "quantitative", "title": "share of the sets", "axis": _PERCENT}
    return {
        **_SQUARE,
        "title": "Where in the forecast did the sets fall?",
        "data": {"values": bins},
        "layer": [
            {
                "mark": {"type": "bar", "color": OURS, "stroke": PAPER, "strokeWidth": 1},
                "encoding": {"x": place | {"axis": _PERCENT}, "x2": {"field": "to"}, "y": height},
            },
            {"mark": {"type": "rule", **_REFERENCE}, "encoding": {"y": {"datum": 1 / n}}},
        ],
    }


def against_usual(ours: FloatArray, usual: FloatArray, n_set: FloatArray) -> Spec:
    """Show each lifter: PreEx's error beside that of "same set number last time"; below the line PreEx is better.

    Parameters
    ----------
    ours, usual : (n_log,) mean error. [reps]
    n_set : (n_log,) scored sets.
    """
    points = [
        {
            "ours": a,
            "usual": b,
            "sets": n,
            "shape": "circle" if a <= b else "triangle-up",
            "colour": OURS if a <= b else THEIRS,
        }
        for a, b, n in zip(ours.tolist(), usual.tolist(), n_set.tolist(), strict=True)
    ]
    most = max(1.0, float(max(ours.max(), usual.max()))) * 1.05
    scale = {"domain": [0, most], "nice": False}
    x = {"field": "usual", "type": "quantitative", "title": "same as last time: off by, repetitions", "scale": scale}
    y = {"field": "ours", "type": "quantitative", "title": "PreEx: off by, repetitions", "scale": scale}
    line = [{"usual": 0, "ours": 0}, {"usual": most, "ours": most}]
    return {
        "width": 330,
        "height": 330,
        "encoding": {"x": x, "y": y},
        "layer": [
            {"data": {"values": line}, "mark": {"type": "line", **_REFERENCE}},
            {
                "data": {"values": points},
                "mark": {"type": "point", "strokeWidth": 1.6, "opacity": 0.9},
                "encoding": {
                    "color": {"field": "colour", "type": "nominal", "scale": None},
                    "shape": {"field": "shape", "type": "nominal", "scale": None},
                    "size": {"field": "sets", "type": "quantitative", "legend": None, "scale": {"range": [20, 200]}},
                },
            },
        ],
    }


def _colour(name: str) -> str:
    return {PREEX: OURS, NO_FATIGUE: OURS, CHEAT: CEILING}.get(name, THEIRS)
