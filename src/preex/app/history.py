"""The latest workouts, as a lifter would tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.core.succession import pre_exhausted_by


@dataclass(frozen=True, slots=True)
class ExerciseDone:
    """The sets of one exercise in a workout, in the order done. `pre_exhausted_by` names the isolation done before."""

    name: str
    sets: tuple[PerformedSet, ...]
    pre_exhausted_by: str | None


@dataclass(frozen=True, slots=True)
class WorkoutDone:
    """One visit to the gym."""

    on: date
    exercises: tuple[ExerciseDone, ...]

    @property
    def n_sets(self) -> int:
        """Number of sets."""
        return sum(len(e.sets) for e in self.exercises)


def recent_workouts(sets: Sequence[PerformedSet], last: int = 5) -> tuple[WorkoutDone, ...]:
    """Return the last workouts, the latest first.

    Parameters
    ----------
    sets : of a log, oldest first and in the order done.
    last : how many.
    """
    wanted = list(dict.fromkeys(s.workout for s in reversed(sets)))[:last]
    return tuple(_workout([s for s in sets if s.workout == workout]) for workout in wanted)


def _workout(sets: Sequence[PerformedSet]) -> WorkoutDone:
    exercises = load_catalogue().exercises
    done: dict[str, list[PerformedSet]] = {}
    cause_of: dict[str, str | None] = {}
    for one, cause in zip(sets, pre_exhausted_by(sets, exercises), strict=True):
        done.setdefault(one.exercise, []).append(one)
        cause_of[one.exercise] = cause_of.get(one.exercise) or cause
    on = date.fromisoformat(sets[0].local_date) if sets[0].local_date else sets[0].at.date()
    return WorkoutDone(on, tuple(ExerciseDone(_name(e), tuple(s), _named(cause_of[e])) for e, s in done.items()))


def _name(exercise: str) -> str:
    known = load_catalogue().exercises.get(exercise)
    return known.name if known else exercise


def _named(cause: str | None) -> str | None:
    return None if cause is None else _name(cause)
