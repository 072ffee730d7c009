"""PreEx's own format keeps everything, and says what it cannot read."""

import io
import json
from dataclasses import MISSING, fields, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from preex import logbook
from preex.core.performed import PerformedSet
from preex.errors import FieldError, UnknownFormat
from preex.logbook.own import FIELDS, from_object, write_log

HEADER = '{"schema": "preex.log/1"}\n'
SET = {"exercise": "leg_press", "load_kg": 160.0, "reps": 8, "at": "2026-02-03T17:00:00Z"}
FIXTURE = Path(__file__).parent / "data" / "preex_lossless.jsonl"


def lines(*sets, header=HEADER):
    return (header + "".join(json.dumps(one) + "\n" for one in sets)).encode()


def test_the_dictionary_names_every_field_of_a_set_in_its_order():
    assert [field.name for field in FIELDS] == [field.name for field in fields(PerformedSet)]
    assert [field.required for field in FIELDS] == [field.default is MISSING for field in fields(PerformedSet)]
    assert all(field.meaning for field in FIELDS)


def test_a_number_with_a_unit_in_its_name_has_that_unit_in_the_dictionary():
    told = {field.name: field.unit for field in FIELDS}
    for name, unit in told.items():
        if name.endswith(("_kg", "_s", "_m")):
            assert unit == name.rpartition("_")[2]


def test_the_documentation_prints_the_dictionary():
    page = (Path(__file__).parents[2] / "docs" / "formats-other.md").read_text(encoding="utf-8")
    printed = [line for line in page.splitlines() if line.startswith("| `") and line.count("|") == 6]
    always = {True: "yes", False: ""}
    assert printed == [
        f"| `{f.name}` | {f.type} | {f.unit or '–'} | {always[f.required]} | {f.meaning} |" for f in FIELDS
    ]


def test_a_file_written_by_hand_reads_as_it_says():
    log = logbook.read(FIXTURE)
    extension, press, plank = log.sets
    assert (extension.exercise, extension.rir, str(extension.entered)) == ("leg_extension", 1.0, "45 kg")
    assert (press.kind, press.load_kg, press.rest_before_s, press.flags) == (
        "failure",
        161.025,
        20.0,
        ("reps_partial",),
    )
    assert press.note == 'langsam, "tief"\nzweite Zeile'
    assert press.at == datetime(2026, 2, 3, 17, 1, 0, 250_000, tzinfo=UTC)
    assert (plank.name, plank.duration_s, plank.distance_m, plank.counts) == ("Plank", 60.0, 1.5, False)
    (problem,) = log.problems
    assert (problem.line, problem.column, problem.text) == (6, "load_kg", "-1")
    assert log.rows == 4


def test_names_the_catalogue_did_not_know_are_looked_up_again():
    log = logbook.read(FIXTURE, resolve={"Plank": "plank", "Leg Press": "squat"}.get)
    assert [one.exercise for one in log.sets] == ["leg_extension", "leg_press", "plank"]
    assert logbook.read(FIXTURE, resolve=lambda _: None).unmatched == {"Plank": 1}


def test_a_set_is_written_without_the_fields_that_say_nothing():
    file = io.StringIO()
    write_log([from_object(SET)], file)
    header, one = map(json.loads, file.getvalue().splitlines())
    assert header == {"schema": "preex.log/1", "sets": 1}
    assert one == SET


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        ("exercise", 7, "text"),
        ("load_kg", "160", "a number, 0 or more"),
        ("load_kg", -1, "a number, 0 or more"),
        ("load_kg", True, "a number, 0 or more"),
        ("load_kg", 1e400, "a number, 0 or more"),
        ("reps", 8.5, "a whole number, 0 or more"),
        ("reps", -8, "a whole number, 0 or more"),
        ("reps", 2**63, "a whole number, 0 or more"),
        ("at", "2026-02-03T17:00:00", "an ISO time with its offset from UTC"),
        ("at", "yesterday", "an ISO time with its offset from UTC"),
        ("at", "0001-01-01T00:00:00+14:00", "an ISO time with its offset from UTC"),
        ("local_date", "03.02.2026", "an ISO date"),
        ("kind", "hard", "one of working, warmup, drop, failure"),
        ("entered", "45 lb", "a load"),
        ("entered", {"value": "45", "unit": "stone"}, "a load"),
        ("entered", {"value": "NaN", "unit": "kg"}, "a load"),
        ("flags", "reps_partial", "a list of text"),
        ("rir", None, "a number, 0 or more"),
    ],
)
def test_a_field_that_cannot_be_is_a_problem_with_its_name(field, value, reason):
    good = SET | {"reps": 9}
    log = logbook.read(lines(SET | {field: value}, good))
    (problem,) = log.problems
    assert (problem.line, problem.column) == (2, field)
    assert reason in problem.reason
    assert [one.reps for one in log.sets] == [9]


@pytest.mark.parametrize("missing", SET)
def test_a_set_without_a_required_field_is_a_problem(missing):
    log = logbook.read(lines({name: value for name, value in SET.items() if name != missing}))
    assert [(problem.column, problem.reason) for problem in log.problems] == [(missing, f"{missing}: is missing.")]


@pytest.mark.parametrize(
    "line", ["8x160", "[1, 2]", "null", '{"exercise": ', "[" * 5000, '{"reps": ' + "9" * 5000 + "}"]
)
def test_a_line_that_is_no_object_stops_no_other(line):
    log = logbook.read(HEADER.encode() + line.encode() + b"\n" + json.dumps(SET).encode())
    assert (log.rows, len(log.sets), len(log.problems)) == (2, 1, 1)


def test_a_file_that_was_cut_off_is_named():
    log = logbook.read(lines(SET, header='{"schema": "preex.log/1", "sets": 3}\n'))
    assert log.warnings == ("The file promises 3 sets and has 1; is it cut off?",)


def test_fields_of_a_later_version_are_named_and_left_out():
    log = logbook.read(lines(SET | {"tempo": "3-1-2-0"}))
    assert len(log.sets) == 1
    assert log.warnings == ("Fields this PreEx does not know were left out: tempo.",)


def test_a_later_schema_is_refused_by_name():
    with pytest.raises(UnknownFormat, match=r"preex\.log/2; this PreEx reads preex\.log/1"):
        logbook.read(lines(SET, header='{"schema": "preex.log/2"}\n'))


def test_the_same_identity_twice_is_one_set():
    log = logbook.read(lines(SET | {"source_id": "a"}, SET | {"source_id": "a"}, SET, SET))
    assert (log.rows, len(log.sets), log.duplicates) == (4, 3, 1)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"load_kg": -1.0}, r"sets\[1\].load_kg"),
        ({"load_kg": float("nan")}, r"sets\[1\].load_kg"),
        ({"rest_before_s": float("inf")}, r"sets\[1\].rest_before_s"),
        ({"reps": -1}, r"sets\[1\].reps"),
        ({"at": datetime(2026, 2, 3, 17)}, r"sets\[1\].at"),  # noqa: DTZ001 - that is the mistake
    ],
)
def test_what_could_not_be_read_back_is_not_written(change, path):
    good = from_object(SET)
    with pytest.raises(FieldError, match=path):
        write_log([good, replace(good, **change)], io.StringIO())
