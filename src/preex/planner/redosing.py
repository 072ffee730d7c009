"""What an edit brings into a plan, dosed as the planner doses it: a pair in another way, an exercise, a stand-in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from preex.catalogue import Catalogue
from preex.core.exercise import Exercise, Family
from preex.core.gym import Gym
from preex.core.pairing import Pairing
from preex.core.plan import Prescription, Section, Strategy, WorkoutPlan
from preex.errors import ValidationError
from preex.planner import dosing, editing, sections
from preex.planner.background import Background
from preex.planner.candidates import Scene, base_dose, dosed
from preex.planner.document import Plan
from preex.planner.request import DAYS, PlanRequest
from preex.planner.safety import find_pairing
from preex.planner.sections import LoadBook, usual_reps
from preex.planner.strategies import first_isolation
from preex.predictor import Predictor
from preex.units import LoadUnit


def scene_of(
    plan: Plan,
    predictor: Predictor,
    catalogue: Catalogue,
    background: Background | None = None,
    *,
    gym: Gym | None = None,
    unit: LoadUnit = LoadUnit.KG,
    also: Iterable[str] = (),
) -> Scene:
    """Return what the doses of a plan depend on.

    Parameters
    ----------
    plan : says who the lifter is.
    predictor : of the lifter; it is not changed.
    catalogue, background : exercises and pairings, and what the log tells.
    gym, unit : what can be loaded, and the unit in which sentences write loads.
    also : exercises an edit brings in.
    """
    twin = predictor.copy()
    in_plan = {p.exercise for day in plan.days for s in day.workout.sections for p in editing.exercises_of(s)}
    for exercise_id in sorted(in_plan | {*also}):
        if exercise_id in catalogue.exercises:
            twin.take_for_known(exercise_id)
    return Scene(
        request=PlanRequest(
            lifter=plan.lifter,
            days=max(1, min(len(plan.days), DAYS[1])),
            gym=gym or Gym(),
            unit=unit,
            override=plan.override,
        ),
        predictor=twin,
        catalogue=catalogue,
        background=background or Background(),
        usual_reps=usual_reps(plan.lifter.goal),
        known=frozenset(predictor.known),
    )


def pairing_of(section: Section, catalogue: Catalogue) -> Pairing | None:
    """Return the reviewed pairing that a block is, in either order; None when it is none."""
    done = editing.exercises_of(section)
    if editing.is_traditional_pair(section):
        done = done[::-1]
    elif not editing.is_pair(section):
        return None
    named = next((p for p in catalogue.pairings if p.id == section.pairing), None)
    found = named or find_pairing(done[0].exercise, done[1].exercise, catalogue.pairings)
    return found if found and found.is_pre_exhaust else None


def pair_block(  # noqa: PLR0913 - a pair, a way, and what of it the lifter has set
    pairing: Pairing,
    compound: str,
    strategy: Strategy,
    scene: Scene,
    book: LoadBook,
    *,
    isolation: Prescription | None = None,
    gap_s: float | None = None,
    rest_s: float | None = None,
    rounds: int = dosing.ROUNDS,
) -> Section:
    """Write a pair as one block, dosed by the planner.

    Parameters
    ----------
    pairing, compound : the pair.
    strategy : how the compound is dosed; `traditional` = all of its sets first.
    isolation : as the lifter wants it; None = as the planner does.
    gap_s, rest_s, rounds : as wanted; None = the pair's own. [s]
    """
    exercises = scene.catalogue.exercises
    heavy = exercises[compound]
    dose = base_dose(pairing, (exercises[pairing.isolation], heavy), scene)
    dose = replace(
        dose,
        gap_s=dosing.default_gap_s(exercises[pairing.isolation], heavy, pairing) if gap_s is None else gap_s,
        rest_s=dose.rest_s if rest_s is None else rest_s,
        rounds=rounds,
        iso_load_kg=dose.iso_load_kg if isolation is None or isolation.load_kg is None else isolation.load_kg,
        iso_rir=dose.iso_rir if isolation is None else (isolation.rir_low + isolation.rir_high) / 2,
    )
    if strategy is Strategy.TRADITIONAL:
        c = dosed(pairing, heavy, dose, Strategy.KEEP_LOAD, scene)
        block = Section(steps=sections.traditional(c, book, scene.usual_reps), strategy=strategy)
        return block if isolation is None else editing.with_exercise(block, 1, isolation)
    block = sections.block(dosed(pairing, heavy, dose, strategy, scene), book)
    return block if isolation is None else editing.with_exercise(block, 0, isolation)


def with_strategy(section: Section, strategy: Strategy, scene: Scene, book: LoadBook) -> Section:
    """Do a reviewed pair in another way (S70-S73); loads and repetitions of the compound are the planner's again.

    Raises
    ------
    ValidationError : the block is no reviewed pair.
    """
    pairing = pairing_of(section, scene.catalogue)
    if pairing is None:
        raise ValidationError("this block is no reviewed pair.", hint="Choose one under Pairings, or set the loads.")
    done = {p.exercise: p for p in editing.exercises_of(section)}
    compound = next(e for e in done if e != pairing.isolation)
    return pair_block(
        pairing, compound, strategy, scene, book, isolation=done[pairing.isolation],
        gap_s=editing.gap_of(section), rest_s=editing.rest_of(section), rounds=editing.rounds_of(section),
    )  # fmt: skip


def straight_block(exercise: Exercise, scene: Scene, book: LoadBook) -> Section:
    """Write straight sets of an exercise, dosed by the planner."""
    if exercise.family is not Family.STRENGTH:
        raise ValidationError(f"{exercise.name} is not a strength exercise.", hint="Choose another exercise.")
    request = scene.request
    return sections.straight(exercise, scene.predictor, book, request.gym, request.lifter.goal)


def with_stand_in(section: Section, at: int, exercise: Exercise, scene: Scene, book: LoadBook) -> Section:
    """Put another exercise in the place of one: same repetitions and reserve, a load of its own.

    A pair that is reviewed with the other exercise too is dosed anew in the way it was done.
    """
    done = editing.exercises_of(section)
    if any(p.exercise == exercise.id for p in done):
        raise ValidationError(f"{exercise.name} is in this block already.", hint="Choose another exercise.")
    was = done[at]
    middle, rir = round((was.reps_low + was.reps_high) / 2), (was.rir_low + was.rir_high) / 2
    wished = dosing.load_for(scene.predictor, exercise, scene.request.gym, reps=middle, rir=rir)
    load, note = book.written(exercise, wished, middle) if wished > 0 else (None, "")
    new = editing.with_exercise(section, at, replace(was, exercise=exercise.id, load_kg=load, note=note))
    new = replace(new, pairing="", note="")
    if not editing.is_pair(new):
        return new
    pairing = pairing_of(new, scene.catalogue)
    if pairing is None or section.strategy is None:
        return replace(new, strategy=None)
    return with_strategy(new, section.strategy, scene, book)


def paired(workout: WorkoutPlan, block: int, scene: Scene, book: LoadBook) -> WorkoutPlan:
    """Do a block in turn with the next; a reviewed pair is dosed as one, its isolation as it was."""
    both = editing.paired(workout, block)
    made = both.sections[block]
    pairing = pairing_of(made, scene.catalogue)
    if pairing is None:
        return both
    gap_s = float(pairing.default_rest_s)
    return editing.changed(
        both, block, lambda s: with_strategy(editing.with_gap(s, gap_s), Strategy.KEEP_LOAD, scene, book)
    )


def in_usual_order(workout: WorkoutPlan, scene: Scene, book: LoadBook) -> WorkoutPlan | None:
    """Return a workout with every reviewed pair in the traditional order; None when there is no such pair."""
    ways = {Strategy.KEEP_LOAD, Strategy.KEEP_REPS, Strategy.COUNT_IT}
    turned = [
        with_strategy(s, Strategy.TRADITIONAL, scene, book)
        if s.strategy in ways and pairing_of(s, scene.catalogue)
        else s
        for s in workout.sections
    ]
    if tuple(turned) == workout.sections:
        return None
    return WorkoutPlan(title=f"{workout.title}, traditional order", sections=tuple(turned), because=("S38", "S39"))


def cut_to_keep_reps(section: Section, scene: Scene) -> float | None:
    """Say by how much a reviewed pair's compound is lightened to keep its repetitions (S71); None where it is no pair. [%]"""
    pairing = pairing_of(section, scene.catalogue)
    if pairing is None:
        return None
    done = {p.exercise: p for p in editing.exercises_of(section)}
    heavy = scene.catalogue.exercises[next(e for e in done if e != pairing.isolation)]
    dose = base_dose(pairing, (scene.catalogue.exercises[pairing.isolation], heavy), scene)
    gap_s = editing.gap_of(section)
    lighter_kg = dosing.load_that_keeps(
        scene.predictor, heavy, scene.request.gym, reps=scene.middle_reps, rir=dose.compound_rir,
        usual_kg=dose.compound_load_kg, before=first_isolation(pairing.isolation, dose),
        rest_before_s=pairing.default_rest_s if gap_s is None else gap_s,
    )  # fmt: skip
    return dosing.cut_percent(heavy, dose.compound_load_kg, lighter_kg, scene.predictor.body_mass_kg)
