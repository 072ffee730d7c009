"""What the session runner is given: days to choose from, the exercises in them, what the gym can load."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
from preex.core.gym import Gym
from preex.core.pairing import JOINTS
from preex.core.performed import PerformedSet
from preex.core.plan import WorkoutPlan
from preex.errors import NotFound
from preex.planner.document import workout_to_json
from preex.units import LoadUnit, from_kg
from preex.web.language import name_of_exercise, name_of_joint, name_of_muscle, small, texts_of_session
from preex.web.pages.session_catalogue import catalogue_rows
from preex.web.pages.session_trial import trial_data
from preex.web.visitor import Visitor

_LATELY = 12  # exercises offered before anything is typed
# Usual kit of a gym that counts in pounds: a 45 lb bar, plates of 45 to 2.5 lb, dumbbells by 5 lb. Practice, not measured.
_POUNDS: dict[str, Any] = {
    "unit": "lb",
    "bar": 45.0,
    "plates": [45.0, 35.0, 25.0, 10.0, 5.0, 2.5],
    "pairs": 4,
    "dumbbells": [5.0 * i for i in range(1, 26)],
    "stackStep": 5.0,
    "stackMax": 400.0,
}


def session_data(request: HttpRequest, visitor: Visitor) -> dict[str, Any]:
    """Return the document `preex.session_page/1`."""
    known = app.know(visitor.store, visitor.name, at=visitor.now)
    days = list(_days(visitor, known))
    wanted = dict.fromkeys(one.exercise for day in days for one, _ in day["plan"].sets())
    spares = dict.fromkeys(other for name in wanted for other in stand_ins(name))
    last = {s.exercise: s for s in known.sets}
    lately = list(dict.fromkeys(s.exercise for s in reversed(known.sets)))[:_LATELY]
    return {
        "schema": "preex.session_page/1",
        "athlete": visitor.name,
        "unit": visitor.unit.value,
        "zone": visitor.athlete.zone,
        "days": [{k: v for k, v in day.items() if k != "plan"} for day in days],
        "exercises": [_exercise(name, last.get(name), visitor.unit) for name in dict.fromkeys([*wanted, *spares])],
        "catalogue": catalogue_rows(),
        "last": {name: _load(one, visitor.unit) for name, one in last.items()},
        "lately": lately,
        "trial": trial_data(visitor),
        "kits": {unit.value: kit(unit) for unit in LoadUnit},
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


def kit(unit: LoadUnit) -> dict[str, Any]:
    """Return what a usual gym that counts in this unit can load."""
    if unit is LoadUnit.LB:
        return _POUNDS
    gym = Gym()
    return {
        "unit": "kg",
        "bar": gym.bar_kg,
        "plates": list(gym.plates_kg),
        "pairs": gym.pairs_of_each,
        "dumbbells": list(gym.dumbbells_kg),
        "stackStep": gym.stack_step_kg,
        "stackMax": gym.stack_max_kg,
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
        "title": workout.title,
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


def _exercise(name: str, last: PerformedSet | None, unit: LoadUnit) -> dict[str, Any]:
    one = load_catalogue().exercises.get(name)
    if one is None:  # a plan may name what the catalogue no longer knows
        told: dict[str, Any] = {"name": name, "kind": "compound", "loadType": "stack", "safety": "safe", "gives": []}
        return {"id": name, **told, "last": _load(last, unit), "swaps": []}
    muscles = one.prime_movers[:1] + tuple(m for m in one.synergists(one.prime_movers[0])[:1] if one.prime_movers)
    return {
        "id": one.id,
        "name": name_of_exercise(one.id),
        "kind": one.kind.value,
        "loadType": one.load_type.value,
        "safety": one.failure_safety.value,
        "gives": [{"id": m.value, "name": name_of_muscle(m)} for m in muscles],
        "last": _load(last, unit),
        "swaps": list(stand_ins(name)),
    }


def _load(last: PerformedSet | None, unit: LoadUnit) -> dict[str, str] | None:
    if last is None:
        return None
    if last.entered and last.entered.unit is unit:
        return {"value": format(last.entered.value.normalize(), "f"), "unit": unit.value}
    return {"value": f"{from_kg(last.load_kg, unit):g}", "unit": unit.value}


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
