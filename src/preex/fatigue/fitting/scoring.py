"""The most probable constants, by Fisher scoring, and how sure they are.

Levels and forms are integrated out: their posterior is taken for normal, with its mean where the expected log posterior is
highest and its precision what the expected curvature says (a Gaussian variational approximation), and what is climbed
over the constants is the log posterior expected over it. Constants put at the top of the joint posterior instead would
have the noise too low, since levels and forms explain some of it. The constants' own posterior is normal about the top
(Laplace).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from preex.fatigue.fitting.levels import System
from preex.fatigue.fitting.problem import Losses, Point, Problem
from preex.fatigue.fitting.sheet import Sheet
from preex.fatigue.fitting.slopes import Slopes, slopes
from preex.fatigue.fitting.unknowns import DRIFT, DRIFT_SD, Unknowns
from preex.fatigue.parameters import FloatArray, priors
from preex.fatigue.person import Person

MOST_REPLAYS = 15
SETTLED = 0.03  # steps shorter than this, in posterior standard deviations, end the search
_INNER = 4  # steps between two replays, on fatigue taken as linear in the constants
_LONGEST = 2.0  # longest step of a constant, in prior standard deviations
_HALVINGS = 8


@dataclass(frozen=True, slots=True)
class Found:
    """Where the search ended.

    point : the most probable values.
    covariance : (n_constant, n_constant) of the constants, in prior standard deviations.
    last, last_sd : (n_exercise,) level of each lift at its last workout. [log kg]
    replays, steps : how long the search took.
    step : length of the last step, and of the constants' way since the last replay, in posterior standard deviations.
    """

    point: Point
    covariance: FloatArray
    last: FloatArray
    last_sd: FloatArray
    replays: int
    steps: int
    step: float

    def person(self, sheet: Sheet) -> Person:
        """Return the belief about the lifter of `sheet`, the log that was searched."""
        return Unknowns.of(sheet).person(sheet, self.point.z, self.covariance)

    @property
    def converged(self) -> bool:
        """Whether the search came to rest."""
        return self.step < SETTLED


def search(sheet: Sheet) -> Found:
    """Find the most probable constants of a log with at least one set."""
    problem = Problem(sheet)
    point, spread, steps, step = problem.begin(), np.zeros(len(problem.levels.mean)), 0, np.inf
    for replays in range(1, MOST_REPLAYS + 1):  # noqa: B007 - read after the loop
        losses, start = problem.replayed(point.z), point
        for _ in range(_INNER):
            point, system, step = _stepped(problem, point, losses, spread)
            steps += 1
            if step < SETTLED:
                break
        step = max(step, system.length(point.z - start.z))
        spread = system.spread(problem.levels.workout)
        if step < SETTLED:
            break
    return _found(problem, point, losses, spread, replays=replays, steps=steps, step=step)


def _stepped(problem: Problem, point: Point, losses: Losses, spread: FloatArray) -> tuple[Point, System, float]:
    """Return the next point, the equations at this one, and the step's length in posterior standard deviations.

    spread : (n_node,) variance of level and form.
    """
    at = problem.at(point, losses, spread)
    here, rows = slopes(problem.sheet, at), problem.rows(at, losses)
    system = problem.system(here.pull, here, rows, _noise(problem, spread, here))
    level, form, z = system.solve(*problem.gradient(point, here, rows))
    scale = min(1.0, _LONGEST / max(float(np.abs(z).max()), 1e-12))
    before = problem.log_posterior(point, at)
    for _ in range(_HALVINGS):
        to = np.clip(point.z + scale * z, *problem.unknowns.bounds)
        tried = Point(to, point.level + scale * level, point.form + scale * form)
        if problem.log_posterior(tried, problem.at(tried, losses, spread)) >= before - 1e-6:
            return tried, system, system.length(to - point.z)
        scale /= 2
    return point, system, 0.0


def _noise(problem: Problem, spread: FloatArray, here: Slopes) -> float:
    """Return the information about sigma, less what levels and forms explain of each set, over prior deviations."""
    explained = np.minimum(spread[problem.levels.node] * here.weight, 1.0)
    return priors()["sigma"].sd ** 2 * max(float((1 - explained) @ here.noise), 0.0)


def _found(
    problem: Problem, point: Point, losses: Losses, spread: FloatArray, *, replays: int, steps: int, step: float
) -> Found:
    at = problem.at(point, losses, spread)
    here, rows = slopes(problem.sheet, at), problem.rows(at, losses)
    system = problem.system(here.weight, here, rows, _noise(problem, spread, here))
    nodes, since = problem.levels.last()
    by_drift = np.zeros((len(nodes), len(point.z)))
    by_drift[:, DRIFT] = DRIFT_SD * since
    return Found(
        point=point,
        covariance=system.covariance(),
        last=point.level[nodes] + by_drift @ point.z,
        last_sd=system.sd(nodes, by_drift),
        replays=replays,
        steps=steps,
        step=step,
    )
