"""Loads, repetitions and effort of a block: defaults with their reasons, and loads the gym can make."""

from __future__ import annotations

import math
from collections.abc import Sequence

from preex.core.exercise import Exercise, FailureSafety, LoadType
from preex.core.gym import Gym
from preex.core.pairing import Pairing
from preex.fatigue.session import PlannedSet
from preex.planner.notices import ISO_REPS, ISO_TOP_RELATIVE_LOAD
from preex.predictor import Predictor
from preex.units import to_loadable

SECONDS_PER_REP = 3.0  # design constant of the fatigue model
REST_S = 120.0  # between rounds, 90 to 180 (expert)
ROUNDS = 3  # 2 or 3 (expert)
ISO_REPS_DEFAULT = 12  # the middle of 10 to 15 (S54), and the repetitions its load is chosen for (S55)
ISO_RIR_DEFAULT = 1.0
FRESH_REPS_DEFAULT = 10
TRAIN_AROUND_SHARE = (0.70, 0.85)  # of the recent working load (S64)

_GUIDED = frozenset({LoadType.STACK, LoadType.PLATE_MACHINE, LoadType.CABLE, LoadType.ASSISTED})
_CLOSE_ENOUGH = 0.005  # half a percent of load is a sixth of a repetition
_NO_CHOICE = frozenset({LoadType.BODYWEIGHT, LoadType.BAND, LoadType.NONE})


def is_guided(exercise: Exercise) -> bool:
    """Tell whether a machine or cable guides the load, so that a failed repetition is harmless."""
    return exercise.load_type in _GUIDED and exercise.failure_safety is FailureSafety.SAFE


def compound_effort(compound: Exercise) -> tuple[float, float]:
    """Repetitions to leave in reserve on the compound: 1 to 2 on machines, 2 to 3 with free weights (expert)."""
    return (1.0, 2.0) if is_guided(compound) else (2.0, 3.0)


def isolation_effort(pairing: Pairing | None, compound: Exercise) -> tuple[float, float]:
    """Repetitions to leave in reserve on the isolation: 0 to 2, or 2 to 3 before a lift that needs a spotter (S11)."""
    low, high = (pairing.iso_rir_low, pairing.iso_rir_high) if pairing else (0, 2)
    if compound.failure_safety is FailureSafety.SPOTTER:
        return (max(2.0, low), max(3.0, high))
    return (float(low), float(high))


def isolation_reps(pairing: Pairing | None) -> tuple[int, int]:
    """Repetitions of the isolation: the pairing's range, 10 to 15 otherwise (S54)."""
    if pairing is None or pairing.iso_unit not in {"", "reps"} or pairing.iso_high <= 0:
        return ISO_REPS
    return (pairing.iso_low, pairing.iso_high)


def default_gap_s(isolation: Exercise, compound: Exercise, pairing: Pairing | None) -> float:
    """Rest between isolation and compound: the pairing's own, or 30 s at one station and 60 s across the gym. [s]"""
    if pairing is not None:
        return float(pairing.default_rest_s)
    return 30.0 if isolation.station and isolation.station == compound.station else 60.0


def gap_options_s(pairing: Pairing) -> tuple[float, ...]:
    """Gaps on offer: 0, 30 or 60 s as far as the walk between the stations allows (S56, S57). [s]"""
    walkable = sorted({float(g) for g in pairing.rest_options_s if g >= pairing.changeover_s})
    return tuple(walkable) or (float(max(pairing.changeover_s, pairing.default_rest_s)),)


def rest_between_rounds_s(compound: Exercise) -> float:
    """Rest after the compound, before the next round: 120 s, 150 s after heavily loaded free lifts (expert). [s]"""
    return 150.0 if compound.spinal_load >= 2 else REST_S


def loadable(exercise: Exercise, load_kg: float, gym: Gym, *, no_harder_than_kg: float | None = None) -> float:
    """Round a load to the nearest the gym can make, never harder than a given load. [kg]

    With assistance a bigger number is easier, so there "no harder" means at least that much help.
    """
    choices = gym.loadable_kg(exercise)
    if exercise.load_type is LoadType.ASSISTED:
        easier = [kg for kg in choices if no_harder_than_kg is None or kg >= no_harder_than_kg - 1e-9]
        return to_loadable(load_kg, easier or choices[-1:])
    top = math.inf if no_harder_than_kg is None else no_harder_than_kg
    return to_loadable(max(0.0, load_kg), choices, up_to_kg=top)


def lighter_exists(exercise: Exercise, load_kg: float, gym: Gym) -> bool:
    """Tell whether the gym can make the exercise easier than it is at `load_kg`."""
    if exercise.load_type is LoadType.ASSISTED:
        return any(kg > load_kg for kg in gym.loadable_kg(exercise))
    return any(kg < load_kg for kg in gym.loadable_kg(exercise))


def load_for(
    predictor: Predictor, exercise: Exercise, gym: Gym, *, reps: int, rir: float, no_harder_than_kg: float | None = None
) -> float:
    """Choose the loadable load nearest to the one for `reps` with `rir` left, fresh. [kg]"""
    if exercise.load_type in _NO_CHOICE:
        return 0.0
    return loadable(exercise, predictor.load_for_reps(exercise.id, reps, rir), gym, no_harder_than_kg=no_harder_than_kg)


def load_that_keeps(
    predictor: Predictor,
    exercise: Exercise,
    gym: Gym,
    *,
    reps: int,
    rir: float,
    usual_kg: float,
    before: Sequence[PlannedSet],
    rest_before_s: float,
) -> float:
    """Choose the hardest loadable load at which `reps` with `rir` left still fit after the sets `before` (S70).

    Never harder than `usual_kg`; where the gym has nothing easier, `usual_kg` itself. [kg]
    """
    if exercise.load_type in _NO_CHOICE:
        return usual_kg
    solved = predictor.load_for_reps(exercise.id, reps, rir, before=before, rest_before_s=rest_before_s)
    if exercise.load_type is LoadType.ASSISTED:
        wished = max(usual_kg, solved * (1 - _CLOSE_ENOUGH))
        return min((kg for kg in gym.loadable_kg(exercise) if kg >= wished), default=usual_kg)
    wished = min(usual_kg, solved * (1 + _CLOSE_ENOUGH))
    return max((kg for kg in gym.loadable_kg(exercise) if kg <= wished), default=usual_kg)


def isolation_load(
    predictor: Predictor, isolation: Exercise, gym: Gym, *, reps: int = ISO_REPS_DEFAULT, rir: float = 1.0
) -> float:
    """Choose the isolation's load from the lifter's own 12-repetition ability, at most 80 % of e1RM (S55). [kg]"""
    cap = None
    if isolation.load_type is not LoadType.ASSISTED and isolation.body_mass_share == 0:
        cap = ISO_TOP_RELATIVE_LOAD * predictor.strength(isolation.id).one_rm_kg
    return load_for(predictor, isolation, gym, reps=reps, rir=rir, no_harder_than_kg=cap)


def cut_percent(exercise: Exercise, usual_kg: float, now_kg: float, body_mass_kg: float) -> float:
    """Say how far a load lies below the usual one, body mass and assistance counted. [%]"""
    usual, now = (exercise.effective_load_kg(kg, body_mass_kg) for kg in (usual_kg, now_kg))
    return 100 * (1 - now / usual) if usual > 0 else 0.0


def train_around_load(exercise: Exercise, solved_kg: float, recent_kg: float, gym: Gym) -> float:
    """Hold a compound's load 15 to 30 % below the recent working load, for training around a joint (S64). [kg]

    Parameters
    ----------
    exercise : the compound; assisted exercises keep the solved load, because their load is help.
    solved_kg : load that would keep the repetitions. [kg]
    recent_kg : recent working load, > 0. [kg]
    gym : what can be loaded.

    Returns
    -------
    A loadable load within the band; where the gym has none there, the heaviest below it.
    """
    if exercise.load_type is LoadType.ASSISTED:
        return solved_kg
    low, high = (share * recent_kg for share in TRAIN_AROUND_SHARE)
    wished = min(max(solved_kg, low), high)
    within = [kg for kg in gym.loadable_kg(exercise) if low - 1e-9 <= kg <= high + 1e-9]
    return to_loadable(wished, within) if within else loadable(exercise, low, gym, no_harder_than_kg=high)
