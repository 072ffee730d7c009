"""`trial analyse`: what a trial says, at the looks its protocol fixed and at no other time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from preex.app.trials import KeptTrial, keep, trial_named
from preex.errors import Conflict, ValidationError
from preex.trials.analysis import analyse
from preex.trials.conduct import Trial
from preex.trials.looks import looked
from preex.trials.outcomes import series_of
from preex.trials.questions import NOT_MEASURABLE, OUTCOMES, outcome
from preex.trials.result import Result
from preex.trials.worth import worth

if TYPE_CHECKING:
    from preex.store import Store


@dataclass(frozen=True, slots=True)
class Analysed:
    """A trial's results. id : None for a file. workouts : over at the look they rest on.

    results : outcome -> result, the primary one first. worth : the five lines and the sentence for the goal.
    """

    id: str | None
    trial: Trial
    workouts: int
    results: Mapping[str, Result]
    worth: tuple[str, ...]

    @property
    def primary(self) -> Result:
        """Result of the outcome the trial rests on."""
        return next(iter(self.results.values()))


def analyse_trial(
    store: Store, athlete: str, trial_id: str | None = None, *, at: datetime, measured: str = ""
) -> tuple[Result, Analysed | None]:
    """Say what a trial tells, and note the look.

    Parameters
    ----------
    store, athlete, trial_id, at : which trial, and when; None = the latest.
    measured : one outcome; "" = the primary one and all that was recorded beside it.

    Returns
    -------
    The result asked for, and all of them; None beside one that no data can answer.

    Raises
    ------
    Conflict : before the first look. ValidationError : an outcome never recorded, or one arm alone.
    """
    kept = trial_named(store, athlete, trial_id)
    if measured and outcome(measured).id in NOT_MEASURABLE:
        return refused(kept.trial, outcome(measured).id), None
    kept = _looked_at(store, athlete, kept, at)
    found = results_of(kept.trial, kept.id)
    if not measured:
        return found.primary, found
    name = outcome(measured).id
    if name not in found.results:
        raise ValidationError(
            f"{OUTCOMES[name].words}: never recorded in this trial.", hint=f"Recorded: {', '.join(found.results)}."
        )
    return found.results[name], found


def results_of(trial: Trial, trial_id: str | None = None) -> Analysed:
    """Return every result of a trial as far as its looks, or its end, allow to see.

    Raises
    ------
    Conflict : before the first look. ValidationError : too little for any result.
    """
    upto = seen_upto(trial)
    primary = trial.protocol.terms.outcome
    results = {primary: _result(trial, primary, upto)}
    for name in OUTCOMES:
        if name != primary and name not in NOT_MEASURABLE:
            try:
                results[name] = _result(trial, name, upto)
            except ValidationError:  # never recorded, in one arm alone, or once a workout in a trial of two pairs
                continue
    return Analysed(trial_id, trial, upto, results, worth(results, trial.protocol.terms.goal))


def seen_upto(trial: Trial) -> int:
    """Return how many workouts may be seen: those of the last look, and all once the trial is over.

    Raises
    ------
    Conflict : before the first look.
    """
    s = trial.standing
    if s.ended:
        return s.closed
    if not s.looks:
        raise Conflict(
            f"the data stay hidden until the look after {s.terms.looks[0]} workouts; {s.closed} are over.",
            hint="Train on. A glance before would change how hard you try.",
        )
    return int(max(look["workouts"] for look in s.looks))


def refused(trial: Trial, name: str) -> Result:
    """Return the result of an outcome that no data of one person can answer."""
    s, p = trial.standing, trial.protocol
    return analyse(series_of(p, p.sequence(trial.seed, s.levels), s.workouts, p.terms.outcome), p, outcome=name)


def _result(trial: Trial, name: str, upto: int) -> Result:
    s, p = trial.standing, trial.protocol
    return analyse(series_of(p, p.sequence(trial.seed, s.levels), s.workouts, name, upto=upto), p, outcome=name)


def _looked_at(store: Store, athlete: str, kept: KeptTrial, at: datetime) -> KeptTrial:
    """Look at the data if it is time, and keep that one did."""
    s, p = kept.trial.standing, kept.trial.protocol
    if s.look_due is None:
        return kept
    found = looked(series_of(p, p.sequence(kept.trial.seed, s.levels), s.workouts), p, s.look_due)
    after = kept.trial.look(
        at, verdict=found.result.verdict.value, conclusion=found.conclusion, predicted=round(found.predicted, 4)
    )
    return keep(store, athlete, kept, after)
