"""`status`: where the athlete stands, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from preex.app.athlete import Known, know
from preex.app.session_notes import SessionNotes, session_notes
from preex.app.tracks import Strength, strengths
from preex.catalogue import load_catalogue

if TYPE_CHECKING:
    from preex.app.costing import PairCost
    from preex.store import BatchReport, SavedFit, SavedPlan, Store

SHOWN_STRENGTHS = 8


@dataclass(frozen=True, kw_only=True)
class Status:
    """Where an athlete stands.

    next_step : what to do now, one sentence.
    notes : joints that hurt and exercises swapped, as sessions on a phone noted them.
    """

    known: Known
    plan: SavedPlan | None
    batch: BatchReport | None
    next_step: str
    notes: SessionNotes

    @property
    def workouts(self) -> int:
        """Workouts in the log."""
        return len({s.workout for s in self.known.sets})

    @cached_property
    def strengths(self) -> tuple[Strength, ...]:
        """Every exercise with an estimate, the latest trained first."""
        exercises = load_catalogue().exercises
        return strengths(self.known.sets, exercises, body_mass_kg=self.known.profile.body_mass_kg)

    @cached_property
    def pair_costs(self) -> tuple[PairCost, ...]:
        """What pre-exhaust costs in each pair of the log, the one with most sets first."""
        from preex.app.costing import pair_costs

        return pair_costs(self.known).costs

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.status/1`."""
        sets = self.known.sets
        return {
            "schema": "preex.status/1",
            "athlete": self.known.profile.name,
            "sets": len(sets),
            "workouts": self.workouts,
            "first": sets[0].at.isoformat() if sets else None,
            "last": sets[-1].at.isoformat() if sets else None,
            "strength": [one.to_json() for one in self.strengths],
            "strength_formula": "epley",
            "pair_costs": [cost.to_json() for cost in self.pair_costs],
            "fit": _fit_json(self.known.fit),
            "plan": {"id": self.plan.id, "at": self.plan.at.isoformat(), "title": plan_title(self.plan)}
            if self.plan
            else None,
            "last_import": {"batch": self.batch.id, "file": self.batch.file_name, "at": self.batch.at.isoformat()}
            if self.batch
            else None,
            **self.notes.to_json(),
            "next": self.next_step,
            "because": ["S66", "S73"],
        }


def athlete_state(store: Store, athlete: str, *, at: datetime) -> Status:
    """Say where an athlete stands.

    Parameters
    ----------
    store, athlete : where, and whose log.
    at : now; later sets are not counted.

    Raises
    ------
    NotFound : no athlete has this name.
    """
    known = know(store, athlete, at=at)
    plan = store.latest_plan(athlete)
    return Status(
        known=known,
        plan=plan,
        batch=next((b for b in store.batches(athlete) if b.undone_at is None), None),
        next_step=_next_step(known, plan),
        notes=session_notes(store, athlete, at=at),
    )


def _fit_json(fit: SavedFit | None) -> dict[str, Any] | None:
    return None if fit is None else {"id": fit.id, "at": fit.at.isoformat(), "used": fit.person is not None}


def plan_title(plan: SavedPlan) -> str:
    """Name a saved plan by its days."""
    days = plan.plan.get("days", [])
    titles = [str(day.get("workout", {}).get("title", "")) for day in days]
    return ", ".join(title for title in titles if title)


def _next_step(known: Known, plan: SavedPlan | None) -> str:
    if not known.sets:
        return "Import the log you keep (preex import FILE), or record a set (preex log)."
    if plan is None:
        return "Ask for a session: preex plan new --lagging MUSCLE."
    if plan.at > known.sets[-1].at:
        return f"Do {plan.id} (preex plan show) and record it (preex log)."
    return "Look at predicted against actual (preex review), or plan the next session (preex plan new)."
