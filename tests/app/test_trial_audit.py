"""The heavier model beside a trial's answer."""

from datetime import timedelta
from importlib.util import find_spec

import numpy as np
import pytest

from preex import app
from preex.app.trials import trial_of
from preex.errors import Conflict, Unavailable
from preex.fatigue.nuts import Sample
from preex.trials import tier2
from preex.trials.workouts import TrialSet

HAS_NUTPIE = find_spec("nutpie") is not None


class Drawn(Sample):
    """Draws whose health is told; `leapfrogs` stands for the worst R-hat."""

    def rhat(self):
        return np.array([self.leapfrogs])

    def ess(self):
        return np.array([3000.0])


@pytest.fixture
def over(store, now):
    """A trial of 16 workouts that is over; isolation first costs three repetitions."""
    app.new_trial(store, "me", at=now, seed="5eed", pairs=("leg_extension:leg_press",), weeks=8)
    trial, rng = trial_of(store.trial("me", "T-1")), np.random.default_rng(1)
    for k in range(16):
        at = now + timedelta(days=3 * k)
        trial = trial.check_in(at).reveal(at)
        reps = [round(13 + rng.normal(0, 0.6) - 3 * trial.standing.open.arm - i) for i in range(3)]
        trial = trial.record(at, [TrialSet(pair=0, compound=True, load_kg=160, reps=n, rir=1) for n in reps])
    store.append_trial_events("me", "T-1", [e.to_json() for e in trial.events], after=0)
    return store


@pytest.fixture
def draws(monkeypatch):
    """Let the sampler draw around an effect."""

    def around(effect, worst=1.001):
        def sample(density, **_):
            beta = np.zeros((4, 500, len(density.design.names)))
            beta[..., 1] = effect + np.random.default_rng(0).normal(0, 0.2, (4, 500))
            one = np.ones((4, 500, 1))
            return Drawn({"beta": beta, "sigma": one, "phi": 0 * one}, 0, worst)

        monkeypatch.setattr(tier2, "sample", sample)

    return around


def test_a_heavier_model_that_agrees_says_so(over, draws):
    draws(-3.0)
    found = app.audit_trial(over, "me")
    assert (found.word, found.expected) == ("cost_clear", "cost_clear")
    assert found.sentence == "The heavier model says the same."
    told = found.to_json()
    assert told["heavier"]["estimate"]["median"] == pytest.approx(-3.0, abs=0.02)
    assert told["trusted"]


def test_one_that_does_not_is_told_by_how_many_steps(over, draws):
    draws(-0.8)  # P(below -0.5) = Phi(0.3 / 0.2) = 0.93: probably, one step from clearly
    found = app.audit_trial(over, "me")
    assert found.word == "cost_likely"
    assert "1 step apart" in found.sentence


def test_draws_that_cannot_be_trusted_change_nothing(over, draws):
    draws(3.0, worst=1.2)
    found = app.audit_trial(over, "me")
    assert not found.audit.trusted
    assert "stands alone" in found.sentence


def test_nothing_is_drawn_before_the_first_look(store, now):
    app.new_trial(store, "me", at=now, seed="5eed", pairs=("leg_extension:leg_press",), weeks=8)
    with pytest.raises(Conflict, match="stay hidden"):
        app.audit_trial(store, "me")


@pytest.mark.skipif(HAS_NUTPIE, reason="the extra `verify` is installed, so that drawing is possible")
def test_without_the_extra_the_error_says_what_to_install(over):
    with pytest.raises(Unavailable, match="nutpie"):
        app.audit_trial(over, "me")
