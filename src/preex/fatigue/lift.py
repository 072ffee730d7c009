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
_STEP = float(_GRID[1] - _GRID[0]) / math.sqrt(2 * math.pi)  # of a standard normal density
_WEEK_S = 604_800.0
_WIDEST_SD = 0.25  # a layoff, however long, leaves this much knowledge (expert estimate). [log kg]


def _apart(sd: float, gain_sd: float) -> FloatArray:
    return np.diag([sd, math.hypot(gain_sd, _TIRING_SD)]) ** 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """Belief about one exercise of one lifter.

    level : log of the effective load that allows `anchor` continuous repetitions when fresh. [log kg]
    tiring : log of the fatigue that the exercise feels over what the constants say.
    cov : (2, 2) covariance of level and tiring.
    """

    level: float
    tiring: float = 0.0
    cov: FloatArray
    anchor: float = ANCHOR_REPS
    n_sets: int = 0
    at: datetime | None = None

    @classmethod
    def of(cls, level: float, sd: float, gain_sd: float, *, anchor: float = ANCHOR_REPS, n_sets: int = 0) -> Lift:
        """Return a belief about the level alone.

        sd, gain_sd : standard deviations of the level and of the log of how much any set tires the lifter. [log kg], [log]
        """
        return cls(level=level, cov=_apart(sd, gain_sd), anchor=anchor, n_sets=n_sets)

    @property
    def sd(self) -> float:
        """Standard deviation of the level. [log kg]"""
        return math.sqrt(self.cov[0, 0])

    def with_sd(self, sd: float) -> Lift:
        """Return the belief with another standard deviation of the level; correlations stay unless it grows."""
        return replace(self, cov=self.cov_with_sd(sd))

    def cov_with_sd(self, sd: float) -> FloatArray:
        """Return the covariance `with_sd`, shape (2, 2)."""
        factor = min(sd / self.sd, 1.0)
        cov: FloatArray = self.cov * np.array([[1, factor], [factor, 1]])
        cov[0, 0] = sd**2
        return cov

    def felt(self, zeta: FloatArray) -> FloatArray:
        """Return the log-losses of the channels as this lifter feels them in this lift, shape of `zeta`."""
        return zeta * math.exp(self.tiring)

    def log_one_rm(self, phi: float, lam: float) -> float:
        """Log of the fresh one-repetition maximum. [log kg]"""
        return self.level + float(margin(self.anchor, phi, lam))


def aged(lift: Lift, at: datetime | None) -> Lift:
    """Return the belief at a later time: the level wanders, so its spread grows with the weeks."""
    if at is None or lift.at is None or at <= lift.at:
        return lift
    weeks = (at - lift.at).total_seconds() / _WEEK_S
    sd = math.hypot(lift.sd, float(wandered_sd(weeks)))
    return replace(lift, cov=lift.cov_with_sd(max(lift.sd, min(sd, _WIDEST_SD))), at=at)


def wandered_sd(weeks: npt.ArrayLike) -> FloatArray:
    """Return how far a level wanders in some weeks, as a standard deviation, shape (...). [log kg]"""
    walk = priors()["walk_sd"].centre * np.sqrt(np.asarray(weeks, dtype=float))
    return np.asarray(np.minimum(walk, _WIDEST_SD))


@dataclass(frozen=True, slots=True)
class Told:
    """What one set tells about the margin it was done at: how far it moves the belief, in standard deviations.

    shift : of the mean.
    shrink : posterior variance over the variance before, 0 to 1.
    log_evidence : log probability of the set, as believed before.
    """

    shift: float
    shrink: float
    log_evidence: float


def told(evidence: Evidence, mean: float, sd: float, phi: float, lam: float, sigma: float) -> Told:
    """Return what a set tells, by matching two moments of its margin on a grid that is centred twice.

    Parameters
    ----------
    evidence : the set.
    mean, sd : of its log-margin, as believed before. [log]
    phi, lam : endurance of the exercise, exponent.
    sigma : noise of one set, day form included. [log]
    """
    centre, width, log_evidence = mean, sd, 0.0
    for _ in range(2):
        grid = centre + width * _GRID
        log_weight = -0.5 * ((grid - mean) / sd) ** 2 + log_likelihood(evidence, grid, phi, lam, sigma)
        most = float(log_weight.max())
        weight = np.exp(log_weight - most)
        total = float(weight.sum())
        log_evidence = most + math.log(total * _STEP * width / sd)
        weight /= total
        centre = float(weight @ grid)
        width = max(math.sqrt(float(weight @ (grid - centre) ** 2)), 1e-4)
    return Told((centre - mean) / sd, min((width / sd) ** 2, 1.0), log_evidence)


def margin_sd(lift: Lift, slope: float) -> float:
    """Return the standard deviation of a margin that grows with the level, and with tiring by `slope`. [log]"""
    along = np.array([1.0, slope])
    return math.sqrt(max(float(along @ lift.cov @ along), 1e-8))


def learned(lift: Lift, evidence: Evidence, offset: float, slope: float, phi: float, lam: float, sigma: float) -> Lift:
    """Return the belief after one set.

    Level and tiring share the news by how unsure each is. A set that hardly could be is an error of typing or
    of the day, and moves little; unless the level may have jumped (another machine, another grip), which explains it
    better: otherwise a belief that once went astray would take every later set for an error.

    Parameters
    ----------
    lift : belief before.
    evidence : the set.
    offset : log-margin of the set less the level. [log]
    slope : of the margin over tiring, <= 0.
    phi, lam : endurance of the exercise, exponent.
    sigma : noise of one set, day form included. [log]
    """
    mean = lift.level + offset
    sd = margin_sd(lift, slope)
    said = told(evidence, mean, sd, phi, lam, sigma)
    if said.log_evidence < _STRANGE:
        jumped = lift.with_sd(math.hypot(lift.sd, _JUMP_SD))
        jumped_sd = margin_sd(jumped, slope)
        then = told(evidence, mean, jumped_sd, phi, lam, sigma)
        if then.log_evidence + _LOG_JUMP > said.log_evidence:
            lift, said, sd = jumped, then, jumped_sd
    return _shared(lift, said, slope, sd)


def _shared(lift: Lift, said: Told, slope: float, sd: float) -> Lift:
    gain = lift.cov @ [1.0, slope] / sd
    cov = lift.cov - (1 - said.shrink) * np.outer(gain, gain)
    cov = cov + np.diag(np.maximum(_LEAST_SD**2 - np.diagonal(cov), 0.0))
    level, tiring = np.array([lift.level, lift.tiring]) + said.shift * gain
    return replace(
        lift,
        level=float(level),
        tiring=min(max(float(tiring), _TIRING_RANGE[0]), _TIRING_RANGE[1]),
        cov=cov,
        n_sets=lift.n_sets + 1,
    )


_STRANGE = -4.0  # log probability below which a jump is considered
_LOG_JUMP = math.log(0.02)  # of a jump at any set (expert estimate)
_JUMP_SD = 0.3  # (expert estimate) [log kg]
# How much an exercise's tiring differs from the lifter's others (expert estimate), and how far it is followed: endurance
# learned too, or tiring without a bound, made capacity worse on a log of sets to failure (compared on four public logs
# with effort ratings, 2026-11-24).
_TIRING_SD = 0.4
_TIRING_RANGE = (-2.0, 0.4)
_LEAST_SD = np.array([1e-3, 0.1])  # lifters change with the years


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


def borrowed(exercise: Exercise | None, known: Mapping[str, tuple[Exercise | None, Lift]], gain_sd: float) -> Lift:
    """Return the belief about a lift never seen, borrowed from the lifter's other lifts.

    The deviation of a lift from its population is a sum of what the lifter is (shared by all lifts), what the lifter
    is at a movement pattern, and what is special to the exercise; known lifts inform the shared parts (best linear
    prediction). With nothing known it is the population, as wide as it is.

    gain_sd : standard deviation of the log of how much any set tires the lifter.
    """
    prior = population_level(exercise)
    pattern = exercise.pattern if exercise else None
    others = [(population_level(e), e, lift) for e, lift in known.values() if lift.n_sets > 0]
    if not others:
        return Lift.of(prior.mean, prior.sd, gain_sd)
    sds = np.array([p.sd for p, _, _ in others])
    same = _all_related([e for _, e, _ in others])
    covariance = np.outer(sds, sds) * same + np.diag([lift.sd**2 for _, _, lift in others])
    gain = prior.sd * sds * np.array([_related_pattern(pattern, e) for _, e, _ in others])
    deviation = np.array([lift.level - p.mean for p, _, lift in others])
    solved = np.linalg.solve(covariance, np.column_stack([deviation, gain]))
    mean = prior.mean + float(gain @ solved[:, 0])
    variance = prior.sd**2 - float(gain @ solved[:, 1])
    lift = Lift.of(mean, math.sqrt(max(variance, 0.05**2)), gain_sd)
    tiring, tiring_variance = _shared_tiring([other for _, _, other in others], gain_sd)
    lift.cov[1, 1] = tiring_variance
    return replace(lift, tiring=tiring)


def _shared_tiring(lifts: Sequence[Lift], gain_sd: float) -> tuple[float, float]:
    """Return mean and variance of the tiring of one more lift of a lifter, from the lifts known."""
    precision = 1 / np.array([lift.cov[1, 1] + _TIRING_SD**2 for lift in lifts])
    total = float(precision.sum()) + gain_sd**-2
    return float(precision @ [lift.tiring for lift in lifts]) / total, _TIRING_SD**2 + 1 / total


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
