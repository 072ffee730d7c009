"""How many repetitions a lifter chooses: logs hold choices, not only capacity.

The next set of an exercise resembles the lifter's own recent sets of it, weighted by nearness in load, set number and
recency. What is logged is the smaller of what was chosen and what was possible; how far the estimate of what was
possible deserves trust is learned from how well it foretold this lifter's earlier sets.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from preex.fatigue.distribution import RepDistribution
from preex.fatigue.parameters import FloatArray

_MEMORY = 60  # sets of one exercise remembered
_LOAD_SCALE = 0.06  # nearness in log load at which a set counts 1/e; compared on public logs, 2026-11
_ORDER_SCALE = 0.7  # the same in set number
_AGE_SCALE = 10.0  # the same in workouts gone by
_PRIOR_SETS = 0.3  # the population's stop rule counts as so many sets of the exercise
_LEFT = 2.0  # mean repetitions left by a population nobody asked (expert estimate)
_STOP_SHORT = np.exp(-np.arange(10) / _LEFT) / np.exp(-np.arange(10) / _LEFT).sum()
_FORGET = 0.98  # share of an expert's record kept per set


@dataclass(slots=True)
class Habit:
    """Recent sets of one exercise: log load, number within the workout, repetitions, count of the workout."""

    recent: deque[tuple[float, int, int, int]] = field(default_factory=lambda: deque(maxlen=_MEMORY))

    def remember(self, log_load: float, order: int, reps: int, workout: int) -> None:
        """Add a performed set."""
        self.recent.append((log_load, order, reps, workout))

    def chosen(self, log_load: float, order: int, workout: int, capacity: RepDistribution) -> RepDistribution:
        """Return the distribution of the repetitions aimed for at this load, set number and workout count."""
        unknown = stopped_short(capacity)
        if not self.recent:
            return unknown
        past = np.array(self.recent, dtype=float)
        log_weight = (
            -np.abs(past[:, 0] - log_load) / _LOAD_SCALE
            - np.abs(past[:, 1] - order) / _ORDER_SCALE
            - (workout - past[:, 3]) / _AGE_SCALE
        )
        weight = np.exp(log_weight - log_weight.max())
        known = _smoothed(past[:, 2], weight / weight.sum(), len(unknown.probabilities))
        share = _PRIOR_SETS / (_PRIOR_SETS + len(past))
        return RepDistribution(share * unknown.probabilities + (1 - share) * known)


def stopped_short(capacity: RepDistribution) -> RepDistribution:
    """Return what is logged by somebody who leaves a few repetitions and of whom nothing else is known."""
    p = capacity.probabilities
    out = np.convolve(p[::-1], _STOP_SHORT)[: len(p)][::-1]
    return RepDistribution(np.asarray(out / out.sum()))


@dataclass(slots=True)
class Trust:
    """How well each view of the logged repetitions foretold this lifter, and their blend by it.

    The views: the choice alone, the choice capped by capacity, and capacity with a few repetitions left.
    """

    log_scores: FloatArray = field(default_factory=lambda: np.zeros(3))

    def blend(self, views: tuple[RepDistribution, ...]) -> RepDistribution:
        """Return the mixture of the views, weighted by their record."""
        weight = np.exp(self.log_scores - self.log_scores.max())
        mixed = np.tensordot(weight / weight.sum(), np.stack([v.probabilities for v in views]), axes=1)
        return RepDistribution(np.asarray(mixed))

    def learned(self, views: tuple[RepDistribution, ...], reps: int) -> Trust:
        """Return the record after a set."""
        scores = np.log([v.pmf(reps) + 1e-4 for v in views])
        return Trust(_FORGET * self.log_scores + scores)


def _smoothed(reps: FloatArray, weight: FloatArray, length: int) -> FloatArray:
    """Kernel mean over past sets by `weight` (sums to 1), shape (length,). Wider where the past scatters."""
    spread = np.sqrt(max(float(weight @ (reps - weight @ reps) ** 2), 0.05))
    distance = np.abs(np.arange(length)[:, None] - reps[None, :])
    kernel = np.exp(-distance / (0.2 + 0.25 * spread))
    kernel /= np.maximum(kernel.sum(axis=0), 1e-12)
    return np.asarray(kernel @ weight)
