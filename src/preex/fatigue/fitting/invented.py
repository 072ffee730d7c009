"""Logs of invented lifters, whose constants are known: what a fit is judged by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import numpy as np

from preex.core.exercise import Exercise
from preex.core.performed import PerformedSet, SetKind
from preex.fatigue import clocks
from preex.fatigue.fitting.unknowns import DRIFT_SD
from preex.fatigue.lift import ANCHOR_REPS, population_level, wandered_sd
from preex.fatigue.parameters import FloatArray, channels, priors
from preex.fatigue.person import NAMES, constants_at, phi_sds, prior_of
from preex.fatigue.reps import cost, margin, open_loop_cost, repetitions
from preex.fatigue.resistance import Resistance
from preex.fatigue.taken import reserve

_START = datetime(2024, 1, 1, 18, tzinfo=UTC)
_TRIES = 20
_WIDE, _UNMARKED = 15.0, 0.3  # as the likelihood has it: sets stopped anywhere short of failure


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """How an invented lifter trains and writes it down.

    lifts : exercises done, in the order of one long list that workouts take `per_workout` from, in turn.
    failure, unreported : shares of sets that end in failure, and of the others whose reserve is not written.
    rests_s : range of rests between sets. [s]
    rests_known : share of the rests that is written.
    rir_bias : reserves as written, less the true ones; a fit takes the population's. [reps]
    open_loop : fatigue follows what is written, as the fit takes it to, and not what was really left.
    """

    lifts: tuple[str, ...]
    workouts: int = 60
    per_workout: int = 6
    sets_each: int = 3
    failure: float = 0.4
    unreported: float = 0.3
    rests_s: tuple[float, float] = (8.0, 200.0)
    rests_known: float = 1.0
    days_apart: float = 2.5
    rir_bias: float = priors()["rir_bias"].centre
    open_loop: bool = False


@dataclass(frozen=True, slots=True)
class Truth:
    """What an invented lifter is.

    z : (n_constant,) constants, in prior standard deviations.
    log_phi : exercise -> log of endurance less the population's.
    level : exercise -> log of the 8RM load at the last workout. [log kg]
    """

    z: FloatArray
    drift: float
    log_phi: Mapping[str, float]
    level: dict[str, float] = field(default_factory=dict)


def lifter(rng: np.random.Generator, lifts: Sequence[str], exercises: Mapping[str, Exercise]) -> Truth:
    """Draw a lifter from the population."""
    bounds = np.array([prior_of(name).bounds_z for name in NAMES])
    z = np.clip(rng.standard_normal(len(NAMES)), bounds[:, 0], bounds[:, 1])
    of_person, of_pattern, of_exercise = phi_sds()
    pattern: dict[str, float] = {}
    log_phi = {}
    for e in lifts:
        shared = pattern.setdefault(exercises[e].pattern, of_pattern * rng.standard_normal())
        log_phi[e] = of_person * float(z[NAMES.index("phi_person")]) + shared + of_exercise * rng.standard_normal()
    return Truth(z, DRIFT_SD * rng.standard_normal(), log_phi)


def log_of(
    truth: Truth,
    habits: Habits,
    exercises: Mapping[str, Exercise],
    rng: np.random.Generator,
    body_mass_kg: float = 80.0,
) -> list[PerformedSet]:
    """Return the log a lifter would write; `truth.level` is filled in."""
    writer = _Writer(truth, habits, exercises, rng, body_mass_kg)
    return [done for w in range(habits.workouts) for done in writer.workout(w)]


class _Writer:
    def __init__(
        self,
        truth: Truth,
        habits: Habits,
        exercises: Mapping[str, Exercise],
        rng: np.random.Generator,
        body_mass_kg: float,
    ) -> None:
        self.truth, self.habits, self.rng = truth, habits, rng
        self.c = constants_at(truth.z)
        self.channels = {e: channels(exercises[e]) for e in habits.lifts}
        self.resistance = {e: Resistance.of(exercises[e], body_mass_kg) for e in habits.lifts}
        self.prior = {e: population_level(exercises[e]) for e in habits.lifts}
        self.missed: dict[str, float] = {}  # today's lifts -> how far the last set fell short [log]
        self.guess: dict[str, float] = {}  # lifts -> level the lifter counts on [log kg]
        self.walk: dict[str, tuple[float, float, float]] = {}  # level without drift, weeks of first and last workout

    def workout(self, number: int) -> list[PerformedSet]:
        """Write the sets of one workout."""
        h = self.habits
        weeks = number * h.days_apart / 7
        form = self.c.form_sd * self.rng.standard_normal()
        lifts = [h.lifts[(number * h.per_workout + k) % len(h.lifts)] for k in range(min(h.per_workout, len(h.lifts)))]
        state, done, self.missed = clocks.fresh(), [], {}
        for i, e in enumerate(np.repeat(lifts, h.sets_each)):
            rest_s = float(self.rng.uniform(*h.rests_s)) if i else None
            if rest_s is not None:
                state = clocks.rest(state, clocks.decay(rest_s, self.c))
            level = self._level(str(e), weeks)
            written, state = self._set(str(e), level + form, state)
            if written is None:
                continue
            known = rest_s is not None and self.rng.random() < h.rests_known
            at = _START + timedelta(days=number * h.days_apart)
            done.append(
                PerformedSet(
                    exercise=str(e),
                    at=at,
                    workout=str(number),
                    rest_before_s=rest_s if known else None,
                    **written,  # type: ignore[arg-type]
                )
            )
        return done

    def _level(self, e: str, weeks: float) -> float:
        """Return the level of a lift at a time, and remember it."""
        prior = self.prior[e]
        if e not in self.walk:
            self.walk[e] = prior.mean + prior.sd * self.rng.standard_normal(), weeks, weeks
        level, first, last = self.walk[e]
        if weeks > last:
            level += float(wandered_sd(weeks - last)) * self.rng.standard_normal()
        self.walk[e] = level, first, weeks
        self.truth.level[e] = level + self.truth.drift * (weeks - first)
        return self.truth.level[e]

    def _set(
        self, e: str, level: float, state: clocks.Fatigue
    ) -> tuple[dict[str, float | SetKind | None] | None, clocks.Fatigue]:
        """Return what is written of a set, None if it could not be done, and the fatigue after it."""
        c, ch = self.c, self.channels[e]
        phi = ch.phi * float(np.exp(self.truth.log_phi[e]))
        one_rm = level + float(margin(ANCHOR_REPS, phi, c.lam))
        guessed = self.guess.setdefault(e, level) + float(margin(ANCHOR_REPS, ch.phi, c.lam))
        lost = float(clocks.log_strength(clocks.channel_fatigue(state, e, ch, c), ch, c.rho))
        for _ in range(_TRIES):
            wanted = float(margin(self.rng.uniform(5, 15), ch.phi, c.lam)) + self.missed.get(e, 0.0)
            load_kg = max(0.0, round(2 * self.resistance[e].written_kg(np.exp(guessed - wanted))) / 2)
            now = one_rm + lost - float(np.log(self.resistance[e].moved_kg(load_kg)))
            n, rir, failed = self._end(now, phi)
            self._judge(e, wanted, float(margin(max(n + (0.5 if failed else 2.5), 1.0), ch.phi, c.lam)))
            if n >= 1:
                break
        else:
            return None, state
        kind = SetKind.FAILURE if failed else SetKind.WORKING
        if self.habits.open_loop:
            done = PerformedSet(exercise=e, load_kg=load_kg, reps=n, at=_START, rir=rir, kind=kind)
            loss = float(open_loop_cost(n, reserve(done), phi, c.lam))
        else:
            loss = float(cost(n, now, phi, c.lam))
        state = clocks.deposit(state, e, ch, loss + failed * float(c.omega) * phi, n * c.rep_s, c)
        return {"load_kg": load_kg, "reps": n, "rir": rir, "kind": kind}, state

    def _judge(self, e: str, wanted: float, seen: float) -> None:
        """Choose later loads by what was done, and by nothing that is not in the log: a fit takes loads as given.

        Who falls short takes less for the next set of the day; the first set of a day corrects the lifter's guess.
        """
        if e not in self.missed:
            self.guess[e] += 0.3 * (seen - wanted)
        self.missed[e] = max(0.0, wanted - seen)

    def _end(self, now: float, phi: float) -> tuple[int, float | None, bool]:
        """Return repetitions done, reserve as written, and whether a failed attempt ended the set."""
        c, rng, p = self.c, self.rng, priors()
        if rng.random() < self.habits.failure:
            n = int(repetitions(now + float(c.sigma) * rng.standard_t(4), phi, c.lam))
            return n, None, True
        power = float(np.exp(c.lam * now))
        total, slope = 1 + (power - 1) / (c.lam * phi), power / phi
        if rng.random() < self.habits.unreported:
            if rng.random() < _UNMARKED:
                left = rng.uniform(0, min(_WIDE, max(total - 1.5, 0.0)))
            else:
                scale = np.hypot(p["habit_rir_sd"].centre, slope * float(c.sigma))
                left = p["habit_rir"].centre + scale * rng.standard_t(4)
            return max(0, round(total - left - 0.5)), None, False
        n = max(0, round(total - 0.5 - rng.integers(0, 4)))
        left = total - n - 0.5
        spread = p["rir_sd"].centre + p["rir_sd_slope"].centre * max(left, 0.0)
        reported = left + self.habits.rir_bias + np.hypot(spread, slope * float(c.sigma)) * rng.standard_t(4)
        return n, max(0.0, float(reported)), False
