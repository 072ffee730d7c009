"""The most probable constants, by Fisher scoring, and how sure they are.

Levels and forms are integrated out: their posterior is taken for normal, with its mean where the expected log posterior is
highest and its precision what the expected curvature says (a Gaussian variational approximation), and what is climbed
over the constants is the log posterior expected over it. Constants put at the top of the joint posterior instead would
have the noise too low, since levels and forms explain some of it. The constants' own posterior is normal about the top
(Laplace).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from preex.fatigue.fitting.levels import System
from preex.fatigue.fitting.problem import Losses, Point, Problem
from preex.fatigue.fitting.sheet import Sheet
from preex.fatigue.fitting.slopes import Slopes, slopes
from preex.fatigue.fitting.unknowns import DRIFT, DRIFT_SD, LIFTER, Unknowns
from preex.fatigue.parameters import FloatArray
from preex.fatigue.person import Person

MOST_REPLAYS = 20
SETTLED = 0.03  # no constant of the lifter moves farther, in posterior standard deviations: the search ends
AT_REST = 0.1  # the same, of the last replay: where the search ran out of replays, what is left hardly matters
_INNER = 4  # steps between two replays, on fatigue taken as linear in the constants
_LONGEST = 2.0  # longest step of a constant, in prior standard deviations
_HALVINGS = 8
_SHARES = 0.5, 1.25  # of a way between two replays
_FARTHEST = 1.0  # of a constant between two replays, in prior standard deviations: farther off fatigue is not linear
_LEAST_BELIEF = 0.001
_STRANGE = 0.01  # constants that fewer lifters have are not believed
_ENOUGH_TO_TELL = 8  # replays; before, the search may stray far and come back


@dataclass(frozen=True, slots=True)
class Found:
    """Where the search ended.

    point : the most probable values.
    covariance : (n_constant, n_constant) of the constants, in prior standard deviations.
    last, last_sd : (n_exercise,) level of each lift at its last workout. [log kg]
    replays, steps : how long the search took.
    step : longest way of a constant of the lifter since the last replay, in posterior standard deviations.
    belief : how far the log is believed, 0 to 1.
    """

    point: Point
    covariance: FloatArray
    last: FloatArray
    last_sd: FloatArray
    replays: int
    steps: int
    step: float
    belief: float

    def person(self, sheet: Sheet) -> Person:
        """Return the belief about the lifter of `sheet`, the log that was searched."""
        return Unknowns.of(sheet).person(sheet, self.point.z, self.covariance)

    @property
    def converged(self) -> bool:
        """Whether the search came to rest."""
        return self.step < AT_REST


def search(sheet: Sheet) -> Found:
    """Find the most probable constants of a log with at least one set.

    Constants that hardly anybody has are a sign that the log was not made as the model says: reserves written by habit,
    loads of several machines under one name. Such a log is believed less, each set counting as so much of a set, until
    it asks for no stranger lifter than one in a hundred.
    """
    belief = 1.0
    while True:
        problem = Problem(sheet, belief)
        found = _climb(problem, problem.begin())
        if belief <= _LEAST_BELIEF or problem.unknowns.stranger_than(found.point.z) > _STRANGE:
            return found
        belief /= 4


def _climb(problem: Problem, point: Point) -> Found:
    spread, steps, share, way = np.zeros(len(problem.levels.mean)), 0, 1.0, None
    for replays in range(1, MOST_REPLAYS + 1):
        losses, landed, step = problem.replayed(point.z), point, np.inf
        for _ in range(_INNER):
            landed, system, step = _stepped(problem, landed, losses, spread)
            steps += 1
            if step < SETTLED:
                break
        before, way = way, landed.z - point.z
        step = _length(system, way)
        share = min(_share(share, before, way), _FARTHEST / max(float(np.abs(way[LIFTER]).max()), 1e-12))
        point = replace(landed, z=np.clip(point.z + share * way, *problem.unknowns.bounds))
        if replays == _ENOUGH_TO_TELL and problem.unknowns.stranger_than(point.z) < _STRANGE / 100:
            break  # it will not come back; the log is to be believed less
        spread = system.spread(problem.levels.workout)
        if step < SETTLED:
            break
    return _found(problem, point, losses, spread, replays=replays, steps=steps, step=step)


def _share(share: float, before: FloatArray | None, way: FloatArray) -> float:
    """Return how much of a way to go, by what became of the way before (Aitken's relaxation of a vector).

    Where fatigue bends with the constants, ways overshoot and turn back for ever, or fall short each time.
    """
    if before is None:
        return share
    turn = way - before
    wanted = -share * float(before @ turn) / max(float(turn @ turn), 1e-12)
    return float(np.clip(wanted, *_SHARES))


def _stepped(problem: Problem, point: Point, losses: Losses, spread: FloatArray) -> tuple[Point, System, float]:
    """Return the next point, the equations at this one, and the length of the step that they ask for.

    spread : (n_node,) variance of level and form.
    """
    at = problem.at(point, losses, spread)
    here, rows = slopes(problem.sheet, at), problem.rows(at, losses)
    system = problem.system(point.z, here.pull, here, rows, _explained(problem, spread, here))
    low, high = problem.unknowns.bounds
    level, form, z = system.solve(
        *problem.gradient(point, here, rows),
        lambda step: ((point.z <= low) & (step < 0)) | ((point.z >= high) & (step > 0)),
    )
    scale = min(1.0, _LONGEST / max(float(np.abs(z).max()), 1e-12))
    before = problem.log_posterior(point, at)
    wanted = np.clip(point.z + z, low, high) - point.z
    for _ in range(_HALVINGS):
        to = np.clip(point.z + scale * z, low, high)
        tried = Point(to, point.level + scale * level, point.form + scale * form)
        if problem.log_posterior(tried, problem.at(tried, losses, spread)) >= before - 1e-6:
            return tried, system, _length(system, wanted)
        scale /= 2
    return point, system, _length(system, wanted)


def _length(system: System, step: FloatArray) -> float:
    """Return the longest step of a constant of the lifter in its posterior standard deviations.

    How the log was kept may still creep along where it hardly matters.
    """
    sd = np.sqrt(np.diag(system.covariance())[LIFTER])
    return float(np.abs(step[LIFTER] / sd).max())


def _explained(problem: Problem, spread: FloatArray, here: Slopes) -> FloatArray:
    """Return which part of each set its level and form explain, 0 to 1, shape (n_set,)."""
    return np.asarray(np.minimum(problem.stands * spread[problem.levels.node] * here.weight, 1.0))


def _found(
    problem: Problem, point: Point, losses: Losses, spread: FloatArray, *, replays: int, steps: int, step: float
) -> Found:
    at = problem.at(point, losses, spread)
    here, rows = slopes(problem.sheet, at), problem.rows(at, losses)
    system = problem.system(point.z, here.weight, here, rows, _explained(problem, spread, here))
    nodes, since = problem.levels.last()
    by_drift = np.zeros((len(nodes), len(point.z)))
    by_drift[:, DRIFT] = DRIFT_SD * since
    return Found(
        point=point,
        covariance=problem.unknowns.widened(system.covariance()),
        last=point.level[nodes] + by_drift @ point.z,
        last_sd=system.sd(nodes, by_drift),
        replays=replays,
        steps=steps,
        step=step,
        belief=float(problem.unknowns.belief.min()),
    )
