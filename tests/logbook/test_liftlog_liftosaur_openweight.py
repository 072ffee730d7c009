"""Formats that know when each set ended, or how long the rest after it was."""

import json

import pytest

from preex import logbook
from preex.errors import UnitNeeded, UnknownFormat

LIFTLOG = "SessionId,Timestamp,Exercise,Weight,WeightUnit,Reps,TargetReps,Notes\n"


def liftlog(*rows):
    return logbook.read((LIFTLOG + "".join(f"{row}\n" for row in rows)).encode(), unit="kg")


def openweight(*sets, **workout):
    exercise = {"exercise": {"name": "Squat"}, "sets": list(sets)}
    return logbook.read(json.dumps({"date": "2024-01-18T12:00:00Z", "exercises": [exercise]} | workout).encode())


def test_a_session_starts_with_the_set_completed_first_wherever_it_stands():
    log = liftlog("s,2024-10-18T18:09:00,B,60,kg,8,8,", "s,2024-10-18T18:01:00,A,60,kg,8,8,")
    assert [one.name for one in log.sets] == ["A", "B"]
    assert log.workouts == 1
    assert log.sets[0].workout.startswith("20241018T180100")


def test_two_sessions_of_one_minute_stay_apart():
    log = liftlog("s,2024-10-18T18:09:00,B,60,kg,8,8,", "t,2024-10-18T18:09:00,B,60,kg,8,8,")
    assert log.workouts == 2


def test_a_load_that_names_no_unit_takes_the_one_given():
    assert liftlog("s,2024-10-18T18:09:00,B,60,,8,8,").sets[0].load_kg == 60.0
    with pytest.raises(UnitNeeded):
        logbook.read((LIFTLOG + "s,2024-10-18T18:09:00,B,60,,8,8,\n").encode())


def test_times_with_and_without_zone_in_one_session_do_not_stop_it():
    assert len(liftlog("s,2024-10-18T18:09:00Z,B,60,kg,8,8,", "s,2024-10-18T18:01,A,60,kg,8,8,").sets) == 2


@pytest.mark.parametrize(
    ("one", "kind"),
    [
        ({"type": "warmup"}, "warmup"),
        ({"type": "Drop Set"}, "drop"),
        ({"type": "failure"}, "failure"),
        ({"type": "amrap"}, "working"),
        ({"toFailure": True}, "failure"),
        ({"toFailure": True, "type": "dropset"}, "drop"),
        ({"toFailure": False}, "working"),
    ],
)
def test_what_a_set_was_for_is_told_by_type_or_failure(one, kind):
    assert openweight({"reps": 5} | one).sets[0].kind == kind


def test_rest_follows_the_set_it_is_written_with():
    log = openweight({"reps": 5, "restSeconds": 90}, {"reps": 5, "restSeconds": 120}, {"reps": 5})
    assert [one.rest_before_s for one in log.sets] == [None, 90.0, 120.0]


@pytest.mark.parametrize(
    ("one", "field"),
    [
        ({"reps": "many"}, "reps"),
        ({"reps": [1]}, "reps"),
        ({"reps": 5, "weight": "heavy", "unit": "kg"}, "weight"),
        ({"reps": 5, "weight": 10**40, "unit": "kg"}, "weight"),
        ({"distance": 5, "distanceUnit": "leagues"}, "distanceUnit"),
        ({"reps": 5, "restSeconds": -1}, "restSeconds"),
        ({"reps": 5, "rpe": {"a": 1}}, "rpe"),
        ("five", "sets"),
        (None, "sets"),
    ],
)
def test_a_field_that_cannot_be_read_spoils_its_set_only(one, field):
    log = openweight(one, {"reps": 8})
    assert [(p.line, p.column) for p in log.problems] == [(1, field)]
    assert [s.reps for s in log.sets] == [8]


def test_a_date_that_is_none_is_told_for_every_set():
    log = openweight({"reps": 5}, {"reps": 5}, date="tomorrow")
    assert [(p.line, p.column, p.text) for p in log.problems] == [(1, "date", "tomorrow"), (2, "date", "tomorrow")]


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "[]",
        '{"date": "2024-01-18", "exercises": 3}',
        '{"exercises": []}',
        '{"date": 1, "exercises": [NaN]}',
        "[" * 100_000,
        '{"date": "2024-01-18", "exercises": [',
    ],
)
def test_other_json_is_refused(text):
    with pytest.raises(UnknownFormat):
        logbook.read(text.encode())


@pytest.mark.parametrize("exercises", [[], [3], [{"sets": 3}], [{"exercise": {"name": "Squat"}}]])
def test_a_workout_without_sets_is_a_note(exercises):
    log = openweight(exercises=exercises)
    assert (log.rows, log.notes) == (1, 1)


def test_equipment_tells_one_exercise_from_its_namesake():
    def name(**exercise):
        return openweight(exercises=[{"exercise": exercise, "sets": [{"reps": 5}]}]).sets[0].name

    assert name(name="Bench Press", equipment="dumbbell") == "Bench Press (dumbbell)"
    assert name(name="Dumbbell Bench Press", equipment="dumbbell") == "Dumbbell Bench Press"
    assert name(name="Smith Machine Squat", equipment="smith-machine") == "Smith Machine Squat"
    assert name(name="Pull-up", equipment="bodyweight") == "Pull-up"
