"""Damaged files: flipped bytes (F6), a write-ahead log that is gone or changed (F7), a newer schema (F11), a vanished log.

Seen to fail: without `guard.refuse_if_lost` a vanished log comes back empty; without `guard.refuse_if_damaged` the log is
written to after damage was met; without the translation of values that cannot be read (`preex.store.failures`) a flipped
byte ends in another error than ours.
"""

import gc
import hashlib
import json
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from django.db import connections

from preex.errors import DataError
from preex.store import open_store
from preex.store.backups import make_backup
from preex.store.database import database_of
from preex.store.examining import check
from preex.store.opening import forget

FILE = "preex.sqlite3"


def forget_all():
    for alias in [alias for alias in connections.settings if alias != "default"]:
        forget(alias)


@pytest.fixture
def home(tmp_path, make_log, make_set, now):
    """A log of two thousand sets and a verified backup of it."""
    folder = tmp_path / "home"
    with open_store(folder) as store:
        store.import_log("me", make_log(2000), file_name="", digest="", at=now)
        store.record("me", [make_set("own", minutes=10)], at=now)
        store.save_plan("me", {"schema": "preex.plan/1"}, at=now)
        store.set_name("me", "Zorbing", "leg_press")
    make_backup(database_of(folder), folder / "backups", at=now, reason="asked", key=None)
    return folder


def digest_of_backups(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted((folder / "backups").iterdir())}


# A query that met damage is thrown away after its connection, of which Python then complains.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_flipped_bytes_are_told_and_never_crash(home, tmp_path, now, make_set, times):
    rng, outcomes = Random(11), {"checked": 0, "met": 0, "unseen": 0}
    backups, raw = digest_of_backups(home), (home / FILE).read_bytes()
    for number in range(times(20, 500)):
        hurt, damaged = tmp_path / f"hurt-{number}", bytearray(raw)
        shutil.copytree(home, hurt)
        for _ in range(rng.randint(1, 64)):
            damaged[rng.randrange(len(damaged))] ^= 1 << rng.randrange(8)
        (hurt / FILE).write_bytes(damaged)
        outcomes[outcome(hurt, now, make_set)] += 1
        assert digest_of_backups(hurt) == backups
        forget_all()
        shutil.rmtree(hurt)
    gc.collect()
    print(json.dumps(outcomes))  # noqa: T201 - shown by `make faults`
    # SQLite keeps no checksums of values: a flipped byte in a note or a file name is a note with another letter.
    assert outcomes["unseen"] < 0.25 * sum(outcomes.values())


def outcome(hurt, now, make_set):
    """Check a log as `preex serve` does at its start, then use it; say where damage showed, if anywhere."""
    try:
        check(database_of(hurt))
    except DataError:
        with pytest.raises(DataError) as error:
            use(hurt, now, make_set)
        assert "restore" in str(error.value)
        return "checked"
    try:
        use(hurt, now, make_set)
    except DataError:
        return "met"
    return "unseen"


def use(hurt, now, make_set):
    with open_store(hurt) as store:
        store.sets("me")
        store.plans("me")
        store.batches("me")
        store.name_map("me")
        store.record("me", [make_set("new", minutes=99)], at=now)


def test_once_damage_was_met_nothing_is_written_and_the_backup_is_named(home, now, make_set):
    raw, find = bytearray((home / FILE).read_bytes()), "SELECT rootpage FROM sqlite_master WHERE name = 'preex_raw_row'"
    with closing(sqlite3.connect(home / FILE)) as connection:
        (root,) = connection.execute(find).fetchone()
    raw[(root - 1) * 4096 : root * 4096] = b"\xff" * 4096
    (home / FILE).write_bytes(raw)
    with open_store(home) as store:
        with pytest.raises(
            DataError, match=r"last verified backup is of 2026-11-24 12:00 UTC, with 2,001 sets: preex restore"
        ):
            store.raw_rows("me", "B-1")
        with pytest.raises(DataError, match=r"nothing is written, since the log is damaged.*preex restore"):
            store.record("me", [make_set("new", minutes=99)], at=now)  # its own pages are sound
    with open_store(home) as store, pytest.raises(DataError, match="nothing is written"):
        store.record("me", [make_set("new", minutes=99)], at=now)


WRITE_AND_WAIT = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from preex.core.performed import PerformedSet
from preex.store import open_store
at = datetime(2026, 9, 1, tzinfo=UTC)
kept = int(sys.argv[2])  # records that stand in the database itself before the others
for numbers in [range(kept), range(kept, 40)] if kept else [range(40)]:
  with open_store(Path(sys.argv[1])) as store:
    for i in numbers:
        sets = [PerformedSet(exercise="leg_press", load_kg=100.0, reps=8, at=at + timedelta(minutes=i), workout=str(i),
                             source_id=f"{i}-{j}") for j in range(2)]
        store.record("me", sets, at=at)
    if numbers.stop == 40:
        print("done", flush=True)
        sys.stdin.read()
"""


def killed(folder, *, kept):
    """Make a log whose program was killed: all but the first `kept` records stand in the write-ahead log alone."""
    command = [sys.executable, "-c", WRITE_AND_WAIT, str(folder), str(kept)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "done\n"
        child.send_signal(signal.SIGKILL)
    assert (folder / f"{FILE}-wal").stat().st_size > 0
    return folder


def opens_with(folder):
    """Open a log; return its records, each checked to be whole and none missing before another, or None where it is refused."""
    try:
        with open_store(folder) as store:
            store.check()
            workouts = [s.workout for s in store.sets("me")]
    except DataError:
        return None
    finally:
        forget_all()
    assert workouts == [str(i) for i in range(len(workouts) // 2) for _ in range(2)]
    return len(workouts) // 2


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_write_ahead_log_that_is_gone_never_gives_an_empty_log(tmp_path):
    old, young = killed(tmp_path / "old", kept=10), killed(tmp_path / "young", kept=0)

    def without(home, *names):
        other = tmp_path / "-".join((home.name, *names))
        shutil.copytree(home, other)
        for name in names:
            (other / name).unlink()
        return other

    wal, shm = f"{FILE}-wal", f"{FILE}-shm"
    assert opens_with(without(old, shm)) == opens_with(without(young, shm)) == 40
    assert opens_with(without(old, wal, shm)) == 10
    # The tables themselves stood in the write-ahead log: what is left is no log, and is not taken for a new one.
    assert opens_with(without(young, wal, shm)) is None
    for home in (old, young):
        assert opens_with(without(home, FILE)) is None
        assert opens_with(without(home, FILE, wal, shm)) is None


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_changed_write_ahead_log_gives_the_records_up_to_the_change(tmp_path, times):
    old, rng = killed(tmp_path / "old", kept=10), Random(5)
    raw = (old / f"{FILE}-wal").read_bytes()
    for number in range(times(6, 300)):
        hurt, changed = tmp_path / f"hurt-{number}", bytearray(raw)
        shutil.copytree(old, hurt)
        if number % 2:
            changed = changed[: rng.randrange(len(changed))]
        else:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
        (hurt / f"{FILE}-wal").write_bytes(changed)
        (hurt / f"{FILE}-shm").unlink()
        assert opens_with(hurt) >= 10
        shutil.rmtree(hurt)


@pytest.mark.parametrize("left", ["nothing", "an empty file", "only backups"])
def test_a_vanished_log_is_not_begun_anew(home, left):
    (home / FILE).unlink()
    if left == "an empty file":
        (home / FILE).touch()
    if left == "only backups":
        (home / "preex.began").unlink()
    with pytest.raises(
        DataError, match=r"there was a log .* and it is gone.*last verified backup.*preex restore .* begin anew"
    ):
        open_store(home)
    assert not (home / FILE).exists() or (home / FILE).stat().st_size == 0


def test_an_older_version_refuses_a_newer_log_and_names_the_backup(home, now):
    with closing(sqlite3.connect(home / FILE)) as later, later:
        later.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('preex', '0999_later', ?)",
            [str(now + timedelta(1))],
        )
    before = (home / FILE).read_bytes()
    with pytest.raises(
        DataError, match=r"newer version of PreEx: it has preex\.0999_later.*nothing was changed.*preex restore"
    ) as error:
        open_store(home)
    assert error.value.exit_code == 8
    forget_all()
    assert (home / FILE).read_bytes() == before


def test_backups_are_never_written_over(home, now):
    before = digest_of_backups(home)
    for _ in range(3):  # at the very same moment
        make_backup(database_of(home), home / "backups", at=now, reason="asked", key=None)
    assert before.items() <= digest_of_backups(home).items()
    assert len(digest_of_backups(home)) == 8
    assert Path(home / "backups").stat().st_mode & 0o077 == 0
