"""From an error to a status code and a page: the only place in the web that knows all of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from preex.errors import (
    Conflict,
    NotFound,
    NotPermitted,
    PreexError,
    Unavailable,
    ValidationError,
)
from preex.web.api.problems import is_api, problem
from preex.web.uploads import LARGEST_BODY

_log = logging.getLogger(__name__)

_STATUS = (
    (ValidationError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NotFound, HTTPStatus.NOT_FOUND),
    (Conflict, HTTPStatus.CONFLICT),
    (NotPermitted, HTTPStatus.FORBIDDEN),
    (Unavailable, HTTPStatus.SERVICE_UNAVAILABLE),
)
_TITLES = {
    HTTPStatus.BAD_REQUEST: _("That request was not understood"),
    HTTPStatus.UNAUTHORIZED: _("Log in first"),
    HTTPStatus.FORBIDDEN: _("That is not permitted"),
    HTTPStatus.NOT_FOUND: _("There is no such thing"),
    HTTPStatus.CONFLICT: _("That clashes with what is stored"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: _("That is too large"),
    HTTPStatus.UNPROCESSABLE_ENTITY: _("That cannot be"),
    HTTPStatus.TOO_MANY_REQUESTS: _("That was too often"),
    HTTPStatus.INTERNAL_SERVER_ERROR: _("Something went wrong here"),
    HTTPStatus.SERVICE_UNAVAILABLE: _("The log cannot be reached"),
}
_API_CODES = {
    HTTPStatus.BAD_REQUEST: "malformed",
    HTTPStatus.FORBIDDEN: "permission",
    HTTPStatus.NOT_FOUND: "not_found",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "too_large",
    HTTPStatus.TOO_MANY_REQUESTS: "too_many_requests",
    HTTPStatus.INTERNAL_SERVER_ERROR: "error",
    HTTPStatus.SERVICE_UNAVAILABLE: "unavailable",
}
_READ_AND_DROPPED = 256_000_000  # of a body that is too large, so that the browser lives to see the answer [bytes]


def status_of(error: PreexError) -> HTTPStatus:
    """Return the status code of an error; what nobody asked for is the server's own fault."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.INTERNAL_SERVER_ERROR)


class FailuresAsPages:
    """Middleware: whatever a view raises on purpose becomes a page that says what, why and what next."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, but read no body that is larger than any form of ours."""
        if _content_length(request) > LARGEST_BODY:
            return _too_large(request)
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn our own errors into pages; others are left to `broken`."""
        if not isinstance(error, PreexError):
            return None
        status = status_of(error)
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.error("%s %s: %s", request.method, request.path, error)
            if settings.ACCOUNTS:  # the text names places on the machine, which are not for everybody who logs in
                return failure_page(request, status, *_fault())
        return failure_page(request, status, error.message, error.hint, lang="en")


def failure_page(
    request: HttpRequest, status: HTTPStatus, message: str, hint: str = "", *, lang: str = ""
) -> HttpResponse:
    """Render the page of a failure, `lang` its language where that is not the page's; for a program, tell it as a problem."""
    if is_api(request):
        return problem(status, _API_CODES.get(status, "refused"), message, hint=hint)
    said = {
        "title": _TITLES.get(status, status.phrase),
        "message": message,
        "hint": hint,
        "status": int(status),
        "lang": lang,
    }
    return render(request, "failure.html", said, status=status)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """404: no such page."""
    return failure_page(
        request,
        HTTPStatus.NOT_FOUND,
        gettext("There is no page {address}.").format(address=request.path[:120]),
        gettext("Start from Today."),
    )


def refused(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """400: a request no browser makes of our forms."""
    return failure_page(
        request, HTTPStatus.BAD_REQUEST, gettext("The request is malformed."), gettext("Go back and try again.")
    )


def too_many(request: HttpRequest) -> HttpResponse:
    """429: more guesses than people make."""
    message, hint = gettext("Too many tries."), gettext("Wait a quarter of an hour.")
    response = failure_page(request, HTTPStatus.TOO_MANY_REQUESTS, message, hint)
    response.headers["Retry-After"] = "900"
    return response


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - as Django calls it
    """403: a form that did not come from one of our pages, or came after its cookie was gone."""
    message = gettext("This form did not come from a page of this app, or its cookie is gone. Nothing was changed.")
    hint = gettext("Allow cookies for this address, reload and try again.")
    return failure_page(request, HTTPStatus.FORBIDDEN, message, hint)


def broken(request: HttpRequest) -> HttpResponse:
    """500: a fault of ours. Says nothing of its inside; the log of the server does."""
    message, hint = _fault()
    try:
        return failure_page(request, HTTPStatus.INTERNAL_SERVER_ERROR, message, hint)
    except Exception:  # noqa: BLE001 - whatever broke the page may break this one too
        _log.exception("the page of a failure failed")
        status = HTTPStatus.INTERNAL_SERVER_ERROR
        return HttpResponse(f"{message} {hint}", status=status, content_type="text/plain; charset=utf-8")


def _fault() -> tuple[str, str]:
    return (
        gettext("This is a fault of PreEx, not of yours. Your log was not changed by it."),
        gettext("Try again. If it stays, report it with what the terminal shows."),
    )


def _content_length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _too_large(request: HttpRequest) -> HttpResponse:
    size = _content_length(request)
    if size <= _READ_AND_DROPPED:
        while request.read(1_000_000):
            pass
    sizes = {"size": f"{size / 1e6:.0f}", "most": f"{LARGEST_BODY / 1e6:.0f}"}
    message = gettext("What was sent has {size} MB; {most} MB are the most.").format(**sizes)
    hint = gettext("Split the file, or export fewer years.")
    return failure_page(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message, hint)
