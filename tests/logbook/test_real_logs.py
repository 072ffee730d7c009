"""Logs that people published: none may be refused, and what can be counted another way must agree."""

import contextlib
import csv
import itertools
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from preex import logbook
from preex.errors import ValidationError

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "logs"
LOGS = sorted(path for path in FOLDER.glob("*__*") if path.is_file())
WIDE = "stronglifts"  # several sets stand in one line

needs_logs = pytest.mark.skipif(not LOGS, reason="no logs in ../shared beside the repository")


def log(start, unit=None):
    (path,) = (path for path in LOGS if path.name.startswith(start))
    return logbook.read(path, unit=unit)


def read(path):
    """Read a log; as kilograms, unless it says otherwise."""
    try:
        return logbook.read(path, unit="kg")
    except ValidationError:
        return logbook.read(path)


@pytest.fixture(scope="module", params=LOGS or [None], ids=lambda path: getattr(path, "stem", "none"))
def real(request):
    """Return the path of a real log and what was read of it."""
    return request.param, read(request.param)


def records_below_the_header(path):
    """Count records with the csv module alone."""
    text = path.read_text(encoding="utf-8-sig")
    header = text.split("\n")[0]
    return (
        sum(1 for row in csv.reader(text.splitlines(keepends=True), delimiter=max(",;", key=header.count)) if row) - 1
    )


@needs_logs
def test_all_sixty_nine_are_here():
    assert len(LOGS) == 69


@needs_logs
def test_a_real_log_is_read_and_every_row_accounted_for(real):
    path, found = real
    assert found.sets
    assert found.rows == len(found.sets) + found.rests + found.notes + found.duplicates + len(found.problems)
    assert path.name.startswith(found.format)
    assert len({one.source_id for one in found.sets}) == len(found.sets)
    assert len(found.problems) <= 0.005 * found.rows


@needs_logs
def test_no_record_of_a_real_log_is_left_out(real):
    path, found = real
    if path.suffix == ".csv" and not path.name.startswith(WIDE):
        assert found.rows == records_below_the_header(path)


@needs_logs
def test_sets_of_a_real_log_come_oldest_first_and_workouts_whole(real):
    _, found = real
    starts = {}
    for one in found.sets:
        starts.setdefault(one.workout, one.at)
    assert list(starts.values()) == sorted(starts.values())
    changes = sum(one.workout != before.workout for before, one in itertools.pairwise(found.sets))
    assert changes == len(starts) - 1


@needs_logs
def test_gymbook_and_the_conversion_its_owner_made_tell_the_same_sets():
    def told(one):
        return one.local_date, one.name, one.load_kg, one.reps

    from_gymbook, converted = log("gymbook__GB1609"), log("strong__GB1609", "kg")
    assert Counter(map(told, from_gymbook.sets)) == Counter(map(told, converted.sets))


@needs_logs
@pytest.mark.parametrize(("start", "agree"), [("strong__TonyDeDev", 0.998), ("repcount__TonyDeDev", 0.99)])
def test_one_athlete_in_three_apps_did_one_training(start, agree):
    # The athlete moved to Hevy and took the history along; a few loads were corrected, a few sets added on the way.
    def told(one):
        return one.local_date, round(one.load_kg, 2), one.reps

    days = {one.local_date for one in log(start, "lb").sets}
    moved = Counter(told(one) for one in log("hevy__TonyDeDev").sets if one.local_date in days)
    both = moved & Counter(map(told, log(start, "lb").sets))
    assert both.total() >= agree * moved.total()


@needs_logs
def test_a_backup_holds_what_its_database_holds():
    (path,) = (path for path in LOGS if path.suffix == ".fitnotes")
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        days = dict(database.execute("SELECT date, sum(metric_weight * reps) FROM training_log GROUP BY date"))
    volume = Counter()
    for one in read(path).sets:
        volume[one.local_date] += one.load_kg * one.reps
    assert volume == pytest.approx(days)


@needs_logs
def test_interleaved_exercises_of_fitnotes_keep_their_order():
    (path,) = (path for path in LOGS if path.name.startswith("fitnotes__wmgriffi3"))
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["Date"], row["Exercise"]) for row in csv.DictReader(file) if row["Reps"] not in ("", "0")]
    assert [(one.local_date, one.name) for one in read(path).sets if one.reps] == rows


@needs_logs
def test_rests_of_strong_belong_to_the_next_set():
    # Independently: in this log a rest row follows each set, so that all sets but the first of a workout have one.
    found = log("strong__shreybirmiwal", "kg")
    workouts = Counter(one.workout for one in found.sets)
    rested = Counter(one.workout for one in found.sets if one.rest_before_s is not None)
    assert found.rests == 109
    assert rested == {workout: sets - 1 for workout, sets in workouts.items() if sets > 1}
