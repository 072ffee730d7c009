"""The import wizard: choose a file, say what its names mean, see what it holds, store it, take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from preex import app
from preex.app.importing import Imported
from preex.app.looking_in import NameFound, Sureness
from preex.app.naming import exercise_named
from preex.core.pairing import Order
from preex.errors import NotFound, PreexError, UnitNeeded, UnknownExercise, ZoneNeeded
from preex.web import uploads
from preex.web.failures import status_of
from preex.web.fields import refuse, sentence
from preex.web.heat import years_of
from preex.web.page import page
from preex.web.visitor import Visitor, visitor_of

_UNITS = (("", gettext_lazy("As the file says")), ("kg", gettext_lazy("Kilograms")), ("lb", gettext_lazy("Pounds")))
_SHOWN = 20  # problems, workouts
_MOST_NAMES = 80  # that can be explained at once: two fields each, and Django takes 200
_MOST_PASTED = 900_000  # below what Django takes of a form without its files [characters]
LEAVE_OUT = "-"  # in place of an exercise


class Reading(forms.Form):
    """How to read a file, where it does not tell itself."""

    unit = forms.ChoiceField(
        required=False,
        choices=_UNITS,
        label=gettext_lazy("Unit of the loads"),
        widget=forms.Select(attrs={"data-testid": "import-unit"}),
    )
    tz = forms.CharField(
        required=False,
        max_length=64,
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("As Europe/Lisbon. Empty: yours, else UTC."),
    )

    def offer_units(self) -> None:
        """Ask for a unit that the file does not tell."""
        field = self.fields["unit"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("Choose one")), *_UNITS[1:]]


class Choosing(Reading):
    """The file, or what was copied out of one."""

    file = forms.FileField(
        required=False,
        label=gettext_lazy("Your log"),
        help_text=format_lazy(
            gettext_lazy("Drop the export of your app here, or choose it. Up to {mb} MB."),
            mb=f"{uploads.LARGEST_FILE / 1e6:.0f}",
        ),
        widget=forms.FileInput(attrs={"data-testid": "import-file"}),
        error_messages={"empty": gettext_lazy("The file is empty. Export the log again.")},
    )
    pasted = forms.CharField(
        required=False,
        strip=False,
        max_length=_MOST_PASTED,
        label=gettext_lazy("Its text"),
        widget=forms.Textarea(
            attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "none", "data-testid": "import-pasted"}
        ),
    )
    field_order = ("file", "pasted", "unit", "tz")

    def clean(self) -> dict[str, Any]:
        """Ask for a file or a text."""
        given = super().clean() or self.cleaned_data
        if not given.get("file") and not given.get("pasted", "").strip() and not self.errors:
            self.add_error("file", _("Choose a file first."))
        return given

    def log(self) -> Any:  # noqa: ANN401 - as Django types uploads
        """Return the file."""
        return self.cleaned_data["file"] or SimpleUploadedFile("pasted.csv", self.cleaned_data["pasted"].encode())


@dataclass(slots=True)
class Meant:
    """What the lifter says of the names of a file, as the form sends it."""

    names: dict[str, str] = field(default_factory=dict)  # name -> exercise id
    skip: set[str] = field(default_factory=set)
    wrong: dict[str, str] = field(default_factory=dict)  # name -> why it could not be taken

    @classmethod
    def of(cls, sent: QueryDict) -> Meant:
        """Read the fields `is:NAME`, chosen, and `find:NAME`, typed; what was typed comes first."""
        meant = cls()
        for name in [key.removeprefix("is:") for key in sent if key.startswith("is:")]:
            chosen, typed = sent.get(f"is:{name}", ""), sent.get(f"find:{name}", "").strip()
            if chosen == LEAVE_OUT and not typed:
                meant.skip.add(name)
            elif typed or chosen:
                meant._take(name, typed or chosen)
        return meant

    def _take(self, name: str, exercise: str) -> None:
        try:
            self.names[name] = exercise_named(exercise).id
        except UnknownExercise as error:
            self.wrong[name] = sentence(f"{error.message} {error.hint}")


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Take a file and lead to its preview; list the files imported before."""
    visitor = visitor_of(request)
    form = Choosing()
    status = HTTPStatus.OK
    if request.method == "POST":
        form = Choosing(request.POST, request.FILES)
        if form.is_valid():
            try:
                return _to_preview(uploads.keep(form.log(), visitor.name), form)
            except PreexError as error:
                refuse(form, error, "file")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    files = app.imported_files(visitor.store, visitor.name)
    return page(request, "import.html", part="today", at="import", status=status, form=form, files=files)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show what a file holds before anything is stored; a POST stores it, or looks again with names explained."""
    visitor = visitor_of(request)
    form = Reading(request.POST or request.GET)
    meant = Meant.of(request.POST)
    store = request.method == "POST" and "look" not in request.POST and not meant.wrong
    found, status = None, HTTPStatus.UNPROCESSABLE_ENTITY if meant.wrong else HTTPStatus.OK
    asks = ""
    try:
        if form.is_valid():
            found = _read(visitor, ticket, form, meant, dry_run=not store)
            if store:
                uploads.forget(ticket, visitor.name)
                _report(request, found)
                return redirect("import")
    except UnitNeeded as error:
        asks = sentence(_("%(what)s Which one is it?") % {"what": error.message})
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
    shown = _shown(visitor, found, meant) if found else {}
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
    text = ngettext("Taken back: %(n)d set of %(batch)s.", "Taken back: %(n)d sets of %(batch)s.", n)
    messages.success(request, text % {"n": n, "batch": batch})
    return redirect("import")


def _to_preview(ticket: str, form: Reading) -> HttpResponseRedirect:
    told = {name: form.cleaned_data[name] for name in ("unit", "tz") if form.cleaned_data[name]}
    address = reverse("import-preview", args=[ticket])
    return HttpResponseRedirect(f"{address}?{urlencode(told)}" if told else address)


def _read(visitor: Visitor, ticket: str, form: Reading, meant: Meant, *, dry_run: bool) -> Imported:
    told = form.cleaned_data
    return app.import_log(
        visitor.store,
        visitor.name,
        uploads.find(ticket, visitor.name),
        at=visitor.now,
        unit=told["unit"] or None,
        tz=told["tz"] or None,
        names=meant.names,
        skip=meant.skip,
        dry_run=dry_run,
    )


def _report(request: HttpRequest, found: Imported) -> None:
    n, told = found.sets, {"n": found.sets, "file": found.file_name, "batch": found.batch}
    if not n:
        messages.info(request, _("%(file)s held nothing new: every set was here already.") % told)
    else:
        text = ngettext(
            "Imported %(n)d set of %(file)s as %(batch)s.", "Imported %(n)d sets of %(file)s as %(batch)s.", n
        )
        messages.success(request, text % told)


def _shown(visitor: Visitor, found: Imported, meant: Meant) -> dict[str, Any]:
    log = found.log
    inside = app.look_inside(log.sets, workouts=_SHOWN)
    return {
        "found": found,
        "first": log.sets[0].at if log.sets else None,
        "last": log.sets[-1].at if log.sets else None,
        "inside": inside,
        "years": years_of(inside.days),
        "problems": log.problems[:_SHOWN],
        "paired": found.pairs.get(Order.PRE_EXHAUST, 0),
        "usual": found.pairs.get(Order.TRADITIONAL, 0),
        "wrong": bool(meant.wrong),
        "lifts": [e.name for e in app.find_exercises()],
        **_names(visitor, found, meant),
    }


def _names(visitor: Visitor, found: Imported, meant: Meant) -> dict[str, Any]:
    """Return the names of the file by how sure it is what they mean."""
    names = app.names_in(found.names, visitor.store.name_map(visitor.name))
    guesses = [_asked(one, meant) for one in names if one.sureness is Sureness.GUESS]
    unknown = [_asked(one, meant) for one in names if one.sureness is Sureness.UNKNOWN]
    asked = guesses[: _MOST_NAMES // 2]
    return {
        "sure": [one for one in names if one.sureness is Sureness.SURE],
        "guesses": asked,
        "unknown": unknown[: _MOST_NAMES - len(asked)],
        "n_unknown": len(unknown),
    }


def _asked(one: NameFound, meant: Meant) -> Mapping[str, Any]:
    chosen = LEAVE_OUT if one.name in meant.skip else meant.names.get(one.name, one.exercise or "")
    offered = dict.fromkeys(name for name in (one.exercise, chosen, *one.near) if name and name != LEAVE_OUT)
    return {"found": one, "chosen": chosen, "offered": list(offered), "wrong": meant.wrong.get(one.name, "")}
