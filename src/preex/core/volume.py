"""Counting what was done: sets per muscle in three modes, and volume load (S18, S72)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum

from preex.core.exercise import AGONIST_FROM, SYNERGIST_FROM, Exercise, Family
from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet
from preex.errors import OutOfRange


class Counting(StrEnum):
    """Ways to credit a set to a muscle."""

    DIRECT = "direct"  # 1 where involvement >= 0.75
    FRACTIONAL = "fractional"  # direct 1, involvement 0.5 counts half (best supported: Pelland et al. 2025)
    WEIGHTED = "weighted"  # the involvement itself


def credit(involvement: float, counting: Counting) -> float:
    """Return what one set gives a muscle. [sets, 0 to 1]"""
    if counting is Counting.WEIGHTED:
        return involvement
    if involvement >= AGONIST_FROM:
        return 1.0
    return 0.5 if counting is Counting.FRACTIONAL and involvement >= SYNERGIST_FROM else 0.0


def sets_per_muscle(exercises: Iterable[Exercise], counting: Counting = Counting.FRACTIONAL) -> dict[Muscle, float]:
    """Count sets per muscle, one set for each exercise given (repeat an exercise once per set).

    Returns
    -------
    Muscles with a count above 0. [sets]
    """
    total: dict[Muscle, float] = defaultdict(float)
    for exercise in exercises:
        if exercise.family is Family.STRENGTH:
            for muscle, share in exercise.involvement.items():
                total[muscle] += credit(share, counting)
    return {muscle: count for muscle, count in total.items() if count > 0}


def volume_load_kg(
    exercise: Exercise, load_kg: float, reps: float, *, body_mass_kg: float = 0.0, both_sides: bool = True
) -> float:
    """Return the volume load of one set: repetitions times the load moved. [kg]

    Parameters
    ----------
    exercise : says how the load is counted: dumbbells per hand count twice, assistance is subtracted from body mass.
    load_kg : load as logged, >= 0. [kg]
    reps : repetitions; of one side for a unilateral exercise. [reps]
    body_mass_kg : needed for body-mass exercises; 0 counts the added load only. [kg]
    both_sides : a unilateral set was done on both sides, so its work counts twice (S18).

    Raises
    ------
    OutOfRange : negative load or repetitions.
    """
    if load_kg < 0 or reps < 0:
        raise OutOfRange(f"load_kg {load_kg:g} and reps {reps:g} must be 0 or more.", hint="Correct the set.")
    moved = exercise.effective_load_kg(load_kg * exercise.hands, body_mass_kg)
    return reps * moved * (2 if exercise.unilateral and both_sides else 1)


def performed_volume(
    sets: Iterable[PerformedSet], exercises: Mapping[str, Exercise], counting: Counting = Counting.FRACTIONAL
) -> dict[Muscle, float]:
    """Count sets per muscle over performed sets; warm-ups and unknown exercises count nothing. [sets]"""
    return sets_per_muscle((exercises[s.exercise] for s in sets if s.counts and s.exercise in exercises), counting)
