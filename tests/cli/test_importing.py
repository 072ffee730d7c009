"""`preex import`: every row accounted for, nothing twice, everything reversible."""

import pytest


def identity(document):
    parts = (document[name] for name in ("sets", "rests", "notes", "duplicates"))
    return document["rows"] == sum(parts) + len(document["problems"])


def test_a_log_of_ten_sets_goes_in_whole(preex, leg_day):
    ran = preex("import", leg_day, "--unit", "kg", "--json")
    assert ran.code == 0
    assert ran.json == {
        "schema": "preex.import/1",
        "file": "strong.csv",
        "format": "strong",
        "batch": "B-1",
        "dry_run": False,
        "rows": 10,
        "sets": 10,
        "rests": 0,
        "notes": 0,
        "duplicates": 0,
        "changed": 0,
        "problems": [],
        "workouts": 2,
        "exercises": {"matched": 2, "unmatched": [], "unmatched_sets": 0},
        "pairs": {"pre_exhaust": 1, "traditional": 1},
        "first": "2026-03-02T18:00:00+00:00",
        "last": "2026-03-09T18:00:00+00:00",
        "unit": "kg",
        "warnings": [],
    }


def test_the_same_file_again_adds_nothing(preex, leg_day):
    preex("import", leg_day, "--unit", "kg")
    again = preex("import", leg_day, "--unit", "kg", "--json").json
    assert (again["sets"], again["duplicates"], again["batch"]) == (0, 10, None)
    assert identity(again)


def test_a_dry_run_says_what_would_come_and_stores_nothing(preex, leg_day, contents):
    ran = preex("import", leg_day, "--unit", "kg", "--dry-run", "--json")
    assert (ran.json["sets"], ran.json["batch"], ran.json["dry_run"]) == (10, None, True)
    assert contents()["sets"] == 0


def test_an_import_taken_back_can_be_made_again(preex, leg_day, contents):
    preex("import", leg_day, "--unit", "kg")
    undone = preex("import", "undo", "b-1", "--json")
    assert undone.json == {"schema": "preex.import_undo/1", "batch": "B-1", "sets": 10}
    assert contents()["sets"] == 0
    assert preex("import", leg_day, "--unit", "kg", "--json").json["sets"] == 10


def test_undo_of_what_is_not_there_is_not_found_and_twice_is_a_conflict(preex, leg_day):
    assert preex("import", "undo", "B-1", "--json").code == 4
    preex("import", leg_day, "--unit", "kg")
    preex("import", "undo", "B-1")
    ran = preex("import", "undo", "B-1", "--json")
    assert (ran.code, ran.error["code"]) == (5, "conflict")
    assert preex("import", "undo").code == 2


def test_a_file_called_undo_is_imported_by_its_path(preex, leg_day, monkeypatch):
    leg_day.rename(leg_day.with_name("undo"))
    monkeypatch.chdir(leg_day.parent)
    assert preex("import", "./undo", "--unit", "kg", "--json").json["sets"] == 10


def test_one_bad_line_stops_no_other_and_is_told_by_the_exit_code(preex, strong_log):
    log = strong_log(
        ("2026-03-02 18:00:00", "Leg Press", 1, 100, 10),
        ("2026-03-02 18:00:00", "Leg Press", 2, 100, "twelve"),
        ("2026-03-02 18:00:00", "Leg Press", 3, 100, 8),
    )
    ran = preex("import", log, "--unit", "kg", "--json")
    assert ran.code == 9
    assert identity(ran.json)
    assert ran.json["sets"] == 2
    (problem,) = ran.json["problems"]
    assert (problem["line"], problem["column"], problem["text"]) == (3, "Reps", "twelve")


def test_a_name_nobody_knows_is_kept_and_counted(preex, strong_log, contents):
    log = strong_log(
        ("2026-03-02 18:00:00", "Zorbing Uphill", 1, 10, 10), ("2026-03-02 18:00:00", "Leg Press", 1, 100, 10)
    )
    found = preex("import", log, "--unit", "kg", "--json").json
    assert found["exercises"] == {"matched": 1, "unmatched": ["Zorbing Uphill"], "unmatched_sets": 1}
    assert contents()["sets"] == 2


def test_several_files_are_one_answer_with_totals(preex, leg_day, strong_log):
    other = strong_log(("2026-03-16 18:00:00", "Leg Press", 1, 110, 9), name="later.csv")
    ran = preex("import", leg_day, other, "--unit", "kg", "--json")
    assert ran.code == 0
    assert [file["sets"] for file in ran.json["files"]] == [10, 1]
    assert ran.json["sets"] == 11
    assert (ran.json["first"], ran.json["last"]) == ("2026-03-02T18:00:00+00:00", "2026-03-16T18:00:00+00:00")
    assert identity(ran.json)


def test_a_bad_file_among_good_ones_is_partial_success(preex, leg_day, tmp_path, contents):
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    ran = preex("import", empty, leg_day, "--unit", "kg", "--json")
    assert ran.code == 9
    good, bad = ran.json["files"]
    assert good["sets"] == 10
    assert bad["error"]["code"] == "unreadable_file"
    assert contents()["sets"] == 10


def test_bad_files_alone_keep_their_own_code(preex, tmp_path):
    missing = (tmp_path / "one.csv", tmp_path / "two.csv")
    assert preex("import", missing[0], "--json").error["code"] == "not_found"
    ran = preex("import", *missing)
    assert ran.code == 4
    assert "one.csv" in ran.err
    assert "two.csv" in ran.err


def test_pounds_are_kept_as_pounds_and_become_the_unit_to_log_in(preex, strong_log):
    preex("import", strong_log(("2026-03-02 18:00:00", "Leg Press", 1, 225, 10)), "--unit", "lb")
    (logged,) = preex("log", "leg press 10x225", "--json").json["sets"]
    assert logged["load"] == "225 lb"
    assert logged["load_kg"] == pytest.approx(102.058, abs=0.001)  # 225 x 0.45359237


def test_a_new_athlete_is_made_only_on_purpose(preex, leg_day):
    refused = preex("import", leg_day, "--unit", "kg", "--athlete", "anna", "--json")
    assert (refused.code, refused.error["code"]) == (4, "not_found")
    made = preex("import", leg_day, "--unit", "kg", "--athlete", "anna", "--create", "--json")
    assert made.json["sets"] == 10
    assert preex("status", "--json", "--athlete", "anna").json["sets"] == 10
    assert preex("status", "--json").json["sets"] == 0


def test_no_athlete_is_made_for_a_bad_file_or_on_a_dry_run(preex, leg_day, tmp_path):
    assert preex("import", leg_day, "--unit", "kg", "--athlete", "anna", "--create", "--dry-run").code == 4
    assert preex("import", tmp_path / "none.csv", "--athlete", "anna", "--create").code == 4
    assert preex("status", "--athlete", "anna").code == 4


def test_what_people_read_says_the_same(preex, leg_day):
    ran = preex("import", leg_day, "--unit", "kg")
    assert "strong.csv: 10 new sets, batch B-1. strong, 2 workouts from 2026-03-02 to 2026-03-09." in ran.out
    assert "10 rows = 10 sets + 0 rests + 0 notes + 0 duplicates + 0 problems" in ran.out
    assert "Pairs found: 1 isolation first, 1 compound first" in ran.out
    assert ran.err == ""
