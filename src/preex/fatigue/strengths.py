"""What is believed about all lifts of one lifter, and what each load means to them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from preex.core.exercise import Exercise
from preex.core.performed import PerformedSet
from preex.errors import OutOfRange, UnknownExercise
from preex.fatigue import clocks, likelihood
from preex.fatigue.lift import Lift, aged, borrowed, learned, margin_sd
from preex.fatigue.parameters import (
    Channels,
    Constants,
    FloatArray,
    channels,
    priors,
    studied_patterns,
    unknown_channels,
)
from preex.fatigue.reps import MAX_REPS, margin
from preex.fatigue.resistance import Resistance
from preex.fatigue.session import SimulatedLift


class Strengths:
    """Beliefs about every lift; lifts never seen are borrowed from the others.

    exercises : id -> exercise; other ids get the population's answer.
    body_mass_kg : of the lifter. [kg]
    """

    def __init__(self, exercises: Mapping[str, Exercise], body_mass_kg: float) -> None:
        self.exercises = exercises
        self.body_mass_kg = body_mass_kg
        self.lifts: dict[str, Lift] = {}
        self._channels: dict[str, Channels] = {}
        self._resistances: dict[str, Resistance] = {}

    def copy(self) -> Strengths:
        """Return independent beliefs."""
        twin = Strengths(self.exercises, self.body_mass_kg)
        twin.lifts = dict(self.lifts)
        return twin

    def channels(self, exercise: str) -> Channels:
        """Return the channels of an exercise, known or not."""
        if exercise not in self._channels:
            known = self.exercises.get(exercise)
            self._channels[exercise] = channels(known) if known else unknown_channels()
        return self._channels[exercise]

    def lift(self, exercise: str, at: datetime | None = None) -> Lift:
        """Return the belief about a lift at time `at`."""
        if exercise in self.lifts:
            return aged(self.lifts[exercise], at)
        known = {e: (self.exercises.get(e), lift) for e, lift in self.lifts.items()}
        return borrowed(self.exercises.get(exercise), known)

    def state(self, exercise: str, *, load_kg: float, reps: float, sd: float) -> None:
        """State a tested strength: `reps` continuous repetitions at `load_kg`, with an error `sd`. [log]"""
        self.lifts[exercise] = Lift.of(self.log_load(exercise, load_kg), sd, anchor=reps, n_sets=1)

    def take_for_known(self, exercise: str, sd: float) -> None:
        """Fix a lift never seen at its median with an error `sd`; other lifts borrow nothing from it. [log]"""
        if exercise not in self.lifts:
            self.lifts[exercise] = replace(self.lift(exercise).with_sd(sd), n_sets=0)

    def learn(self, performed: PerformedSet, fatigue: clocks.Fatigue, c: Constants) -> None:
        """Learn from a set done in a state of fatigue.

        What the set says of its margin is shared by level and tiring.
        """
        exercise = performed.exercise
        lift, ch = self.lift(exercise, performed.at), self.channels(exercise)
        felt = _felt(lift, clocks.channel_fatigue(fatigue, exercise, ch, c))
        tired, slope = float(clocks.log_strength(felt, ch, c.rho)), -float(clocks.load_shares(felt, ch, c.rho) @ felt)
        offset = float(margin(lift.anchor, ch.phi, c.lam)) + tired - self.log_load(exercise, performed.load_kg)
        noise = math.hypot(float(c.sigma), c.form_sd)
        after = learned(lift, likelihood.Evidence.of(performed), offset, slope, ch.phi, c.lam, noise)
        self.lifts[exercise] = replace(after, at=performed.at)

    def fresh_margin(self, exercise: str, load_kg: float, at: datetime | None, c: Constants) -> float:
        """Return log(fresh strength / load). [log]"""
        log_one_rm = self.lift(exercise, at).log_one_rm(self.channels(exercise).phi, c.lam)
        return log_one_rm - self.log_load(exercise, load_kg)

    def tired(
        self, exercise: str, fatigue: clocks.Fatigue, at: datetime | None, c: Constants
    ) -> tuple[float, FloatArray]:
        """Return the log of strength relative to fresh, <= 0, and the log-loss each channel feels."""
        ch = self.channels(exercise)
        zeta = clocks.channel_fatigue(fatigue, exercise, ch, c)
        return float(clocks.log_strength(_felt(self.lift(exercise, at), zeta), ch, c.rho)), zeta

    def winded(self, exercise: str, fatigue: clocks.Fatigue, c: Constants) -> float:
        """Return the repetitions that the fast fatigue of the muscles costs: what was done a moment ago. [reps]

        The slow clock and the exercise's own fatigue are left out: a lifter's habits know them already.
        """
        ch = self.channels(exercise)
        return -float(clocks.log_strength(fatigue.muscles[..., ch.muscles, 0], ch, c.rho)) / ch.phi

    def scale(self, exercise: str, fresh: float, tired: float, at: datetime | None, c: Constants) -> float:
        """Return everything uncertain about a margin: strength, endurance, tiring, day, set. [log]

        fresh, tired : log-margin when fresh, and what fatigue takes off it. [log]
        """
        lift, phi = self.lift(exercise, at), self.channels(exercise).phi
        away = abs(fresh + tired - float(margin(lift.anchor, phi, c.lam)))
        endurance = priors()["phi"].sd * min(away, 1.0)
        return math.sqrt(margin_sd(lift, tired) ** 2 + c.form_sd**2 + float(c.sigma) ** 2 + endurance**2)

    def resistance(self, exercise: str) -> Resistance:
        """Return what written loads of an exercise, known or not, mean to this lifter."""
        if exercise not in self._resistances:
            self._resistances[exercise] = Resistance.of(self.exercises.get(exercise), self.body_mass_kg)
        return self._resistances[exercise]

    def log_load(self, exercise: str, load_kg: float) -> float:
        """Return the log of the resistance of a written load. [log kg]"""
        return math.log(self.resistance(exercise).moved_kg(load_kg))

    def simulated(self, exercise: str, at: datetime | None) -> SimulatedLift:
        """Return what a simulation needs to know of an exercise.

        Raises
        ------
        UnknownExercise : not in the catalogue.
        """
        known = self.exercises.get(exercise)
        if known is None:
            raise UnknownExercise(f"no exercise has the id {exercise!r}.", hint="Search with `preex exercises`.")
        return SimulatedLift(
            lift=self.lift(exercise, at),
            channels=self.channels(exercise),
            muscles=tuple(m for m, share in known.involvement.items() if share > 0),
            resistance=self.resistance(exercise),
            inherited=known.pattern not in studied_patterns(),
        )


def _felt(lift: Lift, zeta: FloatArray) -> FloatArray:
    """Return the log-losses of the channels as this lifter feels them in this lift."""
    return zeta * math.exp(lift.tiring)


def tested(one_rm_kg: float | None, load_kg: float | None, reps: int | None) -> tuple[float, float]:
    """Return load and continuous repetitions of a tested strength given as a 1RM or as a set to failure.

    Raises
    ------
    OutOfRange : neither or both forms, or numbers that cannot be.
    """
    if one_rm_kg is not None and load_kg is None and reps is None:
        load_kg, continuous = one_rm_kg, 1.0
    elif one_rm_kg is None and load_kg is not None and reps is not None and 1 <= reps <= MAX_REPS:
        continuous = reps + 0.5  # floor(N) == reps; the middle of the range
    else:
        raise OutOfRange(f"a strength is either one_rm_kg, or load_kg with reps from 1 to {MAX_REPS}.")
    if not load_kg > 0:
        raise OutOfRange(f"load_kg is {load_kg:g}; a tested strength needs a load above 0.")
    return load_kg, continuous
