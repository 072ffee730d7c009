"""A test that needs no model: how often would the draw itself have made arms differ so much?

The statistic is the least-squares coefficient of the arm beside trend and load, over the workouts that were observed; the reference
is every sequence that the trial's own rule could have drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from preex.trials.allocation import Rule
from preex.trials.schemes import Arms, Blocks, Floats
from preex.trials.series import TWO_PAIR, Series

ALPHA = 0.05
_TIE = 1e-9  # statistics closer than this, relatively, are equal
_FLAT = 1e-9  # variance of the arm beside trend and load below which it has no coefficient


@dataclass(frozen=True, slots=True)
class DesignTest:
    """Result of the test.

    estimate : the statistic: what is tried minus the usual way. [unit of y]
    p : two-sided. min_p : smallest that this sequence could have reached with the workouts that were observed.
    n_sequences : of the reference. drawn : they are a sample of more.
    ci : 95 % interval for a constant effect, from turning the test round; None where no p below 0.05 can be reached, an infinite
        end where no effect on that side is rejected.
    """

    estimate: float
    p: float
    min_p: float
    n_sequences: int
    drawn: bool
    ci: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Reference:
    """Statistics of all sequences.

    statistic : (n_sequence,) of y. slope : (n_sequence,) of the arm that was used, so that an effect d changes them by -d slope.
    weight : (n_sequence,) chances; they and `always`, the chance of the sequence that was used where others are drawn, sum to 1.
    """

    statistic: Floats
    slope: Floats
    weight: Floats
    always: float


def randomisation_test(
    series: Series, rule: Rule, rng: np.random.Generator, *, arm: int = 1, every: Arms | None = None
) -> DesignTest:
    """Test an arm against the usual way by the rule that drew the sequence.

    Parameters
    ----------
    series : with two pairs their difference is tested. rule : as in the protocol.
    rng : draws sequences where there are more than 20,000.
    arm : which; with more than two, the others enter beside it.
    every : (n_sequence, n_workout) all sequences of the rule, where more than 20,000 shall be compared; None = the rule decides.

    Notes
    -----
    E. S. Edgington, P. Onghena, "Randomization tests", 2007. A sequence with a single arm among the observed has the statistic 0.
    """
    ref, observed, reachable = _compared(series, rule, rng, arm, every)
    return DesignTest(
        estimate=observed,
        p=p_value(ref, observed),
        min_p=reachable,
        n_sequences=len(ref.weight),
        drawn=ref.always > 0,
        ci=invert(ref, observed) if reachable <= ALPHA else None,
    )


def reference(series: Series, rule: Rule, rng: np.random.Generator, *, arm: int = 1) -> tuple[Reference, float]:
    """Return the statistics of all sequences, and that of the one that was used."""
    return _compared(series, rule, rng, arm, None)[:2]


def _compared(
    series: Series, rule: Rule, rng: np.random.Generator, arm: int, every: Arms | None
) -> tuple[Reference, float, float]:
    """Return statistics, the observed one, and the smallest p that the used sequence can reach."""
    seen, two = series.observed, series.design == TWO_PAIR
    n = _needed(series, rule) if every is None else len(series)
    sequences = rule.sequences(n, rng) if every is None else every
    restricted, used = sequences[:, seen[:n]], series.assigned[seen]
    drawn = len(sequences) != rule.count(n)
    always = 1 / (len(sequences) + 1) if drawn else 0.0
    weight = np.full(len(sequences), always) if drawn else rule.probabilities(sequences)
    left = _left_over(np.column_stack((np.ones(len(used)), series.session[seen], *_load(series))))
    columns = _coded(used[None], series.n_arm, two=two)
    targets = left @ np.column_stack((series.value[seen], columns[0, arm - 1]))
    found = _coefficients(_coded(restricted, series.n_arm, two=two), left, targets, arm)
    observed = float(_coefficients(columns, left, targets, arm)[0, 0])
    reachable = always if drawn else float(weight[_alike(restricted, used)].sum())
    return Reference(found[:, 0], found[:, 1], weight, always), observed, reachable


def p_value(ref: Reference, observed: float) -> float:
    """Return the share of sequences with a statistic as far from 0 as the observed one."""
    far = np.abs(ref.statistic) >= abs(observed) - _TIE * (1 + abs(observed))
    return min(1.0, float(ref.always + ref.weight[far].sum()))


def invert(ref: Reference, observed: float, alpha: float = ALPHA) -> tuple[float, float]:
    """Return the constant effects around the estimate that the test does not reject.

    Notes
    -----
    Under an effect d a sequence stays as far as the observed one while |T - d c| >= |T_obs - d|: an interval around T_obs whose
    ends are roots of a quadratic, so the limits are exact, without a grid.
    """
    low, high = _ends(ref, observed)
    return -_last_kept(-low, ref, -observed, alpha), _last_kept(high, ref, observed, alpha)


def on_grid(limits: tuple[float, float], step: float) -> tuple[float, float]:
    """Return the outermost multiples of `step` within limits, as a test on a grid finds them."""
    low, high = limits
    return float(np.ceil(low / step - _TIE) * step), float(np.floor(high / step + _TIE) * step)


def _ends(ref: Reference, observed: float) -> tuple[Floats, Floats]:
    """Return where each sequence ceases to count, below and above the estimate, (n_sequence,)."""
    T, c = ref.statistic, ref.slope
    towards = np.where(np.abs(c - 1) < _TIE, -0.0, c - 1)  # a slope of 1 or -1 is approached from within
    away = np.where(np.abs(c + 1) < _TIE, 0.0, c + 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        roots = np.stack(((T - observed) / towards, (T + observed) / away))
    tie = _TIE * (1 + abs(observed))
    same = (np.abs(c - 1) < _TIE) & (np.abs(T - observed) < tie)
    mirror = (np.abs(c + 1) < _TIE) & (np.abs(T + observed) < tie)
    low, high = roots.min(axis=0), roots.max(axis=0)
    steep = np.abs(c) > 1 + _TIE  # counts outside of the roots
    low, high = (
        np.where(steep, np.where(observed >= high, high, -np.inf), low),
        np.where(steep, np.where(observed <= low, low, np.inf), high),
    )
    always = same | mirror
    return np.where(always, -np.inf, low), np.where(always, np.inf, high)


def _last_kept(ends: Floats, ref: Reference, observed: float, alpha: float) -> float:
    """Return the largest effect under which more than `alpha` of the sequences still count."""
    order = np.argsort(-ends, kind="stable")
    kept = ref.always + np.cumsum(ref.weight[order])
    return max(observed, float(ends[order][np.argmax(kept > alpha + 1e-12)]))


def _coefficients(columns: Floats, left: Floats, targets: Floats, arm: int) -> Floats:
    """Return the arm's coefficient for each target, (n_sequence, n_target).

    columns : (n_sequence, n_arm - 1, n). left : (n, n) takes out trend and load. targets : (n, n_target), already without them.
    """
    gram = (columns @ left) @ np.swapaxes(columns, 1, 2)
    pulls = columns @ targets
    if gram.shape[1] == 1:
        flat = gram[:, 0] < _FLAT
        return np.asarray(np.where(flat, 0.0, pulls[:, 0] / np.where(flat, 1.0, gram[:, 0])), dtype=float)
    return np.asarray((np.linalg.pinv(gram, rcond=1e-10, hermitian=True) @ pulls)[:, arm - 1])


def _coded(sequences: Arms, n_arm: int, *, two: bool) -> Floats:
    """Return one column an arm but the usual one, (n_sequence, n_arm - 1, n)."""
    if two:
        return np.asarray(2.0 * sequences[:, None] - 1)
    return np.stack([sequences == k for k in range(1, n_arm)], axis=1).astype(np.float64)


def _left_over(X: Floats) -> Floats:
    """Return the matrix that takes the columns out."""
    q, _ = np.linalg.qr(X - np.concatenate(([0.0], X[:, 1:].mean(axis=0))))
    return np.asarray(np.eye(len(X)) - q @ q.T, dtype=float)


def _load(series: Series) -> list[Floats]:
    load = series.load_term[series.observed]
    return [load] if np.ptp(load) > 0 else []


def _needed(series: Series, rule: Rule) -> int:
    """Return how many arms of the sequence the observed workouts depend on: blocks not begun do not matter."""
    if not isinstance(rule, Blocks):
        return len(series)
    last = int(np.flatnonzero(series.observed)[-1]) + 1
    return min(len(series), -(-last // rule.length) * rule.length)


def _alike(restricted: Arms, used: Arms) -> NDArray[np.bool_]:
    """Tell which sequences are the used one, or its mirror, on the observed workouts, (n_sequence,)."""
    return np.asarray((restricted == used).all(axis=1) | (restricted == 1 - used).all(axis=1))
