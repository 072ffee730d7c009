"""Estimated one-repetition maxima, each with the range in which it holds.

These are the field's formulas, kept for comparison and for records; predictions come from `preex.fatigue`.
"""

from __future__ import annotations

import math

from preex.errors import OutOfRange


def _check(load_kg: float, reps: float, top: float, who: str) -> None:
    if not load_kg > 0:
        raise OutOfRange(f"load_kg is {load_kg:g}; a maximum needs a load above 0.", hint="Log the load lifted.")
    if not 1 <= reps <= top:
        raise OutOfRange(
            f"reps_to_failure is {reps:g}; {who} formula holds from 1 to {top:g}.", hint="Log a heavier set."
        )


def e1rm_epley(load_kg: float, reps_to_failure: float) -> float:
    """Estimate the one-repetition maximum after Epley, with one repetition as the identity.

    Parameters
    ----------
    load_kg : load lifted, > 0. [kg]
    reps_to_failure : repetitions done plus repetitions in reserve, 1 to 12. [reps]

    Returns
    -------
    e1RM. [kg]

    Raises
    ------
    OutOfRange : load not above 0, or outside 1 to 12 repetitions.

    Notes
    -----
    1RM = w (1 + r / 30) for r > 1 and w at r = 1. B. Epley, Poundage Chart, Boyd Epley Workout, 1985. The published
    formula gives 1.033 w at one repetition; the identity is the common correction.
    """
    _check(load_kg, reps_to_failure, 12, "Epley's")
    return load_kg if reps_to_failure == 1 else load_kg * (1 + reps_to_failure / 30)


def e1rm_brzycki(load_kg: float, reps_to_failure: float) -> float:
    """Estimate the one-repetition maximum after Brzycki.

    Parameters
    ----------
    load_kg : load lifted, > 0. [kg]
    reps_to_failure : repetitions done plus repetitions in reserve, 1 to 10. [reps]

    Returns
    -------
    e1RM. [kg] Equal to `load_kg` at one repetition.

    Raises
    ------
    OutOfRange : load not above 0, or outside 1 to 10 repetitions, where the formula drifts (it has a pole at 37).

    Notes
    -----
    1RM = 36 w / (37 - r). M. Brzycki, "Strength testing: predicting a one-rep max from
    reps-to-fatigue", JOPERD 64(1), 1993. doi:10.1080/07303084.1993.10606684
    """
    _check(load_kg, reps_to_failure, 10, "Brzycki's")
    return load_kg * 36 / (37 - reps_to_failure)


def e1rm_exponential(load_kg: float, reps_to_failure: float, endurance: float = 0.03) -> float:
    """Estimate the one-repetition maximum from the two-parameter exponential law.

    Parameters
    ----------
    load_kg : load lifted, > 0. [kg]
    reps_to_failure : repetitions done plus repetitions in reserve, 1 to 20. [reps]
    endurance : share of strength one repetition costs, 0.005 to 0.1. [1/rep]

    Returns
    -------
    e1RM. [kg]

    Raises
    ------
    OutOfRange : load, repetitions or endurance outside their range.

    Notes
    -----
    w = 1RM exp(-phi (r - 1)). Among the laws most reproducible per athlete in B. Mitter et al., Front Physiol 2022
    (PMC9070879).
    """
    _check(load_kg, reps_to_failure, 20, "the exponential")
    if not 0.005 <= endurance <= 0.1:
        raise OutOfRange(f"endurance is {endurance:g}; it lies between 0.005 and 0.1 per repetition.")
    return load_kg * math.exp(endurance * (reps_to_failure - 1))
