"""What is known of a backup: a small JSON file beside it, written only after the backup was restored and compared."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from preex.errors import DataError
from preex.store.backups.content import Content

SCHEMA = "preex.backup/1"
ASKED, DUE, BEFORE_UPDATE, BEFORE_RESTORE = "asked", "due", "before-update", "before-restore"
_DRILL = "drill.json"
_READ_AT_ONCE = 1 << 20  # [bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A backup that was verified: restored to scratch, checked, and equal to what it was made of.

    at : when it was made. reason : why; one of the words above. database : `sqlite` or `postgresql`.
    content : counts, hash, migrations and ends of chains. sha256, size : of the file as it lies there. [-, bytes]
    failed : what a drill found wrong with it since, "" = nothing.
    """

    file: Path
    at: datetime
    reason: str
    database: str
    content: Content
    sha256: str
    size: int
    encrypted: bool
    failed: str = ""

    @property
    def sets(self) -> int:
        """Sets in it, those taken back too."""
        return self.content.rows.get("preex_set", 0)

    @property
    def whole(self) -> bool:
        """True while the file is there, as long as it was, and no drill has found it wanting."""
        try:
            return not self.failed and self.file.stat().st_size == self.size
        except OSError:
            return False

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.backup/1`, which is also the manifest."""
        return {
            "schema": SCHEMA,
            "file": self.file.name,
            "at": self.at.isoformat(),
            "reason": self.reason,
            "database": self.database,
            "encrypted": self.encrypted,
            "sets": self.sets,
            **asdict(self.content),
            "sha256": self.sha256,
            "bytes": self.size,
            "failed": self.failed,
        }


def write(backup: Backup) -> None:
    """Keep what is known of a backup: whole or not at all."""
    text = json.dumps(backup.to_json(), indent=1) + "\n"
    replace_file(_path(backup.file), text.encode())


@dataclass(frozen=True, slots=True)
class Drill:
    """A restore to scratch as an exercise. failed : what it found wrong, "" = nothing."""

    at: datetime
    file: str
    failed: str


def drilled(backup: Backup, at: datetime, failed: str = "") -> Drill:
    """Keep how a drill ended; a backup that failed one counts no more."""
    if failed:
        write(replace(backup, failed=failed))
    drill = Drill(at.astimezone(UTC), backup.file.name, failed)
    told = {"at": drill.at.isoformat(), "file": drill.file, "failed": drill.failed}
    replace_file(backup.file.with_name(_DRILL), (json.dumps(told) + "\n").encode())
    return drill


def last_drill(folder: Path) -> Drill | None:
    """Return how the last drill ended; None when there was none, or nobody knows."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads((folder / _DRILL).read_bytes())
        return Drill(datetime.fromisoformat(told["at"]), str(told["file"]), str(told["failed"]))
    return None


def of(file: Path) -> Backup | None:
    """Return what is known of a backup; None when it has no manifest.

    Raises
    ------
    DataError : the manifest is no manifest.
    """
    try:
        told = json.loads(_path(file).read_bytes())
        return _read(file, told)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise DataError(f"{_path(file)} is no description of a backup: {error}.", hint="Use another backup.") from error


def all_in(folder: Path) -> list[Backup]:
    """Return the backups in a folder, newest first; one that cannot be understood is none."""
    found = []
    for path in folder.glob("preex-*.json"):
        with suppress(DataError, OSError):
            told = of(path.with_suffix(""))
            if told:
                found.append(told)
    return sorted(found, key=lambda backup: (backup.at, backup.file.name), reverse=True)


def last_verified(folder: Path) -> Backup | None:
    """Return the newest backup that can be relied on."""
    return next((backup for backup in all_in(folder) if backup.whole), None)


def sha256_of(file: Path) -> str:
    """Return the digest of a file, in hexadecimal."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while some := opened.read(_READ_AT_ONCE):
            digest.update(some)
    return digest.hexdigest()


def replace_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, and let it outlive a power cut."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as opened:
            opened.write(content)
        settle(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def settle(draft: Path, path: Path) -> None:
    """Give a finished file its name, after its content, and with the folder, has reached the disk."""
    _sync(draft)
    draft.replace(path)
    _sync(path.parent)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows does not open folders
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _path(file: Path) -> Path:
    return file.with_name(f"{file.name}.json")


def _read(file: Path, told: Mapping[str, Any]) -> Backup:
    if told["schema"] != SCHEMA:
        raise ValueError(f"its schema is {told['schema']!r}")
    content = Content(
        rows=dict(told["rows"]),
        hash=told["hash"],
        migrations=dict(told["migrations"]),
        chains={athlete: (int(seq), str(hash_)) for athlete, (seq, hash_) in told["chains"].items()},
    )
    return Backup(
        file=file,
        at=datetime.fromisoformat(told["at"]),
        reason=told["reason"],
        database=told["database"],
        content=content,
        sha256=told["sha256"],
        size=int(told["bytes"]),
        encrypted=bool(told["encrypted"]),
        failed=told["failed"],
    )
