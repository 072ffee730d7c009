"""The comparison: the traditional order against three ways to pre-exhaust, with what each costs and gives."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from preex import app
from preex.core.exercise import Family, Kind
from preex.core.plan import Strategy
from preex.errors import PreexError
from preex.planner.comparison import Comparison, StrategyOutcome
from preex.units import LoadUnit, from_kg
from preex.web.charts import Scale, range_bar
from preex.web.fields import Number, Whole, chips, kg_of, refuse
from preex.web.language import name_of_exercise, name_of_muscle
from preex.web.page import page
from preex.web.visitor import Visitor, visitor_of

_PAIRINGS_SHOWN = 8
_TITLES = {
    Strategy.TRADITIONAL: (_("Traditional"), _("Compound first, isolation after.")),
    Strategy.KEEP_LOAD: (_("Keep the load"), _("Isolation first, the usual load: expect fewer repetitions.")),
    Strategy.KEEP_REPS: (_("Keep the reps"), _("Isolation first, a lighter compound: less tension on it.")),
    Strategy.COUNT_IT: (_("Count it"), _("As keep the load; the isolation takes the place of other sets in the week.")),
}
_VERDICTS = {"use": _("Worth using"), "optional": _("Optional"), "avoid": _("Better not")}


class Question(forms.Form):
    """Two exercises, and what is known of the loads."""

    isolation = forms.CharField(max_length=120, label=_("First: the isolation exercise"))
    compound = forms.CharField(max_length=120, label=_("Then: the compound exercise"))
    load = Number(low=0.5, high=2000, label=_("Usual load of the compound"))
    fresh_reps = Whole(low=1, high=30, label=_("Reps when fresh"), help_text=_("With that load, to failure."))
    gap = chips(
        (("", _("As suits the pair")), ("0", "0 s"), ("30", "30 s"), ("60", "60 s")), label=_("Gap between the two")
    )
    iso_rir = chips(
        (("", "1"), ("0", _("0, to failure")), ("2", "2"), ("3", "3")), label=_("Reps left on the isolation")
    )
    rounds = chips((("2", "2"), ("", "3"), ("4", "4")), label=_("Rounds"))

    def __init__(self, *args: Any, visitor: Visitor, **named: Any) -> None:  # noqa: ANN401 - as Django makes forms
        super().__init__(*args, **named)
        self.fields["isolation"].widget.attrs |= {"list": "isolations", "autocomplete": "off"}
        self.fields["compound"].widget.attrs |= {"list": "compounds", "autocomplete": "off"}
        self.fields["load"].help_text = gettext("In %(unit)s. Empty: what your log says.") % {"unit": visitor.unit}
        self._unit = visitor.unit

    @property
    def options(self) -> dict[str, Any]:
        """What was told beyond the two names, as the verb takes it."""
        told = self.cleaned_data
        asked = {
            "load_kg": kg_of(told["load"], self._unit),
            "fresh_reps": told["fresh_reps"],
            "gap_s": float(told["gap"]) if told["gap"] else None,
            "iso_rir": float(told["iso_rir"]) if told["iso_rir"] else None,
            "rounds": int(told["rounds"]) if told["rounds"] else None,
        }
        return {name: value for name, value in asked.items() if value is not None}

    @property
    def more_is_open(self) -> bool:
        """True when one of the folded fields says something."""
        return any(
            self.data.get(name) or name in self.errors for name in ("load", "fresh_reps", "gap", "iso_rir", "rounds")
        )


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Compare two exercises; without a question, propose some."""
    visitor = visitor_of(request)
    form = Question(request.GET.dict() or None, visitor=visitor)
    found, status = None, HTTPStatus.OK
    if form.is_bound and form.is_valid():
        try:
            found = _compared(visitor, form)
            form.data = {**form.data, "isolation": name_of_exercise(found.isolation.id)}
            form.data["compound"] = name_of_exercise(found.compound.id)
        except PreexError as error:
            refuse(form, error)
    if form.is_bound and form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    exercises = [e for e in app.find_exercises() if e.family is Family.STRENGTH]
    return page(
        request,
        "compare.html",
        part="plan",
        at="compare",
        status=status,
        form=form,
        isolations=[name_of_exercise(e.id) for e in exercises if e.kind is Kind.ISOLATION],
        compounds=[name_of_exercise(e.id) for e in exercises if e.kind is Kind.COMPOUND],
        proposals=_proposals() if found is None else [],
        **(shown(found, visitor.unit) if found else {}),
    )


def _compared(visitor: Visitor, form: Question) -> Comparison:
    told = form.cleaned_data
    return app.compare(
        told["isolation"], told["compound"],
        store=visitor.store, athlete=visitor.name, at=visitor.now, **form.options,
    )  # fmt: skip


def shown(found: Comparison, unit: LoadUnit = LoadUnit.KG) -> dict[str, Any]:
    """Return what the page shows of a comparison; `unit` is the lifter's."""
    ways = list(found.strategies.values())
    scale = Scale.around([v for w in ways for v in (w.compound_reps.q10, w.compound_reps.q90)], from_zero=True)
    e = found.expected_reps
    return {
        "found": found,
        "verdict": found.verdict.value,
        "verdict_words": _VERDICTS[found.verdict.value],
        "usual": f"{found.fresh_reps.mean:.0f}",
        "expected": f"{e.mean:.0f}",
        "ways": [_way(w, scale, found.fresh_reps.mean, unit) for w in ways],
        "ends": scale.ends,
        "muscles": _muscles(ways),
        "because": found.decision.because,
    }


def _way(w: StrategyOutcome, scale: Scale, fresh: float, unit: LoadUnit) -> dict[str, Any]:
    name, words = _TITLES[w.strategy]
    traditional = w.strategy is Strategy.TRADITIONAL
    return {
        "id": w.strategy.value,
        "name": name,
        "words": words,
        "kind": "trad" if traditional else "pre",
        "bar": range_bar(scale, w.compound_reps, tick=None if traditional else fresh),
        "outcome": w,
        "minutes": w.duration_s.mean / 60,
        "moved": from_kg(w.compound_volume_load_kg.mean, unit),
    }


def _muscles(ways: list[StrategyOutcome]) -> list[tuple[str, float, float, float]]:
    """Return sets per muscle in three ways of counting; all strategies do the same sets."""
    w = ways[0]
    trained = [m for m in w.weighted_sets if w.weighted_sets[m] >= 0.5]
    rows = [
        (name_of_muscle(m), w.direct_sets.get(m, 0.0), w.fractional_sets.get(m, 0.0), w.weighted_sets[m])
        for m in trained
    ]
    return sorted(rows, key=lambda row: (-row[2], -row[3]))


def _proposals() -> list[tuple[str, str, str, str]]:
    """Return the best known pairs: ids and names."""
    pairs = app.find_pairs(seed_only=True)[:_PAIRINGS_SHOWN]
    return [
        (p.isolation, p.compounds[0], name_of_exercise(p.isolation), name_of_exercise(p.compounds[0])) for p in pairs
    ]
