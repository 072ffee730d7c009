"""RepCount: one row is one set, no unit, assistance as a negative weight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from preex.logbook import dates, headers
from preex.logbook.rows import RawSet, Row, Source
from preex.logbook.table import Cells, read_cells

_COLUMNS = {
    "workoutstart": "started",
    "workoutend": "ended",
    "exercise": "exercise",
    "weight": "load",
    "weight(kg)": "load",
    "weight(lb)": "load",
    "weight(lbs)": "load",
    "reps": "reps",
    "notes": "note",
    "duration": "duration",
    "name": "title",
}
_NEEDED = frozenset(("started", "ended", "exercise", "load", "reps"))


@dataclass(frozen=True, slots=True)
class RepCount:
    """CSV exports. The newest workout stands first, its rows in order.

    A row that has neither weight nor repetitions nor a time was planned and not done. The unit of distances is not
    told, so they are left out.
    """

    name: str = "repcount"
    newest_first: bool = True
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look for start and end of the workout."""
        return source.text is not None and headers.find(source.header, _COLUMNS).keys() >= _NEEDED

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row."""
        columns = headers.find(source.header, _COLUMNS)
        day_first, doubt = headers.day_first(source, columns["started"])
        if doubt:
            yield doubt
        unit = headers.unit_of(source.header[columns["load"]])

        def to_set(cells: Cells) -> RawSet:
            load = cells.decimal("load")
            reps, flags = cells.reps()
            started = cells.moment("started", day_first=day_first)
            return RawSet(
                line=cells.line,
                started=started,
                name=cells.text("exercise"),
                title=cells.text("title"),
                load=load,
                unit=unit,
                reps=reps,
                duration_s=cells.seconds("duration"),
                note=cells.text("note"),
                flags=(*flags, "assistance") if load is not None and load < 0 else flags,
                workout_s=_length_s(started, cells.text("ended"), day_first=day_first),
                raw=cells.raw(),
            )

        yield from read_cells(source, columns, to_set)


def _length_s(started: datetime, ended: str, *, day_first: bool) -> float | None:
    try:
        return (dates.moment(ended, day_first=day_first) - started).total_seconds()
    except (ValueError, TypeError):  # blank, or only one of the two has an offset
        return None


repcount = RepCount()
