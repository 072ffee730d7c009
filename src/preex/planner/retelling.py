"""What an edited plan says of itself: forecasts, weekly sets and notices of the plan as it is, advice where it still holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from preex.planner.candidates import Scene
from preex.planner.document import Plan, PlannedDay
from preex.planner.explain import forecast_to_json
from preex.planner.ledger import week_sets
from preex.planner.notices import Notice
from preex.planner.redosing import in_usual_order
from preex.planner.sections import LoadBook
from preex.planner.session import forecast


def retold(plan: Plan, base: Plan, notices: Iterable[Notice], scene: Scene, book: LoadBook) -> Plan:
    """Return an edited plan with the traditional order beside each day, and what is to be said about it.

    Parameters
    ----------
    plan : as edited.
    base : the plan it is a change of; the choices it explains are kept where the plan still has their block.
    notices : what `check_plan` found.
    scene, book : who the lifter is, and which loads are sure.
    """
    days = tuple(PlannedDay(workout=d.workout, traditional=in_usual_order(d.workout, scene, book)) for d in plan.days)
    told = [
        forecast_to_json(forecast(d.workout, scene), forecast(d.traditional, scene) if d.traditional else None)
        for d in days
    ]
    weeks = [
        {
            "muscle": w.muscle.value,
            "label": w.muscle.label,
            "before": round(w.before, 1),
            "after": round(w.after, 1),
            "low": w.band[0],
            "high": w.band[1],
        }
        for w in week_sets(plan, base, scene)
    ]
    kept = {name: base.advice[name] for name in _STAND if name in base.advice}
    said: dict[str, object] = {
        **kept,
        "edited": True,
        "targets": _still_true(base.advice.get("targets", ()), plan),
        "days": told,
        "weekly_sets": weeks,
        "notices": [n.to_json() for n in notices],
    }
    return replace(plan, days=days, advice=said)


# About the lifter, and so true of any plan of theirs.
_STAND = ("verdict", "decision", "band_note", "progression", "review")


def _still_true(targets: object, plan: Plan) -> list[Mapping[str, object]]:
    """Return the choices whose block is in the plan as it was chosen."""
    blocks = {(s.pairing, s.strategy.value if s.strategy else "") for d in plan.days for s in d.workout.sections}
    found = [t for t in targets if isinstance(t, Mapping)] if isinstance(targets, Sequence) else []
    return [t for t in found if _block(t) in blocks]


def _block(target: Mapping[str, object]) -> tuple[object, object] | None:
    choice = target.get("choice")
    return (choice.get("pairing"), choice.get("strategy")) if isinstance(choice, Mapping) else None
