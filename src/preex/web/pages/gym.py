"""What the lifter trains with: equipment, what the gym can load, and the unit each machine is marked in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from preex import app
from preex.errors import PreexError, UnknownExercise
from preex.units import LoadUnit, from_kg, to_kg
from preex.web.choices import KITS
from preex.web.fields import Number, Whole, chips, refuse
from preex.web.language import name_of_exercise
from preex.web.page import page
from preex.web.tags import plain
from preex.web.visitor import Visitor, visitor_of

_PIECES = re.compile(r"[\s;]+")


class Sizes(forms.CharField):
    """Loads in a row: `25 20 15 10 5 2,5 1.25`."""

    def clean(self, value: Any) -> list[float]:  # noqa: ANN401 - as Django calls it
        """Read each; commas may stand between them or be decimal."""
        pieces = [piece.strip(",").replace(",", ".") for piece in _PIECES.split(super().clean(value))]
        try:
            return [float(Decimal(piece)) for piece in pieces if piece]
        except (InvalidOperation, ValueError):  # ValueError: a NaN that signals
            raise forms.ValidationError(_("Write numbers with spaces between, as 20 10 5 2.5.")) from None


class GymForm(forms.Form):
    """Equipment and what it can load, in the lifter's unit."""

    have = chips(KITS, label=gettext_lazy("You train with"))
    bar = Number(low=0, high=100, label=gettext_lazy("Bar"))
    pairs_of_each = Whole(low=1, high=20, label=gettext_lazy("Pairs of each plate"))
    plates = Sizes(required=False, max_length=600, label=gettext_lazy("Plates, one side"))
    dumbbells = Sizes(required=False, max_length=1000, label=gettext_lazy("Dumbbells, one hand"))
    stack_step = Number(low=0.1, high=100, label=gettext_lazy("Pin to pin"))
    stack_max = Number(low=1, high=1500, label=gettext_lazy("Whole stack"))

    def told(self, unit: LoadUnit) -> dict[str, Any]:
        """Return the fields as the verb takes them; what is left empty is as usual."""
        given = self.cleaned_data

        def load(name: str) -> float | None:
            return None if given[name] is None else to_kg(float(given[name]), unit)

        return {
            "have": [given["have"]] if given["have"] else None,
            "bar_kg": load("bar"),
            "pairs_of_each": given["pairs_of_each"],
            "plates_kg": [to_kg(one, unit) for one in given["plates"]] or None,
            "dumbbells_kg": [to_kg(one, unit) for one in given["dumbbells"]] or None,
            "stack_step_kg": load("stack_step"),
            "stack_max_kg": load("stack_max"),
        }


class UnitForm(forms.Form):
    """The unit of one machine."""

    exercise = forms.CharField(
        max_length=120,
        label=gettext_lazy("Exercise"),
        widget=forms.TextInput(attrs={"list": "lifts", "autocomplete": "off"}),
    )
    machine_unit = chips(
        (("kg", "kg"), ("lb", "lb"), ("", gettext_lazy("as the others"))), label=gettext_lazy("Marked in")
    )


def shown_of(visitor: Visitor) -> dict[str, Any]:
    """Return what the settings page shows of the gym."""
    return {
        "gym_form": GymForm(initial=_known(visitor)),
        "unit_form": UnitForm(initial={"machine_unit": "lb" if visitor.unit is LoadUnit.KG else "kg"}),
        "units": sorted(app.units_of(visitor.athlete).items()),
        "lifts": [name_of_exercise(e.id) for e in app.find_exercises()],
    }


@require_http_methods(["GET", "HEAD", "POST"])
def gym(request: HttpRequest) -> HttpResponse:
    """Show what the lifter trains with; a POST changes it."""
    visitor = visitor_of(request)
    shown, status = shown_of(visitor), HTTPStatus.OK
    if request.method == "POST":
        form = shown["gym_form"] = GymForm(request.POST)
        if form.is_valid():
            try:
                app.update_gym(visitor.store, visitor.name, **form.told(visitor.unit))
            except PreexError as error:
                refuse(form, error)
            else:
                messages.success(request, _("Saved."))
                return redirect("gym")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, "gym.html", status=status, **shown)


@require_POST
def unit(request: HttpRequest) -> HttpResponse:
    """Change the unit of one machine."""
    visitor = visitor_of(request)
    form = UnitForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            app.set_unit(visitor.store, visitor.name, given["exercise"], given["machine_unit"] or None)
        except UnknownExercise as error:
            refuse(form, error, "exercise")
        else:
            messages.success(request, _("Saved."))
            return redirect("gym")
    shown = shown_of(visitor) | {"unit_form": form}
    return page(request, "gym.html", status=HTTPStatus.UNPROCESSABLE_ENTITY, **shown)


def _known(visitor: Visitor) -> dict[str, Any]:
    kit = app.gym_of(visitor.athlete)

    def row(loads_kg: Iterable[float]) -> str:
        return " ".join(plain(from_kg(load, visitor.unit)) for load in loads_kg)

    return {
        "have": (app.have_of(visitor.athlete) or ("",))[0],
        "bar": row([kit.bar_kg]),
        "pairs_of_each": kit.pairs_of_each,
        "plates": row(kit.plates_kg),
        "dumbbells": row(kit.dumbbells_kg),
        "stack_step": row([kit.stack_step_kg]),
        "stack_max": row([kit.stack_max_kg]),
    }
