"""What is drawn by hand is the same everywhere, fits its paper, and can be read by every kind of eye."""

import itertools
import re
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from preex.plots.drawing import Canvas, Svg, Theme, number, round_step, wide, wrap
from preex.plots.svg import CEILING, DARK, INK, OURS, PAPER, THEIRS

# G. Machado, M. Oliveira, L. Fernandes, IEEE Trans Vis Comput Graph 15(6), 2009: severity 1.0, on linear RGB.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour):
    channels = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    """CIE 1976, white D65."""
    x, y, z = np.cbrt(TO_XYZ @ np.clip(rgb, 0, 1) / [0.9505, 1.0, 1.089])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one, other):
    light, dark = sorted((float(TO_XYZ[1] @ linear(c)) for c in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("shade", [lambda c: c, DARK.get], ids=["light", "dark"])
def test_no_two_colours_look_alike_to_any_kind_of_eye(blindness, shade):
    seen = [lab(np.asarray(BLINDNESS[blindness]) @ linear(shade(c))) for c in (OURS, THEIRS, CEILING)]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) >= 20


@pytest.mark.parametrize("ink", [INK, CEILING])
def test_words_stand_out_from_the_paper_light_and_dark(ink):
    assert contrast(ink, PAPER) >= 4.5  # text, WCAG 2.2, 1.4.3
    assert contrast(DARK[ink], DARK[PAPER]) >= 4.5


def drawn(theme):
    canvas = Canvas(200)
    canvas.rect(0, 0, 10, 10, OURS)
    canvas.text(5, 20, "<b> & \N{MINUS SIGN}1")
    return canvas.close(50, title="A & B", description="d", theme=theme)


def test_a_figure_for_a_light_screen_has_no_rule_for_a_dark_one():
    assert "<style>" not in drawn(Theme.LIGHT)
    assert "prefers-color-scheme: dark" in drawn(Theme.AUTO)


def test_a_figure_for_a_dark_screen_has_dark_colours_only():
    colours = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', drawn(Theme.DARK)))
    assert colours <= set(DARK.values())


def test_words_are_escaped_and_a_notebook_gets_the_same_text():
    svg = drawn("light")
    assert isinstance(svg, Svg)
    assert svg._repr_svg_() == svg
    assert svg.size == ("200", "50")
    words = [e.text for e in ET.fromstring(svg).iter() if e.tag.endswith("}text")]  # noqa: S314 - our own
    assert words == ["<b> & \N{MINUS SIGN}1"]


def test_a_theme_nobody_knows_is_refused():
    with pytest.raises(ValueError, match="sepia"):
        drawn("sepia")


@pytest.mark.parametrize(
    ("value", "text"), [(1.0, "1"), (-0.001, "0"), (2.345, "2.35"), (-7.5, "-7.5"), (100.0, "100")]
)
def test_a_place_is_written_in_few_digits(value, text):
    assert number(value) == text


def test_words_are_broken_where_they_end_and_none_is_lost():
    text = "leg extension then leg press, against leg press alone"
    found = wrap(text, 120, 11.5)
    assert " ".join(found) == text
    assert all(wide(line, 11.5) <= 120 for line in found)
    assert wrap("incomprehensibilities", 20) == ["incomprehensibilities"]
    assert wrap("", 20) == []


@pytest.mark.parametrize("span", [0.003, 0.7, 1.0, 2.2, 9.0, 437.0])
def test_a_round_step_divides_a_span_into_two_to_five(span):
    step = round_step(span)
    assert 2 <= span / step <= 5
    assert f"{step:e}"[0] in "125"
