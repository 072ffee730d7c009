"""What holds for a log of any format."""

import json

import pytest

from preex import logbook
from preex.errors import UnitNeeded, UnknownFormat, ValidationError, ZoneNeeded
from preex.logbook.assemble import LONGEST_NAME
from preex.units import LoadUnit

KG = "Date,Workout Name,Exercise Name,Set Order,kg,Reps,km,Seconds,Notes\n"


def ids(log):
    return [one.source_id for one in log.sets]


# ------------------------------------------------------------------ units


def test_a_unit_is_asked_for_and_never_guessed(strong):
    data = strong(*(("2024-02-01 10:00:00", "A", "Squat", i, load, 5) for i, load in enumerate((45, 135, 225, 60, 52))))
    with pytest.raises(UnitNeeded) as asked:
        logbook.read(data)
    assert "Of 5 loads 1 look like kilogram plates" in asked.value.message
    assert "3 like pound plates" in asked.value.message
    assert "--unit kg" in asked.value.hint
    assert "--unit lb" in asked.value.hint


def test_body_mass_alone_needs_no_unit(strong):
    log = logbook.read(
        strong(("2024-02-01 10:00:00", "A", "Pull Up", 1, 0, 9), ("2024-02-01 10:00:00", "A", "Dip", 1, "", 9))
    )
    assert [(one.load_kg, one.entered) for one in log.sets] == [(0.0, None), (0.0, None)]
    assert log.unit is None


@pytest.mark.parametrize(
    ("unit", "load_kg"), [("kg", 100.0), ("lb", 45.359), (LoadUnit.LB, 45.359), ("pounds", 45.359)]
)
def test_a_unit_given_is_used(squats, unit, load_kg):
    assert {one.load_kg for one in logbook.read(squats, unit=unit).sets} == {load_kg}


def test_a_unit_that_the_file_contradicts_is_refused():
    data = (KG + '2016-03-07 18:30:05,"A","Squat",0,60.0,5,0.0,0,""\n').encode()
    with pytest.raises(ValidationError, match="unit is lb, but the file itself gives 1 of its 1 loads in kg"):
        logbook.read(data, unit="lb")
    assert logbook.read(data, unit="kg").unit is LoadUnit.KG


def test_a_word_that_is_no_unit_is_refused(squats):
    with pytest.raises(ValidationError, match="must be kg or lb"):
        logbook.read(squats, unit="stone")


def test_a_load_comes_back_as_it_was_typed(strong):
    loads = [f"{half / 2:g}" for half in range(1, 401)]
    log = logbook.read(
        strong(*(("2024-02-01 10:00:00", "A", "Squat", i, load, 5) for i, load in enumerate(loads))), unit="lb"
    )
    assert [str(one.entered) for one in log.sets] == [f"{load} lb" for load in loads]


# ------------------------------------------------------------------ time


def test_local_times_stand_where_the_lifter_was(squats):
    (one, *_) = logbook.read(squats, unit="kg", tz="Asia/Tokyo").sets
    assert (one.at.isoformat(), one.local_date, one.zone) == ("2024-02-01T01:00:00+00:00", "2024-02-01", "Asia/Tokyo")


def test_without_a_zone_times_are_taken_as_utc_and_the_zone_stays_empty(squats):
    (one, *_) = logbook.read(squats, unit="kg").sets
    assert (one.at.isoformat(), one.local_date, one.zone) == ("2024-02-01T10:00:00+00:00", "2024-02-01", "")


@pytest.mark.parametrize("tz", ["Mars/Olympus", "", "../../etc/passwd", "Europe", "a\x00b", "x" * 5000])
def test_a_zone_that_does_not_exist_is_refused(squats, tz):
    with pytest.raises(ZoneNeeded, match="no time zone"):
        logbook.read(squats, unit="kg", tz=tz)


# ------------------------------------------------------------------ formats


def test_a_format_can_be_forced(squats):
    assert logbook.read(squats, unit="kg", format="Strong").format == "strong"


def test_a_wrong_format_is_refused_with_what_the_file_looks_like(squats):
    with pytest.raises(UnknownFormat, match="is no hevy log; it looks like strong") as refused:
        logbook.read(squats, unit="kg", format="hevy")
    assert "--format strong" in refused.value.hint


def test_a_format_that_does_not_exist_is_refused(squats):
    with pytest.raises(UnknownFormat, match="no format 'excel'") as refused:
        logbook.read(squats, format="excel")
    assert all(name in refused.value.hint for name in logbook.formats())


# ------------------------------------------------------------------ names


def test_names_are_looked_up_once_and_the_unknown_are_counted(strong):
    asked = []

    def resolve(name):
        asked.append(name)
        return {"Squat": "barbell_back_squat"}.get(name)

    rows = [
        ("2024-02-01 10:00:00", "A", name, i, 100, 5)
        for i, name in enumerate(["Squat", "Squat", "Zercher", "Zercher", "Zercher"])
    ]
    log = logbook.read(strong(*rows), unit="kg", resolve=resolve)
    assert [one.exercise for one in log.sets] == ["barbell_back_squat"] * 2 + ["Zercher"] * 3
    assert [one.name for one in log.sets] == ["Squat"] * 2 + ["Zercher"] * 3
    assert log.unmatched == {"Zercher": 3}
    assert asked == ["Squat", "Zercher"]


def test_a_name_longer_than_any_exercise_is_a_problem(strong):
    long = "x" * 10_000
    log = logbook.read(
        strong(
            ("2024-02-01 10:00:00", "A", long, 1, 100, 5), ("2024-02-01 10:00:00", "A", "x" * LONGEST_NAME, 1, 100, 5)
        ),
        unit="kg",
    )
    (problem,) = log.problems
    assert (problem.line, problem.column, problem.text) == (2, "Exercise Name", "x" * 200)
    assert problem.reason == "has 10,000 characters, more than 500"
    assert len(log.sets) == 1


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Squat\x07\x1b[31m", "Squat[31m"),
        ("  Leg   Press ", "Leg Press"),
        ("\u202eSquat\u202c", "Squat"),
        ("'=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("Farmer's Walk", "Farmer's Walk"),
        ("Sentadilla 🏋\u200d♂️", "Sentadilla 🏋\u200d♂️"),
    ],
)
def test_names_are_cleaned_of_what_cannot_be_read(strong, written, name):
    log = logbook.read(strong(("2024-02-01 10:00:00", "A", written, 1, 100, 5)), unit="kg")
    assert [one.name for one in log.sets] == [name]


# ------------------------------------------------------------------ reading again


def test_a_log_read_again_has_the_same_identities(squats):
    assert ids(logbook.read(squats, unit="kg")) == ids(logbook.read(squats, unit="kg", tz="Asia/Tokyo"))


def test_a_log_that_has_grown_keeps_the_identities_of_its_old_sets(strong):
    old = [("2024-02-01 10:00:00", "A", name, i, 100, 5) for name in ("Squat", "Row") for i in (1, 2, 3)]
    new = [
        ("2024-01-30 10:00:00", "A", "Curl", 1, 20, 8),
        old[0],
        ("2024-02-01 10:00:00", "A", "Dip", 1, 0, 8),
        *old[1:],
        (*old[5][:3], 4, 100, 5),
    ]
    before, after = logbook.read(strong(*old), unit="kg"), logbook.read(strong(*new), unit="kg")
    assert set(ids(before)) < set(ids(after))
    assert len(after.sets) == len(before.sets) + 3


def test_a_set_taken_out_changes_no_other_identity(strong):
    rows = [("2024-02-01 10:00:00", "A", "Squat", i, load, 5) for i, load in enumerate((60, 80, 100, 100))]
    before, after = logbook.read(strong(*rows), unit="kg"), logbook.read(strong(rows[0], *rows[2:]), unit="kg")
    assert set(ids(after)) == set(ids(before)) - {ids(before)[1]}


def test_identity_outlives_a_wobble_in_the_last_digit():
    rows = [f'2016-03-07 18:30:05,"A","Squat",0,{load},5,0.0,0,""\n' for load in ("18.143694800000002", "18.1437")]
    one, other = (logbook.read((KG + row).encode()) for row in rows)
    assert ids(one) == ids(other)


def test_the_same_session_from_two_apps_has_the_same_identities(strong):
    hevy = (
        '"title","start_time","end_time","exercise_title","superset_id","set_index","set_type","weight_kg","reps"\n'
        '"A","1 Feb 2024, 10:00","1 Feb 2024, 11:00","squat",,0,"normal",100,5\n'
        '"A","1 Feb 2024, 10:00","1 Feb 2024, 11:00","squat",,1,"normal",100,5\n'
    )
    rows = [("2024-02-01 10:00:00", "A", "Squat", i, 100, 5) for i in (1, 2)]
    assert ids(logbook.read(hevy.encode())) == ids(logbook.read(strong(*rows), unit="kg"))


def test_workouts_at_the_same_minute_with_other_titles_are_two(strong):
    log = logbook.read(
        strong(("2024-02-01 10:00:00", "A", "Squat", 1, 9, 5), ("2024-02-01 10:00:00", "B", "Squat", 1, 9, 5)),
        unit="kg",
    )
    assert log.workouts == 2


# ------------------------------------------------------------------ the rest


def test_progress_goes_from_the_first_line_to_the_last(strong):
    told = []
    rows = [("2024-02-01 10:00:00", "A", "Squat", i, 100, 5) for i in range(1, 2501)]
    logbook.read(strong(*rows), unit="kg", progress=lambda done, total: told.append((done, total)))
    assert told == [(2, 2502), (1002, 2502), (2002, 2502), (2502, 2502)]


def test_a_row_is_kept_as_it_was_read(squats):
    log = logbook.read(squats, unit="kg")
    assert json.loads(log.raw[2]) == {
        "Date": "2024-02-01 10:00:00",
        "Workout Name": "A",
        "Duration": "1h",
        "Exercise Name": "Squat",
        "Set Order": "1",
        "Weight": "100",
        "Reps": "5",
        "Distance": "0",
        "Seconds": "0",
    }


def test_a_log_without_rows_is_an_empty_log():
    log = logbook.read(KG.encode())
    assert (log.rows, log.sets, log.problems) == (0, (), ())


def test_a_path_and_its_bytes_read_the_same(tmp_path, squats):
    path = tmp_path / "log.csv"
    path.write_bytes(squats)
    assert logbook.read(path, unit="kg") == logbook.read(str(path), unit="kg") == logbook.read(squats, unit="kg")
