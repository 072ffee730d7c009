"""For whoever watches the server."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from preex.errors import PreexError
from preex.store import Store


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - as Django calls it
    """Say that the process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - as Django calls it
    """Say whether the log can be read and written, whoever asks: nobody's is shown."""
    try:
        store = Store()
        store.athlete()
        store.refuse_if_damaged()
    except PreexError as error:
        return JsonResponse({"status": "unavailable", "code": error.code}, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return JsonResponse({"status": "ok"})
