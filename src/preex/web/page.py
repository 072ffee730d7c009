"""Rendering: every page says which part of the app it belongs to."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

# Part of the app -> its pages: route, label. The first is the one the main navigation leads to.
PARTS = {
    "today": (("today", _("Today")), ("log", _("Log")), ("import", _("Import"))),
    "plan": (("plan", _("Plan")), ("compare", _("Compare")), ("pairs", _("Pairings"))),
    "progress": (
        ("progress", _("Review")),
        ("strength", _("Strength")),
        ("volume", _("Volume")),
        ("trials", _("Trials")),
    ),
    "learn": (("learn", _("Learn")), ("claims", _("Claims")), ("evidence", _("Studies"))),
    "": (),
}


def page(
    request: HttpRequest,
    template: str,
    *,
    part: str = "",
    at: str = "",
    status: int = HTTPStatus.OK,
    **shown: Any,  # noqa: ANN401
) -> HttpResponse:
    """Render a page.

    Parameters
    ----------
    request : as Django gives it.
    template : file in `templates/`.
    part, at : part of the app, and the route within it, both marked in the navigation.
    status : HTTP status.
    **shown : what the template shows.
    """
    return render(request, template, {"part": part, "sub": PARTS[part], "at": at, **shown}, status=status)
