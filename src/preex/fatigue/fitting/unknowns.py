"""The unknown constants of one lifter as one vector, each in standard deviations of its prior.

First `NAMES` of `preex.fatigue.person`; then the drift of strength; then what a written load is worth, in all exercises;
then how loosely reserves are written down;
then what is special to each movement pattern's endurance, to each exercise's, and to each exercise's loads.

What a written load is worth stands for all that bends loads against repetitions besides endurance: levers and carriages
nobody weighs, lighter sets stopped earlier than written. It has heavy tails about 0: where a log is in order it stays there
and endurance is learned, where it is not it takes the blame.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from preex.fatigue.fitting.sheet import BoolArray, Sheet
from preex.fatigue.parameters import Constants, FloatArray
from preex.fatigue.person import NAMES, RECOVERY, Endurance, Person, constants_at, phi_sds, prior_of

DRIFT_SD = 0.005  # of the log of strength per week, between lifters (expert estimate). [1/week]
DRIFT = len(NAMES)
WORTH = DRIFT + 1
WORTH_SD = 0.05  # scale of the worth of a written load, in its logarithm (expert estimate)
BLUR = WORTH + 1
BLUR_SD = 0.5  # of the log of how loosely reserves are written down, between lifters (expert estimate)
N_SHARED = BLUR + 1
_MOST_WORTH = 8.0  # in its scale: loads bent by more are no loads (expert estimate)
_NU = 4.0  # degrees of freedom of the heavy-tailed unknowns
N_RECOVERY = len(RECOVERY)
LIFTER = [NAMES.index(name) for name in (*RECOVERY, "phi_person")]  # the lifter; the others are how the log was kept
SIGMA, PERSON = (NAMES.index(name) for name in ("sigma", "phi_person"))


@dataclass(frozen=True, slots=True)
class Unknowns:
    """How the vector is laid out for one log.

    base : (n_exercise,) the population's log phi.
    log_phi : (n_exercise, n_constant) how log phi goes with the vector.
    worth : (n_exercise, n_constant) how the worth of a written load goes with it.
    heavy : (n_constant,) True for unknowns with Student's t for a prior, not the normal.
    belief : (n_constant,) how far the log is believed about each, 0 to 1: its sets count as so many. Where that is below
        1 the prior is raised to the power 1 / belief, which puts the top at the same place.
    patterns : names, in the order of the vector.
    """

    base: FloatArray
    log_phi: FloatArray
    worth: FloatArray
    heavy: BoolArray
    belief: FloatArray
    patterns: tuple[str, ...]

    @classmethod
    def of(cls, sheet: Sheet, belief: float = 1.0) -> Unknowns:
        """Lay the vector out for a log."""
        of = [sheet.known[e].pattern if e in sheet.known else "" for e in sheet.exercises]
        patterns = tuple(dict.fromkeys(name for name in of if name))
        n = len(sheet.exercises)
        of_person, of_pattern, of_exercise = phi_sds()
        log_phi, worth = np.zeros((2, n, N_SHARED + len(patterns) + 2 * n))
        log_phi[:, PERSON] = of_person
        for e, name in enumerate(of):
            if name:
                log_phi[e, N_SHARED + patterns.index(name)] = of_pattern
        # an exercise nobody knows has no pattern to share with, and as much of its own
        own = [of_exercise if name else float(np.hypot(of_pattern, of_exercise)) for name in of]
        log_phi[np.arange(n), N_SHARED + len(patterns) + np.arange(n)] = own
        worth[:, WORTH] = WORTH_SD
        worth[:, -n:] = WORTH_SD * np.eye(n)
        of_lifter = log_phi.any(0) | np.isin(np.arange(log_phi.shape[1]), LIFTER)
        base = np.log([ch.phi for ch in sheet.channels()])
        return cls(base, log_phi, worth, np.asarray(worth.any(0)), np.where(of_lifter, belief, 1.0), patterns)

    def log_prior(self, z: FloatArray) -> float:
        """Return the log prior, up to a constant."""
        square = z**2
        return -0.5 * float((np.where(self.heavy, (_NU + 1) * np.log1p(square / _NU), square) / self.belief).sum())

    def pull(self, z: FloatArray) -> FloatArray:
        """Return by how much the prior pulls each unknown back, per unit away from 0, shape (n_constant,)."""
        return np.where(self.heavy, (_NU + 1) / (_NU + z**2), 1.0) / self.belief

    def widened(self, covariance: FloatArray) -> FloatArray:
        """Return the covariance of unknowns about which the log is believed less than it says."""
        scale = self.belief**-0.5
        return covariance * np.outer(scale, scale)

    def stranger_than(self, z: FloatArray) -> float:
        """Return the share of lifters whose constants are as far from the usual as `z` or farther, 0 to 1."""
        return float(chdtrc(len(LIFTER), float(z[LIFTER] @ z[LIFTER])))

    @property
    def bounds(self) -> tuple[FloatArray, FloatArray]:
        """Lowest and highest values, in prior standard deviations, shape (n_constant,) each."""
        low, high = np.full(len(self), -np.inf), np.full(len(self), np.inf)
        for i, name in enumerate(NAMES):
            low[i], high[i] = prior_of(name).bounds_z
        worths = self.worth.any(0)
        low[worths], high[worths] = -_MOST_WORTH, _MOST_WORTH
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


def blur_of(z: FloatArray) -> float:
    """Return how loosely reserves are written down. [1]"""
    return float(np.exp(BLUR_SD * z[BLUR]))
