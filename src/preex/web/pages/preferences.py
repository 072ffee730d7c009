"""What the lifter tells of themselves."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import lazy
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from preex import app
from preex.core.pairing import JOINTS
from preex.errors import PreexError, UnknownExercise, ZoneNeeded
from preex.units import LoadUnit, from_kg
from preex.web.choices import EXPERIENCE, GOALS, MUSCLES, lagging_of
from preex.web.fields import Number, chips, kg_of, refuse
from preex.web.language import name_of_exercise, name_of_joint
from preex.web.page import page
from preex.web.visitor import Visitor, visitor_of

_named = lazy(name_of_joint, str)
_UNTOLD = ("", _("Not told"))


class Profile(forms.Form):
    """The profile; everything may stay untold."""

    unit = chips((("kg", _("Kilograms")), ("lb", _("Pounds"))), label=_("Loads in"), required=True)
    body_mass = Number(low=20, high=900, label=_("Body mass"), help_text=_("Counts in pull-ups, dips and the like."))
    experience = chips((_UNTOLD, *EXPERIENCE), label=_("Training with loads for"))
    goal = chips((_UNTOLD, *GOALS), label=_("Goal"))
    goal_lift = forms.CharField(required=False, max_length=120, label=_("Lift to get stronger on"))
    lagging = chips(MUSCLES, several=True, label=_("Muscles that lag"), help_text=_("Two at the most."))
    joints = chips(((j, _named(j)) for j in JOINTS), several=True, label=_("Joints that are irritable"))
    zone = forms.CharField(required=False, max_length=64, label=_("Time zone"), help_text=_("As Europe/Lisbon."))

    def clean_lagging(self) -> list[str]:
        """Refuse more muscles than a plan can bring up at once."""
        named: list[str] = self.cleaned_data["lagging"]
        if len(named) > 2:
            raise forms.ValidationError(
                ngettext("%(n)d is marked; two are the most.", "%(n)d are marked; two are the most.", len(named))
                % {"n": len(named)}
            )
        return named

    def told(self) -> dict[str, Any]:
        """Return the fields as the verb takes them."""
        given = dict(self.cleaned_data)
        unit = LoadUnit(given["unit"])
        return given | {"body_mass_kg": kg_of(given.pop("body_mass"), unit)}


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show the profile; a POST changes it."""
    visitor = visitor_of(request)
    status = HTTPStatus.OK
    form = Profile(request.POST) if request.method == "POST" else Profile(initial=_known(visitor))
    if form.is_bound:
        if form.is_valid() and _changed(visitor, form):
            messages.success(request, gettext("Saved."))
            return redirect("settings")
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, "settings.html", status=status, form=form)


def _changed(visitor: Visitor, form: Profile) -> bool:
    told = form.told()
    told.pop("body_mass", None)
    try:
        app.update_profile(visitor.store, visitor.name, **told)
    except PreexError as error:
        refuse(form, error, _field_of(error))
        return False
    return True


def _field_of(error: PreexError) -> str | None:
    if isinstance(error, UnknownExercise):
        return "goal_lift"
    if isinstance(error, ZoneNeeded):
        return "zone"
    return "body_mass" if "body_mass" in error.message else None


def _known(visitor: Visitor) -> dict[str, Any]:
    a = visitor.athlete
    return {
        "unit": visitor.unit.value,
        "body_mass": None if a.body_mass_kg is None else f"{from_kg(a.body_mass_kg, visitor.unit):g}",
        "experience": a.experience,
        "goal": a.goal,
        "goal_lift": next((name_of_exercise(e.id) for e in app.find_exercises() if e.id == a.goal_lift), a.goal_lift),
        "lagging": list(lagging_of(a.lagging or ())),
        "joints": list(a.joints),
        "zone": a.zone,
    }
