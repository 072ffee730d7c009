"""The import wizard: choose a file, see what it holds, store it, take it back."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from preex import app
from preex.app.importing import Imported
from preex.core.pairing import Order
from preex.errors import NotFound, PreexError, UnitNeeded, ZoneNeeded
from preex.web import uploads
from preex.web.failures import status_of
from preex.web.fields import refuse, sentence
from preex.web.page import page
from preex.web.visitor import Visitor, visitor_of

_UNITS = (("", "As the file says"), ("kg", "Kilograms"), ("lb", "Pounds"))
_SHOWN = 20  # problems and unknown names


class Reading(forms.Form):
    """How to read a file, where it does not tell itself."""

    unit = forms.ChoiceField(
        required=False,
        choices=_UNITS,
        label="Unit of the loads",
        widget=forms.Select(attrs={"data-testid": "import-unit"}),
    )
    tz = forms.CharField(
        required=False, max_length=64, label="Time zone", help_text="As Europe/Lisbon. Empty: yours, else UTC."
    )

    def offer_units(self) -> None:
        """Ask for a unit that the file does not tell."""
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "Choose one"), *_UNITS[1:]]


class Choosing(Reading):
    """The file."""

    file = forms.FileField(
        label="Your log",
        help_text=f"The export of your app, up to {uploads.LARGEST_FILE / 1e6:.0f} MB.",
        widget=forms.FileInput(attrs={"data-testid": "import-file"}),
        error_messages={"required": "Choose a file first.", "empty": "The file is empty. Export the log again."},
    )
    field_order = ("file", "unit", "tz")


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Take a file and lead to its preview; list the files imported before."""
    visitor = visitor_of(request)
    form = Choosing(request.POST or None, request.FILES or None)
    status = HTTPStatus.OK
    if request.method == "POST":
        form = Choosing(request.POST, request.FILES)
        if form.is_valid():
            try:
                return _to_preview(uploads.keep(form.cleaned_data["file"]), form)
            except PreexError as error:
                refuse(form, error, "file")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    files = app.imported_files(visitor.store, visitor.name)
    return page(request, "import.html", part="today", at="import", status=status, form=form, files=files)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show what a file holds before anything is stored; a POST stores it."""
    visitor = visitor_of(request)
    form = Reading(request.POST or request.GET)
    found, status = None, HTTPStatus.OK
    asks = ""
    try:
        if form.is_valid():
            store = request.method == "POST"
            found = _read(visitor, ticket, form, dry_run=not store)
            if store:
                uploads.forget(ticket)
                _report(request, found)
                return redirect("import")
    except UnitNeeded as error:
        asks = sentence(f"{error.message} Which one is it?")
        form.offer_units()
        status = HTTPStatus.OK if request.method != "POST" else status_of(error)
    except ZoneNeeded as error:
        refuse(form, error, "tz")
        status = status_of(error)
    except NotFound:
        raise
    except PreexError as error:
        refuse(form, error)
        status = status_of(error)
    if form.errors and status == HTTPStatus.OK:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    shown = _shown(found) if found else {}
    return page(
        request,
        "import_preview.html",
        part="today",
        at="import",
        status=status,
        form=form,
        ticket=ticket,
        asks=asks,
        **shown,
    )


@require_POST
def undo(request: HttpRequest, batch: str) -> HttpResponseRedirect:
    """Take an imported file back."""
    visitor = visitor_of(request)
    n = app.undo_import(visitor.store, visitor.name, batch, at=visitor.now)
    messages.success(request, f"Taken back: {n} sets of {batch}.")
    return redirect("import")


def _to_preview(ticket: str, form: Reading) -> HttpResponseRedirect:
    told = {name: form.cleaned_data[name] for name in ("unit", "tz") if form.cleaned_data[name]}
    address = reverse("import-preview", args=[ticket])
    return HttpResponseRedirect(f"{address}?{urlencode(told)}" if told else address)


def _read(visitor: Visitor, ticket: str, form: Reading, *, dry_run: bool) -> Imported:
    told = form.cleaned_data
    return app.import_log(
        visitor.store,
        visitor.name,
        uploads.find(ticket),
        at=visitor.now,
        unit=told["unit"] or None,
        tz=told["tz"] or None,
        dry_run=dry_run,
    )


def _report(request: HttpRequest, found: Imported) -> None:
    n = found.sets
    if not n:
        messages.info(request, f"{found.file_name} held nothing new: every set was here already.")
    else:
        messages.success(request, f"Imported {n} set{'s' if n != 1 else ''} of {found.file_name} as {found.batch}.")


def _shown(found: Imported) -> dict[str, Any]:
    log = found.log
    return {
        "found": found,
        "first": log.sets[0].at if log.sets else None,
        "last": log.sets[-1].at if log.sets else None,
        "unknown": list(log.unmatched.items())[:_SHOWN],
        "n_unknown": len(log.unmatched),
        "problems": log.problems[:_SHOWN],
        "workouts": app.recent_workouts(log.sets, 3),
        "paired": found.pairs.get(Order.PRE_EXHAUST, 0),
        "usual": found.pairs.get(Order.TRADITIONAL, 0),
    }
