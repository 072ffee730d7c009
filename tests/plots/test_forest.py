"""A forest plot shows each study where it is, as sure as it is, and says which are not pooled."""

import re
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from preex.evidence.figures import ForestPlot, ForestRow
from preex.plots.axis import Axis
from preex.plots.drawing import BOLD, wide
from preex.plots.forest import forest
from preex.plots.forest_words import lines, write
from preex.plots.svg import CEILING, DARK, FAINT, INK, OURS, PAPER

NOTHING = {"estimate": None, "low": None, "high": None, "weight": None, "hollow": False, "greyed": False}
EMPTY = {"grade": "", "note": "", "comparator": "compound first", "verification": "paper", "n": 20}


def row(label, **known):
    return ForestRow(**(NOTHING | EMPTY | {"label": label} | known))


PLOT = ForestPlot(
    title="Strength of the <isolation> lift",
    unit="standardised mean difference",
    favours_low="compound first",
    favours_high="isolation first",
    rows=(
        row("Heavy 2010", estimate=0.5, low=0.1, high=0.9, weight=0.8, n=40),
        row("Light 2012", estimate=-0.25, low=-1.0, high=0.5, weight=0.2, hollow=True, verification="quoted"),
        row("Silent 2003", sign=-1, hollow=True),
        row("Level 2004", sign=0, hollow=True),
        row("Other 2015", estimate=1.0, low=0.5, high=1.5, greyed=True, comparator="one set fewer", note="Context."),
    ),
    pooled=row(
        "Pooled", estimate=0.3, low=-0.1, high=0.7, weight=1.0, n=60, grade="low", verification="", comparator=""
    ),
    predicted=(-0.4, 1.0),
    rope=(-0.2, 0.2),
)
LAYOUTS = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])


def parts(svg, tag):
    return [e for e in ET.fromstring(svg).iter() if e.tag.rpartition("}")[2] == tag]  # noqa: S314 - our own


def squares(svg):
    """Squares of the plot, without those of the legend."""
    return [e.attrib for e in parts(svg, "rect") if e.attrib["width"] == e.attrib["height"]][:3]


def middle(a):
    return float(a["x"]) + float(a["width"]) / 2


@LAYOUTS
def test_a_figure_says_what_it_shows(narrow):
    svg = forest(PLOT, narrow=narrow)
    (title,), (said,) = parts(svg, "title"), parts(svg, "desc")
    assert title.text == PLOT.title
    for words in ("Heavy 2010, against compound first; 0.50 [0.10, 0.90]; n 40; weight 80", "lower, no size given"):
        assert words in said.text
    assert "certainty low" in said.text
    root = ET.fromstring(svg)  # noqa: S314 - our own
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == [title.attrib["id"], said.attrib["id"]]


@LAYOUTS
def test_every_row_says_its_numbers_comparator_people_and_where_they_were_read(narrow):
    words = " | ".join(e.text for e in parts(forest(PLOT, narrow=narrow), "text"))
    for line in lines(PLOT):
        for said in (line.label, line.comparator, line.estimate, line.grade, line.verification, line.n, line.weight):
            assert said in words


@LAYOUTS
@pytest.mark.parametrize(
    "plot", [PLOT, replace(PLOT, rows=(), pooled=None, predicted=None, rope=None)], ids=["full", "no study"]
)
def test_no_word_runs_over_the_edge(narrow, plot):
    svg = forest(plot, narrow=narrow)
    width = float(ET.fromstring(svg).attrib["width"])  # noqa: S314 - our own
    height = float(ET.fromstring(svg).attrib["height"])  # noqa: S314 - our own
    for e in parts(svg, "text"):
        x, long = (
            float(e.attrib["x"]),
            wide(e.text, float(e.attrib["font-size"]) * (BOLD if "font-weight" in e.attrib else 1)),
        )
        start = x - {"start": 0, "middle": 0.5, "end": 1}[e.attrib.get("text-anchor", "start")] * long
        assert start >= 0
        assert start + long <= width
        assert float(e.attrib["y"]) < height


@LAYOUTS
def test_the_same_plot_gives_the_same_bytes_and_asks_nothing_of_others(narrow):
    assert forest(PLOT, narrow=narrow) == forest(PLOT, narrow=narrow)
    assert not re.search(r"<script|href=|url\(|<image|<foreignObject", forest(PLOT, narrow=narrow))


@LAYOUTS
def test_every_colour_has_one_for_dark_screens(narrow):
    light = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', forest(PLOT, "light", narrow=narrow)))
    assert light == {INK, PAPER, CEILING, FAINT, OURS}
    dark = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', forest(PLOT, "dark", narrow=narrow)))
    assert dark == {DARK[colour] for colour in light}


def test_a_study_stands_where_its_number_is():
    """By hand: 0.5 lies as far right of 0 as -0.25 lies left of it, twice."""
    svg = forest(PLOT)
    heavy, light, other = squares(svg)
    (zero,) = {float(e.attrib["x1"]) for e in parts(svg, "line") if "stroke-dasharray" in e.attrib}
    assert middle(heavy) - zero == pytest.approx(-2 * (middle(light) - zero), abs=0.05)
    assert middle(other) - zero == pytest.approx(2 * (middle(heavy) - zero), abs=0.05)


def test_the_area_of_a_square_is_its_weight():
    heavy, light, _ = (float(a["width"]) for a in squares(forest(replace(PLOT, rows=tuple(
        replace(r, hollow=False) for r in PLOT.rows
    )))))  # fmt: skip
    assert (heavy / light) ** 2 == pytest.approx(0.8 / 0.2, rel=0.01)


def test_what_was_read_off_a_figure_is_hollow_and_what_is_not_pooled_grey():
    heavy, light, other = squares(forest(PLOT))
    assert heavy["fill"] == INK
    assert (light["fill"], light["stroke"]) == (PAPER, INK)
    assert other["fill"] == CEILING


def test_a_direction_without_a_size_is_a_hollow_mark_at_the_end_of_the_axis():
    plain = replace(PLOT, rows=(*PLOT.rows[:2], PLOT.rows[4]))
    was = {e.attrib["points"] for e in parts(forest(plain), "polygon")}
    new = [e.attrib for e in parts(forest(PLOT), "polygon") if e.attrib["points"] not in was]
    hollow = [a for a in new if a["fill"] == PAPER]
    assert len(hollow) == 2  # in its row, and in the legend
    tip, *back = (float(point.split(",")[0]) for point in hollow[0]["points"].split())
    assert tip < min(back)
    assert [e.attrib["r"] for e in parts(forest(PLOT), "circle") if e.attrib["r"] == "5.5"] == ["5.5"] * 2  # level


def test_the_pool_is_a_diamond_from_end_to_end_of_its_interval():
    axis = Axis.of(PLOT, 0, 100)
    svg = forest(PLOT)
    diamond = next(e for e in parts(svg, "polygon") if e.attrib["fill"] == OURS)
    xs = [float(point.split(",")[0]) for point in diamond.attrib["points"].split()]
    share = (xs[1] - xs[0]) / (xs[2] - xs[0])
    assert share == pytest.approx((axis.at(0.3) - axis.at(-0.1)) / (axis.at(0.7) - axis.at(-0.1)), abs=0.01)


def test_an_interval_longer_than_the_axis_ends_in_an_arrow():
    long = replace(PLOT, rows=(replace(PLOT.rows[0], high=25.0), *PLOT.rows[1:]))
    assert len(parts(forest(long), "polygon")) == len(parts(forest(PLOT), "polygon")) + 1
    assert "[0.1, 25.0]" in forest(long)  # the number is not cut


def test_rows_of_another_contrast_come_last_under_a_heading():
    kinds = [line.kind for line in lines(replace(PLOT, rows=PLOT.rows[::-1]))]
    assert kinds == ["hollow", "hollow", "hollow", "study", "pooled", "next", "other"]
    assert "shown but not pooled" in forest(PLOT)
    assert "shown but not pooled" not in forest(replace(PLOT, rows=PLOT.rows[:4]))


def test_a_number_without_an_interval_says_so():
    (line,) = lines(replace(PLOT, rows=(row("Bare 2001", estimate=-1.4),), pooled=None, predicted=None))
    assert line.estimate == "\N{MINUS SIGN}1.40 [no interval]"


@pytest.mark.parametrize(
    ("value", "digits", "text"), [(-0.004, 2, "0.00"), (-0.3, 2, "\N{MINUS SIGN}0.30"), (12.34, 1, "12.3")]
)
def test_numbers_have_a_true_minus_and_zero_none(value, digits, text):
    assert write(value, digits) == text


def test_a_figure_needs_no_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    assert forest(PLOT).startswith("<svg")


def test_a_direction_stands_where_no_number_can():
    axis = Axis.of(PLOT, 100, 500)
    assert (axis.left, axis.right) == (
        130,
        500,
    )  # room on the left alone: the plot has one that is lower, none that is higher
    assert Axis.of(replace(PLOT, rows=PLOT.rows[:2]), 100, 500).left == 100


def test_without_any_number_there_is_no_scale():
    silent = replace(PLOT, rows=PLOT.rows[2:4], pooled=None, predicted=None, rope=None)
    assert list(Axis.of(silent, 0, 100).ticks()) == []
    words = [e.text for e in parts(forest(silent), "text")]
    assert PLOT.unit not in words
    assert not [w for w in words if re.fullmatch(r"\N{MINUS SIGN}?\d+\.\d+", w)]


def test_a_pool_without_a_size_says_what_it_stands_for():
    none = {"estimate": None, "low": None, "high": None, "note": "-1.67 spreads: a direction"}
    svg = forest(replace(PLOT, pooled=replace(PLOT.pooled, **none), predicted=None))
    assert "no size" in svg
    assert "\N{MINUS SIGN}1.67 spreads: a direction" in svg
    assert "pooled, 95 %" not in svg


@LAYOUTS
def test_a_figure_without_studies_says_so(narrow):
    assert "No study." in forest(replace(PLOT, rows=(), pooled=None, predicted=None, rope=None), narrow=narrow)


def test_an_axis_holds_every_estimate_and_round_ticks_with_zero():
    axis = Axis.of(PLOT, 0, 100)
    assert all(axis.holds(r.estimate) for r in PLOT.rows if r.estimate is not None)
    ticks = list(axis.ticks())
    assert 0 in ticks
    assert 4 <= len(ticks) <= 10
