"""How hard and how long a session is: session effort on the 0 to 10 scale, and minutes.

Both are expert estimates. Session effort has no published formula that takes single sets; the form used here keeps
four things that studies and coaches agree on in direction, and claims no more:

    session_rpe = clip(mean set RPE - 3 + 4 density + 2 compound loss + 0.7 ln(sets / 6), 0, 10)

density : share of the time spent working; shorter rests feel harder.
compound loss : share of the compound's repetitions lost to fatigue, mean over its sets; a set done tired feels harder
    than its last repetition tells.
sets : more of them are harder, with diminishing returns.
-3, 4, 2, 0.7 : six sets near failure with two minutes of rest (density about 0.2) come out near 8, "very hard".

Between lifters the same session differs by about 0.7 points (expert estimate); that spread is in every interval and
cancels in differences, because the draws are common.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from preex.core.exercise import Exercise
from preex.planner.dosing import SECONDS_PER_REP

Draws = npt.NDArray[np.float64]

BASE, DENSITY_WEIGHT, LOSS_WEIGHT, SETS_WEIGHT, USUAL_SETS = -3.0, 4.0, 2.0, 0.7, 6
BETWEEN_LIFTERS_SD = 0.7


def work_s(exercise: Exercise, reps: Draws) -> Draws:
    """Time under the load of one set, both sides of a one-sided exercise. [s]"""
    return np.asarray(reps * SECONDS_PER_REP * (2 if exercise.unilateral else 1))


def session_rpe(set_rpe: Draws, work: Draws, rest_s: float, compound_loss: Draws, *, seed: int = 0) -> Draws:
    """Estimate how hard the whole session feels.

    Parameters
    ----------
    set_rpe : (n_set, n_draw) RPE of each set, 1 to 10.
    work : (n_draw,) time spent lifting. [s]
    rest_s : all rests together. [s]
    compound_loss : (n_draw,) share of the compound's repetitions lost to fatigue, 0 to 1.
    seed : of the spread between lifters; the same seed gives the same lifters.

    Returns
    -------
    (n_draw,) session RPE, 0 to 10.
    """
    density = work / np.maximum(work + rest_s, 1.0)
    lifter = np.random.default_rng(seed).normal(0.0, BETWEEN_LIFTERS_SD, size=work.shape)
    amount = SETS_WEIGHT * np.log(len(set_rpe) / USUAL_SETS)
    rpe = set_rpe.mean(axis=0) + BASE + DENSITY_WEIGHT * density + LOSS_WEIGHT * compound_loss + amount + lifter
    return np.asarray(np.clip(rpe, 0.0, 10.0))
