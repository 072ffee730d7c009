"""Simulating a planned session over draws of everything uncertain.

Draws are common: the same seed gives the same lifter, day and set noise whatever the plan, so that two plans can be
compared draw by draw.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from preex.core.muscle import Muscle
from preex.fatigue import clocks
from preex.fatigue.lift import Lift
from preex.fatigue.parameters import N_DRAWN, PHI_EXERCISE_SD, Channels, Constants, FloatArray, drawn
from preex.fatigue.reps import cost, margin, repetitions
from preex.fatigue.resistance import Resistance

INHERITED_SPREAD = 1.5  # S16: a movement nobody studied has an interval of the cost this much wider


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSet:
    """A set to simulate: a load, and a rule that ends it.

    Exactly one of `load_kg` and `relative_load` (share of the fresh 1RM) is given. `reps` is a number to stop at, `rir`
    the repetitions to leave; with neither, or `rir=0`, the set goes to failure.
    """

    exercise: str
    load_kg: float | None = None
    relative_load: float | None = None
    reps: int | None = None
    rir: float | None = None
    rest_before_s: float | None = None  # None = fresh

    @property
    def to_failure(self) -> bool:
        """True when nothing stops the set but failure."""
        return self.reps is None and not self.rir


@dataclass(frozen=True, slots=True)
class Draws:
    """An uncertain quantity as equally likely values, shape (n_draw,)."""

    values: FloatArray

    @property
    def mean(self) -> float:
        """Mean."""
        return float(self.values.mean())

    @property
    def sd(self) -> float:
        """Standard deviation."""
        return float(self.values.std())

    def quantile(self, q: float) -> float:
        """Return the quantile `q`, 0 to 1."""
        return float(np.quantile(self.values, q))

    @property
    def q10(self) -> float:
        """Lower end of the 80 % interval."""
        return self.quantile(0.1)

    @property
    def q50(self) -> float:
        """Median."""
        return self.quantile(0.5)

    @property
    def q90(self) -> float:
        """Upper end of the 80 % interval."""
        return self.quantile(0.9)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOutcome:
    """What a planned set will give. Muscle figures are model-based, not measured."""

    planned: PlannedSet
    reps: Draws
    fresh_reps: Draws  # the same set done with nothing before it
    rpe: Draws
    limiting_muscle: Muscle | None  # None when its muscles are unknown
    activation: Mapping[Muscle, tuple[float, float]]  # share of capacity used at the last repetition: fresh, now
    load_kg: float  # as logged; the median where the load was relative


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedLift:
    """What the simulation needs to know of one exercise.

    inherited : no study counted this movement's repetitions after an isolation exercise; its cost is borrowed from the
        studied ones and held 1.5 times less certain (S16).
    """

    lift: Lift
    channels: Channels
    muscles: tuple[Muscle, ...]
    resistance: Resistance
    inherited: bool = False


def simulate(
    sets: Sequence[PlannedSet],
    lifts: Mapping[str, SimulatedLift],
    *,
    n_draw: int = 1000,
    seed: int = 0,
    spread: float = 1.0,
) -> tuple[SetOutcome, ...]:
    """Simulate sets in order, from fresh.

    Parameters
    ----------
    sets : the plan; the first set's rest is ignored.
    lifts : every exercise in `sets`.
    n_draw : number of draws.
    seed : of the common random numbers.
    spread : multiplies the prior spread of the model's constants.
    """
    c = drawn(_normal(seed, "constants", (N_DRAWN, n_draw)), spread)
    form = c.form_sd * _normal(seed, "form", (n_draw,))
    endurance = {
        e: known.channels.phi * c.phi_person * np.exp(spread * PHI_EXERCISE_SD * _normal(seed, f"phi {e}", (n_draw,)))
        for e, known in lifts.items()
    }
    fresh = clocks.fresh(n_draw)
    state, outcomes, seen = fresh, [], dict.fromkeys(lifts, 0)
    for i, planned in enumerate(sets):
        if i and planned.rest_before_s is not None:
            state = clocks.rest(state, clocks.decay(planned.rest_before_s, c))
        elif i:
            state = fresh
        noise = c.sigma * _normal(seed, f"{planned.exercise} {seen[planned.exercise]}", (n_draw,))
        seen[planned.exercise] += 1
        phi = endurance[planned.exercise]
        outcome, state = _one(planned, lifts[planned.exercise], state, phi, form + noise, c, seed)
        outcomes.append(outcome)
    return tuple(outcomes)


def _normal(seed: int, name: str, shape: tuple[int, ...]) -> FloatArray:
    """Return standard normal numbers that depend on the seed and the name alone, in antithetic halves."""
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    half = rng.standard_normal((*shape[:-1], (shape[-1] + 1) // 2))
    return np.concatenate([half, -half], axis=-1)[..., : shape[-1]]


def _one(
    planned: PlannedSet,
    known: SimulatedLift,
    state: clocks.Fatigue,
    phi: FloatArray,
    noise: FloatArray,
    c: Constants,
    seed: int,
) -> tuple[SetOutcome, clocks.Fatigue]:
    ch = known.channels
    fresh_margin, load_kg = _fresh_margin(planned, known, phi, noise, c, seed)
    zeta = clocks.channel_fatigue(state, planned.exercise, ch, c) * math.exp(known.lift.tiring)
    lost = clocks.log_strength(zeta, ch, c.rho)
    if known.inherited:
        lost = _widened(lost)
    now = fresh_margin + lost
    reps, rpe, failed = _stop(planned, now, phi, c.lam)
    loss = cost(reps, now, phi, c.lam) + failed * c.omega * phi
    after = clocks.deposit(state, planned.exercise, ch, loss, reps * c.rep_s, c)
    limiter = clocks.limiter_shares(zeta, ch, c.rho).mean(0)
    return (
        SetOutcome(
            planned=planned,
            reps=Draws(reps),
            fresh_reps=Draws(_stop(planned, fresh_margin, phi, c.lam)[0]),
            rpe=Draws(rpe),
            limiting_muscle=known.muscles[int(limiter.argmax())] if known.muscles else None,
            activation=_activation(known, zeta, fresh_margin, now, reps, phi, c),
            load_kg=load_kg,
        ),
        after,
    )


def _widened(lost: FloatArray) -> FloatArray:
    """Spread a loss (<= 0) on the log scale by `INHERITED_SPREAD`, keeping its sign and mean."""
    wide = np.abs(lost) ** INHERITED_SPREAD
    mean = wide.mean()
    return wide * (lost.mean() / mean) if mean > 0 else lost


def _fresh_margin(
    planned: PlannedSet, known: SimulatedLift, phi: FloatArray, noise: FloatArray, c: Constants, seed: int
) -> tuple[FloatArray, float]:
    lift = known.lift
    strength = lift.level + lift.sd * _normal(seed, f"level {planned.exercise}", noise.shape)
    strength = strength + margin(lift.anchor, phi, c.lam)
    if planned.load_kg is not None:
        return strength + noise - np.log(known.resistance.moved_kg(planned.load_kg)), planned.load_kg
    relative = planned.relative_load or 1.0
    effective = relative * float(np.exp(np.median(strength)))
    return noise - np.log(relative), abs(effective - known.resistance.own_kg)


def _stop(planned: PlannedSet, margin_now: FloatArray, phi: FloatArray, lam: float) -> tuple[FloatArray, ...]:
    """Return repetitions done, RPE at the end, and whether the last attempt failed (0 or 1), each (n_draw,)."""
    total = repetitions(margin_now, phi, lam)
    most = np.floor(total)
    if planned.reps is not None:
        aim = np.full_like(most, planned.reps)
    elif planned.rir:
        aim = np.maximum(np.round(total - planned.rir - 0.5), np.minimum(1.0, most))
    else:
        aim = most
    reps = np.minimum(aim, most)
    failed = (most < aim) | planned.to_failure
    rpe = np.where(failed, 10.0, np.clip(10 - (total - reps - 0.5), 1.0, 10.0))
    return reps, rpe, failed.astype(float)


def _activation(
    known: SimulatedLift,
    zeta: FloatArray,
    fresh_margin: FloatArray,
    now: FloatArray,
    reps: FloatArray,
    phi: FloatArray,
    c: Constants,
) -> dict[Muscle, tuple[float, float]]:
    ch = known.channels
    shift = (clocks.load_shares(zeta, ch, c.rho) / ch.weight).mean(0)
    fresh_drive = float(_last_drive(fresh_margin, reps, phi, c.lam).mean())
    drive = float(_last_drive(now, reps, phi, c.lam).mean())
    return {
        muscle: (
            min(1.0, float(ch.involvement[i]) * fresh_drive),
            min(1.0, float(ch.involvement[i]) * drive * float(shift[i])),
        )
        for i, muscle in enumerate(known.muscles)
    }


def _last_drive(log_margin: FloatArray, reps: FloatArray, phi: FloatArray, lam: float) -> FloatArray:
    inside = np.exp(lam * np.maximum(log_margin, 0.0)) - lam * phi * np.maximum(reps - 1, 0.0)
    return np.minimum(1.0, np.maximum(inside, 1e-9) ** (-1 / lam))
