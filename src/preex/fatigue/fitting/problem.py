"""What one log says at any constants, levels and forms: the posterior, its gradient and its curvature."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from preex.fatigue.fitting.levels import Levels, System
from preex.fatigue.fitting.replay import Habit, Scenarios, log_strengths
from preex.fatigue.fitting.sheet import Sheet
from preex.fatigue.fitting.slopes import At, Slopes, pointed_to, values
from preex.fatigue.fitting.unknowns import (
    BIAS,
    DRIFT,
    DRIFT_SD,
    N_RECOVERY,
    SIGMA,
    Unknowns,
    bias_of,
    constants_of,
    drift_of,
)
from preex.fatigue.lift import ANCHOR_REPS
from preex.fatigue.likelihood import Stop
from preex.fatigue.parameters import FloatArray, priors
from preex.fatigue.reps import margin

_STEP = 1e-5  # of a constant, in prior standard deviations, or of log phi


@dataclass(frozen=True, slots=True)
class Point:
    """A place in the search: constants, levels and forms."""

    z: FloatArray
    level: FloatArray
    form: FloatArray


@dataclass(frozen=True, slots=True)
class Losses:
    """Strength lost before each set at constants `z`, and how that goes with them.

    lost : (n_set,) log of strength relative to fresh, <= 0.
    rows : (n_set, n_constant) its slopes.
    """

    z: FloatArray
    lost: FloatArray
    rows: FloatArray

    def at(self, z: FloatArray) -> FloatArray:
        """Return what is lost at other constants, to first order, shape (n_set,)."""
        return self.lost + self.rows @ (z - self.z)


class Problem:
    """Everything about one log that stays the same while constants are tried.

    sheet : at least one set.
    """

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.unknowns = Unknowns.of(sheet)
        self.levels = Levels.of(sheet)
        self.habits = Habit.of(sheet), Habit.of(sheet, in_turn=True)
        self.rest_noise = self._rest_noise()

    def begin(self) -> Point:
        """Return the population's constants, with levels that roughly fit."""
        z = np.zeros(len(self.unknowns))
        c, phi = constants_of(z), self.unknowns.phi(z)[self.sheet.exercise]
        target, _, _ = pointed_to(self.sheet, phi, bias_of(z), c.lam)
        level = target - margin(ANCHOR_REPS, phi, c.lam) + self.sheet.log_load
        telling = (self.sheet.stop != Stop.EASY) & self.sheet.tells
        return Point(z, self.levels.roughly(np.where(telling, level, np.nan)), np.zeros(self.sheet.n_workout))

    def replayed(self, z: FloatArray) -> Losses:
        """Replay the log at constants `z` and beside them."""
        n_slot = int(self.sheet.slot.max()) + 1
        shifts = np.zeros((1 + N_RECOVERY + n_slot, len(z)))
        shifts[1 + np.arange(N_RECOVERY), np.arange(N_RECOVERY)] = _STEP
        slot = np.concatenate([np.full(1 + N_RECOVERY, -1), np.arange(n_slot)])
        scenarios = Scenarios(constants_of(z + shifts), slot, np.where(slot < 0, 1.0, np.exp(_STEP)))
        found = log_strengths(self.sheet, scenarios, self.unknowns.phi(z), self.habits)
        beside = (found[1:] - found[0]).T / _STEP
        rows = self._by_exercise(beside[:, N_RECOVERY:]) @ self.unknowns.log_phi
        rows[:, :N_RECOVERY] += beside[:, :N_RECOVERY]
        return Losses(z, found[0], rows)

    def at(self, point: Point, losses: Losses, spread: FloatArray) -> At:
        """Return where the likelihood stands; spread : (n_node,) variance of each level with its workout's form."""
        c, phi = constants_of(point.z), self.unknowns.phi(point.z)[self.sheet.exercise]
        fresh = point.level[self.levels.node] + drift_of(point.z) * self.levels.since + margin(ANCHOR_REPS, phi, c.lam)
        now = fresh + point.form[self.sheet.workout] + losses.at(point.z) - self.sheet.log_load
        return At(now, spread[self.levels.node], phi, float(c.sigma), self.rest_noise, bias_of(point.z), c.lam)

    def log_posterior(self, point: Point, at: At) -> float:
        """Return the joint log posterior of constants, levels and forms, expected over levels and forms, but a constant."""
        form = point.form / priors()["form_sd"].centre
        likelihood = float(values(self.sheet, at).sum())
        return likelihood - 0.5 * float(point.z @ point.z + form @ form) + self.levels.log_prior(point.level)

    def rows(self, at: At, losses: Losses) -> FloatArray:
        """Return how the margin of each set goes with the constants, shape (n_set, n_constant)."""
        anchored = at.phi * (ANCHOR_REPS - 1)
        rows = losses.rows + (anchored / (1 + at.lam * anchored))[:, None] * self._log_phi()
        rows[:, DRIFT] += DRIFT_SD * self.levels.since
        return rows

    def gradient(self, point: Point, here: Slopes, rows: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the gradient of the log posterior over levels, forms and constants."""
        sheet = self.sheet
        by_level = np.bincount(self.levels.node, here.margin, len(point.level)) - self.levels.pulled(point.level)
        by_form = (
            np.bincount(sheet.workout, here.margin, len(point.form)) - point.form / priors()["form_sd"].centre ** 2
        )
        by_z = rows.T @ here.margin + self._all_phi(here.log_phi) - point.z
        by_z[BIAS] += priors()["rir_bias"].sd * here.bias.sum()
        by_z[SIGMA] += priors()["sigma"].sd * here.log_sigma.sum()
        return by_level, by_form, by_z

    def system(self, weight: FloatArray, here: Slopes, rows: FloatArray, noise: float) -> System:
        """Return the normal equations.

        Parameters
        ----------
        weight : (n_set,) information of each set about its margin.
        here, rows : slopes of the likelihood and of the margins.
        noise : information about the noise.
        """
        told = rows - here.by_log_phi[:, None] * self._log_phi()
        told[:, BIAS] -= priors()["rir_bias"].sd * here.by_bias
        prior = np.ones(len(self.unknowns))
        prior[SIGMA] += noise
        return System.of(self.sheet, self.levels, weight, told, prior)

    def _log_phi(self) -> FloatArray:
        return self.unknowns.log_phi[self.sheet.exercise]

    def _all_phi(self, by_set: FloatArray) -> FloatArray:
        """Return slopes over the constants from each set's slope over log phi."""
        by_exercise = np.bincount(self.sheet.exercise, by_set, len(self.sheet.exercises))
        return np.asarray(self.unknowns.log_phi.T @ by_exercise)

    def _rest_noise(self) -> FloatArray:
        """Return what not knowing rests adds to the noise, as a standard deviation, shape (n_set,). [log]

        The rests of a workout are taken to err together, so that what they do to fatigue does not average out.
        """
        if not np.isnan(self.sheet.rest_s[self.sheet.position > 0]).any():
            return np.zeros(len(self.sheet))
        z = np.zeros(len(self.unknowns))
        once = Scenarios(constants_of(z[None]), np.array([-1]), np.ones(1))
        short, long = (
            log_strengths(self.sheet, once, self.unknowns.phi(z), (self.habits[0].at(k), self.habits[1].at(k)))[0]
            for k in (-1, 1)
        )
        return np.asarray(np.abs(long - short) / 2)

    def _by_exercise(self, by_slot: FloatArray) -> sparse.csr_matrix:
        """Return slopes over each exercise's log phi, shape (n_set, n_exercise), from those over each slot's."""
        sheet = self.sheet
        of_slot = np.full((sheet.n_workout, by_slot.shape[1]), -1)
        of_slot[sheet.workout, sheet.slot] = sheet.exercise
        exercise = of_slot[sheet.workout]
        row, slot = np.nonzero((exercise >= 0) & (by_slot != 0))
        shape = (len(sheet), len(sheet.exercises))
        return sparse.csr_matrix((by_slot[row, slot], (row, exercise[row, slot])), shape=shape)
