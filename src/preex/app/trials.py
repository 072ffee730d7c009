"""`trial next`, `record` and `status`: a trial under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from preex.app.athlete import Known, know
from preex.app.recording import Recorded, record_line
from preex.catalogue import load_catalogue
from preex.core.exercise import SYNERGIST_FROM
from preex.core.muscle import Muscle
from preex.errors import Conflict, NotFound
from preex.trials.conduct import Trial
from preex.trials.done import GAPS_S, arm_done, sets_of
from preex.trials.events import Event
from preex.trials.protocol import Protocol
from preex.trials.series import SHORT_GAP_H
from preex.trials.terms import Terms
from preex.trials.workouts import Workout

if TYPE_CHECKING:
    from preex.store import SavedTrial, Store

LAPSED = "Workout {} was shown more than a day ago and not recorded: it counts as missing in its arm."


@dataclass(frozen=True, slots=True)
class KeptTrial:
    """A trial and the id under which it is kept."""

    id: str
    trial: Trial

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_status/1`; what was measured is left out until a look has shown it."""
        s, p = self.trial.standing, self.trial.protocol
        return {
            "schema": "preex.trial_status/1",
            "trial": self.id,
            "question": p.terms.question,
            "outcome": p.terms.outcome,
            "pairs": [pair.id for pair in s.terms.pairs],
            "arms": list(p.terms.asked.arms),
            "locked_at": p.locked_at.isoformat(),
            "hash": p.hash,
            "commitment": p.commitment,
            "seed": self.trial.seed if s.ended else None,
            "planned": p.terms.workouts,
            "revealed": len(s.workouts),
            "done": s.done,
            "missed": s.closed - s.done,
            "as_drawn": sum(one.as_drawn for one in s.workouts),
            "open": s.open.number if s.open else None,
            "look_due": s.look_due,
            "next_look": s.next_look,
            "looks": [dict(look) for look in s.looks],
            "ended": s.ended or None,
            "workouts": [_workout_json(one, p.terms) for one in s.workouts],
            "amendments": [dict(one) for one in s.amendments],
            "notes": list(s.notes),
            "events": len(self.trial.events),
            "last_hash": self.trial.events[-1].hash if self.trial.events else p.hash,
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """What to do today. workout : None where the lifter is not ready and the arm waits. warnings : in plain words."""

    id: str
    trial: Trial
    workout: Workout | None
    warnings: tuple[str, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """What to do, pair by pair."""
        return instructions(self.trial.standing.terms, self.workout) if self.workout else ()

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_next/1`."""
        terms, workout = self.trial.standing.terms, self.workout
        return {
            "schema": "preex.trial_next/1",
            "trial": self.id,
            "workout": workout.number if workout else None,
            "arm": terms.asked.arms[workout.arm] if workout else None,
            "waits": workout is None,
            "revealed_at": workout.revealed_at.isoformat() if workout else None,
            "steps": list(self.steps),
            "sets": terms.sets,
            "rir_target": terms.rir_target,
            "gap_s": terms.gap_s,
            "rest_s": terms.rest_s,
            "loads_kg": {pair.compound: pair.compound_load_kg for pair in terms.pairs},
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class RecordedWorkout:
    """A workout as recorded. log : what went into the log; None where it was missed."""

    id: str
    trial: Trial
    workout: Workout
    log: Recorded | None

    @property
    def without_effort(self) -> int:
        """Sets of a compound that say nothing of how far they were from failure: they cannot be compared."""
        return sum(one.compound and one.rir is None for one in self.workout.sets)

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_record/1`."""
        s = self.trial.standing
        return {
            "schema": "preex.trial_record/1",
            "trial": self.id,
            **_workout_json(self.workout, s.terms),
            "sets": [one.to_json() for one in self.workout.sets],
            "sets_without_effort": self.without_effort,
            "entry": self.log.entry if self.log else None,
            "left": s.terms.workouts - s.closed,
            "look_due": s.look_due,
            "next_look": s.next_look,
            "ended": s.ended or None,
            "seed": self.trial.seed if s.ended else None,
        }


def trial_named(store: Store, athlete: str, trial_id: str | None = None) -> KeptTrial:
    """Return a trial that was kept, checked; without an id the latest.

    Raises
    ------
    NotFound : there is none. DataError : it was changed.
    """
    kept = store.trial(athlete, trial_id) if trial_id else store.latest_trial(athlete)
    if kept is None:
        raise NotFound("there is no trial yet.", hint="Plan one: preex trial new --pair leg_extension:leg_press.")
    return KeptTrial(kept.id, trial_of(kept))


def trial_of(kept: SavedTrial) -> Trial:
    """Return a trial from what is kept of it, checked.

    Raises
    ------
    DataError : it was changed.
    """
    events = [Event.from_json(one) for one in kept.events]
    return Trial.read(Protocol.from_json(kept.protocol), kept.seed, events)


def next_workout(
    store: Store,
    athlete: str,
    trial_id: str | None = None,
    *,
    at: datetime,
    ready: bool = True,
    levels: Sequence[str] = (),
    **told: Any,  # noqa: ANN401 - readiness, sleep_h, soreness
) -> Shown:
    """Check in and show the arm of the next workout; of one that is open since less than a day, again.

    Parameters
    ----------
    store, athlete, trial_id, at : which trial, and when; None = the latest.
    ready : to train. If not, the arm waits, unseen.
    levels : covariates the protocol names.
    **told : of `Trial.check_in`.

    Raises
    ------
    Conflict : the trial is over. ValidationError : a number out of its range, or covariates missing.
    """
    kept = trial_named(store, athlete, trial_id)
    before = kept.trial.lapsed(at)
    if before.standing.open:
        return Shown(kept.id, before, before.standing.open, ("This arm was shown before; it stays.",))
    gap_h = _gap_h(know(store, athlete, at=at), before.protocol.terms)
    after = before.check_in(at, ready=ready, gap_h=gap_h, levels=levels, **told)
    after = after.reveal(at) if ready else after
    _keep(store, athlete, kept, after)
    lapsed = () if before is kept.trial else (LAPSED.format(before.standing.workouts[-1].number),)
    return Shown(kept.id, after, after.standing.open, (*lapsed, *_warnings(after, gap_h)))


def record_workout(
    store: Store,
    athlete: str,
    line: str,
    trial_id: str | None = None,
    *,
    at: datetime,
    performed: str = "",
    **told: Any,  # noqa: ANN401 - pain, effort, minutes, note
) -> RecordedWorkout:
    """Record the open workout from a line as `preex log` reads it; its sets go into the log as well.

    Parameters
    ----------
    store, athlete, trial_id, at : which trial, and when.
    line : the sets. The arm done is read from their order, unless `performed` names it.
    **told : of `Trial.record`.

    Raises
    ------
    Conflict : no workout is open. LineError, UnknownExercise : the line. ValidationError : none of the trial's sets in it.
    """
    kept = trial_named(store, athlete, trial_id)
    workout = _open(kept.trial)
    terms = kept.trial.protocol.terms
    read = record_line(store, athlete, line, at=at, dry_run=True)
    done = [one.set for one in read.sets]
    arm = terms.asked.arm(performed) if performed else arm_done(terms, done, workout.arm)
    after = kept.trial.record(at, sets_of(terms, done), performed=arm, **told)
    recorded = record_line(store, athlete, line, at=at)
    _keep(store, athlete, kept, after)
    return RecordedWorkout(kept.id, after, after.standing.workouts[-1], recorded)


def miss_workout(
    store: Store, athlete: str, reason: str, trial_id: str | None = None, *, at: datetime
) -> RecordedWorkout:
    """Record that the open workout is not done.

    Raises
    ------
    Conflict : no workout is open; an arm that was not shown waits.
    """
    kept = trial_named(store, athlete, trial_id)
    after = kept.trial.miss(at, reason)
    _keep(store, athlete, kept, after)
    return RecordedWorkout(kept.id, after, after.standing.workouts[-1], None)


def stop_for_pain(
    store: Store, athlete: str, pain: float, joint: str = "", trial_id: str | None = None, *, at: datetime
) -> RecordedWorkout:
    """Record that a joint ended the open workout; twice 4 of 10 or more ends the trial.

    Raises
    ------
    Conflict : no workout is open. FieldError : pain is not within 0 to 10.
    """
    kept = trial_named(store, athlete, trial_id)
    after = kept.trial.pain_stop(at, pain, joint)
    _keep(store, athlete, kept, after)
    return RecordedWorkout(kept.id, after, after.standing.workouts[-1], None)


def amend_trial(
    store: Store,
    athlete: str,
    field: str,
    to: float,
    reason: str,
    trial_id: str | None = None,
    *,
    at: datetime,
    pair: int = 0,
) -> KeptTrial:
    """Change a term that changes no comparison of arms, dated and with a reason.

    Raises
    ------
    ValidationError : any other term. Conflict : a workout is open, or a load within a block.
    """
    kept = trial_named(store, athlete, trial_id)
    after = kept.trial.amend(at, field, to, reason, pair=pair)
    _keep(store, athlete, kept, after)
    return KeptTrial(kept.id, after)


def end_trial(store: Store, athlete: str, trial_id: str | None = None, *, at: datetime) -> KeptTrial:
    """End a trial before its time; its seed is shown from now on.

    Raises
    ------
    Conflict : it is over.
    """
    kept = trial_named(store, athlete, trial_id)
    after = kept.trial.end(at)
    _keep(store, athlete, kept, after)
    return KeptTrial(kept.id, after)


def instructions(terms: Terms, workout: Workout) -> tuple[str, ...]:
    """Say what a workout's arm asks for, pair by pair in the order to do them."""
    name: dict[str, str] = {e.id: e.name for e in load_catalogue().exercises.values()}
    if terms.question == "gap":
        pair = terms.pairs[0]
        return (f"{name[pair.isolation]}, {GAPS_S[workout.arm]:.0f} s later {name[pair.compound]}",)
    if terms.question == "two_by_two":
        first = [name[pair.isolation] for i, pair in enumerate(terms.pairs) if workout.arm >> i & 1]
        return (", then ".join((*first, name[terms.pairs[0].compound])),)
    steps = []
    for i, pair in enumerate(terms.pairs):
        tried = workout.arm == 1 if i == 0 else workout.arm == 0
        isolation, compound = name[pair.isolation], name[pair.compound]
        if tried:
            steps.append(f"{isolation}, {terms.gap_s:.0f} s later {compound}")
        else:
            steps.append(f"{compound}, then {isolation}" if terms.question == "order" else f"{compound} alone")
    return tuple(reversed(steps) if workout.second_first else steps)


def keep(store: Store, athlete: str, kept: KeptTrial, after: Trial) -> KeptTrial:
    """Keep what happened since a trial was read."""
    _keep(store, athlete, kept, after)
    return KeptTrial(kept.id, after)


def _keep(store: Store, athlete: str, kept: KeptTrial, after: Trial) -> None:
    before = len(kept.trial.events)
    store.append_trial_events(athlete, kept.id, [one.to_json() for one in after.events[before:]], after=before)


def _open(trial: Trial) -> Workout:
    if trial.standing.open is None:
        raise Conflict("no workout is open: its arm was not shown yet.", hint="See it: preex trial next.")
    return trial.standing.open


def _workout_json(one: Workout, terms: Terms) -> dict[str, Any]:
    arms = terms.asked.arms
    return {
        "workout": one.number,
        "arm": arms[one.arm],
        "performed": None if one.performed is None else arms[one.performed],
        "as_drawn": one.as_drawn,
        "missing": one.missing or None,
        "revealed_at": one.revealed_at.isoformat(),
        "pain": one.pain,
        "notes": list(one.notes),
    }


def _gap_h(known: Known, terms: Terms) -> float | None:
    """Return hours since a target of the trial was last trained; None = never, as far as the log tells."""
    targets = {Muscle(pair.target) for pair in terms.pairs}
    exercises: Mapping[str, Any] = load_catalogue().exercises
    for s in reversed(known.sets):
        worked = exercises[s.exercise].involvement if s.exercise in exercises else {}
        if s.counts and any(worked.get(m, 0.0) >= SYNERGIST_FROM for m in targets):
            return (known.at - s.at).total_seconds() / 3600
    return None


def _warnings(trial: Trial, gap_h: float | None) -> tuple[str, ...]:
    found = []
    if gap_h is not None and gap_h < SHORT_GAP_H:
        found.append(f"The muscle was trained {gap_h:.0f} h ago; {SHORT_GAP_H:.0f} h between workouts keep them apart.")
    due = trial.standing.look_due
    if due:
        found.append(f"{due} workouts are over: a look is due, preex trial analyse.")
    return tuple(found)
