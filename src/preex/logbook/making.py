"""From a raw set to a set: load, time, effort, doubts and identity."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from preex.core.performed import PerformedSet
from preex.errors import ZoneNeeded
from preex.logbook.order import Block, RawWorkout, rests_before
from preex.logbook.rows import RawSet
from preex.logbook.text import clean, fold
from preex.units import Load, LoadUnit, rpe_to_rir

MOST_REPS = 200  # more are a slip of the finger, as 877777 instead of 8
MOST_LOAD_KG = 1000.0
MOST_RIR = 30  # nobody can tell so many repetitions ahead
LONGEST_NOTE = 10_000  # characters

Resolve = Callable[[str], str | None]

_folded = lru_cache(maxsize=10_000)(fold)


class Clock:
    """Local and absolute time of a file.

    Parameters
    ----------
    tz : IANA zone of its local times; None = they are taken as UTC, and the name stays empty.

    Raises
    ------
    ZoneNeeded : `tz` is no IANA zone.
    """

    def __init__(self, tz: str | None) -> None:
        self.name = tz or ""
        try:
            self._zone = None if tz is None else ZoneInfo(tz)
        except (KeyError, ValueError, OSError):  # unknown, not a name, a folder of names
            raise ZoneNeeded(
                f"there is no time zone {tz!r:.80}.", hint="Give an IANA name, as Europe/Lisbon."
            ) from None

    def utc(self, at: datetime) -> datetime:
        """Return a time in UTC. A local time that the clocks skipped or showed twice is the earlier of the two."""
        return (at if at.tzinfo else at.replace(tzinfo=self._zone or UTC)).astimezone(UTC)

    def local_date(self, at: datetime) -> str:
        """Return the date where the lifter was."""
        return (at.astimezone(self._zone) if at.tzinfo and self._zone else at).date().isoformat()


class Maker:
    """Makes sets of raw sets.

    Parameters
    ----------
    clock : of the file.
    unit : of loads for which the file tells none.
    resolve : name as written -> catalogue id, None for an unknown name; None = every name is unknown.
    """

    def __init__(self, clock: Clock, unit: LoadUnit | None, resolve: Resolve | None) -> None:
        self._clock, self._unit, self._resolve = clock, unit, resolve and cache(resolve)
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
