"""The steps every format shares: from the rows of a reader to sets, and to an account of all other rows."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from preex.core.performed import PerformedSet
from preex.logbook.loads import settle_unit
from preex.logbook.making import Clock, Maker, Resolve
from preex.logbook.order import RawWorkout, in_order_done, without_duplicates, workouts
from preex.logbook.report import LogImport, RowProblem
from preex.logbook.rows import Doubt, NoteRow, RawSet, Reader, RestRow, Row, Source
from preex.logbook.text import clean, fold, one_line
from preex.units import LoadUnit

LONGEST_NAME = 500  # characters
LONGEST_WORKOUT_S = 6 * 3600.0
_ASSISTED = ("assist", "asist", "unterstutz")  # in names of exercises: English, Portuguese, Italian; Spanish; German
_SHOWN = 200  # characters of a cell in a problem
_STEP = 1000  # rows between two reports of progress

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class _Account:
    """Rows sorted by what became of them."""

    sets: list[RawSet] = field(default_factory=list)
    finished: list[PerformedSet] = field(default_factory=list)  # of our own format: as they were, in the order done
    problems: list[RowProblem] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    raw: dict[int, str] = field(default_factory=dict)
    rows: int = 0
    rests: int = 0
    notes: int = 0

    def take(self, row: Row) -> None:
        """Count a row and keep what matters of it."""
        if isinstance(row, Doubt):
            self.doubts.append(row.text)
            return
        self.rows += 1
        if isinstance(row, RawSet):
            self._take_set(row)
        elif isinstance(row, PerformedSet):
            self.finished.append(row)
        elif isinstance(row, RestRow):
            self.rests += 1
            if self.sets and row.seconds is not None:
                self.sets[-1].rest_after_s = row.seconds
        elif isinstance(row, NoteRow):
            self.notes += 1
        else:
            self.problems.append(_shortened(row))

    def _take_set(self, raw: RawSet) -> None:
        raw.name, raw.title = sys.intern(one_line(raw.name)), sys.intern(one_line(raw.title))
        if problem := _problem(raw):
            self.problems.append(_shortened(problem))
        elif raw.load or raw.reps or raw.duration_s or raw.distance_m or raw.flags:
            self.sets.append(raw)
            if raw.raw:
                self.raw[raw.line] = json.dumps(dict(raw.raw))
                raw.raw = {}  # half a gigabyte in the largest files
        else:
            self.notes += 1


def assemble(
    reader: Reader,
    source: Source,
    *,
    unit: LoadUnit | None = None,
    tz: str | None = None,
    resolve: Resolve | None = None,
    progress: Progress | None = None,
) -> LogImport:
    """Read a file with the reader of its format.

    Parameters
    ----------
    reader : of the file's format.
    source : the file.
    unit : of the loads, if the file does not tell.
    tz : IANA zone of the file's local times; None = they are taken as UTC, and the zone stays empty.
    resolve : name as written -> catalogue id, None for an unknown name.
    progress : called now and then with lines read and lines in all.

    Raises
    ------
    UnitNeeded : the file does not tell its unit and `unit` is None.
    ValidationError : the file tells another unit than `unit`.
    ZoneNeeded : `tz` is no IANA zone.
    """
    clock = Clock(tz)
    account = _Account()
    for row in _with_progress(reader.rows(source), source, progress):
        account.take(row)
    told = settle_unit(account.sets, unit)
    found = workouts(account.sets)
    position = {id(workout): -i if reader.newest_first else i for i, workout in enumerate(found)}
    found.sort(key=lambda workout: (clock.utc(workout.started), position[id(workout)]))
    make = Maker(clock, unit, resolve)
    sets: list[PerformedSet] = []
    duplicates = 0
    for workout in found:
        kept, dropped = without_duplicates(workout)
        duplicates += dropped
        sets.extend(make.workout(workout, in_order_done(kept, logging_order=reader.logging_order)))
    finished = list(make.finished(account.finished))
    return LogImport(
        format=reader.name,
        unit=told,
        rows=account.rows,
        sets=(*sets, *finished),
        rests=account.rests,
        notes=account.notes,
        duplicates=duplicates + len(account.finished) - len(finished),
        problems=tuple(sorted(account.problems, key=lambda problem: problem.line)),
        raw=account.raw,
        unmatched=dict(make.unmatched),
        warnings=(*source.warnings, *account.doubts, *_long_workouts(found), *_not_believed(sets)),
    )


def _with_progress(rows: Iterable[Row], source: Source, progress: Progress | None) -> Iterator[Row]:
    total = 1 if source.text is None else source.text.count("\n") + 1
    for i, row in enumerate(rows):
        if progress and i % _STEP == 0 and not isinstance(row, Doubt):
            progress(min(i + 2 if isinstance(row, PerformedSet) else row.line, total), total)
        yield row
    if progress:
        progress(total, total)


def _problem(raw: RawSet) -> RowProblem | None:
    if not raw.name:
        return RowProblem(raw.line, "", "", "no exercise")
    if len(raw.name) > LONGEST_NAME:
        return _of_cell(raw, raw.name, f"has {len(raw.name):,} characters, more than {LONGEST_NAME}")
    for what, value, most in _measures(raw):
        if not abs(value) <= most:  # false for what is no number, too
            return _of_cell(raw, f"{value}", f"{what} beyond any measure")
    if raw.load is not None and raw.load < 0:
        if "assistance" not in raw.flags and not any(word in fold(raw.name) for word in _ASSISTED):
            return _of_cell(raw, str(raw.load), "negative load")
        raw.load = -raw.load
        raw.flags = (*raw.flags, "assistance") if "assistance" not in raw.flags else raw.flags
    return None


def _of_cell(raw: RawSet, text: str, reason: str) -> RowProblem:
    """Return a problem with the column that holds `text`, if one does."""
    column = next((name for name, cell in raw.raw.items() if one_line(cell) == text), "")
    return RowProblem(raw.line, column, text, reason)


def _measures(raw: RawSet) -> Iterator[tuple[str, float, float]]:
    """Yield what, how much, and the most that can be told from a slip of the finger and kept."""
    yield "load", float(raw.load or 0), 1e6
    yield "repetitions", raw.reps, 1e6
    yield "time", raw.duration_s or 0.0, 1e7
    yield "distance", raw.distance_m or 0.0, 1e8


def _shortened(problem: RowProblem) -> RowProblem:
    return replace(problem, column=clean(problem.column)[:_SHOWN], text=clean(problem.text)[:_SHOWN])


def _not_believed(sets: Iterable[PerformedSet]) -> Iterator[str]:
    doubtful = [s for s in sets if s.doubtful and "assistance" not in s.flags]
    if doubtful:
        first = doubtful[0]
        yield (
            f"{len(doubtful)} {'set has a number' if len(doubtful) == 1 else 'sets have numbers'} nobody lifts, as "
            f"{first.reps:,} repetitions at {first.load_kg:,g} kg in line {first.source_line}; kept, but counted nowhere."
        )


def _long_workouts(found: list[RawWorkout]) -> Iterator[str]:
    lengths = [max((raw.workout_s or 0.0 for raw in workout.sets), default=0.0) for workout in found]
    too_long = [length for length in lengths if length > LONGEST_WORKOUT_S]
    if too_long:
        yield (
            f"{len(too_long)} of {len(found)} workouts last longer than {LONGEST_WORKOUT_S / 3600:.0f} hours, the "
            f"longest {max(too_long) / 3600:,.0f}; somebody forgot to stop the timer."
        )
