"""Plans: each is kept as it was saved, and the latest is the current one. Whoever changes it says which one they read."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Body, Header, Path, Query, Router

from preex import app
from preex.errors import Conflict, FieldError, ValidationError
from preex.store import SavedPlan
from preex.web.api.answers import ANSWERS, answer, etag_of, page
from preex.web.api.forms import Document, NewPlan, Problem, Told, Whose, WhosePaged
from preex.web.api.problems import problem
from preex.web.api.who import Asker, asker_of

router = Router(tags=["plans"], by_alias=True)
_Tag = Annotated[str | None, Header(alias="If-Match", description="`ETag` of the plan that was read.")]


@router.get("/plans", response=ANSWERS)
def plans(request: HttpRequest, asked: Query[WhosePaged]) -> HttpResponse:
    """List plans, the latest first."""
    asker = asker_of(request, asked.athlete)
    found = asker.store.plans(asker.athlete)
    return page(request, asked, "plans", found, lambda p: p.id, _line, athlete=asker.athlete)


@router.post("/plans", response={201: Document, **ANSWERS})
def new_plan(request: HttpRequest, asked: Query[Whose], wanted: NewPlan) -> HttpResponse:
    """Plan a session or a week, and keep it unless `dry_run`."""
    asker = asker_of(request, asked.athlete)
    given = wanted.model_dump(exclude_unset=True)
    about = {name: given.pop(name) for name in sorted(Told.model_fields.keys() & given.keys())}
    told = {name: value for name, value in about.items() if value is not None}
    if told.get("goal_lift"):
        told["goal_lift"] = app.find_exercises(told["goal_lift"])[0].id
    kept = app.new_plan(asker.store, asker.athlete, at=asker.now, told=told, **given)
    return _with_tag(asker, kept.to_json(), status=200 if kept.id is None else 201)


@router.get("/plans/current", response=ANSWERS)
def current_plan(request: HttpRequest, asked: Query[Whose]) -> HttpResponse:
    """Return the plan saved last."""
    asker = asker_of(request, asked.athlete)
    return _with_tag(asker, app.saved_plan(asker.store, asker.athlete).to_json())


@router.put("/plans/current", response={**ANSWERS, 412: Problem, 428: Problem})
def change_plan(
    request: HttpRequest, asked: Query[Whose], document: Body[dict[str, Any]], if_match: _Tag = None
) -> HttpResponse:
    """Save a changed plan, a document `preex.plan/1`, in place of the current one, which stays readable by its id."""
    asker = asker_of(request, asked.athlete)
    if if_match is None:
        return problem(428, "precondition_required", "If-Match is missing.", hint="Send the ETag of the plan you read.")
    current = app.saved_plan(asker.store, asker.athlete)
    if if_match.strip() != etag_of(current.to_json()):
        return _changed_meanwhile(asker)
    document = _without_name(asker, document)
    checked = app.check_plan(document, store=asker.store, athlete=asker.athlete, at=asker.now)
    if not checked.ok:
        said = "; ".join(n.text for n in checked.notices if n.level.value == "block")
        raise ValidationError(f"the plan is not kept: {said}", hint="preex plan check FILE says more.")
    try:
        id_ = asker.store.save_plan(asker.athlete, document, at=asker.now, after=current.id)
    except Conflict:
        return _changed_meanwhile(asker)
    return _with_tag(asker, app.saved_plan(asker.store, asker.athlete, id_).to_json())


@router.get("/plans/{plan_id}", response=ANSWERS)
def one_plan(
    request: HttpRequest, asked: Query[Whose], plan_id: Annotated[str, Path(pattern=r"^P-[1-9]\d{0,8}$")]
) -> HttpResponse:
    """Return a plan by its id, as `P-3`."""
    asker = asker_of(request, asked.athlete)
    return _with_tag(asker, app.saved_plan(asker.store, asker.athlete, plan_id).to_json())


def _without_name(asker: Asker, document: dict[str, Any]) -> dict[str, Any]:
    """Return a plan as it is kept, without the athlete that answers name beside it."""
    named = document.get("athlete", asker.athlete)
    if named != asker.athlete:
        raise FieldError(
            "athlete", f"is {str(named)[:80]!r}, not {asker.athlete!r}.", hint="Send it to its own athlete."
        )
    return {name: value for name, value in document.items() if name != "athlete"}


def _line(kept: SavedPlan) -> dict[str, Any]:
    return {"id": kept.id, "at": kept.at.isoformat(), "days": len(kept.plan.get("days", ()))}


def _with_tag(asker: Asker, document: dict[str, Any], *, status: int = 200) -> HttpResponse:
    told = answer({**document, "athlete": asker.athlete}, status=status)
    told.headers["ETag"] = etag_of(document)
    return told


def _changed_meanwhile(asker: Asker) -> HttpResponse:
    now = app.saved_plan(asker.store, asker.athlete).to_json()
    told = problem(
        412, "precondition_failed", "The plan was changed since it was read.",
        hint="Bring the two together, and send the ETag of this answer.", also={"current": now},
    )  # fmt: skip
    told.headers["ETag"] = etag_of(now)
    return told
