"""The plan: asked for, shown beside the traditional one with its reasons, and kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import lazy
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from preex import app
from preex.app.planning import Kept
from preex.core.pairing import JOINTS
from preex.core.plan import Prescription, Rest, Section, Strategy, WorkoutPlan
from preex.errors import NotFound, PreexError
from preex.planner.document import PlannedDay
from preex.planner.editing import is_traditional_pair, taken_apart
from preex.planner.interval import Interval
from preex.units import LoadUnit
from preex.web.charts import Scale, range_bar
from preex.web.choices import EXPERIENCE, GOALS, KITS, MONTHS, MUSCLES, lagging_of
from preex.web.fields import chips, refuse
from preex.web.language import headed_later, name_of_exercise, name_of_joint
from preex.web.page import page
from preex.web.visitor import Visitor, visitor_of

_DAYS = (
    ("1", gettext_lazy("One session")),
    ("2", gettext_lazy("2 days")),
    ("3", gettext_lazy("3 days")),
    ("4", gettext_lazy("4 days")),
    ("5", gettext_lazy("5 days")),
    ("6", gettext_lazy("6 days")),
)
_MINUTES = (("30", "30 min"), ("45", "45 min"), ("60", "60 min"), ("75", "75 min"), ("90", "90 min"))
_NONE = ("", gettext_lazy("None"))
_joint_named = lazy(name_of_joint, str)
_JOINTS = tuple((joint, headed_later(joint.replace("_", " "))) for joint in JOINTS)
_BAND_TOP = 26.0  # sets a week at the right end of a bar
_WAYS = {
    Strategy.KEEP_LOAD: gettext_lazy("usual load, fewer reps"),
    Strategy.KEEP_REPS: gettext_lazy("lighter load, usual reps"),
    Strategy.COUNT_IT: gettext_lazy("counted instead of other sets"),
}


class Wish(forms.Form):
    """What a plan is asked for."""

    start = forms.CharField(required=False, max_length=20)  # which of the three ways to begin; "" = the whole form
    days = chips(_DAYS, label=gettext_lazy("How much"), initial="1")
    minutes = chips(_MINUTES, label=gettext_lazy("Longest session"), initial="60")
    have = chips(KITS, label=gettext_lazy("Equipment"))
    lagging = forms.ChoiceField(required=False, choices=[_NONE, *MUSCLES], label=gettext_lazy("Muscle that lags"))
    lagging_too = forms.ChoiceField(required=False, choices=[_NONE, *MUSCLES], label=gettext_lazy("And a second"))
    joints = chips(
        ((j, _joint_named(j)) for j in JOINTS), several=True, label=gettext_lazy("A joint that is irritable")
    )
    around = forms.ChoiceField(
        required=False, choices=[_NONE, *MUSCLES], label=gettext_lazy("Muscle to train around the joint"),
        help_text=gettext_lazy("With a lighter compound after the isolation."),
    )  # fmt: skip
    experience = chips(EXPERIENCE, label=gettext_lazy("Training with loads for"))
    goal = chips(GOALS, label=gettext_lazy("Goal"))
    goal_lift = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("Lift to get stronger on"),
        help_text=gettext_lazy("For a strength goal. Empty: compounds at large."),
    )
    override = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Go on against the advice, because"),
        help_text=gettext_lazy("Only a reason of yours turns the advice off; safety blocks stay."),
    )

    def asked(self) -> dict[str, Any]:
        """Return what was asked, as the verb takes it."""
        told = self.cleaned_data
        said: dict[str, Any] = {
            "lagging": [name for name in (told["lagging"], told["lagging_too"]) if name],
            "joints": told["joints"],
            "goal_lift": told["goal_lift"],
        }
        if told["experience"]:
            said["months"] = MONTHS[told["experience"]]
        if told["goal"]:
            said["goal"] = told["goal"]
        for_now: dict[str, Any] = {}
        if told["start"]:  # asks little, so what it leaves out is as the profile says, and nothing is forgotten
            said = {name: value for name, value in said.items() if value}
            for_now = {} if told["lagging"] else {"lagging": []}
        return {
            "told": said,
            "for_now": for_now,
            "days": int(told["days"] or 1),
            "minutes": int(told["minutes"] or 60),
            "have": [told["have"]] if told["have"] else None,
            "train_around": [told["around"]] if told["around"] else [],
            "override": told["override"],
        }


@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest) -> HttpResponse:
    """Show the plan that was kept, or the one asked for; a POST keeps it."""
    visitor = visitor_of(request)
    given = request.POST if request.method == "POST" else request.GET
    asked = [(name, value) for name in Wish.base_fields for value in given.getlist(name)]
    form = Wish(given) if "days" in given else Wish(initial=_known(visitor))
    kept, status = None, HTTPStatus.OK
    if not form.is_bound:
        kept = _latest(visitor) if "new" not in request.GET else None
    elif form.is_valid():
        try:
            kept = _make(visitor, form, keep=request.method == "POST")
        except PreexError as error:
            refuse(form, error)
    if form.is_bound and form.errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    if kept and kept.id and form.is_bound:
        messages.success(request, _("Saved as %(id)s. It waits for you under Today.") % {"id": kept.id})
        return redirect("plan")
    shown = _shown(kept, visitor.unit) if kept else {"starts": _starts(visitor)}
    return page(
        request, "plan.html", part="plan", at="plan", status=status, form=form, kept=kept, asked=asked,
        editing=_is_edited(visitor), lifts=[name_of_exercise(e.id) for e in app.find_exercises("compound")], **shown,
    )  # fmt: skip


def _known(visitor: Visitor) -> dict[str, Any]:
    """Return what the profile says, as the form shows it."""
    a = visitor.athlete
    first, second = (*lagging_of(a.lagging or ()), "", "")[:2]
    named = {"goal_lift": next((name_of_exercise(e.id) for e in app.find_exercises() if e.id == a.goal_lift), "")}
    return named | {
        "lagging": first,
        "lagging_too": second,
        "joints": list(a.joints),
        "experience": a.experience,
        "goal": a.goal,
        "have": _kit_of(visitor),
    }


def _kit_of(visitor: Visitor) -> str:
    """Return the equipment the form shows as chosen; "" where the lifter has told piece by piece what there is."""
    have = app.have_of(visitor.athlete) or ("full_gym",)
    return have[0] if len(have) == 1 and have[0] in dict(KITS) else ""


def _latest(visitor: Visitor) -> Kept | None:
    try:
        return app.saved_plan(visitor.store, visitor.name)
    except NotFound:
        return None


def _make(visitor: Visitor, form: Wish, *, keep: bool) -> Kept:
    return app.new_plan(visitor.store, visitor.name, at=visitor.now, dry_run=not keep, **form.asked())


# ---------------------------------------------------------------- showing


def _shown(kept: Kept, unit: LoadUnit) -> dict[str, Any]:
    advice: Mapping[str, Any] = kept.plan.advice
    forecasts = advice.get("days", [])
    days = [
        _day(day, forecasts[i] if i < len(forecasts) else {}, unit, kept.id) for i, day in enumerate(kept.plan.days)
    ]
    return {
        "days": days,
        "advice": advice,
        "verdict": advice.get("verdict", "optional"),
        "targets": [_target(t) for t in advice.get("targets", [])],
        "weekly": _weekly(advice),
        "changed": any(w["before"] is not None and w["before"] != w["after"] for w in advice.get("weekly_sets", [])),
        "because": advice.get("decision", {}).get("because", ()),
        "weeks": _weeks(advice),
    }


def _day(day: PlannedDay, forecast: Mapping[str, Any], unit: LoadUnit, plan_id: str | None) -> dict[str, Any]:
    expected = {one["exercise"]: one for one in forecast.get("first_sets", [])}
    return {
        "title": day.workout.title,
        "blocks": list(_blocks(day.workout, expected)),
        "beside": list(_blocks(day.traditional, {})) if day.traditional else [],
        "minutes": forecast.get("minutes", {}).get("mean"),
        "rpe": forecast.get("session_rpe", {}).get("mean"),
        "usual": forecast.get("traditional"),
        "query": urlencode({"line": app.line_of(day.workout, unit), **({"plan": plan_id} if plan_id else {})}),
    }


def _blocks(workout: WorkoutPlan, expected: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for section in _laid_out(workout.sections):
        yield {
            "rounds": section.rounds,
            "pre": section.strategy in _WAYS,
            "way": _WAYS.get(section.strategy) if section.strategy else None,
            "pairing": section.pairing,
            "note": section.note,
            "steps": list(_steps(section, expected)),
        }


def _laid_out(sections: Iterable[Section]) -> Iterator[Section]:
    """Yield a pair in the traditional order as the two blocks of straight sets it is."""
    for section in sections:
        yield from taken_apart(section) if is_traditional_pair(section) else (section,)


def _cost(first: Mapping[str, Any] | None, *, tired: bool) -> dict[str, Any]:
    """Say what the first set is expected to give; of one done tired, beside what it would give fresh."""
    if first is None:
        return {"expected": None}
    now, fresh = first["reps"], first.get("fresh")
    if fresh is None or not tired:
        return {"expected": now}
    scale = Scale.around([now["q10"], now["q90"], fresh["mean"]], from_zero=True)
    return {"expected": now, "fresh": fresh, "bar": range_bar(scale, Interval(**now), tick=fresh["mean"])}


def _steps(section: Section, expected: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield sets and pauses; what is nested deeper is told once per round of it."""
    several = sum(isinstance(step, Prescription) for step in section.steps) > 1
    for i, step in enumerate(section.steps):
        if isinstance(step, Section):
            for _round in range(step.rounds):
                yield from _steps(step, expected)
        elif isinstance(step, Rest):
            last = i == len(section.steps) - 1
            yield {"pause": step.duration_s, "label": _("rest") if last or not several else _("gap")}
        else:
            yield {"set": step, **_cost(expected.get(step.exercise), tired=i > 0 and section.strategy in _WAYS)}


def _weeks(advice: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say what changes over twelve weeks: the week repeats, so it is shown once."""
    rule, review = advice.get("progression", {}).get("text", ""), int(advice.get("review", {}).get("after_weeks", 6))
    rows = [
        (_("Week 1"), _("As it stands here.")),
        (_("Weeks 2 to %(last)d") % {"last": review - 1}, rule),
        (_("Week %(n)d") % {"n": review}, _("Look at it again: keep it, drop it, or test it on yourself.")),
        (_("Weeks %(n)d to 12") % {"n": review + 1}, _("Where you keep it, the same: only loads change.")),
    ]
    return [(when, what) for when, what in rows if what]


def _is_edited(visitor: Visitor) -> bool:
    kept = visitor.store.plan_draft(visitor.name)
    return bool(kept and kept.draft and len(kept.draft["edits"]) > 1)


def _starts(visitor: Visitor) -> list[dict[str, Any]]:
    """Return three ways to begin, each a question to the planner that is all but asked."""
    one_hour = [("minutes", "60"), ("have", _kit_of(visitor))]
    return [
        {
            "id": "lagging",
            "title": _("One lagging muscle"),
            "text": _("One session with a pair for it, beside the usual order."),
            "fixed": [("start", "lagging"), ("days", "1"), *one_hour],
            "choices": [("lagging", _("Which muscle"), MUSCLES)],
        },
        {
            "id": "joint",
            "title": _("Train around a joint"),
            "text": _("A lighter compound after the isolation, and a stop when it hurts."),
            "fixed": [("start", "joint"), ("days", "1"), *one_hour],
            "choices": [("joints", _("Which joint"), _JOINTS), ("around", _("Which muscle"), MUSCLES)],
        },
        {
            "id": "traditional",
            "title": _("Traditional control"),
            "text": _("The usual order, compound first: to compare with, or to begin with."),
            "fixed": [("start", "traditional"), *one_hour],
            "choices": [("days", _("How much"), _DAYS)],
        },
    ]


def _target(t: Mapping[str, Any]) -> dict[str, Any]:
    words = {
        "pre_exhaust": _("isolation first"),
        "traditional": _("compound first, isolation after"),
        "template": _("usual plan"),
    }
    return dict(t) | {"arranged_words": words.get(t.get("arranged", ""), t.get("arranged"))}


def _weekly(advice: Mapping[str, Any]) -> dict[str, Any]:
    """Return the muscles asked about, and those whose sets change, apart from the rest; all of them if none is."""
    weeks = [_week(w) for w in advice.get("weekly_sets", [])]
    wanted = {muscle for target in advice.get("targets", []) for muscle in target.get("muscles", [])}
    shown = [w for w in weeks if w["change"] or w["muscle"] in wanted] or weeks
    return {"shown": shown, "rest": [w for w in weeks if w not in shown]}


def _week(w: Mapping[str, Any]) -> dict[str, Any]:
    """Place a muscle's weekly sets on a bar, the usual band behind it."""
    percent = 100 / _BAND_TOP
    before, after = w["before"] or 0.0, w["after"]
    return dict(w) | {
        "at_low": f"{w['low'] * percent:.1f}%",
        "wide": f"{(min(w['high'], _BAND_TOP) - w['low']) * percent:.1f}%",
        "at_after": f"{min(after, _BAND_TOP) * percent:.1f}%",
        "at_before": f"{min(before, _BAND_TOP) * percent:.1f}%" if w["before"] is not None else "",
        "change": after - before if w["before"] is not None else 0.0,
    }
