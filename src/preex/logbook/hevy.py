"""Hevy: units in the header, dates in the language of the app, supersets by number."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from preex.core.performed import SetKind
from preex.logbook import dates
from preex.logbook.rows import Doubt, RawSet, Row, Source
from preex.logbook.table import Cells, read_cells
from preex.logbook.text import fold
from preex.units import LoadUnit, to_m

_NEEDED = frozenset({"start_time", "exercise_title", "set_index", "reps"})
_LOADS = (("weight_kg", LoadUnit.KG), ("weight_lbs", LoadUnit.LB), ("weight_lb", LoadUnit.LB))
_DISTANCES = (
    ("distance_km", "km"),
    ("distance_miles", "mi"),
    ("distance_mi", "mi"),
    ("distance_meters", "m"),
    ("distance_m", "m"),
)
_KINDS = {
    "": SetKind.WORKING,
    "normal": SetKind.WORKING,
    "warmup": SetKind.WARMUP,
    "dropset": SetKind.DROP,
    "failure": SetKind.FAILURE,
}


@dataclass(frozen=True, slots=True)
class Hevy:
    """CSV exports, with or without `superset_id`.

    The newest workout stands first. The sets of a superset's partners stand one exercise after the other.
    """

    name: str = "hevy"
    newest_first: bool = True
    logging_order: bool = False

    def recognises(self, source: Source) -> bool:
        """Look for the columns every variant has."""
        return source.text is not None and _columns(source).keys() >= _NEEDED

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row."""
        columns = _columns(source)
        reading = _Reading()
        yield from read_cells(source, {name: at for name, at in columns.items() if name in _USED}, reading.row)
        yield from reading.doubts()


_USED = frozenset(
    {"title", "start_time", "end_time", "exercise_title", "superset_id", "exercise_notes", "set_index", "set_type"}
    | {"reps", "duration_seconds", "rpe"}
    | {name for name, _ in _LOADS}
    | {name for name, _ in _DISTANCES}
)


def _columns(source: Source) -> dict[str, int]:
    return {fold(name).replace(" ", "_"): at for at, name in reversed(list(enumerate(source.header)))}


@dataclass(slots=True)
class _Reading:
    """Reads records one by one, and remembers kinds of sets it does not know."""

    odd_kinds: dict[str, int] = field(default_factory=dict)

    def row(self, cells: Cells) -> Row:
        """Turn a record into a row."""
        started = cells.moment("start_time")
        load, unit = self._load(cells)
        reps, flags = cells.reps()
        index = cells.number("set_index")
        rpe = cells.number("rpe")
        return RawSet(
            line=cells.line,
            started=started,
            name=cells.text("exercise_title"),
            title=cells.text("title"),
            load=load,
            unit=unit,
            reps=reps,
            rpe=rpe or None,  # 0 stands for a rating not given
            kind=self._kind(cells),
            superset=cells.text("superset_id") or None,
            set_index=None if index is None else int(index),
            duration_s=cells.seconds("duration_seconds"),
            distance_m=self._distance(cells),
            note=cells.text("exercise_notes").replace("\\n", "\n"),
            flags=flags,
            workout_s=self._workout_s(cells, started),
            raw=cells.raw(),
        )

    @staticmethod
    def _workout_s(cells: Cells, started: datetime) -> float | None:
        try:
            ended = dates.moment(cells.text("end_time"))
            return (ended - started).total_seconds()
        except (ValueError, TypeError):  # blank, or only one of the two with an offset
            return None

    def _kind(self, cells: Cells) -> SetKind:
        written = fold(cells.text("set_type")).replace(" ", "").replace("_", "")
        if written not in _KINDS:
            self.odd_kinds[written] = self.odd_kinds.get(written, 0) + 1
        return _KINDS.get(written, SetKind.WORKING)

    @staticmethod
    def _load(cells: Cells) -> tuple[Decimal | None, LoadUnit | None]:
        for column, unit in _LOADS:
            load = cells.decimal(column)
            if load is not None:
                return load, unit
        return None, None

    @staticmethod
    def _distance(cells: Cells) -> float | None:
        for column, unit in _DISTANCES:
            distance = cells.number(column)
            if distance:
                return to_m(distance, unit)
        return None

    def doubts(self) -> Iterator[Doubt]:
        """Yield what the lifter should know about the file."""
        for kind, count in self.odd_kinds.items():
            yield Doubt(f"The set type {kind[:40]!r} is unknown; {count:,} such sets were read as working sets.")


hevy = Hevy()
