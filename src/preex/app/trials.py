"""`trial next`, `record` and `status`: a trial under way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from preex.app.athlete import Known, know
from preex.app.recording import read_line, record_read
from preex.app.trial_records import KeptTrial, RecordedWorkout, Shown, instructions
from preex.catalogue import load_catalogue
from preex.core.exercise import SYNERGIST_FROM
from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet
from preex.errors import Conflict, NotFound
from preex.trials.conduct import Trial
from preex.trials.done import arm_done, sets_of, work_sets
from preex.trials.events import Event
from preex.trials.protocol import Protocol
from preex.trials.series import SHORT_GAP_H
from preex.trials.terms import Terms
from preex.trials.workouts import Workout

if TYPE_CHECKING:
    from preex.store import SavedTrial, Store

__all__ = [
    "KeptTrial",
    "RecordedWorkout",
    "Shown",
    "amend_trial",
    "deviate_trial",
    "end_trial",
    "ids_of",
    "instructions",
    "keep",
    "miss_workout",
    "next_workout",
    "record_workout",
    "stop_for_pain",
    "trial_named",
    "trial_of",
]

OVER = "The trial is over: {}. See what it says: preex trial analyse."
LAPSED = "Workout {} was shown more than a day ago and not recorded: it counts as missing in its arm."


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
    Conflict : the trial is over, and was before. ValidationError : a number out of its range, or covariates missing.
    """
    kept = trial_named(store, athlete, trial_id)
    lapsed: tuple[str, ...] = ()
    if (without := kept.trial.lapsed(at)) is not kept.trial:
        lapsed = (LAPSED.format(without.standing.workouts[-1].number),)
        kept = keep(store, athlete, kept, without)
        if without.standing.ended:
            return Shown(kept.id, without, None, (*lapsed, OVER.format(without.standing.ended)))
    if kept.trial.standing.open:
        return Shown(kept.id, kept.trial, kept.trial.standing.open, ("This arm was shown before; it stays.",))
    gap_h = _gap_h(know(store, athlete, at=at), kept.trial.protocol.terms)
    after = kept.trial.check_in(at, ready=ready, gap_h=gap_h, levels=levels, **told)
    after = after.reveal(at) if ready else after
    keep(store, athlete, kept, after)
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
    read = read_line(store, athlete, line, at=at)
    arm = terms.asked.arm(performed) if performed else arm_done(terms, read.sets, workout.arm)
    ids = ids_of(work_sets(terms, read.sets))
    after = kept.trial.record(at, sets_of(terms, read.sets), performed=arm, log=ids, **told)
    with store.whole(athlete):
        keep(store, athlete, kept, after)
        recorded = record_read(store, athlete, read, at=at)
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
    keep(store, athlete, kept, after)
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
    keep(store, athlete, kept, after)
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
    return keep(store, athlete, kept, after)


def deviate_trial(store: Store, athlete: str, text: str, trial_id: str | None = None, *, at: datetime) -> KeptTrial:
    """Note that something was not as planned; it is dated, stands in every report, and moves no workout to another arm.

    Parameters
    ----------
    store, athlete, trial_id, at : which trial, and when; None = the latest. A trial that is over takes notes too.
    text : what happened; said twice in a row it is noted once.

    Raises
    ------
    ValidationError : no words.
    """
    kept = trial_named(store, athlete, trial_id)
    after = kept.trial.deviate(at, text)
    said = [dict(e.data) for e in after.events[-2:]]  # the same as the event before is a form sent twice
    return kept if len(said) == 2 and said[0] == said[1] else keep(store, athlete, kept, after)


def end_trial(store: Store, athlete: str, trial_id: str | None = None, *, at: datetime) -> KeptTrial:
    """End a trial before its time; its seed is shown from now on.

    Raises
    ------
    Conflict : it is over.
    """
    kept = trial_named(store, athlete, trial_id)
    after = kept.trial.end(at)
    return keep(store, athlete, kept, after)


def keep(store: Store, athlete: str, kept: KeptTrial, after: Trial) -> KeptTrial:
    """Keep what happened since a trial was read."""
    before = len(kept.trial.events)
    store.append_trial_events(athlete, kept.id, [one.to_json() for one in after.events[before:]], after=before)
    return KeptTrial(kept.id, after)


def ids_of(sets: Sequence[PerformedSet]) -> tuple[str, ...]:
    """Return the ids of sets in the log."""
    return tuple(s.source_id for s in sets if s.source_id)


def _open(trial: Trial) -> Workout:
    if trial.standing.open is None:
        raise Conflict("no workout is open: its arm was not shown yet.", hint="See it: preex trial next.")
    return trial.standing.open


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
