"""Fitting one lifter's constants, on logs of lifters whose constants are known."""

import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet, SetKind
from preex.fatigue.fitting.fit import fit
from preex.fatigue.person import NAMES, Person

MOVES = load_catalogue().exercises
START = datetime(2025, 1, 6, 18, tzinfo=UTC)


def log(n=90, **more):
    """Three sets of leg press a day, the same every time."""
    return [
        PerformedSet(
            exercise="leg_press",
            load_kg=160.0,
            reps=10,
            rir=1.0,
            at=START + timedelta(days=2 * (i // 3)),
            workout=str(i // 3),
            rest_before_s=120.0 if i % 3 else None,
            **more,
        )
        for i in range(n)
    ]


def estimate(found, name):
    return next(e for e in found.estimates() if e.name == name)


@pytest.mark.parametrize("sets", [[], log(3, kind=SetKind.WARMUP)], ids=["empty", "warm-ups alone"])
def test_a_log_that_tells_nothing_leaves_the_population_and_says_so(sets):
    found = fit(sets, MOVES, 80.0)
    gain = estimate(found, "gain")
    assert (gain.centre, gain.low, gain.high) == pytest.approx(gain.population, rel=0.05)
    assert any("cannot tell how much a set tires" in said for said in found.verdicts())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda sets: [*sets[:9], replace(sets[9], load_kg=math.nan), *sets[10:]],
        lambda sets: sets[::-1],
        lambda sets: [*sets, *sets],
        lambda sets: [*sets, replace(sets[-1], reps=877_777)],
        lambda sets: [*sets, replace(sets[-1], load_kg=0.0)],
        lambda sets: [*sets, replace(sets[-1], exercise="a lift nobody named")],
        lambda sets: [replace(s, at=s.at + timedelta(days=365)) if i >= 45 else s for i, s in enumerate(sets)],
        lambda sets: sets[:1],
    ],
    ids=[
        "not a number",
        "unsorted",
        "duplicates",
        "typing error",
        "0 kg",
        "unknown exercise",
        "a year's gap",
        "one set",
    ],
)
def test_an_untidy_log_is_fitted_all_the_same(spoil):
    found = fit(spoil(log()), MOVES, 80.0)
    assert all(math.isfinite(e.low) and e.low <= e.centre <= e.high for e in found.estimates())
    assert sum(found.diagnostics.sets.values()) + found.diagnostics.left_out == len(spoil(log()))


def test_sets_that_never_fade_tell_a_lifter_who_hardly_tires():
    assert estimate(fit(log(180), MOVES, 80.0), "gain").high < estimate(fit([], MOVES, 80.0), "gain").centre


def test_a_belief_survives_being_written_down():
    person = fit(log(), MOVES, 80.0).person
    again = Person.from_json(person.to_json())
    np.testing.assert_allclose(again.covariance, person.covariance)
    assert len(again.centre_z) == len(NAMES)
    assert again.endurance("leg_press", MOVES["leg_press"]).shift == person.endurances["leg_press"].shift
