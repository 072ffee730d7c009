"""Who is let in to one's training, and into whose one is let."""

from __future__ import annotations

from datetime import UTC, datetime
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from preex.accounts.models import User
from preex.accounts.rules import Scope, may
from preex.accounts.sharing import coached_by, coaches_of, let_in, take_back
from preex.app.demo import DEMO
from preex.errors import FieldError, NotPermitted
from preex.web.fields import chips, refuse
from preex.web.page import page
from preex.web.visitor import look_at, nobody, user_of

MAY = (
    ("log:read", gettext_lazy("Read sets and plans")),
    ("notes:read", gettext_lazy("Read notes")),
    ("body:read", gettext_lazy("Read body mass and profile")),
    ("pain:read", gettext_lazy("Read pain and joints")),
    ("plan:write", gettext_lazy("Make plans, knowing profile and joints")),
    ("log:write", gettext_lazy("Log sets")),
)
_DAYS = (("30", gettext_lazy("30 days")), ("90", gettext_lazy("90 days")), ("", gettext_lazy("Until I take it back")))


class NewCoach(forms.Form):
    """Whom to let in, to what, and for how long. Nothing about health is ticked before one ticks it."""

    name = forms.CharField(
        label=gettext_lazy("The name they log in by"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    may = chips(MAY, several=True, label=gettext_lazy("They may"), required=True, initial=["log:read"])
    days = chips(_DAYS, label=gettext_lazy("For"), initial="90")


@require_http_methods(["GET", "HEAD", "POST"])
def sharing(request: HttpRequest) -> HttpResponse:
    """Show whom one let in; a POST lets somebody in."""
    user, now = _user(request), datetime.now(UTC)
    form = NewCoach(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        wanted = form.cleaned_data
        days = int(wanted["days"]) if wanted["days"] else None
        try:
            let_in(user, wanted["name"], wanted["may"], days=days, at=now)
        except FieldError as error:
            refuse(form, error, "name")
        else:
            messages.success(request, gettext("{name} is let in.").format(name=wanted["name"]))
            return redirect("account-sharing")
    labels = dict(MAY)
    coaches = [(one, [labels[scope] for scope in one.scopes if scope in labels]) for one in coaches_of(user, at=now)]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    coached = coached_by(user, at=now)
    return page(request, "account/sharing.html", status=status, form=form, coaches=coaches, coached=coached)


@require_POST
def end(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Send a coach away."""
    if not take_back(_user(request), grant_id, at=datetime.now(UTC)):
        raise Http404
    messages.success(request, gettext("Taken back, at once."))
    return redirect("account-sharing")


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look at the training of somebody who let one in."""
    name = request.POST.get("athlete", "")
    if name == DEMO or not may(_user(request), name, Scope.LOG_READ, at=datetime.now(UTC)):
        raise nobody(name)
    look_at(request, name)
    return redirect("today")


def _user(request: HttpRequest) -> User:
    user = user_of(request)
    if user is None:
        raise NotPermitted("nobody is logged in.", hint="Log in first.")
    return user
