"""`new_plan`: a session or a training week for a lifter, with the traditional way beside it and every reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from preex.catalogue import Catalogue
from preex.catalogue.choosing import owned
from preex.core.muscle import Muscle
from preex.core.plan import WorkoutPlan
from preex.planner.advice import decide
from preex.planner.background import Background
from preex.planner.candidates import Scene, search
from preex.planner.choice import Choice, case_without_pair
from preex.planner.document import Plan, PlannedDay
from preex.planner.explain import advice
from preex.planner.request import PlanRequest, available
from preex.planner.sections import LoadBook, usual_reps
from preex.planner.session import Entry, Forecast, entries_of, fitted, forecast, workout
from preex.planner.split import SLOTS, block_days, days_of
from preex.predictor import Predictor


def new_plan(
    request: PlanRequest, predictor: Predictor, catalogue: Catalogue, background: Background | None = None
) -> Plan:
    """Plan a session (`request.days == 1`) or a week.

    Parameters
    ----------
    request : who asks, for what, with what equipment.
    predictor : of the lifter; it is not changed.
    catalogue : exercises and reviewed pairings.
    background : what the log tells; None = no log.

    Returns
    -------
    The plan with its advice. Beginners and strength goals get the traditional plan with the reason; a pre-exhaust
    plan always has the traditional one beside it.

    Raises
    ------
    NotFound : the request names equipment that does not exist.
    """
    background = background or Background()
    if request.equipment is not None:
        request = replace(request, equipment=owned(request.equipment, catalogue.equipment))
    scene = Scene(
        request=request,
        predictor=scratch(request, predictor, catalogue),
        catalogue=catalogue,
        background=background,
        usual_reps=usual_reps(request.lifter.goal),
        known=frozenset(predictor.known),
    )
    choices = tuple(_choose(muscles, scene) for muscles in request.targets)
    days, forecasts = _days(choices, scene, LoadBook(predictor))
    return Plan(
        lifter=request.lifter,
        days=days,
        override=request.override,
        advice=advice(choices, days, forecasts, scene),
    )


def scratch(request: PlanRequest, predictor: Predictor, catalogue: Catalogue) -> Predictor:
    """Copy a predictor and take the strengths nobody knows for known, for the exercises the plan may use."""
    twin = predictor.copy()
    wanted = {m for target in request.targets for m in target}
    pairs = {e for p in catalogue.pairings if p.target in wanted for e in (p.isolation, *p.compounds)}
    for exercise_id in sorted(pairs | {e for slot in SLOTS.values() for e in slot.staples}):
        if available(catalogue.exercises[exercise_id], request.equipment):
            twin.take_for_known(exercise_id)
    return twin


def _choose(muscles: tuple[Muscle, ...], scene: Scene) -> Choice:
    found = search(muscles, scene)
    if found.found:
        return Choice(muscles, found, found.found[0].assessment.decision)
    return Choice(muscles, found, decide(case_without_pair(scene, lagging=True), scene.request.override))


def _days(
    choices: Sequence[Choice], scene: Scene, book: LoadBook
) -> tuple[tuple[PlannedDay, ...], tuple[tuple[Forecast, Forecast | None], ...]]:
    week = days_of(scene.request)
    taken: dict[str, int] = {}
    days, forecasts = [], []
    for i, day in enumerate(week):
        todays = [c for c in choices if c.best and c.arranged != "template" and i in block_days(c.best.compound, week)]
        blocks = [(c.best, c.arranged == "pre_exhaust") for c in todays if c.best]
        entries = fitted(day[0], entries_of(day, blocks, scene, taken), scene, book)
        because = tuple(dict.fromkeys(claim for c in todays for claim in c.decision.because))
        plan, beside = _both(day[0], entries, scene, book, because)
        days.append(PlannedDay(workout=plan, traditional=beside))
        forecasts.append((forecast(plan, scene), forecast(beside, scene) if beside else None))
    return tuple(days), tuple(forecasts)


def _both(
    title: str, entries: tuple[Entry, ...], scene: Scene, book: LoadBook, because: tuple[str, ...]
) -> tuple[WorkoutPlan, WorkoutPlan | None]:
    plan = workout(title, entries, scene, book, traditional=False, because=because or ("S80",))
    if not any(e.pre_exhaust for e in entries):
        return plan, None
    beside = workout(f"{title}, traditional order", entries, scene, book, traditional=True, because=("S38", "S39"))
    return plan, beside
