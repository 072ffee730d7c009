"""Opening: first use, later use, and everything that can stand in the way."""

import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from django.apps import apps
from django.db import IntegrityError, connections
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

from preex.core.muscle import Muscle
from preex.errors import DataError, NotPermitted, Unavailable
from preex.store import Store, open_store

OPEN_AND_COUNT = """
import sys
from pathlib import Path
from preex.errors import PreexError
from preex.store import open_store
try:
    with open_store(Path(sys.argv[1])) as store:
        print(store.count_sets("me"))
except PreexError as error:
    print(f"{error.code}: {error}")
    sys.exit(error.exit_code)
"""

# Nothing is forbidden to root, so the program becomes somebody else, after it has imported what it needs.
AS_SOMEBODY_ELSE = """
import os, sys, tempfile
from pathlib import Path
from preex.store import open_store
if os.getuid() == 0:
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        store.athlete("me")
    os.setgid(65534)
    os.setuid(65534)
"""


def run_python(code, *arguments, **options):
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=False, **options
    )


def test_naming_the_store_does_not_import_django():
    code = "import sys, preex.store; sys.exit(any(name.split('.')[0] == 'django' for name in sys.modules))"
    assert run_python(code).returncode == 0


def test_migrations_match_the_models():
    loader = MigrationLoader(None)
    wanted = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(loader.graph)
    assert wanted.get("preex", []) == []


def test_sqlite_really_runs_as_promised(tmp_path):
    with open_store(tmp_path) as store:
        connection = connections[store._link.alias]
        with connection.cursor() as cursor:
            read = {
                name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}
        assert connection.transaction_mode == "IMMEDIATE"


def test_foreign_keys_hold_after_the_first_migration_too(tmp_path):
    orphan = "INSERT INTO preex_name (athlete_id, name, exercise) VALUES (77, 'Curl', 'cable_curl')"
    with open_store(tmp_path) as store, pytest.raises(IntegrityError, match="FOREIGN KEY"):
        connections[store._link.alias].cursor().execute(orphan)


@pytest.mark.parametrize(
    "change", ["reps = -1", "load_g = -1", "kind = 'heroic'", "rest_before_s = -1", "load_unit = 'st'"]
)
def test_the_database_itself_refuses_impossible_sets(place, make_set, now, change):
    with open_store(**place) as store:
        store.record("me", [make_set("a")], at=now)
        with connections[store._link.alias].cursor() as cursor, pytest.raises(IntegrityError):
            cursor.execute(f"UPDATE preex_set SET {change}")  # noqa: S608 - from the table above


def test_a_second_program_waits_while_one_writes(tmp_path, make_set, now):
    with open_store(tmp_path) as store:
        store.record("me", [make_set("a")], at=now)
        other = sqlite3.connect(tmp_path / "preex.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        connections[store._link.alias].cursor().execute("PRAGMA busy_timeout = 50")
        assert store.count_sets("me") == 1  # readers do not wait
        with pytest.raises(Unavailable, match=r"locked.*try again"):
            store.record("me", [make_set("b")], at=now)
        other.close()
        store.record("me", [make_set("b")], at=now)


def test_a_log_is_found_again(place, make_set, now):
    with open_store(**place) as store:
        store.record("me", [make_set("a")], at=now)
    with open_store(**place) as store:
        assert store.sets("me") == (make_set("a"),)
        store.check()


def test_two_stores_do_not_see_each_other(tmp_path, make_set, now):
    with open_store(tmp_path / "one") as one, open_store(tmp_path / "two") as two:
        one.record("me", [make_set("a")], at=now)
        assert (one.count_sets("me"), two.count_sets("me")) == (1, 0)


def test_a_store_shared_with_django_stays_open_after_use(tmp_path):
    with open_store(tmp_path) as store:
        with Store(store._link.alias) as shared:
            shared.athlete("me")
        assert connections[store._link.alias].connection is not None


def test_programs_that_start_together_make_the_tables_once(tmp_path):
    command = [sys.executable, "-c", OPEN_AND_COUNT, str(tmp_path)]
    together = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    assert [(process.communicate()[0].strip(), process.returncode) for process in together] == [("0", 0)] * 4


def test_programs_that_start_together_on_postgresql_make_the_tables_once(empty_postgresql_url):
    code = "import sys; from preex.store import open_store; open_store(database_url=sys.argv[1]).athlete('me')"
    command = [sys.executable, "-c", code, empty_postgresql_url]
    together = [subprocess.Popen(command) for _ in range(3)]
    assert [process.wait() for process in together] == [0, 0, 0]


def test_an_interrupted_first_start_leaves_no_half_made_tables(tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(MigrationRecorder, "record_applied", stop)
        with pytest.raises(KeyboardInterrupt):
            open_store(tmp_path)
    assert sqlite3.connect(tmp_path / "preex.sqlite3").execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    with open_store(tmp_path) as store:
        assert store.count_sets("me") == 0


def test_a_log_from_before_anybody_asked_what_gave_out_is_kept(place, make_set, now):
    with open_store(**place) as store:
        store.record("me", [make_set("a"), make_set("b")], at=now)
        connection = connections[store._link.alias]
        # SQLite rebuilds the table to take the column away; foreign keys would forbid that.
        connection.disable_constraint_checking()
        MigrationExecutor(connection).migrate([("preex", "0001_initial")])
        connection.enable_constraint_checking()
    with open_store(**place) as store:
        assert store.sets("me") == (make_set("a"), make_set("b"))
        assert [s.gave_out for s in store.sets("me")] == [None, None]
        store.record("me", [replace(make_set("c"), gave_out=Muscle.TRICEPS)], at=now)
        assert store.sets("me")[-1].gave_out is Muscle.TRICEPS
        store.check()


def test_a_newer_database_is_left_alone(place, make_set, now):
    with open_store(**place) as store:
        store.record("me", [make_set("a")], at=now)
        connection = connections[store._link.alias]
        later = MigrationRecorder(connection)
        later.record_applied("preex", "0999_later")
        try:
            with pytest.raises(DataError, match=r"newer version of PreEx: it has preex\.0999_later\. Update PreEx"):
                open_store(**place)
        finally:
            later.record_unapplied("preex", "0999_later")
        assert store.sets("me") == (make_set("a"),)


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    file = tmp_path / "preex.sqlite3"
    file.write_text("a shopping list, long enough to be taken for a header" * 50)
    before = file.read_bytes()
    with pytest.raises(DataError, match="file is not a database"):
        open_store(tmp_path)
    assert file.read_bytes() == before


def test_damaged_pages_are_told_and_not_written_over(tmp_path, make_log, now):
    with open_store(tmp_path) as store:
        store.import_log("me", make_log(5000), file_name="", digest="", at=now)
    file = tmp_path / "preex.sqlite3"
    damaged = bytearray(file.read_bytes())
    for page in range(60, len(damaged) // 4096):  # past the definitions of the tables
        damaged[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    file.write_bytes(damaged)
    with open_store(tmp_path) as store:
        with pytest.raises(DataError):
            store.check()
        with pytest.raises(DataError, match=r"malformed.*restore a backup") as error:
            store.sets("me")
        assert error.value.exit_code == 8
        with pytest.raises(DataError):
            store.import_log("me", make_log(100, first=5000), file_name="", digest="", at=now)
    assert file.read_bytes() == damaged


def test_a_cut_off_file_is_told(tmp_path, make_log, now):
    with open_store(tmp_path) as store:
        store.import_log("me", make_log(5000), file_name="", digest="", at=now)
    os.truncate(tmp_path / "preex.sqlite3", 300_000)
    with pytest.raises(DataError), open_store(tmp_path) as store:
        store.check()


def test_a_full_disk_stops_an_import_and_keeps_what_was_there(tmp_path, make_log, now):
    with open_store(tmp_path) as store:
        store.import_log("me", make_log(100), file_name="", digest="", at=now)
        cursor = connections[store._link.alias].cursor()
        pages = cursor.execute("PRAGMA page_count").fetchone()[0]
        cursor.execute(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(NotPermitted, match=r"full.*free space"):
            store.import_log("me", make_log(5000), file_name="", digest="", at=now)
        assert store.sets("me") == make_log(100).sets
        store.check()
        cursor.execute("PRAGMA max_page_count = 1000000")
        assert store.import_log("me", make_log(5000), file_name="", digest="", at=now).new == 4900


def test_a_home_that_is_a_file_is_told(tmp_path):
    (tmp_path / "home").write_text("")
    with pytest.raises(NotPermitted, match=r"cannot be made: .* Set PREEX_HOME"):
        open_store(tmp_path / "home")


@pytest.fixture
def world_readable():
    """Give a folder that any user can enter: pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="preex-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="file permissions of this system work otherwise")
@pytest.mark.parametrize("there_before", [True, False], ids=["a log", "no log"])
def test_a_disk_that_cannot_be_written_is_told(world_readable, make_set, now, there_before):
    home = world_readable / "home"
    home.mkdir()
    if there_before:
        with open_store(home) as store:
            store.record("me", [make_set("a")], at=now)
    for path in (*home.iterdir(), home):
        path.chmod(0o555 if path.is_dir() else 0o444)
    ended = run_python(AS_SOMEBODY_ELSE + OPEN_AND_COUNT, home)
    home.chmod(0o755)
    assert ended.returncode == 6, ended.stderr
    assert re.match(r"permission: the store answers: .*(unable to open|readonly).* set PREEX_HOME", ended.stdout)


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="file permissions of this system work otherwise")
def test_a_folder_of_somebody_else_is_told(world_readable):
    world_readable.chmod(0o555)
    ended = run_python(AS_SOMEBODY_ELSE + OPEN_AND_COUNT, world_readable / "new")
    assert ended.returncode == 6, ended.stderr
    assert "Permission denied. Set PREEX_HOME" in ended.stdout


def test_a_server_that_is_not_there_is_told():
    with pytest.raises(Unavailable, match="Check that the server runs") as error:
        open_store(database_url="postgresql://u:hush@127.0.0.1:1/preex")
    assert error.value.exit_code == 7
    assert "hush" not in str(error.value)


def test_a_server_that_only_reads_is_told(postgresql_url, make_set, now):
    url = f"{postgresql_url}?options=-c%20default_transaction_read_only%3Don"
    with open_store(database_url=url) as store, pytest.raises(NotPermitted, match="read-only transaction"):
        store.record("me", [make_set("a")], at=now)


def test_a_database_that_does_not_exist_is_told(postgresql_server):
    with pytest.raises(Unavailable, match='database "preex_nowhere" does not exist'):
        open_store(database_url=f"{postgresql_server}/preex_nowhere")
