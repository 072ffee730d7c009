"""Plans as saved, and the JSON they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from preex.errors import Conflict
from preex.store.codec import instant, json_object
from preex.store.link import Link, next_number, number_of
from preex.store.models import AthleteRow, DraftRow, PlanRow
from preex.store.records import SavedDraft, SavedPlan


def save_plan(link: Link, athlete: str, plan: Mapping[str, Any], at: datetime, after: str | None = None) -> str:
    """Keep a plan; return its id. With `after`, only if that is the latest."""
    kept, when = json_object("plan", plan), instant("at", at)
    with link.writing(athlete) as row:
        number = next_number(PlanRow, row, link.alias)
        if after is not None and after != f"P-{number - 1}":
            raise Conflict(f"the latest plan is P-{number - 1}, not {after}.", hint="Look again, then change that one.")
        PlanRow.objects.using(link.alias).create(athlete=row, number=number, at=when, plan=kept)
        return f"P-{number}"


def plans(link: Link, athlete: str) -> tuple[SavedPlan, ...]:
    """Return all plans, the latest first."""
    with link.reading(athlete) as row:
        return tuple(_saved(plan) for plan in _of(link, row).order_by("-number"))


def latest_plan(link: Link, athlete: str) -> SavedPlan | None:
    """Return the plan saved last, if any."""
    with link.reading(athlete) as row:
        plan = _of(link, row).order_by("-number").first()
        return _saved(plan) if plan else None


def plan(link: Link, athlete: str, plan_id: str) -> SavedPlan:
    """Return one plan."""
    with link.reading(athlete) as row:
        return _saved(plan_row(link, row, plan_id))


def plan_row(link: Link, row: AthleteRow, plan_id: str) -> PlanRow:
    """Return the row of a plan of this athlete, by its id."""
    plans = _of(link, row)
    return plans.get(number=number_of(plan_id, "P", "plan", plans))


def plan_draft(link: Link, athlete: str) -> SavedDraft | None:
    """Return the plan being edited, if any."""
    with link.reading(athlete) as row:
        draft = DraftRow.objects.using(link.alias).filter(athlete=row).first()
        return SavedDraft(draft.version, draft.at, draft.draft) if draft else None


def keep_plan_draft(link: Link, athlete: str, draft: Mapping[str, Any], at: datetime, after: int) -> SavedDraft:
    """Keep the plan being edited in place of version `after`; 0 = there was none."""
    kept, when = json_object("draft", draft), instant("at", at)
    with link.writing(athlete) as row:
        drafts = DraftRow.objects.using(link.alias)
        before = drafts.filter(athlete=row).first()
        _still(before.version if before else 0, after)
        drafts.update_or_create(athlete=row, defaults={"version": after + 1, "at": when, "draft": kept})
        return SavedDraft(after + 1, when, kept)


def _still(version: int, after: int) -> None:
    if version != after:
        raise Conflict(
            "the plan was edited in another window meanwhile; this edit was not made.",
            hint="Look at it as it is now, and do it again.",
        )


def _of(link: Link, row: AthleteRow) -> QuerySet[PlanRow]:
    return PlanRow.objects.using(link.alias).filter(athlete=row)


def _saved(plan: PlanRow) -> SavedPlan:
    return SavedPlan(f"P-{plan.number}", plan.at, plan.plan)
