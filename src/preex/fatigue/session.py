"""Simulating a planned session over draws of everything uncertain.

Draws are common: the same seed gives the same lifter, day and set noise whatever the plan, so that two plans can be
compared draw by draw. Many plans that differ in numbers alone are one plan whose numbers are arrays.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from preex.core.muscle import Muscle
from preex.errors import OutOfRange
from preex.fatigue import clocks
from preex.fatigue.lift import Lift
from preex.fatigue.parameters import Channels, Constants, FloatArray
from preex.fatigue.person import NAMES, Endurance, Person, constants_at
from preex.fatigue.reps import cost, margin, repetitions
from preex.fatigue.resistance import Resistance

INHERITED_SPREAD = 1.5  # S16: a movement nobody studied has an interval of the cost this much wider


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSet:
    """A set to simulate: a load, and a rule that ends it.

    Exactly one of `load_kg` and `relative_load` (share of the fresh 1RM) is given. `reps` is a number to stop at, `rir`
    the repetitions to leave; with neither, or `rir=0`, the set goes to failure. Load, repetitions and rest are one
    number, or an array (n_draw,): another plan in every draw.
    """

    exercise: str
    load_kg: Any = None
    relative_load: float | None = None
    reps: Any = None
    rir: float | None = None
    rest_before_s: Any = None  # None = fresh

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
class SimulatedLift:
    """What the simulation needs to know of one exercise.

    endurance : how its phi scatters about that of `channels`.
    inherited : no study counted this movement's repetitions after an isolation exercise; its cost is borrowed from the
        studied ones and held 1.5 times less certain (S16).
    """

    lift: Lift
    channels: Channels
    endurance: Endurance
    muscles: tuple[Muscle, ...]
    resistance: Resistance
    inherited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AtWork:
    """The lifter just before a set, draw by draw.

    zeta : (n_draw, n_channel) log-loss that each channel feels.
    fresh_margin, margin : (n_draw,) log(strength / load) with nothing done before, and now. [log]
    phi : (n_draw,) endurance. [1/rep]
    """

    known: SimulatedLift
    zeta: FloatArray
    fresh_margin: FloatArray
    margin: FloatArray
    phi: FloatArray
    constants: Constants

    def last_drive(self, log_margin: FloatArray, reps: FloatArray) -> float:
        """Return the mean share of capacity that the last of `reps` repetitions takes, 0 to 1."""
        lam = self.constants.lam
        inside = np.exp(lam * np.maximum(log_margin, 0.0)) - lam * self.phi * np.maximum(reps - 1, 0.0)
        return float(np.minimum(1.0, np.maximum(inside, 1e-9) ** (-1 / lam)).mean())


@dataclass(frozen=True, kw_only=True)
class SetOutcome:
    """What a planned set will give. Muscle figures are means over the draws, model-based, not measured.

    load_kg : as logged; the median where the load was relative.
    """

    planned: PlannedSet
    reps: Draws
    rpe: Draws
    load_kg: Any
    at_work: AtWork = field(repr=False)

    @cached_property
    def fresh_reps(self) -> Draws:
        """Repetitions of the same set done with nothing before it."""
        w = self.at_work
        return Draws(_stop(self.planned, w.fresh_margin, w.phi, w.constants.lam)[0])

    @cached_property
    def limiting_muscle(self) -> Muscle | None:
        """The muscle that costs the most strength; None when its muscles are unknown."""
        w = self.at_work
        limiter = clocks.limiter_shares(w.zeta, w.known.channels, w.constants.rho).mean(0)
        return w.known.muscles[int(limiter.argmax())] if w.known.muscles else None

    @cached_property
    def activation(self) -> Mapping[Muscle, tuple[float, float]]:
        """Share of each muscle's capacity used at the last repetition: fresh, now."""
        w, ch = self.at_work, self.at_work.known.channels
        shift = (clocks.load_shares(w.zeta, ch, w.constants.rho) / ch.weight).mean(0)
        fresh, now = (w.last_drive(m, self.reps.values) for m in (w.fresh_margin, w.margin))
        return {
            muscle: (min(1.0, share * fresh), min(1.0, share * now * more))
            for muscle, share, more in zip(w.known.muscles, ch.involvement.tolist(), shift.tolist(), strict=False)
        }


def simulate(
    sets: Sequence[PlannedSet],
    lifts: Mapping[str, SimulatedLift],
    person: Person,
    *,
    n_draw: int = 1000,
    seed: int | None = 0,
) -> tuple[SetOutcome, ...]:
    """Simulate sets in order, from fresh.

    Parameters
    ----------
    sets : the plan; the first set's rest is ignored.
    lifts : every exercise in `sets`.
    person : what is believed of the lifter's constants.
    n_draw : number of draws, or of plans where the numbers in `sets` are arrays.
    seed : of the common random numbers. None = nothing is drawn, everything uncertain has its median: so are many
        plans compared, one in each draw, and each is simulated as if it were alone.

    Raises
    ------
    OutOfRange : an array of another length than `n_draw`.
    """
    _check_lengths(sets, n_draw)
    lifts, n_slot = _gathered({s.exercise: lifts[s.exercise] for s in sets})
    deviation = person.deviations(_normal(seed, "constants", (len(NAMES), n_draw)))
    c = constants_at(person.centre_z[:, None] + deviation)
    form = c.form_sd * _normal(seed, "form", (n_draw,))
    endurance = {
        e: known.channels.phi * known.endurance.drawn(deviation, _normal(seed, f"phi {e}", (n_draw,)))
        for e, known in lifts.items()
    }
    fresh = clocks.fresh(n_draw, n_slot=n_slot)
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


def _check_lengths(sets: Sequence[PlannedSet], n_draw: int) -> None:
    for i, s in enumerate(sets, start=1):
        for name in ("load_kg", "reps", "rest_before_s"):
            shape = np.shape(getattr(s, name))
            if shape not in {(), (n_draw,)}:
                raise OutOfRange(f"{name} of set {i} has shape {shape}; it is one number, or {n_draw}, one per draw.")


def _gathered(lifts: Mapping[str, SimulatedLift]) -> tuple[dict[str, SimulatedLift], int]:
    """Return the lifts with their muscles numbered anew, and how many there are: a plan carries no others."""
    used = np.unique([m for known in lifts.values() for m in known.channels.muscles])
    return {
        e: replace(known, channels=replace(known.channels, muscles=np.searchsorted(used, known.channels.muscles)))
        for e, known in lifts.items()
    }, len(used)


def _normal(seed: int | None, name: str, shape: tuple[int, ...]) -> FloatArray:
    """Return standard normal numbers that depend on the seed and the name alone, in antithetic halves; 0 without seed."""
    if seed is None:
        return np.zeros(shape)
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
    seed: int | None,
) -> tuple[SetOutcome, clocks.Fatigue]:
    ch = known.channels
    fresh_margin, load_kg = _fresh_margin(planned, known, phi, noise, c, seed)
    zeta = known.lift.felt(clocks.channel_fatigue(state, planned.exercise, ch, c))
    lost = clocks.log_strength(zeta, ch, c.rho)
    if known.inherited and seed is not None:
        lost = _widened(lost)
    now = fresh_margin + lost
    reps, rpe, failed = _stop(planned, now, phi, c.lam)
    loss = cost(reps, now, phi, c.lam) + failed * c.omega * phi
    at_work = AtWork(known=known, zeta=zeta, fresh_margin=fresh_margin, margin=now, phi=phi, constants=c)
    outcome = SetOutcome(planned=planned, reps=Draws(reps), rpe=Draws(rpe), load_kg=load_kg, at_work=at_work)
    return outcome, clocks.deposit(state, planned.exercise, ch, loss, reps * c.rep_s, c)


def _widened(lost: FloatArray) -> FloatArray:
    """Spread a loss (<= 0) on the log scale by `INHERITED_SPREAD`, keeping its sign and mean."""
    wide = np.abs(lost) ** INHERITED_SPREAD
    mean = wide.mean()
    return wide * (lost.mean() / mean) if mean > 0 else lost


def _fresh_margin(
    planned: PlannedSet, known: SimulatedLift, phi: FloatArray, noise: FloatArray, c: Constants, seed: int | None
) -> tuple[FloatArray, Any]:
    lift = known.lift
    strength = lift.level + lift.sd * _normal(seed, f"level {planned.exercise}", noise.shape)
    strength = strength + margin(lift.anchor, phi, c.lam)
    if planned.load_kg is not None:
        return strength + noise - np.log(known.resistance.all_moved_kg(planned.load_kg)), planned.load_kg
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
