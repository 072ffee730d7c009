"""Adding up a simulated course of sets: repetitions, volume load, effort and time, draw by draw."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from preex.core.exercise import Exercise
from preex.core.plan import Strategy
from preex.core.volume import volume_load_kg
from preex.planner.dosing import cut_percent
from preex.planner.effort import session_rpe, work_s
from preex.planner.strategies import Dose, course
from preex.predictor import Predictor

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One strategy's session over the draws, each (n_draw,)."""

    strategy: Strategy
    compound_load_kg: float
    load_cut_percent: float  # of the compound, below its usual load
    compound_reps: tuple[FloatArray, ...]
    isolation_reps: tuple[FloatArray, ...]
    compound_volume_load_kg: FloatArray
    isolation_volume_load_kg: FloatArray
    session_rpe: FloatArray
    duration_s: FloatArray


def tally(
    predictor: Predictor,
    strategy: Strategy,
    isolation: Exercise,
    compound: Exercise,
    dose: Dose,
    compound_load_kg: float,
    *,
    n_draw: int,
    seed: int,
) -> Tally:
    """Simulate one strategy and add it up.

    Parameters
    ----------
    predictor : of the lifter.
    strategy, isolation, compound, dose : what is done.
    compound_load_kg : the strategy's load of the compound. [kg]
    n_draw, seed : of the simulation.
    """
    plan = course(strategy, isolation.id, compound.id, dose, compound_load_kg)
    outcomes = predictor.simulate(plan.sets, n_draw=n_draw, seed=seed)
    reps = [o.reps.values for o in outcomes]
    heavy = tuple(reps[i] for i in plan.compound_at)
    light = tuple(reps[i] for i in plan.isolation_at)
    fresh = np.sum([outcomes[i].fresh_reps.values for i in plan.compound_at], axis=0)
    loss = np.clip(1 - np.sum(heavy, axis=0) / np.maximum(fresh, 1.0), 0.0, 1.0)
    work = work_s(compound, np.sum(heavy, axis=0)) + work_s(isolation, np.sum(light, axis=0))
    rpe = np.stack([o.rpe.values for o in outcomes])
    return Tally(
        strategy=strategy,
        compound_load_kg=compound_load_kg,
        load_cut_percent=cut_percent(compound, dose.compound_load_kg, compound_load_kg, predictor.body_mass_kg),
        compound_reps=heavy,
        isolation_reps=light,
        compound_volume_load_kg=_volume(compound, compound_load_kg, heavy, predictor.body_mass_kg),
        isolation_volume_load_kg=_volume(isolation, dose.iso_load_kg, light, predictor.body_mass_kg),
        session_rpe=session_rpe(rpe, work, plan.rest_s, loss, seed=seed),
        duration_s=work + plan.rest_s,
    )


def _volume(exercise: Exercise, load_kg: float, reps: tuple[FloatArray, ...], body_mass_kg: float) -> FloatArray:
    one_rep = volume_load_kg(exercise, load_kg, 1.0, body_mass_kg=body_mass_kg)
    return np.asarray(one_rep * np.sum(reps, axis=0))


def change_in_percent(now: FloatArray, usual: FloatArray) -> FloatArray:
    """Return the change draw by draw, in percent of the usual mean."""
    return np.asarray(100 * (now - usual) / max(float(usual.mean()), 1e-9))
