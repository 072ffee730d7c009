import numpy as np
import pytest

from preex.scoring.harness import LogScores, Scores
from preex.scoring.summary import capacity_errors, pooled, ratio, rows


def scores(off):
    off = np.array(off, dtype=float)
    return Scores(off, off, off, off, np.full(len(off), 0.2), np.full(len(off), 0.4))


def log(preex, other, rated=()):
    return LogScores(
        *[np.ones(len(preex), int)] * 2, {"preex": scores(preex), "same_set": scores(other)}, {"preex": np.array(rated)}
    )


LOGS = [log([1, 1], [2, 2]), log([2, 2, 2, 2], [2, 2, 2, 2])]


def test_every_lifter_counts_the_same_in_the_mean_and_every_set_in_the_pool():
    ours, theirs = rows(LOGS)
    assert ours.mean.mae == pytest.approx(1.5)
    assert ours.pooled.mae == pytest.approx(10 / 6)
    assert theirs.share.value == pytest.approx(0.75)
    assert ours.share == (1, 1, 1)


def test_one_log_has_a_ratio_without_an_interval():
    assert rows(LOGS[:1])[1].share == (0.5, None, None)


def test_the_interval_of_a_ratio_is_that_of_drawing_lifters_with_their_pairs():
    rng = np.random.default_rng(5)
    theirs = rng.uniform(1, 3, 40)
    found = ratio(0.8 * theirs, theirs)  # PreEx is 20 % better for everybody, so whoever is drawn
    assert found == pytest.approx((0.8, 0.8, 0.8))
    noisy = ratio(0.8 * theirs + rng.normal(0, 0.3, 40), theirs)
    # delta method by hand: the spread of ours - 0.8 theirs over the root of 40 and their mean
    half = 1.96 * 0.3 / np.sqrt(40) / theirs.mean()
    assert (noisy.high - noisy.low) / 2 == pytest.approx(half, rel=0.3)


def test_a_pool_holds_every_set():
    assert pooled(LOGS, "preex").off.tolist() == [1, 1, 2, 2, 2, 2]


def test_capacity_counts_logs_with_rated_sets_alone():
    found = capacity_errors([*LOGS, log([1], [1], rated=[3, 1]), log([1], [1], rated=[4])])
    each, together = found["preex"]
    assert each.tolist() == [2, 4]
    assert together == pytest.approx(8 / 3)
    assert capacity_errors(LOGS) == {}
