"""What is an athlete's own: where they stand, how much they do, and what sets will give them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Router

from preex import app
from preex.accounts.rules import Scope
from preex.web.api.answers import ANSWERS, answer, of_athlete
from preex.web.api.forms import AskCompare, AskVolume, Whose
from preex.web.api.who import asker_of

router = Router(tags=["athlete"], by_alias=True)


@router.get("/status", response=ANSWERS)
def status(request: HttpRequest, asked: Query[Whose]) -> HttpResponse:
    """Say where the athlete stands and what to do next."""
    asker = asker_of(request, asked.athlete)
    state = app.athlete_state(asker.store, asker.athlete, at=asker.now)
    if Scope.PAIN_READ not in asker.scopes:
        state = replace(state, notes=state.notes.without_pain())
    return of_athlete(asker.athlete, state.to_json())


@router.get("/volume", response=ANSWERS)
def volume(request: HttpRequest, asked: Query[AskVolume]) -> HttpResponse:
    """Count sets per muscle and ISO week."""
    asker = asker_of(request, asked.athlete)
    found = app.weekly_volume(asker.store, asker.athlete, at=asker.now, by=asked.by, weeks=asked.weeks)
    return of_athlete(asker.athlete, found.to_json())


@router.get("/compare", response=ANSWERS)
def compare(request: HttpRequest, asked: Query[AskCompare]) -> HttpResponse:
    """Compare the usual order of two exercises with three ways to pre-exhaust."""
    asker = asker_of(request, asked.athlete)
    numbers: dict[str, Any] = asked.model_dump(
        exclude={"athlete", "isolation", "compound"}, exclude_none=True
    )  # what is left out comes from the log
    found = app.compare(
        asked.isolation, asked.compound, store=asker.store, athlete=asker.athlete, at=asker.now, **numbers
    )
    return of_athlete(asker.athlete, found.to_json())


@router.post("/predict", response=ANSWERS)
def predict(request: HttpRequest, asked: Query[Whose], scenario: Body[dict[str, Any]]) -> HttpResponse:
    """Predict a sequence of sets done from fresh; strengths the scenario leaves out come from a named athlete's log."""
    if asked.athlete is None:
        return answer(app.simulate(scenario).to_json())
    asker = asker_of(request, asked.athlete)
    predictor = app.know(asker.store, asker.athlete, at=asker.now).predictor()
    return of_athlete(asker.athlete, app.simulate(scenario, predictor=predictor).to_json())
