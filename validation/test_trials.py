"""Can the verdicts of trials of one be trusted? Simulated trials whose truth is known: `make validate` prints every figure.

Noise, trend, correlation and missing workouts are those of real logs unless a row says otherwise: standard deviation 1 repetition,
0.05 repetitions a workout, correlation 0.2 from one workout to the next, one in ten missing, means of three sets.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import chi2

sys.path.insert(0, str(Path(__file__).parent))
from test_oracle import answers, leaves, misses

from preex.meta.mixture import Mixture
from preex.trials.adequacy import misfit
from preex.trials.allocation import rule
from preex.trials.chance import chance_of_answer
from preex.trials.gaussian import Priors, fit_many
from preex.trials.looks import looked
from preex.trials.model import believe
from preex.trials.outcomes import equivalent
from preex.trials.pairs import Pair
from preex.trials.pooled import Own, pool
from preex.trials.priors import FLAT, NEUTRAL, REPS
from preex.trials.protocol import lock
from preex.trials.randomisation import randomisation_test
from preex.trials.series import Series
from preex.trials.terms import Terms
from preex.trials.verdict import CONCLUSIONS, Bars, Probabilities, Verdict, judge
from preex.trials.workouts import TrialSet

ORACLE = Path(__file__).parents[2] / "shared" / "data" / "nof1_oracle.json"
PAGE = (Path(__file__).parents[1] / "docs" / "trial-verdicts.md").read_text(encoding="utf-8")
ROPE = 0.5
PRIORS = Priors((9.0, 0.0, 0.0), (4.0, REPS.effects[NEUTRAL][1], REPS.trend_sd), REPS.noise)
TWO_PAIR = Priors((0.0, 0.0, 0.0), (4.0 * np.sqrt(2), REPS.effects[NEUTRAL][1], REPS.trend_sd), REPS.noise)


def correlated(many, n, phi, rng, draw=None):
    e = rng.standard_normal((many, n)) if draw is None else draw
    for i in range(1, n):
        e[:, i] = phi * e[:, i - 1] + np.sqrt(1 - phi**2) * e[:, i]
    return e


def simulated(
    arms, effect, rng, *, sd=1.0, phi=0.2, trend=0.05, missing=0.1, steps=3, tails=None, curve=0.0, carry=0.0
):
    """Outcomes (many, n): arm, drift, correlated noise, in steps of a third of a repetition, some missing."""
    many, n = arms.shape
    t = np.arange(n) - (n - 1) / 2
    heavy = None if tails is None else rng.standard_t(tails, (many, n)) / np.sqrt(tails / (tails - 2))
    before = np.concatenate((np.zeros((many, 1)), arms[:, :-1]), axis=1)
    drift = trend * t + curve * ((t / t.max()) ** 2 - 1 / 3)
    sd = np.reshape(sd, (-1, 1))
    y = 9 + np.reshape(effect, (-1, 1)) * arms + carry * before + drift + sd * correlated(many, n, phi, rng, heavy)
    y = np.round(y * steps) / steps
    return np.where(rng.random((many, n)) < missing, np.nan, y)


def columns(arms, *, two=False):
    t = np.arange(arms.shape[1], dtype=float)
    coded = 2 * arms - 1 if two else arms - 0.5
    return np.stack((np.ones(arms.shape), coded, np.broadcast_to(t - t.mean(), arms.shape)), axis=-1), t


def believed(y, arms):
    return fit_many(y, *columns(arms), PRIORS)


def held(batch, truth):
    """Share of 95 % intervals that hold the truth."""
    below = batch.p_below(np.reshape(truth, (-1, 1)))
    return float(np.mean((below > 0.025) & (below < 0.975)))


def words(batch, bars):
    below, above, negative = batch.p_below(-ROPE), 1 - batch.p_below(ROPE), batch.p_below(0.0)
    return np.array(
        [judge(Probabilities(b, 1 - a - b, a, z), 1, bars) for b, a, z in zip(below, above, negative, strict=True)]
    )


def drawn(scheme, n, many, rng):
    return rule(scheme).draw_many(n, many, rng).astype(float)


# ------------------------------------------------------------------ T1


def test_every_case_of_the_trials_oracle_agrees(tmp_path):
    if not ORACLE.is_file():
        pytest.skip("no ../shared beside the repository")
    cases = json.loads(ORACLE.read_text(encoding="utf-8"))["cases"]
    got = answers([{"id": c["id"], "input": c["input"], "config": c["config"]} for c in cases], tmp_path)
    wrong = {}
    for case in cases:
        missed, distances = misses(case, got[case["id"]])
        print(
            f"{case['id']:16} {len(leaves(case['expected'])):3} values, largest distance {max(distances.values()):.1e}, "
            f"allowed {case['rel_or_abs_tol']:g}"
        )
        wrong |= {case["id"]: missed} if missed else {}
    assert wrong == {}


# ------------------------------------------------------------------ T2, T7


def from_the_prior(arms, rng):
    """Trials drawn as the model believes them to be."""
    many, n = arms.shape
    phi = np.empty(0)
    while len(phi) < many:
        some = rng.normal(*PRIORS.phi, 4 * many)
        phi = np.concatenate((phi, some[(some > PRIORS.phi_range[0]) & (some < PRIORS.phi_range[1])]))
    beta = np.array(PRIORS.mean) + np.array(PRIORS.sd) * rng.standard_normal((many, 3))
    sigma = np.exp(rng.normal(*PRIORS.log_sigma, many))
    X, t = columns(arms)
    noise = rng.standard_normal((many, n))
    for i in range(1, n):
        noise[:, i] = phi[:many] * noise[:, i - 1] + np.sqrt(1 - phi[:many] ** 2) * noise[:, i]
    return (X * beta[:, None, :]).sum(axis=-1) + sigma[:, None] * noise, beta, X, t


def test_posteriors_of_trials_drawn_from_the_prior_are_calibrated():
    strange = []
    for n in (8, 16, 24):
        rng = np.random.default_rng(n)
        y, beta, X, t = from_the_prior(drawn("blocks4", n, 500, rng), rng)
        for column, name in enumerate(("intercept", "effect", "trend")):
            place = fit_many(y, X, t, PRIORS, column).p_below(beta[:, column][:, None])
            counts = np.histogram(place, bins=20, range=(0, 1))[0]
            p = chi2.sf(((counts - 25) ** 2 / 25).sum(), 19)
            inside = [np.mean(np.abs(place - 0.5) < half) for half in (0.25, 0.475)]
            print(f"T2  n {n:2} {name:9} chi2 p {p:.3f}, 50 % {inside[0]:.3f}, 95 % {inside[1]:.3f}")
            strange.append(p)
            assert inside[1] == pytest.approx(0.95, abs=0.039)  # four Monte Carlo errors
    assert min(strange) > 0.001
    assert sum(p < 0.01 for p in strange) <= 1


def test_trials_drawn_from_the_prior_look_like_training():
    rng = np.random.default_rng(7)
    y, *_ = from_the_prior(drawn("blocks4", 16, 4000, rng), rng)
    inside = np.mean((y > 0) & (y < 30))
    spread = np.quantile(np.std(np.diff(y, axis=1), axis=1), [0.025, 0.975])
    print(f"T7  {inside:.3f} of workouts within 0 to 30 reps; SD of differences {spread[0]:.2f} to {spread[1]:.2f}")
    assert inside > 0.95
    assert spread[0] > 0.5
    assert spread[1] < 5


# ------------------------------------------------------------------ T3, T4

MISSPECIFIED = {
    "as assumed": {},
    "heavy tails": {"tails": 3},
    "curved trend": {"curve": 2.0},
    "carryover -0.5": {"carry": -0.5},
    "30 % missing": {"missing": 0.3},
    "whole reps": {"steps": 1},
    "correlation 0.6": {"phi": 0.6},
    "SD 2": {"sd": 2.0},
    "trend 0.2": {"trend": 0.2},
}


@pytest.mark.parametrize("row", MISSPECIFIED)
def test_intervals_hold_the_truth_where_the_model_is_wrong(row):
    rng = np.random.default_rng(3)
    arms = drawn("blocks4", 24, 2000, rng)
    batch = believed(simulated(arms, -1.5, rng, **MISSPECIFIED[row]), arms)
    coverage = held(batch, np.full(2000, -1.5))
    print(f"T3  {row:16} coverage {coverage:.3f}, bias {np.mean(batch.mean) + 1.5:+.2f}")
    assert 0.91 <= coverage <= 0.985
    assert f"| {100 * coverage:.1f} %" in PAGE


@pytest.mark.parametrize("row", MISSPECIFIED)
def test_the_test_by_the_draw_keeps_its_size(row):
    rng, scheme = np.random.default_rng(4), rule("blocks4")
    arms = drawn("blocks4", 16, 1500, rng)
    y = simulated(arms, 0.0, rng, **MISSPECIFIED[row])
    p = []
    for a, one in zip(arms.astype(int), y, strict=True):
        p.append(randomisation_test(Series.of(a, one), scheme, rng).p)
    size = np.mean(np.array(p) <= 0.05)
    print(f"T4  {row:16} size {size:.3f} at 0.05")
    assert size <= 0.075
    assert size >= 0.03


def test_coverage_at_fixed_effects():
    for n in (8, 16, 24, 48):
        for effect in (0.0, -1.5, -3.0):
            rng = np.random.default_rng(n)
            arms = drawn("blocks4", n, 400, rng)
            batch = believed(simulated(arms, effect, rng), arms)
            coverage = held(batch, np.full(400, effect))
            print(f"T3  n {n:2} effect {effect:4}: coverage {coverage:.3f}, bias {np.mean(batch.mean) - effect:+.2f}")
            assert 0.90 <= coverage <= 0.99


# ------------------------------------------------------------------ T5, T6, T15

LOOKS = (8, 12, 16, 20, 24)


def sequential(effect, runs, rng, clear=0.975):
    """Word at the look that ended each trial, and the workouts until then; lifters' noise as in the logs."""
    arms = drawn("blocks4", 24, runs, rng)
    y = simulated(arms, effect, rng, sd=np.exp(rng.normal(0.03, 0.46, runs)))
    word, ended = np.full(runs, Verdict.CANNOT_TELL), np.full(runs, 24)
    going = np.ones(runs, dtype=bool)
    for look in LOOKS:
        found = words(believed(y[:, :look], arms[:, :look]), Bars(clear=clear))
        over = going & np.isin(found, list(CONCLUSIONS))
        word[over], ended[over] = found[over], look
        going &= ~over
    return word, ended


@pytest.mark.parametrize(
    ("effect", "published"), [(0.0, 0.007), (-0.5, 0.047), (-1.0, 0.40), (-1.5, 0.68), (-2.0, 0.86), (-3.0, 0.97)]
)
def test_several_looks_claim_a_cost_as_seldom_as_was_promised(effect, published):
    word, ended = sequential(effect, 1000, np.random.default_rng(5))
    cost, gain = np.mean(word == Verdict.COST_CLEAR), np.mean(word == Verdict.GAIN_CLEAR)
    print(
        f"T5  effect {effect:4}: claims a cost {cost:.3f} (design {published}), a gain {gain:.3f}, mean workouts {ended.mean():.1f}"
    )
    assert f"| {100 * cost:.{1 if cost < 0.1 else 0}f} %" in PAGE
    assert f"| {ended.mean():.1f}" in PAGE
    if effect == 0.0:
        assert cost + gain < 0.03
    elif effect == -0.5:
        assert cost < 0.06
    else:
        assert cost == pytest.approx(published, abs=0.12)  # theirs from 300 runs


def test_the_looks_of_the_product_are_those_that_were_simulated():
    pair = Pair(isolation="leg_extension", compound="leg_press", target="quads_vasti")
    terms = Terms(question="order", pairs=(pair,), workouts=24, scheme="blocks4", looks=LOOKS)
    rng, ends = np.random.default_rng(55), {"conclusion": 0, "futility": 0, "": 0}
    for k in range(25):
        trial = lock(terms, seed=f"seed {k}", at=datetime(2026, 1, 5, tzinfo=UTC))
        arms = trial.sequence(f"seed {k}")
        y = simulated(arms[None].astype(float), rng.normal(-1.5, 1.0), rng)
        series = Series.of(arms, y[0], revealed=[True] * 24, rir=np.ones(24))
        for n in LOOKS:
            found = looked(series, trial, n)
            at_once = believed(y[:, :n], arms[None, :n].astype(float))
            # another middle of the trend, and now and then a wider mesh
            assert found.result.p.below == pytest.approx(at_once.p_below(-ROPE)[0], abs=0.02)
            if found.stops or n == LOOKS[-1]:
                ends[found.stops] += 1
                break
    print(f"T5  25 trials by the product, effects N(-1.5, 1): ended {ends}")
    assert ends["conclusion"] > 8


def test_predicted_chances_of_an_answer_come_true_and_few_stop_for_nothing():
    rng, runs, bars = np.random.default_rng(56), 1000, Bars(clear=0.975)
    arms = drawn("blocks4", 24, runs, rng)
    y = simulated(arms, rng.normal(-1.5, 1.0, runs), rng, sd=np.exp(rng.normal(0.03, 0.46, runs)))
    clear = {n: np.isin(words(believed(y[:, :n], arms[:, :n]), bars), list(CONCLUSIONS)) for n in LOOKS}
    for n in LOOKS[:2]:
        batch, seen = believed(y[:, :n], arms[:, :n]), np.isfinite(y[:, :n]).sum(axis=1)
        chance = np.array(
            [
                chance_of_answer(
                    Mixture(np.ones(1), np.array([m]), np.array([s])), k, k + round((24 - n) * k / n), ROPE, bars
                )
                for m, s, k in zip(batch.mean, batch.sd, seen, strict=True)
            ]
        )
        later = np.any([clear[look] for look in LOOKS if look > n], axis=0)
        for low, high in ((0.0, 0.1), (0.1, 0.3), (0.3, 0.6), (0.6, 0.9)):
            those = ~clear[n] & (chance >= low) & (chance < high)
            came = np.mean(clear[24][those])
            print(
                f"T5  look {n:2}, predicted {chance[those].mean():.2f} ({those.sum():3}): clear at the end {came:.2f}"
            )
            assert came == pytest.approx(chance[those].mean(), abs=0.12)
        futile = ~clear[n] & (chance < 0.10)
        print(
            f"T5  look {n:2}: ends for futility {futile.mean():.2f}, of which {later[futile].mean():.3f} would have told"
        )
        assert later[futile].mean() < 0.10


@pytest.mark.parametrize("pairs", [1, 2])
@pytest.mark.parametrize("n", [8, 12, 16, 24])
def test_conclusions_are_seldom_wrong(pairs, n):
    rng, runs = np.random.default_rng(100 * pairs + n), 1500
    effect = rng.normal(-1.5, 1.0, runs)
    arms = drawn("maxrun3" if n < 12 else "blocks4", n, runs, rng)
    if pairs == 1:
        batch = believed(simulated(arms, effect, rng), arms)
    else:  # half of the variance is shared by the workout
        day, t = np.sqrt(0.5) * correlated(runs, n, 0.2, rng), 0.0
        sides = [simulated(a, effect, rng, sd=np.sqrt(0.5), missing=t) + day for a in (arms, 1 - arms)]
        gone = rng.random((runs, n)) < 0.1
        X, when = columns(arms, two=True)
        batch = fit_many(np.where(gone, np.nan, sides[0] - sides[1]), X, when, TWO_PAIR)
    word = words(batch, Bars())
    concluded = np.isin(word, list(CONCLUSIONS))
    cost, gain, same = (word == v for v in (Verdict.COST_CLEAR, Verdict.GAIN_CLEAR, Verdict.ABOUT_SAME))
    sign = (cost & (effect > 0)) | (gain & (effect < 0)) | (same & (np.abs(effect) > 1.0))
    bound = (cost & (effect > -ROPE)) | (gain & (effect < ROPE)) | (same & (np.abs(effect) > ROPE))
    print(
        f"T6  {pairs} pair(s), n {n:2}: concludes {concluded.mean():.2f}; of these wrong side {sign.sum() / concluded.sum():.4f}, "
        f"beyond the ROPE's edge {bound.sum() / concluded.sum():.4f}"
    )
    assert f"| {100 * concluded.mean():.0f} %" in PAGE
    assert sign.sum() / concluded.sum() < 0.01
    assert bound.sum() / concluded.sum() < 0.03


@pytest.mark.parametrize(("n", "most"), [(8, 0.16), (16, 0.10), (24, 0.10)])
def test_without_an_effect_hardly_anybody_is_told_of_one(n, most):
    rng, runs = np.random.default_rng(15), 2000
    arms = drawn("blocks4", n, runs, rng)
    word = words(believed(simulated(arms, 0.0, rng, sd=np.exp(rng.normal(0.03, 0.46, runs))), arms), Bars())
    told = np.mean(~np.isin(word, [Verdict.CANNOT_TELL, Verdict.ABOUT_SAME]))
    print(
        f"T15 n {n:2}: told of a cost or a gain, likely ones included {told:.3f}; about the same {np.mean(word == Verdict.ABOUT_SAME):.3f}"
    )
    assert told < most


# ------------------------------------------------------------------ T8, T9


def test_the_model_seldom_warns_of_data_like_its_own():
    rng = np.random.default_rng(8)
    arms = drawn("blocks4", 24, 150, rng)
    y, _, *_ = from_the_prior(arms, rng)
    warned = [
        bool(misfit(believe(Series.of(a, v), REPS, REPS.effects[NEUTRAL]), rng))
        for a, v in zip(arms.astype(int), y, strict=True)
    ]
    print(f"T8  warnings on data of the model: {np.mean(warned):.3f}")
    assert np.mean(warned) < 0.15


def stopped(arms, to_failure, rng):
    """Mean of three sets as read with and without RIR, and mean RIR, each (many, n); share to failure by arm."""
    many, n = arms.shape
    day = correlated(many, n, 0.2, rng)
    reps_only, with_rir, rir = (np.zeros((many, n)) for _ in range(3))
    for k in range(3):
        capacity = 10.5 - 1.2 * k - 1.5 * arms + day + rng.normal(0, 0.7, (many, n))
        failed = rng.random((many, n)) < np.where(arms == 1, *to_failure)
        left = np.where(failed, 0, 2)
        reps = np.maximum(np.floor(capacity) - left, 1)
        guess = left - 0.5 + rng.normal(0, 0.7, (many, n))  # people say too few
        said = np.where(failed, 0, np.maximum(np.round(guess), 0))
        one = np.vectorize(lambda r, q: equivalent(TrialSet(pair=0, compound=True, load_kg=100, reps=int(r), rir=q)))
        reps_only, with_rir, rir = reps_only + reps / 3, with_rir + one(reps, said) / 3, rir + said / 3
    return reps_only, with_rir, rir


@pytest.mark.parametrize(
    ("row", "to_failure", "biased"),
    [
        ("all sets to failure", (1.0, 1.0), False),
        ("60 % in both arms", (0.6, 0.6), False),
        ("more often with what is tried", (0.8, 0.2), True),
        ("less often with what is tried", (0.2, 0.8), True),
    ],
)
def test_reserve_repairs_what_unequal_effort_spoils(row, to_failure, biased):
    rng = np.random.default_rng(9)
    arms = drawn("blocks4", 24, 300, rng)
    reps_only, with_rir, rir = stopped(arms, to_failure, rng)
    plain, ours = (np.mean(believed(y, arms).mean) + 1.5 for y in (reps_only, with_rir))
    apart = [Series.of(a, y, rir=q).rir_difference() for a, y, q in zip(arms.astype(int), with_rir, rir, strict=True)]
    warned = np.mean(np.abs(apart) > 0.5)
    coverage = held(believed(with_rir, arms), np.full(300, -1.5))
    print(
        f"T9  {row:30} bias of reps {plain:+.2f}, with RIR {ours:+.2f} (coverage {coverage:.2f}); warned {warned:.2f}"
    )
    assert abs(ours) < 0.25
    if biased:
        assert abs(plain) > 0.8
        assert warned > 0.90
    else:
        assert warned < 0.10


# ------------------------------------------------------------------ T10


@pytest.mark.parametrize("tau", [0.3, 0.8])
def test_pools_of_ten_lifters_hold_the_mean_and_the_next_lifter(tau):
    rng, reps, k = np.random.default_rng(10), 200, 10
    truth = rng.normal(-1.5, tau, (reps, k))
    arms = drawn("blocks4", 16, reps * k, rng)
    flat = Priors(PRIORS.mean, (4.0, FLAT, REPS.trend_sd), REPS.noise)
    own = fit_many(simulated(arms, truth.ravel(), rng), *columns(arms), flat)
    mean, sd = own.mean.reshape(reps, k), own.sd.reshape(reps, k)
    hits, errors = [], []
    for i in range(reps):
        p = pool([Own(str(j), mean[i, j], sd[i, j], 16, 1.0) for j in range(k)], REPS)
        following = rng.normal(-1.5, tau)
        each = [one.lo95 < t < one.hi95 for one, t in zip(p.lifters, truth[i], strict=True)]
        hits.append((p.mean[1] < -1.5 < p.mean[2], p.next_lifter[1] < following < p.next_lifter[2], np.mean(each)))
        errors.append(([one.median for one in p.lifters] - truth[i], mean[i] - truth[i]))
    together, alone = (np.sqrt(np.mean(np.square([e[j] for e in errors]))) for j in (0, 1))
    covered = np.mean(hits, axis=0)
    print(
        f"T10 tau {tau}: mean held {covered[0]:.3f}, next lifter {covered[1]:.3f}, each lifter {covered[2]:.3f}; "
        f"error pooled {together:.2f}, alone {alone:.2f}"
    )
    assert 0.92 <= covered[0] <= 0.995
    assert 0.91 <= covered[1] <= 0.995
    assert together < alone
