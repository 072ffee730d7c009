"""A log as arrays, one row for each set that somebody may have done, workouts apart."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt

from preex.core.exercise import Exercise
from preex.core.performed import PerformedSet, SetKind
from preex.fatigue.course import rest_after, starts_workout
from preex.fatigue.likelihood import Evidence, Stop
from preex.fatigue.parameters import Channels, FloatArray, centre, channels, unknown_channels
from preex.fatigue.resistance import Resistance
from preex.fatigue.taken import believable, reserve, sound

IntArray = npt.NDArray[np.intp]
BoolArray = npt.NDArray[np.bool_]

_WEEK = timedelta(weeks=1)
_EQUAL_BY_CHANCE = 0.15  # share of sets stopped by feel that end at the number of the set before (expert estimate)
_DOUBT = 10.0  # sets that stand for what is known of habits before a log is seen (expert estimate)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Sets in the order done; arrays have the shape (n_set,) unless said.

    exercises : ids or names, in the order met; `exercise` counts in them.
    known : the exercises the catalogue knows, by id.
    workout, position : which workout, and which set of it, from 0.
    slot : which of the exercises of its workout, from 0.
    weeks : since the first set; workouts begin at one time. [weeks]
    log_load : of the resistance moved. [log kg]
    reps, left : repetitions done, and held to be left. [reps]
    failed : a failed attempt ended the set.
    rest_s : since the set before; NaN where unknown, and at the first set of a workout. [s]
    in_turn : done in turn with the set before.
    stop, rir, planned : see `preex.fatigue.likelihood.Evidence`.
    again : row of the set before it with the same exercise and load, that day, whose reserve nobody wrote either; -1 = none.
        Such sets tell how repetitions fall from one to the next: what was left in each of them nobody knows.
    tells : False for sets that tire but are no evidence: drop sets, which have a rest of their own, and sets whose reserve
        nobody wrote without one to compare with.
    """

    exercises: tuple[str, ...]
    known: Mapping[str, Exercise]
    exercise: IntArray
    workout: IntArray
    position: IntArray
    slot: IntArray
    weeks: FloatArray
    log_load: FloatArray
    reps: FloatArray
    left: FloatArray
    failed: BoolArray
    rest_s: FloatArray
    in_turn: BoolArray
    stop: npt.NDArray[np.str_]
    rir: FloatArray
    planned: FloatArray
    again: IntArray
    tells: BoolArray

    def __len__(self) -> int:
        return len(self.exercise)

    @property
    def n_workout(self) -> int:
        """Number of workouts."""
        return int(self.workout[-1]) + 1 if len(self) else 0

    def rows(self, stop: Stop) -> IntArray:
        """Return the sets that ended in one way and tell something."""
        return np.flatnonzero((self.stop == stop) & self.tells)

    def evidence(self, stop: Stop) -> Evidence:
        """Return the evidence of `rows(stop)`."""
        i = self.rows(stop)
        return Evidence(self.reps[i], stop, self.rir[i], self.planned[i])

    def channels(self) -> tuple[Channels, ...]:
        """Return the channels of each exercise."""
        return tuple(channels(self.known[e]) if e in self.known else unknown_channels() for e in self.exercises)


def read(sets: Iterable[PerformedSet], exercises: Mapping[str, Exercise], body_mass_kg: float) -> Sheet:
    """Lay a log out as arrays.

    Parameters
    ----------
    sets : in any order; those of one time in the order done. A set whose `source_id` stands twice counts once, and sets
        nobody can have done are left out.
    exercises : id -> exercise; sets of others tire only themselves.
    body_mass_kg : of the lifter, > 0. [kg]
    """
    done = _sorted(sets)
    workout = _workouts(done)
    number: dict[str, int] = {}
    exercise = np.array([number.setdefault(s.exercise, len(number)) for s in done], dtype=np.intp)
    position, slot = _within(workout, exercise)
    resistance = {e: Resistance.of(exercises.get(e), body_mass_kg) for e in number}
    evidence = [Evidence.of(s) for s in done]
    again = _again(done, workout, evidence)
    first: dict[int, float] = {}
    for s, w in zip(done, workout, strict=True):
        first.setdefault(int(w), (s.at - done[0].at) / _WEEK)
    return Sheet(
        exercises=tuple(number),
        known={e: exercises[e] for e in number if e in exercises},
        exercise=exercise,
        workout=workout,
        position=position,
        slot=slot,
        weeks=np.array([first[int(w)] for w in workout]),
        log_load=np.array([math.log(resistance[s.exercise].moved_kg(s.load_kg)) for s in done]),
        reps=np.array([float(s.reps) for s in done]),
        left=np.array([reserve(s) for s in done]),
        failed=np.array([s.to_failure for s in done], dtype=bool),
        rest_s=_rests(done, position),
        in_turn=np.array([False, *(_in_turn(a, b) for a, b in itertools.pairwise(done))][: len(done)], dtype=bool),
        stop=np.array([e.stop for e in evidence], dtype=np.str_),
        rir=np.array([float(e.rir) for e in evidence]),
        planned=_planned(done, again),
        again=again,
        tells=np.array([_tells(s, e.stop, a) for s, e, a in zip(done, evidence, again, strict=True)], dtype=bool),
    )


def _sorted(sets: Iterable[PerformedSet]) -> list[PerformedSet]:
    """Return believable sets, oldest first, each identity once."""
    seen: set[str] = set()
    kept = []
    for s in sets:
        if believable(s) and (s.source_id is None or s.source_id not in seen):
            kept.append(sound(s))
            if s.source_id is not None:
                seen.add(s.source_id)
    return sorted(kept, key=lambda s: s.at)


def _workouts(done: Sequence[PerformedSet]) -> IntArray:
    begins = [i == 0 or starts_workout(done[i - 1], s.at, s.workout) for i, s in enumerate(done)]
    return np.cumsum(begins, dtype=np.intp) - 1 if begins else np.zeros(0, dtype=np.intp)


def _within(workout: IntArray, exercise: IntArray) -> tuple[IntArray, IntArray]:
    """Return each set's place in its workout, and that of its exercise among the workout's exercises."""
    position, slot = np.zeros_like(workout), np.zeros_like(workout)
    slots: dict[int, int] = {}
    for i in range(len(workout)):
        if i == 0 or workout[i] != workout[i - 1]:
            start, slots = i, {}
        position[i] = i - start
        slot[i] = slots.setdefault(int(exercise[i]), len(slots))
    return position, slot


def _rests(done: Sequence[PerformedSet], position: IntArray) -> FloatArray:
    rep_s = centre().rep_s
    known = [rest_after(done[i - 1], s.at, s.rest_before_s, rep_s) if position[i] else None for i, s in enumerate(done)]
    return np.array([math.nan if rest is None else rest for rest in known])


def _in_turn(before: PerformedSet, s: PerformedSet) -> bool:
    return s.kind is SetKind.DROP or (s.superset is not None and s.superset == before.superset)


def _again(done: Sequence[PerformedSet], workout: IntArray, evidence: Sequence[Evidence]) -> IntArray:
    """Return for each set the row of the one it is compared with, -1 where there is none."""
    last: dict[tuple[int, str, float], int] = {}
    found = np.full(len(done), -1, dtype=np.intp)
    for i, (s, e) in enumerate(zip(done, evidence, strict=True)):
        if e.stop is Stop.UNREPORTED and s.kind is not SetKind.DROP:
            key = int(workout[i]), s.exercise, s.load_kg
            found[i] = last.get(key, -1)
            last[key] = i
    return found


def _tells(s: PerformedSet, stop: Stop, again: int) -> bool:
    return s.kind is not SetKind.DROP and (stop is not Stop.UNREPORTED or again >= 0)


def _planned(done: Sequence[PerformedSet], again: IntArray) -> FloatArray:
    """Return the probability that the number of each set was decided beforehand.

    A lifter who writes 3 x 10 mostly planned 3 x 10; three tens then tell that ten were possible, and no more. How often
    this lifter repeats the number of the set before, more than chance would, is how often numbers are planned.
    """
    repeats = np.array([i >= 0 and done[i].reps == s.reps for i, s in zip(again, done, strict=True)], dtype=bool)
    equal = (repeats.sum() + _EQUAL_BY_CHANCE * _DOUBT) / ((again >= 0).sum() + _DOUBT)
    share = max(0.0, (equal - _EQUAL_BY_CHANCE) / (1 - _EQUAL_BY_CHANCE))
    return np.where(repeats, share, 0.0)
