"""The log followed once: each pre-exhausted set beside the same set without its isolation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.core.succession import pre_exhausted_by
from preex.fatigue import clocks
from preex.fatigue.course import Course, Moment
from preex.fatigue.lift import Lift, updated
from preex.fatigue.likelihood import Evidence, Stop
from preex.fatigue.pair_cost import Compared, Key
from preex.fatigue.parameters import priors
from preex.predictor import Predictor

LATEST = 300  # pre-exhausted sets looked at; older ones tell of an earlier lifter
FOLLOWED = 2000  # sets of workouts with their compounds; a log of 20,000 is then looked through in a second
_DIFFERENCE = math.sqrt(2)  # where no reserve was reported, fresh or tired, two habits are unknown and not one
_TELLS = 0.002  # a set from which the isolation takes less than this says nothing about its cost [log]


def compared_sets(sets: Sequence[PerformedSet], body_mass_kg: float | None) -> tuple[Compared, ...]:
    """Return the latest compound sets done right after their isolation, each beside the same set without it.

    Parameters
    ----------
    sets : of a log, oldest first and in the order done. Sets of unknown exercises are no pair.
    body_mass_kg : of the lifter; None = unknown. [kg]
    """
    causes = pre_exhausted_by(sets, load_catalogue().exercises)
    isolations = {(s.workout, cause) for s, cause in zip(sets, causes, strict=True) if cause}
    compounds = {s.exercise for s, cause in zip(sets, causes, strict=True) if cause}
    told_of = {s.workout for s in sets if s.exercise in compounds}  # other workouts say nothing about these strengths
    followed = [(s, cause) for s, cause in zip(sets, causes, strict=True) if s.workout in told_of][-FOLLOWED:]
    watch = _Watch(body_mass_kg=body_mass_kg)
    found: list[Compared] = []
    for before, (s, cause) in zip([None, *(s for s, _ in followed)], followed, strict=False):
        if cause and before and before.exercise == cause and s.counts:
            found += watch.compare(s, (cause, s.exercise))
        watch.follow(s, spared=(s.workout, s.exercise) in isolations, pre_exhausted=cause is not None)
    return tuple(found[-LATEST:])


class _Watch(Predictor):
    """Follows a log with and without its isolations.

    Strength is learned from fresh sets alone, so that a cost shows as a cost and not as weakness. Nobody asks here for
    what will be logged, so no habit is learned.
    """

    def __init__(self, *, body_mass_kg: float | None) -> None:
        super().__init__(body_mass_kg=body_mass_kg)
        self._without = Course()
        self._news: dict[str, float] = {}

    def compare(self, s: PerformedSet, pair: Key) -> Iterator[Compared]:
        """Yield the set beside the same set without the isolation, if it tells anything."""
        c, phi, lift = self._c, self._strengths.channels(s.exercise).phi, self._strengths.lift(s.exercise, s.at)
        tired, spared = (
            self._strengths.tired(s.exercise, self._moment(course, s).fatigue, c)[0]
            for course in (self._course, self._without)
        )
        fresh = self._strengths.fresh_margin(s.exercise, s.load_kg, s.at, c)
        before = Lift(level=fresh + tired, sd=math.hypot(lift.sd, c.form_sd, tired - spared))
        after = updated(before, Evidence.of(s), 0.0, phi, c.lam, float(c.sigma))
        alone = _alone(after, before)
        if alone is None or spared - tired < _TELLS:
            return
        yield Compared(
            pair=pair,
            workout=s.workout,
            margin=after.level + spared - tired,
            expected=tired - spared,
            observed=alone[0] - fresh - spared,
            sd=alone[1],
            level_sd=lift.sd,
            news=self._news.get(s.exercise, 0.0),
            form_sd=c.form_sd,
            reserve_sd=_DIFFERENCE * priors()["habit_rir_sd"].centre * phi * math.exp(-c.lam * after.level)
            if _unrated(s)
            else 0.0,
        )

    def follow(self, s: PerformedSet, *, spared: bool, pre_exhausted: bool) -> None:
        """Learn from a set; `spared`: the course without isolations leaves it out."""
        with_it, without = self._moment(self._course, s), self._moment(self._without, s)
        kept = self._strengths.lifts.get(s.exercise)
        known = self._strengths.lift(s.exercise, s.at)
        self.observe(s)
        if pre_exhausted:
            self._strengths.lifts.pop(s.exercise, None)
            self._strengths.lifts |= {s.exercise: kept} if kept else {}
        elif s.exercise in self._strengths.lifts:
            learned = 2 * math.log(known.sd / self._strengths.lifts[s.exercise].sd)
            self._news[s.exercise] = self._news.get(s.exercise, 0.0) + max(0.0, learned)
        self._without = Course.after(without, s, self._left_without(s, with_it, without, spared=spared))

    def _left_without(self, s: PerformedSet, with_it: Moment, without: Moment, *, spared: bool) -> clocks.Fatigue:
        """Return the fatigue after a set on the course without isolations."""
        seconds = s.reps * self._c.rep_s
        if spared:
            return clocks.rest(without.fatigue, clocks.decay(seconds, self._c))
        # What a set adds to the fatigue of its exercise is its loss, the same on both courses.
        now, before = (f.exercises.get(s.exercise) for f in (self._course.fatigue, with_it.fatigue))
        loss = 0.0 if now is None else float((now - (0.0 if before is None else before)).sum()) / float(self._c.gain)
        channels = self._strengths.channels(s.exercise)
        return clocks.deposit(without.fatigue, s.exercise, channels, max(0.0, loss), seconds, self._c)

    def _moment(self, course: Course, s: PerformedSet) -> Moment:
        return course.moment(self._c, rest_before_s=s.rest_before_s, at=s.at, superset=s.superset, workout=s.workout)

    def _learn_choice(self, *_: object) -> None:
        """Learn no habit."""


def _alone(after: Lift, before: Lift) -> tuple[float, float] | None:
    """Return what a set alone says, as mean and standard deviation; None if nothing.

    The belief with the set over the belief without it is the Gaussian that stands for the set.
    """
    precision = after.sd**-2 - before.sd**-2
    if precision <= 1e-3 * before.sd**-2:
        return None
    return (after.level * after.sd**-2 - before.level * before.sd**-2) / precision, precision**-0.5


def _unrated(s: PerformedSet) -> bool:
    return Evidence.of(s).stop is Stop.UNREPORTED
