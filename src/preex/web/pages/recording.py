"""The log: what was done, in one line, and beside it what was expected."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from preex import app
from preex.app.recording import Recorded
from preex.app.reviewing import Review
from preex.core.limit import ASKED
from preex.errors import Conflict, PreexError
from preex.web.charts import Scale, range_bar
from preex.web.fields import refuse
from preex.web.language import in_days, said_later
from preex.web.page import page
from preex.web.visitor import Visitor, visitor_of

LONGEST = 5000  # characters of a line
_SHOWN = 12  # sets of the last workout


class Line(forms.Form):
    """What was done. The ticket makes sending the form twice harmless."""

    line = forms.CharField(
        max_length=LONGEST,
        label=_("What did you do?"),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "none"}),
    )
    at = forms.DateTimeField(
        required=False,
        label=_("When"),
        help_text=_("Empty: now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    gave_out = forms.ChoiceField(
        required=False,
        label=_("What gave out in the last set?"),
        help_text=_("If you felt it. After five sets of a lift PreEx knows which muscle ends it."),
        choices=[("", _("not sure")), *((word, said_later(word)) for word in ASKED)],
    )
    plan = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    ticket = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def moment(self, visitor: Visitor) -> datetime:
        """Return when it was done, as typed where the lifter is; now if nothing was typed."""
        typed: datetime | None = self.cleaned_data["at"]
        if typed is None:
            return visitor.here
        zone = ZoneInfo(visitor.athlete.zone) if visitor.athlete.zone else None
        wall = typed.replace(tzinfo=None)  # Django took it for UTC
        return wall.replace(tzinfo=zone) if zone else wall.astimezone()

    def new_id(self) -> Callable[[], uuid.UUID]:
        """Return what makes the same ids again when the same form is sent again."""
        ticket = self.cleaned_data["ticket"] or uuid.uuid4()
        numbers = itertools.count()
        return lambda: uuid.uuid5(ticket, str(next(numbers)))


@require_http_methods(["GET", "HEAD", "POST"])
def log(request: HttpRequest) -> HttpResponse:
    """Take a line; show the last workout beside what was expected of it."""
    visitor = visitor_of(request)
    status = HTTPStatus.OK
    if request.method == "POST":
        form = Line(request.POST)
        if form.is_valid():
            try:
                done = _record(visitor, form)
            except Conflict:
                messages.info(request, gettext("That was recorded already; nothing was stored twice."))
                return redirect("log")
            except PreexError as error:
                _point(form, error)
            else:
                messages.success(request, _summary(done))
                return redirect("log")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    else:
        asked = {"line": request.GET.get("line", "")[:LONGEST], "plan": request.GET.get("plan", "")[:20]}
        form = Line(initial=asked | {"ticket": uuid.uuid4()})
    reviewed = app.review(visitor.store, visitor.name, at=visitor.now)
    return page(request, "log.html", part="today", at="log", status=status, form=form, **_last(reviewed))


@require_POST
def undo(request: HttpRequest) -> HttpResponseRedirect:
    """Take back what was recorded last."""
    visitor = visitor_of(request)
    taken = app.undo_record(visitor.store, visitor.name, at=visitor.now)
    n = len(taken.sets)
    text = ngettext("Taken back: {n} set of {day}.", "Taken back: {n} sets of {day}.", n)
    messages.success(request, text.format(n=n, day=in_days(taken.at)))
    if taken.trial:
        messages.info(request, taken.trial)
    return redirect("log")


def _record(visitor: Visitor, form: Line) -> Recorded:
    return app.record_line(
        visitor.store,
        visitor.name,
        form.cleaned_data["line"],
        at=form.moment(visitor),
        plan=form.cleaned_data["plan"] or None,
        gave_out=form.cleaned_data["gave_out"],
        new_id=form.new_id(),
    )


def _point(form: Line, error: PreexError) -> None:
    """Show where in the line the error is, as the command line does."""
    refuse(form, error, "line")
    for note in getattr(error, "__notes__", ()):
        form.pointer = note  # type: ignore[attr-defined]


def _summary(done: Recorded) -> str:
    n, inside = len(done.sets), sum(s.verdict == "inside" for s in done.sets)
    text = ngettext(
        "Recorded {n} set; {inside} of {n} inside the predicted range.",
        "Recorded {n} sets; {inside} of {n} inside the predicted range.",
        n,
    )
    return text.format(n=n, inside=inside)


def _last(reviewed: Review) -> dict[str, Any]:
    """Return the sets of the last workout that were predicted, as bars on one scale."""
    sets = reviewed.all.sets
    last = [s for s in sets if s.set.workout == sets[-1].set.workout][-_SHOWN:] if sets else []
    ends = [v for s in last for v in (s.expected.q10, s.expected.q90, float(s.set.reps))]
    scale = Scale.around(ends, from_zero=True)
    rows = [
        {
            "done": s,
            "kind": "pre" if s.pre_exhausted_by else "fresh",
            "bar": range_bar(scale, s.expected, dot=s.set.reps),
        }
        for s in last
    ]
    return {"rows": rows, "ends": scale.ends, "when": last[-1].set.at if last else None}
