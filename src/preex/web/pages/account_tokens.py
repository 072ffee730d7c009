"""Keys to the API: make one, see which there are, end one."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from preex.accounts.models import User
from preex.accounts.tokens import make_token, revoke
from preex.errors import NotPermitted
from preex.web.fields import chips
from preex.web.page import page
from preex.web.visitor import user_of

_MAY = (
    ("read", gettext_lazy("Read everything")),
    ("log", gettext_lazy("Log sets")),
    ("plan", gettext_lazy("Make and change plans")),
)
_DAYS = (("30", gettext_lazy("30 days")), ("90", gettext_lazy("90 days")), ("365", gettext_lazy("A year")))


class NewToken(forms.Form):
    """What a token is for."""

    name = forms.CharField(
        label=gettext_lazy("Which program"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    may = chips(_MAY, several=True, label=gettext_lazy("It may"), required=True, initial=["read"])
    days = chips(_DAYS, label=gettext_lazy("For"), required=True, initial="90")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens; a POST makes one and shows its key, this once."""
    user = _user(request)
    if request.method != "POST":
        return _tokens(request, user, NewToken())
    form = NewToken(request.POST)
    if not form.is_valid():
        return _tokens(request, user, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    wanted = form.cleaned_data
    key = make_token(user, name=wanted["name"], kinds=wanted["may"], days=int(wanted["days"]), at=datetime.now(UTC))
    return _tokens(request, user, NewToken(), key=key, key_of=wanted["name"])


@require_POST
def end(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token at once."""
    if not revoke(_user(request), token_id, at=datetime.now(UTC)):
        raise Http404
    messages.success(request, gettext("That token opens nothing any more."))
    return redirect("account-tokens")


def _user(request: HttpRequest) -> User:
    user = user_of(request)
    if user is None:
        raise NotPermitted("nobody is logged in.", hint="Log in first.")
    return user


def _tokens(request: HttpRequest, user: User, form: NewToken, **shown: Any) -> HttpResponse:  # noqa: ANN401 - what the template shows
    now = datetime.now(UTC)
    found = user.tokens.filter(revoked_at=None, until__gt=now).order_by("-made_at")
    return page(request, "account/tokens.html", form=form, tokens=found, **shown)
