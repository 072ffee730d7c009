"""The steps every format shares: from the rows of a reader to sets, and to an account of all other rows."""

from __future__ import annotations

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from preex.core.performed import PerformedSet
from preex.errors import ZoneNeeded
from preex.logbook.loads import settle_unit
from preex.logbook.order import Block, RawWorkout, in_order_done, rests_before, without_duplicates, workouts
from preex.logbook.report import LogImport, RowProblem
from preex.logbook.rows import Doubt, NoteRow, RawSet, Reader, RestRow, Row, Source
from preex.logbook.text import clean, fold, one_line
from preex.units import Load, LoadUnit, rpe_to_rir

MOST_REPS = 200  # more are a slip of the finger, as 877777 instead of 8
MOST_LOAD_KG = 1000.0
LONGEST_NAME = 500  # characters
LONGEST_NOTE = 10_000
LONGEST_WORKOUT_S = 6 * 3600.0
MOST_RIR = 30  # nobody can tell so many repetitions ahead
_ASSISTED = ("assist", "asist", "unterstutz")  # in names of exercises: English, Portuguese, Italian; Spanish; German
_SHOWN = 200  # characters of a cell in a problem
_STEP = 1000  # rows between two reports of progress

_folded = lru_cache(maxsize=10_000)(fold)

Resolve = Callable[[str], str | None]
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
    zone = _zone(tz)
    account = _Account()
    for row in _with_progress(reader.rows(source), source, progress):
        account.take(row)
    told = settle_unit(account.sets, unit)
    clock = _Clock(zone, tz or "")
    found = workouts(account.sets)
    position = {id(workout): -i if reader.newest_first else i for i, workout in enumerate(found)}
    found.sort(key=lambda workout: (clock.utc(workout.started), position[id(workout)]))
    make = _Maker(clock, unit, cache(resolve) if resolve else None)
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
        warnings=(*source.warnings, *account.doubts, *_long_workouts(found)),
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
        return RowProblem(
            raw.line, "", raw.name, f"the name has {len(raw.name):,} characters, more than {LONGEST_NAME}"
        )
    for what, value, most in _measures(raw):
        if not abs(value) <= most:  # false for what is no number, too
            return RowProblem(raw.line, "", f"{value}", f"{what} beyond any measure")
    if raw.load is not None and raw.load < 0:
        if "assistance" not in raw.flags and not any(word in fold(raw.name) for word in _ASSISTED):
            return RowProblem(raw.line, "", str(raw.load), "negative load")
        raw.load = -raw.load
        raw.flags = (*raw.flags, "assistance") if "assistance" not in raw.flags else raw.flags
    return None


def _measures(raw: RawSet) -> Iterator[tuple[str, float, float]]:
    """Yield what, how much, and the most that can be told from a slip of the finger and kept."""
    yield "load", float(raw.load or 0), 1e6
    yield "repetitions", raw.reps, 1e6
    yield "time", raw.duration_s or 0.0, 1e7
    yield "distance", raw.distance_m or 0.0, 1e8


def _shortened(problem: RowProblem) -> RowProblem:
    return replace(problem, column=clean(problem.column)[:_SHOWN], text=clean(problem.text)[:_SHOWN])


def _long_workouts(found: list[RawWorkout]) -> Iterator[str]:
    lengths = [max((raw.workout_s or 0.0 for raw in workout.sets), default=0.0) for workout in found]
    too_long = [length for length in lengths if length > LONGEST_WORKOUT_S]
    if too_long:
        yield (
            f"{len(too_long)} of {len(found)} workouts last longer than {LONGEST_WORKOUT_S / 3600:.0f} hours, the "
            f"longest {max(too_long) / 3600:,.0f}; somebody forgot to stop the timer."
        )


def _zone(tz: str | None) -> ZoneInfo | None:
    if tz is None:
        return None
    try:
        return ZoneInfo(tz)
    except (KeyError, ValueError, OSError):  # unknown, not a name, a folder of names
        raise ZoneNeeded(f"there is no time zone {tz!r}.", hint="Give an IANA name, as Europe/Lisbon.") from None


class _Clock:
    """Local and absolute time of a file."""

    def __init__(self, zone: ZoneInfo | None, name: str) -> None:
        self._zone, self.name = zone, name

    def utc(self, at: datetime) -> datetime:
        """Return a time in UTC. A local time that the clocks skipped or showed twice is the earlier of the two."""
        return (at if at.tzinfo else at.replace(tzinfo=self._zone or UTC)).astimezone(UTC)

    def local_date(self, at: datetime) -> str:
        """Return the date where the lifter was."""
        return (at.astimezone(self._zone) if at.tzinfo and self._zone else at).date().isoformat()


class _Maker:
    """Makes sets of raw sets."""

    def __init__(self, clock: _Clock, unit: LoadUnit | None, resolve: Resolve | None) -> None:
        self._clock, self._unit, self._resolve = clock, unit, resolve
        self.unmatched: Counter[str] = Counter()
        self._seen: Counter[str] = Counter()

    def workout(self, workout: RawWorkout, done: list[tuple[Block, RawSet]]) -> Iterator[PerformedSet]:
        """Yield the sets of a workout, which come in the order done."""
        key = _workout_id(workout)
        rests = rests_before([raw for _, raw in done])
        for (block, raw), rest_before_s in zip(done, rests, strict=True):
            load = self._load(raw)
            identity = _identity(workout.started, raw, load)
            self._seen[identity] += 1
            rir, doubts = _rir(raw)
            at = raw.at or raw.started
            yield PerformedSet(
                exercise=self._exercise(raw.name),
                load_kg=load.kg if load else 0.0,
                reps=raw.reps,
                at=self._clock.utc(at),
                rir=rir,
                rest_before_s=rest_before_s,
                kind=raw.kind,
                workout=key,
                superset=raw.superset,
                source_line=raw.line,
                name=raw.name,
                entered=load,
                local_date=self._clock.local_date(at),
                zone=self._clock.name,
                duration_s=raw.duration_s or None,
                distance_m=raw.distance_m or None,
                note=clean(raw.note)[:LONGEST_NOTE],
                block=block.number,
                flags=tuple(dict.fromkeys((*raw.flags, *doubts, *_implausible(raw, load)))),
                source_id=raw.source_id or _digest(f"{identity}\n{self._seen[identity]}", 16),
            )

    def finished(self, sets: Iterable[PerformedSet]) -> Iterator[PerformedSet]:
        """Yield sets that need no more steps, each identity once."""
        seen: Counter[str] = Counter()
        for one in sets:
            content = one.source_id or repr(one)
            seen[content] += 1
            identity = one.source_id or _digest(f"{content}\n{seen[content]}", 16)
            if one.source_id is None or seen[content] == 1:
                known = one.exercise != one.name or self._resolve is None
                yield replace(one, source_id=identity, exercise=one.exercise if known else self._exercise(one.name))

    def _load(self, raw: RawSet) -> Load | None:
        unit = raw.unit or self._unit
        return None if raw.load is None or unit is None else Load(_as_typed(raw.load), unit)

    def _exercise(self, name: str) -> str:
        found = self._resolve(name) if self._resolve else None
        if found is None:
            self.unmatched[name] += 1
        return found or name


def _as_typed(load: Decimal) -> Decimal:
    """Return a load without the tail that a conversion by the app left: 20.41168092460379 is 20.412."""
    return load.quantize(Decimal("0.001")) if load.as_tuple().exponent < -3 else load  # type: ignore[operator]  # finite


def _rir(raw: RawSet) -> tuple[float | None, tuple[str, ...]]:
    if raw.rir is not None:
        return (raw.rir, ()) if 0 <= raw.rir <= MOST_RIR else (None, ("rir_implausible",))
    if raw.rpe is None:
        return None, ()
    return (rpe_to_rir(raw.rpe), ()) if 0 <= raw.rpe <= 10 else (None, ("rpe_implausible",))


def _implausible(raw: RawSet, load: Load | None) -> Iterator[str]:
    if raw.reps > MOST_REPS:
        yield "reps_implausible"
    if load and load.kg > MOST_LOAD_KG:
        yield "load_implausible"


def _workout_id(workout: RawWorkout) -> str:
    """Return an id that stays the same when the file grows or the time zone is told later."""
    return f"{workout.started:%Y%m%dT%H%M%S}-{_digest(workout.title, 4)}"


def _identity(started: datetime, raw: RawSet, load: Load | None) -> str:
    """Return what tells a set from others, apart from sets just like it that day.

    The position within the workout is no part of it: a set that is added or deleted later must not make the sets after
    it look new. Loads count to 0.01 kg, because pounds converted by an app wobble in the last digits.
    """
    length, distance = round(raw.duration_s or 0), round(raw.distance_m or 0)
    load_kg = load.kg if load else 0.0
    return f"{started:%Y-%m-%dT%H:%M}\n{_folded(raw.name)}\n{raw.reps}\n{load_kg:.2f}\n{length}\n{distance}"


def _digest(text: str, size: int) -> str:
    return hashlib.blake2b(text.encode(errors="replace"), digest_size=size).hexdigest()
