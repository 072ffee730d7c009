"""Trials to test with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from preex.trials.conduct import Trial
from preex.trials.pairs import Pair
from preex.trials.protocol import lock
from preex.trials.series import Series
from preex.trials.terms import Terms, default_looks
from preex.trials.workouts import TrialSet

START = datetime(2026, 3, 30, 18, tzinfo=UTC)
QUADS = Pair(isolation="leg_extension", compound="leg_press", target="quads_vasti", compound_load_kg=160.0)
CHEST = Pair(isolation="dumbbell_fly", compound="barbell_bench_press", target="pec_sternal", compound_load_kg=80.0)


@pytest.fixture(scope="session")
def make_trial():
    """Lock a trial: `make_trial(workouts=16, pairs=(QUADS, CHEST))`."""

    def make(seed="5eed", **changes):
        terms = Terms(question="order", pairs=(QUADS,), workouts=16, scheme="blocks4", looks=(8, 12, 16))
        terms = replace(terms, **changes)
        if "looks" not in changes:
            terms = replace(terms, looks=default_looks(terms.workouts, terms.scheme))
        return Trial(lock(terms, seed=seed, at=START), seed)

    return make


@pytest.fixture(scope="session")
def train():
    """Do the next workout of a trial: check in, see the arm, record three sets of each compound."""

    def do(trial, *, reps=(10, 9, 8), rir=1.0, load_kg=160.0, **more):
        s = trial.standing
        at = START + timedelta(days=3 * (len(s.workouts) + 1))
        trial = trial.check_in(at, gap_h=72.0).reveal(at + timedelta(minutes=1))
        pairs = 2 if trial.protocol.terms.two_pair else 1
        sets = [
            TrialSet(pair=pair, compound=compound, load_kg=load_kg, reps=one, rir=rir)
            for pair in range(pairs)
            for compound in (False, True)
            for one in reps
        ]
        return trial.record(at + timedelta(hours=1), sets, **more)

    return do


@pytest.fixture(scope="session")
def two_pairs():
    """Two pairs without a muscle in common."""
    return (QUADS, CHEST)


@pytest.fixture(scope="session")
def come_out():
    """Simulate how a trial might come out: `come_out(trial, -1.5, sd=1.0)`; two pairs share what the day does to both."""

    def simulate(trial, effect=-1.5, *, sd=1.0, missing=0.0, seed=1, day=0.0, rir=1.0, level=9.0, **more):
        rng, n = np.random.default_rng(seed), trial.protocol.terms.workouts
        arms = trial.protocol.sequence(trial.seed)
        of_day = rng.normal(0, day, n) if day else np.zeros(n)
        sides = (arms, 1 - arms)[: 2 if trial.protocol.terms.two_pair else 1]
        y = np.column_stack([level + effect * side + of_day + rng.normal(0, sd, n) for side in sides])
        y[rng.random(n) < missing] = np.nan
        return Series.of(
            arms, y, **({"revealed": [True] * n, "rir": np.broadcast_to(np.reshape(rir, (-1, 1)), y.shape)} | more)
        )

    return simulate
