"""The log followed once: each pre-exhausted set beside the same set without its isolation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.core.succession import pre_exhausted_by
from preex.fatigue import clocks
from preex.fatigue.course import Course, Moment
from preex.fatigue.lift import told
from preex.fatigue.likelihood import Evidence, Stop
from preex.fatigue.pair_cost import Compared, Key
from preex.fatigue.parameters import Channels, centre, channels, priors
from preex.fatigue.reps import margin
from preex.fatigue.taken import believable, loss, sound
from preex.predictor import Predictor

LATEST = 300  # pre-exhausted sets looked at; older ones tell of an earlier lifter
FOLLOWED = 1000  # sets of workouts with their compounds; any log is then looked through in a second or so
_DIFFERENCE = math.sqrt(2)  # where no reserve was reported, fresh or tired, two habits are unknown and not one
_TELLS = 0.002  # a set from which the isolation takes less than this says nothing about its cost [log]


def compared_sets(sets: Sequence[PerformedSet], body_mass_kg: float | None) -> tuple[Compared, ...]:
    """Return the latest compound sets done right after their isolation, each beside the same set without it.

    Fresh strength is learned from what stands before the first isolation of a pair in its workout, so that a cost shows
    as a cost and not as weakness.

    Parameters
    ----------
    sets : of a log, oldest first and in the order done. Sets of unknown exercises are no pair.
    body_mass_kg : of the lifter; None = unknown. [kg]
    """
    causes = pre_exhausted_by(sets, load_catalogue().exercises)
    isolations = {(s.workout, cause) for s, cause in zip(sets, causes, strict=True) if cause}
    compounds = {s.exercise for s, cause in zip(sets, causes, strict=True) if cause}
    told_of = {s.workout for s in sets if s.exercise in compounds}  # other workouts say nothing about these strengths
    followed = [(sound(s), cause) for s, cause in zip(sets, causes, strict=True) if s.workout in told_of][-FOLLOWED:]
    fresh, courses = _Fresh(Predictor(body_mass_kg=body_mass_kg), frozenset(compounds)), _Courses()
    found: list[Compared] = []
    paired: set[str] = set()  # workouts in which an isolation of a pair was done
    for before, (s, cause) in zip([None, *(s for s, _ in followed)], followed, strict=False):
        isolates = (s.workout, s.exercise) in isolations
        paired |= {s.workout} if isolates else set()
        if cause and before and before.exercise == cause and s.counts and believable(s):
            found += _compared(s, (cause, s.exercise), fresh, courses)
        if s.workout not in paired:
            fresh.learn(s)
        courses.follow(s, spared=isolates)
    return tuple(found[-LATEST:])


def _compared(s: PerformedSet, pair: Key, fresh: _Fresh, courses: _Courses) -> Iterator[Compared]:
    """Yield the set beside the same set without the isolation, if it tells anything."""
    c, ch = centre(), courses.channels(s.exercise)
    tired, spared = courses.lost(s)
    believed, level_sd = fresh.margin(s, ch.phi)
    mean, sd = believed + tired, math.hypot(level_sd, c.form_sd, tired - spared)
    said = told(Evidence.of(s), mean, sd, ch.phi, c.lam, float(c.sigma))
    after, precision = mean + said.shift * sd, 1 / (said.shrink * sd**2)
    own = precision - sd**-2  # what the set alone knows: the belief with it over the belief without it
    if own <= 1e-3 * sd**-2 or spared - tired < _TELLS:
        return
    unrated = Evidence.of(s).stop is Stop.UNREPORTED
    yield Compared(
        pair=pair,
        workout=s.workout,
        margin=after + spared - tired,
        expected=tired - spared,
        observed=(after * precision - mean * sd**-2) / own - believed - spared,
        sd=own**-0.5,
        level_sd=level_sd,
        news=fresh.news.get(s.exercise, 0.0),
        form_sd=c.form_sd,
        reserve_sd=_DIFFERENCE * priors()["habit_rir_sd"].centre * ch.phi * math.exp(-c.lam * after)
        if unrated
        else 0.0,
    )


@dataclass(slots=True)
class _Fresh:
    """What fresh sets say of strengths.

    compounds : whose news are kept.
    news : compound -> log of the variance that its fresh sets took away so far.
    """

    predictor: Predictor
    compounds: frozenset[str]
    news: dict[str, float] = field(default_factory=dict)

    def learn(self, s: PerformedSet) -> None:
        """Learn from a fresh set."""
        if s.exercise not in self.compounds:
            self.predictor.observe(s)
            return
        before = self.predictor.strength(s.exercise, s.at).log_sd
        self.predictor.observe(s)
        learned = 2 * math.log(before / self.predictor.strength(s.exercise, s.at).log_sd)
        self.news[s.exercise] = self.news.get(s.exercise, 0.0) + max(0.0, learned)

    def margin(self, s: PerformedSet, phi: float) -> tuple[float, float]:
        """Return the log-margin of a set when fresh, and its standard deviation by the strength alone.

        As repetitions first: of this lifter's endurance only those are needed here.
        """
        survival = self.predictor.predict(s.exercise, load_kg=s.load_kg, at=s.at).fresh_capacity.survival
        reps = float(np.interp(-0.5, -survival, np.arange(len(survival))))
        return float(margin(max(reps, 1.0), phi, centre().lam)), self.predictor.strength(s.exercise, s.at).log_sd


class _Courses:
    """The fatigue of the log with and without its isolations, by the constants of studies."""

    def __init__(self) -> None:
        self._both = (Course(), Course())
        self._channels: dict[str, Channels] = {}

    def channels(self, exercise: str) -> Channels:
        """Return the channels of a known exercise."""
        if exercise not in self._channels:
            self._channels[exercise] = channels(load_catalogue().exercises[exercise])
        return self._channels[exercise]

    def lost(self, s: PerformedSet) -> tuple[float, float]:
        """Return what fatigue takes from a set to come, with and without isolations. [log, <= 0]"""
        c, ch = centre(), self.channels(s.exercise)
        felt = (clocks.channel_fatigue(m.fatigue, s.exercise, ch, c) for m in self._moments(s))
        tired, spared = (float(clocks.log_strength(zeta, ch, c.rho)) for zeta in felt)
        return tired, spared

    def follow(self, s: PerformedSet, *, spared: bool) -> None:
        """Let a set tire; the course without isolations rests while one `spared` is done."""
        with_it, without = self._moments(s)
        rested = clocks.rest(without.fatigue, clocks.decay(s.reps * centre().rep_s, centre()))
        self._both = (
            Course.after(with_it, s, self._tired(with_it, s)),
            Course.after(without, s, rested if spared else self._tired(without, s)),
        )

    def _moments(self, s: PerformedSet) -> tuple[Moment, Moment]:
        with_it, without = (
            course.moment(centre(), rest_before_s=s.rest_before_s, at=s.at, superset=s.superset, workout=s.workout)
            for course in self._both
        )
        return with_it, without

    def _tired(self, moment: Moment, s: PerformedSet) -> clocks.Fatigue:
        c = centre()
        if not believable(s) or s.exercise not in load_catalogue().exercises:
            return moment.fatigue
        ch = self.channels(s.exercise)
        return clocks.deposit(moment.fatigue, s.exercise, ch, loss(s, ch.phi, c), s.reps * c.rep_s, c)
