"""The model against published studies; `docs/published.md` shows each row."""

import csv
import sys
from pathlib import Path

import pytest

from preex.fatigue.parameters import priors

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "validation" / "published"))

import formulations
import make_page
import measures
import sharing
from targets import chosen, rows

EVIDENCE = ROOT.parent / "shared" / "data" / "evidence.csv"
LAW = next(f for f in formulations.CANDIDATES if f.name == formulations.SHIPPED)


def shipped():
    """The packaged constants by the names of the calibration."""
    return {name: priors()["beta" if name == "deepening" else name].centre for name in LAW.free}


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


@pytest.mark.skipif(not EVIDENCE.exists(), reason="needs the evidence table, which is not part of the project")
def test_a_study_is_kept_aside_here_exactly_where_the_evidence_table_keeps_it_aside():
    with EVIDENCE.open(encoding="utf-8") as file:
        aside = {r["study_id"] for r in csv.DictReader(file) if r["split"] == "heldout"}
    assert {r["study"] for r in rows() if r["split"] == "heldout"} <= aside
    assert not {r["study"] for r in rows() if r["split"] == "calibration"} & aside


def test_the_packaged_constants_are_those_of_the_calibration():
    fitted = formulations.fitted(LAW, formulations.targets())
    assert shipped() == pytest.approx({name: fitted[name] for name in LAW.free}, rel=0.05)


def test_the_calibration_walks_a_session_as_the_product_does():
    rows_ = formulations.targets()
    v = {name: formulations.at(name, 0.0) for name in formulations.BELIEFS} | shipped()
    walked, _ = formulations.predicted(rows_, LAW, v)
    product = [10 * measures.set_ratio(r) if r["measure"] == "set_ratio" else measures.mean_reps(r) for r in rows_]
    assert walked == pytest.approx(product, abs=0.15)  # repetitions are smooth there and whole here


def test_load_sharing_is_where_published_activity_puts_it():
    best = min(sharing.GRID, key=lambda rho: sharing.misfit(rho)[0])
    assert priors()["rho"].centre == best


def test_the_page_is_what_the_script_makes():
    assert make_page.PAGE.read_text(encoding="utf-8") == make_page.page()
