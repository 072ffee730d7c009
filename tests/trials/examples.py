"""Trials to analyse: terms as locked, and workouts simulated from a known effect."""

from datetime import UTC, datetime

import numpy as np

from preex.trials.pairs import Pair
from preex.trials.protocol import Protocol, lock
from preex.trials.series import Series
from preex.trials.terms import Terms, default_looks

NAN = float("nan")
LEGS = Pair(isolation="leg_extension", compound="leg_press", target="quads")
CHEST = Pair(isolation="dumbbell_fly", compound="barbell_bench_press", target="chest")


def protocol(workouts=16, *, scheme="blocks4", pairs=(LEGS,), looks=None, **terms) -> Protocol:
    looks = default_looks(workouts, scheme) if looks is None else looks
    given = {"question": "order", "pairs": pairs, "workouts": workouts, "scheme": scheme, "looks": looks} | terms
    return lock(Terms(**given), seed="a seed", at=datetime(2026, 1, 5, 18, tzinfo=UTC))


def simulated(p: Protocol, effect=-1.5, *, sd=1.0, missing=0.0, seed=1, day=0.0, rir=1.0, level=9.0) -> Series:
    """A trial as it might come out; two pairs share what the day does to both."""
    rng, n = np.random.default_rng(seed), p.terms.workouts
    arms = p.sequence("a seed").astype(float)
    of_day = rng.normal(0, day, n) if day else np.zeros(n)
    sides = (arms, 1 - arms)[: 2 if p.terms.two_pair else 1]
    y = np.column_stack([level + effect * a + of_day + rng.normal(0, sd, n) for a in sides])
    y[rng.random(n) < missing] = NAN
    return Series.of(arms.astype(int), y, revealed=[True] * n, rir=np.full(y.shape, rir))
