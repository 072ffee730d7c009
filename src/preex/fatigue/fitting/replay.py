"""What is left of each set's strength, for many sets of constants at once.

Deposits come from what was logged, not from the strength believed (open loop), so workouts do not depend on each other
and are replayed side by side: a lane is one workout under one scenario, a scenario one set of constants.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from preex.fatigue import clocks
from preex.fatigue.fitting.sheet import IntArray, Sheet
from preex.fatigue.parameters import Channels, Constants, FloatArray, priors
from preex.fatigue.reps import open_loop_cost


@dataclass(frozen=True, slots=True)
class Scenarios:
    """Constants to replay a log under; arrays have the shape (n_scenario,).

    constants : with arrays for the constants that are drawn for a lifter.
    slot : the slot whose exercise has its phi multiplied by `factor`, in every workout; -1 = none. Workouts without
        that slot are not replayed: they are as in scenario 0.
    factor : of phi.
    """

    constants: Constants
    slot: IntArray
    factor: FloatArray


@dataclass(frozen=True, slots=True)
class Habit:
    """Rest where the log does not tell: log-normal, with this median and standard deviation of the log. [s]"""

    median_s: float
    log_sd: float
    in_turn: bool = False

    @classmethod
    def of(cls, sheet: Sheet, *, in_turn: bool = False) -> Habit:
        """Return the lifter's habit: the population's, moved towards the rests that are known.

        Medians of lifters scatter as the rests of one lifter do, so each known rest weighs as much as the population.
        """
        prior = priors()["superset_rest_s" if in_turn else "rest_s"]
        known = sheet.rest_s[(sheet.in_turn == in_turn) & (sheet.rest_s > 0)]
        median = np.exp((np.log(prior.centre) + np.log(known).sum()) / (1 + len(known)))
        return cls(float(np.clip(median, prior.low, prior.high)), prior.sd, in_turn)

    def at(self, z: float) -> Habit:
        """Return the habit of a lifter who always rests `z` standard deviations longer than the median."""
        return Habit(self.median_s * float(np.exp(z * self.log_sd)), 0.0, self.in_turn)


def log_strengths(sheet: Sheet, scenarios: Scenarios, phi: FloatArray, habits: tuple[Habit, Habit]) -> FloatArray:
    """Return the log of strength relative to fresh before each set, shape (n_scenario, n_set), <= 0.

    Parameters
    ----------
    sheet : the log.
    scenarios : the first is the one the others are compared with.
    phi : (n_exercise,) endurance of each exercise. [1/rep]
    habits : rest between sets where it is unknown, and rest within a superset.
    """
    lanes = _Lanes.of(sheet, scenarios)
    found = np.full((len(scenarios.slot), len(sheet)), np.nan)
    for rows, lane, values in lanes.play(sheet, phi, habits):
        found[lane, rows] = values
    return np.where(np.isnan(found), found[0], found)


@dataclass(frozen=True, slots=True)
class _Lanes:
    """Lanes, those of long workouts first; arrays have the shape (n_lane,)."""

    scenario: IntArray
    start: IntArray  # row of the workout's first set
    length: IntArray
    slot: IntArray
    factor: FloatArray
    constants: Constants

    @classmethod
    def of(cls, sheet: Sheet, scenarios: Scenarios) -> _Lanes:
        start = np.flatnonzero(sheet.position == 0)
        length = np.diff(np.append(start, len(sheet)))
        slots = np.array([sheet.slot[a : a + n].max() for a, n in zip(start, length, strict=True)], dtype=np.intp)
        scenario, workout = np.nonzero(scenarios.slot[:, None] <= slots[None, :])
        order = np.argsort(-length[workout], kind="stable")
        scenario, workout = scenario[order], workout[order]
        return cls(
            scenario,
            start[workout],
            length[workout],
            scenarios.slot[scenario],
            scenarios.factor[scenario],
            _pick(scenarios.constants, scenario),
        )

    def play(
        self, sheet: Sheet, phi: FloatArray, habits: tuple[Habit, Habit]
    ) -> Iterator[tuple[IntArray, IntArray, FloatArray]]:
        """Yield for each place in the workout: rows, scenarios and log-strengths of the lanes that reach it."""
        dense = _dense(sheet.channels())
        muscles = clocks.fresh(len(self.start)).muscles
        stores = np.zeros((len(self.start), int(sheet.slot.max()) + 1, 2))
        unknown = [clocks.decay_unknown(h.median_s, h.log_sd, self.constants) for h in habits]
        for place in range(int(self.length[0])):
            n = int(np.searchsorted(-self.length, -place, side="left"))  # lanes with a set at this place
            c, lane, i = _pick(self.constants, slice(n)), np.arange(n), self.start[:n] + place
            left = self._left(sheet, i, c, [u[:n] for u in unknown], first=place == 0)
            exercise, slot = sheet.exercise[i], sheet.slot[i]
            muscles, stores = muscles[:n] * left[:, None], stores[:n] * left[:, None]
            own_phi = phi[exercise] * np.where(slot == self.slot[:n], self.factor[:n], 1.0)
            ch = Channels(dense.muscles, dense.weight[exercise], dense.involvement[exercise], 0.0)
            state = clocks.Fatigue(muscles, {"own": stores[lane, slot]})
            yield i, self.scenario[:n], clocks.log_strength(clocks.channel_fatigue(state, "own", ch, c), ch, c.rho)
            loss = open_loop_cost(sheet.reps[i], sheet.left[i], own_phi, c.lam) + sheet.failed[i] * c.omega * own_phi
            took_s = sheet.reps[i] * c.rep_s
            after = clocks.deposit(state, "own", ch, loss, took_s, c)
            meanwhile = clocks.decay(took_s, c)[:, None]
            idle = (ch.involvement == 0)[..., None]  # `deposit` takes all slots of the dense channels for working ones
            muscles, stores = np.where(idle, after.muscles * meanwhile, after.muscles), stores * meanwhile
            stores[lane, slot] = after.exercises["own"]

    @staticmethod
    def _left(sheet: Sheet, i: IntArray, c: Constants, unknown: list[FloatArray], *, first: bool) -> FloatArray:
        if first:
            return np.zeros((len(i), 2))
        rest_s = sheet.rest_s[i]
        known = clocks.decay(np.nan_to_num(rest_s), c)
        guess = np.where(sheet.in_turn[i, None], unknown[1], unknown[0])
        return np.where(np.isnan(rest_s)[:, None], guess, known)


_OF_A_LIFTER = ("tau_fast_s", "tau_slow_s", "beta", "kappa", "omega", "gain")


def _pick(c: Constants, which: IntArray | slice) -> Constants:
    return replace(c, **{name: getattr(c, name)[which] for name in _OF_A_LIFTER})


def _dense(channels: tuple[Channels, ...]) -> Channels:
    """Return the channels of all exercises over all slots of fatigue, shape (n_exercise, n_slot)."""
    weight = np.full((len(channels), clocks.N_SLOT), 1e-300)  # no weight, and yet a logarithm
    involvement = np.zeros_like(weight)
    for e, ch in enumerate(channels):
        weight[e, ch.muscles], involvement[e, ch.muscles] = ch.weight, ch.involvement
    return Channels(np.arange(clocks.N_SLOT), weight, involvement, 0.0)
