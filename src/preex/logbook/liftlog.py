"""LiftLog's plain-text export: one row is one set, with the time it was completed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from preex.logbook import dates, headers
from preex.logbook.rows import RawSet, Row, Source
from preex.logbook.table import Cells, read_cells

_COLUMNS = {
    "sessionid": "session",
    "timestamp": "at",
    "exercise": "exercise",
    "weight": "load",
    "weightunit": "unit",
    "reps": "reps",
    "notes": "note",
}
_NEEDED = frozenset(("session", "at", "exercise", "load", "unit", "reps"))


@dataclass(frozen=True, slots=True)
class LiftLog:
    """CSV exports, the newest workout first. Sets that were not completed are not in them."""

    name: str = "liftlog"
    newest_first: bool = True
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look for the session's id and the unit beside the load."""
        return source.text is not None and headers.find(source.header, _COLUMNS).keys() >= _NEEDED

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row; a workout starts with the set completed first."""
        columns = headers.find(source.header, _COLUMNS)
        rows = list(read_cells(source, columns, _set))
        sets = [row for row in rows if isinstance(row, RawSet)]
        started: dict[str, datetime] = {}
        for raw in sets:
            started[raw.title] = min(started.get(raw.title, raw.started), raw.started, key=dates.on_the_clock)
        for raw in sets:
            raw.started = started[raw.title]
        yield from rows


def _set(cells: Cells) -> RawSet:
    at = _moment(cells)
    reps, flags = cells.reps()
    return RawSet(
        line=cells.line,
        started=at,
        at=at,
        name=cells.text("exercise"),
        title=cells.text("session"),
        load=cells.decimal("load"),
        unit=headers.unit_in(cells, "unit"),
        reps=reps,
        note=cells.text("note"),
        flags=flags,
        raw=cells.raw(),
    )


def _moment(cells: Cells) -> datetime:
    text, bracket, _ = cells.text("at").partition("[")  # 2026-08-11T18:02:11+02:00[Europe/Paris]
    if not bracket:
        return cells.moment("at")
    try:
        return dates.moment(text)
    except ValueError as error:
        raise cells.bad("at", str(error)) from None


liftlog = LiftLog()
