"""StrongLifts: wide files, of which the newer hold an exercise in a row and the older a whole workout."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial

from preex.errors import ValidationError
from preex.logbook import dates, headers, numbers
from preex.logbook.report import RowProblem
from preex.logbook.rows import NoteRow, RawSet, Row, Source
from preex.logbook.table import BadCell, Cells, read_cells
from preex.units import LoadUnit, load_unit

_COLUMNS = {
    "date(yyyy/mm/dd)": "date",
    "workoutname": "title",
    "exercise": "exercise",
    "sets×reps": "reps_in_short",
    "setsxreps": "reps_in_short",
    "sets×time": "times",
    "setsxtime": "times",
    "duration(hours)": "hours",
    "starttime(h:mm)": "time",
    "notes": "note",
}
_OLD_COLUMNS = {"date": "date", "note": "note", "workout": "title", "bodyweight": "body"}
_SET = re.compile(r"set(\d{1,2})\((reps|kg|lbs?)\)")
_OLD_EXERCISE = re.compile(r"exercise\d{1,2}")
_OLD_SET = re.compile(r"set\d{1,2}")
_TIMES = re.compile(r"(\d{1,2})[×x](\S+)")


@dataclass(slots=True)
class _Unfolded:
    """Gives `read_cells` the first row that a record holds, and keeps the others."""

    unfold: Callable[[Cells], list[Row]]
    others: list[Row] = field(default_factory=list)

    def row(self, cells: Cells) -> Row:
        """Return the first row of a record; a record without any is a note."""
        first, *self.others = self.unfold(cells) or [NoteRow(cells.line)]
        return first

    def rows(self, source: Source, columns: dict[str, int]) -> Iterator[Row]:
        """Yield every row of every record."""
        for row in read_cells(source, columns, self.row):
            yield row
            yield from self.others
            self.others = []


def _each(slots: list[int], row: Callable[[int], Row | None], line: int) -> list[Row]:
    """Return the rows of the slots that are filled; a slot that cannot be read spoils no other."""
    rows: list[Row] = []
    for slot in slots:
        try:
            found = row(slot)
        except BadCell as bad:
            found = RowProblem(line, bad.column, bad.text, bad.reason)
        if found is not None:
            rows.append(found)
    return rows


@dataclass(frozen=True, slots=True)
class StrongLifts:
    """CSV exports with an exercise in a row and two columns for each set, the oldest workout first.

    The unit stands in the header. A set without repetitions was left out if the short form beside it says `-`, and
    failed if that says 0. A row without any set is an exercise that was skipped.
    """

    name: str = "stronglifts"
    newest_first: bool = False
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look for the pairs of columns for each set."""
        found = headers.find(source.header, _COLUMNS).keys()
        return source.text is not None and {"date", "exercise"} <= found and bool(_slots(source.header)[0])

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield a row for each filled pair of columns."""
        slots, unit = _slots(source.header)
        wide = _Wide([int(name[5:]) for name in slots if name.startswith("reps ")], unit)
        yield from _Unfolded(wide.unfold).rows(source, headers.find(source.header, _COLUMNS) | slots)


def _slots(header: tuple[str, ...]) -> tuple[dict[str, int], LoadUnit | None]:
    """Return where repetitions and load of each set stand, as `reps 1` and `load 1`, and the unit of the loads."""
    found: dict[str, int] = {}
    unit: LoadUnit | None = None
    for position, cell in enumerate(header):
        if match := _SET.fullmatch(headers.key(cell)):
            number, what = match.groups()
            found.setdefault(f"reps {number}" if what == "reps" else f"load {number}", position)
            unit = unit or headers.unit_of(cell)
    return found, unit


@dataclass(frozen=True, slots=True)
class _Wide:
    """Reads the sets of an exercise from its row."""

    slots: list[int]
    unit: LoadUnit | None

    def unfold(self, cells: Cells) -> list[Row]:
        """Return the rows of a record."""
        started = _moment(cells)
        in_short = cells.text("reps_in_short").split("/")

        def row(slot: int) -> Row | None:
            load = cells.decimal(f"load {slot}")
            if load is None and not cells.text(f"reps {slot}"):
                return None
            reps, flags = cells.reps(f"reps {slot}")
            failed = len(in_short) >= slot and in_short[slot - 1].strip() == "0"
            if reps == 0 and not failed:
                return NoteRow(cells.line)
            raw = self._set(cells, started, slot - 1)
            raw.reps, raw.flags, raw.load = reps, flags, load
            return raw

        rows = _each(self.slots, row, cells.line)
        if all(isinstance(row, NoteRow) for row in rows) and cells.text("times"):
            return [self._timed(cells, started, i, length_s) for i, length_s in enumerate(_times(cells))]
        return rows

    def _set(self, cells: Cells, started: datetime, index: int) -> RawSet:
        hours = cells.number("hours")
        return RawSet(
            line=cells.line,
            started=started,
            name=cells.text("exercise"),
            title=cells.text("title"),
            unit=self.unit,
            set_index=index,
            note=cells.text("note") if index == 0 else "",
            workout_s=None if hours is None else hours * 3600,
            raw=cells.raw(),
        )

    def _timed(self, cells: Cells, started: datetime, index: int, length_s: float) -> Row:
        raw = self._set(cells, started, index)
        raw.duration_s = length_s
        return raw


def _moment(cells: Cells) -> datetime:
    day = cells.moment("date")
    try:
        return dates.moment(f"{day:%d/%m/%Y} {cells.text('time')}".strip())
    except ValueError as error:
        raise cells.bad("time", str(error)) from None


def _times(cells: Cells) -> list[float]:
    """Read `10×1:00`, or one time for each set as `1:00/0:45/-`. [s]"""
    text = cells.text("times")
    equal = _TIMES.fullmatch(text)
    pieces = [equal[2]] * int(equal[1]) if equal else [piece for piece in text.split("/") if piece.strip() != "-"]
    try:
        return [numbers.seconds(piece) or 0.0 for piece in pieces]
    except ValueError as error:
        raise cells.bad("times", str(error)) from None


@dataclass(frozen=True, slots=True)
class OldStrongLifts:
    """CSV exports of the first app, with a workout in a row and the loads in both units.

    The app rounded to the plates of each unit, so the two loads differ; the one in the unit of the body mass was lifted.
    """

    name: str = "stronglifts"
    newest_first: bool = False
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look for the groups of columns for each exercise."""
        return (
            source.text is not None
            and "date" in headers.find(source.header, _OLD_COLUMNS)
            and any(
                {f"kg {group}", f"lb {group}"} & columns.keys() for group, columns in _groups(source.header).items()
            )
        )

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield a row for each filled set of each exercise; an exercise without sets is a note."""
        columns = headers.find(source.header, _OLD_COLUMNS)
        groups = _groups(source.header)
        day_first, doubt = headers.day_first(source, columns["date"])
        if doubt:
            yield doubt
        yield from _Unfolded(_Workouts(groups, day_first).unfold).rows(
            source, columns | {name: at for group in groups.values() for name, at in group.items()}
        )


def _groups(header: tuple[str, ...]) -> dict[int, dict[str, int]]:
    """Return for each exercise where its name, loads and sets stand: `exercise 1`, `kg 1`, `lb 1`, `set 1 1` ..."""
    groups: dict[int, dict[str, int]] = {}
    number = sets = 0
    for position, cell in enumerate(header):
        word = headers.key(cell)
        if _OLD_EXERCISE.fullmatch(word):
            number, sets = number + 1, 0
            groups[number] = {f"exercise {number}": position}
        elif number and word in ("weight(kg)", "weight(lb)"):
            groups[number][f"{word[7:9]} {number}"] = position
        elif number and _OLD_SET.fullmatch(word):
            sets += 1
            groups[number][f"set {number} {sets}"] = position
    return groups


@dataclass(frozen=True, slots=True)
class _Workouts:
    """Reads the exercises of a workout from its row."""

    groups: dict[int, dict[str, int]]
    day_first: bool

    def unfold(self, cells: Cells) -> list[Row]:
        """Return the rows of a record."""
        started = cells.moment("date", day_first=self.day_first)
        lifted = _unit_of_body_mass(cells.text("body"))
        rows: list[Row] = []
        for group, columns in self.groups.items():
            slots = [int(name.split()[-1]) for name in columns if name.startswith("set ")]
            found = _each(slots, partial(self._set, cells, started, lifted, group), cells.line)
            rows += found or ([NoteRow(cells.line)] if cells.text(f"exercise {group}") else [])
        return rows

    def _set(self, cells: Cells, started: datetime, lifted: LoadUnit, group: int, slot: int) -> Row | None:
        if not cells.text(f"set {group} {slot}"):
            return None
        reps, flags = cells.reps(f"set {group} {slot}")
        load, unit = _load(cells, group, lifted)
        return RawSet(
            line=cells.line,
            started=started,
            name=cells.text(f"exercise {group}"),
            title=cells.text("title"),
            load=load,
            unit=unit,
            reps=reps,
            set_index=slot - 1,
            note=cells.text("note") if (group, slot) == (1, 1) else "",
            flags=flags,
            raw={name: cells.text(name) for columns in self.groups.values() for name in columns if cells.text(name)},
        )


def _load(cells: Cells, group: int, lifted: LoadUnit) -> tuple[Decimal | None, LoadUnit]:
    """Return the load in the unit lifted or, where that column is blank, in the other."""
    other = LoadUnit.LB if lifted is LoadUnit.KG else LoadUnit.KG
    load = cells.decimal(f"{lifted} {group}")
    return (load, lifted) if load is not None else (cells.decimal(f"{other} {group}"), other)


def _unit_of_body_mass(text: str) -> LoadUnit:
    """Read `183.00lb`; kilograms if no unit is told."""
    try:
        return load_unit(numbers.with_unit(text)[1])
    except (ValueError, ValidationError):
        return LoadUnit.KG


stronglifts = StrongLifts()
old_stronglifts = OldStrongLifts()
