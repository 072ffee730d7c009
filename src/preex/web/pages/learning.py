"""Learn: two questions with two-line answers, and every claim that advice rests on with how it stands and why."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from preex import app
from preex.app.claims import compared_in, findings_beside, findings_of, result_of, studies_of, who
from preex.evidence.certainties import named_by
from preex.evidence.claims import Check, Claim, ClaimStatus
from preex.evidence.effects import Finding
from preex.evidence.studies import Study
from preex.web.page import page

_STANDING = {
    ClaimStatus.SUPPORTED: _("Supported"),
    ClaimStatus.MIXED: _("Studies disagree"),
    ClaimStatus.THEORY: _("Theory"),
    ClaimStatus.CONTRADICTED: _("Contradicted"),
    ClaimStatus.DISPUTED: _("Disputed"),
    ClaimStatus.PRACTICE: _("Practice"),
    ClaimStatus.CONTEXT: _("Context"),
}
_COLOURS = {
    ClaimStatus.SUPPORTED: "good",
    ClaimStatus.MIXED: "warn",
    ClaimStatus.DISPUTED: "stop",
    ClaimStatus.CONTRADICTED: "stop",
}
_CHECKED = {
    Check.AGREES: _("The article PreEx began with agrees with its sources."),
    Check.NUANCE: _("The article PreEx began with agrees with its sources, with a nuance."),
    Check.DIFFERS: _("The article PreEx began with and its sources differ."),
    Check.UNCHECKED: _("The article PreEx began with was not checked here against a source."),
}
_MANY = 12  # findings from which their table is folded away on a claim's page
DIFFERS = "differs"  # the filter for claims of which a source says something else


@require_safe
def learn(request: HttpRequest) -> HttpResponse:
    """Answer the two questions, and show where a source says something else than is often said."""
    known = app.find_claims()
    return page(
        request,
        "learn.html",
        part="learn",
        at="learn",
        differing=[_row(c) for c in known if c.differs],
        n_known=len(known),
        as_of=_last_look(known),
    )


@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """List claims; `?status=` narrows them down, and what it does not know shows them all."""
    known, asked = app.find_claims(), request.GET.get("status", "")
    chips = _chips(known, asked)
    chosen = next(chip for chip in chips if chip["current"])
    return page(
        request,
        "claims.html",
        part="learn",
        at="claims",
        chips=chips,
        chosen=chosen,
        shown=[_row(c) for c in known if _within(c, chosen["value"])],
        as_of=_last_look(known),
    )


@require_safe
def claim(request: HttpRequest, claim_id: str) -> HttpResponse:
    """Show one claim: what article and sources say, how sure it is and why, and the studies behind it."""
    (found,) = app.find_claims([claim_id])
    beside = app.find_claims(found.beside) if found.beside else ()
    told = [(f, True) for f in findings_of(found)] + [(f, False) for f in findings_beside(found)]
    studies = [_study(s, [one for one in told if one[0].study == s.id]) for s in studies_of(found)]
    n_rows = sum(len(s["rows"]) for s in studies)
    return page(
        request,
        "claim.html",
        part="learn",
        at="claims",
        claim=_row(found),
        as_of=_last_look([found]),
        known=app.claim_json(found),
        checked=_CHECKED[found.check],
        whys=_whys(found),
        named=bool(named_by(found)),
        studies=studies,
        n_rows=n_rows,
        folded=n_rows > _MANY,
        beside=[_row(c) for c in beside],
        neighbours=_neighbours(found.id),
        pairs=[(p.id, p.isolation, p.compounds[0]) for p in app.find_pairs() if found.id in p.seed_refs],
    )


def _last_look(known: Iterable[Claim]) -> date:
    return max(date.fromisoformat(c.as_of) for c in known)


def _row(c: Claim) -> dict[str, Any]:
    return {"claim": c, "standing": _STANDING[c.status], "colour": _COLOURS.get(c.status, "")}


def _whys(c: Claim) -> list[tuple[str, str, list[str]]]:
    """Return the reasons by question: its key, what is asked and of whom, and the steps; "" and "" where none is asked."""
    if not c.computed:
        return [("", "", list(c.why))]
    found: list[tuple[str, str, list[str]]] = []
    keys = iter(c.questions)
    for sentence in c.why:
        if "? " in sentence:
            found.append((next(keys), sentence, []))
        elif len(c.questions) > 1 and sentence == c.why[-1]:
            found.append(("", "", [sentence]))
        else:
            found[-1][2].append(sentence)
    return found


def _study(s: Study, told: Iterable[tuple[Finding, bool]]) -> dict[str, Any]:
    """Return a study with its findings; True = the claim rests on it, False = it stands beside."""
    rows = [
        {
            "id": f.id,
            "measured": f.where,
            "result": result_of(f),
            "compared": compared_in(f),
            "n": f.n,
            "verification": f.verification.value,
            "digitised": f.digitised,
            "beside": not own,
        }
        for f, own in told
    ]
    return {"study": s, "who": who(s), "rows": rows}


def _chips(known: Sequence[Claim], asked: str) -> list[dict[str, Any]]:
    """Return the filters with how many claims each leaves; the one that holds is marked."""
    counted = [("", _("All"), len(known)), (DIFFERS, _("Source differs"), sum(c.differs for c in known))]
    counted += [(status.value, head, sum(c.status is status for c in known)) for status, head in _STANDING.items()]
    current = asked if asked in {value for value, *rest in counted} else ""
    address = reverse("claims")
    return [
        {
            "value": value,
            "href": f"{address}?status={value}" if value else address,
            "label": label,
            "n": n,
            "current": value == current,
        }
        for value, label, n in counted
    ]


def _within(c: Claim, value: str) -> bool:
    return c.differs if value == DIFFERS else value in ("", c.status)


def _neighbours(claim_id: str) -> tuple[str, str]:
    """Return the ids before and after; "" at the ends."""
    ids = [c.id for c in app.find_claims()]
    at = ids.index(claim_id)
    return ids[at - 1] if at else "", ids[at + 1] if at + 1 < len(ids) else ""
