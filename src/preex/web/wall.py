"""The wall in front of every page and route once people log in: nobody passes unknown, but for a few ways in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import is_reauthentication_required, suspend_request
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from preex.accounts.sessions import keep
from preex.accounts.tokens import scopes_of_token, token_of
from preex.web.api.problems import is_api, problem
from preex.web.failures import failure_page
from preex.web.limits import LIMIT, WINDOW_S, Count, count
from preex.web.reach import ASKS_AGAIN

# Names of the routes that lead in, and those for whoever watches the server. They show nobody's training.
OPEN = frozenset(
    {
        "account_login", "account_logout", "account_inactive", "account_signup", "account_reset_password",
        "account-first", "account-invitation", "account-reset",
        "mfa_authenticate", "mfa_login_webauthn", "language", "healthz", "readyz",
    }
)  # fmt: skip
_READS = {"GET", "HEAD"}


class LoginWall:
    """Middleware: a page asks for a login first, the API for a login or a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the API takes tokens too, and counts."""
        if not is_api(request):
            return self._get_response(request)
        _take_token(request)
        if not request.user.is_authenticated:
            return _no_api()
        counted = count(str(request.user.pk))
        response = _too_often(counted) if counted.is_over else self._get_response(request)
        for name, value in counted.headers().items():
            response.headers[name] = value
        return response

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:  # noqa: ANN401 - the view, which is not called
        """Let through who is logged in, and prolong their session."""
        if request.user.is_authenticated and not hasattr(request, "token_scopes"):
            keep(request)
        if request.user.is_authenticated and (request.method, _name_of(request)) in ASKS_AGAIN:
            return _once_more(request)
        if request.user.is_authenticated or _name_of(request) in OPEN:
            return None
        if is_api(request):  # the session was too old
            return _no_api()
        if request.method in _READS:
            return redirect_to_login(request.get_full_path())
        message = gettext("You are logged out. Nothing was changed.")
        return failure_page(request, HTTPStatus.UNAUTHORIZED, message, gettext("Log in, then send it again."))


def _take_token(request: HttpRequest) -> None:
    """Let a token say who asks, and forget the session: of the two, a program that sends a token means the token."""
    scheme, _, key = request.headers.get("Authorization", "").partition(" ")
    if not scheme:
        return
    token = token_of(key.strip(), at=datetime.now(UTC)) if scheme.lower() == "bearer" else None
    request.user = token.user if token else AnonymousUser()
    request.token_scopes = scopes_of_token(token) if token else frozenset()  # type: ignore[attr-defined]


def _once_more(request: HttpRequest) -> HttpResponse | None:
    """Ask who it is, unless that was asked a moment ago; the request goes on afterwards."""
    if not is_reauthentication_required(request, app="allauth.account"):
        return None
    way = get_adapter().get_reauthentication_methods(request.user)[0]
    asked: HttpResponse = suspend_request(request, way["url"])
    return asked


def _too_often(counted: Count) -> HttpResponse:
    said = f"{LIMIT} requests in {WINDOW_S} s are the most."
    return problem(429, "too_many_requests", said, hint=f"Wait {counted.left_s} s.")


def _name_of(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def _no_api() -> HttpResponse:
    told = problem(401, "unauthorized", "Nobody is logged in.", hint="Send Authorization: Bearer and a token.")
    told.headers["WWW-Authenticate"] = "Bearer"
    return told
