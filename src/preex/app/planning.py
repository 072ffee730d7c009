"""`plan`: a session or a week with its reasons, kept, shown and checked."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from preex.app.athlete import know
from preex.app.kit import gym_of, have_of
from preex.app.session_notes import SessionNotes, ask_about, pain_notice, session_notes
from preex.catalogue import load_catalogue
from preex.errors import NotFound
from preex.planner.check import check_plan as check_document
from preex.planner.document import Plan, plan_from_json
from preex.planner.lifter import Lifter, muscles_of
from preex.planner.notices import Notice, blocked
from preex.planner.request import PlanRequest
from preex.planner.week import new_plan as plan_for
from preex.units import LoadUnit

if TYPE_CHECKING:
    from preex.store import Store


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan and the id under which it is kept; None when it is not kept."""

    id: str | None
    plan: Plan

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.plan/1`, its id under `advice.saved_as`."""
        return replace(self.plan, advice={**self.plan.advice, "saved_as": self.id}).to_json()


@dataclass(frozen=True, slots=True)
class Checked:
    """What is to be said about a plan."""

    notices: tuple[Notice, ...]

    @property
    def ok(self) -> bool:
        """True when nothing blocks."""
        return not blocked(self.notices)

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.plan_check/1`."""
        return {"schema": "preex.plan_check/1", "ok": self.ok, "notices": [n.to_json() for n in self.notices]}


def new_plan(  # noqa: PLR0913 - one argument for each option of the command line
    store: Store,
    athlete: str,
    *,
    at: datetime,
    told: dict[str, Any] | None = None,
    for_now: dict[str, Any] | None = None,
    days: int = 1,
    minutes: int = 60,
    have: Collection[str] | None = None,
    train_around: Sequence[str] = (),
    override: str = "",
    seed: int = 0,
    dry_run: bool = False,
) -> Kept:
    """Plan a session or a training week, and keep it.

    Parameters
    ----------
    store, athlete, at : for whom, and when.
    told : what the athlete says of themselves now, see `preex.app.athlete.lifter_of`; remembered in the profile.
    for_now : the same, for this plan alone.
    days : 1 = a session, 2 to 6 = a week.
    minutes : longest session, warm-up included. [20 to 180]
    have : equipment at hand, ids or presets; None = what the profile tells, else a full gym.
    train_around : muscles to train in spite of an irritable joint.
    override : a reason to go on against D3, D4 or D5.
    seed : of the simulations.
    dry_run : keep neither plan nor profile.

    Raises
    ------
    NotFound : an equipment or a lift that does not exist.
    ValidationError : a muscle, joint or number that cannot be; more than two lagging muscle groups.
    """
    told = told or {}
    known = know(store, athlete, at=at)
    lifter = known.lifter(**told, **(for_now or {}))
    at_hand = have_of(known.profile) if have is None else have
    unit = known.profile.unit or LoadUnit.KG
    request = PlanRequest(
        lifter=lifter,
        days=days,
        minutes=minutes,
        equipment=frozenset(at_hand) if at_hand is not None else None,
        train_around=muscles_of(train_around),
        gym=gym_of(known.profile),
        unit=unit,
        override=override,
        seed=seed,
    )
    found = plan_for(request, known.predictor(), load_catalogue(), known.background)
    plan = ask_about(session_notes(store, athlete, at=at), found)
    if dry_run:
        return Kept(None, plan)
    _remember(store, athlete, told, lifter)
    return Kept(store.save_plan(athlete, plan.to_json(), at=at), plan)


def saved_plan(store: Store, athlete: str, plan_id: str | None = None) -> Kept:
    """Return a plan that was kept; without an id the latest.

    Raises
    ------
    NotFound : there is none.
    """
    kept = store.plan(athlete, plan_id) if plan_id else store.latest_plan(athlete)
    if kept is None:
        raise NotFound("there is no plan yet.", hint="Make one: preex plan new.")
    return Kept(kept.id, plan_from_json(kept.plan))


def check_plan(document: object, *, store: Store | None = None, athlete: str = "me", at: datetime) -> Checked:
    """Say what a lifter should know before doing a plan somebody wrote.

    Parameters
    ----------
    document : a plan, schema `preex.plan/1`.
    store, athlete, at : whose log to take into account; no store = nobody's.

    Raises
    ------
    FieldError : a field is missing, unknown, of the wrong kind or out of range, or names no exercise.
    """
    background = know(store, athlete, at=at).background if store else None
    asked = _questions(document, session_notes(store, athlete, at=at)) if store else ()
    return Checked((*asked, *check_document(document, load_catalogue(), background)))


def _questions(document: object, notes: SessionNotes) -> tuple[Notice, ...]:
    """Ask about joints that hurt lately and that the plan does not call irritable."""
    known = plan_from_json(document).lifter.joints
    return tuple(pain_notice(p) for p in notes.flagged if p.joint not in known)


def _remember(store: Store, athlete: str, told: dict[str, Any], lifter: Lifter) -> None:
    fields: dict[str, Any] = {}
    if "months" in told and lifter.experience:
        fields["experience"] = lifter.experience.value
    if "goal" in told and lifter.goal:
        fields["goal"] = lifter.goal.value
    if "goal_lift" in told:
        fields["goal_lift"] = lifter.goal_lift
    if "lagging" in told:
        fields["lagging"] = [m.value for m in lifter.lagging or ()]
    if "joints" in told:
        fields["joints"] = dict.fromkeys(lifter.joints, "irritable")
    if fields:
        store.update_profile(athlete, **fields)
