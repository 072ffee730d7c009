"""Fitbod, current and first generation: loads of one hand, times in UTC, the newest workout first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from preex.core.performed import SetKind
from preex.logbook import headers, numbers
from preex.logbook.rows import NoteRow, RawSet, Row, Source
from preex.logbook.table import Cells, read_cells
from preex.units import LoadUnit

_COLUMNS = {
    "date": "date",
    "exercise": "exercise",
    "reps": "reps",
    "weight": "load",
    "weight(kg)": "load",
    "weight(lb)": "load",
    "weight(lbs)": "load",
    "sets": "sets",
    "duration(s)": "duration",
    "distance(m)": "distance",
    "iswarmup": "warmup",
    "note": "note",
    "multiplier": "multiplier",
}
_NEEDED = frozenset(("date", "exercise", "reps", "load", "warmup"))
_TRUE = frozenset(("true", "yes", "1"))
_MOST_SETS = 50  # of one row

_LB_PER_KG = 2.20462  # as the app converts, which is not quite 1 / 0.45359237
_CONVERTED_DIGITS = 5  # decimals that no lifter types


@dataclass(frozen=True, slots=True)
class Fitbod:
    """CSV exports. All rows of a workout carry one time stamp; inside a workout they stand in the order of the plan.

    Cardio has a multiplier of 0, no repetitions, a time and often a distance. The first generation tells neither the
    time of day nor the unit, and counts equal sets in a column.
    """

    name: str = "fitbod"
    newest_first: bool = True
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look for the warm-up column beside `multiplier` or, in the first generation, `Sets`."""
        found = headers.find(source.header, _COLUMNS).keys()
        return source.text is not None and found >= _NEEDED and bool({"multiplier", "sets"} & found)

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row; a row of several equal sets once for each."""
        columns = headers.find(source.header, _COLUMNS)
        load = columns["load"]
        told = headers.unit_of(source.header[load]) or _told_by_loads(headers.column(source, load))
        reading = _Reading(told)
        for row in read_cells(source, columns, reading.row, repair=_joined_note(columns.get("note"))):
            yield row
            if isinstance(row, RawSet):
                yield from (replace(row) for _ in range(reading.equal_sets - 1))


@dataclass(slots=True)
class _Reading:
    """Reads records one by one."""

    unit: LoadUnit | None
    equal_sets: int = 1  # that the last row stands for

    def row(self, cells: Cells) -> Row:
        """Turn a record into a row."""
        self.equal_sets = _equal_sets(cells)
        if self.equal_sets == 0:
            return NoteRow(cells.line)
        reps, flags = cells.reps()
        return RawSet(
            line=cells.line,
            started=cells.moment("date"),
            name=cells.text("exercise"),
            load=cells.decimal("load"),
            unit=self.unit,
            reps=reps,
            kind=SetKind.WARMUP if cells.text("warmup").casefold() in _TRUE else SetKind.WORKING,
            duration_s=cells.seconds("duration"),
            distance_m=cells.number("distance"),
            note=cells.text("note"),
            flags=flags,
            raw=cells.raw(),
        )


def _equal_sets(cells: Cells) -> int:
    sets = cells.number("sets")
    if sets is None:
        return 1
    if not (sets.is_integer() and 0 <= sets <= _MOST_SETS):
        raise cells.bad("sets", f"not a whole number from 0 to {_MOST_SETS}")
    return int(sets)


def _joined_note(note: int | None) -> Callable[[list[str], int], list[str] | None]:
    """Return the repair of a record whose note has commas but no quotation marks."""

    def repair(cells: list[str], width: int) -> list[str] | None:
        if note is None:
            return None
        end = note + 1 + len(cells) - width
        return [*cells[:note], ",".join(cells[note:end]), *cells[end:]]

    return repair


def _told_by_loads(loads: Iterable[str]) -> LoadUnit | None:
    """Tell kilograms by loads converted from pounds: nobody types 6.803893642, which is 15 lb."""
    return LoadUnit.KG if any(_was_pounds(text.strip()) for text in loads) else None


def _was_pounds(text: str) -> bool:
    if len(text.partition(".")[2]) < _CONVERTED_DIGITS:
        return False
    try:
        load = numbers.decimal(text)
    except ValueError:
        return False
    quarters = 4 * float(load or 0) * _LB_PER_KG
    return quarters > 0.5 and abs(quarters - round(quarters)) < 0.01


fitbod = Fitbod()
