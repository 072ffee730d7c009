"""What a rival may look back on: the lifter's own sets so far."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from preex.core.exercise import Exercise
from preex.core.performed import PerformedSet, SetKind
from preex.fatigue.reps import MAX_REPS
from preex.predictor import BODY_MASS_KG

SCORED = frozenset({SetKind.WORKING, SetKind.FAILURE})
_ANY_REPS = 10.0  # of a lifter of whom nothing is known: the middle of usual prescriptions (expert estimate)


def is_scored(s: PerformedSet) -> bool:
    """Return whether a set is one to foretell: working or failure, and believed."""
    return s.counts and s.kind in SCORED and s.reps <= MAX_REPS


class Place(NamedTuple):
    """Where a set stands.

    load_kg : moved, the body's share included. [kg]
    order : number of the exercise's set within the workout, from 0.
    workout : count of the workout.
    before : sets that trained the same muscle earlier in the workout.
    """

    exercise: str
    load_kg: float
    order: int
    workout: int
    before: int


class Done(NamedTuple):
    """A set that was done."""

    place: Place
    reps: float
    rir: float | None


@dataclass(slots=True)
class Past:
    """A lifter's sets so far, grouped as a training diary is read."""

    exercises: Mapping[str, Exercise]
    body_mass_kg: float = BODY_MASS_KG
    workouts: dict[str, list[list[Done]]] = field(default_factory=dict)  # exercise -> its sets, workout by workout
    _today: list[frozenset[str]] = field(default_factory=list)  # what each set of this workout trained
    _movers: dict[str, frozenset[str]] = field(default_factory=dict)
    _usual: deque[float] = field(default_factory=lambda: deque(maxlen=50))
    _workout: str | None = None
    _count: int = 0

    def place(self, s: PerformedSet) -> Place:
        """Return where a set would stand; its repetitions are not looked at."""
        begun = s.workout == self._workout
        today = self._today if begun else []
        last = self.workouts.get(s.exercise)
        order = len(last[-1]) if begun and last and last[-1][0].place.workout == self._count else 0
        movers = self._moved_by(s.exercise)
        before = sum(not movers.isdisjoint(done) for done in today)
        return Place(s.exercise, self._moved_kg(s), order, self._count if begun else self._count + 1, before)

    def learn(self, s: PerformedSet, reps: float | None = None) -> None:
        """Add a set that was done, as one of `reps` where they are given."""
        place = self.place(s)
        if s.workout != self._workout:
            self._workout, self._count, self._today = s.workout, place.workout, []
        if not s.counts:
            return
        self._today.append(self._moved_by(s.exercise))
        if is_scored(s):
            done = Done(place, s.reps if reps is None else reps, s.rir)
            self._usual.append(done.reps)
            self._file(done)

    def last(self, exercise: str, n: int = 1) -> list[Done]:
        """Return the last `n` sets of an exercise, the latest first; fewer if there are fewer."""
        found = (done for workout in reversed(self.workouts.get(exercise, [])) for done in reversed(workout))
        return [done for done, _ in zip(found, range(n), strict=False)]

    def last_time(self, place: Place) -> list[Done]:
        """Return the exercise's sets of the last workout before this one, in the order done."""
        earlier = [w for w in self.workouts.get(place.exercise, [])[-2:] if w[0].place.workout < place.workout]
        return earlier[-1] if earlier else []

    def today(self, place: Place) -> list[Done]:
        """Return the exercise's sets of this workout, in the order done."""
        return self.workouts[place.exercise][-1] if place.order else []

    @property
    def usual(self) -> float:
        """Median of the last fifty sets of any exercise: the answer where nothing is known of this one. [reps]"""
        return median(self._usual) if self._usual else _ANY_REPS

    def _file(self, done: Done) -> None:
        grouped = self.workouts.setdefault(done.place.exercise, [])
        if grouped and grouped[-1][0].place.workout == done.place.workout:
            grouped[-1].append(done)
        else:
            grouped.append([done])

    def _moved_kg(self, s: PerformedSet) -> float:
        known = self.exercises.get(s.exercise)
        return known.effective_load_kg(s.load_kg, self.body_mass_kg) if known else s.load_kg

    def _moved_by(self, exercise: str) -> frozenset[str]:
        """Return the exercise's prime movers and the exercise itself."""
        if exercise not in self._movers:
            known = self.exercises.get(exercise)
            self._movers[exercise] = frozenset({exercise, *(known.prime_movers if known else ())})
        return self._movers[exercise]
