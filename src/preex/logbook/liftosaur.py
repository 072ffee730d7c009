"""Liftosaur's history: one row is one set as planned and as done, with the time it was completed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from preex.core.performed import SetKind
from preex.logbook import headers
from preex.logbook.rows import NoteRow, RawSet, Row, Source
from preex.logbook.table import Cells, read_cells
from preex.units import LoadUnit

_COLUMNS = {
    "workoutdatetime": "started",
    "dayname": "title",
    "exercise": "exercise",
    "iswarmupset?": "warmup",
    "completedreps": "reps",
    "completedrpe": "rpe",
    "rpe": "rpe",
    "completedweightvalue": "load",
    "completedweightunit": "unit",
    "requiredweightvalue": "planned_load",
    "requiredweightunit": "planned_unit",
    "weightvalue": "planned_load",
    "weightunit": "planned_unit",
    "completedrepstime": "at",
    "notes": "note",
}
_NEEDED = frozenset(("started", "exercise", "warmup", "reps", "planned_load"))


@dataclass(frozen=True, slots=True)
class Liftosaur:
    """CSV exports of the history, times in UTC, the newest workout first.

    A set without completed repetitions was planned and not done. Loads before 2025 have one column, which is what was
    lifted; since then a blank completed load means the planned one. Warm-ups stand before all other sets of their
    exercise, and partners of a superset one after the other: the times tell the true order.
    """

    name: str = "liftosaur"
    newest_first: bool = True
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look for the columns both generations have."""
        return source.text is not None and headers.find(source.header, _COLUMNS).keys() >= _NEEDED

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row."""
        yield from read_cells(source, headers.find(source.header, _COLUMNS), _row)


def _row(cells: Cells) -> Row:
    if not cells.text("reps"):
        return NoteRow(cells.line)
    load, unit = _load(cells)
    reps, flags = cells.reps()
    return RawSet(
        line=cells.line,
        started=cells.moment("started"),
        at=_completed(cells),
        name=cells.text("exercise"),
        title=cells.text("title"),
        load=load,
        unit=unit,
        reps=reps,
        rpe=cells.number("rpe") or None,  # 0 stands for a rating not given
        kind=SetKind.WARMUP if cells.text("warmup").casefold() in ("1", "true") else SetKind.WORKING,
        note=cells.text("note"),
        flags=flags,
        raw=cells.raw(),
    )


def _load(cells: Cells) -> tuple[Decimal | None, LoadUnit | None]:
    load = cells.decimal("load")
    if load is not None:
        return load, headers.unit_in(cells, "unit")
    return cells.decimal("planned_load"), headers.unit_in(cells, "planned_unit")


def _completed(cells: Cells) -> datetime | None:
    return cells.moment("at") if cells.text("at") else None


liftosaur = Liftosaur()
