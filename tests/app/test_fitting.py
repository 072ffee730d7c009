"""The verb `fit`: what it keeps, what uses it, and when it does not."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from preex import app
from preex.catalogue import load_catalogue
from preex.errors import ValidationError
from preex.fatigue.fitting.invented import Habits, lifter, log_of
from preex.scoring.fitted import Compared, Later

MOVES = load_catalogue().exercises
HABITS = Habits(lifts=("leg_press", "lat_pulldown", "dumbbell_curl"), workouts=40, per_workout=3)


@pytest.fixture(scope="module")
def log():
    """Forty workouts of a lifter who tires twice as much as others."""
    rng = np.random.default_rng(4)
    truth = lifter(rng, HABITS.lifts, MOVES)
    truth.z[:] = 0.0
    truth.z[5] = 2.0
    return [replace(s, source_id=f"s{i}") for i, s in enumerate(log_of(truth, HABITS, MOVES, rng))]


def test_predictions_follow_the_fit_until_it_is_forgotten(store, now, log):
    store.record("me", log, at=now)
    before = app.know(store, "me", at=now)
    assert before.person is None
    found, _ = app.fit_athlete(store, "me", at=now)
    assert found.used
    assert found.verdicts[0].startswith("Used from now on")
    after = app.know(store, "me", at=now)
    assert after.person is not None
    gain = next(e for e in found.fit.estimates() if e.name == "gain")
    assert gain.centre > 1.3
    assert float(after.person.constants().gain) == pytest.approx(gain.centre)

    later = now + timedelta(days=1)
    usual, own = (known.predictor().predict("leg_press", load_kg=100, at=later) for known in (before, after))
    assert own.capacity.mean != usual.capacity.mean

    app.forget_fit(store, "me", at=now)
    assert app.know(store, "me", at=now).person is None


def test_the_document_says_how_far_to_trust_it(store, now, log):
    store.record("me", log, at=now)
    found, saved = app.fit_athlete(store, "me", at=now)
    told = found.to_json()
    assert (told["schema"], saved.id, told["sets"]) == ("preex.fit/1", "F-1", len(log))
    assert {e["name"] for e in told["estimates"]} >= {"tau_fast_s", "gain", "sigma", "phi_person"}
    for e in told["estimates"]:
        assert e["q10"] <= e["centre"] <= e["q90"]
        assert e["unit"]
    assert {e["exercise"] for e in told["endurance"]} == set(HABITS.lifts)
    assert told["later"]["log_score"]["sets"] > 100
    assert told["diagnostics"]["converged"] is True
    assert store.latest_fit("me").about == told


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (None, "Not used yet: too few sets to try it on."),
        (
            Later(log_score=Compared.of(np.array([2.0, 2.1]), np.array([1.0, 1.1])), mae=None, capacity_mae=None),
            "worse",
        ),
    ],
)
def test_a_fit_that_was_not_tried_or_foretold_worse_is_not_used(store, now, log, monkeypatch, later, said):
    if later is not None:
        later = replace(later, mae=later.log_score)
    monkeypatch.setattr("preex.app.fitting.foretell_later", lambda *_: later)
    store.record("me", log, at=now)
    found, _ = app.fit_athlete(store, "me", at=now)
    assert not found.used
    assert said in found.verdicts[0]
    assert app.know(store, "me", at=now).person is None


def test_a_short_log_is_refused_with_the_number_it_needs(store, now, log):
    store.record("me", log[:29], at=now)
    with pytest.raises(ValidationError, match="holds 29 sets; a fit needs 30"):
        app.fit_athlete(store, "me", at=now)


def test_a_fit_of_another_version_is_not_used(store, now, log):
    store.record("me", log[:30], at=now)
    store.save_fit(
        "me", {"names": ["gain"], "centre_z": [0.0], "covariance": [[1.0]], "endurances": {}}, about={}, at=now
    )
    assert app.know(store, "me", at=now).person is None
