"""What is believed of one lifter's constants: the population's prior, or what a fit made of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from preex.core.exercise import Exercise
from preex.fatigue.parameters import Constants, FloatArray, Prior, centre, priors

# What differs between lifters. `phi_person` is the part of endurance that all exercises of a lifter share. How far reported
# reserves are off is left to the population: a log without many failures cannot tell it from endurance, and learned with
# the rest it made later capacity worse (on ten public logs with effort ratings, 2026-11-24: 2.7 repetitions against 2.55).
RECOVERY = ("tau_fast_s", "tau_slow_s", "beta", "kappa", "omega", "gain")
NAMES = (*RECOVERY, "sigma", "phi_person")

_PRIOR_OF = {"phi_person": "phi.person"}
PATTERN_SHARE = (
    0.5  # of a lifter's variance of log phi between exercises, common to a movement pattern (expert estimate)
)


def prior_of(name: str) -> Prior:
    """Return the prior of one of `NAMES`."""
    return priors()[_PRIOR_OF.get(name, name)]


def phi_sds() -> tuple[float, float, float]:
    """Return how log phi scatters: between lifters, between a lifter's patterns, between the exercises of a pattern."""
    own = priors()["phi.exercise"].sd
    return prior_of("phi_person").sd, own * math.sqrt(PATTERN_SHARE), own * math.sqrt(1 - PATTERN_SHARE)


def constants_at(z: FloatArray) -> Constants:
    """Return the constants at `z`, shape (n_constant, ...), in prior standard deviations from the population's centre."""
    values: dict[str, Any] = {name: prior_of(name).at(z[NAMES.index(name)]) for name in (*RECOVERY, "sigma")}
    return replace(centre(), **values)


@dataclass(frozen=True, slots=True)
class Endurance:
    """Log phi of an exercise, less the population's: `shift + slopes @ (z - centre)`, give or take `sd`.

    slopes : (n_constant,) how it goes along with the constants.
    """

    shift: float
    slopes: FloatArray
    sd: float

    def drawn(self, deviation: FloatArray, own: FloatArray) -> FloatArray:
        """Return factors of phi relative to its centre, shape (n_draw,).

        deviation : (n_constant, n_draw) of the constants from their centre, in prior standard deviations.
        own : (n_draw,) standard normal numbers.
        """
        return np.asarray(np.exp(self.slopes @ deviation + self.sd * own))


@dataclass(frozen=True)
class Person:
    """A normal belief about the constants, in prior standard deviations from the population's centre.

    centre_z : (n_constant,) in the order of `NAMES`.
    covariance : (n_constant, n_constant); the unit matrix for a lifter nothing is known of.
    endurances : exercise id, or `pattern:NAME` for exercises not seen -> endurance.
    """

    centre_z: FloatArray
    covariance: FloatArray
    endurances: Mapping[str, Endurance] = field(default_factory=dict)

    def constants(self) -> Constants:
        """Return the constants at their centre."""
        return constants_at(self.centre_z)

    def sd(self, name: str) -> float:
        """Return the standard deviation of one of `NAMES` on the scale that its prior is normal on."""
        i = NAMES.index(name)
        return prior_of(name).sd * math.sqrt(self.covariance[i, i])

    @cached_property
    def _factor(self) -> FloatArray:
        return np.asarray(np.linalg.cholesky(self.covariance))

    def deviations(self, normal: FloatArray) -> FloatArray:
        """Turn standard normal numbers into deviations from the centre, both (n_constant, n_draw)."""
        return np.asarray(self._factor @ normal)

    def endurance(self, exercise: str, known: Exercise | None) -> Endurance:
        """Return the endurance in an exercise: fitted, or that of its pattern, or of the lifter in all."""
        if exercise in self.endurances:
            return self.endurances[exercise]
        of_person, of_pattern, of_exercise = phi_sds()
        pattern = f"pattern:{known.pattern}" if known else ""
        if pattern in self.endurances:
            seen = self.endurances[pattern]
            return Endurance(seen.shift, seen.slopes, math.hypot(seen.sd, of_exercise))
        slopes = np.where(np.array(NAMES) == "phi_person", of_person, 0.0)
        return Endurance(float(slopes @ self.centre_z), slopes, math.hypot(of_pattern, of_exercise))

    def endurance_sd(self, exercise: str, known: Exercise | None) -> float:
        """Return the standard deviation of log phi in an exercise."""
        e = self.endurance(exercise, known)
        return math.sqrt(float(e.slopes @ self.covariance @ e.slopes) + e.sd**2)

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "names": list(NAMES),
            "centre_z": self.centre_z.tolist(),
            "covariance": self.covariance.tolist(),
            "endurances": {
                name: {"shift": e.shift, "slopes": e.slopes.tolist(), "sd": e.sd} for name, e in self.endurances.items()
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Person:
        """Make a person of what `to_json` gave.

        Raises
        ------
        ValueError : it was written for other constants than `NAMES`.
        """
        if tuple(data["names"]) != NAMES:
            raise ValueError(f"made for {data['names']}, not for {list(NAMES)}")
        return cls(
            np.array(data["centre_z"], dtype=float),
            np.array(data["covariance"], dtype=float),
            MappingProxyType(
                {
                    name: Endurance(e["shift"], np.array(e["slopes"], dtype=float), e["sd"])
                    for name, e in data["endurances"].items()
                }
            ),
        )


@cache
def population() -> Person:
    """Return a lifter of whom nothing is known."""
    return Person(np.zeros(len(NAMES)), np.eye(len(NAMES)))
