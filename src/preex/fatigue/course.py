"""The course of training in time: which workout it is, how much rest went by, what was done today."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from preex.core.performed import PerformedSet
from preex.fatigue import clocks
from preex.fatigue.choice import Done, Place
from preex.fatigue.parameters import Constants, FloatArray, priors

NEW_WORKOUT_S = 3 * 3600.0  # a longer gap between two sets starts a new workout


@dataclass(frozen=True, slots=True)
class Moment:
    """Just before a set."""

    fatigue: clocks.Fatigue  # what is left of it after the rest
    workout: int  # count of workouts, this one included
    done: dict[str, Done]  # habit -> what was done of it today
    position: int  # sets done today
    rest_known: bool = False  # somebody or something measured the rest before the set

    def place(self, habit: str, log_load: float, winded: float, at: datetime | None) -> Place:
        """Return where a set of `habit` would stand; `winded` = repetitions that fast fatigue costs here, by the model."""
        return Place(log_load, self.workout, at, self.done.get(habit), self.position, winded)


@dataclass(frozen=True, slots=True)
class Course:
    """After the last set."""

    fatigue: clocks.Fatigue = field(default_factory=clocks.fresh)
    last: PerformedSet | None = None
    workout: int = 0
    done: dict[str, Done] = field(default_factory=dict)
    position: int = 0

    def moment(
        self,
        c: Constants,
        *,
        rest_before_s: float | None,
        at: datetime | None,
        superset: str | None = None,
        workout: str | None = None,
    ) -> Moment:
        """Return the moment of the next set.

        Parameters
        ----------
        c : constants of the model.
        rest_before_s : rest since the last set; None = unknown: the mean over the habit of lifters. [s]
        at : time of the set, or of its workout's start; None = within the current workout.
        superset, workout : of the set, where known.
        """
        if self.last is None:
            return Moment(self.fatigue, 1, {}, 0)
        if at is not None and starts_workout(self.last, at, workout):
            gap_s = abs((at - self.last.at).total_seconds())
            return Moment(clocks.rest(self.fatigue, clocks.decay(gap_s, c)), self.workout + 1, {}, 0)
        rest_s = rest_after(self.last, at, rest_before_s, c.rep_s)
        left = _left(c, rest_s, in_turn=superset is not None and superset == self.last.superset)
        return Moment(clocks.rest(self.fatigue, left), self.workout, self.done, self.position, rest_s is not None)

    @classmethod
    def after(cls, moment: Moment, performed: PerformedSet, fatigue: clocks.Fatigue) -> Course:
        """Return the course once the set is done and `fatigue` is what it left."""
        return cls(fatigue, performed, moment.workout, moment.done, moment.position)

    def counted(self, habit: str, log_load: float, reps: int) -> Course:
        """Return the course with the set counted under `habit`."""
        done = self.done | {habit: Done.one_more(self.done.get(habit), reps, log_load)}
        return Course(self.fatigue, self.last, self.workout, done, self.position + 1)


def starts_workout(last: PerformedSet, at: datetime, workout: str | None) -> bool:
    """Say whether a set at time `at` is not of the same visit to the gym as `last`."""
    gap_s = abs((at - last.at).total_seconds())
    another = workout is not None and workout != last.workout
    return gap_s > NEW_WORKOUT_S or (another and gap_s > 0)


def rest_after(last: PerformedSet, at: datetime | None, rest_before_s: float | None, rep_s: float) -> float | None:
    """Return the rest since `last` in one workout, as told or as the times of the sets tell it. [s]

    Parameters
    ----------
    last : the set before.
    at : time of the set, or of its workout's start.
    rest_before_s : as told. [s]
    rep_s : duration of one repetition. [s]

    Returns
    -------
    >= 0; None where nothing tells.
    """
    if rest_before_s is None and at is not None and at != last.at:  # each set has a time: the rest is what `last` left
        rest_before_s = abs((at - last.at).total_seconds()) - last.reps * rep_s
    return None if rest_before_s is None else max(0.0, rest_before_s)


def _left(c: Constants, rest_before_s: float | None, *, in_turn: bool) -> FloatArray:
    if rest_before_s is not None:
        return clocks.decay(rest_before_s, c)
    habit = priors()["superset_rest_s" if in_turn else "rest_s"]
    return clocks.decay_unknown(habit.centre, habit.sd, c)
