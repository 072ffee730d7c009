"""The evidence as files: figures, what other programs read, and the template for a study."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from preex import app
from preex.errors import NotFound, ValidationError
from preex.web.pages.evidence import Filters, drawn, found_by

# A figure opened by itself takes its dark colours from a rule of its own, and nothing from anywhere.
_FIGURE_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TYPES = {"csv": "text/csv; charset=utf-8", "bib": "application/x-bibtex; charset=utf-8", "json": "application/json"}


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Draw the figure of a question, or of the directions of muscle activity; `?narrow` for a phone, `?claim` of what a claim rests on."""
    claim = request.GET.get("claim", "")
    asked = _asked(request) | ({"claim": claim} if claim else {})
    svg = drawn(key, found_by(asked), asked, narrow="narrow" in request.GET)
    return HttpResponse(svg, content_type="image/svg+xml", headers={"Content-Security-Policy": _FIGURE_POLICY})


@require_safe
def export(request: HttpRequest, suffix: str) -> HttpResponse:
    """Give effects as CSV, studies as BibTeX, or all of it as JSON."""
    if suffix not in _TYPES:
        raise NotFound(f"evidence is not kept as .{suffix[:20]}.", hint=f"There are {', '.join(_TYPES)}.")
    text = app.export_evidence(found_by(_asked(request)), f".{suffix}")
    return _file(text, f"preex-evidence.{suffix}", _TYPES[suffix])


@require_safe
def template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """Give the template for a study."""
    return _file(app.study_template(".json"), "study.json", _TYPES["json"])


def _asked(request: HttpRequest) -> dict[str, str]:
    form = Filters(request.GET)
    if not form.is_valid():
        wrong = "; ".join(str(error) for errors in form.errors.values() for error in errors)
        raise ValidationError(wrong, hint="Choose the filters on the page of the evidence.")
    return form.asked


def _file(text: str, name: str, content_type: str) -> HttpResponse:
    disposition = f'attachment; filename="{name}"'
    return HttpResponse(text, content_type=content_type, headers={"Content-Disposition": disposition})
