"""Uploaded logs wait here between preview and import, so that nobody chooses the file twice."""

from __future__ import annotations

import hashlib
import re
import secrets
import shutil
import time
from pathlib import Path

from django.core.files.uploadedfile import UploadedFile

from preex.errors import NotFound, NotPermitted, UnreadableFile
from preex.store.database import home_folder, make_home

LARGEST_FILE = 50_000_000  # as `preex.logbook` reads [bytes]
LARGEST_BODY = LARGEST_FILE + 1_000_000  # the file and the rest of its form [bytes]
KEPT_S = 24 * 3600.0  # a preview nobody came back to is thrown away after a day

_UNSAFE = re.compile(r"[^\w .()+-]+")


def keep(file: UploadedFile[bytes], whose: str) -> str:
    """Write an uploaded file aside; return the ticket by which its athlete, and nobody else, can find it.

    Raises
    ------
    UnreadableFile : larger than `LARGEST_FILE`.
    NotPermitted : the disk cannot be written.
    """
    name = _safe(file.name or "")
    if (file.size or 0) > LARGEST_FILE:
        raise UnreadableFile(
            f"{name!r} has {(file.size or 0) / 1e6:,.0f} MB; a log may have up to {LARGEST_FILE / 1e6:,.0f} MB.",
            hint="Split the file, or export fewer years.",
        )
    _throw_away_old()
    ticket = secrets.token_urlsafe(16)
    place = _place(ticket, whose)
    make_home(place)
    try:
        with (place / name).open("xb") as out:
            for chunk in file.chunks():
                out.write(chunk)
    except OSError as error:
        raise NotPermitted(f"{name!r} cannot be kept: {error.strerror}.", hint="See if the disk is full.") from error
    return ticket


def find(ticket: str, whose: str) -> Path:
    """Return the path of a kept file.

    Raises
    ------
    NotFound : no file of this athlete is kept under this ticket, or no longer.
    """
    place = _place(ticket, whose)
    kept = [*place.iterdir()] if place.is_dir() else []
    if not kept:
        raise NotFound("the file of this preview is no longer here.", hint="Choose the file again.")
    return kept[0]


def forget(ticket: str, whose: str) -> None:
    """Remove a kept file."""
    shutil.rmtree(_place(ticket, whose), ignore_errors=True)


def _folder() -> Path:
    return home_folder() / "uploads"


def _place(ticket: str, whose: str) -> Path:
    """Return the folder of a file: neither what is sent as a ticket nor an athlete's name stands in its path."""
    return _folder() / hashlib.sha256(f"{ticket}\n{whose}".encode()).hexdigest()


def _throw_away_old() -> None:
    if _folder().is_dir():
        for place in _folder().iterdir():
            if time.time() - place.stat().st_mtime > KEPT_S:
                shutil.rmtree(place, ignore_errors=True)


def _safe(name: str) -> str:
    """Return a name that is a name and nothing else, with its ending."""
    plain = _UNSAFE.sub("_", Path(name.replace("\\", "/")).name).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    return f"{stem[:100]}{dot}{ending[:20]}" if stem else plain[:100] or "log"
