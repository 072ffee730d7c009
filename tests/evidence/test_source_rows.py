"""Every row of the collected facts beside the repository is in the tables once, with its numbers; none is made up."""

import csv
import re
from collections import Counter
from dataclasses import astuple
from pathlib import Path

import pytest

from preex.core.table import read_table
from preex.evidence.base import packaged

MAP = Path(__file__).with_name("source_rows.csv")
# Rows without a source row of their own, and why they exist.
SPLIT = {
    "augustsson2003_reps": "direction and p were verified, the means of the same source row are recalled",
    "fisher2014_chest_press_rest": "one sentence tells of three groups: the two with isolation first",
    "fisher2014_leg_press_rest": "the same",
    "fisher2014_pulldown_rest": "the same",
    "romano2013_reps": "one source row tells of effort and of repetitions",
    "dias2010_compound": "one source row tells which exercises differed and which did not",
    "assumpcao2013_isolation": "one source row tells of both kinds of exercise",
    "cardozo2019_plantar_flexion": "one source row tells of four exercises",
    "cardozo2019_pulldown": "the same",
    "cardozo2019_leg_press": "the same",
    "senna_order_jhk_reps_total": "the sum of the two exercises of two source rows",
    "senna_order_jhk_reps_total_printed": "the contradicting total in the note of a source row",
}


@pytest.fixture(scope="module")
def source(shared):
    """Return the source rows by study, outcome and which of that name they are."""
    path = shared / "data" / "evidence.csv"
    if not path.is_file():
        pytest.skip("no ../shared/data/evidence.csv")
    seen, rows = Counter(), {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = (row["study_id"], row["outcome"])
            seen[name] += 1
            rows[(*name, str(seen[name]))] = row
    return rows


@pytest.fixture(scope="module")
def mapped():
    with MAP.open(encoding="utf-8", newline="") as file:
        return {(r["study_id"], r["outcome"], r["nth"]): r["effect_id"] for r in csv.DictReader(file)}


def test_every_source_row_is_in_exactly_one_effect(source, mapped):
    assert mapped.keys() == source.keys()
    assert len(source) == 250
    assert set(mapped.values()) <= packaged().findings.keys()


def test_every_effect_has_a_source_row_or_a_reason(mapped):
    assert packaged().findings.keys() - set(mapped.values()) == SPLIT.keys()


def test_an_effect_is_of_the_study_its_rows_are_of(mapped):
    assert all(packaged().findings[effect].study == study for (study, _, _), effect in mapped.items())


def test_only_before_after_and_change_of_one_outcome_share_an_effect(mapped):
    for effect, n in Counter(mapped.values()).items():
        kinds = {outcome.partition("@")[2] for (_, outcome, _), one in mapped.items() if one == effect}
        assert n == 1 or (n == 3 and kinds == {"pre", "post", "pct_change"})


def test_every_study_of_the_source_is_there_and_one_more_that_is_only_registered(source):
    assert packaged().studies.keys() - {study for study, _, _ in source} == {"rbr_4s9zftf"}
    assert len({study for study, _, _ in source}) == 62
    assert packaged().studies["rbr_4s9zftf"].status == "registered"


def test_no_number_of_a_source_row_is_lost(source, mapped):
    cells = {row["effect_id"]: row for row in read_table("effects").rows}
    lost = []
    for key, effect in mapped.items():
        has = {abs(float(n)) for text in cells[effect].values() for n in re.findall(r"\d+(?:\.\d+)?", text)}
        for column in ("condition_control_mean", "control_sd", "condition_preex_mean", "preex_sd"):
            numbers = [float(n) for n in re.findall(r"\d+(?:\.\d+)?", source[key][column])]
            lost += [(key, column, n) for n in numbers if n != 0 and n not in has]
    assert lost == []


def test_how_a_number_is_known_follows_from_the_source(source, mapped):
    for key, effect in mapped.items():
        row = source[key]
        level = {"primary": "paper", "secondary": "quoted"}.get(row["source_level"], "recalled")
        wanted = "recalled" if row["verified"] == "no" else level
        assert packaged().findings[effect].verification == wanted, key


def test_thirteen_rows_are_recalled_and_none_of_them_is_in_a_pool(source, mapped):
    recalled = {mapped[key] for key, row in source.items() if row["verified"] == "no"}
    assert len(recalled) == 13
    assert all(packaged().findings[effect].never_pooled for effect in recalled)


def test_what_a_row_may_be_used_for_is_kept(source, mapped):
    assert all(packaged().findings[effect].split == source[key]["split"] for key, effect in mapped.items())


def test_the_directions_of_the_source_are_kept(source, mapped):
    # Words of the source that leave no doubt; "more with isolation first" is judged by hand in the tables.
    for key, effect in mapped.items():
        text, found = source[key]["effect"].lower(), packaged().findings[effect].direction
        if re.match(r"(no (significant )?(difference|change|effect|between)|no rpe)", text):
            assert found == 0, (key, text)
        if re.match(r"(decrease|fewer reps|fewer bench|slower)", text):
            assert found == -1, (key, text)
        if re.match(r"(higher in preex|rpe higher|increase after|greater gain)", text):
            assert found == 1, (key, text)


def test_nothing_of_a_finding_is_silently_empty():
    assert all(f.arm_1.name and f.source and astuple(f.arm_1) for f in packaged().findings.values())
