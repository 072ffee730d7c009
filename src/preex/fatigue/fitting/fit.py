"""Fit one lifter's constants to their log, and say what the log could not tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from preex.core.exercise import Exercise
from preex.core.performed import PerformedSet
from preex.fatigue.fitting.scoring import Found, search
from preex.fatigue.fitting.sheet import Sheet, read
from preex.fatigue.likelihood import Stop
from preex.fatigue.parameters import FloatArray
from preex.fatigue.person import NAMES, Person, population, prior_of

MOST_SETS = 10_000  # the latest; older ones tell of an earlier lifter, and would take longer than 3 seconds
TELLS_NOTHING = 0.9  # posterior over prior standard deviation from which a log is held to have told nothing
Q90 = 1.2816  # of the normal distribution
LEAST_SETS = 30  # before that a fit is the population


@dataclass(frozen=True, slots=True)
class Estimate:
    """One constant: centre and 80 % interval of this lifter and of the population.

    shrinkage : posterior over prior standard deviation; 1 = the log told nothing.
    """

    name: str
    centre: float
    low: float
    high: float
    population: tuple[float, float, float]  # centre, low, high
    shrinkage: float

    @property
    def told(self) -> bool:
        """Whether the log added something."""
        return self.shrinkage < TELLS_NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnostics:
    """How the fit went and what it rests on.

    converged, replays, steps, step, belief : see `preex.fatigue.fitting.scoring.Found`.
    sets : number of each kind of evidence.
    left_out : sets nobody can have done, repeated ones, and those older than the latest `MOST_SETS`.
    workouts, exercises : in the log.
    rests, rests_known : between sets of a workout: how many, and the share that the log tells.
    """

    converged: bool
    replays: int = 0
    steps: int = 0
    step: float = 0.0
    belief: float = 1.0
    sets: Mapping[Stop, int] = field(default_factory=dict)
    left_out: int = 0
    workouts: int = 0
    exercises: int = 0
    rests: int = 0
    rests_known: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "converged": self.converged,
            "replays": self.replays,
            "steps": self.steps,
            "step": round(self.step, 4),
            "belief": round(self.belief, 4),
            "sets": {str(stop): n for stop, n in self.sets.items()},
            "left_out": self.left_out,
            "workouts": self.workouts,
            "exercises": self.exercises,
            "rests": self.rests,
            "rests_known": round(self.rests_known, 3),
        }


@dataclass(frozen=True, slots=True)
class Fit:
    """What a log says of its lifter.

    person : the belief, for predictions and simulations.
    diagnostics : how the fit went.
    """

    person: Person
    diagnostics: Diagnostics

    def estimates(self) -> tuple[Estimate, ...]:
        """Return the constants with their intervals."""
        return tuple(_estimate(self.person, i, name) for i, name in enumerate(NAMES))

    def verdicts(self) -> tuple[str, ...]:
        """Say plainly what the log cannot tell, and what to make of the fit."""
        d = self.diagnostics
        said = []
        if not d.converged:
            said.append("The search did not come to rest: take the figures as a guess, and report the log.")
        if d.belief < 1:
            said.append(
                "Taken at its word the log asks for a lifter hardly anyone is: reserves written by habit, or machines that share a "
                f"name, look like that. Each set counts as {d.belief:.2g} of a set."
            )
        if d.rests and d.rests_known < 0.5:
            told = "tells no rest" if d.rests_known == 0 else f"tells {d.rests_known:.0%} of the rests"
            said.append(f"The log {told}: the others were taken from habit, and recovery is known the less for it.")
        said += [
            f"The log cannot tell {WORDS[e.name]} (its interval is still that of the population)."
            for e in self.estimates()
            if not e.told
        ]
        return tuple(said)


WORDS = {
    "tau_fast_s": "how long the fast clock takes to recover",
    "tau_slow_s": "how long the slow clock takes to recover",
    "beta": "how much of the fatigue turns slow",
    "kappa": "how much fatigue carries over between exercises",
    "omega": "what a failed attempt costs",
    "gain": "how much a set tires this lifter",
    "sigma": "how much sets scatter",
    "phi_person": "how repetitions go with the load",
}


def fit(sets: Sequence[PerformedSet], exercises: Mapping[str, Exercise], body_mass_kg: float) -> Fit:
    """Fit a lifter's constants.

    Parameters
    ----------
    sets : the log, in any order; sets of one time in the order done.
    exercises : id -> exercise, the catalogue; sets of others are used, and tire only themselves.
    body_mass_kg : of the lifter, > 0. [kg]

    Returns
    -------
    The fit. Of a log without evidence, the population with the verdict that nothing is known.
    """
    sheet = read(_latest(sets), exercises, body_mass_kg)
    if not sheet.tells.any():
        return Fit(population(), _diagnostics(sheet, len(sets), None))
    found = search(sheet)
    return Fit(found.person(sheet), _diagnostics(sheet, len(sets), found))


def _latest(sets: Iterable[PerformedSet]) -> list[PerformedSet]:
    return sorted(sets, key=lambda s: s.at.timestamp())[-MOST_SETS:]


def _diagnostics(sheet: Sheet, n_given: int, found: Found | None) -> Diagnostics:
    rests = sheet.rest_s[sheet.position > 0]
    return Diagnostics(
        converged=found is None or found.converged,
        replays=found.replays if found else 0,
        steps=found.steps if found else 0,
        step=found.step if found else 0.0,
        belief=found.belief if found else 1.0,
        sets={stop: len(sheet.rows(stop)) for stop in Stop},
        left_out=n_given - len(sheet),
        workouts=sheet.n_workout,
        exercises=len(sheet.exercises),
        rests=len(rests),
        rests_known=float((~np.isnan(rests)).mean()) if len(rests) else 0.0,
    )


def _estimate(person: Person, i: int, name: str) -> Estimate:
    sd = float(np.sqrt(person.covariance[i, i]))

    def at(z: FloatArray) -> tuple[float, float, float]:
        centre, low, high = (float(v) for v in prior_of(name).at(z))
        return centre, low, high

    spread = np.array([0.0, -Q90, Q90])
    return Estimate(name, *at(person.centre_z[i] + sd * spread), at(spread), sd)
