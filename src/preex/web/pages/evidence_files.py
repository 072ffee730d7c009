"""The evidence as files: figures, what other programs read, and the template for a study."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from preex import app
from preex.errors import NotFound, ValidationError
from preex.evidence.drawing import directions_of, forest_of
from preex.evidence.questions import questions
from preex.plots.drawing import Svg
from preex.plots.emg import directions
from preex.plots.forest import forest
from preex.web.figures import attachment, svg_response
from preex.web.pages.evidence import ACTIVITY, Filters, found_by

_TYPES = {"csv": "text/csv; charset=utf-8", "bib": "application/x-bibtex; charset=utf-8", "json": "application/json"}


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Draw the figure of a question, or of the directions of muscle activity; `?narrow` for a phone, `?claim` of what a claim rests on."""
    claim = request.GET.get("claim", "")
    asked = _asked(request) | ({"claim": claim} if claim else {})
    return svg_response(_drawn(key, asked, narrow="narrow" in request.GET))


def _drawn(key: str, asked: Mapping[str, str], *, narrow: bool) -> Svg:
    """Draw the figure of a question, or of the directions of muscle activity.

    Raises
    ------
    NotFound : there is no such figure.
    """
    if key == ACTIVITY and "claim" not in asked:
        return directions(directions_of(app.known_evidence().only(**asked)), narrow=narrow)
    if key in {q.key for q in questions()}:
        found = found_by(asked, "" if "claim" in asked else key)  # a claim asks few, and this one perhaps not
        for p in found.answers:
            if p.question.key == key:
                return forest(forest_of(p, found.known), narrow=narrow)
    raise NotFound(f"no question is called {key[:60]!r}.", hint="See the page of the evidence.")


@require_safe
def export(request: HttpRequest, suffix: str) -> HttpResponse:
    """Give effects as CSV, studies as BibTeX, or all of it as JSON."""
    if suffix not in _TYPES:
        raise NotFound(f"evidence is not kept as .{suffix[:20]}.", hint=f"There are {', '.join(_TYPES)}.")
    text = app.export_evidence(found_by(_asked(request)), f".{suffix}")
    return attachment(text, f"preex-evidence.{suffix}", _TYPES[suffix])


@require_safe
def template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """Give the template for a study."""
    return attachment(app.study_template(".json"), "study.json", _TYPES["json"])


def _asked(request: HttpRequest) -> dict[str, str]:
    form = Filters(request.GET)
    if not form.is_valid():
        wrong = "; ".join(str(error) for errors in form.errors.values() for error in errors)
        raise ValidationError(wrong, hint="Choose the filters on the page of the evidence.")
    return form.asked
