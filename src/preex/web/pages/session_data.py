"""What the session runner is given: days to choose from, the exercises in them, what the gym can load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext

from preex import app
from preex.app.alternatives import pairs_sparing, stand_ins, workout_again
from preex.app.athlete import Known
from preex.app.planning import Kept
from preex.catalogue import load_catalogue
from preex.core.gym import Gym, usual_gym
from preex.core.pairing import JOINTS
from preex.core.performed import PerformedSet
from preex.core.plan import WorkoutPlan
from preex.errors import NotFound
from preex.planner.document import workout_to_json
from preex.units import LoadUnit, from_kg, to_loadable
from preex.web.language import name_of_exercise, name_of_joint, name_of_muscle, small, texts_of_session
from preex.web.pages.session_catalogue import catalogue_rows
from preex.web.pages.session_trial import trial_data
from preex.web.visitor import Visitor

_LATELY = 12  # exercises offered before anything is typed


def session_data(request: HttpRequest, visitor: Visitor) -> dict[str, Any]:
    """Return the document `preex.session_page/1`."""
    known = app.know(visitor.store, visitor.name, at=visitor.now)
    days = list(_days(visitor, known))
    wanted = dict.fromkeys(one.exercise for day in days for one, _ in day["plan"].sets())
    spares = dict.fromkeys(other for name in wanted for other in stand_ins(name))
    kits = {unit: _gym(visitor, unit) for unit in LoadUnit}
    latest = {s.exercise: s for s in known.sets}
    units = {name: visitor.unit_of(name) for name in latest}
    last = {name: _load(one, kits[units[name]], units[name]) for name, one in latest.items()}
    lately = list(dict.fromkeys(s.exercise for s in reversed(known.sets)))[:_LATELY]
    return {
        "schema": "preex.session_page/1",
        "athlete": visitor.name,
        "unit": visitor.unit.value,
        "units": {name: unit.value for name, unit in app.units_of(visitor.athlete).items()},
        "zone": visitor.athlete.zone,
        "days": [{k: v for k, v in day.items() if k != "plan"} for day in days],
        "exercises": [_exercise(name, last.get(name)) for name in dict.fromkeys([*wanted, *spares])],
        "catalogue": catalogue_rows(),
        "last": last,
        "lastReps": {name: one.reps for name, one in latest.items()},
        "lately": lately,
        "trial": trial_data(visitor),
        "kits": {unit.value: kit(gym, unit) for unit, gym in kits.items()},
        "joints": [{"id": joint, "name": name_of_joint(joint)} for joint in JOINTS],
        "texts": texts_of_session(),
        "addresses": {
            "ops": "/api/v1/ops",
            "changes": "/api/v1/changes",
            "ranges": reverse("session-ranges"),
            "worker": reverse("session-worker"),
            "trialCheckIn": reverse("session-trial-check-in"),
            "trialRecord": reverse("session-trial-record"),
        },
        "token": get_token(request),
    }


def _gym(visitor: Visitor, unit: LoadUnit) -> Gym:
    """Return the lifter's gym in the lifter's unit; of machines in the other unit nobody told more than that."""
    return app.gym_of(visitor.athlete) if unit is visitor.unit else usual_gym(unit)


def kit(gym: Gym, unit: LoadUnit) -> dict[str, Any]:
    """Return what a gym can load, in a unit."""
    return {
        "unit": unit.value,
        "bar": from_kg(gym.bar_kg, unit),
        "plates": [from_kg(kg, unit) for kg in gym.plates_kg],
        "pairs": gym.pairs_of_each,
        "dumbbells": [from_kg(kg, unit) for kg in gym.dumbbells_kg],
        "stackStep": from_kg(gym.stack_step_kg, unit),
        "stackMax": from_kg(gym.stack_max_kg, unit),
    }


def _days(visitor: Visitor, known: Known) -> Iterator[dict[str, Any]]:
    """Yield what can be done today: the days of the plan, then the last workout once more."""
    try:
        kept: Kept | None = app.saved_plan(visitor.store, visitor.name)
    except NotFound:
        kept = None
    if kept:
        forecasts = kept.plan.advice.get("days", [])
        for i, day in enumerate(kept.plan.days):
            told = forecasts[i] if isinstance(forecasts, list) and i < len(forecasts) else {}
            yield _day(day.workout, told, plan=kept.id, day=i)
    again = workout_again(known.sets)
    if again:
        yield _day(again, {}, plan=None, day=None)


def _day(workout: WorkoutPlan, forecast: Mapping[str, Any], *, plan: str | None, day: int | None) -> dict[str, Any]:
    pairings = dict.fromkeys(s.pairing for s in workout.sections if s.pairing)
    return {
        "plan_id": plan,
        "day": day,
        "title": gettext(workout.title),
        "workout": workout_to_json(workout),
        "minutes": forecast.get("minutes", {}).get("mean"),
        "first_sets": {one["exercise"]: one["reps"] for one in forecast.get("first_sets", [])},
        "sparing": {p: _sparing(p) for p in pairings},
        "plan": workout,
    }


def _sparing(pairing: str) -> dict[str, str]:
    text = gettext("%(first)s, then %(second)s")
    return {
        joint: text % {"first": name_of_exercise(p.isolation), "second": small(name_of_exercise(p.compounds[0]))}
        for joint, p in pairs_sparing(pairing).items()
    }


def _exercise(name: str, last: dict[str, str] | None) -> dict[str, Any]:
    one = load_catalogue().exercises.get(name)
    if one is None:  # a plan may name what the catalogue no longer knows
        told: dict[str, Any] = {"name": name, "kind": "compound", "loadType": "stack", "safety": "safe", "gives": []}
        return {"id": name, **told, "last": last, "swaps": []}
    muscles = one.prime_movers[:1] + tuple(m for m in one.synergists(one.prime_movers[0])[:1] if one.prime_movers)
    return {
        "id": one.id,
        "name": name_of_exercise(one.id),
        "kind": one.kind.value,
        "loadType": one.load_type.value,
        "safety": one.failure_safety.value,
        "gives": [{"id": m.value, "name": name_of_muscle(m)} for m in muscles],
        "last": last,
        "swaps": list(stand_ins(name)),
    }


def _load(last: PerformedSet, gym: Gym, unit: LoadUnit) -> dict[str, str]:
    """Return a load as it was typed; one typed in the other unit as the nearest that the gym can make."""
    typed = last.entered.unit if last.entered else LoadUnit.KG
    if typed is unit:
        value = last.entered.value.normalize() if last.entered else Decimal(repr(last.load_kg)).normalize()
        return {"value": format(value, "f"), "unit": unit.value}
    one = load_catalogue().exercises.get(last.exercise)
    choices = gym.loadable_kg(one) if one else ()
    near = to_loadable(last.load_kg, choices) if choices else last.load_kg
    return {"value": f"{from_kg(near, unit):g}", "unit": unit.value}


def ranges_of(sets: Iterable[Any]) -> list[dict[str, Any]]:
    """Return what an answer of `simulate` says of each set, as the runner shows it."""
    return [
        {
            "low": one.outcome.reps.q10,
            "median": one.outcome.reps.q50,
            "mean": one.outcome.reps.mean,
            "high": one.outcome.reps.q90,
            "sd": one.outcome.reps.sd,
            "fresh": one.outcome.fresh_reps.mean,
        }
        for one in sets
    ]
