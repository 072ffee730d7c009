import numpy as np
import pytest

from preex.trials.allocation import rule
from preex.trials.randomisation import Reference, invert, on_grid, p_value, randomisation_test
from preex.trials.series import Series

NAN = float("nan")


def rng():
    return np.random.default_rng(1)


def simulated(seed, n, scheme, effect=-1.5, missing=0.0):
    g = np.random.default_rng(seed)
    arms = rule(scheme).draw(n, g)
    y = 9 + effect * arms + 0.05 * np.arange(n) + g.normal(0, 1, n)
    y[g.random(n) < missing] = NAN
    return Series.of(arms, y)


def by_least_squares(series, arms):
    """The statistic, one regression at a time."""
    seen = series.observed
    if len(set(arms[seen])) == 1:
        return 0.0
    X = np.column_stack((np.ones(seen.sum()), series.session[seen], arms[seen]))
    return float(np.linalg.lstsq(X, series.value[seen], rcond=None)[0][2])


@pytest.mark.parametrize(("scheme", "n"), [("pairs", 8), ("blocks4", 8), ("maxrun3", 8), ("blocks4", 12)])
@pytest.mark.parametrize("missing", [0.0, 0.25])
def test_p_is_the_share_of_regressions_as_far_from_zero(scheme, n, missing):
    s = simulated(n, n, scheme, missing=missing)
    all_of_them = np.array([by_least_squares(s, a) for a in rule(scheme).sequences(n)])
    found = randomisation_test(s, rule(scheme), rng())
    want = by_least_squares(s, s.assigned)
    assert found.estimate == pytest.approx(want, abs=1e-10)
    assert found.p == pytest.approx(np.mean(np.abs(all_of_them) >= abs(want) - 1e-9), abs=1e-12)
    assert found.n_sequences == len(all_of_them)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("missing", [0.0, 0.2])
def test_the_interval_is_what_a_grid_of_tests_does_not_reject(seed, missing):
    s = simulated(seed, 12, "blocks4", missing=missing)
    found = randomisation_test(s, rule("blocks4"), rng())
    if found.ci is None:
        assert found.min_p > 0.05
        return
    kept = []
    for d in np.arange(-12, 12, 0.05):
        shifted = Series.of(s.assigned, s.value - d * s.assigned)
        if randomisation_test(shifted, rule("blocks4"), rng()).p > 0.05:
            kept.append(d)
    assert found.ci[0] == pytest.approx(min(kept), abs=0.051)
    assert found.ci[1] == pytest.approx(max(kept), abs=0.051)


def test_without_missing_workouts_the_smallest_p_is_that_of_the_rule():
    for scheme in ("pairs", "blocks4", "maxrun3"):
        s = simulated(3, 8, scheme)
        found = randomisation_test(s, rule(scheme), rng())
        assert found.min_p == pytest.approx(rule(scheme).min_p(8))
        assert found.p >= found.min_p


def test_a_design_that_cannot_reach_five_per_cent_gives_no_interval():
    assert randomisation_test(simulated(3, 8, "pairs"), rule("pairs"), rng()).ci is None


def test_arms_swapped_turn_the_estimate_round_and_leave_p():
    s = simulated(5, 12, "blocks4", missing=0.1)
    one, other = (randomisation_test(x, rule("blocks4"), rng()) for x in (s, s.swapped()))
    assert one.estimate == pytest.approx(-other.estimate, abs=1e-9)
    assert one.p == pytest.approx(other.p, abs=1e-12)
    assert one.ci == pytest.approx((-other.ci[1], -other.ci[0]), abs=1e-9)


def test_of_many_sequences_some_are_drawn_and_the_used_one_counts():
    s = simulated(6, 24, "blocks4", effect=-4.0)
    found = randomisation_test(s, rule("blocks4"), rng())
    assert found.drawn
    assert found.n_sequences == 9999
    assert found.p == pytest.approx(1e-4, abs=2e-4)
    assert found.min_p == pytest.approx(1e-4)


def test_a_likelier_sequence_weighs_more():
    s = simulated(4, 8, "minimisation")
    coin = rule("minimisation")
    sequences = coin.sequences(8)
    chance, far = coin.probabilities(sequences), abs(by_least_squares(s, s.assigned)) - 1e-9
    want = sum(c for c, a in zip(chance, sequences, strict=True) if abs(by_least_squares(s, a)) >= far)
    assert randomisation_test(s, coin, rng()).p == pytest.approx(want, abs=1e-12)


def test_only_blocks_that_were_begun_matter():
    s = simulated(7, 16, "blocks4").first(8)
    assert randomisation_test(s, rule("blocks4"), rng()).n_sequences == 36


def test_two_pairs_are_tested_by_their_difference():
    g = np.random.default_rng(2)
    arms = rule("maxrun3").draw(8, g)
    y = np.column_stack((9 - 2.0 * arms, 9 - 1.0 * (1 - arms))) + g.normal(0, 3, (8, 1))
    found = randomisation_test(Series.of(arms, y), rule("maxrun3"), rng())
    assert found.estimate == pytest.approx(-1.5, abs=1e-9)  # the mean of both effects; the day cancels
    assert found.p == pytest.approx(2 / 62)


def test_the_load_is_taken_out_before_arms_are_compared():
    s = simulated(8, 12, "blocks4")
    load = np.random.default_rng(3).normal(0, 5, 12)
    loaded = Series.of(s.assigned, s.value - 0.4 * load, load=load)
    X = np.column_stack((np.ones(12), s.session, load, s.assigned))
    want = np.linalg.lstsq(X, loaded.value, rcond=None)[0][3]
    assert randomisation_test(loaded, rule("blocks4"), rng()).estimate == pytest.approx(want, abs=1e-9)


def test_of_three_arms_each_is_tested_beside_the_others():
    g = np.random.default_rng(3)
    arms = rule("williams3").draw(9, g)
    s = Series.of(arms, 9 - 3.0 * (arms == 2) + g.normal(0, 0.5, 9))
    X = np.column_stack((np.ones(9), s.session, arms == 1, arms == 2))
    want = np.linalg.lstsq(X, s.value, rcond=None)[0]
    for arm in (1, 2):
        found = randomisation_test(s, rule("williams3"), rng(), arm=arm)
        assert found.estimate == pytest.approx(want[1 + arm], abs=1e-9)
    assert found.p < 0.05


def test_an_effect_is_kept_where_more_than_five_per_cent_count():
    # four equally likely sequences: used, mirror, and two whose statistics are -1 and 1 without sharing a day's arm
    ref = Reference(np.array([3.0, -3.0, 1.0, -1.0]), np.array([1.0, -1.0, 0.0, 0.0]), np.full(4, 0.25), 0.0)
    assert p_value(ref, 3.0) == 0.5
    # |1| >= |3 - d| from 2 to 4: inside all four count, outside two; at alpha 0.5 the limits are 2 and 4
    assert invert(ref, 3.0, alpha=0.5) == pytest.approx((2.0, 4.0))
    assert on_grid((2.01, 3.99), 0.02) == pytest.approx((2.02, 3.98))


def test_a_side_on_which_no_effect_is_rejected_has_no_end():
    # beside the used sequence and its mirror: two of slope 1 and -1, which count on a half-line each
    statistic, slope = np.array([3.0, -3.0, 4.0, 1.0]), np.array([1.0, -1.0, 1.0, -1.0])
    ref = Reference(statistic, slope, np.full(4, 0.25), 0.0)
    # |4 - d| >= |3 - d| up to 3.5; |1 + d| >= |3 - d| from 1
    low, high = invert(ref, 3.0, alpha=0.5)
    assert (low, high) == (-np.inf, np.inf)
    assert invert(ref, 3.0, alpha=0.75) == pytest.approx((1.0, 3.5))
