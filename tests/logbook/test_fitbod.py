"""Fitbod tells no unit in its first files, and UTC in its later ones."""

import pytest

from preex import logbook
from preex.errors import UnitNeeded, ValidationError

FIRST = "Date,Exercise,Sets,Reps,Weight,isWarmup,Note\n"
CURRENT = "Date,Exercise,Reps,Weight(kg),Duration(s),Distance(m),Incline,Resistance,isWarmup,Note,multiplier\n"


def first(*loads):
    return (FIRST + "".join(f"2018-06-11,Squat,1,5,{load},,\n" for load in loads)).encode()


def current(*rows):
    return (CURRENT + "".join(f"{row}\n" for row in rows)).encode()


def test_loads_that_could_be_either_are_asked_about():
    with pytest.raises(UnitNeeded, match="kg or lb"):
        logbook.read(first("60", "62.5", "45"))
    assert logbook.read(first("60"), unit="lb").unit == "lb"


@pytest.mark.parametrize("pounds", [5, 22.5, 45, 100.25, 405])
def test_a_load_converted_from_pounds_tells_that_the_file_is_in_kilograms(pounds):
    log = logbook.read(first(f"{pounds / 2.20462:.9f}", "60"))
    assert log.unit == "kg"
    assert log.sets[0].load_kg == pytest.approx(pounds * 0.45359237, abs=0.001)


@pytest.mark.parametrize("load", ["61.123456", "0.00000", "1e-7", "6.8038936415x"])
def test_many_decimals_alone_tell_no_unit(load):
    with pytest.raises(UnitNeeded):
        logbook.read(first(load, "60"))


def test_pounds_are_refused_for_a_file_that_says_kilograms():
    with pytest.raises(ValidationError, match="in kg"):
        logbook.read(current("2025-03-06 01:20:00 +0000,Squat,5,100,0,0,0,0,false,,1"), unit="lb")


def test_an_evening_in_america_is_the_next_day_in_utc():
    row = "2025-03-06 01:20:00 +0000,Squat,5,100,0,0,0,0,false,,1"
    (one,) = logbook.read(current(row), tz="America/Denver").sets
    assert (one.at.isoformat(), one.local_date) == ("2025-03-06T01:20:00+00:00", "2025-03-05")


def test_two_time_stamps_of_a_day_are_two_workouts():
    rows = [f"2025-03-06 {time} +0000,Squat,5,100,0,0,0,0,false,,1" for time in ("18:00:00", "07:00:00", "07:00:00")]
    log = logbook.read(current(*rows))
    assert log.workouts == 2
    assert [one.at.hour for one in log.sets] == [7, 7, 18]
