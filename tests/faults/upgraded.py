"""Kills the update of a log of an older version at its statements: python upgraded.py FOLDER MIGRATION EVERY. Prints what was found.

The log is made by the migrations up to that version, and filled through the tables as they were then. A writer is forked
for each statement at which it dies; afterwards the log is opened as if nothing had happened.
"""

import json
import os
import shutil
import signal
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from django.db import connections
from django.db.backends.signals import connection_created
from django.db.migrations.executor import MigrationExecutor

from preex.catalogue import load_catalogue
from preex.store import open_store
from preex.store.backups import last_verified
from preex.store.database import database_of
from preex.store.opening import connected, forget

AT = datetime(2026, 9, 1, 17, tzinfo=UTC)
SETS = 40


def make_old(home, migration):
    """Make a log of an older version with something in every table it had."""
    home.mkdir(parents=True)
    alias = connected(database_of(home))
    connection = connections[alias]
    executor = MigrationExecutor(connection)
    state = executor.migrate([("preex", migration)])
    models = {model.__name__: model._default_manager.using(alias) for model in state.apps.get_models()}
    me = models["AthleteRow"].create(name="me")
    plan = models["PlanRow"].create(athlete=me, number=1, at=AT, plan={"schema": "preex.plan/1"})
    entry = models["EntryRow"].create(athlete=me, number=1, kind="import", at=AT, plan=plan)
    models["ImportRow"].create(entry=entry, file_name="log.csv", digest="d", format="strong", unit="kg", rows=SETS, new=SETS,
                               already_stored=0, problems=0)  # fmt: skip
    workout = models["WorkoutRow"].create(athlete=me, key="legs")
    for i in range(SETS):
        models["RawRow"].create(entry=entry, line=i + 2, text="{}")
        done = models["SetRow"].create(
            athlete=me, entry=entry, workout=workout, position=i, source_id=f"s{i}", exercise="leg_press", name="Leg Press",
            kind="working", reps=i % 12 + 1, load_g=100_000, load_typed="100", load_unit="kg", at=AT, zone="", block=0, flags="",
            note="",
        )  # fmt: skip
        models["PredictionRow"].create(set=done, mean=8, sd=1, q10=6, q50=8, q90=10)
    models["NameRow"].create(athlete=me, name="Zorbing", exercise="leg_press")
    if "FitRow" in models:
        models["FitRow"].create(athlete=me, number=1, at=AT, person={})
    if "TrialRow" in models:
        trial = models["TrialRow"].create(athlete=me, number=1, at=AT, protocol={}, seed="s")
        models["TrialEventRow"].create(trial=trial, number=1, event={})
    forget(alias)


def rows_of(home):
    """Return every value of every table, without the columns that later versions added."""
    with closing(sqlite3.connect(home / "preex.sqlite3")) as connection:
        names = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'preex_%'"
            )
        ]
        return {
            name: [dict(zip([c[0] for c in found.description], row, strict=True)) for row in found]
            for name in names
            for found in [connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid')]  # noqa: S608 - from the schema
        }


def kept(before, after):
    """Tell whether all that was there is there, value for value."""
    return all(
        len(after[table]) >= len(rows)
        and all(row.items() <= new.items() for row, new in zip(rows, after[table], strict=False))
        for table, rows in before.items()
    )


def open_and_die(home, statement):
    """Open a log, and die as its connection starts the statement of that number; return how many there were."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        count = 0

        def one_more(_):
            nonlocal count
            count += 1
            if count == statement:
                os.kill(os.getpid(), signal.SIGKILL)

        connection_created.connect(
            lambda connection, **_: connection.connection.set_trace_callback(one_more), weak=False
        )
        with open_store(home) as store:
            os.write(writing, str(count).encode())
            store.check()
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as said:
        told = said.read()
    os.waitpid(child, 0)
    return int(told or 0)


def main(folder, migration, every):
    old, tried = folder / "old", folder / "tried"
    make_old(old, migration)
    before = rows_of(old)
    load_catalogue()
    shutil.copytree(old, tried)
    statements = open_and_die(tried, 0)
    complete = set(rows_of(tried))
    found = {"statements": statements, "killed": 0, "half": 0, "lost": 0, "without_backup": 0}
    for statement in range(1, statements + 1, every):
        shutil.rmtree(tried)
        shutil.copytree(old, tried)
        found["killed"] += open_and_die(tried, statement) == 0
        tables = set(rows_of(tried))
        found["half"] += tables not in (set(before), complete)
        found["lost"] += not kept(before, rows_of(tried))
        with open_store(tried) as store:
            store.check()
            found["lost"] += store.count_sets("me") != SETS
        found["lost"] += not kept(before, rows_of(tried))
        backup = last_verified(tried / "backups")
        found["without_backup"] += (
            backup is None or backup.sets != SETS or backup.content.migrations["preex"] != migration
        )
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
