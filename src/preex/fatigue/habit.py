"""How many repetitions a lifter chooses: logs hold choices, not only capacity.

The next set of an exercise resembles the lifter's own recent sets of it, weighted by nearness in load, set number and
recency. What is logged is the smaller of what was chosen and what was possible.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from preex.fatigue.distribution import RepDistribution
from preex.fatigue.parameters import FloatArray

_MEMORY = 40  # sets of one exercise remembered
_LOAD_SCALE = 0.06  # nearness in log load at which a set counts 1/e
_ORDER_SCALE = 1.5  # the same in set number
_AGE_SCALE = 12.0  # the same in sets gone by
_PRIOR_WEIGHT = 0.35  # the stop rule of people unknown, in sets
_STOP_SHORT = np.exp(-np.arange(8) / 2.0) / np.exp(-np.arange(8) / 2.0).sum()  # repetitions left when nobody is known


@dataclass(slots=True)
class Habit:
    """Recent sets of one exercise: log load, number within the workout, repetitions."""

    recent: deque[tuple[float, int, int]] = field(default_factory=lambda: deque(maxlen=_MEMORY))

    def remember(self, log_load: float, order: int, reps: int) -> None:
        """Add a performed set."""
        self.recent.append((log_load, order, reps))

    def chosen(self, log_load: float, order: int, capacity: RepDistribution) -> RepDistribution:
        """Return the distribution of the repetitions the lifter aims for at this load and set number."""
        total = _PRIOR_WEIGHT * _stopped_short(capacity)
        if self.recent:
            past = np.array(self.recent, dtype=float)
            age = np.arange(len(past))[::-1]
            weight = np.exp(
                -np.abs(past[:, 0] - log_load) / _LOAD_SCALE
                - np.abs(past[:, 1] - order) / _ORDER_SCALE
                - age / _AGE_SCALE
            )
            total = total + _smoothed(past[:, 2], weight, len(total))
        return RepDistribution(total / total.sum())


def _stopped_short(capacity: RepDistribution) -> FloatArray:
    p = capacity.probabilities
    out = np.convolve(p[::-1], _STOP_SHORT)[: len(p)][::-1]
    return np.asarray(out / out.sum())


def _smoothed(reps: FloatArray, weight: FloatArray, length: int) -> FloatArray:
    centre = float(weight @ reps) / max(float(weight.sum()), 1e-12)
    spread = np.sqrt(max(float(weight @ (reps - centre) ** 2) / max(float(weight.sum()), 1e-12), 0.1))
    distance = np.abs(np.arange(length)[:, None] - reps[None, :])
    kernel = np.exp(-distance / (0.25 + 0.35 * spread))
    kernel /= kernel.sum(axis=0)
    return np.asarray(kernel @ weight)
