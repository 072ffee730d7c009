"""Kills and power cuts: of a program that writes (F1, F2), that updates the tables (F10), that backs up.

Seen to fail: with every commit said before it was made (`say` above `record` in killed.py) F1 finds lost sets; with
`_alone` in `preex.store.opening` giving no transaction F10 finds half-made tables; without `_back_up` it finds updates
without a backup; with the manifest written before `restored` in `make_backup`, a killed backup describes a file that is not.
"""

import ctypes
import json
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from preex.store.backups import manifest, on_sqlite, restored
from preex.store.database import database_of

HERE = Path(__file__).parent
MIGRATIONS = sorted(path.stem for path in (HERE.parents[1] / "src/preex/store/migrations").glob("0*.py"))

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL and no fork on Windows")


def told_by(script, *arguments):
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_what_was_acknowledged_outlives_kills(place, times):
    found = told_by("killed.py", place.get("database_url") or place["home"], times(40, 1000), 7)
    assert (found["lost"], found["half"], found["whole"], found["errors"]) == (0, 0, True, [])
    assert found["acknowledged"] > found["kills"] / 4, "too little was written to tell anything"
    assert found["ready_s"] <= 5.0


def _sqlite_can_be_stood_under():
    try:
        found = ctypes.CDLL("libsqlite3.so.0")
    except OSError:
        return False
    found.sqlite3_libversion.restype = ctypes.c_char_p
    return found.sqlite3_libversion().decode() == sqlite3.sqlite_version


@pytest.mark.skipif(
    not _sqlite_can_be_stood_under(), reason="Python brings a SQLite of its own, under which no layer can be put"
)
def test_what_was_acknowledged_outlives_a_power_cut(tmp_path, times):
    found = told_by("unsynced.py", tmp_path / "home", times(25, 500), "FULL")
    assert (found["lost"], found["half"], found["damaged"]) == (0, 0, 0)
    # The same cuts do lose what was not synced: the layer would show it.
    assert told_by("unsynced.py", tmp_path / "normal", times(25, 500), "NORMAL")["lost"] > 0


def test_an_update_killed_at_any_statement_is_there_whole_or_not_at_all(tmp_path, times):
    for migration in times(MIGRATIONS[:1], MIGRATIONS[:-1]):
        found = told_by("upgraded.py", tmp_path / migration, migration, times(13, 1))
        assert (found["half"], found["lost"], found["without_backup"]) == (0, 0, 0), migration
        assert found["killed"] > 0


BACK_UP_FOR_EVER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from preex.store.backups import make_backup
from preex.store.database import database_of
database, at = database_of(Path(sys.argv[1])), datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=int(sys.argv[2]))
print("ready", flush=True)
for i in range(10_000):
    make_backup(database, Path(sys.argv[1]) / "backups", at=at + timedelta(seconds=i), reason="due", key=None)
    print(i, flush=True)
"""


def test_a_killed_backup_is_no_backup(tmp_path, make_log, now, times):
    from preex.store import open_store

    with open_store(tmp_path) as store:
        store.import_log("me", make_log(2000), file_name="", digest="", at=now)
    rng, said = Random(3), 0
    for life in range(times(6, 60)):
        command = [sys.executable, "-c", BACK_UP_FOR_EVER, str(tmp_path), str(life)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            child.stdout.readline()
            time.sleep(rng.uniform(0.1, 0.6))
            child.send_signal(signal.SIGKILL)
            said += sum(line.endswith("\n") for line in child.stdout)
    database = database_of(tmp_path)
    found = manifest.all_in(tmp_path / "backups")
    assert len(found) >= said
    content = on_sqlite.content(database)
    for backup in found:
        assert backup.content == content
        with restored(backup, database, None):
            pass
