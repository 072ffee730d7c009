"""The model against published studies; `docs/published.md` shows each row."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "published"))

import make_page
from targets import chosen, rows


def test_four_of_five_numbers_of_calibration_studies_lie_inside_their_tolerance():
    inside = [v.inside for v in chosen("calibration", "number")]
    print(f"{sum(inside)} of {len(inside)}")
    assert len(inside) >= 40
    assert sum(inside) >= 0.8 * len(inside)


def test_all_directions_of_calibration_studies_are_right_except_two_at_most():
    assert sum(not v.inside for v in chosen("calibration", "sign")) <= 2


def test_every_row_says_where_its_number_comes_from():
    assert all(r["source"] and r["level"] in {"read", "quoted", "recalled"} for r in rows())


@pytest.mark.parametrize("split", ["calibration", "heldout"])
def test_constants_were_set_on_calibration_studies_alone(split):
    assert all(r["split"] == "calibration" for r in rows() if r["calibrates"] == "yes")
    assert any(r["split"] == split for r in rows())


def test_the_page_is_what_the_script_makes():
    assert make_page.PAGE.read_text(encoding="utf-8") == make_page.page()
