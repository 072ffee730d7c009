"""The wall in front of every page and route once people log in: nobody passes unknown, but for a few ways in."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from preex.accounts.sessions import keep
from preex.web.api.problems import is_api, problem
from preex.web.failures import failure_page

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
        """Answer."""
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:  # noqa: ANN401 - the view, which is not called
        """Let through who is logged in, and prolong their session."""
        if request.user.is_authenticated:
            keep(request)
        if request.user.is_authenticated or _name_of(request) in OPEN:
            return None
        if is_api(request):
            return _no_api()
        if request.method in _READS:
            return redirect_to_login(request.get_full_path())
        message = gettext("You are logged out. Nothing was changed.")
        return failure_page(request, HTTPStatus.UNAUTHORIZED, message, gettext("Log in, then send it again."))


def _name_of(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def _no_api() -> HttpResponse:
    told = problem(401, "unauthorized", "Nobody is logged in.", hint="Send Authorization: Bearer and a token.")
    told.headers["WWW-Authenticate"] = "Bearer"
    return told
