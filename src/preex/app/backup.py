"""`backup`, `drill` and `restore`: the whole database as one verified file, and back."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from preex.errors import DataError, NotFound, ValidationError
from preex.logbook.archive import ZIP

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A verified backup. removed : older ones that need not be kept any more."""

    file: Path
    about: dict[str, Any]
    removed: tuple[Path, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.backup/1`."""
        return {**self.about, "file": str(self.file), "removed": [path.name for path in self.removed]}


@dataclass(frozen=True, slots=True)
class Restored:
    """A restore.

    sets : those in the log now. hash : of its content, the same as before: of a backup that of the database, of an export
    SHA-256 over its members. before : backup of what was there; None = nothing was, or it was damaged. athlete : whose
    export; None = a backup, which holds everybody.
    """

    file: Path
    sets: int
    hash: str
    before: Path | None = None
    athlete: str | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.restore/1`."""
        return {
            "schema": "preex.restore/1",
            "file": str(self.file),
            "athlete": self.athlete,
            "sets": self.sets,
            "hash": self.hash,
            "before": str(self.before) if self.before else None,
        }


def back_up(*, at: datetime, folder: str | os.PathLike[str] | None = None, due: bool = False) -> BackedUp:
    """Back up the whole database while it is in use, verify the backup, and remove what need not be kept.

    Parameters
    ----------
    at : now.
    folder : where to; None = `backups` in the home folder.
    due : it was made because a day is over, not because somebody asked.

    Raises
    ------
    NotFound : there is no log yet.
    DataError : the log is damaged; nothing is written to it from now on.
    NotPermitted, Unavailable : there is no room, or PostgreSQL's programs are missing.
    """
    from preex.store import guard
    from preex.store.backups import backup_folder, make_backup, manifest
    from preex.store.backups.retention import prune
    from preex.store.backups.sealing import key_named
    from preex.store.examining import check, standing_at

    database = standing_at()
    into = Path(folder).expanduser().absolute() if folder else backup_folder(database)
    reason = manifest.DUE if due else manifest.ASKED
    try:
        made = make_backup(database, into, at=at, reason=reason, key=key_named())
    except DataError as error:
        check(database)  # says so, and ends all writing, where the log itself is damaged
        error.hint = error.hint or guard.words(database)
        raise
    return BackedUp(made.file, made.to_json(), tuple(prune(into, at)))


def drill(*, at: datetime, folder: str | os.PathLike[str] | None = None) -> BackedUp:
    """Restore the newest backup to scratch, compare it, open it and read everything in it.

    Parameters
    ----------
    at, folder : as for `back_up`.

    Raises
    ------
    NotFound : there is no verified backup.
    DataError : it is no good. From now on it does not count, and no older one is removed for its sake.
    """
    from preex.store.backups import backup_folder, last_verified
    from preex.store.backups.restoring import drill as restore_to_scratch
    from preex.store.backups.sealing import key_named
    from preex.store.database import database_of

    database = database_of()
    where = Path(folder).expanduser().absolute() if folder else backup_folder(database)
    newest = last_verified(where)
    if newest is None:
        raise NotFound(f"there is no verified backup in {where}.", hint="Make one: preex backup.")
    restore_to_scratch(newest, database, at=at, key=key_named())
    return BackedUp(newest.file, newest.to_json())


def restore(file: str | os.PathLike[str], *, at: datetime, athlete: str = "me", replace: bool = False) -> Restored:
    """Make the log what a backup holds, or put an export back into an empty log.

    Parameters
    ----------
    file : that `back_up` or `export_log` made.
    at : now.
    athlete : for whom an export is put back; a backup holds everybody.
    replace : replace the log that is there by a backup, after a verified backup of it was made.

    Raises
    ------
    Conflict : there is a log, and `replace` is false.
    NotFound, ValidationError : there is no such file, or it is no backup for this kind of database.
    DataError : it is damaged, or newer than this version of PreEx. The log is as it was.
    """
    path = Path(file).expanduser().absolute()
    if _is_zip(path):
        return _restore_export(path, athlete, at, replace=replace)
    from preex.store.backups.restoring import restore_backup
    from preex.store.backups.sealing import key_named
    from preex.store.database import database_of

    content, before = restore_backup(path, database_of(), at=at, key=key_named(), replace_it=replace)
    return Restored(path, content.rows.get("preex_set", 0), content.hash, before.file if before else None)


def _restore_export(path: Path, athlete: str, at: datetime, *, replace: bool) -> Restored:
    from preex.app.restoring import restore_export
    from preex.store import open_store

    if replace:
        raise ValidationError(
            "an export is put back into an empty log; it replaces none.",
            hint="Leave --replace out, and restore into another PREEX_HOME or for another --athlete.",
        )
    with open_store() as store:
        return restore_export(store, athlete, path, at=at)


def _is_zip(path: Path) -> bool:
    with suppress(OSError), path.open("rb") as opened:
        return opened.read(4) == ZIP
    return False


def care(*, at: datetime) -> list[str]:
    """Do what is due: read the pages of the log every time, a backup once a day, a drill once a week.

    Parameters
    ----------
    at : now.

    Returns
    -------
    What was done, in words; a program that runs for long calls this every hour.

    Raises
    ------
    DataError, NotPermitted, Unavailable : something is wrong that a person must see.
    """
    from preex.store.backups import backup_folder, last_verified
    from preex.store.backups.manifest import last_drill
    from preex.store.examining import check_file, standing_at

    database = standing_at()
    check_file(database)
    done = []
    newest = last_verified(backup_folder(database))
    if newest is None or at - newest.at >= _DAY:
        done.append(f"backed up to {back_up(at=at, due=True).file}")
    drilled = last_drill(backup_folder(database))
    if drilled is None or at - drilled.at >= _WEEK:
        done.append(f"restored {drill(at=at.astimezone(UTC)).file} to scratch; it is whole")
    return done
