"""Read a log of any format."""

from __future__ import annotations

import os

from preex.errors import UnknownFormat
from preex.logbook.assemble import Progress, assemble
from preex.logbook.making import Resolve
from preex.logbook.registry import READERS
from preex.logbook.report import LogImport
from preex.logbook.rows import Reader, Source
from preex.logbook.sources import open_source
from preex.units import LoadUnit, load_unit


def read(
    log: str | os.PathLike[str] | bytes,
    *,
    unit: LoadUnit | str | None = None,
    tz: str | None = None,
    format: str = "auto",
    resolve: Resolve | None = None,
    progress: Progress | None = None,
    name: str | None = None,
) -> LogImport:
    """Read the log of a training app.

    A row that is wrong becomes a `RowProblem`; the others are read all the same.

    Parameters
    ----------
    log : path of the file, or what is in it.
    unit : `kg` or `lb`, for files that do not tell.
    tz : IANA zone of the file's local times, as `Europe/Lisbon`; None = they are taken as UTC.
    format : name of the format, or `auto` to tell it from the file.
    resolve : name as written -> catalogue id, None for an unknown name; unknown names are counted in `unmatched`.
    progress : called now and then with lines read and lines in all.
    name : what to call the file in messages.

    Raises
    ------
    UnknownFormat : the file is in no known format, or not in `format`.
    UnitNeeded : the file does not tell its unit and `unit` is None.
    ZoneNeeded : `tz` is no IANA zone.
    ValidationError : `unit` is no unit, or the file tells another one.
    UnreadableFile, NotFound, NotPermitted : see `sources.open_source`.
    """
    wanted = None if unit is None else load_unit(unit)
    source = open_source(log, name=name)
    reader = _reader(source, format)
    return assemble(reader, source, unit=wanted, tz=tz, resolve=resolve, progress=progress)


def formats() -> tuple[str, ...]:
    """Return the names of all formats."""
    return tuple(dict.fromkeys(reader.name for reader in READERS))


def _reader(source: Source, format: str) -> Reader:
    format = format.strip().casefold()
    if format not in ("auto", *formats()):
        raise UnknownFormat(
            f"there is no format {format!r}.", hint=f"It must be auto or one of {', '.join(formats())}."
        )
    found = next((reader for reader in READERS if reader.recognises(source)), None)
    if found is not None and format in ("auto", found.name):
        return found
    named = [reader for reader in READERS if reader.name == format and reader.recognises(source)]
    if named:
        return named[0]
    if found is not None:
        raise UnknownFormat(
            f"{source.name!r} is no {format} log; it looks like {found.name}.",
            hint=f"Leave out --format, or give --format {found.name}.",
        )
    raise UnknownFormat(
        f"{source.name!r} is in no format PreEx knows; it {_appearance(source)}.",
        hint=f"Known are the exports of {', '.join(formats())}.",
    )


def _appearance(source: Source) -> str:
    start = "" if source.text is None else source.text.lstrip()[:200].casefold()
    if source.text is None:
        return "is a database of another program"
    if start.startswith(("<!doctype html", "<html")):
        return "is a web page"
    if start.startswith("<"):
        return "is XML"
    if start.startswith(("{", "[")):
        return "is JSON without the fields of a training log"
    shown = ", ".join(cell[:30] for cell in source.header[:6])
    return f"starts with {shown[:120]!r}"
