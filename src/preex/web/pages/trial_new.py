"""Planning a trial: what it asks, what it could tell, what it never can; and locking it."""

from __future__ import annotations

import uuid
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods

from preex import app
from preex.app.trial_choices import list_trials, pairs_to_try, propose_pairs
from preex.app.trial_planning import NewTrial
from preex.errors import FieldError, PreexError
from preex.trials.planner_outlook import CANNOT, Outlook
from preex.trials.questions import OUTCOMES
from preex.trials.wording import ARMS
from preex.web.charts import Scale, polyline
from preex.web.fields import refuse
from preex.web.language import in_digits
from preex.web.page import page
from preex.web.pages.trial_design import Design, Lock
from preex.web.pages.trial_words import weighed
from preex.web.visitor import Visitor, visitor_of

_CHART = (300.0, 130.0)
_USUAL = {"asked": "order", "per_week": "2", "weeks": "8", "goal": ""}
_SWINGS = (
    gettext_noop("steady"),
    gettext_noop("usual"),
    gettext_noop("restless"),
)  # of the curve, from the least swing to the most
# Where an error of a term is shown, by the name of the term.
_FIELD_OF = {
    "pairs": "second",
    "outcome": "goal",
    "weights": "judged",
    "workouts": "weeks",
    "looks": "weeks",
    "scheme": "weeks",
    "loads_kg": "load",
}


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Ask what to find out; with an answer show what the trial could tell; a POST locks it."""
    visitor = visitor_of(request)
    given = request.POST if request.method == "POST" else request.GET
    bound = "asked" in given
    form = Design(given if bound else None, initial=_proposed(visitor) | _named(request), unit=visitor.unit)
    lock = Lock(given if request.method == "POST" else None, initial={"ticket": uuid.uuid4()})
    if lock.is_bound and lock.is_valid() and form.is_valid():
        done = _locked(request, visitor, form, lock)
        if done is not None:
            return done
    made = _preview(visitor, form) if bound else None
    wrong = (bound and made is None) or (lock.is_bound and bool(lock.errors))
    return page(
        request,
        "trial_new.html",
        part="progress",
        at="trials",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        form=form,
        lock=lock,
        asked=[(name, value) for name in Design.base_fields for value in given.getlist(name) if value] if made else [],
        **(_shown(made) if made else {}),
    )


def _proposed(visitor: Visitor) -> dict[str, Any]:
    """Return a trial to begin with: two pairs the lifter trains, or two that were studied."""
    known = app.know(visitor.store, visitor.name, at=visitor.now)
    first, second = (*propose_pairs(known.sets), "")[:2]
    return _USUAL | {"first": first, "second": second}


def _named(request: HttpRequest) -> dict[str, str]:
    """Return the pair that a link from elsewhere names, by itself; one that no trial can ask about is left out."""
    named = request.GET.get("pair", "")
    return {"first": named, "second": ""} if named in {one.id for one in pairs_to_try()} else {}


def _preview(visitor: Visitor, form: Design) -> NewTrial | None:
    """Return the trial as it would be; None where it cannot be, which the form then tells."""
    if not form.is_valid():
        return None
    try:
        return app.new_trial(visitor.store, visitor.name, at=visitor.now, seed="preview", dry_run=True, **form.terms())
    except PreexError as error:
        _refused(form, error)
    return None


def _refused(form: Design, error: PreexError) -> None:
    """Show why there can be no such trial, beside the field it comes from."""
    place = "helper" if form.cleaned_data["asked"] == "two_by_two" else "second"
    refuse(form, error, _FIELD_OF.get(error.path, error.path) if isinstance(error, FieldError) else place)


def _locked(request: HttpRequest, visitor: Visitor, form: Design, lock: Lock) -> HttpResponse | None:
    """Lock the trial, unless this form did so before: its ticket decides the draw, with a key that is kept from everybody.

    None where there can be no such trial, which the form then tells.
    """
    seed = salted_hmac("preex.trial", str(lock.cleaned_data["ticket"]), algorithm="sha256").hexdigest()
    for one in list_trials(visitor.store, visitor.name):
        if one.kept and one.kept.trial.seed == seed:
            messages.info(request, gettext("{id} was locked already; nothing was drawn again.").format(id=one.id))
            return redirect("trial", one.id)
    try:
        made = app.new_trial(visitor.store, visitor.name, at=visitor.now, seed=seed, **form.terms(), **lock.told())
    except PreexError as error:
        _refused(form, error)
        return None
    messages.success(
        request, gettext("{id} is locked. Its hash: {hash}…").format(id=made.id, hash=made.protocol.hash[:16])
    )
    return redirect("trial", str(made.id))


def _shown(made: NewTrial) -> dict[str, Any]:
    terms, plan = made.protocol.terms, made.outlook.plan
    curve = _outlook(plan.workouts, plan.sd, plan.effect, plan.pairs, plan.outcome, plan.per_week)
    measured = OUTCOMES[terms.outcome]
    return {
        "made": made,
        "terms": terms,
        "arms": [ARMS[arm] for arm in terms.asked.arms],
        "measured": measured,
        "weighed": weighed(terms),
        "sentence": made.outlook.sentence,
        "cannot": CANNOT,
        "chart": chart_of(curve, made.outlook),
    }


@lru_cache(maxsize=64)
def _outlook(sessions: int, sd: float, effect: float, pairs: int, outcome: str, per_week: int) -> Outlook:
    """Return the chance of an answer against the weeks; the same plan is simulated once."""
    return app.trial_power(
        sessions=sessions, sd=sd, effect=effect, pairs=pairs, outcome=outcome, per_week=per_week
    )  # fmt: skip


def chart_of(found: Outlook, planned: Outlook) -> dict[str, Any]:
    """Return the chance of an answer against the weeks: lines, the band between them, and the rows of the table."""
    by_sd: dict[float, list[tuple[float, float]]] = {}
    for point in found.curve:
        by_sd.setdefault(point.sd, []).append((point.weeks, point.p_conclusive))
    x = Scale(0.0, max(max(week for week, _ in line) for line in by_sd.values()))
    y = Scale(0.0, 1.0)
    lines = [polyline(line, x, y, *_CHART) for line in by_sd.values()]
    names = [f"{gettext(name)} ({in_digits(f'{sd:.2g}')})" for name, sd in zip(_SWINGS, by_sd, strict=True)]
    weeks = [week for week, _ in next(iter(by_sd.values()))]
    ends = _apart([float(line.split()[-1].split(",")[1]) for line in lines])
    share = (planned.with_looks or planned.chance).conclusive
    return {
        "lines": list(zip(_SWINGS, lines, ends, strict=True)),
        "band": f"{lines[0]} {' '.join(reversed(lines[-1].split()))}",
        "ticks": [(f"{_CHART[0] * week / x.high:.1f}", in_digits(f"{week:.3g}")) for week in weeks],
        "planned": f"{_CHART[0] * planned.weeks / x.high:.1f}" if planned.weeks <= x.high else "",
        "chance": f"{100 * share:.0f}",
        "chance_y": f"{_CHART[1] * (1 - share):.1f}",
        "weeks": weeks,
        "grid": [(f"{_CHART[1] * (1 - share / 100):.1f}", share) for share in (0, 25, 50, 75, 100)],
        "rows": [(name, [f"{100 * p:.0f}" for _, p in line]) for name, line in zip(names, by_sd.values(), strict=True)],
        "unit": gettext(found.plan.measured.unit),
    }


def _apart(heights: list[float], least: float = 13.0) -> list[float]:
    """Move labels apart, so that none covers another: the middle one stays, the others give way. [px]"""
    low, middle, high = heights
    return [min(low, middle - least), middle, max(high, middle + least)]
