"""Trials of several lifters beside each other, from the files they exported."""

from __future__ import annotations

from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from preex import app
from preex.app.trial_pool import TrialsPooled
from preex.errors import PreexError
from preex.plots.trial import lifters_figure
from preex.trials.questions import OUTCOMES
from preex.web import uploads
from preex.web.failures import status_of
from preex.web.fields import sentence
from preex.web.figures import shown, svg_response
from preex.web.page import page
from preex.web.pages.trial_words import TITLES
from preex.web.tags import three_digits
from preex.web.visitor import visitor_of

MOST = 200  # files; a body of 50 MB is read at most


class SeveralFiles(forms.ClearableFileInput):
    """A field of several files."""

    allow_multiple_selected = True


@require_http_methods(["GET", "HEAD", "POST"])
def pool(request: HttpRequest) -> HttpResponse:
    """Take the files of lifters and lead to their pool; show it."""
    whose = visitor_of(request).name
    if request.method == "POST":
        files = request.FILES.getlist("files")[:MOST]
        if files:
            tickets = [uploads.keep(file, whose) for file in files]
            return redirect(f"{reverse('trial-pool')}?{urlencode([('file', one) for one in tickets])}")
        return _page(
            request, HTTPStatus.UNPROCESSABLE_ENTITY, refused=gettext("Choose the files first, one of each lifter.")
        )
    tickets = request.GET.getlist("file")[:MOST]
    if not tickets:
        return _page(request, HTTPStatus.OK)
    try:
        found = _pooled(tickets, whose)
    except PreexError as error:
        return _page(request, status_of(error), refused=sentence(f"{error.message} {error.hint}".strip()))
    return _page(request, HTTPStatus.OK, **_shown(found, urlencode([("file", t) for t in tickets])))


@require_safe
def figure(request: HttpRequest) -> HttpResponse:
    """Draw lifters beside each other; `?narrow` for a phone."""
    found = _pooled(request.GET.getlist("file")[:MOST], visitor_of(request).name)
    return svg_response(lifters_figure(found.pooled, found.unit, narrow="narrow" in request.GET))


def _pooled(tickets: list[str], whose: str) -> TrialsPooled:
    return app.pool_trials([str(uploads.find(ticket, whose)) for ticket in tickets])


def _page(request: HttpRequest, status: HTTPStatus, **told: Any) -> HttpResponse:  # noqa: ANN401 - what a template shows
    return page(request, "trial_pool.html", part="progress", at="trials", status=status, **told)


def _shown(found: TrialsPooled, asked: str) -> dict[str, Any]:
    p, address = found.pooled, f"{reverse('trial-pool-figure')}?{asked}"
    sums = (
        (gettext("Mean of the lifters"), p.mean),
        (gettext("A next lifter"), p.next_lifter),
        (gettext("How much lifters differ, SD"), p.tau),
    )
    return {
        "title": TITLES[found.question],
        "measured": gettext(OUTCOMES[found.outcome].words),
        "unit": gettext(found.unit),
        "lifters": [{"one": one, "borrowed": f"{100 * one.borrowed:.0f} %"} for one in p.lifters],
        "sums": sums,
        "p": three_digits(found.audit.p),
        "one_model": found.audit.one_model,
        "figure": shown(
            partial(lifters_figure, p, found.unit),
            address,
            f"{address}&narrow",
            alt=gettext(
                "Figure: the effect on each lifter, alone and beside the others. The table below has the same numbers."
            ),
            file="preex-lifters.svg",
        ),
    }
