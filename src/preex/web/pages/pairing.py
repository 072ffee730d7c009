"""The pairing explorer: which isolation goes before which compound, and which never should."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from preex import app
from preex.accounts.rules import Scope
from preex.app.catalogue import joint_view, pair_relaxations
from preex.core.exercise import SYNERGIST_FROM, Exercise
from preex.core.muscle import Muscle, muscles_named
from preex.core.pairing import COSTS, JOINTS, JointAdvice, Pairing, PairingType
from preex.errors import NotFound
from preex.web.body import SHOWN, Look, drawn, glyph
from preex.web.choices import KITS
from preex.web.fields import chips
from preex.web.language import name_of_exercise, name_of_muscle
from preex.web.page import page
from preex.web.visitor import visitor_of

MOST_COMPARED = 3
_COST = {
    "high": gettext_lazy("high cost"),
    "medium": gettext_lazy("medium cost"),
    "low": gettext_lazy("low cost"),
}
_UNITS = {"reps": gettext_lazy("reps"), "s": gettext_lazy("s")}
_JOINT = {
    "knee": gettext_lazy("knee"),
    "shoulder": gettext_lazy("shoulder"),
    "elbow": gettext_lazy("elbow"),
    "low_back": gettext_lazy("low back"),
}
# Field of the form -> condition of `app.find_pairs`.
_CONDITION = {
    "target": "target",
    "kit": "have",
    "joint": "joints",
    "cost": "cost",
    "station": "same_station",
    "seed": "seed_only",
    "beginner": "beginner",
    "kind": "kind",
}
_FIELD = {condition: field for field, condition in _CONDITION.items()}


class Filters(forms.Form):
    """What narrows the list."""

    target = forms.ChoiceField(required=False, label=gettext_lazy("Muscle"))
    kit = chips((("", gettext_lazy("Any")), *KITS), label=gettext_lazy("My equipment"))
    joint = chips(_JOINT.items(), several=True, label=gettext_lazy("A joint that is irritable"))
    cost = chips(((c, _COST[c]) for c in COSTS), several=True, label=gettext_lazy("What the compound loses"))
    kind = chips(
        (
            ("", gettext_lazy("All")),
            ("pre_exhaust", gettext_lazy("To do")),
            ("avoid", gettext_lazy("To keep away from")),
        ),
        label=gettext_lazy("Orders"),
    )
    station = forms.BooleanField(required=False, label=gettext_lazy("Same station only"))
    seed = forms.BooleanField(required=False, label=gettext_lazy("Named in the article"))
    beginner = forms.BooleanField(required=False, label=gettext_lazy("For beginners, with a coach"))

    def __init__(self, *args: Any, **named: Any) -> None:  # noqa: ANN401 - as Django makes forms
        super().__init__(*args, **named)
        groups = dict.fromkeys(p.target_group for p in app.find_pairs())
        field = self.fields["target"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            ("", gettext("Every muscle")),
            (gettext("Groups"), [(g, capfirst(gettext(g))) for g in groups]),
            (gettext("Single muscles"), [(m.value, capfirst(name_of_muscle(m))) for m in Muscle]),
        ]


@require_safe
def pairs(request: HttpRequest) -> HttpResponse:
    """List the pairs that meet every filter; without one, the muscles to choose from."""
    form = Filters(request.GET or None)
    flagged = _flagged(request)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    asked = _conditions(told, flagged)
    found = app.find_pairs(**asked)
    filtered = any(told.get(field) for field in _CONDITION)
    return page(
        request,
        "pairs.html",
        part="plan",
        at="pairs",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound and form.errors else HTTPStatus.OK,
        form=form,
        drawing=_map(request.GET, str(told.get("target") or "")),
        groups=_grouped(found if filtered else [p for p in found if p.seed_named == "yes"], asked),
        tiles=[] if filtered else _tiles(found),
        n_found=len(found),
        n_avoid=sum(p.type is PairingType.AVOID for p in found),
        n_filters=sum(bool(told.get(field)) for field in _CONDITION),
        filtered=filtered,
        on=_taken_off(request.GET, form) if filtered else [],
        flagged=[_JOINT[j] for j in flagged],
        joints=_joints_said(asked) if asked["joints"] else "",
        relaxed=_relaxed(request.GET, asked, flagged) if filtered and len(found) < 4 else [],
        most=MOST_COMPARED,
    )


@require_safe
def one(request: HttpRequest, pairing_id: str) -> HttpResponse:
    """Show one pair: why, how, what to watch, and which muscles share it."""
    pairing = _pairing(pairing_id)
    exercises = _exercises()
    isolation = exercises[pairing.isolation]
    compounds = [exercises[c] for c in pairing.compounds]
    safer = next((p for p in app.find_pairs() if p.id == pairing.safer_pairing), None)
    flagged = _flagged(request)
    return page(
        request,
        "pair.html",
        part="plan",
        at="pairs",
        pair=_card(pairing, exercises, flagged),
        isolation=isolation,
        compounds=compounds,
        overlap=[_shares(isolation, c, pairing.target) for c in compounds],
        safer=_card(safer, exercises, flagged) if safer else None,
    )


@require_safe
def side_by_side(request: HttpRequest) -> HttpResponse:
    """Show up to three pairs beside each other, each property in a row."""
    exercises = _exercises()
    marked = list(dict.fromkeys(request.GET.getlist("pair")))
    chosen = [_pairing(pairing_id) for pairing_id in marked[:MOST_COMPARED]]
    flagged = _flagged(request)
    return page(
        request,
        "pairs_compared.html",
        part="plan",
        at="pairs",
        pairs=[_card(p, exercises, flagged) for p in chosen],
        n_marked=len(marked),
        most=MOST_COMPARED,
    )


def _flagged(request: HttpRequest) -> Collection[str]:
    """Return the joints flagged in the profile, to whoever may know of them."""
    visitor = visitor_of(request)
    return visitor.athlete.joints if Scope.PAIN_READ in visitor.scopes else ()


def _pairing(pairing_id: str) -> Pairing:
    pairing = next((p for p in app.find_pairs() if p.id == pairing_id), None)
    if pairing is None:
        raise NotFound(
            gettext("There is no pairing %(id)r.") % {"id": pairing_id[:20]},
            hint=gettext("Look for it among all pairings."),
        )
    return pairing


def _exercises() -> dict[str, Exercise]:
    return {e.id: e for e in app.find_exercises()}


def _conditions(told: Mapping[str, Any], flagged: Iterable[str]) -> dict[str, Any]:
    """Return what `app.find_pairs` is asked; a joint flagged in the profile counts whatever the form says."""
    return {
        "target": told.get("target") or None,
        "have": [told["kit"]] if told.get("kit") else None,
        "joints": tuple(j for j in JOINTS if j in {*told.get("joint", ()), *flagged}),
        "cost": told.get("cost") or (),
        "same_station": bool(told.get("station")),
        "seed_only": bool(told.get("seed")),
        "beginner": bool(told.get("beginner")),
        "kind": told.get("kind") or None,
    }


# ---------------------------------------------------------------- the way through the list


def _address(given: QueryDict, *, off: Iterable[str] = (), **on: str) -> str:
    """Return the address of the list with some filters lifted and others set."""
    wanted = given.copy()
    for field in (*off, *on):
        wanted.pop(field, None)
    wanted.update({field: value for field, value in on.items() if value})
    query = wanted.urlencode()
    return f"{reverse('pairs')}?{query}#found" if query else reverse("pairs")


def _map(given: QueryDict, target: str) -> dict[str, Any]:
    """Make every muscle of the body a link to its pairs; those shown now are marked, and lead back."""
    chosen = muscles_named(target) or {p.target for p in app.find_pairs() if p.target_group == target}
    counts: dict[Muscle, int] = {m: len(app.find_pairs(target=m.value)) for m in SHOWN}

    def look(muscle: Muscle) -> Look:
        n = counts[muscle]
        says = ngettext("%(muscle)s: %(n)d pairing", "%(muscle)s: %(n)d pairings", n) % {
            "muscle": name_of_muscle(muscle),
            "n": n,
        }
        on = muscle in chosen
        return Look(capfirst(says), _address(given, target="" if on else muscle.value), "chosen" if on else "")

    return drawn(look)


def _tiles(found: Sequence[Pairing]) -> list[dict[str, Any]]:
    """Return the groups to choose from, each with the muscles it means."""
    groups: dict[str, list[Pairing]] = {}
    for p in found:
        groups.setdefault(p.target_group, []).append(p)
    return [
        {"group": group, "n": len(theirs), "glyph": glyph((m, "shared") for m in {p.target for p in theirs})}
        for group, theirs in groups.items()
    ]


def _taken_off(given: QueryDict, form: Filters) -> list[tuple[str, str]]:
    """Return each filter that is on, in words, and the address without it."""
    said = []
    for field in _CONDITION:
        value = form.cleaned_data.get(field)
        if not value:
            continue
        names = dict(_flat(getattr(form.fields[field], "choices", ())))
        words = [str(names.get(v, v)) for v in ([value] if isinstance(value, str) else value)] if names else []
        said.append((capfirst(", ".join(words)) or str(form.fields[field].label), _address(given, off=[field])))
    return said


def _flat(choices: Iterable[Any]) -> Iterable[tuple[str, str]]:
    for value, words in choices:
        yield from words if isinstance(words, list) else [(value, words)]


def _relaxed(given: QueryDict, asked: Mapping[str, Any], flagged: Collection[str]) -> list[tuple[str, str]]:
    """Say how many pairs there would be without each filter, so that nobody guesses which one removed them."""
    words = {
        "target": gettext("for every muscle"),
        "have": gettext("with any equipment"),
        "joints": gettext("if the joint were well"),
        "cost": gettext("at any cost"),
        "same_station": gettext("across stations"),
        "seed_only": gettext("beyond the article"),
        "beginner": gettext("for the experienced"),
        "kind": gettext("of every order"),
    }
    return [
        (
            f"{n} {gettext(' and ').join(words[name] for name in names)}",
            _address(given, off=[_FIELD[name] for name in names]),
        )
        for names, n in pair_relaxations(asked, keep=["joints"] if flagged else [])
    ]


def _joints_said(asked: Mapping[str, Any]) -> str:
    """Say how the pairs suit the joints: what is fine, what needs care, what is not shown."""
    view = joint_view(asked)
    names = gettext(" and ").join(str(_JOINT[j]) for j in asked["joints"])
    if not (view.ok or view.caution or view.hidden):
        return ""
    if not view.ok:
        said = gettext(
            "No pair here is risk-free for a painful %(joint)s: %(caution)d with caution, %(hidden)d hidden."
        )
    else:
        said = gettext("For a painful %(joint)s: %(ok)d suit it, %(caution)d with caution, %(hidden)d hidden.")
    return said % {"joint": names, "ok": view.ok, "caution": view.caution, "hidden": view.hidden}


# ---------------------------------------------------------------- cards


def _grouped(found: Sequence[Pairing], asked: Mapping[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return pairs by muscle: within one the usable before the anti-patterns, the best known first."""
    exercises = _exercises()
    groups: dict[str, list[Pairing]] = {}
    for p in sorted(found, key=lambda p: (not p.is_pre_exhaust, p.seed_named != "yes")):
        groups.setdefault(p.target_group, []).append(p)
    in_order = dict.fromkeys(p.target_group for p in found)
    return [(group, [_card(p, exercises, asked["joints"]) for p in groups[group]]) for group in in_order]


def _card(p: Pairing, exercises: Mapping[str, Exercise], flagged: Collection[str]) -> dict[str, Any]:
    """Return what a card shows; `blocked` names joints for which nobody should be led to this pair."""
    shown = app.pair_json(p)
    avoid = p.type.value == "avoid"
    blocked = [_JOINT[j] for j in flagged if p.advice_for(j) is JointAdvice.AVOID]
    return shown | {
        "avoid": avoid,
        "experiment": p.type.value == "synergist_pre_exhaust",
        "isolation_name": name_of_exercise(p.isolation),
        "compounds_named": [(c, name_of_exercise(c)) for c in p.compounds],
        "iso_unit_words": _UNITS.get(p.iso_unit, p.iso_unit),
        "cost": _COST[p.cost_class],
        "careful": [(str(_JOINT[j]), a) for j, a in shown["joints"].items() if a != "ok" and p.is_pre_exhaust],
        "blocked": blocked,
        "usable": not avoid and not blocked,
        "spotter": p.compound_failure_safety.value == "spotter",
        "first": _glyph_of(exercises[p.isolation], p.target),
        "second": _glyph_of(exercises[p.compounds[0]], p.target),
        "share": (
            exercises[p.isolation].involvement.get(p.target, 0),
            exercises[p.compounds[0]].involvement.get(p.target, 0),
        ),
        "studies": p.evidence,
        "dots": [n < len(p.evidence) for n in range(4)],
        "plan": f"{reverse('plan-edit')}?add={p.id}",
    }


def _glyph_of(exercise: Exercise, target: Muscle) -> dict[str, Any]:
    helps = ((m, "helps") for m, share in exercise.involvement.items() if share >= SYNERGIST_FROM and m is not target)
    return glyph([*helps, (target, "shared")])


def _shares(isolation: Exercise, compound: Exercise, target: Muscle) -> dict[str, Any]:
    """Return both exercises' involvement of each muscle, the shared target first."""
    muscles = dict.fromkeys((target, *compound.involvement, *isolation.involvement))
    rows = [
        (name_of_muscle(m), isolation.involvement.get(m, 0.0), compound.involvement.get(m, 0.0), m == target)
        for m in muscles
    ]
    rows.sort(key=lambda row: (not row[3], -row[2], -row[1]))
    shown = [(label, f"{a * 100:.0f}%", f"{b * 100:.0f}%", hit) for label, a, b, hit in rows if max(a, b) >= 0.25]
    return {"compound": compound, "rows": shown}
