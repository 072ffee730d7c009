import json
from itertools import groupby, pairwise, product
from math import comb
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.errors import OutOfRange, ValidationError
from preex.trials.allocation import RULES, default_scheme, rule
from preex.trials.minimisation import COIN, Minimisation
from preex.trials.schemes import DRAWS, LIMIT

ORACLE = Path(__file__).parents[3] / "shared" / "data" / "nof1_oracle.json"


def longest_run(row):
    return max(len(list(run)) for _, run in groupby(row))


def even(row):
    return 2 * sum(row) == len(row)


# By hand: which of the 2^n sequences a scheme allows.
ALLOWED = {
    "pairs": lambda row: all(even(row[i : i + 2]) for i in range(0, len(row), 2)),
    "blocks4": lambda row: all(even(row[i : i + 4]) for i in range(0, len(row), 4)),
    "maxrun3": lambda row: even(row) and longest_run(row) <= 3,
    "complete": even,
}


@pytest.mark.parametrize(
    ("scheme", "n", "count", "min_p"),
    [
        ("pairs", 8, 16, 0.125),
        ("pairs", 12, 64, 0.031),
        ("pairs", 16, 256, 0.008),
        ("blocks4", 8, 36, 0.056),
        ("blocks4", 12, 216, 0.009),
        ("blocks4", 16, 1296, 0.0015),
        ("maxrun3", 8, 62, 0.032),
        ("maxrun3", 12, 616, 0.003),
        ("maxrun3", 16, 6344, 0.0003),
        ("complete", 8, 70, 0.029),
        ("complete", 12, 924, 0.002),
        ("complete", 16, 12870, 0.0002),
    ],
)
def test_schemes_have_as_many_sequences_as_the_table_of_the_design_says(scheme, n, count, min_p):
    chosen = rule(scheme)
    assert chosen.count(n) == count == len(chosen.sequences(n))
    assert chosen.min_p(n) == pytest.approx(2 / count)
    assert chosen.min_p(n) == pytest.approx(min_p, abs=0.5 * 10 ** -len(str(min_p).partition(".")[2]) + 1e-12)


@pytest.mark.skipif(not ORACLE.exists(), reason="no ../shared beside the repository")
def test_counts_and_smallest_p_agree_with_the_oracle():
    cases = [c for c in json.loads(ORACLE.read_text(encoding="utf-8"))["cases"] if "scheme" in c["input"]]
    assert cases
    for case in cases:
        chosen, n = rule(case["input"]["scheme"]), case["input"]["N"]
        assert chosen.count(n) == case["expected"]["count"]
        assert chosen.min_p(n) == pytest.approx(case["expected"]["min_p"], abs=1e-12)


@pytest.mark.parametrize("scheme", ALLOWED)
@pytest.mark.parametrize("n", [4, 8, 12])
def test_a_scheme_lists_exactly_the_sequences_that_are_allowed(scheme, n):
    by_hand = {row for row in product((0, 1), repeat=n) if ALLOWED[scheme](row)}
    listed = [tuple(row) for row in rule(scheme).sequences(n).tolist()]
    assert len(listed) == len(set(listed))
    assert set(listed) == by_hand


@pytest.mark.parametrize("scheme", [*ALLOWED, "williams3", "williams4"])
def test_every_sequence_is_drawn_equally_often(scheme):
    n, many = (8, 40_000) if scheme != "williams3" else (6, 40_000)
    chosen = rule(scheme)
    drawn, times = np.unique(chosen.draw_many(n, many, np.random.default_rng(7)), axis=0, return_counts=True)
    assert {tuple(row) for row in drawn.tolist()} == {tuple(row) for row in chosen.sequences(n).tolist()}
    expected = many / chosen.count(n)
    chi2 = float(((times - expected) ** 2 / expected).sum())
    assert abs(chi2 - (len(drawn) - 1)) < 4 * (2 * len(drawn)) ** 0.5  # chi-square: mean k - 1, variance 2 (k - 1)


@pytest.mark.parametrize("scheme", RULES)
@given(seed=st.integers(0, 2**32 - 1), size=st.sampled_from([12, 24, 48]))
def test_the_same_seed_draws_the_same_sequence_whether_alone_or_first(scheme, seed, size):
    chosen = rule(scheme)
    one = chosen.draw(size, np.random.default_rng(seed))
    assert (one == chosen.draw(size, np.random.default_rng(seed))).all()
    assert one.dtype == np.int8
    assert one.shape == (size,)


def test_a_seed_draws_what_it_drew_when_the_first_protocol_was_locked():
    # Pinned: a locked protocol must draw its sequence again years later.
    rng = np.random.Generator(np.random.PCG64(20261124))
    assert "".join(map(str, rule("blocks4").draw(16, rng))) == "1100110000110110"
    assert "".join(map(str, rule("maxrun3").draw(16, rng))) == "0001010110100111"


@pytest.mark.parametrize("scheme", ["maxrun3", "pairs", "blocks4", "minimisation"])
def test_of_too_many_sequences_some_are_drawn_and_a_generator_is_needed(scheme):
    chosen = rule(scheme)
    assert chosen.count(48) > LIMIT
    with pytest.raises(ValidationError, match="Give a generator"):
        chosen.sequences(48)
    drawn = chosen.sequences(48, np.random.default_rng(1))
    assert drawn.shape == (DRAWS, 48)
    assert chosen.probabilities(drawn).sum() == pytest.approx(1)


def test_in_three_arms_every_arm_follows_every_other_equally_often_in_a_whole_square():
    for row in rule("williams3").draw_many(18, 50, np.random.default_rng(3)):
        cycles = row.reshape(6, 3)
        assert sorted(map(tuple, cycles.tolist())) == sorted(set(map(tuple, cycles.tolist())))
        followed = [(a, b) for one in cycles.tolist() for a, b in pairwise(one)]
        assert {pair: followed.count(pair) for pair in followed} == dict.fromkeys(
            [(a, b) for a in range(3) for b in range(3) if a != b], 2
        )


def test_in_four_arms_every_arm_follows_every_other_once_in_a_whole_square():
    for row in rule("williams4").draw_many(16, 50, np.random.default_rng(3)):
        cycles = row.reshape(4, 4).tolist()
        followed = [(a, b) for one in cycles for a, b in pairwise(one)]
        assert len(set(followed)) == len(followed) == 12


def test_an_alternation_is_refused_because_no_test_is_possible():
    for name in ("ABAB", "systematic", "alternating"):
        with pytest.raises(ValidationError, match="no randomisation test possible"):
            rule(name)


def test_an_unknown_scheme_and_workouts_that_fill_no_block_are_refused():
    with pytest.raises(ValidationError, match="unknown"):
        rule("dice")
    for scheme, n in (("blocks4", 10), ("pairs", 7), ("maxrun3", 9), ("williams3", 8), ("blocks4", 0), ("pairs", 400)):
        with pytest.raises(OutOfRange, match="in steps of"):
            rule(scheme).count(n)


def test_complete_randomisation_is_counted_and_refused_for_use():
    assert rule("complete").count(20) == comb(20, 10)
    assert "trend" in rule("complete").refusal
    assert [name for name, one in RULES.items() if one.refusal] == ["complete"]


def test_short_trials_take_short_runs_and_longer_ones_blocks():
    assert [default_scheme(n) for n in (8, 10, 12, 16, 18)] == ["maxrun3", "maxrun3", "blocks4", "blocks4", "maxrun3"]
    assert default_scheme(12, arms=3) == "williams3"


def test_the_biased_coin_weighs_the_arm_that_is_behind():
    # By hand, three workouts: 0.5 for the first, COIN for the other arm next, 0.5 when even, COIN again against two equal.
    chance = dict(zip(map(tuple, product((0, 1), repeat=3)), rule("minimisation").probabilities(_all(3)), strict=True))
    assert chance[(0, 0, 0)] == pytest.approx(0.5 * (1 - COIN) * (1 - COIN))
    assert chance[(0, 1, 0)] == pytest.approx(0.5 * COIN * 0.5)
    assert chance[(1, 1, 0)] == pytest.approx(0.5 * (1 - COIN) * COIN)
    assert sum(chance.values()) == pytest.approx(1)


def test_the_biased_coin_looks_at_workouts_alike_in_a_covariate():
    # Monday got arm 1 and Thursday arm 0: even over all, so only the weekday tips the next Monday towards arm 0.
    minimise = Minimisation((("monday",), ("thursday",), ("monday",)))
    share = minimise.share_of_one(np.array([[1, 0, 0]], dtype=np.int8), 2)
    assert share == pytest.approx([1 - COIN])


def test_draws_of_the_biased_coin_come_as_often_as_they_are_likely():
    minimise, many = rule("minimisation", levels=[["a"], ["b"], ["a"], ["b"]]), 40_000
    drawn, times = np.unique(minimise.draw_many(4, many, np.random.default_rng(5)), axis=0, return_counts=True)
    chance = {tuple(row): p for row, p in zip(_all(4).tolist(), minimise.probabilities(_all(4)), strict=True)}
    expected = np.array([chance[tuple(row)] for row in drawn.tolist()])
    assert np.abs(times / many - expected).max() < 4 * (0.25 / many) ** 0.5
    assert minimise.min_p(4) == pytest.approx(2 * min(chance.values()))


def _all(n):
    return np.array(list(product((0, 1), repeat=n)), dtype=np.int8)
