"""What sessions noted beside their sets: joints that hurt, exercises that stood in for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from preex.catalogue import load_catalogue
from preex.core.operations import Operation
from preex.planner.notices import PAIN_STOP, Level, Notice

if TYPE_CHECKING:
    from preex.planner.document import Plan
    from preex.store import Store

LOOKED_BACK = timedelta(weeks=12)
FLAGS_FOR = timedelta(days=14)  # an irritated joint is asked about for this long (expert)


@dataclass(frozen=True, slots=True)
class PainNoted:
    """A joint that hurt in a session, by the worst report of it there. level : 1 to 10. stopped : it ended a block."""

    joint: str
    level: int
    stopped: bool
    at: datetime
    session: str
    title: str

    @property
    def joint_name(self) -> str:
        """As it is read: `low back`."""
        return self.joint.replace("_", " ")

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        told = {"joint": self.joint, "level": self.level, "stopped": self.stopped}
        return {**told, "at": self.at.isoformat(), "session": self.session, "title": self.title}


@dataclass(frozen=True, slots=True)
class SwapNoted:
    """An exercise done instead of another. times : that it was chosen, less those taken back."""

    planned: str
    done: str
    times: int

    @property
    def names(self) -> tuple[str, str]:
        """Names of the planned and the done exercise."""
        known = load_catalogue().exercises
        planned, done = (known[e].name if e in known else e for e in (self.planned, self.done))
        return planned, done

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {"planned": self.planned, "done": self.done, "times": self.times}


@dataclass(frozen=True, slots=True)
class SessionNotes:
    """What the sessions of the last twelve weeks noted, the latest pain first, the most frequent swap first."""

    at: datetime
    pains: tuple[PainNoted, ...]
    swaps: tuple[SwapNoted, ...]

    @property
    def flagged(self) -> tuple[PainNoted, ...]:
        """Joints to ask about before the next session: 4 of 10 or more within two weeks; each joint once, by its latest report."""
        latest: dict[str, PainNoted] = {}
        for one in self.pains:
            latest.setdefault(one.joint, one)
        return tuple(p for p in latest.values() if p.level >= PAIN_STOP and self.at - p.at <= FLAGS_FOR)

    def without_pain(self) -> SessionNotes:
        """Return what a reader may know who may not know what hurts."""
        return replace(self, pains=())

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "pains": [one.to_json() for one in self.pains],
            "flagged_joints": [one.joint for one in self.flagged],
            "swaps": [one.to_json() for one in self.swaps],
        }


def session_notes(store: Store, athlete: str, *, at: datetime) -> SessionNotes:
    """Read pain and swaps from the operations that phones sent.

    Parameters
    ----------
    store, athlete, at : whose, and now; the twelve weeks before it are read.

    Notes
    -----
    Of each joint the worst report of a session counts, as the rule that ends a block looks at it; pain that eases under
    less load is not gone. A report that was taken back does not count, and level 0 is no pain.

    Raises
    ------
    NotFound : no athlete has this name.
    """
    ops = store.operations_of(athlete, ("session.start", "pain", "swap"), since=at - LOOKED_BACK)
    recent = [op for op in sorted(ops, key=lambda op: op.order) if at - LOOKED_BACK <= op.at <= at + FLAGS_FOR]
    return SessionNotes(at, tuple(_pains(recent)), tuple(_swaps(recent)))


def ask_about(notes: SessionNotes, plan: Plan) -> Plan:
    """Return the plan with a question for each flagged joint that its lifter does not call irritable."""
    asked = [pain_notice(p).to_json() for p in notes.flagged if p.joint not in plan.lifter.joints]
    if not asked:
        return plan
    said = plan.advice.get("notices")
    return replace(plan, advice={**plan.advice, "notices": [*asked, *(said if isinstance(said, list) else ())]})


def pain_notice(pain: PainNoted) -> Notice:
    """N-S62-flagged: ask whether a joint that hurt is irritable; nothing is changed without an answer."""
    joint = pain.joint_name
    return Notice(
        "N-S62-flagged",
        Level.WARN,
        f"Flagged by your session of {pain.at:%Y-%m-%d}: {joint} {pain.level} of 10. Is it still irritable?",
        ("S62", "S63"),
        f"If it is, name it among irritable joints (--joints {pain.joint}), and the plan spares it; nothing was changed without your answer.",
    )


def _pains(ops: Sequence[Operation]) -> list[PainNoted]:
    titles: dict[str, str] = {}
    for op in ops:
        if op.kind == "session.start":
            titles.setdefault(op.session, op.body["title"])
    reports = [op for op in ops if op.kind == "pain" and not op.body.get("takes_back")]
    mistaken = {op.body["takes_back"] for op in ops if op.kind == "pain" and op.body.get("takes_back")}
    worst: dict[tuple[str, str], PainNoted] = {}
    for op in reports:
        b, title = op.body, titles.get(op.session, "")
        known = worst.get((op.session, b["joint"]))
        if op.id not in mistaken and b["level"] >= (known.level if known else 1):
            worst[op.session, b["joint"]] = PainNoted(b["joint"], b["level"], b["stopped"], op.at, op.session, title)
    return sorted(worst.values(), key=lambda p: p.at, reverse=True)


def _swaps(ops: Iterable[Operation]) -> list[SwapNoted]:
    """Count swaps of exercises; one back in the same session, as undo writes it, cancels one."""
    counts: Counter[tuple[str, str]] = Counter()
    open_: Counter[tuple[str, str, str]] = Counter()
    for op in ops:
        if op.kind != "swap" or op.body["why"] == "order":
            continue
        planned, done = op.body["from"], op.body["to"]
        if open_[op.session, done, planned]:
            open_[op.session, done, planned] -= 1
            counts[done, planned] -= 1
        else:
            open_[op.session, planned, done] += 1
            counts[planned, done] += 1
    return [SwapNoted(*pair, n) for pair, n in counts.most_common() if n > 0]
