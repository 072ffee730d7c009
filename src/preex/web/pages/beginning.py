"""The first minutes: a few questions, one tap each, and a first session that waits under Today.

Each question is a page of its own that works without JavaScript. Answers stay in the browser's session until the last, so
that somebody who leaves halfway goes on where they left, and nothing of a half-told lifter is kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods

from preex import app
from preex.errors import PreexError
from preex.planner.lifter import MAX_LAGGING
from preex.units import LoadUnit
from preex.web.choices import MONTHS, MUSCLES
from preex.web.fields import sentence
from preex.web.page import page
from preex.web.visitor import visitor_of

_KEPT = "beginning"  # key of the session

# Value, title, and a line below it.
GOALS = (
    ("muscle", gettext_lazy("A bigger muscle"), gettext_lazy("Something lags behind")),
    ("strength", gettext_lazy("A stronger lift"), gettext_lazy("A number should go up")),
    ("joint", gettext_lazy("Train around a joint"), gettext_lazy("Something is irritable")),
    ("log", gettext_lazy("Just log"), gettext_lazy("And see where I stand")),
)
_CHOICES: Mapping[str, tuple[tuple[str, Any, Any], ...]] = {
    "goal": GOALS,
    "experience": (
        ("beginner", gettext_lazy("Under 6 months"), gettext_lazy("The usual order serves you best")),
        ("intermediate", gettext_lazy("6 to 24 months"), ""),
        ("experienced", gettext_lazy("2 years or more"), ""),
    ),
    "joint": (
        ("knee", gettext_lazy("Knee"), ""),
        ("shoulder", gettext_lazy("Shoulder"), ""),
        ("elbow", gettext_lazy("Elbow"), ""),
        ("low_back", gettext_lazy("Low back"), ""),
    ),
    "lift": (
        ("barbell_bench_press", gettext_lazy("Bench press"), ""),
        ("barbell_back_squat", gettext_lazy("Squat"), ""),
        ("conventional_deadlift", gettext_lazy("Deadlift"), ""),
        ("barbell_overhead_press", gettext_lazy("Overhead press"), ""),
        ("pull_up", gettext_lazy("Pull-up"), ""),
        ("any", gettext_lazy("Several of them"), ""),
    ),
    "equipment": (
        ("full_gym", gettext_lazy("Full gym"), gettext_lazy("Machines, cables, barbells")),
        ("home", gettext_lazy("Home"), gettext_lazy("Dumbbells and a bench")),
        ("hotel", gettext_lazy("Hotel"), gettext_lazy("Light dumbbells, little else")),
    ),
}
_ASKS = {
    "goal": gettext_lazy("What do you train for?"),
    "experience": gettext_lazy("How long have you trained with loads?"),
    "joint": gettext_lazy("Which joint is irritable?"),
    "lift": gettext_lazy("Which lift shall get stronger?"),
    "lagging": gettext_lazy("Which muscle lags?"),
    "equipment": gettext_lazy("What do you train with?"),
    "unit": gettext_lazy("Kilograms or pounds?"),
}
_BETWEEN = {"muscle": ("lagging",), "strength": ("lift",), "joint": ("joint", "lagging"), "log": ()}
_MEANS = {"muscle": "muscle", "strength": "strength", "joint": "muscle", "log": "general"}


class _Tapped(forms.CheckboxSelectMultiple):
    """Boxes that each have a test id of their own."""

    def create_option(self, name: str, value: Any, *args: Any, **settings: Any) -> dict[str, Any]:  # noqa: ANN401 - Django's
        """Add the test id."""
        option = super().create_option(name, value, *args, **settings)
        option["attrs"]["data-testid"] = f"lagging-{str(value).replace(' ', '-')}"
        return option


class Lagging(forms.Form):
    """Muscles to bring up."""

    lagging = forms.MultipleChoiceField(
        required=False, choices=MUSCLES, widget=_Tapped, label=gettext_lazy("Tap it; two at the most.")
    )

    def clean_lagging(self) -> list[str]:
        """Refuse more muscles than a plan can bring up at once."""
        named: list[str] = self.cleaned_data["lagging"]
        if len(named) > MAX_LAGGING:
            text = ngettext_lazy(
                "%(n)d is marked; two are the most.", "%(n)d are marked; two are the most.", len(named)
            )
            raise forms.ValidationError(text % {"n": len(named)})
        return named


def steps_of(told: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the questions for somebody who told this much, in order."""
    between = _BETWEEN.get(told.get("goal", ""), ("lagging",))
    return ("goal", "experience", *between, "equipment", "unit")


def begun(request: HttpRequest) -> bool:
    """Tell whether somebody answered some of the questions and left."""
    return bool(request.session.get(_KEPT))


@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, step: str = "") -> HttpResponse:
    """Ask one question; a POST takes its answer and leads to the next."""
    if visitor_of(request).is_demo:  # nobody's first session
        return redirect("today")
    told: dict[str, Any] = dict(request.session.get(_KEPT) or {})
    steps = steps_of(told)
    first_open = next((one for one in steps if one not in told), steps[-1])
    if not step:
        return redirect("begin-step", first_open)
    if step not in _ASKS:
        raise Http404
    if request.method == "POST":
        return _take(request, step, told)
    if step not in steps or steps.index(step) > steps.index(first_open):
        return redirect("begin-step", first_open)
    form = Lagging(initial={"lagging": told.get("lagging", [])}) if step == "lagging" else None
    return _ask(request, step, told, form)


def _take(request: HttpRequest, step: str, told: dict[str, Any]) -> HttpResponse:
    form = Lagging(request.POST) if step == "lagging" else None
    if form is not None:
        if not form.is_valid():
            return _ask(request, step, told, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        told[step] = form.cleaned_data["lagging"]
    elif (answer := request.POST.get(step, "")) in _answers(step):
        told[step] = answer
    else:
        return _ask(request, step, told, None, wrong=_("Choose one."), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    request.session[_KEPT] = told
    missing = [one for one in steps_of(told) if one not in told]
    if step != "unit" or missing:
        return redirect("begin-step", _after(step, told) if step != "unit" else missing[0])
    return _done(request, told)


def _done(request: HttpRequest, told: dict[str, Any]) -> HttpResponse | HttpResponseRedirect:
    visitor = visitor_of(request)
    lift = told.get("lift", "") if told["goal"] == "strength" else ""
    asked = set(steps_of(told))
    try:
        app.begin(
            visitor.store,
            visitor.name,
            at=visitor.now,
            months=MONTHS[told["experience"]],
            goal=_MEANS[told["goal"]],
            goal_lift="" if lift == "any" else lift,
            lagging=told["lagging"] if "lagging" in asked else [],
            joints=[told["joint"]] if "joint" in asked else [],
            have=[told["equipment"]],
            unit=told["unit"],
        )
    except PreexError as error:
        wrong = sentence(f"{error.message} {error.hint}".strip())
        return _ask(request, "unit", told, None, wrong=wrong, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    del request.session[_KEPT]
    messages.success(request, _("Your first session is ready."))
    return redirect("today")


def _ask(
    request: HttpRequest,
    step: str,
    told: Mapping[str, Any],
    form: Lagging | None,
    *,
    wrong: str = "",
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    steps = steps_of(told)
    at = steps.index(step) if step in steps else 0
    unit = told.get("unit") or (LoadUnit.LB if "en-US" in request.headers.get("Accept-Language", "") else LoadUnit.KG)
    return page(
        request,
        "begin.html",
        status=status,
        step=step,
        ask=_ASKS[step],
        choices=_CHOICES.get(step, ()),
        chosen=told.get(step, ""),
        form=form,
        wrong=wrong,
        number=at + 1,
        steps=[{"done": i < at, "now": i == at} for i in range(len(steps))],
        back=steps[at - 1] if at else None,
        units=[one.value for one in (unit, *(u for u in LoadUnit if u != unit))],
        beginner=told.get("experience") == "beginner",
        goal=told.get("goal"),
    )


def _answers(step: str) -> set[str]:
    return {unit.value for unit in LoadUnit} if step == "unit" else {value for value, *_ in _CHOICES.get(step, ())}


def _after(step: str, told: Mapping[str, Any]) -> str:
    steps = steps_of(told)
    return steps[steps.index(step) + 1] if step in steps else steps[0]
