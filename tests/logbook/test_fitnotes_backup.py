"""The backup of FitNotes is a database, which a stranger may have made."""

import sqlite3

import pytest

from preex import logbook
from preex.errors import UnknownFormat, UnreadableFile

SCHEMA = """
    CREATE TABLE exercise (_id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE training_log (
        _id INTEGER PRIMARY KEY, exercise_id INTEGER, date DATE, metric_weight INTEGER, reps INTEGER, unit INTEGER
    );
    INSERT INTO exercise VALUES (1, 'Leg Extension'), (2, 'Leg Press');
"""


@pytest.fixture
def backup(tmp_path):
    """Return a backup in bytes, made by a script on top of the tables and two exercises."""

    def made(script):
        path = tmp_path / "FitNotes_Backup.fitnotes"
        path.unlink(missing_ok=True)
        database = sqlite3.connect(path)
        database.executescript(SCHEMA + script)
        database.close()
        return path.read_bytes()

    return made


def test_sets_come_by_date_and_then_in_the_order_done(backup):
    log = logbook.read(
        backup(
            """
            INSERT INTO training_log VALUES
                (1, 2, '2014-02-21', 160, 8, 0), (2, 1, '2014-02-18', 42.5, 12, 0), (4, 1, '2014-02-21', 40, 12, 0);
            """
        )
    )
    assert (log.format, log.unit, log.rows, log.workouts) == ("fitnotes", "kg", 3, 2)
    assert [(one.local_date, one.name, one.load_kg, one.reps, one.source_line) for one in log.sets] == [
        ("2014-02-18", "Leg Extension", 42.5, 12, 2),
        ("2014-02-21", "Leg Press", 160.0, 8, 1),
        ("2014-02-21", "Leg Extension", 40.0, 12, 4),
    ]


def test_a_workout_group_is_a_superset_and_a_comment_a_note(backup):
    log = logbook.read(
        backup(
            """
            CREATE TABLE WorkoutGroupExercise (_id INTEGER, exercise_id INTEGER, date TEXT, workout_group_id INTEGER);
            CREATE TABLE Comment (_id INTEGER, owner_type_id INTEGER, owner_id INTEGER, comment TEXT);
            INSERT INTO training_log VALUES
                (1, 1, '2014-02-21', 40, 12, 0), (2, 2, '2014-02-21', 160, 8, 0), (3, 1, '2014-02-21', 40, 11, 0),
                (4, 1, '2014-02-25', 40, 11, 0);
            INSERT INTO WorkoutGroupExercise VALUES (1, 1, '2014-02-21', 7), (2, 2, '2014-02-21', 7);
            INSERT INTO Comment VALUES (1, 1, 3, 'burns'), (2, 2, 4, 'on a workout');
            """
        )
    )
    assert [(one.superset, one.note) for one in log.sets] == [("7", ""), ("7", ""), ("7", "burns"), (None, "")]


def test_newer_backups_time_their_sets(backup):
    log = logbook.read(
        backup(
            """
            ALTER TABLE training_log ADD COLUMN distance INTEGER NOT NULL DEFAULT 0;
            ALTER TABLE training_log ADD COLUMN duration_seconds INTEGER NOT NULL DEFAULT 0;
            INSERT INTO training_log VALUES (1, 1, '2024-02-21', 0, 0, 0, 0, 60), (2, 2, '2024-02-21', 0, 0, 2, 5, 0);
            """
        )
    )
    assert [(one.duration_s, one.flags) for one in log.sets] == [(60.0, ()), (None, ("distance_unit_unknown",))]


def test_a_backup_and_an_export_of_the_same_day_have_the_same_identities(backup):
    from_backup = logbook.read(backup("INSERT INTO training_log VALUES (1, 1, '2014-02-21', 42.5, 12, 0);"))
    export = b"Date,Exercise,Category,Weight (kgs),Reps,Distance,Distance Unit,Time\n2014-02-21,Leg Extension,Legs,42.5,12,,,\n"
    assert [one.source_id for one in from_backup.sets] == [one.source_id for one in logbook.read(export).sets]


def test_rows_that_say_nonsense_are_problems(backup):
    log = logbook.read(
        backup(
            """
            INSERT INTO training_log VALUES
                (1, 9, '2014-02-21', 40, 12, 0), (2, 1, 'someday', 40, 12, 0), (3, 1, '2014-02-21', 'heavy', 12, 0),
                (4, 1, '2014-02-21', 40, NULL, 0), (5, 1, '2014-02-21', 40, -3, 0), (6, 1, '2014-02-21', 9e999, 3, 0),
                (7, 1, '2014-02-21', 40, 3, 0), (8, 1, '2014-02-21', 0, 0, 0);
            """
        )
    )
    assert [(problem.line, problem.column, problem.reason) for problem in log.problems] == [
        (1, "name", "no exercise"),
        (2, "date", "not a date"),
        (3, "metric_weight", "not a number"),
        (4, "reps", "not a number"),
        (5, "reps", "below zero"),
        (6, "metric_weight", "not a number"),
    ]
    assert (log.rows, len(log.sets), log.notes) == (8, 1, 1)


def test_a_write_ahead_backup_is_read_too(backup):
    log = logbook.read(
        backup("PRAGMA journal_mode = WAL; INSERT INTO training_log VALUES (1, 1, '2014-02-21', 40, 9, 0);")
    )
    assert len(log.sets) == 1


def test_another_database_is_no_backup(tmp_path):
    path = tmp_path / "other.db"
    database = sqlite3.connect(path)
    database.executescript("CREATE TABLE training_log (x); CREATE VIEW exercise AS SELECT 1 AS _id, 'a' AS name;")
    database.close()
    with pytest.raises(UnknownFormat, match="database of another program"):
        logbook.read(path)


def test_a_damaged_backup_is_refused(backup):
    insert = "INSERT INTO training_log (exercise_id, date, metric_weight, reps) VALUES (1, '2014-02-21', 40, 9);"
    data = bytearray(backup("BEGIN;" + insert * 2000 + "COMMIT;"))
    data[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
    with pytest.raises((UnreadableFile, UnknownFormat)):
        logbook.read(bytes(data))
    with pytest.raises((UnreadableFile, UnknownFormat)):
        logbook.read(bytes(data[: len(data) // 2]))
