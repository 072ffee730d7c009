"""Which of a lifter's earlier sets the next one will be like: the learned part of the choice model, as pure functions.

Each earlier set of the exercise is compared with the place of the next one. Several voices weigh the earlier sets by how
alike they are, move each by a few repetitions for what differs (load, fatigue, the set before), and spread it. A gate
says how much each voice counts, and how much somebody counts of whom nothing but capacity is known. The weights in
`data/choice.json` were learned from public logs (`validation/prediction/fit_choice.py`), which runs these functions too:
they work on NumPy arrays and, given `xp=jax.numpy`, on JAX arrays.

Shapes: n_past earlier sets, newest first; n_voice voices; n_hidden hidden units.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import numpy as np

from preex.errors import DataError
from preex.fatigue.distribution import N_TABLE

CHOICE_FILE = "choice.json"
NONE = -99.0  # in place of a number that does not exist; NaN would poison gradients

# Columns of a set, as `now` (the next one, repetitions unknown) and as a row of `past`.
COLUMNS = (
    "reps",
    "log_load",
    "order",  # number of the exercise's set within the workout, from 0
    "session",  # count of the workouts with this exercise
    "day",  # time [days]
    "before_reps",  # of the exercise's set before it in the workout
    "before_log_load",
    "first_reps",  # of the exercise's first set in the workout
    "first_log_load",
    "winded",  # repetitions that the fast fatigue of the muscles costs
    "position",  # number of sets done in the workout
)
REPS, LOAD, ORDER, SESSION, DAY, BEFORE_REPS, BEFORE_LOAD, FIRST_REPS, FIRST_LOAD, WINDED, POSITION = range(11)
N_COLUMN = len(COLUMNS)
N_FORM = 9  # numbers about the lifter's day and steadiness, see `preex.fatigue.choice.Form`
N_LIKE = 25  # features of one earlier set against the next
_FLOOR = 1e-5  # no number of repetitions is impossible

Array = Any  # of NumPy, or of JAX while learning
Namespace = Any  # of one of the two
Weights = Mapping[str, Array]


def shapes(n_voice: int, n_hidden: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each array of weights."""
    n_context = 13 + 2 * n_voice + N_FORM
    return {
        "like.in": (N_LIKE, n_hidden),
        "like.bias": (n_hidden,),
        "like.out": (n_hidden, n_voice),
        "like.direct": (N_LIKE, n_voice),
        "move.before": (n_voice,),
        "move.load": (n_voice,),
        "move.winded": (n_voice,),
        "move.in": (N_LIKE + 4, n_hidden),
        "move.out": (n_hidden, n_voice),
        "spread.least": (n_voice,),
        "spread.scatter": (n_voice,),
        "stray.share": (n_voice,),
        "stray.scatter": (n_voice,),
        "context.in": (n_context, n_hidden),
        "context.out": (n_hidden, 2 * n_voice),
        "context.direct": (n_context, 2 * n_voice),
        "gate.in": (n_context, n_hidden),
        "gate.bias": (n_hidden,),
        "gate.out": (n_hidden, n_voice + 1),
        "gate.direct": (n_context, n_voice + 1),
        "gate.base": (n_voice + 1,),
    }


@cache
def weights() -> Weights:
    """Load the packaged weights.

    Raises
    ------
    DataError : an array is missing or has the wrong shape.
    """
    text = resources.files("preex.data").joinpath(CHOICE_FILE).read_text(encoding="utf-8")
    stored = json.loads(text)
    loaded = {name: np.array(values, dtype=float) for name, values in stored["weights"].items()}
    for name, shape in shapes(stored["n_voice"], stored["n_hidden"]).items():
        if name not in loaded or loaded[name].shape != shape:
            raise DataError(f"{CHOICE_FILE}: {name} is not an array of shape {shape}.")
    return MappingProxyType(loaded)


def compare(now: Array, past: Array, xp: Namespace = np) -> tuple[Array, Array]:
    """Compare each earlier set with the next one.

    Parameters
    ----------
    now : (n_column,) of the next set; its repetitions are not read.
    past : (n_past, n_column) earlier sets, newest first.
    xp : array namespace.

    Returns
    -------
    features : (n_past, n_like).
    moves : (3, n_past) repetitions by which the set before was better than then, that the load takes or gives, and that
        fast fatigue takes.
    """
    load = past[:, LOAD] - now[LOAD]
    order = past[:, ORDER] - now[ORDER]
    age = now[SESSION] - past[:, SESSION]
    both = (now[BEFORE_REPS] > 0) & (past[:, BEFORE_REPS] > 0)
    before = xp.where(both, now[BEFORE_REPS] - past[:, BEFORE_REPS], 0.0)
    step = xp.where(both, now[LOAD] - now[BEFORE_LOAD] - past[:, LOAD] + past[:, BEFORE_LOAD], 0.0)
    first = xp.where(both, now[FIRST_REPS] - past[:, FIRST_REPS], 0.0)
    first_load = xp.where(both, now[FIRST_LOAD] - past[:, FIRST_LOAD], 0.0)
    rank = xp.arange(len(past))
    same_load, same_order = xp.abs(load) < 0.006, order == 0
    one = xp.ones(len(past))
    features = [
        10 * xp.clip(xp.abs(load), 0, 0.4),
        one * same_load,
        10 * xp.clip(load, -0.4, 0.4),
        one * same_order,
        xp.clip(xp.abs(order), 0, 4),
        xp.clip(order, -4, 4),
        one * (age == 0),
        one * (age == 1),
        xp.log1p(xp.clip(age, 0, None)),
        0.5 * xp.log1p(xp.clip(now[DAY] - past[:, DAY], 0, None)),
        one * ((now[BEFORE_REPS] > 0) != (past[:, BEFORE_REPS] > 0)),
        one * (both & (before == 0)),
        xp.clip(xp.abs(before), 0, 5),
        one * (both & (xp.abs(step) < 0.006)),
        10 * xp.clip(xp.abs(step), 0, 0.3),
        one * (rank == 0),
        xp.log1p(rank),
        one * (both & (first == 0)),
        xp.clip(xp.abs(first), 0, 5),
        one * (both & (xp.abs(first_load) < 0.006)),
        one * (same_load & same_order),
        one * (same_order & (age == 1)),
        0.1 * xp.clip(xp.abs(past[:, POSITION] - now[POSITION]), 0, 20),
        xp.clip(xp.abs(past[:, WINDED] - now[WINDED]), 0, 5),
        one * (past[:, REPS] % 5 == 0),
    ]
    reps = past[:, REPS]
    by_load = xp.clip((30 + reps) * xp.exp(xp.clip(load, -0.7, 0.7)) - 30 - reps, -6, 6)  # Epley
    moves = [xp.clip(before, -4, 4), by_load, xp.clip(now[WINDED] - past[:, WINDED], -8, 8)]
    return xp.stack(features, -1), xp.stack(moves)


def voices(
    w: Weights, past: Array, there: Array, compared: tuple[Array, Array], xp: Namespace = np
) -> tuple[Array, Array, Array, Array]:
    """Return what each voice says.

    Parameters
    ----------
    w : weights.
    past : (n_past, n_column).
    there : (n_past,) False in rows that only fill the array up.
    compared : from `compare`.

    Returns
    -------
    weight : (n_past, n_voice) of each earlier set, sums to 1.
    reps : (n_past, n_voice) repetitions it stands for, now.
    mean, scatter : (n_voice,) of those. [reps]
    """
    features, moves = compared
    score = xp.tanh(features @ w["like.in"] + w["like.bias"]) @ w["like.out"] + features @ w["like.direct"]
    score = xp.where(there[:, None], score, -1e9)
    weight = xp.exp(score - score.max(0)) * there[:, None]
    weight = weight / xp.maximum(weight.sum(0), 1e-30)
    reps = past[:, REPS][:, None]
    before, load, winded = moves[:, :, None]
    told = xp.concatenate([features, moves[1:2].T, moves[0:1].T, moves[2:3].T, reps / 10], -1)
    reps = reps + _sigmoid(w["move.before"], xp) * before + _sigmoid(w["move.load"], xp) * load
    reps = reps - _sigmoid(w["move.winded"], xp) * winded + 4 * xp.tanh(xp.tanh(told @ w["move.in"]) @ w["move.out"])
    reps = xp.clip(reps, 1.0, N_TABLE - 2.0)
    mean = (weight * reps).sum(0)
    return weight, reps, mean, xp.sqrt((weight * (reps - mean) ** 2).sum(0) + 0.02)


def context(
    now: Array,
    form: Array,
    able: Array,
    there: Array,
    compared: tuple[Array, Array],
    said: tuple[Array, Array],
    xp: Namespace = np,
) -> Array:
    """Return what the gate sees, shape (n_context,).

    Parameters
    ----------
    now : (n_column,) of the next set.
    form : (n_form,) of the lifter.
    able : expected repetitions to failure.
    there, compared : as in `voices`.
    said : mean and scatter of each voice.
    """
    features, (mean, scatter) = compared[0], said
    n = there.sum()
    seen = n > 0
    counted = [(features[:, i] * there).sum() for i in (1, 20, 21)]
    newest_day = xp.where(seen, features[0, 9], 3.0)
    newest_load = xp.where(seen, features[0, 2], 0.0)
    alone = [
        seen * 1.0,
        0.5 * xp.log1p(n),
        0.3 * xp.clip(now[ORDER], 0, 6),
        (now[BEFORE_REPS] > 0) * 1.0,
        0.5 * xp.log1p(counted[0]),
        0.5 * xp.log1p(counted[1]),
        counted[2],
        newest_day,
        0.05 * xp.clip(able, 0, 40),
        0.3 * xp.clip(now[WINDED], 0, 8),
    ]
    off = xp.clip(mean - mean[0], -6, 6) * 0.3
    rest = [0.1 * xp.clip(able - mean[0], -10, 10), 0.05 * mean[0], newest_load]
    return xp.concatenate([xp.stack(alone), xp.log(scatter), off, xp.stack(rest), form])


def gate(w: Weights, told: Array, seen: Array, xp: Namespace = np) -> tuple[Array, Array, Array]:
    """Return how much each voice counts, and how each spreads its repetitions.

    Parameters
    ----------
    told : (n_context,) from `context`.
    seen : True when there is any earlier set.

    Returns
    -------
    share : (n_voice + 1,) sums to 1; the last belongs to somebody of whom nothing but capacity is known.
    widen, stray : (n_voice,) log factor of the spread; logit added to the share that strays.
    """
    score = xp.tanh(told @ w["gate.in"] + w["gate.bias"]) @ w["gate.out"] + told @ w["gate.direct"] + w["gate.base"]
    last = xp.arange(len(score)) == len(score) - 1
    score = xp.where(seen | last, score, -1e9)
    share = xp.exp(score - score.max())
    spread = told @ w["context.direct"] + xp.tanh(told @ w["context.in"]) @ w["context.out"]
    n_voice = len(score) - 1
    return share / share.sum(), xp.clip(spread[:n_voice], -3, 3), spread[n_voice:]


def strays(w: Weights, scatter: Array, widen: Array, stray: Array, xp: Namespace = np) -> tuple[Array, Array]:
    """Return the share of each voice that strays from the repetitions it stands for, and how far, (n_voice,) each."""
    far = (_softplus(w["spread.least"], xp) + _softplus(w["spread.scatter"], xp) * scatter) * xp.exp(widen)
    return _sigmoid(w["stray.share"] + w["stray.scatter"] * xp.log(scatter) + stray, xp), far


def near(distance: Array, far: Array, xp: Namespace = np) -> Array:
    """Two-sided geometric probability of straying by `distance` repetitions, >= 0."""
    return xp.exp(-distance / far) * xp.tanh(0.5 / far)


def probability(
    w: Weights, now: Array, form: Array, past: Array, there: Array, able: Array, unknown: Array, xp: Namespace
) -> Array:
    """Return the probability of the repetitions done, not normalised: what the weights are learned by.

    Parameters
    ----------
    now : (n_column,) of the set as it was done.
    form, past, there, able : as above.
    unknown : their probability for somebody of whom nothing but capacity is known.
    """
    reps = now[REPS]
    compared = compare(now, past, xp)
    weight, stands, mean, scatter = voices(w, past, there, compared, xp)
    told = context(now, form, able, there, compared, (mean, scatter), xp)
    share, widen, stray = gate(w, told, there.any(), xp)
    some, far = strays(w, scatter, widen, stray, xp)
    low = xp.floor(stands)
    part = stands - low
    below, above = xp.abs(reps - low), xp.abs(reps - low - 1)
    exact = xp.where(below == 0, 1 - part, 0.0) + xp.where(above == 0, part, 0.0)
    off = (1 - part) * near(below, far, xp) + part * near(above, far, xp)
    said = (weight * ((1 - some) * exact + some * off)).sum(0)
    return (share * (xp.concatenate([said, xp.stack([unknown])]) + _FLOOR)).sum()


def mixture(w: Weights, now: Array, form: Array, past: Array, able: float, unknown: Array) -> Array:
    """Return the probability of every number of repetitions, shape (n_table,); `probability` at 0, 1, 2, ...

    Parameters
    ----------
    unknown : (n_table,) probabilities for somebody of whom nothing but capacity is known.
    """
    if not len(past):
        return unknown
    there = np.ones(len(past), dtype=bool)
    compared = compare(now, past)
    weight, stands, mean, scatter = voices(w, past, there, compared)
    share, widen, stray = gate(w, context(now, form, able, there, compared, (mean, scatter)), seen=True)
    some, far = strays(w, scatter, widen, stray)
    low = stands.astype(np.intp)
    part = stands - low
    n_voice = len(mean)
    place = low + N_TABLE * np.arange(n_voice)
    mass = np.bincount(place.ravel(), (weight * (1 - part)).ravel(), N_TABLE * n_voice)
    mass += np.bincount(place.ravel() + 1, (weight * part).ravel(), N_TABLE * n_voice)
    mass = mass.reshape(n_voice, N_TABLE)
    kernel = near(np.abs(np.arange(1 - N_TABLE, N_TABLE)), far[:, None])
    said = np.array([np.convolve(m, k)[N_TABLE - 1 : 2 * N_TABLE - 1] for m, k in zip(mass, kernel, strict=True)])
    said = (1 - some)[:, None] * mass + some[:, None] * said
    mixed = share[:-1] @ (said + _FLOOR) + share[-1] * (unknown + _FLOOR)
    mixed[0] = share[-1] * unknown[0]  # a logged set has a repetition, unless capacity says it cannot
    return mixed / mixed.sum()


def _sigmoid(x: Array, xp: Namespace) -> Array:
    return 1 / (1 + xp.exp(-x))


def _softplus(x: Array, xp: Namespace) -> Array:
    return xp.logaddexp(x, 0.0)
