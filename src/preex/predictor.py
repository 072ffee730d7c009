"""The predictor: what a lifter's next set will be, learned from each set logged.

Joins the catalogue (which muscles an exercise trains) and the fatigue model. It needs no database and no network, and
never needs the whole log again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from preex import catalogue
from preex.core.exercise import Exercise
from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet, SetKind
from preex.errors import OutOfRange
from preex.fatigue import clocks, likelihood
from preex.fatigue.choice import Form, Habit, Place, chosen, spared
from preex.fatigue.course import Course, Moment
from preex.fatigue.distribution import RepDistribution
from preex.fatigue.likeness import Weights, weights
from preex.fatigue.parameters import Constants, priors
from preex.fatigue.person import Person, population
from preex.fatigue.reps import margin, open_loop_cost, repetitions
from preex.fatigue.session import PlannedSet, SetOutcome, simulate
from preex.fatigue.strengths import Readiness, Strengths, tested
from preex.fatigue.taken import believable, loss, sound
from preex.units import rir_to_rpe

BODY_MASS_KG = 80.0  # when the lifter's is unknown (expert estimate)
# Nobody logs more than they can do; but where a lifter's habit and the estimate of what is possible disagree, the
# estimate is given this many of its own scales before it overrules (compared on public logs, 2026-11). With a load
# heavier than any of late there is no habit to trust: the slack falls by e for every so much of log load.
_SLACK = 5.0
_UNTRIED = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the next set will be. `mean`, `sd`, `quantile` and `pmf` are over the repetitions that will be logged.

    logged : distribution of the repetitions that will be logged: the smaller of what is chosen and what is possible.
    capacity : distribution of repetitions to failure.
    rpe : expected effort at the end of the set, 1 to 10.
    limiting_muscle : muscle that costs the most strength now, model-based; None for an unknown exercise.
    activation : muscle -> share of its capacity used on the first repetition, fresh and now; model-based, not measured.
    fresh_capacity : distribution of repetitions to failure, had nothing been done before.
    """

    logged: RepDistribution
    capacity: RepDistribution
    fresh_capacity: RepDistribution
    rpe: float
    limiting_muscle: Muscle | None
    activation: Mapping[Muscle, tuple[float, float]]

    @property
    def mean(self) -> float:
        """Expected logged repetitions."""
        return self.logged.mean

    @property
    def sd(self) -> float:
        """Standard deviation of logged repetitions."""
        return self.logged.sd

    def quantile(self, q: float) -> int:
        """Return the quantile `q` (0 to 1) of logged repetitions."""
        return self.logged.quantile(q)

    def pmf(self, k: int) -> float:
        """Return the probability that exactly `k` repetitions will be logged."""
        return self.logged.pmf(k)


@dataclass(frozen=True, slots=True)
class Strength:
    """A lifter's fresh strength in one exercise.

    one_rm_kg : median of the estimated one-repetition maximum, as the load is written. [kg]
    log_sd : standard deviation of its log.
    n_sets : sets it rests on; 0 = borrowed from other lifts or from the population.
    """

    one_rm_kg: float
    log_sd: float
    n_sets: int


class Predictor:
    """Predicts sets, and learns from each set observed.

    Parameters
    ----------
    exercises : id -> exercise; the packaged catalogue when None. Other ids are allowed: they get the population's
        answer with its wide interval and tire only themselves.
    body_mass_kg : of the lifter, > 0; counts in body-mass exercises. [kg]
    person : what is believed of the lifter's constants, as `preex fit` finds it; the population when None.
    constants : of the fatigue model, instead of the person's centre.
    choice : weights of the choice model; the packaged ones when None.

    Raises
    ------
    OutOfRange : body mass outside 20 to 400 kg.
    """

    def __init__(
        self,
        exercises: Mapping[str, Exercise] | None = None,
        *,
        body_mass_kg: float | None = None,
        person: Person | None = None,
        constants: Constants | None = None,
        choice: Weights | None = None,
    ) -> None:
        if body_mass_kg is not None and not 20 <= body_mass_kg <= 400:
            raise OutOfRange(
                f"body_mass_kg is {body_mass_kg:g}; it lies between 20 and 400.", hint="Give it in kilograms."
            )
        known = catalogue.load_catalogue().exercises if exercises is None else exercises
        self._person = person or population()
        self._strengths = Strengths(known, body_mass_kg or BODY_MASS_KG, self._person)
        self._c = constants or self._person.constants()
        self._habits: dict[str, Habit] = {}
        self._form = Form()
        self._choice = weights() if choice is None else choice
        self._course = Course()

    def copy(self) -> Predictor:
        """Return an independent predictor in the same state, for what-if questions."""
        twin = Predictor(self._strengths.exercises, person=self._person, constants=self._c, choice=self._choice)
        twin._strengths = self._strengths.copy()
        twin._habits = dict(self._habits)
        twin._form, twin._course = self._form, self._course
        return twin

    @property
    def body_mass_kg(self) -> float:
        """Body mass that counts in body-mass exercises. [kg]"""
        return self._strengths.body_mass_kg

    @property
    def known(self) -> tuple[str, ...]:
        """Exercises whose strength rests on the lifter's own sets."""
        return tuple(self._strengths.lifts)

    def set_strength(
        self, exercise: str, *, one_rm_kg: float | None = None, load_kg: float | None = None, reps: int | None = None
    ) -> None:
        """State a tested strength: a 1RM, or `reps` repetitions to failure at `load_kg`.

        Raises
        ------
        OutOfRange : not exactly one of the two forms, or numbers that cannot be.
        """
        load_kg, continuous = tested(one_rm_kg, load_kg, reps)
        sd = math.hypot(priors()["sigma"].centre, self._c.form_sd)
        self._strengths.state(exercise, load_kg=load_kg, reps=continuous, sd=sd)

    def take_for_known(self, exercise: str) -> None:
        """Fix a strength nobody has tested at its median, so that a what-if question shows what it asks about alone.

        Nothing else is borrowed from it, and `strength(...).n_sets` stays 0.
        """
        self._strengths.take_for_known(exercise, sd=math.hypot(priors()["sigma"].centre, self._c.form_sd))

    def strength(self, exercise: str, at: datetime | None = None) -> Strength:
        """Return the fresh strength believed at time `at`."""
        lift = self._strengths.lift(exercise, at)
        one_rm_kg = math.exp(lift.log_one_rm(self._strengths.channels(exercise).phi, self._c.lam))
        n_sets = lift.n_sets if exercise in self._strengths.lifts else 0
        return Strength(self._strengths.resistance(exercise).written_kg(one_rm_kg), lift.sd, n_sets)

    def predict(
        self,
        exercise: str,
        *,
        load_kg: float,
        rest_before_s: float | None = None,
        at: datetime | None = None,
        kind: SetKind | str = SetKind.WORKING,
        superset: str | None = None,
    ) -> Prediction:
        """Predict the next set; nothing is learned.

        Parameters
        ----------
        exercise : catalogue id, or any name.
        load_kg : as logged, >= 0. [kg]
        rest_before_s : since the last repetition of the previous set; None = unknown, or first of the workout. [s]
        at : time of the set or of its workout's start, UTC where it names no zone; None = now, within the current
            workout.
        kind : a warm-up is predicted as one.
        superset : same value as the set before = done in turn with it.

        Raises
        ------
        OutOfRange : negative or infinite load, negative rest.
        """
        _check(load_kg, rest_before_s)
        at = at.replace(tzinfo=UTC) if at is not None and at.tzinfo is None else at
        moment = self._course.moment(self._c, rest_before_s=rest_before_s, at=at, superset=superset)
        phi = self._strengths.channels(exercise).phi
        ready = self._strengths.ready(exercise, load_kg, moment.fatigue, at, self._c)
        capacity = likelihood.capacity(ready.margin, phi, self._c.lam, ready.scale)
        place = self._place(exercise, kind, load_kg, moment, at)
        habit = self._habit(exercise, kind)
        slack = _SLACK * math.exp(-habit.beyond(place.log_load) / _UNTRIED)
        most = likelihood.capacity(ready.margin + slack * ready.scale, phi, self._c.lam, ready.scale)
        logged = chosen(self._choice, habit, self._form, place, capacity).capped_by(most)
        if moment.rest_known:
            logged = spared(logged, habit.more_winded(place))
        left = float(repetitions(ready.margin, phi, self._c.lam)) - logged.mean - 0.5
        limiting, activation = self._muscles(exercise, ready)
        return Prediction(
            logged=logged,
            capacity=capacity,
            fresh_capacity=likelihood.capacity(ready.fresh, phi, self._c.lam, ready.scale),
            rpe=10.0 if SetKind(kind) is SetKind.FAILURE else rir_to_rpe(left),
            limiting_muscle=limiting,
            activation=activation,
        )

    def foresee(self, performed: PerformedSet) -> Prediction:
        """Predict a set from how it was done, as `predict`; ask before `observe`. Its repetitions are not looked at."""
        return self.predict(
            performed.exercise,
            load_kg=performed.load_kg,
            rest_before_s=performed.rest_before_s,
            at=performed.at,
            kind=performed.kind,
            superset=performed.superset,
        )

    def observe(self, performed: PerformedSet) -> None:
        """Learn from a set that was done. Sets nobody can have done change nothing but the clock."""
        s, c = sound(performed), self._c
        moment = self._course.moment(c, rest_before_s=s.rest_before_s, at=s.at, superset=s.superset, workout=s.workout)
        if not believable(s):
            self._course = Course.after(moment, s, moment.fatigue)
            return
        place = self._place(s.exercise, s.kind, s.load_kg, moment, s.at)
        self._learn_choice(s, place)
        self._strengths.learn(s, moment.fatigue, c)
        ch = self._strengths.channels(s.exercise)
        fatigue = clocks.deposit(moment.fatigue, s.exercise, ch, loss(s, ch.phi, c), s.reps * c.rep_s, c)
        self._course = Course.after(moment, s, fatigue).counted(_habit_name(s.exercise, s.kind), place.log_load, s.reps)

    def simulate(
        self, sets: Sequence[PlannedSet], *, n_draw: int = 1000, seed: int | None = 0, at: datetime | None = None
    ) -> tuple[SetOutcome, ...]:
        """Simulate planned sets from fresh, with every uncertainty drawn; see `preex.fatigue.session.simulate`.

        Raises
        ------
        UnknownExercise : an exercise is not in the catalogue.
        """
        lifts = {s.exercise: self._strengths.simulated(s.exercise, at) for s in sets}
        return simulate(sets, lifts, self._person, n_draw=n_draw, seed=seed)

    def load_for_reps(
        self,
        exercise: str,
        reps: float,
        rir: float = 0.0,
        *,
        before: Sequence[PlannedSet] = (),
        rest_before_s: float | None = None,
    ) -> float:
        """Return the load at which `reps` repetitions leave `rir`, after the sets `before`. [kg, not rounded]

        Parameters
        ----------
        exercise : catalogue id.
        reps : repetitions wished, >= 1.
        rir : repetitions to leave, >= 0.
        before : sets done first, at the constants' centre; empty = fresh.
        rest_before_s : between the last of them and the set; needed with `before`. [s]
        """
        fatigue = self._after(before)
        if before and rest_before_s is not None:
            fatigue = clocks.rest(fatigue, clocks.decay(rest_before_s, self._c))
        phi = self._strengths.channels(exercise).phi
        strength = self._strengths.lift(exercise).log_one_rm(phi, self._c.lam)
        strength += self._strengths.tired(exercise, fatigue, self._c)
        effective_kg = math.exp(strength - float(margin(reps + rir + 0.5, phi, self._c.lam)))
        return max(0.0, self._strengths.resistance(exercise).written_kg(effective_kg))

    # -- inside -------------------------------------------------------------------------------------------------

    def _habit(self, exercise: str, kind: SetKind | str) -> Habit:
        return self._habits.get(_habit_name(exercise, kind)) or Habit()

    def _place(self, exercise: str, kind: SetKind | str, load_kg: float, moment: Moment, at: datetime | None) -> Place:
        log_load = self._strengths.log_load(exercise, load_kg)
        winded = self._strengths.winded(exercise, moment.fatigue, self._c)
        return moment.place(_habit_name(exercise, kind), log_load, winded, at)

    def _learn_choice(self, s: PerformedSet, place: Place) -> None:
        habit = self._habit(s.exercise, s.kind)
        if s.kind is not SetKind.WARMUP:
            self._form = self._form.learned(habit, place, s.reps)
        self._habits[_habit_name(s.exercise, s.kind)] = habit.remember(place, s.reps)

    def _after(self, sets: Sequence[PlannedSet]) -> clocks.Fatigue:
        """Return the fatigue after planned sets, at the constants' centre."""
        fatigue = clocks.fresh()
        for i, s in enumerate(sets):
            if i:
                fatigue = clocks.rest(fatigue, clocks.decay(s.rest_before_s or 0.0, self._c))
            if s.load_kg is None:
                now = self._strengths.tired(s.exercise, fatigue, self._c) - math.log(s.relative_load or 1.0)
            else:
                now = self._strengths.ready(s.exercise, s.load_kg, fatigue, None, self._c).margin
            fatigue = self._planned(s, fatigue, now)
        return fatigue

    def _planned(self, s: PlannedSet, fatigue: clocks.Fatigue, now: float) -> clocks.Fatigue:
        ch, c = self._strengths.channels(s.exercise), self._c
        most = max(float(repetitions(now, ch.phi, c.lam)) - 0.5, 0.0)
        aim = s.reps if s.reps is not None else max(1.0, most - (s.rir or 0.0))
        reps = min(aim, most)
        left_behind = open_loop_cost(reps, most - reps, ch.phi, c.lam)
        if s.to_failure or aim > most:
            left_behind = left_behind + float(c.omega) * ch.phi
        return clocks.deposit(fatigue, s.exercise, ch, left_behind, reps * c.rep_s, c)

    def _muscles(self, exercise: str, ready: Readiness) -> tuple[Muscle | None, dict[Muscle, tuple[float, float]]]:
        """Return the limiting muscle, and each muscle's share of capacity used on the first repetition, fresh and now."""
        known = self._strengths.exercises.get(exercise)
        muscles = tuple(m for m, share in known.involvement.items() if share > 0) if known else ()
        if not muscles:
            return None, {}
        ch, rho = self._strengths.channels(exercise), self._c.rho
        shift = clocks.load_shares(ready.zeta, ch, rho) / ch.weight
        drives = math.exp(-max(ready.fresh, 0.0)), math.exp(-max(ready.margin, 0.0))
        activation = {
            m: (float(ch.involvement[i]) * drives[0], min(1.0, float(ch.involvement[i] * drives[1] * shift[i])))
            for i, m in enumerate(muscles)
        }
        return muscles[int(clocks.limiter_shares(ready.zeta, ch, rho).argmax())], activation


def _habit_name(exercise: str, kind: SetKind | str) -> str:
    return f"{exercise} {kind}" if SetKind(kind) in {SetKind.WARMUP, SetKind.DROP} else exercise


def _check(load_kg: float, rest_before_s: float | None) -> None:
    if not (math.isfinite(load_kg) and load_kg >= 0):
        raise OutOfRange(f"load_kg is {load_kg}; it must be a number of 0 or more.", hint="0 means body mass alone.")
    if rest_before_s is not None and not rest_before_s >= 0:
        raise OutOfRange(f"rest_before_s is {rest_before_s}; it must be 0 or more.", hint="Leave it out when unknown.")
