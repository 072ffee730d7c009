"""Open a log once: read it, decode it, look at its first line."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable
from pathlib import Path

from preex.errors import NotFound, NotPermitted, UnreadableFile
from preex.logbook import archive
from preex.logbook.rows import Source
from preex.logbook.text import clean

MAX_BYTES = 50_000_000
SQLITE = b"SQLite format 3\x00"

_DELIMITERS = ",;\t|"
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?(?=\n)', re.IGNORECASE)  # some spreadsheets write it above the header
_UNPRINTED = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LOOKED_AT, _FEW = 4000, 0.05  # characters at the start of a file, and the share of them that may be control characters
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_KNOWN_BINARIES = (
    (b"PK\x03\x04", "a zip archive or a spreadsheet workbook", "Unpack it, or save the sheet as CSV."),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet or text document", "Save the sheet as CSV."),
    (b"%PDF", "a PDF document", "Export the log from the app as CSV."),
    (b"\x1f\x8b", "a gzip archive", "Unpack it."),
    (b"\x89PNG", "a picture", "Export the log from the app as CSV."),
    (b"\xff\xd8\xff", "a picture", "Export the log from the app as CSV."),
)


def open_source(log: str | os.PathLike[str] | bytes, *, name: str | None = None, max_bytes: int = MAX_BYTES) -> Source:
    """Read a log from a path, or take its bytes.

    Parameters
    ----------
    log : path of the file, or what is in it.
    name : what to call it in messages; by default the file's name.
    max_bytes : larger files are refused before they are read. [bytes]

    Raises
    ------
    NotFound : no such file.
    NotPermitted : the file may not be read.
    UnreadableFile : a folder, empty, too large, binary of an unknown kind, or not text.
    """
    if isinstance(log, bytes):
        name = name or "the file"
        _check_size(len(log), name, max_bytes)
        return _source(log, name)
    path = Path(log)
    name = name or path.name
    return _source(_read(path, name, max_bytes), name)


def _read(path: Path, name: str, max_bytes: int) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableFile(f"{name!r} is a folder.", hint="Give the file with the log.")
        with path.open("rb") as file:
            _check_size(os.fstat(file.fileno()).st_size, name, max_bytes)
            data = file.read(max_bytes + 1)  # what is no regular file has no size to look at beforehand
    except (FileNotFoundError, NotADirectoryError):
        raise NotFound(f"there is no file {str(path)!r}.", hint="Check the path.") from None
    except PermissionError:
        raise NotPermitted(f"{str(path)!r} may not be read.", hint="Change its permissions, or copy it.") from None
    except (OSError, ValueError) as error:  # ValueError: a path with a NUL in it
        raise UnreadableFile(f"{str(path)!r} cannot be read: {error}.") from None
    _check_size(len(data), name, max_bytes)
    return data


def _check_size(size: int, name: str, max_bytes: int) -> None:
    if size > max_bytes:
        raise UnreadableFile(
            f"{name!r} has {size / 1e6:,.1f} MB; a log may have up to {max_bytes / 1e6:,.0f} MB.",
            hint="Split the file, or export fewer years.",
        )


def _source(data: bytes, name: str) -> Source:
    if not data.strip():
        raise UnreadableFile(f"{name!r} is empty.", hint="Export the log again.")
    if data.startswith(SQLITE):
        return Source(name=name, data=data, text=None)
    if data.startswith(archive.ZIP):
        data = archive.log_inside(data, name, max_bytes=MAX_BYTES) or data
    text, warnings = _decode(data, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    told = _SEPARATOR_LINE.match(text)
    if told:
        text = text[told.end() :]  # its line break stays, so that lines keep their numbers
    delimiter, header = _first_line(text, told[1] if told else _DELIMITERS)
    return Source(name, data, text, header, delimiter, warnings)


def _decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    for start, kind, hint in _KNOWN_BINARIES:
        if data.startswith(start):
            raise UnreadableFile(f"{name!r} is {kind}, not a log.", hint=hint)
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "utf-8")
    if encoding != "utf-16" and b"\x00" in data:
        raise UnreadableFile(
            f"{name!r} is not text: byte {data.index(0) + 1} is NUL.", hint="Give the CSV or JSON export of the app."
        )
    try:
        text = data.decode(encoding)
        warnings: tuple[str, ...] = ()
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise UnreadableFile(f"{name!r} is broken UTF-16 text ({error.reason}).", hint="Export it again.") from None
        text, warnings = _decode_single_bytes(data), (_not_utf8(data, error.start),)
    beginning = text[:_LOOKED_AT]
    if len(_UNPRINTED.findall(beginning)) > len(beginning) * _FEW:
        raise UnreadableFile(f"{name!r} is not text.", hint="Give the CSV or JSON export of the app.")
    return text, warnings


def _decode_single_bytes(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _not_utf8(data: bytes, at: int) -> str:
    line = data.count(b"\n", 0, at) + 1
    return f"The file is not UTF-8 (line {line}); it was read as Western European text, so some letters may be wrong."


def _first_line(text: str, delimiters: str) -> tuple[str, tuple[str, ...]]:
    """Return the delimiter and the cells of the first line that is not blank."""
    line = next((line for line in text.split("\n", 100) if line.strip()), "")[:100_000]
    outside_quotes = "".join(line.split('"')[::2])
    count: Callable[[str], int] = outside_quotes.count
    delimiter = max(delimiters, key=count)
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        cells = []
    return delimiter, tuple(clean(cell) for cell in cells)
