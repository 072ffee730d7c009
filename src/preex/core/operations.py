"""Operations of a training session, and the state they add up to.

A phone that was offline tells what happened as operations, which are never changed once made. The state is worked out
from all of them in one order, so the order in which they arrive does not matter, nor how often each does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SET_KINDS = frozenset({"set.change", "set.remove", "set.restore"})  # they name a set and no session


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Something that happened in a training session.

    id : UUIDv7, made by the device.
    device : UUID of the installation.
    clock : Lamport clock of the device: more than any it had seen. [count]
    at : when, by the device's clock; timezone-aware.
    kind, body : what; see `docs/api.md`.
    """

    id: str
    device: str
    clock: int
    at: datetime
    kind: str
    body: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return plain data, as phones send it."""
        return {
            "id": self.id,
            "device": self.device,
            "clock": self.clock,
            "at": moment(self.at),
            "kind": self.kind,
            "body": dict(self.body),
        }

    @property
    def order(self) -> tuple[int, str, str]:
        """Place among others: by clock, then device, then id."""
        return (self.clock, self.device, self.id)

    @property
    def session(self) -> str:
        """The session it names; "" for those that name a set alone."""
        return str(self.body.get("session", ""))

    @property
    def set(self) -> str:
        """The set it names, if any."""
        return str(self.body.get("set", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class SetNow:
    """A set as its operations tell it: the body of the one that made it, and what was changed since."""

    id: str
    session: str
    at: datetime
    clock: int
    fields: Mapping[str, Any]
    removed: bool

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Place within its session."""
        return (self.at, self.clock, self.id)


@dataclass(frozen=True, slots=True)
class State:
    """What operations add up to.

    sessions : id -> body of the operation that started it.
    sets : id -> the set, removed ones too.
    """

    sessions: Mapping[str, Mapping[str, Any]]
    sets: Mapping[str, SetNow]

    def sets_of(self, session: str) -> list[SetNow]:
        """Return the sets of a session in the order done, removed ones too."""
        return sorted((s for s in self.sets.values() if s.session == session), key=lambda s: s.order)


def moment(at: datetime) -> str:
    """Write a moment in UTC, to the millisecond, as phones do."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"


def state_of(operations: Iterable[Operation]) -> State:
    """Work out where things stand.

    Parameters
    ----------
    operations : in any order, repeats allowed. Of two that make the same thing the first in order counts; a field has
        the value of its last change; a set is removed if its last removal or restoration is a removal.
    """
    ordered = sorted({op.id: op for op in operations}.values(), key=lambda op: op.order)
    sessions: dict[str, Mapping[str, Any]] = {}
    made: dict[str, Operation] = {}
    for op in ordered:  # what is changed may stand before what made it, by a clock that ran behind
        if op.kind == "session.start":
            sessions.setdefault(op.session, op.body)
        elif op.kind == "set.done":
            made.setdefault(op.set, op)
    changed: dict[str, dict[str, Any]] = {set_: {} for set_ in made}
    removed: dict[str, bool] = {}
    for op in ordered:
        if op.kind == "set.change" and op.set in made:
            changed[op.set].update(op.body["fields"])
        elif op.kind in {"set.remove", "set.restore"}:
            removed[op.set] = op.kind == "set.remove"
    return State(sessions, {id_: _now(op, changed[id_], removed=removed.get(id_, False)) for id_, op in made.items()})


def blocks(sets: Iterable[SetNow]) -> list[int]:
    """Return for each set, in the order done, the number of its block: sets of one exercise, or of one superset."""
    found: list[int] = []
    last: tuple[str, str] | None = None
    for one in sets:
        superset = one.fields.get("superset")
        key = ("superset", superset) if superset is not None else ("exercise", one.fields["exercise"])
        found.append((found[-1] if found else 0) + (last is not None and key != last))
        last = key
    return found


def _now(op: Operation, changed: Mapping[str, Any], *, removed: bool) -> SetNow:
    return SetNow(
        id=op.set, session=op.session, at=op.at, clock=op.clock, fields={**op.body, **changed}, removed=removed
    )
