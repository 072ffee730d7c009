"""allauth's forms in our words."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from django.forms import Form
from django.utils.translation import gettext_lazy


def _say(form: Form, **labels: Any) -> None:  # noqa: ANN401 - texts that wait for a language
    """Label fields; a placeholder that repeats the label and a help that leads elsewhere go."""
    for name, label in labels.items():
        field = form.fields[name]
        field.label, field.help_text = label, ""
        field.widget.attrs.pop("placeholder", None)


class Login(LoginForm):  # type: ignore[misc]  # it has no types
    """Name and password."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - as allauth calls it
        super().__init__(*args, **named)
        _say(self, login=gettext_lazy("Name"), password=gettext_lazy("Password"))
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}


class Confirm(ReauthenticateForm):  # type: ignore[misc]  # it has no types
    """The password once more."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - as allauth calls it
        super().__init__(*args, **named)
        _say(self, password=gettext_lazy("Password"))


class ChangePassword(ChangePasswordForm):  # type: ignore[misc]  # it has no types
    """The old password and the new one."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - as allauth calls it
        super().__init__(*args, **named)
        _say(
            self,
            oldpassword=gettext_lazy("Password until now"),
            password1=gettext_lazy("New password"),
            password2=gettext_lazy("New password once more"),
        )


class _Code:
    """A code that a phone may fill in."""

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - as allauth calls it
        super().__init__(*args, **named)
        form: Any = self
        _say(form, code=gettext_lazy("Code"))
        form.fields["code"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "one-time-code"}


class Code(_Code, AuthenticateForm):  # type: ignore[misc]  # it has no types
    """A code as the second step of a login."""


class ConfirmCode(_Code, ReauthenticateByCodeForm):  # type: ignore[misc]  # it has no types
    """A code in place of the password once more."""


class ActivateCode(_Code, ActivateTOTPForm):  # type: ignore[misc]  # it has no types
    """The first code of an app."""
