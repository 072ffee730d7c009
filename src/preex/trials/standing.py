"""Where a trial stands, told by its events one after the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from preex.trials.events import Event, Kind
from preex.trials.terms import Terms
from preex.trials.workouts import TrialSet, Workout


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a trial stands.

    workouts : those whose arm was shown. check_in : one that waits for its arm, and when. looks : after so many workouts.
    amended : terms as they are now. ended : why; "" = going on.
    """

    terms: Terms
    workouts: tuple[Workout, ...] = ()
    check_in: Mapping[str, Any] | None = None
    checked_in_at: datetime | None = None
    looks: tuple[Mapping[str, Any], ...] = ()
    amendments: tuple[Mapping[str, Any], ...] = ()
    ended: str = ""
    last_at: datetime | None = None
    notes: tuple[str, ...] = ()

    @property
    def open(self) -> Workout | None:
        """The workout whose arm was shown and that is neither recorded nor missed."""
        return self.workouts[-1] if self.workouts and not self.workouts[-1].closed else None

    @property
    def closed(self) -> int:
        """Workouts that are over."""
        return sum(one.closed for one in self.workouts)

    @property
    def done(self) -> int:
        """Workouts done."""
        return sum(one.performed is not None for one in self.workouts)

    @property
    def may_reopen(self) -> bool:
        """Whether the last record may be taken back: nobody saw what it adds to, and the arm after it was not shown."""
        seen = any(look["workouts"] >= self.closed for look in self.looks)
        done = bool(self.workouts) and self.workouts[-1].closed and self.workouts[-1].performed is not None
        return done and not seen and not self.ended

    @property
    def levels(self) -> tuple[tuple[str, ...], ...]:
        """Covariates of the workouts so far, for minimisation."""
        waiting = (self.check_in,) if self.check_in is not None and self.check_in.get("ready") else ()
        told = (*(one.check_in for one in self.workouts), *waiting)
        return tuple(tuple(one.get("levels", ())) for one in told)

    @property
    def look_due(self) -> int | None:
        """Workouts after which the data may be looked at now; None = not yet, or done already."""
        seen = max((look["workouts"] for look in self.looks), default=0)
        return max((n for n in self.terms.looks if seen < n <= self.closed), default=None)

    @property
    def next_look(self) -> int | None:
        """Workouts after which the next look comes."""
        return next((n for n in self.terms.looks if n > self.closed), None)

    @property
    def pains(self) -> int:
        """Workouts with joint pain at or above the limit."""
        return sum(one.pain is not None and one.pain >= self.terms.stop.pain for one in self.workouts)

    def with_open(self, **changes: Any) -> Standing:  # noqa: ANN401 - fields of a workout
        """Return this with the open workout changed."""
        return replace(self, workouts=(*self.workouts[:-1], replace(self.workouts[-1], **changes)))


def after(s: Standing, event: Event) -> Standing:
    """Return where a trial stands after an event."""
    return _ended(replace(_CHANGES[event.kind](s, event), last_at=event.at))


def may_follow(s: Standing, event: Event) -> bool:
    """Tell whether an event can follow: no arm without a check-in, nothing done without an arm, no look before its time."""
    if event.kind in {Kind.RECORD, Kind.MISS, Kind.SWAP, Kind.PAIN_STOP}:
        return s.open is not None and event.data["workout"] == s.open.number
    if event.kind is Kind.REOPEN:
        return s.may_reopen and event.data["workout"] == s.workouts[-1].number
    if event.kind is Kind.REVEAL:
        ready = s.check_in is not None and bool(s.check_in["ready"])
        return ready and s.open is None and not s.ended and event.data["workout"] == len(s.workouts) + 1
    if event.kind is Kind.LOOK:
        return bool(s.look_due == event.data["workouts"])
    return event.kind is Kind.DEVIATION or (not s.ended and (event.kind is Kind.END or s.open is None))


def _ended(s: Standing) -> Standing:
    if s.ended:
        return s
    if s.pains >= s.terms.stop.pain_times:
        return replace(s, ended="safety")
    return replace(s, ended="complete") if s.closed >= s.terms.workouts else s


def _checked_in(s: Standing, e: Event) -> Standing:
    return replace(s, check_in=e.data, checked_in_at=e.at)


def _revealed(s: Standing, e: Event) -> Standing:
    workout = Workout(
        number=e.data["workout"],
        arm=e.data["arm"],
        second_first=e.data["second_first"],
        revealed_at=e.at,
        check_in=s.check_in or {},
    )
    return replace(s, workouts=(*s.workouts, workout), check_in=None, checked_in_at=None)


def _recorded(s: Standing, e: Event) -> Standing:
    d = e.data
    workout = s.workouts[-1]
    return s.with_open(
        performed=workout.arm if workout.performed is None else workout.performed,
        sets=tuple(TrialSet(**one) for one in d["sets"]),
        pain=d["pain"],
        effort=d["effort"],
        minutes=d["minutes"],
        notes=(*workout.notes, *([d["note"]] if d["note"] else [])),
        log=tuple(d.get("log", ())),
        closed=True,
    )


def _reopened(s: Standing, e: Event) -> Standing:
    blank = {"performed": None, "sets": (), "pain": None, "effort": None, "minutes": None, "log": (), "closed": False}
    return s.with_open(**blank, notes=(*s.workouts[-1].notes, e.data["reason"]))


def _stopped_by_pain(s: Standing, e: Event) -> Standing:
    joint = f" ({e.data['joint']})" if e.data["joint"] else ""
    return s.with_open(pain=e.data["pain"], missing=f"joint pain{joint}", performed=None, closed=True)


def _looked(s: Standing, e: Event) -> Standing:
    predicted = e.data["predicted"]
    futile = predicted is not None and predicted < s.terms.stop.futility and e.data["workouts"] < s.terms.workouts
    ended = s.ended or ("conclusion" if e.data["conclusion"] else "futility" if futile else "")
    return replace(s, looks=(*s.looks, {**e.data, "at": e.at.isoformat()}), ended=ended)


def _amended(s: Standing, e: Event) -> Standing:
    name, which = e.data["field"], e.data["pair"]
    change: dict[str, Any] = {name: e.data["to"]}
    if name.endswith("load_kg"):
        before = getattr(s.terms.pairs[which], name)
        change = {"pairs": tuple(replace(p, **change) if i == which else p for i, p in enumerate(s.terms.pairs))}
    else:
        before = getattr(s.terms, name)
    terms = replace(s.terms, **change)
    return replace(s, terms=terms, amendments=(*s.amendments, {**e.data, "from": before, "at": e.at.isoformat()}))


_CHANGES: Mapping[Kind, Callable[[Standing, Event], Standing]] = {
    Kind.CHECK_IN: _checked_in,
    Kind.REVEAL: _revealed,
    Kind.RECORD: _recorded,
    Kind.REOPEN: _reopened,
    Kind.MISS: lambda s, e: s.with_open(missing=e.data["reason"], performed=None, closed=True),
    Kind.SWAP: lambda s, e: s.with_open(performed=e.data["performed"]),
    Kind.PAIN_STOP: _stopped_by_pain,
    Kind.DEVIATION: lambda s, e: replace(s, notes=(*s.notes, e.data["text"])),
    Kind.AMEND: _amended,
    Kind.LOOK: _looked,
    Kind.END: lambda s, e: replace(s, ended=s.ended or e.data["reason"]),
}
