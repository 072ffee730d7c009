"""One's account, and the way out."""

from __future__ import annotations

from allauth.account.views import LogoutView
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from preex.web.page import page
from preex.web.visitor import user_of

_CLEAR = '"cache", "storage"'


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Show what belongs to the account."""
    user = user_of(request)
    factors = Authenticator.objects.filter(user_id=user.pk if user else None)
    return page(
        request,
        "account/index.html",
        passkeys=factors.filter(type=Authenticator.Type.WEBAUTHN).count(),
        one_time=factors.filter(type=Authenticator.Type.TOTP).exists(),
        sessions=UserSession.objects.filter(user=user).count(),
    )


def logout(request: HttpRequest) -> HttpResponse:
    """Ask, then end the session, and tell the browser to keep nothing of what it stored (ASVS 14.3.1)."""
    response: HttpResponse = LogoutView.as_view()(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = _CLEAR
    return response
