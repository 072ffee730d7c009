"""Trials to test with."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from preex.trials.conduct import Trial
from preex.trials.pairs import Pair
from preex.trials.protocol import lock
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
