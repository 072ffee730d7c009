"""What a trial says, once it may be looked at: the answer in words, as a figure and as tables; and its files."""

from __future__ import annotations

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from preex import app
from preex.app.trial_records import KeptTrial
from preex.app.trial_results import Answer, Overlap
from preex.errors import ValidationError
from preex.plots.trial import dots_of, rows_of_dots, trial_figure, words_of
from preex.trials.planner_outlook import CANNOT
from preex.trials.result import Result, UnderPrior
from preex.trials.results import Analysed, results_of
from preex.trials.verdict import Verdict
from preex.trials.wording import SHORT, headline, lines, table
from preex.web.fields import sentence
from preex.web.figures import attachment, shown, svg_response
from preex.web.page import page
from preex.web.pages.trial import card_of
from preex.web.pages.trial_words import in_words
from preex.web.visitor import visitor_of

_TONES = {
    Verdict.COST_CLEAR: "avoid",
    Verdict.COST_LIKELY: "avoid",
    Verdict.GAIN_LIKELY: "use",
    Verdict.GAIN_CLEAR: "use",
}
_PRIORS = {
    "neutral": "Nothing in particular",
    "published": "What studies found",
    "sceptical": "That it hardly matters",
}


@require_safe
def result(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Show the result; before the first look, and while a look is due, nothing of the effect."""
    visitor = visitor_of(request)
    kept = app.trial_named(visitor.store, visitor.name, trial_id)
    s = kept.trial.lapsed(visitor.now).standing
    told: dict[str, Any] = {}
    if not s.look_due and (s.looks or s.ended):
        try:
            answer = app.analyse_trial(visitor.store, visitor.name, kept.id, at=visitor.now)
        except ValidationError as error:  # too little for any verdict
            told = {"too_little": error}
        else:
            told = _shown(kept, answer, request.GET.get("prior", ""))
    return page(request, "trial_result.html", part="progress", at="trials", **card_of(kept, visitor), **told)


@require_safe
def figure(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Draw the result; `?narrow` for a phone."""
    visitor = visitor_of(request)
    kept = app.trial_named(visitor.store, visitor.name, trial_id)
    return svg_response(trial_figure(results_of(kept.trial).primary, narrow="narrow" in request.GET))


@require_safe
def report(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Give the report in Markdown, with every item of CENT 2015."""
    visitor = visitor_of(request)
    done = app.report_trial(visitor.store, visitor.name, trial_id)
    return attachment(done.markdown.encode(), f"preex-{done.id}.md", "text/markdown; charset=utf-8")


@require_safe
def export(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Give a trial that is over as one file that runs again to the same bytes; `?protocol` the protocol alone, at any time."""
    visitor = visitor_of(request)
    alone = "protocol" in request.GET
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trial.json"
        done = app.export_trial(visitor.store, visitor.name, path, trial_id, protocol_only=alone)
        content = path.read_bytes()
    return attachment(content, f"preex-{done.id}{'-protocol' if alone else ''}.json", "application/json")


def _shown(kept: KeptTrial, answer: Answer, prior: str) -> dict[str, Any]:
    found = answer.result
    assert found is not None  # noqa: S101 - of a trial there is always one
    name = prior if found.priors.get(prior) else "neutral"
    return {
        "result": found,
        "tone": _TONES.get(found.verdict, "optional"),
        "short": SHORT[found.verdict],
        "headline": _after(headline(found), SHORT[found.verdict]),
        "said": lines(found)[1:],
        "figure": _figure(kept, found),
        "rows": [(what if what.startswith("p ") else sentence(what), value) for what, value in table(found)],
        "dots": rows_of_dots(found),
        "workouts": list(_workouts(kept, found)),
        "priors": [_prior(key, found) | {"current": key == name} for key in _PRIORS if found.priors.get(key)],
        "worth": [line.partition(": ")[::2] for line in answer.found.worth] if answer.found else [],
        "others": _others(answer.found) if answer.found else [],
        "overlap": _overlap(answer.overlap) if answer.overlap else None,
        "cannot": CANNOT,
        "seed": kept.trial.seed if kept.trial.standing.ended else "",
    }


def _after(said: str, short: str) -> str:
    """Leave out at the beginning what the heading says already."""
    return sentence(said[len(short) + 2 :]) if said.casefold().startswith(f"{short.casefold()}: ") else said


def _prior(name: str, found: Result) -> dict[str, Any]:
    """Return what would be believed under a prior, as rows of dots."""
    under = found.priors[name]
    assert isinstance(under, UnderPrior)  # noqa: S101 - those without are left out
    return {
        "id": name,
        "name": _PRIORS[name],
        "verdict": SHORT[under.verdict],
        "rows": [
            {"what": what, "n": n, "dots": [(8 + 17 * k, k < n) for k in range(10)]}
            for what, n in dots_of(under.p, found.better)
        ],
    }


def _workouts(kept: KeptTrial, found: Result) -> list[dict[str, Any]]:
    """Return the rows of the figure's first part: every workout with what was measured."""
    done = {w.number: w for w in kept.trial.standing.workouts}
    rows = []
    for s in found.sessions:
        workout = done[s.number]
        terms = kept.trial.protocol.terms
        performed = "" if workout.performed is None else in_words(terms, workout.performed)
        rows.append(
            {
                "number": s.number,
                "arm": s.arm,
                "drawn": in_words(terms, s.arm),
                "done": performed or "not done",
                "y": s.y,
                "second": s.y_second,
                "why": "; ".join((*([workout.missing] if workout.missing else []), *workout.notes)),
            }
        )
    return rows


def _others(found: Analysed) -> list[tuple[str, str, str]]:
    """Return the outcomes beside the primary one: what, the word, the effect."""
    return [
        (r.what, SHORT[r.verdict], f"{_signed(e.median)} ({_signed(e.lo95)} to {_signed(e.hi95)}) {r.unit}")
        for r in found.results.values()
        if not r.primary and (e := r.estimate) is not None
    ]


def _signed(number: float) -> str:
    """Write a number with its sign, which zero has not."""
    text = f"{number:+.2f}"
    return text[1:] if float(text) == 0 else text


def _overlap(found: Overlap) -> dict[str, Any]:
    told = found.to_json()
    return told | {"theories": [(name.replace("_", " "), reps) for name, reps in found.expected.items()]}


def _figure(kept: KeptTrial, found: Result) -> dict[str, Any]:
    address = reverse("trial-figure", args=[kept.id])
    title, description = words_of(found)
    return shown(
        partial(trial_figure, found),
        address,
        f"{address}?narrow",
        alt=f"Figure: {title}. {description} The tables below have the same numbers.",
        file=f"preex-{kept.id}.svg",
    )
