"""`log` and `undo`: what was done, each set beside what was expected of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from preex.app.athlete import Known, know
from preex.app.kit import unit_of
from preex.app.naming import exercise_named, resolver
from preex.app.trial_undo import reopen_for
from preex.catalogue import load_catalogue
from preex.core.exercise import Family
from preex.core.limit import ASKED, GaveOut, gave_out_named
from preex.core.performed import PerformedSet
from preex.core.succession import pre_exhausted_by
from preex.errors import NotFound, ValidationError
from preex.logbook.line import Done, Group, parse, point_at, unrolled
from preex.predictor import Prediction, Predictor
from preex.store.records import SavedPrediction

if TYPE_CHECKING:
    from preex.store import Athlete, Store

SAME_WORKOUT = timedelta(hours=3)  # a record later than this after the last one begins another workout
OWN = "own"  # first word of the ids of workouts recorded here


@dataclass(frozen=True, slots=True)
class RecordedSet:
    """A set beside what was expected before it was done."""

    set: PerformedSet
    expected: SavedPrediction
    pre_exhausted_by: str | None

    @property
    def verdict(self) -> str:
        """Where the repetitions fell: `inside`, `above` or `below` the 80 % range."""
        return verdict_of(self.set.reps, self.expected)

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        s, p = self.set, self.expected
        return {
            "exercise": s.exercise,
            "load_kg": s.load_kg,
            "load": str(s.entered) if s.entered else None,
            "reps": s.reps,
            "rir": s.rir,
            "kind": s.kind.value,
            "rest_before_s": s.rest_before_s,
            "at": s.at.isoformat(),
            "workout": s.workout,
            "gave_out": s.gave_out,
            "pre_exhausted_by": self.pre_exhausted_by,
            "predicted": {"mean": p.mean, "sd": p.sd, "q10": p.q10, "q50": p.q50, "q90": p.q90},
            "verdict": self.verdict,
        }


@dataclass(frozen=True, slots=True)
class Recorded:
    """What one line recorded; `entry` is None for a dry run."""

    entry: str | None
    sets: tuple[RecordedSet, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.log/1`."""
        return {"schema": "preex.log/1", "entry": self.entry, "sets": [one.to_json() for one in self.sets]}


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line as it was understood: the sets it tells, beside what is known of who did them."""

    known: Known
    sets: tuple[PerformedSet, ...]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A record taken back. at : when it had been recorded. trial : what became of a trial that rests on it; "" = none does."""

    id: str
    at: datetime
    sets: tuple[PerformedSet, ...]
    trial: str

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.undo/1`."""
        return {
            "schema": "preex.undo/1",
            "entry": self.id,
            "at": self.at.isoformat(),
            "sets": [{"exercise": s.exercise, "load_kg": s.load_kg, "reps": s.reps} for s in self.sets],
            "trial": self.trial or None,
        }


def verdict_of(reps: int, expected: SavedPrediction) -> str:
    """Say where repetitions fell against the 80 % range: `inside`, `above` or `below`."""
    if expected.q10 <= reps <= expected.q90:
        return "inside"
    return "above" if reps > expected.q90 else "below"


def record_line(
    store: Store,
    athlete: str,
    line: str,
    *,
    at: datetime,
    dry_run: bool = False,
    plan: str | None = None,
    gave_out: str = "",
    new_id: Callable[[], uuid.UUID] = uuid.uuid4,
) -> Recorded:
    """Record what was done, written in one line; see `preex.logbook.line`.

    Parameters
    ----------
    store, athlete : where, and whose log.
    line : the sets, their loads in the athlete's unit unless they say theirs.
    at : when they were done, with its zone.
    dry_run : say what would be recorded and what is expected; store nothing.
    plan : the plan they follow, as `P-3`.
    gave_out : what ended the last set, if the line does not say: a muscle, `grip`, `breath` or `technique`; "" = not told.
    new_id : makes the identity of each set.

    Raises
    ------
    LineError : the line cannot be read; says where.
    UnknownExercise : a name the catalogue does not know; the hint proposes some.
    ValidationError : `at` has no zone, or an exercise is no strength exercise.
    """
    read = read_line(store, athlete, line, at=at, gave_out=gave_out, new_id=new_id)
    return record_read(store, athlete, read, at=at, dry_run=dry_run, plan=plan)


def read_line(
    store: Store,
    athlete: str,
    line: str,
    *,
    at: datetime,
    gave_out: str = "",
    new_id: Callable[[], uuid.UUID] = uuid.uuid4,
) -> ReadLine:
    """Read a line without predicting or storing anything; parameters and errors as of `record_line`."""
    if at.tzinfo is None:
        raise ValidationError(f"the time {at.isoformat()} has no zone.", hint="Add it, as +02:00 or Z.")
    known = know(store, athlete, at=at)
    find = resolver(known.own_names)
    groups = parse(line, lambda name: unit_of(known.profile, find(name) or name))
    meaning = _meanings(groups, line, known.own_names)
    sets = tuple(_performed(unrolled(groups), meaning, known, new_id))
    if gave_out and sets[-1].gave_out is None:
        sets = (*sets[:-1], replace(sets[-1], gave_out=_gave_out(gave_out, sets[-1].exercise)))
    return ReadLine(known, sets)


def record_read(
    store: Store, athlete: str, read: ReadLine, *, at: datetime, dry_run: bool = False, plan: str | None = None
) -> Recorded:
    """Record the sets of a line that was read just now; parameters as of `record_line`."""
    known, sets = read.known, read.sets
    expected = tuple(_expected(known.predictor(about=[s.exercise for s in sets]), sets))
    entry = None if dry_run else store.record(athlete, sets, at=at, plan_id=plan, predictions=expected)
    before = [s for s in known.sets if s.workout == sets[0].workout]
    causes = pre_exhausted_by([*before, *sets], load_catalogue().exercises)[len(before) :]
    return Recorded(entry, tuple(RecordedSet(*one) for one in zip(sets, expected, causes, strict=True)))


def undo_record(store: Store, athlete: str, *, at: datetime) -> TakenBack:
    """Take back what was recorded last; a workout of a trial that rests on it is open again, or the answer says why not.

    Raises
    ------
    NotFound : there is nothing to take back.
    """
    with store.whole(athlete):
        undone = store.undo_last_record(athlete, at=at)
        ids = [s.source_id for s in undone.sets if s.source_id]
        return TakenBack(undone.id, undone.at, undone.sets, reopen_for(store, athlete, ids, at=at))


def _meanings(groups: Sequence[Group], line: str, own_names: Mapping[str, str]) -> dict[str, str]:
    """Return name as written -> exercise id."""
    meaning: dict[str, str] = {}
    for written in (exercise[0] for group in groups for exercise in group.chain):
        try:
            exercise = exercise_named(written.name, own_names)
        except NotFound as error:
            raise point_at(error, line, *written.place) from None
        if exercise.family is not Family.STRENGTH:
            wrong = ValidationError(f"{exercise.name} is not a strength exercise.", hint="Log it elsewhere.")
            raise point_at(wrong, line, *written.place)
        meaning[written.name] = exercise.id
    return meaning


def _performed(
    done: Iterator[Done], meaning: Mapping[str, str], known: Known, new_id: Callable[[], uuid.UUID]
) -> Iterator[PerformedSet]:
    workout, first_block = _workout(known)
    local, zone = _local(known.profile, known.at)
    for one in done:
        w = one.written
        yield PerformedSet(
            exercise=meaning[w.name],
            load_kg=w.load.kg,
            reps=w.reps,
            at=known.at,
            rir=w.rir,
            rest_before_s=one.rest_before_s,
            kind=w.kind,
            workout=workout,
            superset=f"{first_block + one.group}" if one.chained else None,
            name=w.name,
            entered=w.load,
            local_date=local.date().isoformat(),
            zone=zone,
            block=first_block + one.block,
            source_id=str(new_id()),
            gave_out=_gave_out(w.gave_out, meaning[w.name]),
        )


def _gave_out(word: str, exercise: str) -> GaveOut | None:
    """Return what a word means in an exercise; None for "".

    Raises
    ------
    ValidationError : it names nothing that gives out.
    """
    found = gave_out_named(word, load_catalogue().exercises[exercise].involvement) if word else None
    if word and found is None:
        raise ValidationError(
            f"nothing that gives out is called {word[:40]!r}.", hint=f"Use one of {', '.join(ASKED)}."
        )
    return found


def _workout(known: Known) -> tuple[str, int]:
    """Return the workout that goes on at `known.at`, or a new one, and the number of its next block."""
    recent = [s for s in known.sets if s.workout.startswith(f"{OWN} ") and known.at - s.at <= SAME_WORKOUT]
    if not recent:
        return f"{OWN} {known.at.astimezone(ZoneInfo('UTC')):%Y-%m-%dT%H:%M:%SZ}", 0
    workout = recent[-1].workout
    return workout, 1 + max(s.block for s in recent if s.workout == workout)


def _local(profile: Athlete, at: datetime) -> tuple[datetime, str]:
    return (at.astimezone(ZoneInfo(profile.zone)), profile.zone) if profile.zone else (at, "")


def _expected(predictor: Predictor, sets: Sequence[PerformedSet]) -> Iterator[SavedPrediction]:
    """Predict each set before it is observed."""
    for done in sets:
        prediction = predictor.foresee(done)
        predictor.observe(done)
        yield saved(prediction)


def saved(prediction: Prediction) -> SavedPrediction:
    """Return a prediction as it is kept beside a set. [reps]"""
    p = prediction
    return SavedPrediction(
        mean=round(p.mean, 3),
        sd=round(p.sd, 3),
        q10=p.quantile(0.1),
        q50=p.quantile(0.5),
        q90=p.quantile(0.9),
        details={
            "capacity_mean": round(p.capacity.mean, 3),
            "fresh_capacity_mean": round(p.fresh_capacity.mean, 3),
            "rpe": round(p.rpe, 2),
        },
    )
