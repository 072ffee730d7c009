"""Strength over time, as two tracks that never mix: fresh, and pre-exhausted (S66, S73).

A pre-exhausted set cannot set a best and does not lower the fresh trend; it is compared with earlier pre-exhausted
sets alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median
from typing import Any

from preex.core.exercise import Exercise, Family, LoadType
from preex.core.performed import PerformedSet
from preex.core.strength import e1rm_epley
from preex.core.succession import pre_exhausted_by

TREND_WORKOUTS = 3
_MOST_REPS = 12  # where Epley's formula ends


@dataclass(frozen=True, slots=True)
class Point:
    """The best estimate of one workout. [kg]"""

    on: date
    e1rm_kg: float
    load_kg: float
    reps: int


@dataclass(frozen=True, slots=True)
class Track:
    """One estimate for each workout, oldest first; never empty."""

    points: tuple[Point, ...]

    @property
    def best(self) -> Point:
        """The highest; of equal ones the first."""
        return max(self.points, key=lambda point: point.e1rm_kg)

    @property
    def latest(self) -> Point:
        """The last workout's."""
        return self.points[-1]

    @property
    def trend_kg(self) -> float:
        """Median of the last three workouts, so that one bad day does not move it. [kg]"""
        return median(point.e1rm_kg for point in self.points[-TREND_WORKOUTS:])

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "trend_kg": round(self.trend_kg, 1),
            "latest": _point_json(self.latest),
            "best": _point_json(self.best),
            "workouts": len(self.points),
            "points": [_point_json(point) for point in self.points[-60:]],
        }


@dataclass(frozen=True, slots=True)
class Strength:
    """The two tracks of one exercise."""

    exercise: str
    fresh: Track | None
    pre_exhausted: Track | None

    @property
    def last_on(self) -> date:
        """Date of the latest estimate."""
        return max(track.latest.on for track in (self.fresh, self.pre_exhausted) if track)

    @property
    def workouts(self) -> int:
        """Workouts with an estimate on either track."""
        return sum(len(track.points) for track in (self.fresh, self.pre_exhausted) if track)

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "exercise": self.exercise,
            "fresh": self.fresh.to_json() if self.fresh else None,
            "pre_exhausted": self.pre_exhausted.to_json() if self.pre_exhausted else None,
        }


@dataclass(slots=True)
class _Growing:
    """Best estimate of each workout, in the order they came."""

    by_workout: dict[str, Point] = field(default_factory=dict)

    def take(self, done: PerformedSet, e1rm_kg: float) -> None:
        workout = done.workout or done.at.isoformat()
        known = self.by_workout.get(workout)
        if known is None or e1rm_kg > known.e1rm_kg:
            self.by_workout[workout] = Point(_day(done), e1rm_kg, done.load_kg, done.reps)

    @property
    def track(self) -> Track | None:
        return Track(tuple(self.by_workout.values())) if self.by_workout else None


def strengths(
    sets: Sequence[PerformedSet], exercises: Mapping[str, Exercise], *, body_mass_kg: float | None = None
) -> tuple[Strength, ...]:
    """Estimate one-repetition maxima over time, after Epley.

    Parameters
    ----------
    sets : oldest first and in the order done. Only working sets of at most 12 repetitions, reserve included, tell.
        Where no reserve was logged the set is taken as one to failure, so the estimate is a lower bound.
    exercises : the catalogue; sets of unknown exercises are left out.
    body_mass_kg : of the lifter; body-mass exercises are left out without it. [kg]

    Returns
    -------
    One entry for each exercise with an estimate, the latest trained first.
    """
    growing: dict[str, tuple[_Growing, _Growing]] = {}
    for done, exercise, tired in _telling(sets, exercises):
        estimate = _estimate(done, exercise, body_mass_kg)
        if estimate is not None:
            fresh, pre_exhausted = growing.setdefault(done.exercise, (_Growing(), _Growing()))
            (pre_exhausted if tired else fresh).take(done, estimate)
    found = (Strength(e, fresh.track, tired.track) for e, (fresh, tired) in growing.items())
    return tuple(sorted(found, key=lambda s: (-s.last_on.toordinal(), -s.workouts, s.exercise)))


def _telling(
    sets: Sequence[PerformedSet], exercises: Mapping[str, Exercise]
) -> Iterator[tuple[PerformedSet, Exercise, bool]]:
    causes = pre_exhausted_by(sets, exercises)
    for done, cause in zip(sets, causes, strict=True):
        exercise = exercises.get(done.exercise)
        if done.counts and exercise is not None and exercise.family is Family.STRENGTH:
            yield done, exercise, cause is not None


def _estimate(done: PerformedSet, exercise: Exercise, body_mass_kg: float | None) -> float | None:
    reps = done.reps + (done.rir or 0.0)
    own_kg = exercise.body_mass_share * (body_mass_kg or 0.0)
    unknown_load = exercise.body_mass_share > 0 and body_mass_kg is None
    if reps > _MOST_REPS or unknown_load or exercise.load_type in {LoadType.ASSISTED, LoadType.BAND}:
        return None
    moved_kg = exercise.effective_load_kg(done.load_kg, body_mass_kg or 0.0)
    return e1rm_epley(moved_kg, reps) - own_kg if moved_kg > 0 else None


def _day(done: PerformedSet) -> date:
    return date.fromisoformat(done.local_date) if done.local_date else done.at.date()


def _point_json(point: Point) -> dict[str, Any]:
    return {
        "on": point.on.isoformat(),
        "e1rm_kg": round(point.e1rm_kg, 1),
        "load_kg": point.load_kg,
        "reps": point.reps,
    }
