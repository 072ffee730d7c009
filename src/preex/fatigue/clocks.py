"""The state of fatigue and the four things that can happen to it: start fresh, rest, read, deposit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from preex.core.muscle import Muscle
from preex.fatigue.parameters import Channels, Constants, FloatArray

N_SLOT = len(Muscle) + 1  # the last slot belongs to no muscle and is never fed: exercises of unknown muscles read it
_NEGLIGIBLE = 1e-9
_MOST_LOSS = 20.0  # log-loss beyond any that occurs
_SAFE = 600.0  # exponent that a double holds


@dataclass(frozen=True, slots=True)
class Fatigue:
    """Log-loss of capacity, on a fast and a slow clock.

    muscles : (..., n_muscle + 1, 2) carried by the muscles, >= 0, 0 = fresh.
    exercises : exercise id -> (..., 2) carried by that exercise alone (coordination, region, tolerance), >= 0.
    """

    muscles: FloatArray
    exercises: Mapping[str, FloatArray] = field(default_factory=dict)


def fresh(*shape: int, n_slot: int = N_SLOT) -> Fatigue:
    """Return a rested lifter; `shape` = (n_draw,) for many at once, `n_slot` = muscles carried.

    Draws lie side by side in memory, and stay so: a loop over 10,000 draws is fast, 10,000 loops over 2 clocks are not.
    """
    return Fatigue(np.zeros((*shape, n_slot, 2), order="F"))


def decay(seconds: npt.ArrayLike, c: Constants) -> FloatArray:
    """Return what is left of each clock after a rest, shape (..., 2)."""
    return np.asarray(np.exp(-np.asarray(seconds, dtype=float)[..., None] / c.taus_s))


def decay_unknown(median_s: float, log_sd: float, c: Constants) -> FloatArray:
    """Return the mean of `decay` over a log-normal rest, shape (..., 2): the exact mean state after an unknown rest."""
    rests = median_s * np.exp(log_sd * _NODES)
    return np.asarray(np.tensordot(_NODE_WEIGHTS, np.stack([decay(r, c) for r in rests]), axes=1))


_NODES, _NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(7)
_NODE_WEIGHTS = _NODE_WEIGHTS / _NODE_WEIGHTS.sum()


def rest(state: Fatigue, left: FloatArray) -> Fatigue:
    """Let every clock decay to the share `left`, shape (..., 2) from `decay` or `decay_unknown`."""
    exercises = {e: y * left for e, y in state.exercises.items()}
    return Fatigue(state.muscles * left[..., None, :], {e: y for e, y in exercises.items() if (y > _NEGLIGIBLE).any()})


def channel_fatigue(state: Fatigue, exercise: str, ch: Channels, c: Constants) -> FloatArray:
    """Return the log-loss each channel of an exercise feels, shape (..., n_channel)."""
    both = state.muscles[..., ch.muscles, :]
    muscle = np.asarray(both[..., 0] + both[..., 1])  # four times as fast as a sum over an axis of two
    own = state.exercises.get(exercise)
    if own is None:
        return muscle
    return np.asarray(muscle + (1 - _carried(ch, c)) * (own[..., 0] + own[..., 1])[..., None])


def _carried(ch: Channels, c: Constants) -> FloatArray:
    """Return the share of a loss that stays in each muscle and follows it to other exercises, shape (..., n_channel)."""
    return np.asarray(np.multiply(np.asarray(c.kappa)[..., None], ch.involvement, order="F"))


def log_strength(zeta: FloatArray, ch: Channels, rho: float) -> FloatArray:
    """Return the log of an exercise's strength relative to fresh, <= 0, shape (...).

    log S = logsumexp(log W - rho zeta) / rho; rho -> 0 is the weighted mean, rho -> -infinity the weakest link.
    """
    if abs(rho) < 1e-5:  # closer to 0 the logarithm loses more digits than the limit is wrong
        return np.asarray(-(zeta @ ch.weight))
    if abs(rho) * _MOST_LOSS < _SAFE:  # no sum can overflow or vanish, and einsum is faster than a small sum
        return np.asarray(np.log(np.einsum("...c,...c->...", np.exp(-rho * zeta), ch.weight)) / rho)
    exponent = np.log(ch.weight) - rho * zeta
    top = exponent.max(-1, keepdims=True)
    return np.asarray((top[..., 0] + np.log(np.exp(exponent - top).sum(-1))) / rho)


def load_shares(zeta: FloatArray, ch: Channels, rho: float) -> FloatArray:
    """Return each channel's share of the load, shape (..., n_channel), sums to 1; equals the weights when fresh."""
    if abs(rho) * _MOST_LOSS < _SAFE:
        share = ch.weight * np.exp(-rho * zeta)
    else:
        exponent = np.log(ch.weight) - rho * zeta
        share = np.exp(exponent - exponent.max(-1, keepdims=True))
    return np.asarray(share / np.einsum("...c->...", share)[..., None])


def limiter_shares(zeta: FloatArray, ch: Channels, rho: float) -> FloatArray:
    """Return each channel's part in the loss of strength, shape (..., n_channel), sums to 1 (Aumann-Shapley).

    The weights, when nothing is tired.
    """
    path = np.mean([load_shares(t * zeta, ch, rho) for t in (0.0, 0.25, 0.5, 0.75, 1.0)], axis=0)
    part = path * zeta
    total = part.sum(-1, keepdims=True)
    return np.where(total > _NEGLIGIBLE, part / np.maximum(total, _NEGLIGIBLE), ch.weight)


def deposit(
    state: Fatigue, exercise: str, ch: Channels, loss: npt.ArrayLike, duration_s: npt.ArrayLike, c: Constants
) -> Fatigue:
    """Add a set's log-loss to the muscles that worked and to the exercise; the idle ones recover meanwhile.

    Parameters
    ----------
    state : before the set.
    exercise, ch : which exercise, and its channels.
    loss : (...) log-loss of the set, failed attempt included, >= 0.
    duration_s : (...) how long the set took. [s]
    c : constants.
    """
    cost = np.asarray(np.asarray(loss) * np.asarray(c.gain))
    # As the muscles are, not as this lift's own tiring has it: what turns slow is a matter of the muscle.
    depth = -log_strength(channel_fatigue(state, exercise, ch, c), ch, c.rho)
    left = decay(duration_s, c)
    muscles = state.muscles * left[..., None, :]
    own = state.exercises.get(exercise)
    own = np.zeros_like(muscles[..., 0, :]) if own is None else own
    store = np.concatenate([state.muscles[..., ch.muscles, :], own[..., None, :]], axis=-2)
    carried = _carried(ch, c)
    share = np.concatenate([carried, np.ones_like(carried[..., :1])], axis=-1)
    store = deepened(store, share, cost, depth, c)
    muscles[..., ch.muscles, :] = store[..., :-1, :]
    exercises = {e: y * left for e, y in state.exercises.items() if e != exercise}
    return Fatigue(muscles, exercises | {exercise: store[..., -1, :]})


def deepened(store: FloatArray, share: FloatArray, loss: FloatArray, depth: FloatArray, c: Constants) -> FloatArray:
    """Return stores of fatigue with their share of a log-loss added to the two clocks: the deeper, the slower.

    Of each bit of loss exp(-beta depth - nu slow) turns fast and the rest slow, where `depth` grows with the loss and
    `slow` is what the store holds. Solved exactly (linear in exp(nu slow)), so that a set may be added whole or
    repetition by repetition.

    Parameters
    ----------
    store : (..., n_store, 2) fast and slow log-loss, >= 0.
    share : (..., n_store) of the loss that the store takes, 0 to 1.
    loss : (...) log-loss of the exercise, >= 0.
    depth : (...) log-loss that the exercise felt before, >= 0.
    c : constants.
    """
    beta, loss, depth = (np.asarray(x)[..., None] for x in (c.beta, loss, depth))
    rate = c.nu * share
    grown = np.exp(rate * loss)
    fast = rate / (rate + beta) * np.exp(-beta * depth) * (grown - np.exp(-beta * loss))
    before = store[..., 1]
    added = share * loss
    slow = np.log(np.exp(c.nu * before) * grown - fast) / c.nu - before
    slow = np.minimum(np.maximum(slow, 0.0), added)  # a third of the time of a clip
    after = np.empty_like(store)
    after[..., 0], after[..., 1] = store[..., 0] + (added - slow), before + slow
    return after
