"""What keeps a damaged or vanished log from being written over: small files in the home folder beside a SQLite database.

`preex.began` says that a log was begun here, so that an empty place is not taken for a new start. `preex.damaged` says that
damage was met; while it is there nothing is written, in any program. PostgreSQL guards its own files.
"""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from preex.errors import DataError

_BEGAN, _DAMAGED, _RESTORED = "preex.began", "preex.damaged", "restored.json"


def home_of(database: dict[str, Any]) -> Path | None:
    """Return the folder of a SQLite file; None on PostgreSQL and for a database in memory."""
    name = str(database["NAME"])
    on_disk = database["ENGINE"].endswith("sqlite3") and not name.startswith(("file:", ":memory:"))
    return Path(name).parent if on_disk else None


def refuse_if_lost(database: dict[str, Any]) -> None:
    """Refuse to begin anew where a log was.

    Raises
    ------
    DataError : the file is gone or empty, though one was begun here, or what belongs to one is still here.
    """
    home, file = home_of(database), Path(database["NAME"])
    if home is None or (file.exists() and file.stat().st_size > 0):
        return
    wal = file.with_name(f"{file.name}-wal")
    if (home / _BEGAN).exists() or (wal.exists() and wal.stat().st_size > 0) or any(home.glob("backups/preex-*.json")):
        raise lost(database)


def lost(database: dict[str, Any]) -> DataError:
    """Make the error for a log that was here and is not."""
    home = home_of(database)
    return DataError(
        f"there was a log in {home}, and it is gone: {database['NAME']} is missing or empty. No new one was begun.",
        hint=f"{words(database)} To begin anew, remove {_BEGAN} and move the folder backups away.",
    )


def began(database: dict[str, Any]) -> bool:
    """Tell whether a log was begun here."""
    home = home_of(database)
    return home is not None and (home / _BEGAN).exists()


def begin(database: dict[str, Any]) -> None:
    """Keep that a log was begun here."""
    home = home_of(database)
    if home is not None and not (home / _BEGAN).exists():
        with suppress(OSError):  # a log on a disk that only reads is read all the same
            (home / _BEGAN).write_text("A log was begun here. Remove this file only together with the log.\n", "utf-8")


def mark_damaged(database: dict[str, Any], said: str) -> None:
    """Let nothing be written until the log was restored or found whole."""
    home = home_of(database)
    if home is not None:
        with suppress(OSError):  # where nothing can be written, nothing need be forbidden
            (home / _DAMAGED).write_text(f"{said}\n", "utf-8")


def refuse_if_damaged(database: dict[str, Any]) -> None:
    """Refuse to write to a log in which damage was met.

    Raises
    ------
    DataError : damage was met before.
    """
    home = home_of(database)
    if home is not None and (home / _DAMAGED).exists():
        said = (home / _DAMAGED).read_text("utf-8", "replace").strip()
        raise DataError(f"nothing is written, since the log is damaged: {said}", hint=words(database))


def clear(database: dict[str, Any]) -> bool:
    """Allow writing again; return whether it was forbidden."""
    home = home_of(database)
    if home is None or not (home / _DAMAGED).exists():
        return False
    (home / _DAMAGED).unlink(missing_ok=True)
    return True


def restored(database: dict[str, Any], at: datetime) -> None:
    """Keep when a backup was restored: what was written after it was made is gone, and no damage."""
    from preex.store.backups import backup_folder, manifest

    clear(database)
    begin(database)
    folder = backup_folder(database)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    manifest.replace_file(folder / _RESTORED, json.dumps({"at": at.astimezone(UTC).isoformat()}).encode())


def restored_at(database: dict[str, Any]) -> datetime | None:
    """Return when a backup was last restored here."""
    from preex.store.backups import backup_folder

    with suppress(OSError, ValueError, KeyError):
        return datetime.fromisoformat(json.loads((backup_folder(database) / _RESTORED).read_bytes())["at"])
    return None


def words(database: dict[str, Any]) -> str:
    """Say which backup to restore."""
    from preex.store.backups import backup_folder, last_verified

    backup = last_verified(backup_folder(database))
    if backup is None:
        return "Copy the home folder aside before anything else; no verified backup is known."
    return (
        f"The last verified backup is of {backup.at:%Y-%m-%d %H:%M} UTC, with {backup.sets:,} sets: "
        f"preex restore {backup.file} --replace."
    )
