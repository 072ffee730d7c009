"""Verified backups: made while the log is in use, compared, encrypted, thinned out, restored and drilled."""

import json
import sqlite3
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import connections

from preex.errors import Conflict, DataError, NotFound, Unavailable, ValidationError
from preex.store import backups, open_store
from preex.store.backups import (
    content,
    last_verified,
    make_backup,
    manifest,
    on_postgresql,
    on_sqlite,
    retention,
    sealing,
)
from preex.store.backups.restoring import drill, restore_backup
from preex.store.database import database_of
from preex.store.opening import MigrationExecutor

KEY = b"a key of more than twenty characters"


@pytest.fixture
def database(place):
    return database_of(place.get("home"), place.get("database_url"))


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def kept(store, make_log, now):
    """A store with a log in it."""
    store.import_log("me", make_log(300), file_name="log.csv", digest="d", at=now)
    store.save_plan("me", {"schema": "preex.plan/1"}, at=now)
    return store


@pytest.mark.parametrize("key", [None, KEY], ids=["plain", "encrypted"])
def test_a_restored_backup_holds_what_the_log_held(kept, database, folder, now, make_set, key):
    before = kept.sets("me")
    made = make_backup(database, folder, at=now, reason="asked", key=key)
    assert (made.sets, made.encrypted, last_verified(folder)) == (300, key is not None, made)
    kept.record("me", [make_set("later")], at=now)
    _, aside = restore_backup(made.file, database, at=now + timedelta(hours=1), key=key, replace_it=True)
    assert kept.sets("me") == before
    assert aside.sets == 301
    kept.check()


def test_a_backup_of_a_log_in_use_holds_what_stands_in_the_write_ahead_log(tmp_path, make_log, now):
    with open_store(tmp_path) as store:
        store.import_log("me", make_log(300), file_name="", digest="", at=now)
        assert (tmp_path / "preex.sqlite3-wal").stat().st_size > 100_000  # a copy of the file alone would lack it
        made = make_backup(database_of(tmp_path), tmp_path / "b", at=now, reason="asked", key=None)
    with sqlite3.connect(f"file:{made.file}?mode=ro&immutable=1", uri=True) as alone:
        assert alone.execute("SELECT count(*) FROM preex_set").fetchone() == (300,)


@pytest.mark.usefixtures("kept")
def test_an_encrypted_backup_shows_nothing_without_its_key(database, folder, now):
    made = make_backup(database, folder, at=now, reason="asked", key=KEY)
    assert b"preex_set" not in made.file.read_bytes()
    with pytest.raises(ValidationError, match=r"encrypted and no key is set.*PREEX_BACKUP_KEY_FILE"):
        drill(made, database, at=now, key=None)
    with pytest.raises(DataError, match="the key is another one"):
        restore_backup(made.file, database, at=now, key=KEY + b"!", replace_it=True)
    assert [path.name for path in folder.iterdir() if path.suffix not in {".sealed", ".json"}] == []


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_what_is_sealed_comes_back_and_no_piece_can_be_cut_off_or_moved(tmp_path, size):
    plain, sealed, again = tmp_path / "plain", tmp_path / "sealed", tmp_path / "again"
    plain.write_bytes(bytes(range(256)) * (size // 256) + b"x" * (size % 256))
    sealing.seal(plain, sealed, KEY)
    sealing.unseal(sealed, again, KEY)
    assert again.read_bytes() == plain.read_bytes()
    whole, head, piece = sealed.read_bytes(), 31, (1 << 20) + 16
    changed = [whole[:-1], whole[: head + piece] if len(whole) > head + piece else whole[:head]]
    if size == 3 << 20:
        changed.append(
            whole[:head]
            + whole[head + piece : head + 2 * piece]
            + whole[head : head + piece]
            + whole[head + 2 * piece :]
        )
    for bad in changed:
        sealed.write_bytes(bad)
        with pytest.raises(DataError, match="cannot be decrypted"):
            sealing.unseal(sealed, again, KEY)


def test_a_key_is_read_from_the_file_that_is_named(tmp_path, monkeypatch):
    monkeypatch.setenv("PREEX_BACKUP_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(NotFound, match="there is no such file"):
        sealing.key_named()
    (tmp_path / "key").write_text("short\n")
    with pytest.raises(ValidationError, match="holds 5 characters; a key has 20 or more"):
        sealing.key_named()
    (tmp_path / "key").write_bytes(KEY + b"\n")
    assert sealing.key_named() == KEY


@pytest.mark.usefixtures("kept")
def test_a_backup_that_differs_from_the_log_gets_no_name(database, folder, now, monkeypatch):
    side = backups.side_of(database)
    honest = side.content
    monkeypatch.setattr(side, "content", lambda made: replace(honest(made), hash="another"))
    with pytest.raises(DataError, match="does not hold what it should"):
        make_backup(database, folder, at=now, reason="asked", key=None)
    assert list(folder.iterdir()) == []


def test_a_damaged_log_is_not_backed_up(tmp_path, make_log, now):
    with open_store(tmp_path) as store:
        store.import_log("me", make_log(3000), file_name="", digest="", at=now)
    file = tmp_path / "preex.sqlite3"
    damaged = bytearray(file.read_bytes())
    for page in range(60, len(damaged) // 4096, 3):
        damaged[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    file.write_bytes(damaged)
    with pytest.raises(DataError):
        make_backup(database_of(tmp_path), tmp_path / "b", at=now, reason="asked", key=None)
    assert last_verified(tmp_path / "b") is None


@pytest.mark.usefixtures("kept")
def test_a_changed_backup_counts_no_more_after_a_drill(database, folder, now):
    old = make_backup(database, folder, at=now, reason="asked", key=None)
    new = make_backup(database, folder, at=now + timedelta(days=1), reason="asked", key=None)
    raw = bytearray(new.file.read_bytes())
    raw[len(raw) // 2] ^= 1
    new.file.write_bytes(raw)
    drill(old, database, at=now, key=None)
    assert manifest.last_drill(folder).failed == ""
    with pytest.raises(DataError, match="was changed since it was made"):
        drill(new, database, at=now, key=None)
    assert last_verified(folder) == old
    assert "changed" in manifest.last_drill(folder).failed
    retention.prune(folder, now + timedelta(days=400))
    assert old.file.exists()


def test_a_drill_leaves_the_log_and_the_folder_as_they_were(kept, database, folder, now):
    made = make_backup(database, folder, at=now, reason="asked", key=KEY)
    before, names = kept.sets("me"), sorted(path.name for path in folder.iterdir())
    drill(made, database, at=now, key=KEY)
    assert (kept.sets("me"), sorted([*names, "drill.json"])) == (before, sorted(path.name for path in folder.iterdir()))


@pytest.mark.usefixtures("kept")
def test_a_log_that_is_there_is_not_replaced_unasked(database, folder, now):
    made = make_backup(database, folder, at=now, reason="asked", key=None)
    with pytest.raises(Conflict, match=r"there is a log already.*--replace"):
        restore_backup(made.file, database, at=now, key=None)


def test_a_backup_is_restored_into_an_empty_home(tmp_path, make_log, now):
    with open_store(tmp_path / "old") as store:
        store.import_log("me", make_log(50), file_name="", digest="", at=now)
        before = store.sets("me")
    made = make_backup(database_of(tmp_path / "old"), tmp_path / "b", at=now, reason="asked", key=None)
    restore_backup(made.file, database_of(tmp_path / "new"), at=now, key=None)
    with open_store(tmp_path / "new") as store:
        assert store.sets("me") == before


def test_a_backup_is_restored_into_an_empty_database(postgresql_url, empty_postgresql_url, tmp_path, make_log, now):
    with open_store(database_url=postgresql_url) as store:
        store.import_log("me", make_log(50), file_name="", digest="", at=now)
        before = store.sets("me")
    made = make_backup(database_of(None, postgresql_url), tmp_path, at=now, reason="asked", key=None)
    restore_backup(made.file, database_of(None, empty_postgresql_url), at=now, key=None)
    with open_store(database_url=empty_postgresql_url) as store:
        assert store.sets("me") == before


def test_a_damaged_log_is_set_aside_when_it_is_replaced(tmp_path, make_log, now):
    with open_store(tmp_path) as store:
        store.import_log("me", make_log(300), file_name="", digest="", at=now)
        before = store.sets("me")
    database = database_of(tmp_path)
    made = make_backup(database, tmp_path / "b", at=now, reason="asked", key=None)
    file = tmp_path / "preex.sqlite3"
    file.write_bytes(b"SQLite format 3\0" + b"\xff" * 8000)
    _, aside = restore_backup(made.file, database, at=now, key=None, replace_it=True)
    assert aside is None
    assert [path.name for path in tmp_path.glob("*.damaged-*")] == ["preex.sqlite3.damaged-20261124T120000"]
    with open_store(tmp_path) as store:
        assert store.sets("me") == before


def test_a_backup_of_a_newer_version_is_refused_before_anything_is_touched(kept, database, folder, now):
    with connections[kept._link.alias].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('preex', '0999_later', '2030-01-01')"
        )
    made = make_backup(database, folder, at=now, reason="asked", key=None)
    with connections[kept._link.alias].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE name = '0999_later'")
    before = kept.sets("me")
    with pytest.raises(DataError, match="newer version of PreEx"):
        restore_backup(made.file, database, at=now, key=None, replace_it=True)
    assert kept.sets("me") == before


def test_what_is_no_backup_is_refused(tmp_path, now):
    database = database_of(tmp_path / "home")
    (tmp_path / "list.txt").write_text("bread, butter")
    (tmp_path / "x.pgdump").write_bytes(b"PGDMP....")
    with pytest.raises(ValidationError, match="no backup of PreEx"):
        restore_backup(tmp_path / "list.txt", database, at=now, key=None)
    with pytest.raises(ValidationError, match="a backup of a log on PostgreSQL"):
        restore_backup(tmp_path / "x.pgdump", database, at=now, key=None)
    with pytest.raises(NotFound, match="there is no file"):
        restore_backup(tmp_path / "none", database, at=now, key=None)
    assert not (tmp_path / "home").exists()


def test_without_the_programs_of_postgresql_it_is_said_what_to_install(postgresql_url, tmp_path, now, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Unavailable, match=r"pg_dump is not installed.*Install PostgreSQL's client programs"):
        make_backup(database_of(None, postgresql_url), tmp_path / "b", at=now, reason="asked", key=None)


def test_an_update_backs_up_first_and_only_where_there_is_something(place, make_set, now, monkeypatch, tmp_path):
    monkeypatch.setenv("PREEX_HOME", str(tmp_path))
    folder = tmp_path / "backups"
    with open_store(**place) as store:
        assert not folder.exists()
        store.record("me", [make_set("a")], at=now)
        connection = connections[store._link.alias]
        connection.disable_constraint_checking()
        MigrationExecutor(connection).migrate([("preex", "0005_operations")])
        connection.enable_constraint_checking()
    with open_store(**place):
        made = last_verified(folder)
        assert (made.reason, made.sets, made.content.migrations["preex"]) == ("before-update", 1, "0005_operations")


def test_an_update_that_fails_is_rolled_back_and_names_the_backup(tmp_path, make_set, now, monkeypatch):
    with open_store(tmp_path) as store:
        store.record("me", [make_set("a")], at=now)
        connection = connections[store._link.alias]
        connection.disable_constraint_checking()
        MigrationExecutor(connection).migrate([("preex", "0001_initial")])
        connection.enable_constraint_checking()
    before = on_sqlite.content(database_of(tmp_path))

    def fail(*_):
        raise ZeroDivisionError("a migration of ours is wrong")

    with monkeypatch.context() as patch:
        patch.setattr("django.db.migrations.operations.models.CreateModel.database_forwards", fail)
        with pytest.raises(
            DataError, match=r"a migration of ours is wrong.*rolled back.*last verified backup.*preex restore"
        ):
            open_store(tmp_path)
    assert on_sqlite.content(database_of(tmp_path)) == before
    with open_store(tmp_path) as store:
        assert [s.source_id for s in store.sets("me")] == ["a"]


def told(at: datetime, reason: str = "due") -> manifest.Backup:
    empty = content.Content({}, "")
    return manifest.Backup(
        file=Path(f"{at:%Y%m%d%H%M}"),
        at=at,
        reason=reason,
        database="sqlite",
        content=empty,
        sha256="",
        size=0,
        encrypted=False,
    )


def test_a_backup_a_day_leaves_seven_days_four_weeks_and_twelve_months(now):
    daily = [told(now - timedelta(days=days)) for days in range(800)]
    kept = retention.keep(daily, now)
    ages = sorted((now - one.at).days for one in kept)
    # 24 November 2026 is a Tuesday: before the seven days there are the Sundays 15th, 8th and 1st, then ends of months.
    assert ages[:10] == [0, 1, 2, 3, 4, 5, 6, 9, 16, 24]
    assert len(kept) <= 7 + 4 + 12
    assert max(ages) == (now - datetime(2025, 12, 31, 12, tzinfo=now.tzinfo)).days


def test_the_newest_backup_and_those_before_a_change_stay(now):
    old = told(now - timedelta(days=5000))
    assert retention.keep([old], now) == [old]
    update = told(now - timedelta(days=29), "before-update")
    days = [told(now - timedelta(hours=hours)) for hours in range(0, 24 * 40, 6)]
    assert update in retention.keep([*days, update], now)
    assert [one for one in days if one in retention.keep(days, now)][:5] == days[:5]  # all of the last day


@pytest.mark.usefixtures("kept")
def test_a_backup_whose_file_is_gone_is_none(database, folder, now):
    made = make_backup(database, folder, at=now, reason="asked", key=None)
    made.file.unlink()
    assert last_verified(folder) is None


@pytest.mark.usefixtures("kept")
def test_a_manifest_that_cannot_be_read_is_passed_over(database, folder, now):
    made = make_backup(database, folder, at=now, reason="asked", key=None)
    (folder / "preex-20300101T000000Z.sqlite3.json").write_text(json.dumps({"schema": "preex.backup/1"}))
    assert last_verified(folder) == made


def test_no_password_stands_on_a_command_line(monkeypatch, tmp_path):
    seen = []

    def run(arguments, **options):
        seen.append((arguments, options["env"].get("PGPASSWORD")))
        raise Unavailable("enough")

    monkeypatch.setattr(on_postgresql.subprocess, "run", run)
    with pytest.raises(Unavailable, match="enough"):
        on_postgresql.put_back(tmp_path, database_of(None, "postgresql://u:hush@127.0.0.1:1/preex"))
    ((arguments, password),) = seen
    assert (any("hush" in one for one in arguments), password) == (False, "hush")
