"""From an old log to workouts that could have been part of a trial: who was eligible, which order was chosen, what came out.

Nobody drew the order, so this only ever leads to a hint (`preex.trials.emulation`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from statistics import median

from preex.core.exercise import SYNERGIST_FROM, Exercise
from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet
from preex.trials.outcomes import to_failure

LOAD_WITHIN = 0.05  # of the median of the last 8 weeks
LOAD_OVER = timedelta(weeks=8)
REST_H = 48.0  # since the muscle was trained


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A workout with both exercises of a pair.

    isolation_first : right before the compound; else the compound came first. value : of the compound's top set. [reps to failure]
    load_kg : of that set. load : its distance from the eight-week median. [100 ln] days : since the muscle was trained.
    before : work sets of other exercises before the pair. worked : of those, for the muscle.
    control : repetitions of a later exercise for other muscles, around its own mean at that load; nan = none.
    """

    at: datetime
    isolation_first: bool
    value: float
    rir_told: bool
    load_kg: float
    load: float
    days: float
    before: int
    worked: int
    control: float

    @property
    def eligible(self) -> bool:
        """Usual load, and the muscle rested."""
        return abs(math.expm1(self.load / 100)) <= LOAD_WITHIN and self.days * 24 >= REST_H


def visits(
    sets: Sequence[PerformedSet],
    isolation: Exercise,
    compound: Exercise,
    exercises: Mapping[str, Exercise],
    target: Muscle,
) -> tuple[Visit, ...]:
    """Return the workouts with both exercises, oldest first.

    Parameters
    ----------
    sets : oldest first, in the order done. target : muscle of the pair.

    Notes
    -----
    Isolation first means right before the compound; with another exercise between the two, or in turns, a workout is left out
    unless the compound was over before the isolation began.
    """
    found: list[Visit] = []
    loads: list[tuple[datetime, float]] = []
    last: datetime | None = None
    controls = _controls(sets, isolation, compound, exercises)
    for workout in _workouts(sets):
        made = _visit(workout, isolation.id, compound.id, exercises, target, loads, last, controls)
        top = _top(workout, compound.id)
        if made is not None:
            found.append(made)
        if top is not None:
            loads.append((top.at, top.load_kg))
        if any(_works(exercises.get(s.exercise), target) for s in workout):
            last = workout[0].at
    return tuple(found)


def _workouts(sets: Sequence[PerformedSet]) -> Iterator[list[PerformedSet]]:
    for _, group in groupby((s for s in sets if s.counts), key=lambda s: s.workout):
        yield list(group)


def _visit(
    workout: Sequence[PerformedSet],
    isolation: str,
    compound: str,
    exercises: Mapping[str, Exercise],
    target: Muscle,
    loads: Sequence[tuple[datetime, float]],
    last: datetime | None,
    controls: Mapping[tuple[str, float], float],
) -> Visit | None:
    order = [name for name, _ in groupby(workout, key=lambda s: s.exercise)]
    top = _top(workout, compound)
    if top is None or order.count(isolation) != 1 or order.count(compound) != 1:
        return None
    first, second = order.index(isolation), order.index(compound)
    if first < second and second != first + 1:
        return None
    recent = [load for at, load in loads if top.at - at <= LOAD_OVER]
    start = min(next(i for i, s in enumerate(workout) if s.exercise == name) for name in (isolation, compound))
    before = workout[:start]
    return Visit(
        at=workout[0].at,
        isolation_first=first < second,
        value=to_failure(top.reps, top.rir or 0.0),
        rir_told=top.rir is not None or top.to_failure,
        load_kg=top.load_kg,
        load=100 * math.log(top.load_kg / median([*recent, top.load_kg])),
        days=30.0 if last is None else (workout[0].at - last).total_seconds() / 86_400,
        before=len(before),
        worked=sum(_works(exercises.get(s.exercise), target) for s in before),
        control=_control(workout, controls),
    )


def _top(workout: Sequence[PerformedSet], compound: str) -> PerformedSet | None:
    """Return the heaviest set of the compound, of equals the first."""
    return max((s for s in workout if s.exercise == compound and s.load_kg > 0), key=lambda s: s.load_kg, default=None)


def _works(exercise: Exercise | None, target: Muscle) -> bool:
    return exercise is not None and exercise.involvement.get(target, 0.0) >= SYNERGIST_FROM


def _controls(
    sets: Sequence[PerformedSet], isolation: Exercise, compound: Exercise, exercises: Mapping[str, Exercise]
) -> dict[tuple[str, float], float]:
    """Return mean repetitions at each load of exercises that share no working muscle with the pair."""
    busy = {m for e in (isolation, compound) for m, share in e.involvement.items() if share > 0.25}
    rows: dict[tuple[str, float], list[int]] = {}
    for s in sets:
        exercise = exercises.get(s.exercise)
        if s.counts and exercise and not any(share > 0.25 and m in busy for m, share in exercise.involvement.items()):
            rows.setdefault((s.exercise, s.load_kg), []).append(s.reps)
    return {key: sum(reps) / len(reps) for key, reps in rows.items() if len(reps) >= 4}


def _control(workout: Sequence[PerformedSet], controls: Mapping[tuple[str, float], float]) -> float:
    """Return how far the last exercise for other muscles was from its own mean. [reps]"""
    for s in reversed(workout):
        usual = controls.get((s.exercise, s.load_kg))
        if usual is not None:
            return s.reps - usual
    return math.nan
