"""The one likelihood: how probable a logged set is at a given margin.

Fit, filter, simulator and scorer use these functions and no others. Noise lives on log-strength and is Student-t with
4 degrees of freedom, because real logs have tails.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from preex.core.performed import PerformedSet, SetKind
from preex.fatigue.distribution import N_TABLE, RepDistribution
from preex.fatigue.parameters import FloatArray, priors
from preex.fatigue.reps import margin

_UNMARKED_WARMUP = 0.3  # share of unreported sets that say no more than "at least this many" (expert estimate)
_WIDE_RIR = 15.0  # range over which such a set spreads its evidence. [reps]


class Stop(StrEnum):
    """Why a set ended."""

    FAILURE = "failure"  # no further repetition was possible
    REPORTED = "reported"  # stopped, repetitions in reserve reported
    UNREPORTED = "unreported"  # stopped, nobody asked
    EASY = "easy"  # warm-up: says only that at least so many were possible


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one set, or many that ended alike, say about the lifter's margin.

    reps : (...) repetitions done.
    stop : why they ended.
    rir : (...) as reported; read for `REPORTED` alone.
    planned : (...) probability that the number was decided beforehand, so that reaching it tells no more than that it
        was possible; read for `UNREPORTED` alone.
    """

    reps: Any
    stop: Stop
    rir: Any = 0.0
    planned: Any = 0.0

    @classmethod
    def of(cls, performed: PerformedSet) -> Evidence:
        """Read the evidence off a performed set."""
        if performed.kind is SetKind.WARMUP:
            return cls(performed.reps, Stop.EASY)
        if performed.to_failure:
            return cls(performed.reps, Stop.FAILURE)
        if performed.rir is not None:
            return cls(performed.reps, Stop.REPORTED, performed.rir)
        return cls(performed.reps, Stop.UNREPORTED)


def t4_survival(z: npt.ArrayLike) -> FloatArray:
    """P(T > z) of Student's t with 4 degrees of freedom, in closed form."""
    z = np.asarray(z, dtype=float)
    u = z * z / (4 + z * z)
    return np.asarray(0.5 - 0.75 * np.sign(z) * np.sqrt(u) * (1 - u / 3))


def t4_density(z: npt.ArrayLike) -> FloatArray:
    """Density of Student's t with 4 degrees of freedom."""
    return np.asarray(0.375 * (1 + np.asarray(z, dtype=float) ** 2 / 4) ** -2.5)


def log_likelihood(
    evidence: Evidence,
    log_margin: FloatArray,
    phi: npt.ArrayLike,
    lam: float,
    sigma: npt.ArrayLike,
    blur: float = 1.0,
) -> FloatArray:
    """Return the log-likelihood of a set at each margin, or of many sets each at its own.

    Parameters
    ----------
    evidence : the set, or sets.
    log_margin : (...) log(strength / load) before the set, noise excluded. [log]
    phi, lam : (...) the exercise's endurance, and the exponent.
    sigma : (...) scale of the noise on log-strength, > 0. [log]
    blur : how loosely the lifter writes reserves down, or keeps to a habit where none is written; 1 = as the population.
    """
    n, phi, sigma = evidence.reps, np.asarray(phi, dtype=float), np.asarray(sigma, dtype=float)
    if evidence.stop is Stop.EASY:
        return _log(_at_least(n, log_margin, phi, lam, sigma))
    if evidence.stop is Stop.FAILURE:
        here = _at_least(n, log_margin, phi, lam, sigma) - _at_least(n + 1, log_margin, phi, lam, sigma)
        return _log(np.maximum(here, 0.0))
    p = priors()
    left, slope = _reserve(n, log_margin, phi, lam)
    if evidence.stop is Stop.REPORTED:
        expected = left + p["rir_bias"].centre
        spread = p["rir_sd"].centre + p["rir_sd_slope"].centre * np.maximum(left, 0.0)
        scale = np.hypot(blur * spread, slope * sigma)
        z = (evidence.rir - expected) / scale
        # A report cannot go below 0: it stands for everything at or beyond failure.
        return _log(np.where(np.asarray(evidence.rir) <= 0, 1 - t4_survival(z), t4_density(z) / scale))
    scale = np.hypot(blur * p["habit_rir_sd"].centre, slope * sigma)
    habit = t4_density((p["habit_rir"].centre - left) / scale) / scale
    possible = _at_least(n, log_margin, phi, lam, sigma)
    by_feel = (1 - _UNMARKED_WARMUP) * habit + _UNMARKED_WARMUP * possible / _WIDE_RIR
    return _log((1 - evidence.planned) * by_feel + evidence.planned * possible)


_TINY = 1e-12  # no set is impossible: typing errors happen


def _log(density: FloatArray) -> FloatArray:
    return np.asarray(np.log(density + _TINY))


def _at_least(n: Any, log_margin: FloatArray, phi: FloatArray, lam: float, sigma: FloatArray) -> FloatArray:  # noqa: ANN401 - a number or many
    survival = t4_survival((margin(np.maximum(n, 1), phi, lam) - log_margin) / sigma)
    return np.where(np.asarray(n) <= 0, 1.0, survival)


def _reserve(n: Any, log_margin: FloatArray, phi: FloatArray, lam: float) -> tuple[FloatArray, FloatArray]:  # noqa: ANN401 - as above
    """Repetitions left after `n`, and their slope over the margin; not clipped at the load limit."""
    power = np.exp(lam * log_margin)
    total = 1 + (power - 1) / (lam * phi)
    return total - n - 0.5, power / phi


def capacity(log_margin: float, phi: float, lam: float, scale: float) -> RepDistribution:
    """Return the distribution of repetitions to failure at a margin known up to a t-distributed error.

    Parameters
    ----------
    log_margin : expected log(strength / load). [log]
    phi, lam : the exercise's endurance and the exponent.
    scale : scale of everything uncertain about the margin, > 0. [log]
    """
    n = np.arange(N_TABLE)
    survival = t4_survival((margin(np.maximum(n, 1), phi, lam) - log_margin) / scale)
    survival[0] = 1.0
    return RepDistribution.from_survival(survival)
