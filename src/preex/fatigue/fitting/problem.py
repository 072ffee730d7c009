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
    BLUR,
    BLUR_SD,
    DRIFT,
    DRIFT_SD,
    N_RECOVERY,
    SIGMA,
    Unknowns,
    blur_of,
    constants_of,
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

    lost : (n_set,) log of strength relative to fresh, or to that before the set it is compared with.
    rows : (n_set, n_constant) its slopes.
    rest_noise : (n_set,) what not knowing rests adds to the noise, as a standard deviation. [log]
    """

    z: FloatArray
    lost: FloatArray
    rows: FloatArray
    rest_noise: FloatArray

    def at(self, z: FloatArray) -> FloatArray:
        """Return what is lost at other constants, to first order, shape (n_set,)."""
        return self.lost + self.rows @ (z - self.z)


class Problem:
    """Everything about one log that stays the same while constants are tried.

    sheet : at least one set.
    belief : how far the log is believed about the lifter, 0 to 1.
    """

    def __init__(self, sheet: Sheet, belief: float = 1.0) -> None:
        self.sheet = sheet
        self.unknowns = Unknowns.of(sheet, belief)
        self.levels = Levels.of(sheet)
        self.habits = Habit.of(sheet), Habit.of(sheet, in_turn=True)
        self.stands = (sheet.stop != Stop.UNREPORTED).astype(float)
        self.linear = self._linear()

    def begin(self) -> Point:
        """Return the population's constants, with levels that roughly fit."""
        z = np.zeros(len(self.unknowns))
        c, phi = constants_of(z), self.unknowns.phi(z)[self.sheet.exercise]
        target, _ = pointed_to(self.sheet, phi, c.lam)
        level = target - margin(ANCHOR_REPS, phi, c.lam) + self.sheet.log_load
        telling = (self.sheet.stop != Stop.EASY) & (self.stands > 0) & self.sheet.tells
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
        return Losses(z, self._since(found[0]), self._since(rows), np.abs(self._since(self._rest_noise(z))))

    def _since(self, lost: FloatArray) -> FloatArray:
        """Return what is lost, of sets that are compared with another since that one."""
        compared = (self.stands == 0) & (self.sheet.again >= 0)
        found = lost.copy()
        found[compared] -= lost[self.sheet.again[compared]]
        return found

    def at(self, point: Point, losses: Losses, spread: FloatArray) -> At:
        """Return where the likelihood stands; spread : (n_node,) variance of each level with its workout's form."""
        c, phi = constants_of(point.z), self.unknowns.phi(point.z)[self.sheet.exercise]
        level = point.level[self.levels.node] + self.linear @ point.z + point.form[self.sheet.workout]
        fresh = margin(self._fresh_reps(), phi, c.lam) + self.stands * (level - self.sheet.log_load)
        now, unsure = fresh + losses.at(point.z), self.stands * spread[self.levels.node]
        return At(now, unsure, phi, float(c.sigma), losses.rest_noise, blur_of(point.z), c.lam)

    def _fresh_reps(self) -> FloatArray:
        """Return the repetitions to failure that a set starts from: of the level, or of the set it is compared with."""
        compared = self.sheet.reps[self.sheet.again] + self.sheet.left[self.sheet.again] + 0.5
        return np.where(self.stands > 0, ANCHOR_REPS, compared)

    def log_posterior(self, point: Point, at: At) -> float:
        """Return the joint log posterior of constants, levels and forms, expected over levels and forms, but a constant."""
        form = point.form / priors()["form_sd"].centre
        likelihood = float(values(self.sheet, at).sum())
        return (
            likelihood
            - 0.5 * float(form @ form)
            + self.unknowns.log_prior(point.z)
            + self.levels.log_prior(point.level)
        )

    def rows(self, at: At, losses: Losses) -> FloatArray:
        """Return how the margin of each set goes with the constants, shape (n_set, n_constant)."""
        spent = at.phi * (self._fresh_reps() - 1)
        rows = losses.rows + (spent / (1 + at.lam * spent))[:, None] * self._log_phi()
        return rows + self.linear

    def gradient(self, point: Point, here: Slopes, rows: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return the gradient of the log posterior over levels, forms and constants."""
        sheet, standing = self.sheet, self.stands * here.margin
        by_level = np.bincount(self.levels.node, standing, len(point.level)) - self.levels.pulled(point.level)
        by_form = np.bincount(sheet.workout, standing, len(point.form)) - point.form / priors()["form_sd"].centre ** 2
        by_z = rows.T @ here.margin + self._all_phi(here.log_phi) - self.unknowns.pull(point.z) * point.z
        by_z[BLUR] += BLUR_SD * here.log_blur.sum()
        by_z[SIGMA] += priors()["sigma"].sd * here.log_sigma.sum()
        return by_level, by_form, by_z

    def system(
        self, z: FloatArray, weight: FloatArray, here: Slopes, rows: FloatArray, explained: FloatArray
    ) -> System:
        """Return the normal equations.

        Parameters
        ----------
        z : the constants.
        weight : (n_set,) information of each set about its margin.
        here, rows : slopes of the likelihood and of the margins.
        explained : (n_set,) part of each set that its level and form explain, 0 to 1: it tells nothing about the noise.
        """
        told = rows - here.by_log_phi[:, None] * self._log_phi()
        prior = np.diag(self.unknowns.pull(z))
        prior[np.ix_([SIGMA, BLUR], [SIGMA, BLUR])] += self._of_scatter(here, 1 - explained)
        return System.of(self.sheet, self.levels, weight, self.stands, told, prior)

    @staticmethod
    def _of_scatter(here: Slopes, left: FloatArray) -> FloatArray:
        """Return the information about sigma and blur, shape (2, 2), made positive where it is not.

        left : (n_set,) part of each set that tells about them.
        """
        noise, loose, either = (float(left @ told) for told in (here.noise, here.loose, here.either))
        scale = np.array([priors()["sigma"].sd, BLUR_SD])
        value, vector = np.linalg.eigh(np.array([[noise, either], [either, loose]]) * np.outer(scale, scale))
        return np.asarray(vector * np.maximum(value, 0.0) @ vector.T)

    def _log_phi(self) -> FloatArray:
        return self.unknowns.log_phi[self.sheet.exercise]

    def _all_phi(self, by_set: FloatArray) -> FloatArray:
        """Return slopes over the constants from each set's slope over log phi."""
        by_exercise = np.bincount(self.sheet.exercise, by_set, len(self.sheet.exercises))
        return np.asarray(self.unknowns.log_phi.T @ by_exercise)

    def _linear(self) -> FloatArray:
        """Return how margins go with drift and the worth of loads, which are linear, shape (n_set, n_constant)."""
        sheet, n = self.sheet, len(self.sheet.exercises)
        usual = np.bincount(sheet.exercise, sheet.log_load, n) / np.bincount(sheet.exercise, minlength=n)
        above = sheet.log_load - usual[sheet.exercise]
        rows = -above[:, None] * self.unknowns.worth[sheet.exercise]
        rows[:, DRIFT] = DRIFT_SD * self.levels.since
        return np.asarray(self.stands[:, None] * rows)

    def _rest_noise(self, z: FloatArray) -> FloatArray:
        """Return what rests of one standard deviation more would give back, shape (n_set,). [log]

        The rests of a workout are taken to err together, so that what they do to fatigue does not average out.
        """
        if not np.isnan(self.sheet.rest_s[self.sheet.position > 0]).any():
            return np.zeros(len(self.sheet))
        once = Scenarios(constants_of(z[None]), np.array([-1]), np.ones(1))
        short, long = (
            log_strengths(self.sheet, once, self.unknowns.phi(z), (self.habits[0].at(k), self.habits[1].at(k)))[0]
            for k in (-1, 1)
        )
        return np.asarray(long - short) / 2

    def _by_exercise(self, by_slot: FloatArray) -> sparse.csr_matrix:
        """Return slopes over each exercise's log phi, shape (n_set, n_exercise), from those over each slot's."""
        sheet = self.sheet
        of_slot = np.full((sheet.n_workout, by_slot.shape[1]), -1)
        of_slot[sheet.workout, sheet.slot] = sheet.exercise
        exercise = of_slot[sheet.workout]
        row, slot = np.nonzero((exercise >= 0) & (by_slot != 0))
        shape = (len(sheet), len(sheet.exercises))
        return sparse.csr_matrix((by_slot[row, slot], (row, exercise[row, slot])), shape=shape)
