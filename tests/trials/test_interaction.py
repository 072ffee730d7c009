import numpy as np
import pytest

from preex.errors import ValidationError
from preex.trials.allocation import rule
from preex.trials.interaction import interaction_of
from preex.trials.priors import SCALES
from preex.trials.series import Series

LOSSES = {"add up": (0, 2, 1.5, 3.5), "weakest link": (0, 2, 1.5, 2)}


def trial(losses, n=32, sd=0.8, seed=0):
    rng = np.random.default_rng(seed)
    arms = rule("williams4").draw(n, rng)
    return Series.of(arms, 11 - np.array(losses)[arms] + rng.normal(0, sd, n))


@pytest.mark.parametrize(("theory", "interaction"), [("add up", 0.0), ("weakest link", 1.5)])
def test_the_interaction_is_found_within_its_interval_as_often_as_it_should(theory, interaction):
    # By hand: 2 + 1.5 - 3.5 = 0, and 2 + 1.5 - 2 = 1.5.
    found = [interaction_of(trial(LOSSES[theory], seed=seed), SCALES["E1"]) for seed in range(60)]
    inside = [one.quantile(0.05) < interaction < one.quantile(0.95) for one in found]
    assert np.mean(inside) > 0.8
    assert np.mean([one.mean for one in found]) == pytest.approx(interaction, abs=0.25)


def test_without_noise_it_is_the_arithmetic_of_four_means():
    arms = rule("williams4").draw(16, np.random.default_rng(3))
    y = np.array([11.0, 9.0, 9.5, 9.2])[arms]
    assert interaction_of(Series.of(arms, y), SCALES["E1"]).quantile(0.5) == pytest.approx(2 + 1.5 - 1.8, abs=0.1)


def test_an_arm_that_was_never_done_tells_nothing():
    arms = np.array([0, 1, 2, 3] * 4)
    y = np.where(arms == 3, np.nan, 10.0)
    with pytest.raises(ValidationError, match="arm 3"):
        interaction_of(Series.of(arms, y), SCALES["E1"])
