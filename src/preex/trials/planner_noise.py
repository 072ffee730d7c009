"""How much a lifter's repetitions swing from day to day, from the log kept so far."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from preex.core.performed import PerformedSet
from preex.trials.outcomes import to_failure

FEWEST, MOST = 10, 24  # workouts at one load; the latest
MOST_TIES = 0.4  # of successive workouts with equal repetitions; above it the lifter stops at a target


@dataclass(frozen=True, slots=True)
class Swing:
    """Day-to-day standard deviation around a straight line. sd : [reps] workouts : it rests on. load_kg : at which."""

    sd: float
    workouts: int
    load_kg: float


def swing_of(sets: Sequence[PerformedSet], exercise: str) -> Swing | None:
    """Return how much an exercise's last work set swings at the load used most often.

    Parameters
    ----------
    sets : the log, oldest first.
    exercise : id.

    Returns
    -------
    None with fewer than 10 workouts at one load, or where more than 40 % repeat the number of the workout before: such a lifter
    stops at a target, and the log does not tell what more there was.
    """
    worth: list[tuple[float, float]] = []
    for _, group in groupby((s for s in sets if s.counts and s.exercise == exercise), key=lambda s: s.workout):
        last = list(group)[-1]
        worth.append((last.load_kg, to_failure(last.reps, last.rir or 0.0)))
    if not worth:
        return None
    load_kg, _ = Counter(load for load, _ in worth).most_common(1)[0]
    values = [value for load, value in worth if load == load_kg][-MOST:]
    if len(values) < FEWEST or sum(a == b for a, b in pairwise(values)) > MOST_TIES * (len(values) - 1):
        return None
    time = np.arange(len(values))
    rest = np.array(values) - np.polyval(np.polyfit(time, values, 1), time)
    return Swing(math.sqrt(float(rest @ rest) / (len(values) - 2)), len(values), load_kg)
