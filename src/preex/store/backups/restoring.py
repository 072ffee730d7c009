"""Restoring a backup: into an empty place, or in place of what is there after that was backed up.

And the drill: a restore to scratch, opened by the store itself and read, so that the first restore is not the one in need.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from preex.errors import Conflict, DataError, NotFound, ValidationError
from preex.store import guard
from preex.store.backups import (
    Backup,
    Content,
    backup_folder,
    difference,
    disk_told,
    make_backup,
    manifest,
    on_postgresql,
    on_sqlite,
    plain_of,
    restored,
    sealing,
    side_of,
)
from preex.store.database import make_home
from preex.store.opening import forget, opened


def drill(backup: Backup, database: dict[str, Any], *, at: datetime, key: bytes | None) -> None:
    """Restore a backup to scratch, compare it, open it with this version of PreEx and read everything; keep how it ended.

    Raises
    ------
    DataError : the backup is no good. From then on it does not count as verified.
    """
    try:
        with disk_told(backup.file.parent), restored(backup, database, key) as scratch:
            _read_through(scratch)
    except DataError as error:
        manifest.drilled(backup, at, failed=error.message)
        raise
    manifest.drilled(backup, at)


def _read_through(database: dict[str, Any]) -> None:
    """Ask of a scratch database what the app asks of a log."""
    alias = opened(database, scratch=True)
    from preex.store.repository import Store  # its models need Django to be set up

    try:
        with Store(alias, owns_connection=True) as store:
            store.check()
            for athlete in store.athletes():
                if len(store.sets(athlete.name)) != store.count_sets(athlete.name):
                    raise DataError(f"the sets of {athlete.name} cannot be read whole.")
                if not (chain := store.verify_chain(athlete.name)).ok:
                    raise DataError(f"the operations of {athlete.name}: {chain.reason}.")
                store.plans(athlete.name)
                store.trials(athlete.name)
    finally:
        forget(alias)


def restore_backup(
    file: Path, database: dict[str, Any], *, at: datetime, key: bytes | None, replace_it: bool = False
) -> tuple[Content, Backup | None]:
    """Make a database hold what a backup holds.

    Parameters
    ----------
    file : the backup. With the manifest beside it, it must hold exactly what that says; without, it must be sound.
    database : where to.
    at : now.
    key : of an encrypted backup; it also encrypts the backup of what is there.
    replace_it : replace a database that is there, after a verified backup of it was made. One that is damaged is
        moved aside instead.

    Returns
    -------
    What it holds now, and the backup of what was there; None when nothing was, or it was damaged.

    Raises
    ------
    Conflict : there is a database and `replace_it` is false.
    NotFound, ValidationError, DataError : there is no such file, it is no backup for this database, or it is damaged.
    """
    side = side_of(database)
    backup = _described(file, side)
    there = _is_there(side, database)
    if there and not replace_it:
        raise Conflict("there is a log already.", hint="Add --replace; a verified backup of it is made first.")
    if side is on_sqlite:
        make_home(Path(database["NAME"]).parent)
    with disk_told(file.parent), plain_of(file, key) as (plain, scratch):
        if backup and manifest.sha256_of(file) != backup.sha256:
            raise DataError(f"{file} was changed since it was made.", hint="Use another backup.")
        with side.restored(plain, database, scratch) as made:
            found = side.content(made)
            _read_through(made)  # refuses one that is newer than this version, before anything is touched
        if backup and found != backup.content:
            raise DataError(f"{file} does not hold what it should: {difference(backup.content, found)}.")
        before = _out_of_the_way(database, at, key) if there else None
        side.put_back(plain, database)
    guard.restored(database, at)
    return found, before


def _out_of_the_way(database: dict[str, Any], at: datetime, key: bytes | None) -> Backup | None:
    """Back up what is there; move a SQLite file that is damaged aside."""
    try:
        return make_backup(database, backup_folder(database), at=at, reason=manifest.BEFORE_RESTORE, key=key)
    except DataError:
        if side_of(database) is not on_sqlite:
            raise
        path = Path(database["NAME"])
        for part in ("", "-wal", "-shm"):
            file = path.with_name(path.name + part)
            if file.exists():
                file.replace(path.with_name(f"{path.name}.damaged-{at:%Y%m%dT%H%M%S}{part}"))
        return None


def _described(file: Path, side: ModuleType) -> Backup | None:
    """Return what is known of a file that shall be restored, when it is a backup for this kind of database."""
    if not file.is_file():
        raise NotFound(f"there is no file {str(file)!r}.", hint="Name a backup; `preex doctor` names the last.")
    with file.open("rb") as head:
        start = head.read(16)
    kinds = {on_sqlite.MAGIC: on_sqlite, on_postgresql.MAGIC: on_postgresql}
    kind = next((found for magic, found in kinds.items() if start.startswith(magic)), None)
    if kind is None and start.startswith(sealing.MAGIC):
        kind = on_postgresql if on_postgresql.SUFFIX in file.suffixes else on_sqlite
    if kind is None:
        raise ValidationError(f"{file} is no backup of PreEx.", hint="Name a file that `preex backup` made.")
    if kind is not side:
        other = "a log on PostgreSQL" if kind is on_postgresql else "a log on SQLite"
        raise ValidationError(
            f"{file.name} is a backup of {other}.",
            hint="Set or unset PREEX_DATABASE_URL, or move logs with preex export.",
        )
    return manifest.of(file)


def _is_there(side: ModuleType, database: dict[str, Any]) -> bool:
    if side is on_postgresql:
        return not on_postgresql.is_empty(database)
    path = Path(database["NAME"])
    return path.exists() and path.stat().st_size > 0
