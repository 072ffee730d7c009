"""Pooling what a pair costs a lifter with what studies say.

Notation of the derivations: a set of pair p sees y = m d + errors, with m - 1 the sum of deviations of lifter, muscle and
pair, whose variances are 0.45, 0.25 and 0.30 of the prior's t^2 (t = 0.10 over the share of repetitions lost). Of two
pairs with different t the shared parts have the smaller variance; the rest is the other's own.
"""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.core.muscle import Muscle
from preex.fatigue.pair_cost import NOTHING, Compared, Own, Pair, own_costs, pooled, reps_lost

PRESS, SQUAT, BENCH = ("leg_extension", "leg_press"), ("leg_extension", "hack_squat"), ("fly", "bench")
QUADS, CHEST = Muscle.QUADS_VASTI, Muscle.PEC_STERNAL
PAIRS = (
    Pair(key=PRESS, muscle=QUADS, share=0.2),
    Pair(key=SQUAT, muscle=QUADS, share=0.25),
    Pair(key=BENCH, muscle=CHEST, share=0.3),
)
MULTIPLIERS = st.floats(-2.0, 4.0)
SDS = st.floats(0.01, 3.0)


def one_set(pair=PRESS, **more):
    told = {"workout": "w", "margin": 0.25, "expected": -0.1, "observed": -0.1, "sd": 0.04, "level_sd": 0.0}
    return Compared(pair=pair, **(told | {"news": 0.0, "form_sd": 0.0} | more))


def own(*told):
    """Return own estimates, as (pair, mean, sd), with independent errors."""
    keys, means, sds = zip(*told, strict=True)
    return Own(keys, np.array(means), np.diag(np.square(sds)))


# ---------------------------------------------------------------- laws


def test_without_own_sets_the_cost_is_that_of_studies():
    found = pooled(PAIRS, NOTHING)
    assert found.mean.tolist() == [1.0, 1.0, 1.0]
    # 0.10 on the ratio of repetitions is half of a cost of 0.2
    assert found.sd == pytest.approx([0.5, 0.4, 1 / 3])
    assert found.weight.tolist() == [0.0, 0.0, 0.0]


@given(MULTIPLIERS)
def test_with_endless_own_sets_the_cost_is_the_lifters_own(mean):
    found = pooled(PAIRS, own((PRESS, mean, 1e-6)))
    assert found.mean[0] == pytest.approx(mean, abs=1e-6)
    assert found.sd[0] == pytest.approx(0.0, abs=1e-5)
    assert found.weight[0] == pytest.approx(1.0)


@given(mean=MULTIPLIERS, other=MULTIPLIERS, n=st.integers(1, 200), sd=st.floats(0.2, 3.0))
def test_more_own_sets_weigh_more_and_leave_less_unknown(mean, other, n, sd):
    few, more = (pooled(PAIRS, own((PRESS, mean, sd / math.sqrt(k)), (BENCH, other, sd))) for k in (n, n + 1))
    assert 0 < few.weight[0] < more.weight[0] < 1
    assert more.sd[0] < few.sd[0]


@given(MULTIPLIERS, SDS)
def test_a_pair_alone_lies_between_studies_and_its_own_sets(mean, sd):
    found = pooled(PAIRS[:1], own((PRESS, mean, sd)))
    # One normal prior N(1, 0.5^2) and one normal observation: weights by precision.
    weight = 0.25 / (0.25 + sd**2)
    assert found.weight[0] == pytest.approx(weight)
    assert found.mean[0] == pytest.approx(1 + weight * (mean - 1))
    assert found.sd[0] == pytest.approx(0.5 * math.sqrt(1 - weight))


@given(st.floats(0.01, 3.0), SDS)
def test_a_pair_borrows_more_from_its_own_muscle_than_from_another(excess, sd):
    alike = tuple(Pair(key=p.key, muscle=p.muscle, share=0.2) for p in PAIRS)
    found = pooled(alike, own((PRESS, 1 + excess, sd)))
    first, same_muscle, other_muscle = found.mean - 1
    assert first > same_muscle > other_muscle > 0
    assert found.sd[0] < found.sd[1] < found.sd[2] < 0.5


def test_a_small_cost_scatters_by_no_more_than_itself():
    assert pooled([Pair(key=PRESS, muscle=QUADS, share=0.02)]).sd == pytest.approx([1.0])


# ---------------------------------------------------------------- brute force


def test_the_pooled_cost_of_two_pairs_is_that_of_a_fine_grid():
    """Integrate over what the pairs share, then over both multipliers, by sums alone."""
    told = own((PRESS, 2.0, 0.4), (SQUAT, 0.2, 0.7))
    together = 0.7 * 0.4**2  # variance of lifter and muscle: that of the steadier pair
    alone = 0.5**2 - together, 0.4**2 - together
    shared = np.linspace(-6, 6, 241) * math.sqrt(together)
    m = np.linspace(-3.0, 5.0, 321)
    density = np.zeros((len(m), len(m)))
    for u in shared:
        sides = (np.exp(-0.5 * (m - 1 - u) ** 2 / variance) for variance in alone)
        density += math.exp(-0.5 * u * u / together) * np.outer(*sides)
    for axis, (mean, sd) in enumerate(((2.0, 0.4), (0.2, 0.7))):
        likelihood = np.exp(-0.5 * ((m - mean) / sd) ** 2)
        density *= likelihood[:, None] if axis == 0 else likelihood
    density /= density.sum()
    found = pooled(PAIRS[:2], told)
    for axis in (0, 1):
        marginal = density.sum(1 - axis)
        mean = float(marginal @ m)
        assert found.mean[axis] == pytest.approx(mean, abs=1e-4)
        assert found.sd[axis] == pytest.approx(math.sqrt(float(marginal @ (m - mean) ** 2)), abs=1e-4)


def test_sets_pooled_at_once_equal_every_hidden_cause_written_out():
    """Ridge regression on the causes themselves: lifter, muscles, pairs, fresh strength, days, habit of stopping."""
    rng = np.random.default_rng(5)
    of_pair = [0, 0, 1, 0, 2, 2, 1, 2]
    workout, news = [0, 0, 0, 1, 2, 2, 3, 3], [0.0, 0.0, 0.0, 0.3, 0.0, 0.5, 0.3, 0.5]
    expected = -rng.uniform(0.05, 0.2, 8)
    observed, sd = expected * rng.uniform(0, 3, 8), rng.uniform(0.02, 0.08, 8)
    level, form, reserve = 0.03, 0.015, 0.06
    unreported = [0, 1, 0, 0, 1, 0, 1, 0]
    pairs = (PAIRS[0], Pair(key=("sissy_squat", "leg_press"), muscle=QUADS, share=0.25), PAIRS[2])
    sets = [
        Compared(
            pair=pairs[p].key, workout=str(workout[i]), margin=0.3, expected=expected[i], observed=observed[i],
            sd=sd[i], level_sd=level, news=news[i], form_sd=form, reserve_sd=reserve * unreported[i],
        )
        for i, p in enumerate(of_pair)
    ]  # fmt: skip
    # Unknowns, each standard normal: lifter, 2 muscles and 3 pairs, thrice, for the part of the variance that all three
    # pairs have, that the first two have, and that the first has; 8 steps of fresh strength, 4 days, 1 + 3 habits.
    t2 = [(0.1 / p.share) ** 2 for p in pairs]
    effect = np.zeros((3, 18))
    for part, variance in enumerate((t2[2], t2[1] - t2[2], t2[0] - t2[1])):
        for p, muscle in list(enumerate((0, 0, 1)))[: 3 - part]:
            effect[p, [6 * part + k for k in (0, 1 + muscle, 3 + p)]] = np.sqrt(np.array([0.45, 0.25, 0.30]) * variance)
    x = np.zeros((8, 18 + 8 + 4 + 4))
    x[:, :18] = expected[:, None] * effect[of_pair]
    for compound in ([0, 1, 2, 3, 6], [4, 5, 7]):  # the sets of the leg press, and those of the bench press
        for before, i in zip([None, *compound], compound, strict=False):
            kept = 0.0 if before is None else math.exp(news[before] - news[i])
            x[i, 18:26] = kept * x[before, 18:26] if before is not None else 0.0
            x[i, 18 + i] = level * math.sqrt(1 - kept**2)
    for i in range(8):
        x[i, 26 + workout[i]] = form
        x[i, [30, 31 + of_pair[i]]] = reserve * unreported[i] * math.sqrt(0.5)
    precision = x.T @ (x / sd[:, None] ** 2) + np.eye(34)
    cause = np.linalg.solve(precision, x.T @ ((observed - expected) / sd**2))
    covariance = effect @ np.linalg.inv(precision)[:18, :18] @ effect.T

    found = pooled(pairs, own_costs(sets))
    assert found.mean == pytest.approx(1 + effect @ cause[:18], abs=1e-9)
    assert found.sd == pytest.approx(np.sqrt(np.diag(covariance)), abs=1e-9)


# ---------------------------------------------------------------- what sets can tell


@given(st.lists(st.floats(-0.5, 0.2), min_size=1, max_size=30))
def test_equal_sets_with_errors_of_their_own_are_averaged(observed):
    found = own_costs([one_set(observed=y) for y in observed])
    assert found.mean[0] == pytest.approx(np.mean(observed) / -0.1)
    assert found.covariance[0, 0] == pytest.approx(0.4**2 / len(observed))


def test_a_hundred_sets_cannot_tell_a_cost_from_a_fresh_strength_never_seen():
    few, many = ([one_set(level_sd=0.2, workout=str(i)) for i in range(n)] for n in (5, 100))
    assert math.sqrt(own_costs(many).covariance[0, 0]) > 0.2 / 0.1
    assert own_costs(many).covariance < own_costs(few).covariance


def test_fresh_sets_between_make_later_comparisons_news():
    stale, fresh = ([one_set(level_sd=0.05, workout=str(i), news=k * i) for i in range(10)] for k in (0.0, 2.0))
    assert own_costs(fresh).covariance < own_costs(stale).covariance / 3


def test_a_strength_that_others_told_more_about_meanwhile_breaks_nothing():
    """Borrowed strengths grow surer without a fresh set of the lift; the errors must stay a covariance."""
    sets = [one_set(level_sd=sd, workout=str(i), sd=0.001) for i, sd in enumerate((0.3, 0.2, 0.1, 0.25))]
    found = own_costs(sets)
    assert 0.1 / 0.1 - 1e-6 <= math.sqrt(found.covariance[0, 0]) < 0.11 / 0.1


def test_sets_nobody_rated_do_not_add_up_to_certainty():
    rated, unrated = ([one_set(workout=str(i), reserve_sd=r) for i in range(100)] for r in (0.0, 0.06))
    assert math.sqrt(own_costs(rated).covariance[0, 0]) == pytest.approx(0.04)
    assert math.sqrt(own_costs(unrated).covariance[0, 0]) == pytest.approx(math.hypot(0.04, 0.6))


def test_sets_of_two_pairs_with_one_compound_share_the_error_of_its_strength():
    other = ("sissy_squat", "leg_press")
    found = own_costs([one_set(level_sd=0.05), one_set(other, level_sd=0.05), one_set(BENCH, level_sd=0.05)])
    shared = {pair: found.covariance[i, j] for (i, pair), (j, _) in combinations(enumerate(found.pairs), 2)}
    assert found.covariance[0, 1] == pytest.approx((0.05 / 0.1) ** 2)
    assert found.covariance[0, 2] == pytest.approx(0.0)
    assert len(shared) == 2


# ---------------------------------------------------------------- in repetitions


def test_a_cost_in_repetitions_is_what_the_shorter_set_lacks():
    # lam 0.5, phi 0.03: 10 reps need 2 log(1 + 0.015 x 9), 8 need 2 log(1 + 0.015 x 7).
    margin, expected = 2 * math.log(1.135), 2 * math.log(1.105 / 1.135)
    assert reps_lost(1.0, margin, expected, 0.03, 0.5) == pytest.approx(2.0)
    assert reps_lost(0.0, margin, expected, 0.03, 0.5) == 0
    assert reps_lost(-1.0, margin, expected, 0.03, 0.5) < 0


@given(st.floats(-3, 5), st.floats(0.001, 2), st.floats(0.05, 0.6), st.floats(0.01, 0.4))
def test_a_larger_multiplier_never_costs_fewer_repetitions(multiplier, more, margin, expected):
    less, most = (reps_lost(m, margin, -expected, 0.03, 0.5) for m in (multiplier, multiplier + more))
    assert less <= most <= 1 + 2 * math.expm1(margin / 2) / 0.03 + 1e-9
