from datetime import UTC, datetime

import numpy as np
import pytest
from scipy.integrate import dblquad
from scipy.special import expit
from scipy.stats import norm

from preex.core.limit import Limit
from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet
from preex.errors import OutOfRange, ValidationError
from preex.trials.done import sets_of
from preex.trials.outcomes import series_of
from preex.trials.stopped import stopped_effect
from preex.trials.workouts import TrialSet

TRIED = np.tile([0.0, 1.0], 8)


def test_the_sum_over_the_mesh_is_what_integration_gives():
    share = np.where(TRIED == 1, 0.75, 0.25)  # 6 of 8 and 2 of 8
    found = stopped_effect(share, TRIED, (0, 1.5))

    def density(b, a):
        usual, new = expit(a - b / 2), expit(a + b / 2)
        return norm.pdf(a, 0, 1.5) * norm.pdf(b, 0, 1.5) * usual**2 * (1 - usual) ** 6 * new**6 * (1 - new) ** 2

    total = dblquad(density, -6, 6, -6, 6)[0]
    mean = dblquad(lambda b, a: (expit(a + b / 2) - expit(a - b / 2)) * density(b, a), -6, 6, -6, 6)[0] / total
    assert found.mean == pytest.approx(mean, abs=1e-4)


def test_exchanging_arms_turns_it_round():
    share = np.array([0, 1, 1 / 3, 1, 0, 2 / 3, 1, 1] * 2)
    one, other = (stopped_effect(share, t, (0, 1.5)) for t in (TRIED, 1 - TRIED))
    assert one.mean == pytest.approx(-other.mean, abs=1e-9)


def test_intervals_hold_the_truth():
    rng, held = np.random.default_rng(1), []
    tried = np.tile([0.0, 1.0], 12)
    for _ in range(120):
        share = rng.random(24) < np.where(tried == 1, 0.7, 0.4)
        found = stopped_effect(share.astype(float), tried, (0, 1.5))
        held.append(found.quantile(0.025) < 0.3 < found.quantile(0.975))
    assert np.mean(held) > 0.90


def test_shares_that_are_none_and_no_shares_are_refused():
    with pytest.raises(OutOfRange):
        stopped_effect(np.array([1.2]), np.array([1.0]), (0, 1.5))
    with pytest.raises(ValidationError):
        stopped_effect(np.array([]), np.array([]), (0, 1.5))


def performed(gave_out):
    return PerformedSet(
        exercise="leg_press", load_kg=160.0, reps=10, rir=1.0, at=datetime(2026, 1, 1, tzinfo=UTC), gave_out=gave_out
    )


@pytest.mark.parametrize(
    ("gave_out", "target"),
    [
        (Muscle.QUADS_VASTI, True),
        (Muscle.RECTUS_FEMORIS, True),  # a lifter says quads
        (Muscle.GLUTE_MAX, False),
        (Limit.BREATH, False),
        (None, None),
    ],
)
def test_what_gave_out_is_the_target_or_not(make_trial, gave_out, target):
    (one,) = sets_of(make_trial().protocol.terms, [performed(gave_out)])
    assert one.target_out is target


def test_a_share_is_of_the_sets_of_which_it_was_said(make_trial, train):
    trial = train(make_trial())
    s = trial.standing
    told = [TrialSet(pair=0, compound=True, load_kg=160.0, reps=9, rir=1.0, target_out=t) for t in (True, False, None)]
    at = s.last_at.replace(day=s.last_at.day + 1)
    trial = trial.check_in(at).reveal(at).record(at, told)
    arms = trial.protocol.sequence(trial.seed)
    series = series_of(trial.protocol, arms, trial.standing.workouts, "target_limits")
    assert np.isnan(series.value[0])
    assert series.value[1] == 0.5
