"""The file that `preex export` writes: a zip with the log twice, without loss and for a spreadsheet, and its dictionary."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from preex.core.performed import PerformedSet
from preex.core.spreadsheet import harmless
from preex.errors import NotFound, NotPermitted, UnreadableFile, ValidationError
from preex.logbook.own import FIELDS, log_lines
from preex.units import Load

SCHEMA = "preex.export/1"
ZIP = b"PK\x03\x04"
LOG, SHEET, RAW_SHEET, README, MANIFEST = "data.jsonl", "sets.csv", "sets.raw.csv", "README.md", "manifest.json"
_LOGS = (LOG, "sets.jsonl")  # the second is the name exports had before

MOST_MEMBERS = 1000
MOST_RATIO = 500  # of a member to its compressed size; real logs reach 9, one of 20,000 equal sets 250
_NOT_SUSPICIOUS = 1_000_000  # a member this small may be as dense as it likes. [bytes]
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can tell; equal logs make equal files


# ------------------------------------------------------------------ writing


def write_export(
    path: str | os.PathLike[str], sets: Iterable[PerformedSet], *, extra: Mapping[str, bytes] | None = None
) -> None:
    """Write the export to a file, all of it or nothing.

    Parameters
    ----------
    path : of the file; one that is there is replaced.
    sets : of one athlete, oldest first.
    extra : further members, name -> contents.

    Raises
    ------
    FieldError : a set with a number below zero or not finite, or a time without zone.
    ValidationError : an extra member has the name of another.
    NotFound : there is no such folder.
    NotPermitted : the file system refuses.
    """
    path = Path(path)
    data = export(sets, extra=extra)
    try:
        handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"there is no folder {str(path.parent)!r}.", hint="Create it, or choose another.") from None
    except OSError as error:
        raise _refused(path, error) from None
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except OSError as error:
        Path(draft).unlink(missing_ok=True)
        raise _refused(path, error) from None


def _refused(path: Path, error: OSError) -> NotPermitted:
    return NotPermitted(f"{str(path)!r} cannot be written: {error.strerror}.", hint="Choose another place.")


def export(sets: Iterable[PerformedSet], *, extra: Mapping[str, bytes] | None = None) -> bytes:
    """Return the export as the bytes of a zip; equal sets make equal bytes. For the rest see `write_export`."""
    sets = tuple(sets)
    members = {
        LOG: "".join(log_lines(sets)).encode(),
        SHEET: sheet(sets),
        RAW_SHEET: sheet(sets, safe=False),
        README: _readme(len(sets), extra or {}).encode(),
    }
    for name, contents in (extra or {}).items():
        if name in members or name == MANIFEST:
            raise ValidationError(f"the export has a member {name!r} already.", hint="Choose another name.")
        members[name] = contents
    members[MANIFEST] = _manifest(members)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, contents in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3  # Unix, wherever it was written
            info.external_attr = 0o644 << 16
            archive.writestr(info, contents, compresslevel=9)
    return file.getvalue()


def sheet(sets: Iterable[PerformedSet], *, safe: bool = True) -> bytes:
    """Return sets as CSV: one column for each field; if `safe`, text that looks like a formula is made harmless."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(field.name for field in FIELDS)
    for performed in sets:
        writer.writerow(_cell(getattr(performed, field.name), safe=safe) for field in FIELDS)
    return file.getvalue().encode("utf-8-sig", errors="replace")


def _cell(value: object, *, safe: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Load):
        value = str(value)
    if isinstance(value, tuple):
        value = " ".join(value)
    text = str(value)
    return harmless(text) if safe and isinstance(value, str) else text


# What further members hold, by the first part of their name.
MEMBERS = {
    "profile.json": "what you told of yourself, body mass, gym and units included",
    "names.json": "exercises you explained: name as written -> id",
    "plans.json": "plans as they were saved, the latest first",
    "trials.json": "trials of one, with what happened in them",
    "fits.json": "what fits of the model found of you, the latest first",
    "predictions.jsonl": "what was expected of each set before it was done; `source_id` says of which",
    "operations.jsonl": "what your phone told of sessions, pain and notes included, in the order it arrived",
    "evidence": "studies of your own, as you gave them",
}


def _readme(count: int, extra: Iterable[str]) -> str:
    told = dict.fromkeys(name.split("/")[0] for name in extra)
    rows = [f"| `{f.name}` | {f.type} | {f.unit or '–'} | {f.meaning} |" for f in FIELDS]
    return "\n".join(
        (
            "# A training log, exported by PreEx",
            "",
            f"- `{LOG}`: {count:,} sets, one JSON object a line after a first line with the schema; nothing is lost in it.",
            "  PreEx reads it, and this zip as a whole.",
            f"- `{SHEET}`: the same for a spreadsheet. An apostrophe stands before text that would be taken for a formula.",
            f"- `{RAW_SHEET}`: the same without the apostrophes, for programs. Do not open it in a spreadsheet.",
            *(f"- `{name}`: {MEMBERS[name]}." for name in told if name in MEMBERS),
            f"- `{MANIFEST}`: size and SHA-256 of each file.",
            "",
            "| field | type | unit | meaning |",
            "|---|---|---|---|",
            *rows,
            "",
        )
    )


def _manifest(members: Mapping[str, bytes]) -> bytes:
    files = [
        {"name": name, "bytes": len(contents), "sha256": hashlib.sha256(contents).hexdigest()}
        for name, contents in members.items()
    ]
    return (json.dumps({"schema": SCHEMA, "files": files}, indent=1) + "\n").encode()


# ------------------------------------------------------------------ reading


def log_inside(data: bytes, name: str, *, max_bytes: int) -> bytes | None:
    """Return the log inside an export; None if the zip is not one.

    Nothing is written to disk and only the log and the manifest are unpacked, each no further than its limit.

    Parameters
    ----------
    data : the zip.
    name : what to call it in messages.
    max_bytes : the most the log may have, unpacked. [bytes]

    Raises
    ------
    UnreadableFile : damaged, encrypted, too large, too dense, too many members, or not as its manifest says.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            member = next((one for one in _LOGS if one in names), None)
            if member is None:
                return None
            if len(names) > MOST_MEMBERS or names.count(member) > 1:
                raise _unsafe(name, f"has {len(names):,} members, {names.count(member):,} of them {member!r}")
            log = _unpacked(archive, member, name, max_bytes)
            told = _unpacked(archive, MANIFEST, name, _NOT_SUSPICIOUS) if MANIFEST in names else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableFile(f"{name!r} is a damaged or locked zip ({error}).", hint="Export it again.") from None
    if (expected := _told_digest(told, member)) and expected != hashlib.sha256(log).hexdigest():
        raise UnreadableFile(
            f"{member!r} in {name!r} is not what the manifest beside it says.",
            hint=f"Unpack it and import {member} alone.",
        )
    return log


def _unpacked(archive: zipfile.ZipFile, member: str, name: str, limit: int) -> bytes:
    with archive.open(member) as file:
        contents = file.read(limit + 1)  # what the directory of the zip says of sizes may be a lie
    if len(contents) > limit:
        raise _unsafe(name, f"holds more than {limit / 1e6:,.0f} MB in {member!r}")
    if len(contents) > max(_NOT_SUSPICIOUS, MOST_RATIO * archive.getinfo(member).compress_size):
        raise _unsafe(name, f"packs {len(contents):,} bytes of {member!r} suspiciously tight")
    return contents


def _unsafe(name: str, reason: str) -> UnreadableFile:
    return UnreadableFile(f"{name!r} {reason}; it is not read for safety.", hint="Export it again.")


def _told_digest(manifest: bytes, member: str) -> str:
    """Return the SHA-256 the manifest gives for the log; empty if it gives none."""
    try:
        files = json.loads(manifest)["files"]
        return next(str(file["sha256"]) for file in files if file["name"] == member)
    except (ValueError, KeyError, TypeError, StopIteration, RecursionError):
        return ""


def members_inside(data: bytes, name: str, *, max_bytes: int) -> dict[str, bytes]:
    """Return the members of an export but the spreadsheets, each as the manifest tells.

    Parameters
    ----------
    data : the zip.
    name : what to call it in messages.
    max_bytes : the most that all of them may have together, unpacked. [bytes]

    Raises
    ------
    UnreadableFile : as `log_inside`; or it has no manifest, or a member that is not as it tells.
    """
    found: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            if MANIFEST not in names or len(names) > MOST_MEMBERS or len(set(names)) < len(names):
                raise _unsafe(name, f"is no export of PreEx: it has {len(names):,} members, or no {MANIFEST!r}")
            for member in names:
                if member not in {SHEET, RAW_SHEET, README}:
                    left = max_bytes - sum(len(contents) for contents in found.values())
                    found[member] = _unpacked(archive, member, name, left)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise UnreadableFile(f"{name!r} is a damaged or locked zip ({error}).", hint="Export it again.") from None
    told = found.pop(MANIFEST)
    for member, contents in found.items():
        if _told_digest(told, member) != hashlib.sha256(contents).hexdigest():
            raise UnreadableFile(
                f"{member!r} in {name!r} is not what the manifest beside it says.", hint="Export it again."
            )
    return found
