"""What a figure shows is what it was given, for every kind of eye and for none."""

import re
import sys
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from preex.errors import Unavailable
from preex.plots.forecasts import against_usual, bars, reliability
from preex.plots.svg import DARK, PAPER, to_svg
from preex.scoring.harness import LogScores, Scores
from preex.scoring.summary import rows

LEVELS = np.array([0.1, 0.5, 0.9])


def table(errors):
    logs = []
    for shift in (0.0, 0.2):
        by = {
            name: Scores(*(np.full(5, x + shift) for x in (off, off, 1, 1)), np.zeros(5), np.ones(5))
            for name, off in errors.items()
        }
        logs.append(LogScores(np.ones(5, int), np.ones(5, int), by, {}))
    return rows(logs)


TABLE = table({"preex": 1.0, "same_set": 1.5, "cheat": 0.5})
SPECS = {
    "bars": bars(TABLE),
    "reliability": reliability(LEVELS, LEVELS, LEVELS - 0.05, LEVELS + 0.05, np.full(10, 0.1)),
    "lifters": against_usual(np.array([1.0, 2.0]), np.array([1.5, 1.8]), np.array([100, 300])),
}


def drawn(spec):
    pytest.importorskip("vl_convert", reason="the extra plots is not installed")
    return to_svg(spec, title="Who is <off> by how much", description="A & B")


def luminance(colour):
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", SPECS)
def test_a_figure_is_xml_that_says_what_it_shows(name):
    root = ET.fromstring(drawn(SPECS[name]))  # noqa: S314 - our own
    assert root.attrib["role"] == "img"
    texts = {child.tag.rpartition("}")[2]: child.text for child in root}
    assert texts["title"] == "Who is <off> by how much"
    assert texts["desc"] == "A & B"


@pytest.mark.parametrize("name", SPECS)
def test_every_colour_of_a_figure_has_one_for_dark_screens(name):
    colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{3,8})"', drawn(SPECS[name])))
    assert colours <= DARK.keys()


@pytest.mark.parametrize("light", [c for c in DARK if c != PAPER])
def test_every_colour_stands_out_from_the_paper_light_and_dark(light):
    assert contrast(light, PAPER) >= 3  # graphics, WCAG 2.2, 1.4.11
    assert contrast(DARK[light], DARK[PAPER]) >= 3


def test_the_bars_show_the_table_and_the_interval():
    values = {v["who"]: v for v in bars(TABLE)["data"]["values"]}
    assert list(values) == [row.label for row in TABLE]
    assert values["PreEx"]["off"] == pytest.approx(1.1)
    assert values["PreEx"]["text"] == "1.10"
    assert values["same set number last time"]["value"] == pytest.approx(1.1 / 1.6)
    assert "value" not in values["PreEx"]  # nobody is compared with himself
    for row in TABLE:
        assert row.label in drawn(bars(TABLE))


def test_a_lifter_whom_preex_serves_worse_has_another_shape_and_colour():
    better, worse = SPECS["lifters"]["layer"][1]["data"]["values"]
    assert better["shape"] != worse["shape"]
    assert better["colour"] != worse["colour"]


def test_without_the_extra_the_error_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    with pytest.raises(Unavailable, match=r"preex\[plots\]"):
        to_svg(SPECS["bars"], title="t", description="d")


def test_the_same_figure_is_drawn_the_same_way_twice():
    assert drawn(SPECS["bars"]) == drawn(SPECS["bars"])
