"""What is believed about one lift: the load for eight repetitions, and how sure.

Strength is carried as the log of the 8RM load, not of the 1RM, because the 1RM and endurance are strongly correlated
when all sets lie near one load.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from importlib import resources
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from preex.core.exercise import Exercise
from preex.fatigue.likelihood import Evidence, log_likelihood
from preex.fatigue.parameters import FloatArray, priors
from preex.fatigue.reps import margin

ANCHOR_REPS = 8.5  # an 8RM is a load with between 8 and 9 continuous repetitions
_GRID = np.linspace(-4.5, 4.5, 61)
_WEEK_S = 604_800.0
_WIDEST_SD = 0.25  # a layoff, however long, leaves this much knowledge (expert estimate). [log kg]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """Belief about the fresh strength of one exercise.

    level : log of the effective load that allows `anchor` continuous repetitions when fresh. [log kg]
    sd : its standard deviation. [log kg]
    """

    level: float
    sd: float
    anchor: float = ANCHOR_REPS
    n_sets: int = 0
    at: datetime | None = None

    def log_one_rm(self, phi: float, lam: float) -> float:
        """Log of the fresh one-repetition maximum. [log kg]"""
        return self.level + float(margin(self.anchor, phi, lam))


def aged(lift: Lift, at: datetime | None) -> Lift:
    """Return the belief at a later time: the level wanders, so its spread grows with the weeks."""
    if at is None or lift.at is None or at <= lift.at:
        return lift
    weeks = (at - lift.at).total_seconds() / _WEEK_S
    sd = math.hypot(lift.sd, float(wandered_sd(weeks)))
    return replace(lift, sd=max(lift.sd, min(sd, _WIDEST_SD)), at=at)


def wandered_sd(weeks: npt.ArrayLike) -> FloatArray:
    """Return how far a level wanders in some weeks, as a standard deviation, shape (...). [log kg]"""
    walk = priors()["walk_sd"].centre * np.sqrt(np.asarray(weeks, dtype=float))
    return np.minimum(walk, _WIDEST_SD)


def updated(lift: Lift, evidence: Evidence, offset: float, phi: float, lam: float, sigma: float) -> Lift:
    """Return the belief after one set, by matching two moments on a grid that is centred twice.

    Parameters
    ----------
    lift : belief before.
    evidence : the set.
    offset : log-margin of the set minus the level: margin of the anchor, fatigue and load together. [log]
    phi, lam : endurance of the exercise, exponent.
    sigma : noise of one set, day form included. [log]
    """
    mean, sd = lift.level, lift.sd
    for _ in range(2):
        grid = mean + sd * _GRID
        log_weight = -0.5 * ((grid - lift.level) / lift.sd) ** 2
        log_weight += log_likelihood(evidence, grid + offset, phi, lam, sigma)
        weight = np.exp(log_weight - log_weight.max())
        weight /= weight.sum()
        mean = float(weight @ grid)
        sd = max(math.sqrt(float(weight @ (grid - mean) ** 2)), 1e-4)
    return replace(lift, level=mean, sd=sd, n_sets=lift.n_sets + 1)


@dataclass(frozen=True, slots=True)
class LevelPrior:
    """Where a population's 8RM of one exercise lies. [log kg]"""

    mean: float
    sd: float


@cache
def _table() -> Mapping[str, LevelPrior]:
    text = resources.files("preex.data").joinpath("strength_priors.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({r["key"]: LevelPrior(float(r["ln_8rm_kg"]), float(r["between_sd"])) for r in rows})


def population_level(exercise: Exercise | None) -> LevelPrior:
    """Return the population's level of an exercise: its own, else its pattern's with the same kind of load, else any."""
    table = _table()
    if exercise is not None:
        for key in (exercise.id, f"{exercise.pattern}:{exercise.load_type}", f"*:{exercise.load_type}"):
            if key in table:
                return table[key]
    return table["*"]


def borrowed(exercise: Exercise | None, known: Mapping[str, tuple[Exercise | None, Lift]]) -> Lift:
    """Return the belief about a lift never seen, borrowed from the lifter's other lifts.

    The deviation of a lift from its population is a sum of what the lifter is (shared by all lifts), what the lifter
    is at a movement pattern, and what is special to the exercise; known lifts inform the shared parts (best linear
    prediction). With nothing known it is the population, as wide as it is.
    """
    prior = population_level(exercise)
    pattern = exercise.pattern if exercise else None
    others = [(population_level(e), e, lift) for e, lift in known.values() if lift.n_sets > 0]
    if not others:
        return Lift(level=prior.mean, sd=prior.sd)
    sds = np.array([p.sd for p, _, _ in others])
    same = _all_related([e for _, e, _ in others])
    covariance = np.outer(sds, sds) * same + np.diag([lift.sd**2 for _, _, lift in others])
    gain = prior.sd * sds * np.array([_related_pattern(pattern, e) for _, e, _ in others])
    deviation = np.array([lift.level - p.mean for p, _, lift in others])
    solved = np.linalg.solve(covariance, np.column_stack([deviation, gain]))
    mean = prior.mean + float(gain @ solved[:, 0])
    variance = prior.sd**2 - float(gain @ solved[:, 1])
    return Lift(level=mean, sd=math.sqrt(max(variance, 0.05**2)))


_LIFTER_SHARE = 0.45  # share of the between-lifter variance that all lifts of one lifter have in common
_PATTERN_SHARE = 0.25  # further share that lifts of one pattern have in common


def _related_pattern(pattern: str | None, other: Exercise | None) -> float:
    together = pattern is not None and other is not None and other.pattern == pattern
    return _LIFTER_SHARE + (_PATTERN_SHARE if together else 0.0)


def _all_related(exercises: Sequence[Exercise | None]) -> FloatArray:
    """Return how alike a lifter's deviations are for every two exercises, shape (n, n); 1 for an exercise with itself."""
    pattern = np.array([e.pattern if e else "" for e in exercises])
    together = (pattern[:, None] == pattern) & (pattern != "")
    alike = _LIFTER_SHARE + _PATTERN_SHARE * together
    np.fill_diagonal(alike, [_LIFTER_SHARE if e is None else 1.0 for e in exercises])
    return np.asarray(alike)
