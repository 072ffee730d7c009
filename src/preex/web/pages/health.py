"""For whoever watches the server."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from preex.errors import PreexError
from preex.web.visitor import visitor_of


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - as Django calls it
    """Say that the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether the log can be read."""
    try:
        visitor_of(request)
    except PreexError as error:
        return JsonResponse({"status": "unavailable", "code": error.code}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ok"})
