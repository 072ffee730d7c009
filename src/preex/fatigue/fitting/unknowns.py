"""The unknown constants of one lifter as one vector, each in standard deviations of its prior.

First `NAMES` of `preex.fatigue.person`, then the drift of strength, then what is special to each movement pattern's
endurance and to each exercise's.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from preex.fatigue.fitting.sheet import Sheet
from preex.fatigue.parameters import Constants, FloatArray
from preex.fatigue.person import NAMES, RECOVERY, Endurance, Person, constants_at, phi_sds, prior_of

DRIFT_SD = 0.005  # of the log of strength per week, between lifters (expert estimate). [1/week]
DRIFT = len(NAMES)
N_SHARED = len(NAMES) + 1
N_RECOVERY = len(RECOVERY)
SIGMA, BIAS, PERSON = (NAMES.index(name) for name in ("sigma", "rir_bias", "phi_person"))


@dataclass(frozen=True, slots=True)
class Unknowns:
    """How the vector is laid out for one log.

    base : (n_exercise,) the population's log phi.
    log_phi : (n_exercise, n_constant) how log phi goes with the vector.
    patterns : names, in the order of the vector.
    """

    base: FloatArray
    log_phi: FloatArray
    patterns: tuple[str, ...]

    @classmethod
    def of(cls, sheet: Sheet) -> Unknowns:
        """Lay the vector out for a log."""
        of = [sheet.known[e].pattern if e in sheet.known else "" for e in sheet.exercises]
        patterns = tuple(dict.fromkeys(name for name in of if name))
        n = len(sheet.exercises)
        of_person, of_pattern, of_exercise = phi_sds()
        log_phi = np.zeros((n, N_SHARED + len(patterns) + n))
        log_phi[:, PERSON] = of_person
        for e, name in enumerate(of):
            if name:
                log_phi[e, N_SHARED + patterns.index(name)] = of_pattern
        # an exercise nobody knows has no pattern to share with, and as much of its own
        own = [of_exercise if name else float(np.hypot(of_pattern, of_exercise)) for name in of]
        log_phi[np.arange(n), N_SHARED + len(patterns) + np.arange(n)] = own
        return cls(np.log([ch.phi for ch in sheet.channels()]), log_phi, patterns)

    @property
    def bounds(self) -> tuple[FloatArray, FloatArray]:
        """Lowest and highest values, in prior standard deviations, shape (n_constant,) each."""
        low, high = np.full(len(self), -np.inf), np.full(len(self), np.inf)
        for i, name in enumerate(NAMES):
            low[i], high[i] = prior_of(name).bounds_z
        return low, high

    def __len__(self) -> int:
        return int(self.log_phi.shape[1])

    def phi(self, z: FloatArray) -> FloatArray:
        """Return the endurance of each exercise, shape (n_exercise,). [1/rep]"""
        return np.asarray(np.exp(self.base + self.log_phi @ z))

    def person(self, sheet: Sheet, z: FloatArray, covariance: FloatArray) -> Person:
        """Return the belief as a `Person`: the joint normal, endurances given the constants independent."""
        n = len(NAMES)
        shared = covariance[:n, :n]
        names = [f"pattern:{name}" for name in self.patterns] + list(sheet.exercises)
        pattern = np.zeros((len(self.patterns), len(self)))
        pattern[:, PERSON], of_pattern, _ = phi_sds()
        pattern[:, N_SHARED : N_SHARED + len(self.patterns)] = of_pattern * np.eye(len(self.patterns))
        rows = np.vstack([pattern, self.log_phi])
        slopes = np.linalg.solve(shared, covariance[:n] @ rows.T).T
        spread = np.einsum("ij,jk,ik->i", rows, covariance, rows) - np.einsum("ij,jk,ik->i", slopes, shared, slopes)
        return Person(
            z[:n],
            shared,
            {
                name: Endurance(float(shift), slope, float(np.sqrt(max(variance, 0.0))))
                for name, shift, slope, variance in zip(names, rows @ z, slopes, spread, strict=True)
            },
        )


def constants_of(z: FloatArray) -> Constants:
    """Return the constants of a vector, or of several, shape (..., n_constant)."""
    return constants_at(np.moveaxis(z[..., : len(NAMES)], -1, 0))


def bias_of(z: FloatArray) -> float:
    """Return the bias of reported reserves. [reps]"""
    return float(prior_of("rir_bias").at(z[BIAS]))


def drift_of(z: FloatArray) -> float:
    """Return the drift of strength. [1/week]"""
    return float(DRIFT_SD * z[DRIFT])
