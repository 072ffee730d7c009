"""The backup of FitNotes for Android: an SQLite database."""

from __future__ import annotations

import contextlib
import math
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from preex.errors import UnreadableFile
from preex.logbook import dates
from preex.logbook.report import RowProblem
from preex.logbook.rows import RawSet, Row, Source
from preex.logbook.sources import SQLITE
from preex.units import LoadUnit

_LONGEST_S = 20.0  # a database made to never finish is given up after this
_NEEDED = {"training_log": {"_id", "exercise_id", "date", "metric_weight", "reps"}, "exercise": {"_id", "name"}}
_COMMENT_ON_SET = 1  # Comment.owner_type_id


@dataclass(frozen=True, slots=True)
class FitNotesBackup:
    """`FitNotes_Backup.fitnotes`.

    Loads are kilograms whatever the app shows. Sets are numbered in the order done; the number stands in for a line.
    Workout groups are supersets. Distances are left out, because the database does not tell their unit.
    """

    name: str = "fitnotes"
    newest_first: bool = False
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look for the tables."""
        if not source.data.startswith(SQLITE):
            return False
        try:
            with contextlib.closing(_open(source.data)) as database:
                return all(_columns(database, table) >= columns for table, columns in _NEEDED.items())
        except sqlite3.Error:
            return False

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row of the log by date.

        Raises
        ------
        UnreadableFile : the database is damaged.
        """
        try:
            with contextlib.closing(_open(source.data)) as database:
                comments, supersets = _comments(database), _supersets(database)
                for row in _log(database):
                    yield _row(row, comments, supersets)
        except sqlite3.Error as error:
            raise UnreadableFile(f"{source.name!r} is a damaged database ({error}).", hint="Back up again.") from None


def _open(data: bytes) -> sqlite3.Connection:
    """Open a copy in memory, where the file can change nothing and run nothing."""
    database = sqlite3.connect(":memory:")
    database.text_factory = lambda raw: raw.decode("utf-8", errors="replace")
    if data[18:20] == b"\x02\x02":  # write-ahead logging, which memory does not have
        data = data[:18] + b"\x01\x01" + data[20:]
    database.deserialize(data)
    database.execute("PRAGMA trusted_schema = OFF")
    database.execute("PRAGMA query_only = ON")
    end = time.monotonic() + _LONGEST_S
    database.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    return database


def _columns(database: sqlite3.Connection, table: str) -> set[str]:
    """Return the columns of a true table, none of a view."""
    if not database.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)).fetchone():
        return set()
    return {name for (name,) in database.execute("SELECT name FROM pragma_table_info(?)", (table,))}


def _log(database: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    length = "duration_seconds" if "duration_seconds" in _columns(database, "training_log") else "NULL"
    distance = "distance" if "distance" in _columns(database, "training_log") else "NULL"
    cursor = database.execute(
        f"SELECT log._id, log.date, log.exercise_id, exercise.name, log.metric_weight, log.reps, "  # noqa: S608 - two words of ours
        f"{length} AS duration_seconds, {distance} AS distance "
        "FROM training_log AS log LEFT JOIN exercise ON exercise._id = log.exercise_id ORDER BY log.date, log._id"
    )
    names = [column[0] for column in cursor.description]
    for values in cursor:
        yield dict(zip(names, values, strict=True))


def _comments(database: sqlite3.Connection) -> dict[int, str]:
    if not _columns(database, "Comment") >= {"owner_type_id", "owner_id", "comment"}:
        return {}
    found = database.execute("SELECT owner_id, comment FROM Comment WHERE owner_type_id = ?", (_COMMENT_ON_SET,))
    return {owner: str(comment) for owner, comment in found}


def _supersets(database: sqlite3.Connection) -> dict[tuple[str, int], str]:
    """Return the group of each exercise of a day, for those that have one."""
    if not _columns(database, "WorkoutGroupExercise") >= {"date", "exercise_id", "workout_group_id"}:
        return {}
    found = database.execute("SELECT date, exercise_id, workout_group_id FROM WorkoutGroupExercise")
    return {(str(date)[:10], exercise): str(group) for date, exercise, group in found}


def _row(row: dict[str, Any], comments: dict[int, str], supersets: dict[tuple[str, int], str]) -> Row:
    line = row["_id"]
    for column, kinds in (("metric_weight", (int, float)), ("reps", (int,)), ("name", (str,))):
        if not isinstance(row[column], kinds) or row[column] == math.inf:
            return RowProblem(line, column, str(row[column]), "no exercise" if column == "name" else "not a number")
    try:
        day = dates.moment(str(row["date"])[:10])
    except ValueError as error:
        return RowProblem(line, "date", str(row["date"]), str(error))
    if row["reps"] < 0:
        return RowProblem(line, "reps", str(row["reps"]), "below zero")
    seconds = row["duration_seconds"]
    return RawSet(
        line=line,
        started=day,
        name=row["name"],
        load=Decimal(repr(row["metric_weight"])),
        unit=LoadUnit.KG,
        reps=row["reps"],
        superset=supersets.get((day.date().isoformat(), row["exercise_id"])),
        duration_s=float(seconds) if isinstance(seconds, int | float) and seconds > 0 else None,
        note=comments.get(line, ""),
        flags=("distance_unit_unknown",) if row["distance"] else (),
        raw={name: str(value) for name, value in row.items() if value is not None},
    )


fitnotes_backup = FitNotesBackup()
