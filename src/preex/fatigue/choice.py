"""How many repetitions a lifter chooses: logs hold choices, not only capacity.

The next set of an exercise resembles one of the lifter's own recent sets of it. Which one, and how much of the rest is
capacity, is judged by `preex.fatigue.likeness`; here is what it is told: the earlier sets, and how the day goes.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from preex.fatigue import likeness
from preex.fatigue.distribution import N_TABLE, RepDistribution
from preex.fatigue.likeness import LOAD, N_COLUMN, NONE, ORDER, REPS, SESSION, WINDED, Weights
from preex.fatigue.parameters import FloatArray, priors

_MEMORY = 60  # sets of one exercise remembered
_LEFT = 2.0  # mean repetitions left by a population nobody asked (expert estimate)
_STOP_SHORT = np.exp(-np.arange(10) / _LEFT) / np.exp(-np.arange(10) / _LEFT).sum()
_USUAL_SD = 0.43  # of the log of a first set's repetitions around the lifter's usual; 4,405 such sets of public logs
_USUAL_SHARE = 0.8  # of first sets that capacity has no say in (compared on the same sets)
_DAY_S = 86_400.0


@dataclass(frozen=True, slots=True)
class Done:
    """What was done of one exercise in the present workout: number of sets, first and last set."""

    sets: int
    first: tuple[int, float]  # repetitions, log load
    last: tuple[int, float]

    @classmethod
    def one_more(cls, done: Done | None, reps: int, log_load: float) -> Done:
        """Return `done` with another set."""
        it = (reps, log_load)
        return cls(done.sets + 1, done.first, it) if done else cls(1, it, it)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a set stands."""

    log_load: float
    workout: int  # count of workouts, this one included
    at: datetime | None  # None = now, whenever that is
    done: Done | None  # of this exercise today
    position: int  # sets done today
    winded: float  # repetitions that what was done a moment ago costs here, by the model


@dataclass(frozen=True, slots=True)
class Steadiness:
    """How well "the same as last time" foretold: running share of exact repeats, and mean distance. [reps]"""

    exact: float = 0.5
    off: float = 1.5

    def learned(self, error: float, weight: float) -> Steadiness:
        """Return it after another set, which counts `weight`."""
        keep = 1 - weight
        return Steadiness(keep * self.exact + weight * (error == 0), keep * self.off + weight * min(abs(error), 10.0))


@dataclass(frozen=True, slots=True)
class Habit:
    """Recent sets of one exercise.

    rows : (n_past, n_column) newest first, columns of `likeness.COLUMNS`.
    session : count of the workouts with the exercise.
    workout : count, over all exercises, of the last of them.
    """

    rows: FloatArray = field(default_factory=lambda: np.empty((0, N_COLUMN)))
    session: int = 0
    workout: int = 0
    steady: Steadiness = field(default_factory=Steadiness)

    def row(self, place: Place, reps: int = 0) -> FloatArray:
        """Return a set at `place` as a row."""
        session = self.session + (place.workout != self.workout or self.session == 0)
        day = self._last_day() if place.at is None else place.at.timestamp() / _DAY_S
        order, first, last = 0, (NONE, NONE), (NONE, NONE)
        if place.done:
            order, first, last = place.done.sets, place.done.first, place.done.last
        return np.array(
            [reps, place.log_load, order, session, day, *last, *first, place.winded, place.position], dtype=float
        )

    def same_as_last_time(self, now: FloatArray) -> float:
        """Return the repetitions of the same set number in the last workout or the one before, else of the last set."""
        age = now[SESSION] - self.rows[:, SESSION]
        same = (self.rows[:, ORDER] == now[ORDER]) & (age > 0) & (age <= 2)
        return float(self.rows[same.argmax(), REPS])  # the first where true, and 0 where none is

    def beyond(self, log_load: float) -> float:
        """Return by how much a load exceeds every load remembered; 0 where nothing is remembered. [log]"""
        return max(log_load - float(self.rows[:, LOAD].max()), 0.0) if len(self.rows) else 0.0

    def more_winded(self, place: Place) -> float:
        """Return the repetitions that fast fatigue costs at a place beyond what it cost lately. [reps]"""
        return max(place.winded - float(np.median(self.rows[:10, WINDED])), 0.0) if len(self.rows) else 0.0

    def remember(self, place: Place, reps: int) -> Habit:
        """Return the habit after a performed set."""
        row = self.row(place, min(reps, N_TABLE - 2))
        steady = self.steady.learned(reps - self.same_as_last_time(row), 0.15) if len(self.rows) else self.steady
        rows = np.concatenate([row[None], self.rows[: _MEMORY - 1]])
        return Habit(rows, int(row[SESSION]), place.workout, steady)

    def _last_day(self) -> float:
        return float(self.rows[0, likeness.DAY]) if len(self.rows) else 0.0


@dataclass(frozen=True, slots=True)
class Form:
    """The lifter over all exercises: how steady, what repetitions, how today goes against last time."""

    steady: Steadiness = field(default_factory=Steadiness)
    usual_reps: float = 8.0
    last_reps: float = 8.0
    last_change: float = 0.0  # of the last set today against last time [reps]
    changes: float = 0.0  # their sum today
    compared: int = 0  # their number today
    workout: int = 0

    def told(self, habit: Habit, workout: int) -> FloatArray:
        """Return what the gate is told, shape (n_form,)."""
        today = self._today(workout)
        return np.array(
            [
                self.steady.exact,
                min(self.steady.off, 8) / 4,
                self.usual_reps / 10,
                self.last_reps / 10,
                today.last_change / 4,
                today.changes / (today.compared + 1) / 2,
                math.log1p(today.compared) / 2,
                habit.steady.exact,
                min(habit.steady.off, 8) / 4,
            ]
        )

    def learned(self, habit: Habit, place: Place, reps: int) -> Form:
        """Return the form after a performed set, of which `habit` does not know yet."""
        form, reps = self._today(place.workout), min(reps, 30)
        if len(habit.rows):
            error = reps - habit.same_as_last_time(habit.row(place))
            change = min(max(error, -4.0), 4.0)
            form = replace(
                form,
                steady=form.steady.learned(error, 0.05),
                last_change=change,
                changes=form.changes + change,
                compared=form.compared + 1,
            )
        return replace(form, usual_reps=0.9 * form.usual_reps + 0.1 * reps, last_reps=float(reps))

    def _today(self, workout: int) -> Form:
        if workout == self.workout:
            return self
        return replace(self, workout=workout, last_change=0.0, changes=0.0, compared=0)


def chosen(w: Weights, habit: Habit, form: Form, place: Place, capacity: RepDistribution) -> RepDistribution:
    """Return the distribution of the repetitions that will be logged, whatever is possible.

    Parameters
    ----------
    w : learned weights, as `likeness.weights`.
    habit : of the exercise.
    form : of the lifter.
    place : where the set stands.
    capacity : distribution of repetitions to failure.
    """
    unknown = newcomer(form, capacity).probabilities
    told = form.told(habit, place.workout)
    return RepDistribution(likeness.mixture(w, habit.row(place), told, habit.rows, capacity.mean, unknown))


def spared(logged: RepDistribution, winded: float) -> RepDistribution:
    """Return what will be logged by somebody more winded than usual: the usual number, as far as the reserve goes.

    Logs without rest times cannot teach this: there, how winded somebody was is mostly noise. So it is reckoned: who
    usually leaves the reserve of a habit has that much to give before fatigue takes repetitions away.

    logged : what would be logged as usual.
    winded : repetitions that fatigue costs beyond the usual, >= 0.
    """
    if winded <= 0:
        return logged
    return logged.capped_by(logged.moved(priors()["habit_rir"].centre - winded))


def newcomer(form: Form, capacity: RepDistribution) -> RepDistribution:
    """Return what is logged in an exercise that the lifter never did: mostly their usual number.

    People pick a load for the number they usually do, and what is believed of a strength never seen is weak.

    form : of the lifter; one who was never seen stops a few repetitions short of capacity.
    capacity : distribution of repetitions to failure.
    """
    short = stopped_short(capacity)
    if not form.workout:
        return short
    n = np.arange(1, len(short.probabilities))
    usual = np.exp(-0.5 * ((np.log(n) - math.log(max(form.usual_reps, 1.0))) / _USUAL_SD) ** 2) / n
    usual = np.concatenate([[0.0], usual / usual.sum()])
    able = short.capped_by(RepDistribution(usual)).probabilities
    return RepDistribution(_USUAL_SHARE * usual + (1 - _USUAL_SHARE) * able)


def stopped_short(capacity: RepDistribution) -> RepDistribution:
    """Return what is logged by somebody who leaves a few repetitions and of whom nothing else is known."""
    p = capacity.probabilities
    able = np.concatenate([[0.0], p[1:]])
    shifted = np.convolve(able[::-1], _STOP_SHORT)
    out = shifted[: len(p)][::-1].copy()
    out[1] += out[0] + shifted[len(p) :].sum()  # whoever can do one does one
    out[0] = p[0]
    return RepDistribution(np.asarray(out / out.sum()))
