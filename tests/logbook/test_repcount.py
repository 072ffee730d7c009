"""RepCount writes help as a negative weight and leaves the unit to the reader."""

import pytest

from preex import logbook
from preex.errors import UnitNeeded

HEADER = "Workout Start,Workout End,Exercise,Weight,Reps,Notes,Kcal,Distance,Duration,Category,Name,Bodyweight\n"


def log(*rows, unit="kg", header=HEADER):
    return logbook.read((header + "".join(f"{row}\n" for row in rows)).encode(), unit=unit)


def row(load, reps="8", start="2025-10-17 18:34", end="2025-10-17 19:40", length=""):
    return f'{start},{end},Dips,{load},{reps},"",,,{length},Triceps,Push,81'


def test_the_unit_is_asked_for():
    with pytest.raises(UnitNeeded):
        log(row("60"), unit=None)


def test_a_log_of_body_mass_alone_needs_no_unit():
    assert log(row("0"), unit=None).sets[0].reps == 8


@pytest.mark.parametrize(("load", "kg"), [("-14", 14.0), ('"-12,5"', 12.5), ("−20", 20.0)])
def test_help_is_kept_as_help_and_does_not_count_as_load(load, kg):
    (one,) = log(row(load)).sets
    assert (one.load_kg, one.flags, one.counts) == (kg, ("assistance",), False)


def test_a_planned_set_that_was_not_done_is_a_note():
    found = log(row("", reps=""), row("60"))
    assert (len(found.sets), found.notes) == (1, 1)


def test_two_workouts_of_a_day_stay_apart_and_the_older_comes_first():
    found = log(row("60"), row("50", start="2025-10-17 07:00", end="2025-10-17 07:30"))
    assert [(one.at.hour, one.load_kg) for one in found.sets] == [(7, 50.0), (18, 60.0)]
    assert found.workouts == 2


def test_a_workout_that_ends_on_no_clock_is_read_all_the_same():
    assert log(row("60", end=""), row("60", end="late")).rows == 2


def test_a_bad_date_or_length_is_a_problem_with_its_column():
    found = log(row("60", start="someday"), row("60", length="long"))
    assert [(p.line, p.column) for p in found.problems] == [(2, "Workout Start"), (3, "Duration")]


def test_dates_that_leave_day_and_month_open_are_doubted():
    found = log(row("60", start="3/4/2025 10:00"))
    assert found.sets[0].local_date == "2025-04-03"
    assert "day from month" in found.warnings[0]
