"""Kennedy's theory as a test: what the model expects if the weakest muscle ends a set, and what if others take over.

All theories are one model at different `rho`, the exponent of load sharing: the lower, the more a compound hangs on its
most tired muscle alone. Everything here is model-based, not measured.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from preex.fatigue import clocks
from preex.fatigue.parameters import Channels, Constants, FloatArray
from preex.fatigue.reps import cost, margin, repetitions

WEAKEST_LINK = -60.0  # the limit is -infinity; here strength is that of the weakest muscle to a few hundredths
_ALPHA_Z, _POWER_Z = 1.96, 0.84  # two-sided 5 %, and 80 % power
_TOO_CLOSE = 0.1  # of the scatter of one replicate: nobody does the 784 replicates it would take
CONDITIONS = ("nothing", "target", "synergist", "both")


@dataclass(frozen=True, slots=True)
class Bout:
    """An exercise done to failure at the load of so many repetitions when fresh."""

    exercise: str
    channels: Channels
    reps: float

    def log_margin(self, lam: float) -> float:
        """Return log(fresh strength / load). [log]"""
        return float(margin(self.reps + 0.5, self.channels.phi, lam))


@dataclass(frozen=True, slots=True)
class Reading:
    """What a compound to failure gives in a state of fatigue.

    reps : expected repetitions completed, half of one below the continuous number.
    limiter : (n_channel,) part of each muscle in the loss of strength, sums to 1.
    activation : (n_channel,) mean activation over the set relative to the fresh set; 1 = unchanged.
    """

    reps: float
    limiter: FloatArray
    activation: FloatArray


@dataclass(frozen=True, slots=True)
class TwoByTwo:
    """A compound after nothing, after one isolation, after another, and after both.

    reps : condition -> expected repetitions of the compound.
    interaction_reps : loss after the one plus loss after the other less loss after both; 0 = losses add up. [reps]
    """

    reps: dict[str, float]
    interaction_reps: float


def read(state: clocks.Fatigue, compound: Bout, c: Constants) -> Reading:
    """Read a compound done to failure off a state of fatigue.

    Parameters
    ----------
    state : just before the set.
    compound : what is done.
    c : constants; `c.rho` is the theory.
    """
    ch, fresh = compound.channels, compound.log_margin(c.lam)
    zeta = clocks.channel_fatigue(state, compound.exercise, ch, c)
    now = fresh + float(clocks.log_strength(zeta, ch, c.rho))
    drive = _mean_drive(now, c.lam) / _mean_drive(fresh, c.lam)
    return Reading(
        reps=max(0.0, float(repetitions(now, ch.phi, c.lam)) - 0.5),
        limiter=clocks.limiter_shares(zeta, ch, c.rho),
        activation=drive * clocks.load_shares(zeta, ch, c.rho) / ch.weight,
    )


def after(slots: Sequence[Bout | None], gap_s: float, c: Constants) -> clocks.Fatigue:
    """Return the fatigue a gap after isolations done one after the other, each to failure.

    Parameters
    ----------
    slots : in the order done; None = the time of a set spent resting, so that what follows comes no sooner.
    gap_s : after each. [s]
    c : constants.
    """
    state, seconds = clocks.fresh(), c.rep_s * max((s.reps for s in slots if s), default=0.0)
    for slot in slots:
        state = clocks.rest(state, clocks.decay(seconds, c)) if slot is None else _done(state, slot, seconds, c)
        state = clocks.rest(state, clocks.decay(gap_s, c))
    return state


def two_by_two(target: Bout, synergist: Bout, compound: Bout, *, gap_s: float, c: Constants) -> TwoByTwo:
    """Return what four workouts would give that tell the theories apart.

    Parameters
    ----------
    target, synergist : isolation of the target, done last, and of a helper, done first; whichever is left out is
        replaced by rest of the same length.
    compound : done after both slots.
    gap_s : after each slot. [s]
    c : constants; `c.rho` is the theory.
    """
    slots: tuple[tuple[Bout | None, Bout | None], ...] = (
        (None, None),
        (None, target),
        (synergist, None),
        (synergist, target),
    )
    found = [read(after(pair, gap_s, c), compound, c).reps for pair in slots]
    nothing, first, second, both = found
    return TwoByTwo(dict(zip(CONDITIONS, found, strict=True)), nothing - first - second + both)


def replicate_sd(compound: Bout, c: Constants) -> float:
    """Return the standard deviation of the interaction from one replicate: four sets to failure on four days. [reps]

    The test-retest error of a set is `c.sigma` on log-strength; a repetition is phi / x^lam of it.
    """
    return 2 * float(c.sigma) * math.exp(c.lam * compound.log_margin(c.lam)) / compound.channels.phi


def replicates_needed(difference_reps: float, sd_reps: float) -> int | None:
    """Return how many replicates tell two theories apart, at 5 % two-sided and 80 % power; None if they are too close.

    Parameters
    ----------
    difference_reps : between the interactions they expect. [reps]
    sd_reps : of the interaction from one replicate. [reps]
    """
    if abs(difference_reps) < _TOO_CLOSE * sd_reps:
        return None
    return math.ceil(((_ALPHA_Z + _POWER_Z) * sd_reps / difference_reps) ** 2)


def _done(state: clocks.Fatigue, bout: Bout, seconds: float, c: Constants) -> clocks.Fatigue:
    ch = bout.channels
    zeta = clocks.channel_fatigue(state, bout.exercise, ch, c)
    now = bout.log_margin(c.lam) + float(clocks.log_strength(zeta, ch, c.rho))
    able = max(0.0, float(repetitions(now, ch.phi, c.lam)) - 0.5)
    loss = cost(able, now, ch.phi, c.lam) + float(c.omega) * ch.phi
    return clocks.deposit(state, bout.exercise, ch, loss, seconds, c)


def _mean_drive(log_margin: float, lam: float) -> float:
    """Return the mean share of capacity used over a set to failure: x^-1 at its start, 1 at its end."""
    power = np.linspace(1.0, math.exp(lam * max(log_margin, 0.0)), 101)  # falls by lam phi with each repetition
    return float(np.mean(power ** (-1 / lam)))
