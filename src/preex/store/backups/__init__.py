"""Verified backups of the whole database; read `docs/backup.md` first.

A backup counts only after it was restored to scratch and found equal to what it was made of. Only then does it get its
name and, beside it, the file that says what is in it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from preex.errors import Conflict, DataError, NotPermitted, ValidationError
from preex.store.backups import manifest, on_postgresql, on_sqlite, sealing
from preex.store.backups.content import Content
from preex.store.backups.manifest import Backup, last_verified
from preex.store.database import home_folder, make_home

__all__ = ["Backup", "Content", "backup_folder", "last_verified", "make_backup", "restored"]

SEALED = ".sealed"


def backup_folder(database: dict[str, Any]) -> Path:
    """Return where the backups of a database lie unless another folder is named: `backups` in the home folder."""
    home = Path(database["NAME"]).parent if side_of(database) is on_sqlite else home_folder()
    return home / "backups"


def make_backup(database: dict[str, Any], folder: Path, *, at: datetime, reason: str, key: bytes | None) -> Backup:
    """Back up a database that may be in use, and verify the backup.

    Parameters
    ----------
    database : Django's settings of it, as `preex.store.database.database_of` gives them.
    folder : where to; made if need be.
    at : now. reason : why, one of the words of `preex.store.backups.manifest`.
    key : encrypts it; None = not encrypted.

    Raises
    ------
    DataError : the database is damaged, or the backup does not hold what it holds. No backup is left behind.
    NotPermitted : the folder cannot be written, the disk is full, or a scratch database may not be made.
    Unavailable : PostgreSQL's programs or its server are missing.
    """
    make_home(folder)
    side = side_of(database)
    file = _free_name(folder, at, f"{side.SUFFIX}{SEALED if key else ''}")
    draft = folder / f".{file.name}.partial"
    plain = folder / f".{file.name}.partial-plain"
    try:
        with disk_told(folder):
            content = side.copy(database, plain)
            sealing.seal(plain, draft, key) if key else plain.replace(draft)
            plain.unlink(missing_ok=True)
            made = Backup(
                file=file,
                at=at.astimezone(UTC),
                reason=reason,
                database="sqlite" if side is on_sqlite else "postgresql",
                content=content,
                sha256=manifest.sha256_of(draft),
                size=draft.stat().st_size,
                encrypted=key is not None,
            )
            with restored(replace(made, file=draft), database, key):
                manifest.settle(draft, file)
            manifest.write(made)
    finally:
        plain.unlink(missing_ok=True)
        draft.unlink(missing_ok=True)
    return made


@contextmanager
def restored(backup: Backup, database: dict[str, Any], key: bytes | None) -> Iterator[dict[str, Any]]:
    """Restore a backup to scratch, compare it with what its manifest says, and give the settings of the scratch database.

    Raises
    ------
    DataError : the file was changed, a page is damaged, or the content differs.
    ValidationError : it is encrypted and no key is set.
    """
    side = _side_named(backup.database)
    if manifest.sha256_of(backup.file) != backup.sha256:
        raise DataError(f"{backup.file} was changed since it was made.", hint="Use another backup.")
    with plain_of(backup.file, key) as (plain, scratch), side.restored(plain, database, scratch) as made:
        found = side.content(made)
        if found != backup.content:
            raise DataError(f"{backup.file} does not hold what it should: {difference(backup.content, found)}.")
        yield made


@contextmanager
def plain_of(file: Path, key: bytes | None) -> Iterator[tuple[Path, Path]]:
    """Give a backup decrypted, and an empty folder on the same disk that goes away afterwards."""
    with tempfile.TemporaryDirectory(prefix=".preex-scratch-", dir=file.parent) as folder:
        scratch = Path(folder) / "restored"
        scratch.mkdir()
        if not sealing.is_sealed(file):
            yield file, scratch
            return
        if key is None:
            raise ValidationError(
                f"{file.name} is encrypted and no key is set.", hint=f"Set {sealing.KEY_FILE} to the file of its key."
            )
        plain = Path(folder) / "plain"
        sealing.unseal(file, plain, key)
        yield plain, scratch


def difference(wanted: Content, found: Content) -> str:
    """Say in which table two databases differ."""
    tables = sorted(wanted.rows.keys() | found.rows.keys())
    for table in tables:
        if wanted.rows.get(table) != found.rows.get(table):
            return f"{table} has {found.rows.get(table, 'no')} rows instead of {wanted.rows.get(table, 'none')}"
    return "the same number of rows, with other values"


def _free_name(folder: Path, at: datetime, suffix: str) -> Path:
    name = f"preex-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    names = (f"{name}{f'-{number}' if number else ''}{suffix}" for number in range(1000))
    for found in names:
        if not any((folder / taken).exists() for taken in (found, f".{found}.partial-plain", f".{found}.partial")):
            return folder / found
    raise Conflict(f"{folder} has too many backups of this second.", hint="Try again.")


def side_of(database: dict[str, Any]) -> ModuleType:
    """Return the module that copies databases of this kind."""
    return on_sqlite if database["ENGINE"].endswith("sqlite3") else on_postgresql


def _side_named(name: str) -> ModuleType:
    return on_sqlite if name == "sqlite" else on_postgresql


@contextmanager
def disk_told(folder: Path) -> Iterator[None]:
    """Raise a `NotPermitted` in place of what the file system answers."""
    try:
        yield
    except OSError as error:
        raise NotPermitted(
            f"the backup in {folder} cannot be written or read: {error.strerror or error}.",
            hint="Check owner and free space, or name another folder.",
        ) from error
