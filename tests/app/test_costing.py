"""What a pair costs, found again in the logs of simulated lifters."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import numpy as np
import pytest

from preex import app
from preex.app.costing import pair_costs
from preex.app.following import compared_sets
from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet, SetKind
from preex.errors import UnknownExercise, ValidationError
from preex.fatigue import clocks
from preex.fatigue.parameters import centre, channels
from preex.fatigue.reps import open_loop_cost

PRESS, BENCH = ("leg_extension", "leg_press"), ("dumbbell_fly", "barbell_bench_press")


START = datetime(2026, 1, 5, 18, tzinfo=UTC)
FORM_SD, SET_SD, RIR_SD, RIR_BIAS = 0.015, 0.025, 0.6, -0.5  # of the model's priors [log, log, reps, reps]


def simulated_log(multiplier, *, weeks=16, stop="rir", pair=("leg_extension", "leg_press"), seed=1, fresh_days=True):
    """Return a log: every week three fresh sets of the compound, and another day three rounds of the pair.

    Parameters
    ----------
    multiplier : of what the isolation takes from the compound by the model.
    stop : "rir" = two left, reported; "failure"; "habit" = two left, not reported.
    fresh_days : also train the compound fresh.
    """
    rng = np.random.default_rng(seed)
    sets = []
    for week in range(weeks):
        if fresh_days:
            sets += _day(rng, week, [(pair[1], 150.0)] * 3, multiplier, stop, pair)
        rounds = [(exercise, rest) for _ in range(3) for exercise, rest in zip(pair, (150.0, 20.0), strict=True)]
        sets += _day(rng, week + 0.5, rounds, multiplier, stop, pair)
    return tuple(sets)


def _day(rng, week, order, multiplier, stop, pair):
    c, exercises = centre(), load_catalogue().exercises
    with_it = without = clocks.fresh()
    form = FORM_SD * rng.standard_normal()
    at = START + timedelta(weeks=week)
    for i, (exercise, rest_s) in enumerate(order):
        ch = channels(exercises[exercise])
        with_it, without = (clocks.rest(f, clocks.decay(rest_s, c)) for f in (with_it, without))
        tired, spared = (
            clocks.log_strength(clocks.channel_fatigue(f, exercise, ch, c), ch, c.rho) for f in (with_it, without)
        )
        load_kg = 100.0 if exercise == pair[1] else 40.0
        one_rm_kg = 1.40 * load_kg
        lost = spared + multiplier * (tired - spared) if exercise == pair[1] else tired
        margin = np.log(one_rm_kg / load_kg) + lost + form + SET_SD * rng.standard_normal()
        # Repetitions to failure: N = 1 + (x^lam - 1) / (lam phi), with x the margin ratio.
        able = 1 + np.expm1(c.lam * margin) / (c.lam * ch.phi)
        left = 0.0 if stop == "failure" else 2.0
        reps = max(1, int(able - left))
        told = max(0.0, round(able - reps - 0.5 + RIR_BIAS + RIR_SD * rng.standard_normal())) if stop == "rir" else None
        yield PerformedSet(
            exercise=exercise, load_kg=load_kg, reps=reps, rir=told, at=at, workout=f"{week:g}",
            rest_before_s=rest_s if i else None, kind=SetKind.FAILURE if stop == "failure" else SetKind.WORKING,
        )  # fmt: skip
        loss = open_loop_cost(reps, max(0.0, able - reps - 0.5), ch.phi, c.lam)
        loss = loss + (c.omega * ch.phi if stop == "failure" else 0.0)
        with_it = clocks.deposit(with_it, exercise, ch, loss, reps * c.rep_s, c)
        without = clocks.deposit(without, exercise, ch, loss * (exercise == pair[1]), reps * c.rep_s, c)


def costs_in(log):
    return pair_costs(SimpleNamespace(sets=log, profile=SimpleNamespace(body_mass_kg=None)))


@pytest.mark.parametrize("pair", [PRESS, BENCH])
@pytest.mark.parametrize("multiplier", [0.0, 1.0, 2.0])
def test_the_lifters_own_cost_is_found_in_sets_to_failure(pair, multiplier):
    found = costs_in(simulated_log(multiplier, stop="failure", pair=pair))
    (cost,) = found.costs
    assert (cost.isolation, cost.compound, cost.n_sets, cost.n_rated) == (*pair, 48, 48)
    assert found.own.mean[0] == pytest.approx(multiplier, abs=0.3)
    assert found.own.covariance[0, 0] ** 0.5 < 0.3
    assert 0.6 < cost.weight < 0.98
    assert cost.multiplier == pytest.approx(1 + cost.weight * (found.own.mean[0] - 1), abs=1e-9)


def test_eight_of_ten_lifters_or_more_lie_in_their_eighty_percent_interval():
    """Multipliers drawn as the prior says; reserves reported with the error of published studies."""
    inside = 0
    for seed in range(20):
        multiplier = 1 + 0.45 * (((7 * seed) % 20) - 9.5) / 5.77  # evenly spread, standard deviation 0.45
        found = costs_in(simulated_log(multiplier, weeks=8, pair=BENCH, seed=seed))
        error = found.own.mean[0] - multiplier
        inside += abs(error) < 1.2816 * found.own.covariance[0, 0] ** 0.5
    assert inside >= 16


def test_a_cost_that_learned_into_weakness_would_be_lost():
    """The strength beside which a set stands comes from fresh sets; else a double cost would look like a weaker lifter."""
    log = simulated_log(2.0, stop="failure", pair=BENCH, weeks=12)
    assert costs_in(log).own.mean[0] > 1.7


def test_sets_nobody_rated_say_less_than_rated_ones():
    rated, unrated = (costs_in(simulated_log(1.0, stop=stop)).costs[0] for stop in ("rir", "habit"))
    assert unrated.weight < 0.5 * rated.weight
    assert (unrated.n_rated, rated.n_rated) == (0, rated.n_sets)
    assert "none tells how many repetitions were left" in unrated.in_words


def test_without_a_fresh_set_of_the_compound_the_log_says_much_less():
    told, untold = (costs_in(simulated_log(2.0, stop="failure", fresh_days=days)).costs[0] for days in (True, False))
    assert untold.n_sets == told.n_sets
    assert untold.weight < 0.65 * told.weight


def test_a_log_without_pairs_costs_nothing_and_multiplies_by_one():
    found = costs_in([s for s in simulated_log(2.0) if s.exercise == "leg_press"])
    assert found.costs == ()
    assert found.multiplier(*PRESS) == 1
    assert costs_in(()).costs == ()


def test_only_sets_right_after_their_isolation_are_compared():
    near = simulated_log(1.0, weeks=2)
    far = [replace(s, rest_before_s=181.0) if s.exercise == "leg_press" else s for s in near]
    assert len(compared_sets(near, None)) == 6
    assert compared_sets(far, None) == ()


def test_what_is_compared_does_not_hang_on_what_comes_later():
    log = simulated_log(1.5, weeks=4)
    early = compared_sets(log[:18], None)  # two weeks
    assert compared_sets(log, None)[: len(early)] == early


def test_other_pairs_borrow_the_more_the_more_they_are_alike():
    found = costs_in(simulated_log(2.0, stop="failure"))
    assert (
        found.multiplier(*PRESS)
        > found.multiplier("leg_extension", "barbell_back_squat")
        > found.multiplier(*BENCH)
        > 1
    )
    with pytest.raises(ValidationError, match="share no muscle"):
        found.multiplier("barbell_curl", "leg_press")
    with pytest.raises(UnknownExercise):
        found.multiplier("flibberty flop", "leg_press")


def test_no_pair_makes_stronger_whatever_a_log_says():
    """S13: the sign of the cost is fixed for predictions."""
    log = [
        replace(s, reps=s.reps + 12) if s.exercise == "leg_press" and s.rest_before_s == 20 else s
        for s in simulated_log(0.0, stop="failure")
    ]
    (cost,) = costs_in(log).costs
    assert cost.multiplier == 0
    assert cost.in_words.startswith("costs you none of ")


def test_the_document_holds_repetitions_and_shares_of_them():
    (cost,) = costs_in(simulated_log(1.0)).costs
    told = cost.to_json()
    for name in ("literature", "own", "pooled"):
        reps, share = told[name]["reps"], told[name]["share"]
        assert reps["q10"] <= reps["mean"] <= reps["q90"]
        assert share["mean"] == pytest.approx(reps["mean"] / told["fresh_reps"], abs=0.002)
    assert told["target"] == "quads_vasti"
    assert told["verdict"] == "same"


def test_imported_and_recorded_sets_feed_one_estimate(store, now):
    for s in simulated_log(1.0, weeks=2):
        store.record("me", [s], at=s.at)
    found = app.athlete_state(store, "me", at=now + timedelta(days=365))
    assert [c.n_sets for c in found.pair_costs] == [6]
