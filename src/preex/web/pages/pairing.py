"""The pairing explorer: which isolation goes before which compound, and which never should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from preex import app
from preex.core.exercise import Exercise
from preex.core.muscle import Muscle
from preex.core.pairing import JOINTS, Pairing
from preex.errors import NotFound
from preex.web.choices import KITS
from preex.web.fields import chips
from preex.web.page import page

_COST = {"high": "high cost", "medium": "medium cost", "low": "low cost"}
_LIMITS = ("target", "kit", "joint", "seed", "station")


class Filters(forms.Form):
    """What narrows the list."""

    target = forms.ChoiceField(required=False, label="Muscle")
    kit = chips((("", "Any"), *KITS), label="Equipment")
    joint = chips(((j, j.replace("_", " ")) for j in JOINTS), several=True, label="A joint that is irritable")
    station = forms.BooleanField(required=False, label="Same station only")
    seed = forms.BooleanField(required=False, label="Named in the article")

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - as Django makes forms
        super().__init__(*args, **named)
        groups = dict.fromkeys(p.target_group for p in app.find_pairs())
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "Every muscle"), *((g, g.capitalize()) for g in groups)]


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """List pairs by muscle; with filters on, only those that meet them all."""
    form = Filters(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = _found(asked)
    filtered = any(asked.get(limit) for limit in _LIMITS)
    return page(
        request,
        "pairs.html",
        part="plan",
        at="pairs",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK,
        form=form,
        groups=_grouped(found),
        n_found=len(found),
        filtered=filtered,
        relaxed=_relaxed(asked) if filtered and len(found) < 4 else [],
    )


@require_safe
def one(request: HttpRequest, pairing_id: str) -> HttpResponse:
    """Show one pair: why, how, what to watch, and which muscles share it."""
    pairing = next((p for p in app.find_pairs() if p.id == pairing_id), None)
    if pairing is None:
        raise NotFound(f"There is no pairing {pairing_id[:20]!r}.", hint="Look for it among all pairings.")
    exercises = {e.id: e for e in app.find_exercises()}
    isolation = exercises[pairing.isolation]
    compounds = [exercises[c] for c in pairing.compounds]
    safer = next((p for p in app.find_pairs() if p.id == pairing.safer_pairing), None)
    named = _names()
    return page(
        request,
        "pair.html",
        part="plan",
        at="pairs",
        pair=_card(pairing, named),
        isolation=isolation,
        compounds=compounds,
        overlap=[_shares(isolation, c, pairing.target) for c in compounds],
        safer=_card(safer, named) if safer else None,
    )


def _found(asked: Mapping[str, Any]) -> tuple[Pairing, ...]:
    return app.find_pairs(
        target=asked.get("target") or None,
        have=[asked["kit"]] if asked.get("kit") else None,
        joints=asked.get("joint") or (),
        seed_only=bool(asked.get("seed")),
        same_station=bool(asked.get("station")),
    )


def _relaxed(asked: Mapping[str, Any]) -> list[tuple[str, int]]:
    """Say how many pairs there would be without each filter, so that nobody guesses which one removed them."""
    said = {
        "target": "for every muscle",
        "kit": "with any equipment",
        "joint": "without the joint",
        "seed": "beyond the article",
        "station": "across stations",
    }
    wider = [(said[limit], len(_found({**asked, limit: None}))) for limit in _LIMITS if asked.get(limit)]
    return [(words, n) for words, n in wider if n]


def _grouped(found: Sequence[Pairing]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return pairs by muscle: within one the usable before the anti-patterns, the best known first."""
    named = _names()
    groups: dict[str, list[Pairing]] = {}
    for p in sorted(found, key=lambda p: (not p.is_pre_exhaust, p.seed_named != "yes")):
        groups.setdefault(p.target_group, []).append(p)
    in_order = dict.fromkeys(p.target_group for p in found)
    return [(group, [_card(p, named) for p in groups[group]]) for group in in_order]


def _names() -> dict[str, str]:
    return {e.id: e.name for e in app.find_exercises()}


def _card(p: Pairing, named: Mapping[str, str]) -> dict[str, Any]:
    shown = app.pair_json(p)
    avoid = not p.is_pre_exhaust
    return shown | {
        "avoid": p.type.value == "avoid",
        "experiment": p.type.value == "synergist_pre_exhaust",
        "isolation_name": named[p.isolation],
        "compounds_named": [(c, named[c]) for c in p.compounds],
        "cost": _COST.get(p.cost_class, p.cost_class),
        "careful": [(j.replace("_", " "), a) for j, a in shown["joints"].items() if a != "ok" and not avoid],
        "spotter": p.compound_failure_safety.value == "spotter",
    }


def _shares(isolation: Exercise, compound: Exercise, target: Muscle) -> dict[str, Any]:
    """Return both exercises' involvement of each muscle, the shared target first."""
    muscles = dict.fromkeys((target, *compound.involvement, *isolation.involvement))
    rows = [
        (m.label, isolation.involvement.get(m, 0.0), compound.involvement.get(m, 0.0), m == target) for m in muscles
    ]
    rows.sort(key=lambda row: (not row[3], -row[2], -row[1]))
    shown = [(label, f"{a * 100:.0f}%", f"{b * 100:.0f}%", hit) for label, a, b, hit in rows if max(a, b) >= 0.25]
    return {"compound": compound, "rows": shown}
