"""The predictor: what a lifter's next set will be, learned from each set logged.

Joins the catalogue (which muscles an exercise trains) and the fatigue model. It needs no database and no network, and
never needs the whole log again.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from preex import catalogue
from preex.core.exercise import Exercise, LoadType
from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet, SetKind
from preex.errors import OutOfRange, UnknownExercise
from preex.fatigue import clocks, likelihood
from preex.fatigue.distribution import RepDistribution
from preex.fatigue.habit import Habit, Place, Trust
from preex.fatigue.lift import Lift, aged, borrowed, updated
from preex.fatigue.parameters import (
    Channels,
    Constants,
    FloatArray,
    centre,
    channels,
    priors,
    studied_patterns,
    unknown_channels,
)
from preex.fatigue.reps import margin, open_loop_cost, repetitions
from preex.fatigue.session import PlannedSet, SetOutcome, SimulatedLift, simulate
from preex.units import rir_to_rpe

BODY_MASS_KG = 80.0  # when the lifter's is unknown (expert estimate)
_NEW_WORKOUT_S = 3 * 3600.0  # a longer gap between stamps starts a new workout
_OBVIOUS_ERROR = 200  # more repetitions than this are a typing error, not training


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the next set will be. `mean`, `sd`, `quantile` and `pmf` are over the repetitions that will be logged.

    logged : distribution of the repetitions that will be logged: the smaller of what is chosen and what is possible.
    capacity : distribution of repetitions to failure.
    rpe : expected effort at the end of the set, 1 to 10.
    limiting_muscle : muscle that costs the most strength now, model-based; None for an unknown exercise.
    activation : muscle -> share of its capacity used at the last repetition, fresh and now; model-based, not measured.
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


@dataclass(slots=True)
class _Now:
    """Where the lifter stands within a workout."""

    fatigue: clocks.Fatigue = field(default_factory=clocks.fresh)
    at: datetime | None = None
    workout: str | None = None
    superset: str | None = None
    done: dict[str, tuple[int, float, int]] = field(default_factory=dict)  # habit -> sets done, last log load and reps
    workouts: int = 0  # workouts seen, this one included
    started: bool = False


@dataclass(frozen=True, slots=True)
class _Moment:
    """State just before a set: fatigue decayed, set number known."""

    fatigue: clocks.Fatigue
    done: dict[str, tuple[int, float, int]]  # as `_Now.done`; empty in a new workout
    workouts: int

    def place(self, key: str, log_load: float) -> Place:
        """Return where a set of the habit `key` would stand."""
        order, *before = self.done.get(key, (0,))
        return Place(log_load, order, self.workouts, (before[0], int(before[1])) if before else None)


class Predictor:
    """Predicts sets, and learns from each set observed.

    Parameters
    ----------
    exercises : id -> exercise; the packaged catalogue when None. Other ids are allowed: they get the population's
        answer with its wide interval and tire only themselves.
    body_mass_kg : of the lifter, > 0; counts in body-mass exercises. [kg]
    constants : of the fatigue model; the population's when None.

    Raises
    ------
    OutOfRange : body mass outside 20 to 400 kg.
    """

    def __init__(
        self,
        exercises: Mapping[str, Exercise] | None = None,
        *,
        body_mass_kg: float | None = None,
        constants: Constants | None = None,
    ) -> None:
        if body_mass_kg is not None and not 20 <= body_mass_kg <= 400:
            raise OutOfRange(
                f"body_mass_kg is {body_mass_kg:g}; it lies between 20 and 400.", hint="Give it in kilograms."
            )
        self._exercises = catalogue.load_catalogue().exercises if exercises is None else exercises
        self._body_mass_kg = body_mass_kg or BODY_MASS_KG
        self._c = constants or centre()
        self._lifts: dict[str, Lift] = {}
        self._habits: dict[str, Habit] = {}
        self._channels: dict[str, Channels] = {}
        self._trust = Trust()
        self._now = _Now()

    def copy(self) -> Predictor:
        """Return an independent predictor in the same state, for what-if questions."""
        twin = Predictor(self._exercises, body_mass_kg=self._body_mass_kg, constants=self._c)
        twin._lifts = dict(self._lifts)
        twin._habits = {e: h.copy() for e, h in self._habits.items()}
        twin._trust = self._trust
        twin._now = replace(self._now, done=dict(self._now.done))
        return twin

    # -- what is known of the lifter ----------------------------------------------------------------------------

    def set_strength(
        self, exercise: str, *, one_rm_kg: float | None = None, load_kg: float | None = None, reps: int | None = None
    ) -> None:
        """State a tested strength: a 1RM, or `reps` repetitions to failure at `load_kg`.

        Raises
        ------
        OutOfRange : not exactly one of the two forms, or numbers that cannot be.
        """
        if one_rm_kg is not None and load_kg is None and reps is None:
            load_kg, anchor = one_rm_kg, 1.0
        elif one_rm_kg is None and load_kg is not None and reps is not None and 1 <= reps <= _OBVIOUS_ERROR:
            anchor = reps + 0.5  # floor(N) == reps; the middle of the range
        else:
            raise OutOfRange("a strength is either one_rm_kg, or load_kg with reps from 1 to 200.")
        if not load_kg > 0:
            raise OutOfRange(f"load_kg is {load_kg:g}; a tested strength needs a load above 0.")
        sigma, form = priors()["sigma"].centre, self._c.form_sd
        self._lifts[exercise] = Lift(
            level=math.log(self._effective_kg(exercise, load_kg)), sd=math.hypot(sigma, form), anchor=anchor, n_sets=1
        )

    def take_for_known(self, exercise: str) -> None:
        """Fix a strength nobody has tested at its median, so that a what-if question shows what it asks about alone.

        Nothing else is borrowed from it, and `strength(...).n_sets` stays 0.
        """
        if exercise not in self._lifts:
            sd = math.hypot(priors()["sigma"].centre, self._c.form_sd)
            self._lifts[exercise] = replace(self._lift(exercise, None), sd=sd, n_sets=0)

    def strength(self, exercise: str, at: datetime | None = None) -> Strength:
        """Return the fresh strength believed at time `at`."""
        lift = self._lift(exercise, at)
        one_rm_kg = math.exp(lift.log_one_rm(self._channel(exercise).phi, self._c.lam))
        return Strength(self._written_kg(exercise, one_rm_kg), lift.sd, lift.n_sets if exercise in self._lifts else 0)

    @property
    def known(self) -> tuple[str, ...]:
        """Exercises whose strength rests on the lifter's own sets."""
        return tuple(self._lifts)

    @property
    def body_mass_kg(self) -> float:
        """Body mass of the lifter, or the usual one when it is unknown. [kg]"""
        return self._body_mass_kg

    # -- one set at a time --------------------------------------------------------------------------------------

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
        at : time of the set or of its workout's start; None = now, within the current workout.
        kind : a warm-up is predicted as one.
        superset : same value as the set before = done in turn with it.

        Raises
        ------
        OutOfRange : negative or infinite load, negative rest.
        """
        _check(load_kg, rest_before_s)
        moment = self._moment(rest_before_s, at, superset)
        ch, lift = self._channel(exercise), self._lift(exercise, at)
        log_load = math.log(self._effective_kg(exercise, load_kg))
        zeta = clocks.channel_fatigue(moment.fatigue, exercise, ch, self._c)
        fresh_margin = lift.log_one_rm(ch.phi, self._c.lam) - log_load
        now = fresh_margin + float(clocks.log_strength(zeta, ch, self._c.rho))
        scale = self._scale(lift, now, ch)
        capacity = likelihood.capacity(now, ch.phi, self._c.lam, scale)
        logged = self._trust.blend(self._views(exercise, kind, log_load, moment, capacity))
        left = float(repetitions(now, ch.phi, self._c.lam)) - logged.mean - 0.5
        limiting, activation = self._muscle_view(exercise, zeta, ch, fresh_margin, now)
        return Prediction(
            logged=logged,
            capacity=capacity,
            fresh_capacity=likelihood.capacity(fresh_margin, ch.phi, self._c.lam, scale),
            rpe=10.0 if SetKind(kind) is SetKind.FAILURE else rir_to_rpe(left),
            limiting_muscle=limiting,
            activation=activation,
        )

    def observe(self, performed: PerformedSet) -> None:
        """Learn from a set that was done. Sets nobody can have done change nothing but the clock."""
        exercise = performed.exercise
        moment = self._moment(performed.rest_before_s, performed.at, performed.superset, performed.workout)
        ch = self._channel(exercise)
        fatigue = moment.fatigue
        if self._believable(performed):
            log_load = math.log(self._effective_kg(exercise, performed.load_kg))
            self._learn_choice(performed, moment, ch, log_load)
            self._learn_strength(performed, moment, ch, log_load)
            fatigue = self._tired(performed, fatigue, ch)
            key = _habit_key(exercise, performed.kind)
            moment.done[key] = (moment.done.get(key, (0,))[0] + 1, log_load, performed.reps)
        self._now = _Now(
            fatigue, performed.at, performed.workout, performed.superset, moment.done, moment.workouts, started=True
        )

    # -- whole sessions -----------------------------------------------------------------------------------------

    def simulate(
        self, sets: Sequence[PlannedSet], *, n_draw: int = 1000, seed: int = 0, at: datetime | None = None
    ) -> tuple[SetOutcome, ...]:
        """Simulate planned sets from fresh, with every uncertainty drawn; see `preex.fatigue.session.simulate`."""
        lifts = {s.exercise: self._simulated(s.exercise, at) for s in sets}
        return simulate(sets, lifts, n_draw=n_draw, seed=seed)

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
        ch = self._channel(exercise)
        state = self._after(before)
        if before and rest_before_s is not None:
            state = clocks.rest(state, clocks.decay(rest_before_s, self._c))
        zeta = clocks.channel_fatigue(state, exercise, ch, self._c)
        strength = self._lift(exercise, None).log_one_rm(ch.phi, self._c.lam)
        strength += float(clocks.log_strength(zeta, ch, self._c.rho))
        return max(
            0.0, self._written_kg(exercise, math.exp(strength - float(margin(reps + rir + 0.5, ch.phi, self._c.lam))))
        )

    # -- inside -------------------------------------------------------------------------------------------------

    def _channel(self, exercise: str) -> Channels:
        if exercise not in self._channels:
            known = self._exercises.get(exercise)
            self._channels[exercise] = channels(known) if known else unknown_channels()
        return self._channels[exercise]

    def _lift(self, exercise: str, at: datetime | None) -> Lift:
        if exercise in self._lifts:
            return aged(self._lifts[exercise], at)
        known = {e: (self._exercises.get(e), lift) for e, lift in self._lifts.items()}
        return borrowed(self._exercises.get(exercise), known)

    def _effective_kg(self, exercise: str, load_kg: float) -> float:
        known = self._exercises.get(exercise)
        return max(1.0, known.effective_load_kg(load_kg, self._body_mass_kg) if known else load_kg)

    def _written_kg(self, exercise: str, effective_kg: float) -> float:
        known = self._exercises.get(exercise)
        if known is None:
            return effective_kg
        own = known.body_mass_share * self._body_mass_kg
        return max(0.0, own - effective_kg) if known.load_type is LoadType.ASSISTED else effective_kg - own

    def _moment(
        self,
        rest_before_s: float | None,
        at: datetime | None,
        superset: str | None,
        workout: str | None = None,
    ) -> _Moment:
        now = self._now
        if not now.started:
            return _Moment(now.fatigue, {}, 1)
        gap_s = (at - now.at).total_seconds() if at and now.at else 0.0
        another = workout is not None and now.workout is not None and workout != now.workout
        if abs(gap_s) > _NEW_WORKOUT_S or (another and gap_s > 0):
            rested = clocks.rest(now.fatigue, clocks.decay(abs(gap_s), self._c))
            return _Moment(rested, {}, now.workouts + 1)
        if rest_before_s is not None:
            left = clocks.decay(max(0.0, rest_before_s), self._c)
        else:
            name = "superset_rest_s" if superset is not None and superset == now.superset else "rest_s"
            left = clocks.decay_unknown(priors()[name].centre, priors()[name].sd, self._c)
        return _Moment(clocks.rest(now.fatigue, left), now.done, now.workouts)

    def _scale(self, lift: Lift, log_margin: float, ch: Channels) -> float:
        """Everything uncertain about a margin: strength, day, set, and endurance away from the anchor. [log]"""
        away = abs(log_margin - float(margin(lift.anchor, ch.phi, self._c.lam)))
        return math.sqrt(
            lift.sd**2 + self._c.form_sd**2 + float(self._c.sigma) ** 2 + (priors()["phi"].sd * min(away, 1.0)) ** 2
        )

    def _believable(self, s: PerformedSet) -> bool:
        sane = math.isfinite(s.load_kg) and 0 <= s.load_kg <= 2000 and 0 < s.reps <= _OBVIOUS_ERROR
        return sane and not s.flags

    def _views(
        self, exercise: str, kind: SetKind | str, log_load: float, moment: _Moment, capacity: RepDistribution
    ) -> tuple[RepDistribution, ...]:
        key = _habit_key(exercise, kind)
        return self._habits.get(key, Habit()).views(moment.place(key, log_load), capacity)

    def _learn_choice(self, s: PerformedSet, moment: _Moment, ch: Channels, log_load: float) -> None:
        lift = self._lift(s.exercise, s.at)
        zeta = clocks.channel_fatigue(moment.fatigue, s.exercise, ch, self._c)
        now = lift.log_one_rm(ch.phi, self._c.lam) - log_load + float(clocks.log_strength(zeta, ch, self._c.rho))
        capacity = likelihood.capacity(now, ch.phi, self._c.lam, self._scale(lift, now, ch))
        if s.kind in {SetKind.WORKING, SetKind.FAILURE}:
            views = self._views(s.exercise, s.kind, log_load, moment, capacity)
            self._trust = self._trust.learned(views, s.reps)
        key = _habit_key(s.exercise, s.kind)
        self._habits.setdefault(key, Habit()).remember(moment.place(key, log_load), s.reps)

    def _learn_strength(self, s: PerformedSet, moment: _Moment, ch: Channels, log_load: float) -> None:
        lift = self._lift(s.exercise, s.at)
        zeta = clocks.channel_fatigue(moment.fatigue, s.exercise, ch, self._c)
        offset = float(margin(lift.anchor, ch.phi, self._c.lam) + clocks.log_strength(zeta, ch, self._c.rho)) - log_load
        noise = math.hypot(float(self._c.sigma), self._c.form_sd)
        lift = updated(lift, likelihood.Evidence.of(s), offset, ch.phi, self._c.lam, noise)
        self._lifts[s.exercise] = replace(lift, at=s.at)

    def _tired(self, s: PerformedSet, fatigue: clocks.Fatigue, ch: Channels) -> clocks.Fatigue:
        p = priors()
        left = 0.0 if s.to_failure else (p["habit_rir"].centre if s.rir is None else s.rir)
        if s.kind is SetKind.WARMUP:
            left = max(left, 8.0)
        loss = open_loop_cost(s.reps, left, ch.phi, self._c.lam)
        loss = loss + (float(self._c.omega) * ch.phi if s.to_failure else 0.0)
        return clocks.deposit(fatigue, s.exercise, ch, loss, s.reps * self._c.rep_s, self._c)

    def _simulated(self, exercise: str, at: datetime | None) -> SimulatedLift:
        known = self._exercises.get(exercise)
        if known is None:
            raise UnknownExercise(f"no exercise has the id {exercise!r}.", hint="Search with `preex exercises`.")
        return SimulatedLift(
            lift=self._lift(exercise, at),
            channels=self._channel(exercise),
            muscles=tuple(m for m, share in known.involvement.items() if share > 0),
            own_load_kg=known.body_mass_share * self._body_mass_kg,
            helps=known.load_type is LoadType.ASSISTED,
            inherited=known.pattern not in studied_patterns(),
        )

    def _after(self, sets: Sequence[PlannedSet]) -> clocks.Fatigue:
        """State after planned sets at the constants' centre."""
        state = clocks.fresh()
        for i, s in enumerate(sets):
            if i:
                state = clocks.rest(state, clocks.decay(s.rest_before_s or 0.0, self._c))
            ch = self._channel(s.exercise)
            zeta = clocks.channel_fatigue(state, s.exercise, ch, self._c)
            now = self._lift(s.exercise, None).log_one_rm(ch.phi, self._c.lam) + float(
                clocks.log_strength(zeta, ch, self._c.rho)
            )
            if s.load_kg is not None:
                now -= math.log(self._effective_kg(s.exercise, s.load_kg))
            else:
                now = -math.log(s.relative_load or 1.0) + float(clocks.log_strength(zeta, ch, self._c.rho))
            total = float(repetitions(now, ch.phi, self._c.lam))
            aim = s.reps if s.reps is not None else max(1.0, total - (s.rir or 0.0) - 0.5)
            rir = max(0.0, total - aim - 0.5)
            loss = open_loop_cost(min(aim, max(total - 0.5, 0.0)), rir, ch.phi, self._c.lam)
            loss = loss + (float(self._c.omega) * ch.phi if s.to_failure or aim > total else 0.0)
            state = clocks.deposit(state, s.exercise, ch, loss, aim * self._c.rep_s, self._c)
        return state

    def _muscle_view(
        self, exercise: str, zeta: FloatArray, ch: Channels, fresh_margin: float, now: float
    ) -> tuple[Muscle | None, dict[Muscle, tuple[float, float]]]:
        known = self._exercises.get(exercise)
        muscles = tuple(m for m, share in known.involvement.items() if share > 0) if known else ()
        if not muscles:
            return None, {}
        shift = clocks.load_shares(zeta, ch, self._c.rho) / ch.weight
        limiter = clocks.limiter_shares(zeta, ch, self._c.rho)
        drive_fresh, drive = math.exp(-max(fresh_margin, 0.0)), math.exp(-max(now, 0.0))
        activation = {
            m: (float(ch.involvement[i]) * drive_fresh, min(1.0, float(ch.involvement[i] * drive * shift[i])))
            for i, m in enumerate(muscles)
        }
        return muscles[int(limiter.argmax())], activation


def _habit_key(exercise: str, kind: SetKind | str) -> str:
    return f"{exercise} {kind}" if SetKind(kind) in {SetKind.WARMUP, SetKind.DROP} else exercise


def _check(load_kg: float, rest_before_s: float | None) -> None:
    if not (math.isfinite(load_kg) and load_kg >= 0):
        raise OutOfRange(f"load_kg is {load_kg}; it must be a number of 0 or more.", hint="0 means body mass alone.")
    if rest_before_s is not None and not rest_before_s >= 0:
        raise OutOfRange(f"rest_before_s is {rest_before_s}; it must be 0 or more.", hint="Leave it out when unknown.")
