"""What pre-exhaust costs one lifter: their own sets, pooled with what studies say.

The cost of a pair is a multiplier of the loss of log-strength that the model, calibrated on studies, expects from the
isolation: 1 = as in studies, 0 = nothing. Deviations from 1 have a part common to all pairs of the lifter, one common
to the pairs of a muscle, and one of the pair alone, so that each pair borrows from its like. All is Gaussian with known
variances, hence exact in closed form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from preex.core.muscle import Muscle
from preex.fatigue.parameters import FloatArray
from preex.fatigue.reps import repetitions

# Ratios of repetitions, tired to fresh, scatter so much between studies (bench press at 60 to 300 s of rest, see
# docs/model.md); single lifters hardly scatter less.
BETWEEN_SD = 0.10
LIFTER_SHARE = 0.45  # of that variance, common to all pairs of a lifter; as for strengths (expert estimate)
MUSCLE_SHARE = 0.25  # further, common to the pairs of one muscle (expert estimate)
_SMALL = BETWEEN_SD  # the scatter of a cost below this is the cost itself: little does not become a lot, or a gain
_HABIT_SHARE = 0.5  # of what is unknown of unreported reserves, common to all pairs and not of each (expert estimate)

Key = tuple[str, str]  # isolation, compound


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """A pre-exhausted set against the fresh strength of its exercise. All but the texts on the log of strength.

    pair : isolation and compound.
    workout : id; the sets of a workout share its day form.
    margin : log(strength / load) without the isolation, judged by the set and the belief before it. [log]
    expected : what the isolation takes from it by the model, < 0. [log]
    observed : what was seen to be missing, of the same sign. [log]
    sd : noise of `observed` that no other set shares, > 0. [log]
    level_sd : of the fresh strength, as believed before the set. [log]
    news : how much fresh sets have taught about it so far; of two sets with equal `news` the error is the same.
    form_sd : of the day. [log]
    reserve_sd : what the lifter's habit of stopping leaves unknown where no reserve was reported, else 0. [log]
    """

    pair: Key
    workout: str
    margin: float
    expected: float
    observed: float
    sd: float
    level_sd: float
    news: float
    form_sd: float
    reserve_sd: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A pair to ask about.

    share : of the compound's repetitions that the isolation costs by the model, 0 to 1.
    """

    key: Key
    muscle: Muscle
    share: float


@dataclass(frozen=True, slots=True)
class Own:
    """Multipliers from the lifter's sets alone.

    pairs : with at least one set.
    mean : (n_own,) best linear unbiased estimate.
    covariance : (n_own, n_own) of its error.
    """

    pairs: tuple[Key, ...]
    mean: FloatArray
    covariance: FloatArray


NOTHING = Own((), np.zeros(0), np.zeros((0, 0)))


@dataclass(frozen=True, slots=True)
class Pooled:
    """Multipliers once studies and own sets are pooled.

    mean, sd : (n_pair,).
    weight : (n_pair,) how far the estimate follows the pair's own sets, 0 to 1: 0 = studies and other pairs alone.
    """

    mean: FloatArray
    sd: FloatArray
    weight: FloatArray


def own_costs(compared: Sequence[Compared]) -> Own:
    """Estimate the multiplier of every pair from its sets, by generalised least squares.

    Parameters
    ----------
    compared : oldest first, as `news` grows.
    """
    if not compared:
        return NOTHING
    pairs = tuple(dict.fromkeys(c.pair for c in compared))
    design = np.array([[c.expected * (c.pair == pair) for pair in pairs] for c in compared])
    solved = np.linalg.solve(_noise(compared), np.column_stack([design, [c.observed for c in compared]]))
    covariance = np.linalg.inv(design.T @ solved[:, :-1])
    return Own(pairs, covariance @ design.T @ solved[:, -1], covariance)


def pooled(pairs: Sequence[Pair], own: Own = NOTHING) -> Pooled:
    """Pool studies and own sets.

    Parameters
    ----------
    pairs : asked about; all of `own` among them.
    own : what the lifter's sets say.
    """
    place = [[pair.key for pair in pairs].index(key) for key in own.pairs]
    prior = _prior(pairs)
    gain = np.linalg.solve(prior[np.ix_(place, place)] + own.covariance, prior[place]).T
    weight = np.zeros(len(pairs))
    weight[place] = np.clip(gain[place, range(len(place))], 0.0, 1.0)
    variance = np.diag(prior) - np.einsum("ij,ji->i", gain, prior[place])
    return Pooled(1 + gain @ (own.mean - 1), np.sqrt(np.maximum(variance, 0.0)), weight)


def reps_lost(multiplier: float, margin: float, expected: float, phi: float, lam: float) -> float:
    """Return the repetitions a multiplier stands for; negative where it is below 0. [reps]

    Parameters
    ----------
    multiplier : of the expected loss.
    margin, expected : as of `Compared`. [log]
    phi, lam : endurance of the compound, exponent.
    """
    before, after = repetitions([margin, margin + multiplier * expected], phi, lam)
    return float(before - after)


def _prior(pairs: Sequence[Pair]) -> FloatArray:
    """Covariance of the multipliers before any own set, shape (n_pair, n_pair)."""
    variance = (BETWEEN_SD / np.array([max(pair.share, _SMALL) for pair in pairs])) ** 2
    muscle = np.array([str(pair.muscle) for pair in pairs])
    alike = LIFTER_SHARE + MUSCLE_SHARE * (muscle[:, None] == muscle)
    np.fill_diagonal(alike, 1.0)
    # Two pairs share the scatter of the steadier one; what the other has beyond it is its own, so that nothing
    # borrowed grows on the way.
    return np.asarray(np.minimum.outer(variance, variance) * alike)


def _noise(compared: Sequence[Compared]) -> FloatArray:
    """Covariance of the errors of `observed`, shape (n_set, n_set).

    The error of the fresh strength stays from one set to the next as far as no fresh set came between. Sets without a
    reported reserve share what is unknown of the lifter's habit, so that many of them do not add up to certainty.
    """
    compound, pair = np.array([c.pair[1] for c in compared]), np.array([" ".join(c.pair) for c in compared])
    workout = np.array([c.workout for c in compared])
    news = np.array([c.news for c in compared])
    # Each set carries on what is left, exp(-news), of an error that only grows: the covariance of a walk in that clock.
    walked = 2 * np.log([max(c.level_sd, 1e-100) for c in compared]) + 2 * news
    shared = np.exp(np.minimum.outer(walked, walked) - np.add.outer(news, news)) * (compound[:, None] == compound)
    form, reserve = np.array([[c.form_sd, c.reserve_sd] for c in compared]).T
    shared += np.outer(form, form) * (workout[:, None] == workout)
    shared += np.outer(reserve, reserve) * np.where(pair[:, None] == pair, 1.0, _HABIT_SHARE)
    return np.asarray(shared + np.diag([c.sd**2 for c in compared]))
