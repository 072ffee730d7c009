"""The levels of a lifter's lifts and the form of the day: what changes while the constants stay.

A lift's level, the log of its 8RM load, wanders from workout to workout; a workout's form is shared by its sets. Given the
constants they are Gaussian but for the sets' likelihood, and their precision is a chain per lift with the forms as a
border, so that thousands of them are solved for in milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.linalg import cho_solve_banded, cholesky_banded, solve_triangular

from preex.fatigue.fitting.sheet import BoolArray, IntArray, Sheet
from preex.fatigue.lift import population_level, wandered_sd
from preex.fatigue.parameters import FloatArray, priors

Outside = Callable[[FloatArray], BoolArray]

_ROUNDS = 5  # in which constants are found that a step would take out of their range
_SAME_DAY_WEEKS = 1 / 28  # two workouts of one day are some hours apart


@dataclass(frozen=True, slots=True)
class Levels:
    """Which level each set stands on, and the prior of the levels.

    node : (n_set,) number of the level: one for each exercise and workout, those of an exercise in a row.
    exercise, workout : (n_node,) of each level.
    mean : (n_node,) prior mean: the population's. [log kg]
    diagonal, beside : (n_node,), (n_node - 1,) prior precision: a random walk for each exercise.
    since : (n_set,) weeks since the first set of the exercise, on which drift acts.
    """

    node: IntArray
    exercise: IntArray
    workout: IntArray
    mean: FloatArray
    diagonal: FloatArray
    beside: FloatArray
    since: FloatArray

    @classmethod
    def of(cls, sheet: Sheet) -> Levels:
        """Lay out the levels of a log."""
        key = sheet.exercise * sheet.n_workout + sheet.workout
        _, first, node = np.unique(key, return_index=True, return_inverse=True)
        exercise, weeks = sheet.exercise[first], sheet.weeks[first]
        begins = np.append(True, np.diff(exercise) > 0)
        prior = [population_level(sheet.known.get(e)) for e in sheet.exercises]
        apart = np.maximum(np.diff(weeks), _SAME_DAY_WEEKS)
        walk = np.where(begins[1:], 0.0, wandered_sd(np.where(begins[1:], 1.0, apart)) ** -2)
        diagonal = np.where(begins, np.array([p.sd**-2 for p in prior])[exercise], 0.0)
        diagonal[1:] += walk
        diagonal[:-1] += walk
        since = (weeks - weeks[begins][np.cumsum(begins) - 1])[node]
        mean = np.array([p.mean for p in prior])[exercise]
        return cls(node, exercise, sheet.workout[first], mean, diagonal, -walk, since)

    def roughly(self, pointed: FloatArray) -> FloatArray:
        """Return levels to begin with: the median of what a lift's sets point to in and about each workout.

        pointed : (n_set,) level a set points to; NaN where it tells nothing.
        """
        found = self.mean.copy()
        told = np.flatnonzero(~np.isnan(pointed))
        node, value = self.node[told], pointed[told]
        for e in np.unique(self.exercise[node]):
            own = self.exercise[node] == e
            order = np.argsort(node[own], kind="stable")
            at, level = node[own][order], value[own][order]
            for k in np.flatnonzero(self.exercise == e):
                a, b = int(np.searchsorted(at, k)), int(np.searchsorted(at, k, side="right"))
                found[k] = np.median(level[max(0, min(a, len(at) - 1) - 2) : b + 2])
        return found

    def last(self) -> tuple[IntArray, FloatArray]:
        """Return the last level of each exercise, and the weeks since its first, shape (n_exercise,) each."""
        nodes = np.flatnonzero(np.append(np.diff(self.exercise) > 0, True))
        since = np.bincount(self.node, self.since) / np.bincount(self.node)
        return nodes, since[nodes]

    def log_prior(self, level: FloatArray) -> float:
        """Return the log prior of levels, up to a constant."""
        return -0.5 * float((level - self.mean) @ self.pulled(level))

    def pulled(self, level: FloatArray) -> FloatArray:
        """Return the prior precision times the distance from the prior mean, shape (n_node,)."""
        away = level - self.mean
        pull = self.diagonal * away
        pull[1:] += self.beside * away[:-1]
        pull[:-1] += self.beside * away[1:]
        return pull


@dataclass(frozen=True, slots=True)
class System:
    """The normal equations of one step, factorised: levels (a chain), then forms and constants (a border)."""

    chain: FloatArray
    border: sparse.csr_matrix  # (n_node, n_form + n_constant) of the precision
    through: FloatArray  # the chain solved for the border
    root: FloatArray  # lower Cholesky factor of the border's Schur complement
    n_form: int

    @classmethod
    def of(
        cls,
        sheet: Sheet,
        levels: Levels,
        weight: FloatArray,
        stands: FloatArray,
        rows: FloatArray,
        prior: FloatArray,
    ) -> System:
        """Build and factorise.

        Parameters
        ----------
        sheet, levels : the log.
        weight : (n_set,) information of each set, >= 0.
        stands : (n_set,) 1 for sets that stand on a level and a form, 0 for those that are compared with another set.
        rows : (n_set, n_constant) how its margin goes with each constant.
        prior : (n_constant, n_constant) further information about the constants, positive definite.
        """
        n_node, n_form, standing = len(levels.mean), sheet.n_workout, weight * stands
        diagonal = levels.diagonal + np.bincount(levels.node, standing, n_node)
        chain = cholesky_banded(np.stack([diagonal, np.append(levels.beside, 0.0)]), lower=True, check_finite=False)
        at_node = sparse.csr_matrix((standing, (levels.node, np.arange(len(sheet)))), shape=(n_node, len(sheet)))
        at_form = sparse.csr_matrix((standing, (sheet.workout, np.arange(len(sheet)))), shape=(n_form, len(sheet)))
        both = sparse.csr_matrix((standing, (levels.node, sheet.workout)), shape=(n_node, n_form))
        told = sparse.csr_matrix(rows)  # most exercises have nothing to do with a set
        border = sparse.hstack([both, at_node @ told], format="csr")
        across = (at_form @ told).toarray()
        form = np.diag(np.bincount(sheet.workout, standing, n_form) + priors()["form_sd"].centre ** -2)
        own = (told.T @ told.multiply(weight[:, None]).tocsr()).toarray() + prior
        through = cho_solve_banded((chain, True), border.toarray(), check_finite=False)
        root = np.linalg.cholesky(np.block([[form, across], [across.T, own]]) - border.T @ through)
        return cls(chain, border, through, root, n_form)

    def solve(
        self, level: FloatArray, form: FloatArray, z: FloatArray, outside: Outside
    ) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the steps of levels, forms and constants for their gradients.

        Constants that are `outside` after a step, shape (n_constant,), stay where they are, and the others go without them.
        """
        alone, f = cho_solve_banded((self.chain, True), level, check_finite=False), self.n_form
        rest = np.concatenate([form, z]) - self.border.T @ alone
        half = solve_triangular(self.root, rest, lower=True, check_finite=False)
        own = self.root[f:, f:]
        pull, precision = own @ half[f:], own @ own.T
        free, to_z = np.ones(len(z), dtype=bool), np.zeros(len(z))
        for _ in range(_ROUNDS):
            to_z = np.zeros(len(z))
            to_z[free] = np.linalg.solve(precision[np.ix_(free, free)], pull[free])
            stuck = outside(to_z) & free
            if not stuck.any():
                break
            free &= ~stuck
        to_form = solve_triangular(
            self.root[:f, :f], half[:f] - self.root[f:, :f].T @ to_z, lower=True, trans="T", check_finite=False
        )
        return alone - self.through @ np.concatenate([to_form, to_z]), to_form, to_z

    def covariance(self) -> FloatArray:
        """Return the covariance of the constants, levels and forms integrated out, shape (n_constant, n_constant)."""
        own = self.root[self.n_form :, self.n_form :]
        inverse = solve_triangular(own, np.eye(len(own)), lower=True, check_finite=False)
        return np.asarray(inverse.T @ inverse)

    def spread(self, workout: IntArray) -> FloatArray:
        """Return the variance of each level plus its workout's form, the constants given, shape (n_node,).

        workout : (n_node,) of each level.
        """
        f = self.n_form
        away = -self.through[:, :f]
        away[np.arange(len(workout)), workout] += 1.0
        half = solve_triangular(self.root[:f, :f], away.T, lower=True, check_finite=False)
        return np.asarray(self._alone() + np.einsum("ij,ij->j", half, half))

    def _alone(self) -> FloatArray:
        """Return the variance of each level, forms and constants given, shape (n_node,)."""
        variance = self.chain[0] ** -2
        link = (self.chain[1] / self.chain[0]) ** 2
        for k in range(len(variance) - 2, -1, -1):
            variance[k] += link[k] * variance[k + 1]
        return np.asarray(variance)

    def sd(self, nodes: IntArray, rows: FloatArray) -> FloatArray:
        """Return standard deviations of levels plus `rows`, shape (n, n_constant), times the constants. [log kg]"""
        away = -self.through[nodes]
        away[:, self.n_form :] += rows
        half = solve_triangular(self.root, away.T, lower=True, check_finite=False)
        return np.asarray(np.sqrt(self._alone()[nodes] + np.einsum("ij,ij->j", half, half)))
