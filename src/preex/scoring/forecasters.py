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
from preex.predictor import BODY_MASS_KG, Predictor
from preex.scoring.past import Past, Place, is_scored
from preex.scoring.proper import FloatArray, median
from preex.scoring.rules import RULES, Rule
from preex.scoring.spread import N_REPS, Errors, guess, spread, whole


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


@dataclass(slots=True)
class ByRule:
    """A rule that says one number, spread by its own past errors for this lifter."""

    rule: Rule
    errors: Errors = field(default_factory=Errors)

    def foresee(self, asked: PerformedSet, past: Past, place: Place) -> Forecast:  # noqa: ARG002
        """Foretell a set from the diary."""
        said = self._say(past, place)
        return Forecast(said, self.errors.around(said))

    def observe(self, done: PerformedSet, past: Past, place: Place) -> None:
        """Learn how far off the rule was."""
        if is_scored(done):
            self.errors.add(done.reps - self._say(past, place))

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
    width: float = 0.7  # over which a set speaks for neighbouring numbers [reps]

    def foresee(self, asked: PerformedSet, past: Past, place: Place) -> Forecast:  # noqa: ARG002
        """Foretell a set from the diary."""
        sets = past.last(place.exercise, self.memory)
        if not sets:
            said = whole(past.usual)
            return Forecast(said, guess(said))
        pmf = spread([done.reps for done in sets], [self._weight(done.place, place) for done in sets], self.width)
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
        pmf = spread(answers, [1.0] * len(answers))
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
