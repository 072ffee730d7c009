"""Sets per muscle and week: as a map of the body, as bars, as a table; and names that have no muscles yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from preex import app
from preex.app.volume import Parts, Volume
from preex.core.muscle import Muscle
from preex.core.volume import Counting
from preex.errors import NotFound, PreexError
from preex.planner.advice import DEFAULT_BAND
from preex.web.body import SHOWN, Look, drawn
from preex.web.fields import Whole, sentence
from preex.web.language import in_digits, name_of_exercise, name_of_muscle
from preex.web.page import page
from preex.web.tags import tenth, three_digits
from preex.web.visitor import visitor_of

WEEKS = 6
VIEWS = {"map": gettext_lazy("Map"), "bars": gettext_lazy("Bars"), "table": gettext_lazy("Table")}
_COUNTINGS = {
    Counting.FRACTIONAL: (
        gettext_lazy("Fractional"),
        gettext_lazy("1 for a muscle the lift trains directly, ½ for one that helps."),
    ),
    Counting.DIRECT: (
        gettext_lazy("Direct"),
        gettext_lazy("1 for a muscle the lift trains directly, nothing for helpers."),
    ),
    Counting.WEIGHTED: (gettext_lazy("Weighted"), gettext_lazy("The muscle's share in the lift.")),
}
_TONES = 5  # of a map, above the one for nothing


class Band(forms.Form):
    """The sets a week a lifter aims at; it stands in the address, as every question does."""

    low = Whole(low=0, high=60, label=gettext_lazy("From"))
    high = Whole(low=1, high=80, label=gettext_lazy("to"))

    def clean(self) -> dict[str, Any]:
        """Refuse a band without width."""
        told = super().clean() or {}
        low, high = told.get("low"), told.get("high")
        if low is not None and high is not None and low >= high:
            self.add_error(
                "high",
                gettext("%(high)d is not more than %(low)d; write the larger one here.") % {"low": low, "high": high},
            )
        return told

    @property
    def sets(self) -> tuple[float, float]:
        """Both ends: those told where they make a band, else common practice."""
        if self.is_bound and self.is_valid() and None not in (self.cleaned_data["low"], self.cleaned_data["high"]):
            return float(self.cleaned_data["low"]), float(self.cleaned_data["high"])
        return DEFAULT_BAND


@require_safe
def volume(request: HttpRequest) -> HttpResponse:
    """Show sets per muscle and week in one of three ways of counting, and as one of three drawings."""
    visitor = visitor_of(request)
    by = Counting(_one_of(request, "by", tuple(Counting), Counting.FRACTIONAL.value))
    view = _one_of(request, "view", tuple(VIEWS), "map")
    found = app.weekly_volume(visitor.store, visitor.name, at=visitor.now, by=by, weeks=WEEKS)
    parts = {m: found.parts(m, by) for m in Muscle}
    touched = request.GET.get("muscle", "")
    form = Band(request.GET if {"low", "high"} <= request.GET.keys() else None)
    band = form.sets
    keep = "" if band == DEFAULT_BAND else f"&low={band[0]:g}&high={band[1]:g}"
    return page(
        request,
        "volume.html",
        part="progress",
        at="volume",
        by=by.value,
        view=view,
        meaning=_COUNTINGS[by][1],
        countings=[(c.value, words) for c, (words, _) in _COUNTINGS.items()],
        views=VIEWS.items(),
        weeks=found.weeks,
        unknown=found.unknown,
        form=form,
        band=band,
        usual=band == DEFAULT_BAND,
        keep=keep,
        tones=[(n, three_digits(band[1] * n / _TONES)) for n in range(1, _TONES + 1)],
        drawing=_map(parts, f"by={by.value}{keep}", band, touched),
        touched=_touched(found, touched, band),
        places=_places(parts, band),
        bars=_bars(parts, band),
        table=[
            (name_of_muscle(m), [w.sets[by].get(m, 0.0) for w in found.weeks], [found.mean(m, c) for c in Counting])
            for m in found.muscles
        ],
        all_countings=[_COUNTINGS[c][0] for c in Counting],
    )


@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest) -> HttpResponse:
    """Ask which exercise the lifter means by names that have no muscles yet; a POST keeps one answer."""
    visitor = visitor_of(request)
    wrong, name, meant = "", request.POST.get("name", ""), request.POST.get("exercise", "")
    if request.method == "POST":
        try:
            exercise = app.set_own_name(visitor.store, visitor.name, name, meant)
        except PreexError as error:
            wrong = sentence(f"{error.message} {error.hint}".strip())
        else:
            messages.success(
                request,
                gettext("%(name)s counts as %(exercise)s now.")
                % {"name": name, "exercise": name_of_exercise(exercise.id)},
            )
            return redirect("volume-names")
    found = app.weekly_volume(visitor.store, visitor.name, at=visitor.now, weeks=WEEKS)
    return page(
        request,
        "volume_names.html",
        part="progress",
        at="volume",
        status=422 if wrong else 200,
        unknown=[(one, wrong if one == name else "", meant if one == name else "") for one in found.unknown],
        exercises=[name_of_exercise(e.id) for e in app.find_exercises()],
    )


def _one_of(request: HttpRequest, field: str, known: Sequence[str], usual: str) -> str:
    asked = request.GET.get(field, usual)
    if asked not in known:
        raise NotFound(
            gettext("There is no %(field)s %(asked)r.") % {"field": field, "asked": asked[:40]},
            hint=gettext("Use one of: %(known)s.") % {"known": ", ".join(known)},
        )
    return asked


def _map(parts: dict[Muscle, Parts], asked: str, band: tuple[float, float], touched: str) -> dict[str, Any]:
    """Tint muscles by their sets: five tones up to the band's upper end, hatched above it."""

    def look(muscle: Muscle) -> Look:
        total = parts[muscle].total
        says = gettext("%(muscle)s: %(n)s sets a week") % {
            "muscle": capfirst(name_of_muscle(muscle)),
            "n": tenth(total),
        }
        over = total > band[1]
        if over:
            says += gettext(", over %(top)s") % {"top": in_digits(f"{band[1]:g}")}
        href = f"{reverse('volume')}?{asked}&muscle={muscle.value}#touched"
        return Look(says, href, f"{_tone(total, band[1])}{' touched' if muscle.value == touched else ''}", over)

    return drawn(look)


def _tone(sets: float, top: float) -> str:
    return f"tone-{min(_TONES, int(_TONES * sets / top) + 1)}" if sets >= 0.05 else "tone-0"


def _touched(found: Volume, name: str, band: tuple[float, float]) -> dict[str, Any] | None:
    """Return what is said of the muscle that was tapped."""
    if name not in {*SHOWN}:
        return None
    muscle = Muscle(name)
    return {
        "muscle": muscle,
        "parts": found.parts(muscle, found.by),
        "means": [(_COUNTINGS[c][0], found.mean(muscle, c)) for c in Counting],
        "weeks": [(w.monday, w.sets[found.by].get(muscle, 0.0)) for w in found.weeks],
        "place": _place(found.mean(muscle, found.by), band),
    }


def _place(sets: float, band: tuple[float, float]) -> str:
    low, high = band
    return "under" if sets < low else "over" if sets > high else "inside"


def _places(parts: dict[Muscle, Parts], band: tuple[float, float]) -> dict[str, list[Muscle]]:
    """Return which muscles lie under, inside and over the band, or rested, so that the map has its words."""
    found: dict[str, list[Muscle]] = {"inside": [], "over": [], "under": [], "none": []}
    for muscle in SHOWN:
        found[_place(parts[muscle].total, band) if parts[muscle].total else "none"].append(muscle)
    return found


def _bars(parts: dict[Muscle, Parts], band: tuple[float, float]) -> dict[str, Any]:
    """Lay the parts of each muscle end to end, the longest first. Places are percentages of the chart."""
    trained = sorted(((m, p) for m, p in parts.items() if p.total), key=lambda row: -row[1].total)
    top = max([band[1] * 1.15, *(p.total for _, p in trained)])

    def at(sets: float) -> str:
        return f"{100 * sets / top:.2f}%"

    rows = [
        {
            "muscle": m,
            "parts": p,
            "direct": at(p.direct),
            "helped": at(p.helped),
            "before": at(p.before),
            "then": at(p.direct + p.helped),
        }
        for m, p in trained
    ]
    return {"rows": rows, "band": (at(band[0]), at(band[1] - band[0]))}
