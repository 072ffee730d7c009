"""How many repetitions a lifter chooses: logs hold choices, not only capacity.

The next set of an exercise resembles the lifter's own recent sets of it that stood in the same place: near in load, in
set number, in time, and after a set like the one just done. How near is near differs between lifters, so several
answers are kept, together with what capacity says, and blended by how well each foretold this lifter so far.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field, replace

import numpy as np

from preex.fatigue.distribution import RepDistribution
from preex.fatigue.parameters import FloatArray

_MEMORY = 60  # sets of one exercise remembered
_PRIOR_SETS = 0.3  # the population's stop rule counts as so many sets of the exercise
_LEFT = 2.0  # mean repetitions left by a population nobody asked (expert estimate)
_STOP_SHORT = np.exp(-np.arange(10) / _LEFT) / np.exp(-np.arange(10) / _LEFT).sum()
_FORGET = 0.97  # share of a view's record kept per set; compared on public logs, 2026-11
_STRANGE = 3.0  # distance between a set that follows another and one that follows none
_MOST_SHIFT = 8.0  # repetitions; the model is not trusted further
_FARTHEST = 6.0  # a previous set unlike any counts no more than this


@dataclass(frozen=True, slots=True)
class Place:
    """Where a set stands."""

    log_load: float
    order: int  # number of the exercise's set within the workout, from 0
    workout: int  # count of the workout
    before: tuple[float, int] | None  # log load and repetitions of the exercise's set before it today
    tired: float = 0.0  # repetitions that what was done a moment ago costs here, by the model


@dataclass(frozen=True, slots=True)
class Nearness:
    """Distances at which a past set counts 1/e as much. Compared on public logs, 2026-11."""

    log_load: float
    order: float  # [sets]
    age: float  # [workouts]
    before_reps: float = math.inf  # difference in the repetitions of the set before [reps]
    before_load: float = math.inf  # difference in the step of log load from the set before


VIEWS = (
    Nearness(0.06, 0.7, 10),
    Nearness(0.03, 0.4, 3),
    Nearness(0.06, 0.7, 20, 1.5, 0.1),
    Nearness(0.1, 1.5, 5, 1.0, 0.05),
    Nearness(0.03, 3.0, 30),
)
_SCALES = np.array([[v.log_load, v.order, v.age, v.before_reps, v.before_load] for v in VIEWS])


@dataclass(slots=True)
class Habit:
    """Recent sets of one exercise."""

    # log load, number, workout count, repetitions, log load and repetitions of the set before, repetitions of fatigue
    recent: deque[tuple[float, ...]] = field(default_factory=lambda: deque(maxlen=_MEMORY))

    def copy(self) -> Habit:
        """Return an independent habit."""
        return Habit(self.recent.copy())

    def remember(self, place: Place, reps: int) -> None:
        """Add a performed set."""
        before = place.before or (math.nan, math.nan)
        self.recent.append((place.log_load, place.order, place.workout, reps, *before, place.tired))

    def views(self, place: Place, capacity: RepDistribution) -> tuple[RepDistribution, ...]:
        """Return every view of what will be logged: one per nearness, the first capped by capacity, and capacity alone.

        The last is the distribution of somebody who leaves a few repetitions and of whom nothing else is known.
        """
        unknown = stopped_short(capacity)
        if not self.recent:
            return (unknown,) * (len(VIEWS) + 2)
        past = np.array(self.recent)
        # A past set done fresher, or more tired a moment before, would have had so many repetitions now.
        reps = np.maximum(past[:, 3] - np.clip(place.tired - past[:, 6], -_MOST_SHIFT, _MOST_SHIFT), 1.0)
        share = _PRIOR_SETS / (_PRIOR_SETS + len(past))
        length = len(unknown.probabilities)
        chosen = [
            RepDistribution(share * unknown.probabilities + (1 - share) * _smoothed(reps, weight, length))
            for weight in _weights(past, place)
        ]
        return (*chosen, chosen[0].capped_by(capacity), unknown)


def stopped_short(capacity: RepDistribution) -> RepDistribution:
    """Return what is logged by somebody who leaves a few repetitions and of whom nothing else is known."""
    p = capacity.probabilities
    able = np.concatenate([[0.0], p[1:]])
    shifted = np.convolve(able[::-1], _STOP_SHORT)
    out = shifted[: len(p)][::-1].copy()
    out[1] += out[0] + shifted[len(p) :].sum()  # whoever can do one does one
    out[0] = p[0]
    return RepDistribution(np.asarray(out / out.sum()))


@dataclass(frozen=True, slots=True)
class Trust:
    """How well each view of the logged repetitions foretold this lifter: discounted sums of log scores."""

    log_scores: FloatArray = field(default_factory=lambda: np.zeros(len(VIEWS) + 2))

    def blend(self, views: tuple[RepDistribution, ...]) -> RepDistribution:
        """Return the mixture of the views, weighted by their record."""
        weight = np.exp(self.log_scores - self.log_scores.max())
        mixed = np.tensordot(weight / weight.sum(), np.stack([v.probabilities for v in views]), axes=1)
        return RepDistribution(np.asarray(mixed))

    def learned(self, views: tuple[RepDistribution, ...], reps: int) -> Trust:
        """Return the record after a set."""
        scores = np.log([v.pmf(reps) + 1e-4 for v in views])
        return replace(self, log_scores=_FORGET * self.log_scores + scores)


def _weights(past: FloatArray, place: Place) -> FloatArray:
    """Weight of each past set in each view, shape (n_view, n_past); rows sum to 1."""
    before_load, before_reps = place.before or (math.nan, math.nan)
    step = np.abs((past[:, 4] - past[:, 0]) - (before_load - place.log_load))
    distance = np.stack(
        [
            np.abs(past[:, 0] - place.log_load),
            np.abs(past[:, 1] - place.order),
            place.workout - past[:, 2],
        ]
    )
    far = (distance[None, :, :] / _SCALES[:, :3, None]).sum(1)
    if place.before is not None:
        unlike = np.abs(past[:, 5] - before_reps) / _SCALES[:, 3, None] + step / _SCALES[:, 4, None]
        strange = np.where(np.isinf(_SCALES[:, 3, None]), 0.0, _STRANGE)
        far = far + np.where(np.isnan(unlike), strange, np.minimum(unlike, _FARTHEST))
    weight = np.exp(far.min(axis=1, keepdims=True) - far)
    return np.asarray(weight / weight.sum(axis=1, keepdims=True))


def _smoothed(reps: FloatArray, weight: FloatArray, length: int) -> FloatArray:
    """Kernel mean over past sets by `weight` (sums to 1), shape (length,). Wider where the past scatters."""
    spread = math.sqrt(max(float(weight @ (reps - weight @ reps) ** 2), 0.05))
    low = np.minimum(reps, length - 2).astype(np.intp)
    part = np.minimum(reps, length - 2) - low  # a set shifted between two whole numbers counts for both
    mass = np.bincount(low, weight * (1 - part), length) + np.bincount(low + 1, weight * part, length)
    kernel = np.exp(-np.abs(np.arange(-length + 1, length)) / (0.25 + 0.4 * spread))
    smooth = np.convolve(mass, kernel)[length - 1 : 2 * length - 1]
    return np.asarray(smooth / smooth.sum())
