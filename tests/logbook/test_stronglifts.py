"""StrongLifts writes an exercise, and once wrote a whole workout, in a line: each filled set is a row."""

import csv
from pathlib import Path

import pytest

from preex import logbook

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "logs"
HEADER = "Date (yyyy/mm/dd),Workout,Workout Name,Exercise,Sets×Reps,Sets×Time,Start Time (h:mm),Notes,"
HEADER += "Set 1 (Reps),Set 1 (KG),Set 2 (Reps),Set 2 (KG)\n"

needs_logs = pytest.mark.skipif(not FOLDER.is_dir(), reason="no logs in ../shared beside the repository")


def read(*rows):
    return logbook.read((HEADER + "".join(f"{row}\n" for row in rows)).encode())


def row(in_short, *sets, times="", exercise="Squat"):
    cells = (*sets, "", "", "", "")[:4]
    return f"2026/03/02,1,Workout A,{exercise},{in_short},{times},6:56 PM,,{','.join(map(str, cells))}"


@pytest.mark.parametrize(
    ("in_short", "reps", "notes"),
    [
        ("5/-", [5], 1),  # left out
        ("5/0", [5, 0], 0),  # tried and failed
        ("2×5", [5], 1),  # does not say
        ("", [5], 1),
    ],
)
def test_no_repetitions_may_mean_left_out_or_failed(in_short, reps, notes):
    log = read(row(in_short, 5, 60, 0, 60))
    assert ([one.reps for one in log.sets], log.notes, log.rows) == (reps, notes, 2)


def test_an_exercise_without_sets_is_one_note():
    log = read(row("Skipped"), row("2×5", 5, 60, 5, 60))
    assert (log.rows, log.notes, len(log.sets)) == (3, 1, 2)


def test_a_set_that_cannot_be_read_spoils_no_other():
    log = read(row("5/5", "five", 60, 5, 60))
    assert [(p.column, p.text) for p in log.problems] == [("Set 1 (Reps)", "five")]
    assert [one.reps for one in log.sets] == [5]


def test_a_bad_date_spoils_its_line_only():
    log = read(row("5/5", 5, 60).replace("2026/03/02", "2026/02/30"), row("1×5", 5, 60))
    assert (len(log.problems), len(log.sets), log.rows) == (1, 1, 2)


@pytest.mark.parametrize(("times", "lengths"), [("2×0:45", [45, 45]), ("1:00/-/0:30", [60, 30]), ("3x20", [20] * 3)])
def test_timed_sets_are_told_in_short_only(times, lengths):
    assert [one.duration_s for one in read(row("", times=times, exercise="Plank")).sets] == lengths


def test_times_nobody_can_read_are_a_problem():
    log = read(row("", times="long", exercise="Plank"))
    assert [(p.column, p.text) for p in log.problems] == [("Sets×Time", "long")]


@needs_logs
@pytest.mark.parametrize("name", ["stronglifts__LiamMorrow__LiftLog.csv", "stronglifts__LiamMorrow__LiftLog-2.csv"])
def test_the_repetitions_of_a_real_exercise_add_up_to_what_the_app_says(name):
    path = FOLDER / name
    log = logbook.read(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    told = {number: int(line["Reps"]) for number, line in enumerate(lines, 2)}
    found = dict.fromkeys(told, 0)
    for one in log.sets:
        found[one.source_line] += one.reps
    assert found == told
    volume = sum(float(line["Volume (LB)" if "Volume (LB)" in line else "Volume (KG)"]) for line in lines)
    assert sum(one.reps * float(one.entered.value) for one in log.sets) == pytest.approx(volume)


@needs_logs
def test_all_filled_sets_of_the_real_old_file_are_there():
    (path,) = FOLDER.glob("stronglifts-old__*")
    log = logbook.read(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))[1:]
    columns = [column for start in (4, 12, 20) for column in range(start + 3, start + 8)]
    assert log.rows == len(log.sets) == sum(bool(line[column]) for line in lines for column in columns)
    assert log.unit == "lb"  # the lifter weighs 183 lb
