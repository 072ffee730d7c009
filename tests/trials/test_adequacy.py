import numpy as np
import pytest

from preex.trials.adequacy import misfit, predictive_p
from preex.trials.model import believe
from preex.trials.priors import REPS
from preex.trials.series import Series

ARMS = np.tile([0, 1, 1, 0], 6)


def checked(y, seed=1):
    return misfit(believe(Series.of(ARMS[: len(y)], y), REPS, (0.0, 2.0)), np.random.default_rng(seed))


def planted(kind):
    rng, t = np.random.default_rng(3), np.arange(24)
    return {
        "a plateau": 9 + np.where((t > 7) & (t < 16), -2.0, 1.0) + rng.normal(0, 0.05, 24),
        "a cycle": 9 + 2 * np.sin(t * np.pi / 6) + rng.normal(0, 0.05, 24),
        "a bend": 9 - np.abs(t - 11.5) / 3 + rng.normal(0, 0.1, 24),
    }[kind]


@pytest.mark.parametrize("kind", ["a plateau", "a cycle", "a bend"])
def test_a_planted_failure_of_the_model_is_seen(kind):
    assert checked(planted(kind))


def test_data_of_the_model_are_seldom_strange_to_it():
    rng = np.random.default_rng(5)
    strange = [bool(checked(9 - 1.5 * ARMS + rng.normal(0, 1, 24), k)) for k in range(40)]
    assert np.mean(strange) < 0.25  # three checks of 4 % each, and chance


def test_too_few_workouts_are_not_checked():
    s = Series.of(ARMS[:5], [9, 8, 8, 9, 9])
    assert predictive_p(believe(s, REPS, (0.0, 2.0)), np.random.default_rng(1)) == {}
