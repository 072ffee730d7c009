"""What is believed about all lifts of one lifter, and what each load means to them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
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
    studied_patterns,
    unknown_channels,
)
from preex.fatigue.person import Person
from preex.fatigue.reps import MAX_REPS, margin
from preex.fatigue.resistance import Resistance
from preex.fatigue.session import SimulatedLift


@dataclass(frozen=True, slots=True)
class Readiness:
    """How ready a lifter is for one set.

    zeta : (n_channel,) log-loss that each channel feels.
    fresh : log(fresh strength / load). [log]
    tired : what fatigue takes off it, <= 0. [log]
    scale : of everything uncertain about the two together. [log]
    """

    zeta: FloatArray
    fresh: float
    tired: float
    scale: float

    @property
    def margin(self) -> float:
        """log(strength / load) now. [log]"""
        return self.fresh + self.tired


class Strengths:
    """Beliefs about every lift; lifts never seen are borrowed from the others.

    exercises : id -> exercise; other ids get the population's answer.
    body_mass_kg : of the lifter. [kg]
    person : what is believed of the lifter's constants.
    """

    def __init__(self, exercises: Mapping[str, Exercise], body_mass_kg: float, person: Person) -> None:
        self.exercises = exercises
        self.body_mass_kg = body_mass_kg
        self.person = person
        self.lifts: dict[str, Lift] = {}
        self._channels: dict[str, Channels] = {}
        self._resistances: dict[str, Resistance] = {}
        self._endurance_sds: dict[str, float] = {}

    def copy(self) -> Strengths:
        """Return independent beliefs."""
        twin = Strengths(self.exercises, self.body_mass_kg, self.person)
        twin.lifts = dict(self.lifts)
        return twin

    def channels(self, exercise: str) -> Channels:
        """Return the channels of an exercise, known or not."""
        if exercise not in self._channels:
            known = self.exercises.get(exercise)
            usual = channels(known) if known else unknown_channels()
            own = math.exp(self.person.endurance(exercise, known).shift)
            self._channels[exercise] = replace(usual, phi=usual.phi * own)
        return self._channels[exercise]

    def lift(self, exercise: str, at: datetime | None = None) -> Lift:
        """Return the belief about a lift at time `at`."""
        if exercise in self.lifts:
            return aged(self.lifts[exercise], at)
        known = {e: (self.exercises.get(e), lift) for e, lift in self.lifts.items()}
        return borrowed(self.exercises.get(exercise), known, self.person.sd("gain"))

    def state(self, exercise: str, *, load_kg: float, reps: float, sd: float) -> None:
        """State a tested strength: `reps` continuous repetitions at `load_kg`, with an error `sd`. [log]"""
        level = self.log_load(exercise, load_kg)
        self.lifts[exercise] = Lift.of(level, sd, self.person.sd("gain"), anchor=reps, n_sets=1)

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
        felt = lift.felt(clocks.channel_fatigue(fatigue, exercise, ch, c))
        tired, slope = float(clocks.log_strength(felt, ch, c.rho)), -float(clocks.load_shares(felt, ch, c.rho) @ felt)
        offset = float(margin(lift.anchor, ch.phi, c.lam)) + tired - self.log_load(exercise, performed.load_kg)
        noise = math.hypot(float(c.sigma), c.form_sd)
        after = learned(lift, likelihood.Evidence.of(performed), offset, slope, ch.phi, c.lam, noise)
        self.lifts[exercise] = replace(after, at=performed.at)

    def ready(
        self, exercise: str, load_kg: float, fatigue: clocks.Fatigue, at: datetime | None, c: Constants
    ) -> Readiness:
        """Return how ready the lifter is for a set, in a state of fatigue."""
        lift, ch = self.lift(exercise, at), self.channels(exercise)
        zeta = lift.felt(clocks.channel_fatigue(fatigue, exercise, ch, c))
        tired = float(clocks.log_strength(zeta, ch, c.rho))
        fresh = lift.log_one_rm(ch.phi, c.lam) - self.log_load(exercise, load_kg)
        return Readiness(zeta, fresh, tired, self._scale(exercise, lift, fresh + tired, tired, c))

    def tired(self, exercise: str, fatigue: clocks.Fatigue, c: Constants) -> float:
        """Return the log of strength relative to fresh, <= 0, as the lifter is now."""
        ch = self.channels(exercise)
        felt = self.lift(exercise).felt(clocks.channel_fatigue(fatigue, exercise, ch, c))
        return float(clocks.log_strength(felt, ch, c.rho))

    def winded(self, exercise: str, fatigue: clocks.Fatigue, c: Constants) -> float:
        """Return the repetitions that the fast fatigue of the muscles costs: what was done a moment ago. [reps]

        The slow clock and the exercise's own fatigue are left out: a lifter's habits know them already.
        """
        ch = self.channels(exercise)
        return -float(clocks.log_strength(fatigue.muscles[..., ch.muscles, 0], ch, c.rho)) / ch.phi

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
            endurance=self.person.endurance(exercise, known),
            muscles=tuple(m for m, share in known.involvement.items() if share > 0),
            resistance=self.resistance(exercise),
            inherited=known.pattern not in studied_patterns(),
        )

    def _scale(self, exercise: str, lift: Lift, log_margin: float, tired: float, c: Constants) -> float:
        """Return everything uncertain about a margin: strength, tiring, endurance, day, set. [log]"""
        away = abs(log_margin - float(margin(lift.anchor, self.channels(exercise).phi, c.lam)))
        endurance = self._endurance_sd(exercise) * min(away, 1.0)
        return math.sqrt(margin_sd(lift, tired) ** 2 + c.form_sd**2 + float(c.sigma) ** 2 + endurance**2)

    def _endurance_sd(self, exercise: str) -> float:
        if exercise not in self._endurance_sds:
            found = self.person.endurance_sd(exercise, self.exercises.get(exercise))
            self._endurance_sds[exercise] = found
        return self._endurance_sds[exercise]


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
