"""Repetitions, margins and what a set costs: the closed form within one set.

With `x = strength / load` (margin ratio), `phi` endurance and `lam` the exponent, a repetition at drive `a = 1/x`
costs `phi a**lam` of log-strength, which integrates to the formulas below.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from preex.fatigue.parameters import FloatArray

MAX_REPS = 200


def repetitions(log_margin: npt.ArrayLike, phi: npt.ArrayLike, lam: float) -> FloatArray:
    """Return the continuous number of repetitions to failure N.

    Parameters
    ----------
    log_margin : log(strength / load); 0 = a one-repetition maximum. [log]
    phi : endurance, > 0. [1/rep]
    lam : exponent, 0 to 1.

    Returns
    -------
    N = 1 + (x**lam - 1) / (lam phi), 0 where the load exceeds the strength; completed repetitions are floor(N).
    """
    m = np.asarray(log_margin, dtype=float)
    full = 1 + (np.expm1(lam * m) / lam if lam > 0 else m) / np.asarray(phi, dtype=float)
    return np.where(m < 0, 0.0, np.minimum(full, MAX_REPS))


def margin(reps: npt.ArrayLike, phi: npt.ArrayLike, lam: float) -> FloatArray:
    """Return the log-margin needed for `reps` continuous repetitions: the inverse of `repetitions`, reps >= 1. [log]"""
    spent = np.asarray(phi, dtype=float) * (np.asarray(reps, dtype=float) - 1)
    return np.asarray(np.log1p(lam * spent) / lam if lam > 0 else spent)


def cost(reps: npt.ArrayLike, log_margin: npt.ArrayLike, phi: npt.ArrayLike, lam: float) -> FloatArray:
    """Return the log-loss of capacity that `reps` repetitions leave.

    Exact for the repetition-by-repetition recursion whatever the load sharing, since every channel of the exercise
    falls by the same amount. Repetitions beyond what the margin allows cost as much as reaching failure.

    Returns
    -------
    D = -log(1 - lam phi n a**lam) / lam with a = exp(-log_margin). [log, >= 0]
    """
    phi = np.asarray(phi, dtype=float)
    spent = np.asarray(phi * np.asarray(reps, dtype=float))
    if lam <= 0:
        return spent
    drive = np.exp(-lam * np.maximum(log_margin, 0.0))
    inside = np.maximum(1 - lam * spent * drive, drive * (1 - lam * phi))
    return np.asarray(-np.log(inside) / lam)


def open_loop_cost(reps: npt.ArrayLike, rir: npt.ArrayLike, phi: npt.ArrayLike, lam: float) -> FloatArray:
    """Return the log-loss from repetitions done and left: needs neither load nor strength. [log, >= 0]"""
    to_failure = np.asarray(reps, dtype=float) + np.asarray(rir, dtype=float) + 0.5
    return cost(reps, margin(np.maximum(to_failure, 1.0), phi, lam), phi, lam)
