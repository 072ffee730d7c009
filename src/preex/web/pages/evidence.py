"""What studies found: one card a question, with its figure and the same numbers as a table; filtered by people and design."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from preex import app
from preex.app.evidence import EvidenceFound
from preex.evidence.base import DESIGNS, POPULATIONS, Evidence
from preex.evidence.drawing import directions_of, forest_of
from preex.evidence.pooled import Pooled
from preex.evidence.studies import Study
from preex.evidence.wording import say
from preex.meta.contrast import Horizon, Outcome
from preex.plots.drawing import Svg
from preex.plots.emg import HEADS, KINDS, by_kind, by_muscle, directions
from preex.plots.forest import forest
from preex.plots.forest_words import GRADES, lines
from preex.web.fields import chips
from preex.web.figures import shown
from preex.web.language import headed_later, said_later
from preex.web.page import page

_DESIGN_WORDS = {
    "crossover": _("the same people in every condition"),
    "parallel": _("groups"),
    "within_limbs": _("one limb each"),
    "cross_sectional": _("people compared once"),
    "measurement": _("a method measured"),
    "meta_analysis": _("a pool of studies"),
    "synthesis": _("a review"),
}
OPEN = ("compound_reps", "size")  # what most people come for
ACTIVITY = "emg"  # name of the figure of directions
_EXPORTS = (("CSV", "csv"), ("BibTeX", "bib"), ("JSON", "json"))


class Filters(forms.Form):
    """Whom and how."""

    population = chips((("", _("everyone")), *((p, said_later(p)) for p in POPULATIONS)), label=_("People"))
    design = forms.ChoiceField(
        required=False,
        label=_("Design"),
        choices=[
            ("", _("Any design")),
            *((d, format_lazy("{}: {}", headed_later(d.replace("_", " ")), _DESIGN_WORDS[d])) for d in DESIGNS),
        ],
    )

    @property
    def asked(self) -> dict[str, str]:
        """What narrows the studies; {} = nothing, or something that is not offered."""
        told = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return {name: value for name, value in told.items() if value}


@require_safe
def evidence(request: HttpRequest) -> HttpResponse:
    """Show what studies found on each question."""
    form = Filters(request.GET or None)
    asked = form.asked
    found = found_by(asked)
    part = found.part
    answered = [p for p in found.answers if p.rows]
    return page(
        request,
        "evidence.html",
        part="learn",
        at="evidence",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK,
        form=form,
        filtered=bool(asked),
        n_studies=len(found.known.studies),
        n_own=len(found.known.own),
        n_found=len(part.studies),
        last_reviewed=found.known.last_reviewed,
        two_lines=found.two_lines,
        groups=_grouped(card_of(p, found, asked) for p in answered),
        unasked=[_title(p.question.title) for p in found.answers if not p.rows],
        activity=_activity(found, asked),
        studies=_listed(part),
        registered=[s for s in part.studies.values() if s.status == "registered"],
        exports=[(name, _address("evidence-export", asked, suffix)) for name, suffix in _EXPORTS],
    )


def found_by(asked: Mapping[str, str], outcome: str = "") -> EvidenceFound:
    """Return what the filters leave, of one question or of all."""
    return app.find_evidence(
        outcome, population=asked.get("population", ""), design=asked.get("design", ""), claim=asked.get("claim", "")
    )


def _grouped(cards: Iterable[dict[str, Any]]) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Return cards by when what they ask for shows: anchor, head, cards."""
    heads = {"day": gettext("On the day"), "activity": gettext("Muscle activity"), "weeks": gettext("Over weeks")}
    groups: dict[str, list[dict[str, Any]]] = {name: [] for name in heads}
    for card in cards:
        groups[card["group"]].append(card)
    return [(name, head, groups[name]) for name, head in heads.items() if groups[name]]


def card_of(p: Pooled, found: EvidenceFound, asked: Mapping[str, str]) -> dict[str, Any]:
    """Return what a card shows of an answer."""
    q, plot = p.question, forest_of(p, found.known)
    studies = {id(row): r.finding.study for row, r in zip(plot.rows, (*p.rows, *p.beside), strict=True)}
    weeks = "weeks" if q.horizon is Horizon.CHRONIC else "day"
    return _figure(q.key, q.title, partial(forest, plot), asked) | {
        "id": q.key,
        "open": q.key in OPEN,
        "group": "activity" if q.family is Outcome.EMG else weeks,
        "title": _title(q.title),
        "said": say(p),
        "grade": p.judgement.level.label if p.trials else "",
        "level": GRADES.index(p.judgement.level.label) + 1,
        "reasons": (*(p.amount or p.judgement).sentences, *p.said),
        "plot": plot,
        "rows": [(line, studies.get(id(line.row), "")) for line in lines(plot)],
        "because": [c.id for c in app.find_claims() if q.key in c.questions],
        "fingerprint": p.fingerprint,
    }


def _title(asked: str) -> str:
    """Return a question that goes on from the one before as a sentence of its own."""
    told = asked.removeprefix("... ")
    return told[:1].upper() + told[1:]


def _activity(found: EvidenceFound, asked: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the chart of directions and its table; None without a study."""
    part = found.part
    chart = directions_of(part)
    if not chart.rows:
        return None
    ids = {s.label: s.id for s in part.studies.values()}
    rows = [
        (row, ids.get(row.study, ""), HEADS[row.sign], KINDS[kind].lower())
        for kind, of_kind in by_kind(chart.rows)
        for _, of_muscle in by_muscle(of_kind)
        for row in of_muscle
    ]
    return _figure(ACTIVITY, f"{chart.title}.", partial(directions, chart), asked) | {
        "title": chart.title,
        "rows": rows,
    }


def _figure(key: str, title: str, draw: Callable[..., Svg], asked: Mapping[str, str]) -> dict[str, Any]:
    return shown(
        draw,
        _address("evidence-figure", asked, key),
        _address("evidence-figure", {**asked, "narrow": "1"}, key),
        alt=gettext("Figure: {title} The table below it has the same rows.").format(title=title),
        file=f"{key}.svg",
    )


def _address(route: str, asked: Mapping[str, str], *parts: str) -> str:
    address = reverse(route, args=parts)
    return f"{address}?{urlencode(asked)}" if asked else address


def _listed(part: Evidence) -> list[dict[str, Any]]:
    """Return every study with what one has to know to choose among them."""
    n_findings = Counter(f.study for f in part.findings.values())
    ordered = sorted(part.studies.values(), key=lambda s: (not s.contrasts, s.label))
    return [_short(s) | {"n_findings": n_findings[s.id]} for s in ordered]


def _short(s: Study) -> dict[str, Any]:
    who = (w.replace("_", " ") for w in (s.training, s.sex) if w != "not_stated")
    return {
        "study": s,
        "who": ", ".join(who) or "not stated",
        "design": s.design.replace("_", " "),
        "contrasts": ", ".join(s.contrasts),
    }
