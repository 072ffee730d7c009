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
    """Show one question. It is answered anew under every change, which may take seconds."""
    if key not in {q.key for q in questions()}:
        raise NotFound(f"no question is called {key[:60]!r}.", hint="See the page of the evidence.")
    found = app.find_evidence(key)
    (answer,) = found.answers
    return page(
        request,
        "evidence_question.html",
        part="learn",
        at="evidence",
        card=card_of(answer, found, {}) | {"open": True},
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
