"""Directions by muscle: place, shape and colour say the same."""

import re
from xml.etree import ElementTree as ET

import pytest

from preex.evidence.figures import Direction, DirectionChart
from preex.plots.drawing import BOLD, wide
from preex.plots.emg import by_kind, by_muscle, describe, directions
from preex.plots.svg import CEILING, DARK, INK, OURS, PAPER, THEIRS


def seen(muscle, study, sign, kind="agonist"):
    pair = "dumbbell fly, bench press"
    return Direction(muscle=muscle, study=study, label=pair, sign=sign, n=12, verification="paper", kind=kind)


CHART = DirectionChart(
    title="Muscle activity",
    rows=(
        seen("triceps", "Zeta 2009", 1),
        seen("triceps", "Alpha 2007", 1),
        seen("chest", "Zeta 2009", 0),
        seen("chest", "Helper 2016", -1, "synergist"),
        seen("quads (vasti)", "Easy 2010", 1, "light"),
    ),
)
LAYOUTS = pytest.mark.parametrize("narrow", [False, True], ids=["wide", "narrow"])


def parts(svg, tag):
    return [e for e in ET.fromstring(svg).iter() if e.tag.rpartition("}")[2] == tag]  # noqa: S314 - our own


@LAYOUTS
def test_each_direction_has_a_shape_and_a_colour_of_its_own(narrow):
    """One of each stands in the head beside its word."""
    svg = directions(CHART, narrow=narrow)
    ups = [e for e in parts(svg, "polygon") if e.attrib["fill"] == OURS]
    downs = [e for e in parts(svg, "polygon") if e.attrib["fill"] == THEIRS]
    none = [e for e in parts(svg, "circle") if e.attrib["stroke"] == CEILING and e.attrib["fill"] == PAPER]
    assert (len(ups), len(downs), len(none)) == (3 + 1, 1 + 1, 1 + 1)
    for e in (*ups, *downs):
        tip, *base = (float(point.split(",")[1]) for point in e.attrib["points"].split())
        assert (tip < min(base)) == (e in ups)


@LAYOUTS
def test_lower_stands_left_of_no_clear_change_and_that_left_of_higher(narrow):
    """The head of a phone's chart names the marks; below it each direction has a place of its own."""
    svg = directions(CHART, narrow=narrow)
    lower = {float(e.attrib["points"].split(",")[0]) for e in parts(svg, "polygon") if e.attrib["fill"] == THEIRS}
    higher = {float(e.attrib["points"].split(",")[0]) for e in parts(svg, "polygon") if e.attrib["fill"] == OURS}
    level = {float(e.attrib["cx"]) for e in parts(svg, "circle")}
    assert min(lower) < min(level) < min(higher)


@LAYOUTS
def test_every_study_is_named_with_its_people_and_how_its_number_is_known(narrow):
    words = " | ".join(e.text for e in parts(directions(CHART, narrow=narrow), "text"))
    for row in CHART.rows:
        assert f"{row.study}; n 12, paper" in words
        assert row.muscle in words


@LAYOUTS
def test_no_word_runs_over_the_edge(narrow):
    svg = directions(CHART, narrow=narrow)
    width = float(ET.fromstring(svg).attrib["width"])  # noqa: S314 - our own
    for e in parts(svg, "text"):
        assert (
            float(e.attrib["x"])
            + wide(e.text, float(e.attrib["font-size"]) * (BOLD if "font-weight" in e.attrib else 1))
            <= width
        )


def test_muscles_are_grouped_by_what_the_isolation_was_for():
    assert [kind for kind, _ in by_kind(CHART.rows)] == ["agonist", "synergist", "light"]
    (_, target), *_ = by_kind(CHART.rows)
    assert [(m, [r.study for r in found]) for m, found in by_muscle(target)] == [
        ("triceps", ["Alpha 2007", "Zeta 2009"]),
        ("chest", ["Zeta 2009"]),
    ]


def test_it_is_told_in_words_too():
    said = describe(CHART)
    assert "Isolation for a helper: chest lower in Helper 2016 (n 12, paper)." in said
    assert describe(DirectionChart(title="t", rows=())) == "No study."


@LAYOUTS
def test_the_same_chart_gives_the_same_bytes_in_light_and_dark(narrow):
    assert directions(CHART, narrow=narrow) == directions(CHART, narrow=narrow)
    colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', directions(CHART, narrow=narrow)))
    assert {INK, PAPER, OURS, THEIRS, CEILING} <= colours <= set(DARK)


def test_a_chart_of_nothing_is_still_a_figure():
    assert directions(DirectionChart(title="t", rows=())).startswith("<svg")
