"""What studies found: one card an outcome, with its figure and the same numbers as a table; filtered by people and design."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from preex.evidence.base import DESIGNS, POPULATIONS, Evidence, packaged
from preex.evidence.studies import Study
from preex.web.fields import chips
from preex.web.page import page

_DESIGN_WORDS = {
    "crossover": "the same people in every condition",
    "parallel": "groups",
    "within_limbs": "one limb each",
    "cross_sectional": "people compared once",
    "measurement": "a method measured",
    "meta_analysis": "a pool of studies",
    "synthesis": "a review",
}


class Filters(forms.Form):
    """Whom and how."""

    population = chips((("", "everyone"), *((p, p) for p in POPULATIONS)), label="People")
    design = forms.ChoiceField(
        required=False,
        label="Design",
        choices=[
            ("", "Any design"),
            *((d, f"{d.replace('_', ' ').capitalize()}: {_DESIGN_WORDS[d]}") for d in DESIGNS),
        ],
    )


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """Show what studies found on each outcome."""
    form = Filters(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    everything = packaged()
    base = everything.only(population=asked.get("population", ""), design=asked.get("design", ""))
    return page(
        request,
        "evidence.html",
        part="learn",
        at="evidence",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK,
        form=form,
        filtered=any(asked.values()),
        n_studies=len(everything.studies),
        n_found=len(base.studies),
        last_reviewed=everything.last_reviewed,
        studies=_listed(base),
    )


def _listed(base: Evidence) -> list[dict[str, Any]]:
    """Return every study with what one has to know to choose among them."""
    n_findings = Counter(f.study for f in base.findings.values())
    ordered = sorted(base.studies.values(), key=lambda s: (not s.contrasts, s.label))
    return [_short(s) | {"n_findings": n_findings[s.id]} for s in ordered]


def _short(s: Study) -> dict[str, Any]:
    who = (w.replace("_", " ") for w in (s.training, s.sex) if w != "not_stated")
    return {
        "study": s,
        "who": ", ".join(who) or "not stated",
        "design": s.design.replace("_", " "),
        "contrasts": ", ".join(s.contrasts),
    }
