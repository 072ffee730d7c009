"""Every result of a trial, as far as its looks, or its end, allow to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from preex.errors import Conflict, ValidationError
from preex.trials.analysis import analyse
from preex.trials.conduct import Trial
from preex.trials.questions import NOT_MEASURABLE, OUTCOMES
from preex.trials.result import Result
from preex.trials.worth import worth


@dataclass(frozen=True, slots=True)
class Analysed:
    """A trial's results. workouts : over at the look they rest on.

    results : outcome -> result, the primary one first. worth : the five lines and the sentence for the goal.
    """

    trial: Trial
    workouts: int
    results: Mapping[str, Result]
    worth: tuple[str, ...]

    @property
    def primary(self) -> Result:
        """Result of the outcome the trial rests on."""
        return next(iter(self.results.values()))


def results_of(trial: Trial) -> Analysed:
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
    return Analysed(trial, upto, results, worth(results, trial.protocol.terms.goal))


def primary_of(trial: Trial) -> Result:
    """Return the result of the outcome a trial rests on, as far as it may be seen; errors as of `results_of`."""
    return _result(trial, trial.protocol.terms.outcome, seen_upto(trial))


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
    return analyse(trial.series(), trial.protocol, outcome=name)


def _result(trial: Trial, name: str, upto: int) -> Result:
    return analyse(trial.series(name, upto=upto), trial.protocol, outcome=name)
