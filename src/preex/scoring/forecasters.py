"""Everybody who foretells sets, PreEx included, in one shape: one number, and a probability of each number.

A rule that says one number gets the spread it deserves: that of its own errors for this lifter so far. So its log score
and CRPS are those of somebody who knows how far the rule can be trusted, which is more than the rule tells.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Protocol

import numpy as np

from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.fatigue.parameters import centre
from preex.fatigue.reps import MAX_REPS
from preex.predictor import BODY_MASS_KG, Predictor
from preex.scoring.past import Past, Place, is_scored
from preex.scoring.proper import FloatArray, median
from preex.scoring.rules import RULES, Rule

N_REPS = MAX_REPS + 1


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected of a set.

    said : when asked for one number. [reps]
    pmf : (n_reps,) probability of 0, 1, 2, ... repetitions.
    """

    said: int
    pmf: FloatArray


class Forecaster(Protocol):
    """Foretells the next set, and learns from each set done. Never sees the repetitions of the set it is asked about."""

    def foresee(self, asked: PerformedSet, past: Past, place: Place) -> Forecast:
        """Foretell a set from how it is done."""

    def observe(self, done: PerformedSet, past: Past, place: Place) -> None:
        """Learn from a set; `past` does not hold it yet."""


@dataclass(slots=True)
class Model:
    """PreEx's predictor."""

    predictor: Predictor

    def foresee(self, asked: PerformedSet, past: Past, place: Place) -> Forecast:  # noqa: ARG002 - as all forecasters
        """Foretell a set from how it is done."""
        p = self.predictor.foresee(asked)
        return Forecast(p.quantile(0.5), np.fromiter(map(p.pmf, range(N_REPS)), float, N_REPS))

    def observe(self, done: PerformedSet, past: Past, place: Place) -> None:  # noqa: ARG002
        """Learn from a set."""
        self.predictor.observe(done)


_REACH = 12  # repetitions over which a past set speaks for its neighbours; ANYTHING covers the rest
_PRIOR_SETS, _PRIOR_WIDTH = 3.0, 2.0  # before a rule has a record: this many sets' worth of errors of about two
_ERROR_WIDTH = 0.5  # neighbours of an error that was seen are nearly as likely
_NEAREST_WIDTH = 0.7


@dataclass(slots=True)
class ByRule:
    """A rule that says one number, spread by its own past errors for this lifter."""

    rule: Rule
    _errors: FloatArray = field(default_factory=lambda: _blurred(_one_hot(N_REPS - 1) * _PRIOR_SETS, _PRIOR_WIDTH))

    def foresee(self, asked: PerformedSet, past: Past, place: Place) -> Forecast:  # noqa: ARG002
        """Foretell a set from the diary."""
        said = self._say(past, place)
        errors = _blurred(self._errors, _ERROR_WIDTH)
        return Forecast(said, _possible(errors[N_REPS - 1 - said : 2 * N_REPS - 1 - said]))

    def observe(self, done: PerformedSet, past: Past, place: Place) -> None:
        """Learn how far off the rule was."""
        if is_scored(done):
            self._errors[N_REPS - 1 + done.reps - self._say(past, place)] += 1

    def _say(self, past: Past, place: Place) -> int:
        said = self.rule(past, place)
        return whole(past.usual if said is None else said)


@dataclass(slots=True)
class Nearest:
    """The weighted median of the lifter's own sets of the exercise: near in load, in set number and in time."""

    load: float = 0.06  # distances at which a set counts 1/e as much: of log load,
    order: float = 0.7  # of the number within the workout [sets],
    age: float = 10.0  # and of time [workouts]; those of a prototype on public logs, 2026-11
    memory: int = 60

    def foresee(self, asked: PerformedSet, past: Past, place: Place) -> Forecast:  # noqa: ARG002
        """Foretell a set from the diary."""
        sets = past.last(place.exercise, self.memory)
        if not sets:
            said = whole(past.usual)
            return Forecast(said, spread([said], [1.0], _PRIOR_WIDTH))
        pmf = spread([done.reps for done in sets], [self._weight(done.place, place) for done in sets], _NEAREST_WIDTH)
        return Forecast(median(pmf), pmf)

    def observe(self, done: PerformedSet, past: Past, place: Place) -> None:
        """Learn nothing: the diary remembers."""

    def _weight(self, then: Place, now: Place) -> float:
        apart = abs(math.log(max(then.load_kg, 1.0) / max(now.load_kg, 1.0))) / self.load
        apart += abs(then.order - now.order) / self.order + (now.workout - then.workout) / self.age
        return math.exp(-min(apart, 50.0))


@dataclass(slots=True)
class Cheat:
    """Cheats: knows the whole log, the future too, and says the best constant for each exercise and set number."""

    cells: Mapping[tuple[str, int], list[int]]

    @classmethod
    def knowing(cls, sets: Sequence[PerformedSet]) -> Cheat:
        """Read the answers off a whole log."""
        past, cells = Past(load_catalogue().exercises), defaultdict(list)
        for s in sets:
            if is_scored(s):
                place = past.place(s)
                cells[place.exercise, place.order].append(s.reps)
            past.learn(s)
        return cls(cells)

    def foresee(self, asked: PerformedSet, past: Past, place: Place) -> Forecast:  # noqa: ARG002
        """Look up the answers."""
        answers = self.cells[place.exercise, place.order]
        pmf = spread(answers, [1.0] * len(answers), _ERROR_WIDTH)
        return Forecast(int(np.median(answers)), pmf)

    def observe(self, done: PerformedSet, past: Past, place: Place) -> None:
        """Learn nothing: it knew."""


PREEX, NO_FATIGUE, NEAREST, CHEAT = "preex", "no_fatigue", "nearest", "cheat"
LABELS: Mapping[str, str] = {
    PREEX: "PreEx",
    NO_FATIGUE: "PreEx without fatigue",
    NEAREST: "weighted median of your own nearest sets",
    "same_set": "same set number last time",
    "last_set": "last set of the exercise",
    "growing_loss": "losses growing 1.25-fold per set",
    "exercise_mean": "your mean of the exercise",
    "brzycki_last": "e1RM of the last set, Brzycki",
    "brzycki_best_of_3": "e1RM of the best of three, Brzycki",
    "rpe_chart": "RPE chart from the last set",
    "epley_last": "e1RM of the last set, Epley",
    "epley_best_of_3": "e1RM of the best of three, Epley",
    "fixed_fatigue": "e1RM less 1.5 % per set before",
    CHEAT: "a cheat that has read the whole log",
}
NAMES = tuple(LABELS)


def forecasters(
    sets: Sequence[PerformedSet],
    only: Sequence[str] = NAMES,
    body_mass_kg: float = BODY_MASS_KG,
    predictor: Callable[..., Predictor] = Predictor,
) -> dict[str, Forecaster]:
    """Return everybody who foretells this log, new to the lifter.

    Parameters
    ----------
    sets : the whole log; for the cheat alone.
    only : names of those wanted, from `NAMES`.
    body_mass_kg : of the lifter. [kg]
    predictor : makes PreEx's predictor; another than usual to score one that has not learned from this lifter.
    """
    make: dict[str, Callable[[], Forecaster]] = {
        PREEX: lambda: Model(predictor(body_mass_kg=body_mass_kg)),
        NO_FATIGUE: lambda: Model(predictor(body_mass_kg=body_mass_kg, constants=replace(centre(), gain=0.0))),
        NEAREST: Nearest,
        CHEAT: lambda: Cheat.knowing(sets),
        **{name: partial(ByRule, rule) for name, rule in RULES.items()},
    }
    return {name: make[name]() for name in only}


def whole(reps: float) -> int:
    """Return the nearest number of repetitions that can be logged, 1 to `MAX_REPS`; halves go up."""
    return int(min(max(math.floor(reps + 0.5), 1), MAX_REPS))


def spread(reps: Sequence[float], weights: Sequence[float], width: float) -> FloatArray:
    """Return past repetitions as probabilities, each spread over its neighbours, shape (n_reps,)."""
    return _possible(_blurred(np.bincount([whole(r) for r in reps], weights, N_REPS).astype(float), width))


def _blurred(counts: FloatArray, width: float) -> FloatArray:
    """Spread counts over their neighbours by a two-sided exponential of `width`, shape as it was."""
    kernel = np.exp(-np.abs(np.arange(-_REACH, _REACH + 1)) / width)
    return np.convolve(counts, kernel / kernel.sum(), mode="same")


def _possible(weights: FloatArray) -> FloatArray:
    """Return probabilities; a set that counts has one repetition or more, so what lies below is put there."""
    weights = weights.copy()
    weights[1] += weights[0]
    weights[0] = 0.0
    return np.asarray(weights / weights.sum())


def _one_hot(place: int) -> FloatArray:
    found = np.zeros(2 * N_REPS - 1)
    found[place] = 1.0
    return found
