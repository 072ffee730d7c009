"""From an error of a route to a problem: the only place in the API that knows all of them."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from http import HTTPStatus
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as BadRequest

from preex.errors import FieldError, PreexError
from preex.web.api.problems import problem
from preex.web.failures import status_of

_log = logging.getLogger(__name__)
_CODES = {400: "malformed", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}
_FAULT = "This is a fault of PreEx, not of the request."
_HINT = "Try again. If it stays, report it with the trace id."


def tell_failures(api: NinjaAPI) -> None:
    """Let an API answer every error with a problem."""
    api.exception_handler(PreexError)(_ours)
    api.exception_handler(BadRequest)(_bad_request)
    api.exception_handler(HttpError)(_http)
    api.exception_handler(RequestDataTooBig)(_too_large)
    api.exception_handler(Http404)(_missing)
    api.exception_handler(Exception)(_broken)


def _ours(request: HttpRequest, error: PreexError) -> HttpResponse:
    status, trace = status_of(error), uuid4().hex
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        _log.error("%s %s %s: %s", trace, request.method, request.path, error)
        if settings.ACCOUNTS:  # as on pages
            return problem(status, error.code, _FAULT, hint=_HINT, trace_id=trace)
    errors = [{"pointer": _pointer(error.path), "detail": error.message}] if isinstance(error, FieldError) else []
    return problem(status, error.code, error.message, hint=error.hint, errors=errors, trace_id=trace)


def _bad_request(request: HttpRequest, error: BadRequest) -> HttpResponse:  # noqa: ARG001 - as ninja calls it
    errors = [_field(one["loc"], str(one["msg"])) for one in error.errors]
    first = errors[0]
    where = first.get("pointer") or first.get("parameter", "")
    detail = f"{where or 'body'}: {first['detail']}"
    hint = "Compare with /api/v1/openapi.json."
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_field", detail, hint=hint, errors=errors)


def _field(loc: Iterable[object], said: str) -> dict[str, str]:
    source, *rest = (str(step) for step in loc)
    said = said.removeprefix("Value error, ")
    if source == "body":  # the next step is the name the view gives the body
        return {"pointer": "".join(f"/{step}" for step in rest[1:]), "detail": said}
    return {"parameter": rest[-1] if rest else source, "detail": said}


def _http(request: HttpRequest, error: HttpError) -> HttpResponse:
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return problem(400, "malformed", "The body is no JSON.", hint="Send a JSON object in UTF-8.")
    _log.warning("%s %s: %s", request.method, request.path, error)
    return problem(error.status_code, _CODES.get(error.status_code, "refused"), error.message)


def _too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:  # noqa: ARG001 - as ninja calls it
    return problem(413, "too_large", "The body is too large.", hint="Send fewer operations at once.")


def _missing(request: HttpRequest, error: Http404) -> HttpResponse:  # noqa: ARG001 - as ninja calls it
    return problem(404, "not_found", "There is no such thing.", hint="The routes are in /api/v1/openapi.json.")


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say nothing of the inside; the log of the server does."""
    trace = uuid4().hex
    _log.error("%s %s %s", trace, request.method, request.path, exc_info=error)
    return problem(500, "error", _FAULT, hint=_HINT, trace_id=trace)


def _pointer(path: str) -> str:
    """Write `sets[1].load_kg` as `/sets/1/load_kg` (RFC 6901)."""
    steps = re.findall(r"[^.\[\]]+", path)
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)
