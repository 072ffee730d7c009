"""One question by itself: its answer, its figure, and what the answer hangs on."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from preex import app
from preex.errors import NotFound
from preex.evidence.questions import questions
from preex.evidence.sensitivity import Variant
from preex.evidence.wording import interval
from preex.web.page import page
from preex.web.pages.evidence import card_of


@require_safe
def question(request: HttpRequest, key: str) -> HttpResponse:
    """Show one question; `?claim=S36` asks it of the findings that claim is about. Each change asked takes up to half a second."""
    if key not in {q.key for q in questions()}:
        raise NotFound(f"no question is called {key[:60]!r}.", hint="See the page of the evidence.")
    claim = request.GET.get("claim", "")
    found = app.find_evidence(key, claim=claim)
    (answer,) = found.answers
    return page(
        request,
        "evidence_question.html",
        part="learn",
        at="evidence",
        card=card_of(answer, found, {"claim": claim} if claim else {}) | {"open": True},
        about=app.find_claims([claim])[0] if claim else None,
        n_about=len(found.rows),
        varied=[_row(v) for v in found.varied.get(key, ())],
        last_reviewed=found.known.last_reviewed,
    )


def _row(v: Variant) -> dict[str, Any]:
    e = v.estimate
    return {
        "change": v.change,
        "k": v.k,
        "estimate": interval(e) if e else "nothing is left to pool",
        "more": f"{100 * e.p_more:.0f} %" if e else "",
    }
