"""Who has an account here, for admins: invite, let set a new password, lock out. Nobody's training is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from preex.accounts.joining import make_link
from preex.accounts.models import Link, LinkKind, User
from preex.web.page import page
from preex.web.visitor import user_of

View = Callable[..., HttpResponse]


class Invitation(forms.Form):
    """For whom an invitation is."""

    note = forms.CharField(
        label=gettext_lazy("For whom"), max_length=80, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Only to tell the links below apart."),
    )  # fmt: skip


def admins_only(view: View) -> View:
    """Let admins in; for others there is no such page."""

    @wraps(view)
    def guarded(request: HttpRequest, **named: object) -> HttpResponse:
        user = user_of(request)
        if user is None or not user.is_admin:
            raise Http404
        return view(request, user, **named)

    return guarded


@require_safe
@admins_only
def people(request: HttpRequest, admin: User) -> HttpResponse:
    """List who has an account, and the invitations nobody has used yet."""
    return _people(request, admin)


@require_POST
@never_cache
@admins_only
def invite(request: HttpRequest, admin: User) -> HttpResponse:
    """Make an invitation and show its link, this once."""
    form = Invitation(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    code = make_link(LinkKind.INVITATION, made_by=admin, note=note, at=datetime.now(UTC))
    link = request.build_absolute_uri(reverse("account-invitation", args=[code]))
    return _people(request, admin, link=link, link_for=note, kind=LinkKind.INVITATION)


@require_POST
@admins_only
def end_invitation(request: HttpRequest, admin: User, link_id: int) -> HttpResponse:  # noqa: ARG001 - admins alone get here
    """Take back an invitation."""
    if not Link.objects.filter(pk=link_id, kind=LinkKind.INVITATION, used_at=None).delete()[0]:
        raise Http404
    messages.success(request, gettext("The invitation is taken back."))
    return redirect("account-people")


@require_POST
@never_cache
@admins_only
def reset(request: HttpRequest, admin: User, user_id: UUID) -> HttpResponse:
    """Make a link that sets somebody's password anew, and show it, this once."""
    user = _user(user_id)
    code = make_link(LinkKind.RESET, made_by=admin, user=user, at=datetime.now(UTC))
    link = request.build_absolute_uri(reverse("account-reset", args=[code]))
    return _people(request, admin, link=link, link_for=user.username, kind=LinkKind.RESET)


@require_POST
@admins_only
def active(request: HttpRequest, admin: User, user_id: UUID) -> HttpResponse:
    """Lock somebody out, or let them in again. Nobody locks themselves out."""
    user = _user(user_id)
    if user.pk != admin.pk:
        user.is_active = not user.is_active
        user.save(update_fields=["is_active"])
        said = gettext("{name} can log in again.") if user.is_active else gettext("{name} is locked out, at once.")
        messages.success(request, said.format(name=user.username))
    return redirect("account-people")


def _user(user_id: UUID) -> User:
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise Http404
    return user


def _people(request: HttpRequest, admin: User, **made: Any) -> HttpResponse:  # noqa: ANN401 - what the template shows
    waiting = Link.objects.filter(kind=LinkKind.INVITATION, used_at=None, until__gt=datetime.now(UTC))
    return page(
        request,
        "account/people.html",
        people=User.objects.order_by("username"),
        waiting=waiting.order_by("-made_at"),
        form=Invitation(),
        me=admin,
        **made,
    )
