"""What a plan as written gives and takes, block by block: repetitions fresh and in their place, sets, minutes, effort."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from preex.core.muscle import Muscle
from preex.core.plan import Prescription, Rest, Section, WorkoutPlan
from preex.core.volume import Counting, sets_per_muscle
from preex.fatigue.session import SetOutcome
from preex.planner.candidates import Scene
from preex.planner.document import Plan
from preex.planner.effort import work_s
from preex.planner.interval import Interval
from preex.planner.session import Forecast, forecast_of, outcomes_of

N_DRAW = 100  # an 80 % interval to a repetition, in a few milliseconds; draws are common, so that edits compare


@dataclass(frozen=True, slots=True)
class Expected:
    """The first set of one exercise of a block. [reps]"""

    exercise: str
    fresh: Interval  # the same set with nothing done before it
    now: Interval  # in its place


@dataclass(frozen=True, slots=True)
class BlockLedger:
    """What one block gives and takes."""

    first_sets: tuple[Expected, ...]
    sets: Mapping[Muscle, float]  # fractional
    minutes: float  # its rests included
    effort: float  # mean RPE of its sets, 1 to 10


@dataclass(frozen=True, slots=True)
class DayLedger:
    """What one day gives and takes."""

    forecast: Forecast
    blocks: tuple[BlockLedger, ...]


def day_ledger(workout: WorkoutPlan, scene: Scene, *, n_draw: int = N_DRAW) -> DayLedger:
    """Simulate a day as written."""
    outcomes = outcomes_of(workout, scene, n_draw=n_draw)
    blocks, at = [], 0
    for section in workout.sections:
        n = sum(isinstance(step, Prescription) for step in section.unrolled())
        blocks.append(_block(section, outcomes[at : at + n], scene))
        at += n
    return DayLedger(forecast_of(workout, outcomes, scene), tuple(blocks))


def _block(section: Section, outcomes: Sequence[SetOutcome], scene: Scene) -> BlockLedger:
    exercises = scene.catalogue.exercises
    first: dict[str, Expected] = {}
    work = 0.0
    for outcome in outcomes:
        name = outcome.planned.exercise
        work += float(work_s(exercises[name], outcome.reps.values).mean())
        if name not in first:
            first[name] = Expected(name, Interval.of(outcome.fresh_reps.values), Interval.of(outcome.reps.values))
    rests = sum(step.duration_s for step in section.unrolled() if isinstance(step, Rest))
    return BlockLedger(
        first_sets=tuple(first.values()),
        sets=sets_per_muscle([exercises[o.planned.exercise] for o in outcomes], Counting.FRACTIONAL),
        minutes=(work + rests) / 60,
        effort=float(np.mean([o.rpe.mean for o in outcomes])),
    )


@dataclass(frozen=True, slots=True)
class WeekSets:
    """Fractional sets of one muscle in a week with the plan, beside the lifter's band. [sets]"""

    muscle: Muscle
    before: float  # with the plan this one is a change of
    after: float
    band: tuple[float, float]

    @property
    def change(self) -> float:
        """What the edits changed."""
        return self.after - self.before


def sets_of(plan: Plan, scene: Scene) -> dict[Muscle, float]:
    """Count a plan's fractional sets per muscle."""
    exercises = scene.catalogue.exercises
    steps = (step for day in plan.days for step in day.workout.unrolled())
    return sets_per_muscle([exercises[step.exercise] for step in steps if isinstance(step, Prescription)])


def week_sets(plan: Plan, base: Plan, scene: Scene) -> tuple[WeekSets, ...]:
    """Return the week's sets of every muscle that is trained, in the order of the body.

    `base` is the plan this one is a change of. What the planner said of its week (`advice.weekly_sets`, the logged
    week with a single session in it) is where the change is counted from; without it, the base is counted by itself.
    """
    was, now = sets_of(base, scene), sets_of(plan, scene)
    told = dict(_told(base))
    found = []
    for muscle in Muscle:
        before = told.get(muscle.value, was.get(muscle, 0.0))
        after = max(0.0, before + now.get(muscle, 0.0) - was.get(muscle, 0.0))
        if before > 0 or after > 0:
            found.append(WeekSets(muscle, before, after, scene.background.band))
    return tuple(found)


def _told(plan: Plan) -> Iterator[tuple[str, float]]:
    told = plan.advice.get("weekly_sets", ())
    for one in told if isinstance(told, Sequence) else ():
        if isinstance(one, Mapping) and isinstance(one.get("after"), int | float):
            yield str(one.get("muscle")), float(one["after"])
