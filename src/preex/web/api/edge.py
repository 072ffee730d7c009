"""What holds for every request to the API before a route sees it, and for every answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse

from preex.web.api.problems import is_api, problem

Answer = Callable[[HttpRequest], HttpResponse]
_READS = {"GET", "HEAD", "OPTIONS"}
_JSON = "application/json"


class ApiEdge:
    """Middleware: other sites cannot write, writes are JSON, what is unknown is refused, nothing is kept by caches."""

    def __init__(self, get_response: Answer) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer a request to the API; leave others alone."""
        if not is_api(request):
            return self._get_response(request)
        response = _from_elsewhere(request) or self._get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response = _not_allowed(request, response)
        response.headers["Cache-Control"] = "no-store"
        return response

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse | None:
        """Refuse parameters that the route does not know, or that stand twice where one is asked for."""
        if not is_api(request) or request.resolver_match is None:
            return None
        route = f"/{request.resolver_match.route}".replace("<", "{").replace(">", "}")
        known = _parameters().get((route, request.method or ""))
        if known is None:
            return None
        if refusal := _not_json(request):
            return refusal
        wrong = [name for name in request.GET if name not in known]
        twice = [n for n in request.GET if n in known and not known[n] and len(request.GET.getlist(n)) > 1]
        if not wrong and not twice:
            return None
        name = (wrong or twice)[0]
        said = "is no parameter of this route." if wrong else "stands twice."
        return problem(
            422, "invalid_field", f"{name[:80]}: {said}", hint=f"Known: {', '.join(known) or 'none'}.",
            errors=[{"parameter": name[:80], "detail": said}],
        )  # fmt: skip


def _from_elsewhere(request: HttpRequest) -> HttpResponse | None:
    """Refuse writes that a page of another site makes a browser send. Programs send neither header."""
    if request.method in _READS:
        return None
    site = request.headers.get("Sec-Fetch-Site", "none")
    origin = request.headers.get("Origin")
    if site in {"same-origin", "none"} and origin in {None, f"{request.scheme}://{request.get_host()}"}:
        return None
    return problem(403, "permission", "A page of another site may not write here.", hint="Call from this address.")


def _not_json(request: HttpRequest) -> HttpResponse | None:
    """Refuse bodies of other kinds: a form of another site cannot send JSON without asking first."""
    if request.method in _READS or request.content_type == _JSON:
        return None
    hint = f"Send Content-Type: {_JSON}."
    return problem(415, "unsupported_media_type", f"The body is {(request.content_type or 'nothing')[:80]}.", hint=hint)


def _not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    allowed = response.headers.get("Allow", "")
    told = problem(405, "method_not_allowed", f"{request.method} is not for this route.", hint=f"Use {allowed}.")
    if allowed:
        told.headers["Allow"] = allowed
    return told


@cache
def _parameters() -> Mapping[tuple[str, str], Mapping[str, bool]]:
    """Return (route, method) -> parameter -> whether it may repeat, from the API's own description."""
    from preex.web.api.service import description

    return {
        (route, method.upper()): {
            p["name"]: _repeats(p["schema"]) for p in operation.get("parameters", ()) if p["in"] == "query"
        }
        for route, methods in description()["paths"].items()
        for method, operation in methods.items()
    }


def _repeats(schema: Mapping[str, Any]) -> bool:
    return any(one.get("type") == "array" for one in (schema, *schema.get("anyOf", ())))
