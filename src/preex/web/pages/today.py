"""Today: the next session and where the lifter stands; without a log and a plan, how to begin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from preex import app
from preex.app.alternatives import workout_again
from preex.app.standing import Status
from preex.core.plan import Prescription, Strategy, WorkoutPlan
from preex.planner.document import plan_from_json
from preex.web.charts import Scale, range_bar
from preex.web.page import page
from preex.web.pages.beginning import GOALS, begun
from preex.web.pages.trial import under_way
from preex.web.visitor import Visitor, visitor_of

_EXAMPLE = ("leg_extension", "leg_press")
_EXAMPLE_LOAD_KG, _EXAMPLE_REPS = 160.0, 10


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show the start page."""
    visitor = visitor_of(request)
    state = app.athlete_state(visitor.store, visitor.name, at=visitor.now)
    trial = under_way(visitor)
    if not state.known.sets and state.plan is None:
        begins: dict[str, Any] = {"goals": GOALS, "begun": begun(request)}
        return page(request, "welcome.html", part="today", at="today", trial=trial, **begins, **_example())
    shown = _standing(visitor, state)
    return page(request, "today.html", part="today", at="today", state=state, trial=trial, **shown)


def _standing(visitor: Visitor, state: Status) -> dict[str, Any]:
    reviewed = app.review(visitor.store, visitor.name, at=visitor.now, known=state.known)
    recent = app.recent_workouts(state.known.sets, 4)
    return {
        **_session(state),
        "recent": recent,
        "days_ago": (visitor.here.date() - recent[0].on).days if recent else None,
        "sets_this_week": sum(1 for s in state.known.sets if s.counts and (visitor.now - s.at).days < 7),
        "reviewed": reviewed.all,
        "inside": reviewed.all.count("inside"),
    }


def _session(state: Status) -> dict[str, Any]:
    """Return the next session: the plan's next day (`do`), the one just done (`again`), or without a plan the last workout (`plan`)."""
    if state.plan is None:
        workout = workout_again(state.known.sets)
        return {"next": "plan", "blocks": list(_blocks(workout, {})) if workout else []}
    plan = plan_from_json(state.plan.plan)
    done = len({s.workout for s in state.known.sets if s.at > state.plan.at})
    day = done % len(plan.days)
    forecasts = plan.advice.get("days")
    forecast = forecasts[day] if isinstance(forecasts, list) and day < len(forecasts) else {}
    expected = {one["exercise"]: one["reps"] for one in forecast.get("first_sets", [])}
    workout = plan.days[day].workout
    return {
        "next": "again" if done and len(plan.days) == 1 else "do",
        "title": workout.title,
        "day": day + 1,
        "n_days": len(plan.days),
        "minutes": forecast.get("minutes", {}).get("mean"),
        "rpe": forecast.get("session_rpe", {}).get("mean"),
        "blocks": list(_blocks(workout, expected)),
        "decision": plan.advice.get("decision"),
        "verdict": plan.advice.get("verdict"),
    }


def _blocks(workout: WorkoutPlan, expected: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the sections of a workout, each with its exercises in order and what to expect of their first sets."""
    for section in workout.sections:
        lifts = {one.exercise: one for one in section.unrolled() if isinstance(one, Prescription)}
        sets = sum(isinstance(one, Prescription) for one in section.unrolled())
        yield {
            "pre": section.strategy not in {None, Strategy.TRADITIONAL},
            "rounds": section.rounds if len(lifts) > 1 else sets,
            "lifts": [{"set": one, "expected": expected.get(name)} for name, one in lifts.items()],
        }


def _example() -> dict[str, Any]:
    """Return a comparison for a lifter nobody knows, to show what the app is about."""
    found = app.compare(*_EXAMPLE, load_kg=_EXAMPLE_LOAD_KG, fresh_reps=_EXAMPLE_REPS)
    usual, paired = found.strategies[Strategy.TRADITIONAL], found.strategies[Strategy.KEEP_LOAD]
    ends = [v for w in (usual, paired) for v in (w.compound_reps.q10, w.compound_reps.q90)]
    scale = Scale.around(ends, from_zero=True)
    return {
        "found": found,
        "usual": usual,
        "paired": paired,
        "usual_bar": range_bar(scale, usual.compound_reps),
        "paired_bar": range_bar(scale, paired.compound_reps, tick=usual.compound_reps.mean),
        "ends": scale.ends,
    }
