"""Effects as records and files that other programs read back."""

import csv
import dataclasses
import io
import re

import pytest

import preex
from preex.errors import NotFound
from preex.evidence.base import packaged
from preex.evidence.exporting import to_bibtex, to_csv
from preex.evidence.frame import Frame, Record, evidence


def test_the_package_answers_when_it_is_called():
    assert preex.evidence("emg") == evidence("emg")
    assert len(preex.evidence()) == len(packaged().findings)


def test_records_are_what_data_frames_take():
    # pandas takes a sequence of dataclasses; polars and others take dictionaries.
    frame = preex.evidence("strength_isolation")
    assert isinstance(frame, Frame)
    assert all(dataclasses.is_dataclass(r) for r in frame)
    assert frame.columns == tuple(f.name for f in dataclasses.fields(Record))
    assert [tuple(d) for d in frame.to_dicts()] == [frame.columns] * len(frame)


def test_records_are_chosen_by_outcome_contrast_people_and_design():
    assert {r.contrast for r in evidence(contrast="c4")} == {"C4"}
    assert {r.training for r in evidence(population="untrained")} == {"untrained"}
    assert {r.design for r in evidence(design="parallel")} == {"parallel"}
    assert {r.outcome for r in evidence("lactate")} == {"lactate"}
    assert "rpe" in {r.outcome for r in evidence("rpe") if r.contrast is None}  # context too
    with pytest.raises(NotFound, match="compound_reps"):
        evidence("happiness")


def test_a_number_never_comes_without_how_it_is_known():
    for r in evidence():
        assert r.verification in {"paper", "quoted", "recalled"}
        assert r.pooled == (not r.never_pooled)
        assert r.source
        assert (r.effect is None) == (r.variance is None) == (r.ci_low is None)


def test_the_csv_reads_back_as_it_was():
    frame = evidence("compound_reps")
    rows = list(csv.DictReader(io.StringIO(to_csv(frame))))
    assert [row["effect_id"] for row in rows] == [r.effect_id for r in frame]
    assert tuple(rows[0]) == frame.columns
    assert [float(row["change"]) for row in rows if row["change"]] == [r.change for r in frame if r.change is not None]
    assert {row["pooled"] for row in rows} == {"yes", "no"}


def test_no_cell_of_the_csv_is_run_as_a_formula():
    assert not any(cell[:1] in {"=", "+", "@"} for row in csv.reader(io.StringIO(to_csv(evidence()))) for cell in row)


def test_each_study_is_one_reference_without_a_made_up_title():
    text = to_bibtex(packaged().studies.values())
    entries = re.findall(r"^@(\w+)\{(\w+),$", text, flags=re.MULTILINE)
    assert [name for _, name in entries] == list(packaged().studies)
    assert "title =" not in text
    assert text.count("{") == text.count("}")
    assert not re.search(r"(?<!\\)[%&#]", text)


def test_a_reference_holds_what_the_citation_holds():
    text = to_bibtex([packaged().studies["sforzo1996"]])
    assert "author = {Sforzo, GA and Touey, PR}" in text
    for part in (
        "journal = {J Strength Cond Res}",
        "volume = {10}",
        "number = {1}",
        "pages = {20--24}",
        "year = {1996}",
    ):
        assert part in text
    assert "and others}" in to_bibtex([packaged().studies["wallace2019"]])
    assert "author = {{Authors not recovered}}" in to_bibtex([packaged().studies["kelp2026"]])
