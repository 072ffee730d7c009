"""Where allauth is told otherwise: no sign-up, no mail, redirects to this host alone, guesses counted by name."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext, gettext_lazy


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]  # it has no types
    """allauth's account app as we use it."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": gettext_lazy("Name and password do not belong together."),
        "too_many_login_attempts": gettext_lazy("Too many guesses. Wait a quarter of an hour, then try again."),
        "incorrect_password": gettext_lazy("That is not the password of this account."),
        "incorrect_code": gettext_lazy("That code is not right, or it was used. Wait for the next one."),
        "enter_current_password": gettext_lazy("That is not the password of this account."),
        "rate_limited": gettext_lazy("Too many guesses. Wait a quarter of an hour, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - as allauth calls it
        """People come by invitation."""
        return False

    def is_safe_url(self, url: str) -> bool:
        """Redirect to pages of this host alone, not to every host that is ours."""
        return url_has_allowed_host_and_scheme(url, {self.request.get_host()}, require_https=self.request.is_secure())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: there is no mail server."""

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:  # noqa: ANN401, ARG002 - as allauth calls it
        # allauth's own puts the Host header in front, port and all, which a guesser can change with every guess.
        return str(credentials.get("username", "")).lower()


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # it has no types
    """allauth's second factors as we use them."""

    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That code is not right, or it was used. Wait for the next one."),
    }

    def get_totp_issuer(self) -> str:
        """Name the app beside its code."""
        return f"PreEx {self._get_site_name()}"

    def build_totp_svg(self, url: str) -> str:
        """Draw the code without the declaration an SVG in a page cannot have."""
        return str(super().build_totp_svg(url)).partition("?>")[2]

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:  # noqa: A002 - as allauth calls it
        """Name a passkey until its owner does."""
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return gettext("Passkey {number}").format(number=number)
