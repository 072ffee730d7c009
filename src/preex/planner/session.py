"""One visit to the gym: blocks and straight sets in order, cut to the time there is, in both orders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from preex.core.exercise import AGONIST_FROM, Exercise, Kind
from preex.core.muscle import Muscle
from preex.core.plan import Prescription, Rest, Section, Strategy, WorkoutPlan
from preex.fatigue.session import PlannedSet, SetOutcome
from preex.planner import dosing, sections
from preex.planner.candidates import Candidate, Scene
from preex.planner.effort import session_rpe, work_s
from preex.planner.interval import Interval
from preex.planner.sections import LoadBook
from preex.planner.split import SLOTS, Day, fill, slot_for

WARM_UP_S = 300.0
FEWEST_ENTRIES = 2
_DRAWS_TO_FIT, _DRAWS_SHOWN = 16, 300


@dataclass(frozen=True, slots=True)
class Entry:
    """A block for a target, or straight sets of one exercise."""

    candidate: Candidate | None = None
    exercise: Exercise | None = None
    pre_exhaust: bool = False  # the block is done isolation first

    def sections(self, scene: Scene, book: LoadBook, *, traditional: bool) -> tuple[Section, ...]:
        """Return the entry's sections, in the order recommended or in the traditional one."""
        if self.candidate is not None:
            if self.pre_exhaust and not traditional:
                return (sections.block(self.candidate, book),)
            return sections.traditional(self.candidate, book, scene.usual_reps)
        if self.exercise is None:
            return ()
        goal = scene.request.lifter.goal
        return (sections.straight(self.exercise, scene.predictor, book, scene.request.gym, goal),)


@dataclass(frozen=True, slots=True)
class SetForecast:
    """What one exercise's first set in the session is expected to give."""

    exercise: str
    reps: Interval
    fresh: Interval  # the same set with nothing done before it


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a session is expected to be."""

    minutes: Interval  # warm-up included
    session_rpe: Interval
    first_sets: tuple[SetForecast, ...]


def entries_of(
    day: Day, choices: Sequence[tuple[Candidate, bool]], scene: Scene, taken: dict[str, int]
) -> tuple[Entry, ...]:
    """Fill a day: blocks first, a strength goal's lift before everything, straight sets after.

    Parameters
    ----------
    day : title and slots.
    choices : the targets' candidates of this day, and whether they are done isolation first.
    scene : who asks, and what there is.
    taken : exercises used on earlier days; counted up here.
    """
    names = list(day[1])
    blocks = []
    for candidate, pre_exhaust in choices:
        replaced = slot_for(candidate.compound, tuple(names))
        if replaced and not _holds_goal_lift(replaced, scene):
            names.remove(replaced)
        blocks.append(Entry(candidate=candidate, pre_exhaust=pre_exhaust))
    used = {e.id for b in blocks if b.candidate for e in (b.candidate.isolation, b.candidate.compound)}
    same_movement = {b.candidate.isolation.pattern for b in blocks if b.candidate}
    counted = [b.candidate.target for b in blocks if b.candidate and b.candidate.strategy is Strategy.COUNT_IT]
    straight: list[Entry] = []
    for name in names:
        if SLOTS[name].patterns & same_movement:
            continue
        pool = [e for e in scene.catalogue.exercises.values() if e.id not in used and not _trains(e, counted)]
        chosen = fill(SLOTS[name], pool, scene.request, scene.background, scene.predictor, taken)
        if chosen is not None:
            used.add(chosen.id)
            taken[chosen.id] = taken.get(chosen.id, 0) + 1
            straight.append(Entry(exercise=chosen))
    goal_lift = scene.request.lifter.goal_lift
    first = [e for e in straight if e.exercise and goal_lift and e.exercise.id == goal_lift]
    return (*first, *blocks, *(e for e in straight if e not in first))


def _holds_goal_lift(slot: str, scene: Scene) -> bool:
    lift = scene.catalogue.exercises.get(scene.request.lifter.goal_lift)
    return lift is not None and lift.pattern in SLOTS[slot].patterns


def _trains(exercise: Exercise, muscles: Iterable[Muscle]) -> bool:
    """Tell whether the exercise is direct work for one of the muscles, whose sets a block already counts."""
    return any(exercise.involvement.get(m, 0.0) >= AGONIST_FROM for m in muscles)


def fitted(title: str, entries: tuple[Entry, ...], scene: Scene, book: LoadBook) -> tuple[Entry, ...]:
    """Leave out straight sets from the end until the session fits the time; blocks stay."""
    kept = list(entries)
    while len(kept) > FEWEST_ENTRIES:
        plan = workout(title, tuple(kept), scene, book, traditional=False)
        if forecast(plan, scene, n_draw=_DRAWS_TO_FIT).minutes.mean <= scene.request.minutes:
            break
        droppable = [i for i, e in enumerate(kept) if e.exercise is not None]
        if not droppable:
            break
        del kept[droppable[-1]]
    return tuple(kept)


def workout(
    title: str,
    entries: tuple[Entry, ...],
    scene: Scene,
    book: LoadBook,
    *,
    traditional: bool,
    because: tuple[str, ...] = (),
) -> WorkoutPlan:
    """Lay the entries out as a workout."""
    laid = tuple(s for e in entries for s in e.sections(scene, book, traditional=traditional))
    return WorkoutPlan(title=title, sections=laid, because=because)


def forecast(plan: WorkoutPlan, scene: Scene, *, n_draw: int = _DRAWS_SHOWN) -> Forecast:
    """Simulate a workout: minutes, effort, and the first set of every exercise."""
    return forecast_of(plan, outcomes_of(plan, scene, n_draw=n_draw), scene)


def outcomes_of(plan: WorkoutPlan, scene: Scene, *, n_draw: int = _DRAWS_SHOWN) -> tuple[SetOutcome, ...]:
    """Simulate the sets of a workout in the order done."""
    planned = [_planned(p, rest, scene) for p, rest in plan.sets()]
    return scene.predictor.simulate(planned, n_draw=n_draw, seed=scene.request.seed)


def forecast_of(plan: WorkoutPlan, outcomes: Sequence[SetOutcome], scene: Scene) -> Forecast:
    """Add up a workout that was simulated."""
    exercises = scene.catalogue.exercises
    done = [p for p, _ in plan.sets()]
    work = np.sum([work_s(exercises[p.exercise], o.reps.values) for p, o in zip(done, outcomes, strict=True)], axis=0)
    rest_s = sum(step.duration_s for step in plan.unrolled() if isinstance(step, Rest))
    heavy = [o for p, o in zip(done, outcomes, strict=True) if exercises[p.exercise].kind is Kind.COMPOUND]
    loss = np.mean([1 - o.reps.values / np.maximum(o.fresh_reps.values, 1.0) for o in heavy or outcomes], axis=0)
    set_rpe = np.stack([o.rpe.values for o in outcomes])
    rpe = session_rpe(set_rpe, work, rest_s, np.clip(loss, 0.0, 1.0), seed=scene.request.seed)
    first: dict[str, SetForecast] = {}
    for prescription, outcome in zip(done, outcomes, strict=True):
        if (name := prescription.exercise) not in first:
            fresh = Interval.of(outcome.fresh_reps.values)
            first[name] = SetForecast(name, Interval.of(outcome.reps.values), fresh)
    return Forecast(
        Interval.of((work + rest_s + WARM_UP_S) / 60),
        Interval.of(rpe),
        tuple(first.values()),
    )


def _planned(p: Prescription, rest_s: float | None, scene: Scene) -> PlannedSet:
    rir = (p.rir_low + p.rir_high) / 2
    load = p.load_kg
    if load is None:
        exercise = scene.catalogue.exercises[p.exercise]
        middle = round((p.reps_low + p.reps_high) / 2)
        load = dosing.load_for(scene.predictor, exercise, scene.request.gym, reps=middle, rir=rir)
    return PlannedSet(exercise=p.exercise, load_kg=load, rir=rir, rest_before_s=rest_s)
