"""What is the same for everybody: exercises, muscles, pairs, claims and what studies say."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from preex import app
from preex.errors import NotFound
from preex.evidence.claims import ClaimStatus
from preex.web.api.answers import ANSWERS, answer, page
from preex.web.api.forms import AskClaims, AskEvidence, AskExercises, AskPairs, Paged

router = Router(tags=["catalogue"], by_alias=True)


@router.get("/exercises", response=ANSWERS)
def exercises(request: HttpRequest, asked: Query[AskExercises]) -> HttpResponse:
    """List exercises, or those that `query` names."""
    try:
        found = app.find_exercises(asked.query)
    except NotFound:
        found = ()  # nothing fits: an empty list says so
    return page(request, asked, "exercises", found, lambda e: e.id, app.exercise_json)


@router.get("/muscles", response=ANSWERS)
def muscles(request: HttpRequest, asked: Query[Paged]) -> HttpResponse:
    """List the muscles told apart, with their groups."""
    return page(request, asked, "muscles", app.list_muscles(), lambda m: m.value, app.muscle_json)


@router.get("/pairs", response=ANSWERS)
def pairs(request: HttpRequest, asked: Query[AskPairs]) -> HttpResponse:
    """List reviewed pairs: isolation first, then a compound."""
    found = app.find_pairs(
        target=asked.target,
        have=asked.have,
        joints=asked.joint,
        seed_only=asked.seed_only,
        same_station=asked.same_station,
    )
    return page(request, asked, "pairs", found, lambda p: p.id, app.pair_json)


@router.get("/claims", response=ANSWERS)
def claims(request: HttpRequest, asked: Query[AskClaims]) -> HttpResponse:
    """List the claims that advice rests on: how each stands, by which studies, and how sure it is."""
    status = ClaimStatus(asked.status) if asked.status else None
    found = app.find_claims(asked.id, status=status, differing=asked.differing)
    return page(request, asked, "claims", found, lambda c: c.id, app.claim_json)


@router.get("/evidence", response=ANSWERS)
def evidence(request: HttpRequest, asked: Query[AskEvidence]) -> HttpResponse:  # noqa: ARG001 - as ninja calls it
    """Say what studies say, pooled where they compare the same."""
    return answer(
        app.find_evidence(
            asked.outcome,
            contrast=asked.contrast,
            population=asked.population,
            design=asked.design,
            study=asked.study,
        ).to_json()
    )
