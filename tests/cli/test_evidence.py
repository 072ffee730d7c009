"""`preex evidence`: what studies say, in text, JSON, figures and files, with clear errors."""

import csv
import io
import json
import re

import pytest

from preex import app

COMMANDS = (
    (),
    ("--outcome", "compound_reps"),
    ("--outcome", "velocity"),
    ("--contrast", "C4"),
    ("--population", "women"),
    ("--study", "trindade2019"),
    ("changes",),
)


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_form_answers_in_text_and_json(preex, words):
    text, document = preex("evidence", *words), preex("evidence", *words, "--json")
    assert (text.code, document.code) == (0, 0), text.err + document.err
    assert text.out.strip()
    assert document.json["schema"].startswith("preex.evidence")
    assert not any(line != line.rstrip() for line in text.out.splitlines())


def test_the_two_questions_come_first_in_two_lines_each(preex):
    lines = preex("evidence").out.splitlines()
    assert lines[0] == "What is it?"
    assert lines[4] == "Does it work?"
    assert all(line.startswith("  ") for line in (*lines[1:3], *lines[5:7]))
    assert "Last reviewed 20" in "\n".join(lines)


def test_a_row_shows_study_comparator_people_effect_and_how_it_is_known(preex):
    text = preex("evidence", "--outcome", "strength_isolation").out
    (row,) = [line for line in text.splitlines() if "Spineti 2010" in line and "triceps" in line]
    for part in ("bench press and lat pulldown first", "21", "1.06 SD [0.46, 1.66]", "quoted, figure"):
        assert part in row
    assert "how sure and why" in text
    assert "C1, against the same sets in the other order; reviewed 2026-" in text
    assert "Other contrasts, never pooled with these" in text


def test_every_row_of_studies_says_how_its_numbers_are_known(preex):
    for outcome in ("compound_reps", "size", "effort_added"):
        blocks = [b.splitlines() for b in preex("evidence", "--outcome", outcome).out.split("\n\n")]
        tables = [rows for title, *rows in (b for b in blocks if b) if rows and "read in" in rows[0]]
        assert len(tables) >= 1
        assert all(re.search(r"\b(paper|quoted|recalled)\b", row) for _, *table in tables for row in table)


@pytest.mark.parametrize("words", [("--outcome", "compound_reps"), ("--outcome", "size"), ("--study", "trindade2019")])
def test_a_terminal_of_80_columns_keeps_every_level_and_interval(words):
    # What cannot wrap must leave room for what can; the columns that cannot are those of the longest row.
    from preex.cli import evidence_text as text
    from preex.cli.output import Table

    found = app.find_evidence(**{words[0].removeprefix("--"): words[1]})
    tables = [part for part in text.found_text(found) if isinstance(part, Table) and "read in" in part.heads]
    assert tables
    for table in tables:
        fixed = [max(len(str(row[i])) for row in (table.heads, *table.rows)) for i in range(1, len(table.heads))]
        assert sum(fixed) + 3 * len(table.heads) <= 80 - 12, fixed


def test_a_study_is_shown_as_it_was_done(preex):
    text = preex("evidence", "--study", "fisher2014").out
    for part in ("14 + 17 + 8", "randomised", "C1, C3", "https://doi.org/10.1139/apnm-2014-0162"):
        assert part in text


def test_what_a_source_states_is_told_from_what_is_computed_here(preex):
    """Trindade's 0.14 is stated under a correlation of 0.7; the interval beside it is computed under 0.85."""
    assert (
        "As stated: 0.14, g by the spread before, correlation 0.7, derived from these means"
        in preex("evidence", "--study", "trindade2019").out
    )


@pytest.mark.parametrize(("claim", "said"), [("S1", "S1 rests on no question"), ("S99", "no claim is called 'S99'")])
def test_a_claim_without_a_pool_is_said_to_have_none(preex, claim, said):
    ran = preex("evidence", "--claim", claim)
    assert ran.code == 4
    assert said in ran.err


def test_a_figure_is_written_and_named(preex, tmp_path):
    path = tmp_path / "reps.svg"
    ran = preex("evidence", "--outcome", "reps", "--plot", path)
    assert ran.code == 0
    assert path.read_text(encoding="utf-8").startswith("<svg")
    assert "compound_reps_target" in ran.err  # what is not in it
    assert preex("evidence", "--outcome", "emg", "--plot", path, "--json").json["schema"] == "preex.evidence/1"


def test_files_for_other_programs_are_written(preex, tmp_path):
    for suffix in ("csv", "bib", "json"):
        assert preex("evidence", "--outcome", "rpe", "--export", tmp_path / f"rpe.{suffix}").code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "rpe.csv").read_text(encoding="utf-8"))))
    document = json.loads((tmp_path / "rpe.json").read_text(encoding="utf-8"))
    assert [row["effect_id"] for row in rows] == [e["effect_id"] for e in document["effects"]]
    assert "@article{vilacaalves2014," in (tmp_path / "rpe.bib").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--outcome", "joy"), 4, "compound_reps"),
        (("--contrast", "C9"), 4, "C1, C2, C3, C4"),
        (("--population", "elves"), 4, "trained"),
        (("--design", "guess"), 4, "crossover"),
        (("--study", "nobody"), 4, "preex evidence"),
        (("--plot", "reps.png"), 3, "reps.svg"),
        (("--outcome", "pain", "--plot", "pain.svg"), 4, "compound_reps"),
        (("--export", "all.xlsx"), 3, ".csv, .bib, .json"),
        (("add", "nowhere.json"), 4, ""),
        (("changes", "nowhere.json"), 4, ""),
        (("template", "study.xlsx"), 3, ".json or .csv"),
        (("fly",), 2, ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else None,
)
def test_what_cannot_be_done_is_said_with_the_next_step(preex, tmp_path, monkeypatch, words, code, said):
    monkeypatch.chdir(tmp_path)
    ran = preex("evidence", *words, "--json")
    assert ran.code == code
    assert said in ran.error["message"] + ran.error["hint"]
    assert list(tmp_path.glob("*.*")) == []


@pytest.fixture
def study(preex, tmp_path):
    """Write the template."""
    path = tmp_path / "mine.json"
    assert preex("evidence", "template", path).code == 0
    return path


def test_a_study_shows_what_it_changes_and_is_kept_when_accepted(preex, home, study):
    shown = preex("evidence", "add", study)
    assert shown.code == 0
    assert "before: Best guess" in shown.out
    assert "--accept" in shown.out
    assert not (home / "evidence").exists()
    kept = preex("evidence", "add", study, "--accept", "--json").json
    assert kept["accepted"]
    assert kept["path"] == str(home / "evidence" / "example2030.json")
    assert "with 1 study of yours" in preex("evidence", "--outcome", "strength_isolation").out
    assert "added example2030_leg_extension" in preex("evidence", "changes").out
    assert preex("evidence", "--study", "example2030").code == 0


def test_a_wrong_cell_is_named_and_nothing_is_kept(preex, home, study):
    study.write_text(study.read_text(encoding="utf-8").replace('"C1"', '"C7"'), encoding="utf-8")
    ran = preex("evidence", "add", study, "--accept", "--json")
    assert ran.code == 3
    assert "effects[0].contrast is 'C7'" in ran.error["message"]
    assert not (home / "evidence").exists()


def test_a_study_may_come_through_a_pipe_and_as_csv(preex, study, tmp_path):
    assert preex("evidence", "add", "-", stdin=study.read_text(encoding="utf-8")).code == 0
    assert preex("evidence", "template", tmp_path / "mine.csv").code == 0
    assert preex("evidence", "add", tmp_path / "mine.csv").code == 0


def test_a_packaged_study_is_not_replaced(preex, study):
    study.write_text(study.read_text(encoding="utf-8").replace('"example2030"', '"gentil2007"'), encoding="utf-8")
    assert preex("evidence", "add", study, "--accept").code == 5


def test_a_file_that_is_there_is_not_overwritten_by_the_template(preex, study):
    before = study.read_bytes()
    ran = preex("evidence", "template", study)
    assert ran.code == 5
    assert "is there already" in ran.err
    assert study.read_bytes() == before


def test_a_file_that_is_no_text_is_refused(preex, tmp_path):
    path = tmp_path / "mine.json"
    path.write_bytes(b"\xff\xfe\x00")
    assert preex("evidence", "add", path).code == 3


def test_a_snapshot_is_saved_and_compared_with(preex, study, tmp_path):
    path = tmp_path / "before.json"
    assert preex("evidence", "changes", "--save", path).code == 0
    assert preex("evidence", "changes", path, "--json").json["changes"] == []
    preex("evidence", "add", study, "--accept")
    assert [c["question"] for c in preex("evidence", "changes", path, "--json").json["changes"]] == [
        "strength_isolation"
    ]
    assert preex("evidence", "changes", study).code == 3
