"""What a trial says, once it may be looked at: the answer in words, as a figure and as tables; and its files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from preex import app
from preex.app.trial_audit import AuditedTrial, can_audit
from preex.app.trial_records import KeptTrial
from preex.app.trial_results import Answer, Overlap
from preex.errors import ValidationError
from preex.plots.drawing import Svg
from preex.plots.trial import dots_of, rows_of_dots, trial_figure, words_of
from preex.plots.trial_course import blocks_figure, blocks_words, course_figure
from preex.trials.conduct import Trial
from preex.trials.course import Course, LoadChange, block_means, course_of
from preex.trials.planner_outlook import CANNOT
from preex.trials.result import Result, UnderPrior
from preex.trials.results import Analysed, primary_of, seen_upto
from preex.trials.verdict import Verdict
from preex.trials.wording import ARMS, SHORT, headline, lines, table
from preex.web.fields import sentence
from preex.web.figures import attachment, shown, svg_response
from preex.web.page import page
from preex.web.pages.trial import amendments_of, card_of, notes_of
from preex.web.pages.trial_words import in_words, name_of
from preex.web.tags import three_digits, whole
from preex.web.visitor import Visitor, visitor_of

_TONES = {
    Verdict.COST_CLEAR: "avoid",
    Verdict.COST_LIKELY: "avoid",
    Verdict.GAIN_LIKELY: "use",
    Verdict.GAIN_CLEAR: "use",
}
_PRIORS = {
    "neutral": _("Nothing in particular"),
    "published": _("What studies found"),
    "sceptical": _("That it hardly matters"),
}


@require_safe
def result(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Show the result; before the first look, and while a look is due, nothing of the effect."""
    return _page(request, visitor_of(request), trial_id)


def _page(request: HttpRequest, visitor: Visitor, trial_id: str, audited: AuditedTrial | None = None) -> HttpResponse:
    kept = app.trial_named(visitor.store, visitor.name, trial_id)
    s = kept.trial.lapsed(visitor.now).standing
    told: dict[str, Any] = {}
    if not s.look_due and (s.looks or s.ended):
        try:
            answer = app.analyse_trial(visitor.store, visitor.name, kept.id, at=visitor.now)
        except ValidationError as error:  # too little for any verdict
            told = {"too_little": error}
        else:
            told = _shown(kept, answer, request.GET.get("prior", "")) | _heavier(audited)
    return page(request, "trial_result.html", part="progress", at="trials", **card_of(kept, visitor), **told)


@require_POST
def audit(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Draw the heavier model, which takes seconds, and show the result with what it says."""
    visitor = visitor_of(request)
    return _page(request, visitor, trial_id, app.audit_trial(visitor.store, visitor.name, trial_id))


@require_safe
def figure(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Draw the result; `?narrow` for a phone."""
    return _drawn(request, trial_id, trial_figure)


@require_safe
def course(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Draw every workout that may be seen; `?narrow` for a phone."""
    return _drawn(request, trial_id, course_figure)


@require_safe
def blocks(request: HttpRequest, trial_id: str) -> HttpResponse:
    """Draw both ways block by block; `?narrow` for a phone."""
    return _drawn(request, trial_id, blocks_figure)


def _drawn(request: HttpRequest, trial_id: str, draw: Callable[..., Svg]) -> HttpResponse:
    """Answer with a figure of what may be seen; before the first look there is none."""
    visitor = visitor_of(request)
    trial = app.trial_named(visitor.store, visitor.name, trial_id).trial
    told = course_of(trial, seen_upto(trial))
    return svg_response(draw(primary_of(trial), course=told, narrow="narrow" in request.GET))


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
    course = course_of(kept.trial, seen_upto(kept.trial))
    return {
        "result": found,
        "tone": _TONES.get(found.verdict, "optional"),
        "short": SHORT[found.verdict],
        "headline": _after(headline(found), SHORT[found.verdict]),
        "said": lines(found)[1:],
        **_figures(kept.id, found, course),
        "blocks": _blocks(kept.trial, found, course),
        "arm_words": [ARMS[arm] for arm in found.arms],
        "p": _p_of(found),
        "amendments": amendments_of(kept.trial),
        "notes": notes_of(kept.trial),
        "off_plan": list(_off_plan(kept.trial, course)),
        "changes": [_change(kept.trial, one) for one in course.changes],
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


def _figures(trial_id: str, found: Result, course: Course) -> dict[str, Any]:
    """Return the result and its blocks as figures, each with what it says for who cannot see it."""
    title, description = words_of(found)
    said = gettext("Figure: {} The tables below have the same numbers.").format(f"{title}. {description}")
    by_block = gettext("Figure: {} The table below has the same numbers.").format(sentence(blocks_words(found, course)))
    return {
        "figure": _figure(trial_id, "", partial(trial_figure, found, course=course), said),
        "blocks_figure": _figure(trial_id, "blocks", partial(blocks_figure, found, course), by_block),
    }


def _figure(trial_id: str, part: str, draw: Callable[..., Svg], alt: str) -> dict[str, Any]:
    address = reverse(f"trial-{part or 'figure'}", args=[trial_id])
    name = f"preex-{trial_id}{'-' if part else ''}{part}.svg"
    return shown(draw, address, f"{address}?narrow", alt=alt, file=name)


def _blocks(trial: Trial, found: Result, course: Course) -> list[dict[str, Any]]:
    """Return the rows of the figure of blocks: the mean of each arm, and of how many workouts."""
    terms = trial.protocol.terms
    return [
        {
            "number": one.number,
            "on": name_of(terms.pairs[one.pair].compound) if terms.two_pair else "",
            "cells": [(ARMS[arm], *one.means.get(k, (None, 0))) for k, arm in enumerate(found.arms)],
        }
        for one in block_means(found, course.block)
    ]


def _heavier(found: AuditedTrial | None) -> dict[str, Any]:
    """Return what the heavier model says, if it was asked, and whether it can be asked on this machine."""
    told: dict[str, Any] = {"can_audit": can_audit()}
    if found is None:
        return told
    both = (
        (gettext("The answer"), found.expected, found.result.estimate),
        (gettext("Heavier model"), found.word, found.audit.estimate),
    )
    rows = [
        (name, SHORT[word], f"{_signed(e.median)} ({_signed(e.lo95)} to {_signed(e.hi95)})")
        for name, word, e in both
        if e is not None
    ]
    return told | {"audited": found, "audit_rows": rows}


def _p_of(found: Result) -> tuple[str, str, str] | None:
    """Return p by the draw, the smallest that the design can reach, and of how many sequences."""
    test = found.design_test
    return (three_digits(test.p), three_digits(test.min_p), whole(test.n_sequences)) if test else None


def _off_plan(trial: Trial, course: Course) -> Iterator[tuple[int, str]]:
    """Yield each workout that may be seen and was missed, done the other way, or noted."""
    terms = trial.protocol.terms
    for w in trial.standing.workouts:
        if w.number > course.upto:
            continue
        swap = (
            gettext("did {performed}, drawn was {drawn}").format(
                performed=in_words(terms, w.performed), drawn=in_words(terms, w.arm)
            )
            if w.performed is not None and not w.as_drawn
            else ""
        )
        missed = gettext("not done, {why}").format(why=w.missing) if w.missing else ""
        if said := "; ".join(filter(None, (missed, swap, *w.notes))):
            yield w.number, said


def _change(trial: Trial, one: LoadChange) -> dict[str, Any]:
    pair = trial.protocol.terms.pairs[one.pair]
    return {"before": one.before, "exercise": name_of(pair.compound), "from_kg": one.from_kg, "to_kg": one.to_kg}
