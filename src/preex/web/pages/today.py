"""Today: where the lifter stands and what to do next; without a log, how to begin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from preex import app
from preex.app.standing import Status
from preex.core.plan import Strategy
from preex.web.charts import Scale, range_bar
from preex.web.page import page
from preex.web.pages.trial import under_way
from preex.web.visitor import Visitor, visitor_of

_EXAMPLE = ("leg_extension", "leg_press")
_EXAMPLE_LOAD_KG, _EXAMPLE_REPS = 160.0, 10


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """Show the start page."""
    visitor = visitor_of(request)
    state = app.athlete_state(visitor.store, visitor.name, at=visitor.now)
    if not state.known.sets:
        return page(request, "welcome.html", part="today", at="today", trial=under_way(visitor), **_example())
    shown = _standing(visitor, state)
    return page(request, "today.html", part="today", at="today", state=state, trial=under_way(visitor), **shown)


def _standing(visitor: Visitor, state: Status) -> dict[str, Any]:
    reviewed = app.review(visitor.store, visitor.name, at=visitor.now)
    recent = app.recent_workouts(state.known.sets, 4)
    return {
        "next": _next(state),
        "recent": recent,
        "days_ago": (visitor.here.date() - recent[0].on).days,
        "sets_this_week": sum(1 for s in state.known.sets if s.counts and (visitor.now - s.at).days < 7),
        "reviewed": reviewed.all,
        "inside": reviewed.all.count("inside"),
    }


def _next(state: Status) -> str:
    """Name the next step: `plan` without a plan, `do` with one that is newer than the log, else `again`."""
    if state.plan is None:
        return "plan"
    return "do" if state.plan.at > state.known.sets[-1].at else "again"


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
