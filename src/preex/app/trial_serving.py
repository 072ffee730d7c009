"""A trial as a session serves it: what is due today, the sets of the arm once it is shown, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from preex.app.trial_records import KeptTrial, RecordedWorkout, instructions
from preex.app.trial_sheet import sheet_of
from preex.app.trials import ids_of, keep, trial_named, trial_of
from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.errors import Conflict, NotFound
from preex.trials.conduct import ARM_HOLDS, Trial
from preex.trials.done import arm_done, sets_of, work_sets
from preex.trials.series import SHORT_GAP_H
from preex.trials.terms import Terms
from preex.trials.workouts import Workout

if TYPE_CHECKING:
    from preex.store import Store

AGAIN = "Recorded anew, since its sets were changed."
_ASKS = {"effort": "effort", "duration": "minutes"}  # what is told once a workout, by the outcome that rests on it


@dataclass(frozen=True, slots=True)
class ServedSet:
    """A set of the arm shown, in its place.

    round : from 1. load_kg : fixed by the protocol or done last time; None = the lifter's choice. [kg]
    rest_before_s : since the set before; None = the first. joined : it follows the set before without a rest, as one round.
    """

    exercise: str
    name: str
    round: int
    load_kg: float | None
    rest_before_s: float | None
    joined: bool

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "exercise": self.exercise,
            "name": self.name,
            "round": self.round,
            "load_kg": self.load_kg,
            "rest_before_s": self.rest_before_s,
            "joined": self.joined,
        }


@dataclass(frozen=True, slots=True)
class TrialToday:
    """What a trial under way asks for today. Nothing in it tells an arm before its check-in, nor anything that was measured.

    number : of the workout to do, from 1. due_from : 48 h after the last one; None = from the start.
    check_in : the lifter is to be asked how they feel, by `next_workout`, before anything is shown.
    holds_until : till when an arm that was shown may be done. asks : what to ask after the workout.
    """

    kept: KeptTrial
    number: int
    due: bool
    due_from: datetime | None
    check_in: bool
    holds_until: datetime | None
    asks: tuple[str, ...]
    steps: tuple[str, ...]
    sets: tuple[ServedSet, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_today/1`."""
        s, terms = self.kept.trial.standing, self.kept.trial.standing.terms
        return {
            "schema": "preex.trial_today/1",
            "trial": self.kept.id,
            "workout": self.number,
            "planned": terms.workouts,
            "due": self.due,
            "due_from": self.due_from.isoformat() if self.due_from else None,
            "look_due": s.look_due,
            "check_in": self.check_in,
            "covariates": list(terms.covariates),
            "arm": None if self.check_in or s.open is None else terms.asked.arms[s.open.arm],
            "holds_until": self.holds_until.isoformat() if self.holds_until else None,
            "rir_target": terms.rir_target,
            "asks": list(self.asks),
            "steps": list(self.steps),
            "sets": [one.to_json() for one in self.sets],
        }


def trial_today(store: Store, athlete: str, *, at: datetime) -> TrialToday | None:
    """Say what the athlete's latest trial asks for; changes nothing.

    Parameters
    ----------
    store, athlete, at : whose trial, and when.

    Returns
    -------
    None : there is none, or it is over. While `check_in` is true, `sets` is empty: `next_workout` checks in and shows the arm, and
    after it this tells the sets. Repetitions are not planned: each set ends at the protocol's reserve, in every arm.

    Raises
    ------
    DataError : the trial was changed.
    """
    saved = store.latest_trial(athlete)
    if saved is None:
        return None
    trial = trial_of(saved).lapsed(at)
    s = trial.standing
    if s.ended:
        return None
    due_from = None if s.open or not s.workouts else s.workouts[-1].revealed_at + timedelta(hours=SHORT_GAP_H)
    return TrialToday(
        kept=KeptTrial(saved.id, trial),
        number=s.open.number if s.open else len(s.workouts) + 1,
        due=due_from is None or at >= due_from,
        due_from=due_from,
        check_in=s.open is None,
        holds_until=s.open.revealed_at + ARM_HOLDS if s.open else None,
        asks=asked_after(trial.protocol.terms),
        steps=instructions(s.terms, s.open) if s.open else (),
        sets=tuple(_served(trial, s.open)) if s.open else (),
    )


def asked_after(terms: Terms) -> tuple[str, ...]:
    """Return what is asked after each workout, as `record` takes it: joint pain always, effort and minutes where the trial rests on them."""
    rests_on = {terms.outcome, *(name for name, _ in terms.weights)}
    return ("pain", *(field for outcome, field in _ASKS.items() if outcome in rests_on))


def record_trial_workout(
    store: Store,
    athlete: str,
    session: str,
    trial_id: str | None = None,
    *,
    at: datetime,
    performed: str = "",
    **told: Any,  # noqa: ANN401 - pain, effort, minutes, note
) -> RecordedWorkout:
    """Record the open workout from sets that are in the log already, as a phone sent them; none is stored again.

    Parameters
    ----------
    store, athlete, trial_id, at : which trial, and when; None = the latest.
    session : id of the session, as in the operations that made its sets. Warm-ups and other exercises may be among them.
    performed : arm done, where the order of the sets does not tell. **told : of `Trial.record`.

    Returns
    -------
    As recorded. A repeat changes nothing; after a change of the session's sets the workout is recorded anew, and both records stay.

    Raises
    ------
    NotFound : the log has no set of this session. ValidationError : none of the trial's sets among them.
    Conflict : no workout is open; the sets are those of an earlier one; or a change came too late, see `Trial.reopen`.
    """
    kept = trial_named(store, athlete, trial_id)
    sets = _of_session(store, athlete, session, kept.trial)
    terms, workouts = kept.trial.protocol.terms, kept.trial.standing.workouts
    last = workouts[-1] if workouts else None
    drawn = last.arm if last else 0
    arm = terms.asked.arm(performed) if performed else arm_done(terms, sets, drawn)
    ids = ids_of(work_sets(terms, sets))
    owner = next((w for w in workouts if not set(ids).isdisjoint(w.log)), None)
    if owner and owner is not last:
        raise Conflict(
            f"these are the sets of workout {owner.number}.", hint="Record each workout from its own session."
        )
    if owner and _same(owner, sets_of(terms, sets), arm, told):
        return RecordedWorkout(kept.id, kept.trial, owner, None)
    before = kept.trial.reopen(at, AGAIN) if owner else kept.trial
    after = before.record(at, sets_of(terms, sets), performed=arm, log=ids, **told)
    keep(store, athlete, kept, after)
    return RecordedWorkout(kept.id, after, after.standing.workouts[-1], None)


def _of_session(store: Store, athlete: str, session: str, trial: Trial) -> list[PerformedSet]:
    """Return the sets of a session in the order done."""
    since = trial.protocol.locked_at - ARM_HOLDS  # the clocks of phones differ
    found = [s for s in store.sets(athlete, since=since) if s.workout == f"own {session}"]
    if not found:
        raise NotFound(
            f"the log has no set of the session {session[:40]!r}.", hint="Send its operations first: POST /api/v1/ops."
        )
    return found


def _same(last: Workout, sets: tuple[Any, ...], arm: int, told: dict[str, Any]) -> bool:
    numbers = (told.get("pain"), told.get("effort"), told.get("minutes"))
    note = told.get("note", "")
    known = (last.sets, last.performed, last.pain, last.effort, last.minutes)
    return known == (sets, arm, *numbers) and (not note or note in last.notes)


def _served(trial: Trial, workout: Workout) -> Iterator[ServedSet]:
    exercises, rest_s = load_catalogue().exercises, trial.standing.terms.rest_s
    for i, s in enumerate(sheet_of(trial, workout)):
        rest = None if i == 0 else rest_s if s.gap_s is None else s.gap_s
        yield ServedSet(s.exercise, exercises[s.exercise].name, s.round, s.load_kg, rest, s.gap_s is not None)
