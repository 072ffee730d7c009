"""Check a fit against draws of the same posterior: NUTS on constants, levels and forms together.

The fit takes the posterior for normal; here it is drawn from as it is. Likelihood, replay and slopes are those of the fit, in
NumPy, so that nothing is written twice: a gradient takes 13 ms for 270 sets and 30 ms for 1,080, and a draw about 14 of
them. Slopes by differences steer the walk; which steps are kept is decided by the density itself, so that their small
errors cost steps and not correctness. Coordinates are whitened by the fit's own normal approximation.

Needs the extra `verify` (nutpie and, with it, ArviZ).
"""

from __future__ import annotations

import numpy as np
from scipy.linalg import solve_triangular

from preex.errors import ValidationError
from preex.fatigue.fitting.levels import System
from preex.fatigue.fitting.problem import Point, Problem
from preex.fatigue.fitting.scoring import Found
from preex.fatigue.fitting.sheet import Sheet
from preex.fatigue.fitting.slopes import slopes
from preex.fatigue.fitting.unknowns import DRIFT, DRIFT_SD
from preex.fatigue.nuts import Sample, sample
from preex.fatigue.parameters import FloatArray
from preex.fatigue.person import NAMES


class Density:
    """The joint log posterior of a log, over coordinates that are independent and standard normal as the fit has it.

    Parameters
    ----------
    sheet : the log.
    found : where the fit's search ended.

    Raises
    ------
    ValidationError : the fit believes the log less than it says, so that there is no posterior to compare with.
    """

    def __init__(self, sheet: Sheet, found: Found) -> None:
        if found.belief < 1:
            raise ValidationError(
                f"the fit counts each set of this log as {found.belief:.2g} of a set.",
                hint="Check a log that is believed.",
            )
        self.problem = Problem(sheet)
        self._certain = np.zeros(len(self.problem.levels.mean))  # levels are given here, not integrated out
        self._middle = _joined(found.point)
        self._factor = factor(self._system(found.point))

    def __len__(self) -> int:
        return len(self._middle)

    def point(self, u: FloatArray) -> Point:
        """Return constants, levels and forms at the coordinates `u`, shape (n_unknown,)."""
        x = self._middle + solve_triangular(self._factor, u, lower=True, trans="T", check_finite=False)
        n_level = len(self.problem.levels.mean)
        level, form, z = np.split(x, [n_level, n_level + self.problem.sheet.n_workout])
        return Point(z, level, form)

    def value(self, u: FloatArray) -> float:
        """Return the log posterior at `u`, up to a constant."""
        point = self.point(u)
        at = self.problem.at(point, self.problem.replayed(point.z), self._certain)
        return self.problem.log_posterior(point, at)

    def value_and_slope(self, u: FloatArray) -> tuple[float, FloatArray]:
        """Return the log posterior at `u` and its gradient over the coordinates, shape (n_unknown,)."""
        point = self.point(u)
        losses = self.problem.replayed(point.z)
        at = self.problem.at(point, losses, self._certain)
        here, rows = slopes(self.problem.sheet, at), self.problem.rows(at, losses)
        by_x = np.concatenate(self.problem.gradient(point, here, rows))
        slope = solve_triangular(self._factor, by_x, lower=True, check_finite=False)
        return self.problem.log_posterior(point, at), np.asarray(slope)

    def told(self, u: FloatArray) -> dict[str, FloatArray]:
        """Return what is compared: constants, log of endurance less the population's, and the last level of each lift."""
        point, unknowns = self.point(u), self.problem.unknowns
        nodes, since = self.problem.levels.last()
        return {
            "z": np.clip(point.z, *unknowns.bounds)[: len(NAMES)],
            "log_phi": unknowns.log_phi @ point.z,
            "level": point.level[nodes] + DRIFT_SD * since * point.z[DRIFT],
        }

    def _system(self, point: Point) -> System:
        losses = self.problem.replayed(point.z)
        at = self.problem.at(point, losses, self._certain)
        here = slopes(self.problem.sheet, at)
        nothing = np.zeros(len(self.problem.sheet))
        return self.problem.system(point.z, here.weight, here, self.problem.rows(at, losses), nothing)


def factor(system: System) -> FloatArray:
    """Return the lower Cholesky factor of the whole precision: levels, then forms, then constants."""
    n = system.chain.shape[1]
    chain = np.diag(system.chain[0]) + np.diag(system.chain[1, :-1], -1)
    below = (chain.T @ system.through).T
    return np.block([[chain, np.zeros((n, len(system.root)))], [below, system.root]])


def _joined(point: Point) -> FloatArray:
    return np.concatenate([point.level, point.form, point.z])


def draw(density: Density, *, draws: int = 500, warm_up: int = 200, chains: int = 2, seed: int = 0) -> Sample:
    """Draw what `Density.told` names from a posterior by NUTS.

    Parameters
    ----------
    density : the posterior.
    draws, warm_up : of each chain, the warm-up not kept.
    chains : side by side, on as many cores.
    seed : of the random numbers.

    Raises
    ------
    Unavailable : the extra `verify` is not installed.
    """
    return sample(density, draws=draws, warm_up=warm_up, chains=chains, seed=seed)
