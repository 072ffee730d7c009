"""The ways in by a link: the first account, an invitation, a new password."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from preex.accounts.joining import join, link_of, set_password
from preex.accounts.models import NAME_LENGTH, LinkKind, User
from preex.errors import FieldError
from preex.store import Store
from preex.web.fields import refuse
from preex.web.page import page

_ASKS_AND_TAKES = require_http_methods(["GET", "HEAD", "POST"])


class NewPassword(forms.Form):
    """A password, asked for once: it can be looked at, and a password manager writes it."""

    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        max_length=1000,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "At least 8 characters, better 15. Any characters; a few words in a row are easier to type than signs."
        ),
    )

    def clean_password(self) -> str:
        """Refuse what guessers try first."""
        password: str = self.cleaned_data["password"]
        validate_password(password, User(username=self.cleaned_data.get("name", "")))
        return password


class NewAccount(NewPassword):
    """A name to log in by, and a password."""

    name = forms.CharField(
        label=gettext_lazy("Name to log in by"),
        max_length=NAME_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=gettext_lazy("Small letters and digits, as anna or anna.k."),
    )
    field_order = ("name", "password")

    def clean_name(self) -> str:
        """Take capitals for small letters."""
        name: str = self.cleaned_data["name"].lower()
        for check in User._meta.get_field("username").validators:  # noqa: SLF001 - Django's documented way to a field
            check(name)
        return name


@_ASKS_AND_TAKES
@never_cache
@sensitive_post_parameters("password")
def first(request: HttpRequest, code: str) -> HttpResponse:
    """Make the first account, an admin, with the log that was there."""
    return _new_account(request, LinkKind.FIRST, code)


@_ASKS_AND_TAKES
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, code: str) -> HttpResponse:
    """Make the account of an invitation, with an empty log."""
    return _new_account(request, LinkKind.INVITATION, code)


@_ASKS_AND_TAKES
@never_cache
@sensitive_post_parameters("password")
def reset(request: HttpRequest, code: str) -> HttpResponse:
    """Set a password anew."""
    now = datetime.now(UTC)
    link = link_of(LinkKind.RESET, code, at=now)
    form = NewPassword(request.POST or None)
    if form.is_bound and form.is_valid():
        set_password(code, password=form.cleaned_data["password"], at=now)
        return redirect("account_login")
    return page(request, "account/join.html", status=_status(form), form=form, of=link.user, kind=link.kind)


@require_safe
def by_invitation(request: HttpRequest) -> HttpResponse:
    """Say how one gets an account."""
    text = gettext("People get in by a link. Whoever runs this server can make one for you, under Account, People.")
    return page(request, "account/said.html", title=gettext("By invitation"), text=text)


@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """Say how one gets a new password."""
    text = gettext(
        "No mail is sent from here. Whoever runs this server can make a link for you that sets a new password, under "
        "Account, People. With a passkey you need no password."
    )
    return page(request, "account/said.html", title=gettext("Password forgotten?"), text=text)


def _new_account(request: HttpRequest, kind: LinkKind, code: str) -> HttpResponse:
    now = datetime.now(UTC)
    link = link_of(kind, code, at=now)
    form = NewAccount(request.POST or None)
    if form.is_bound and form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password"]
        try:
            user = join(kind, code, name=name, password=password, store=Store(), at=now)
        except FieldError as error:
            refuse(form, error, "name")
        else:
            logged_in: HttpResponse = perform_password_login(request, {"username": name}, Login(user=user))
            return logged_in
    return page(request, "account/join.html", status=_status(form), form=form, of=None, kind=link.kind)


def _status(form: forms.Form) -> HTTPStatus:
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
