"""FitNotes: one workout a day in the old app, workouts with start and end in the new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from preex.core.performed import SetKind
from preex.errors import ValidationError
from preex.logbook import dates, numbers
from preex.logbook.rows import NoteRow, RawSet, Row, Source
from preex.logbook.table import Cells, read_cells
from preex.logbook.text import fold
from preex.units import LoadUnit, load_unit, to_m

_LOADS = {
    "weight": None,
    "weight (kgs)": LoadUnit.KG,
    "weight (kg)": LoadUnit.KG,
    "weight (lbs)": LoadUnit.LB,
    "weight (lb)": LoadUnit.LB,
}
_DAILY = frozenset({"date", "exercise", "category", "reps"})
_SESSIONS = frozenset({"starttime", "endtime", "exercise", "reps", "weight", "status"})


def _positions(source: Source) -> dict[str, int]:
    return {fold(name): at for at, name in reversed(list(enumerate(source.header)))}


@dataclass(frozen=True, slots=True)
class FitNotes:
    """CSV exports of the app for Android, old (unit in the header) and new (unit in each row).

    There are dates but no times, so the sets of a day are one workout. Sets stand in the order done, so a superset
    shows as exercises taking turns. Names with commas are not quoted.
    """

    name: str = "fitnotes"
    newest_first: bool = False
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look for the columns every variant has."""
        at = _positions(source)
        return source.text is not None and at.keys() >= _DAILY and bool(_LOADS.keys() & at.keys())

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row."""
        at = _positions(source)
        load = next(name for name in _LOADS if name in at)
        used = ("date", "exercise", "reps", "weight unit", "distance", "distance unit", "time", "comment")
        columns = {name: at[name] for name in used if name in at} | {"load": at[load]}

        def row(cells: Cells) -> Row:
            return RawSet(
                line=cells.line,
                started=cells.moment("date"),
                name=cells.text("exercise"),
                load=cells.decimal("load"),
                unit=_LOADS[load] or _unit(cells),
                reps=cells.reps()[0],
                duration_s=cells.seconds("time"),
                distance_m=_distance(cells),
                note=cells.text("comment"),
                flags=cells.reps()[1],
                raw=cells.raw(),
            )

        def repair(cells: list[str], width: int) -> list[str] | None:
            """Join what commas in the name of the exercise have split: what is too much belongs there."""
            at_name, surplus = columns["exercise"], len(cells) - width
            name = source.delimiter.join(cells[at_name : at_name + surplus + 1])
            repaired = [*cells[:at_name], name, *cells[at_name + surplus + 1 :]]
            return repaired if _is_number(repaired[columns["load"]]) else None

        yield from read_cells(source, columns, row, repair=repair)


def _is_number(text: str) -> bool:
    try:
        numbers.decimal(text)
    except ValueError:
        return False
    return True


def _unit(cells: Cells) -> LoadUnit | None:
    written = cells.text("weight unit")
    try:
        return load_unit(written) if written else None
    except ValidationError:
        raise cells.bad("weight unit", "must be kgs or lbs") from None


def _distance(cells: Cells) -> float | None:
    distance = cells.number("distance")
    if not distance:
        return None
    try:
        return to_m(distance, cells.text("distance unit"))
    except ValidationError:
        raise cells.bad("distance unit", "no unit of distance") from None


@dataclass(frozen=True, slots=True)
class FitNotesSessions:
    """CSV exports of the newer app: workouts with start and end in UTC, status, RPE and RIR, but no unit of load."""

    name: str = "fitnotes"
    newest_first: bool = False
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look for the columns it has."""
        return source.text is not None and _positions(source).keys() >= _SESSIONS

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row."""
        yield from read_cells(source, _positions(source), _session_row)


def _session_row(cells: Cells) -> Row:
    status = fold(cells.text("status"))
    if status == "notstarted":
        return NoteRow(cells.line)
    started = cells.moment("starttime")
    reps, flags = cells.reps()
    rpe = cells.number("rpe")
    kind = SetKind.FAILURE if status == "failed" else SetKind.WORKING
    if kind is SetKind.FAILURE:
        flags = (*flags, "reps_uncertain")  # those tried for; how many were done the file does not tell
    return RawSet(
        line=cells.line,
        started=started,
        name=_with_equipment(cells.text("exercise"), cells.text("equipment")),
        title=cells.text("name"),
        load=cells.decimal("weight"),
        reps=reps,
        rpe=rpe or None,  # 0 stands for a rating not given
        rir=cells.number("rir"),
        kind=SetKind.WARMUP if fold(cells.text("iswarmup")) == "true" else kind,
        duration_s=cells.seconds("time"),
        flags=flags if not cells.number("distance") else (*flags, "distance_unit_unknown"),
        note=cells.text("note"),
        workout_s=_length(started, cells.text("endtime")),
        raw=cells.raw(),
    )


def _with_equipment(name: str, equipment: str) -> str:
    """Return `Bench Press (Barbell)`, the way most apps write it, unless the name tells the equipment already."""
    if not name or not equipment or fold(equipment) in ("none", "other") or fold(equipment) in fold(name):
        return name
    return f"{name} ({equipment})"


def _length(started: datetime, ended: str) -> float | None:
    try:
        return (dates.moment(ended) - started).total_seconds()
    except (ValueError, TypeError):  # blank, or only one of the two with an offset
        return None


fitnotes = FitNotes()
fitnotes_sessions = FitNotesSessions()
