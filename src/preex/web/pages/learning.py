"""Learn: two questions with two-line answers, and every claim that advice rests on with how it stands."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from preex.evidence.claims import Claim, ClaimStatus, claims
from preex.web.page import page

_DIFFERS = "differs"  # a claim whose source says something else than is usually said
_HEADS = {
    ClaimStatus.SUPPORTED: "Supported by studies",
    ClaimStatus.MIXED: "Studies disagree",
    ClaimStatus.THEORY: "An idea, not measured directly",
    ClaimStatus.CONTRADICTED: "Contradicted",
    ClaimStatus.DISPUTED: "Disputed",
    ClaimStatus.PRACTICE: "What coaches do",
    ClaimStatus.CONTEXT: "Context",
}


@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    """Show what is known."""
    known = list(claims().values())
    rest = [c for c in known if c.check != _DIFFERS]
    return page(
        request,
        "learn.html",
        part="learn",
        groups=[(head, found) for status, head in _HEADS.items() if (found := _of(rest, status))],
        differing=[c for c in known if c.check == _DIFFERS],
        as_of=max(c.as_of for c in known),
    )


def _of(known: list[Claim], status: ClaimStatus) -> list[Claim]:
    return [c for c in known if c.status is status]
