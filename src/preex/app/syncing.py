"""`take_ops` and `changes`: what phones tell of a training session, and what they have not heard yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from preex.app.operations import read_operation
from preex.core.operations import Operation
from preex.errors import Conflict, OutOfRange, PreexError
from preex.store.records import OpStatus

if TYPE_CHECKING:
    from preex.store import LoggedOperation, Store

MOST_OPS = 500  # of one batch; a session has some 100
MOST_CHANGES = 200  # of one answer


@dataclass(frozen=True, slots=True)
class OpResult:
    """What became of one operation: `stored`, `known` from before, or `refused`."""

    id: str | None  # as sent, when it is a text
    status: str
    problem: PreexError | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        p = self.problem
        told = None if p is None else {"code": p.code, "detail": p.message, "hint": p.hint}
        return {"id": self.id, "status": self.status, "problem": told}


@dataclass(frozen=True, slots=True)
class OpsTaken:
    """What became of a batch, in the order sent."""

    athlete: str
    results: tuple[OpResult, ...]
    cursor: int

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.ops/1`."""
        return {
            "schema": "preex.ops/1",
            "athlete": self.athlete,
            "results": [one.to_json() for one in self.results],
            "cursor": self.cursor,
        }


@dataclass(frozen=True, slots=True)
class Changes:
    """Operations in the order they arrived here, and the number to go on from."""

    athlete: str
    ops: tuple[LoggedOperation, ...]
    cursor: int
    more: bool

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.changes/1`."""
        return {
            "schema": "preex.changes/1",
            "athlete": self.athlete,
            "ops": [{"seq": one.seq, **one.operation.to_json()} for one in self.ops],
            "cursor": self.cursor,
            "more": self.more,
        }


def take_ops(store: Store, athlete: str, ops: Sequence[object], at: datetime) -> OpsTaken:
    """Take what a phone says happened.

    Parameters
    ----------
    store, athlete : where, and whose log.
    ops : as JSON gives them, at most 500, in any order. An operation that came before is harmless, and a bad one does
        not stop the others.
    at : now.

    Raises
    ------
    OutOfRange : more than 500.
    NotFound : no athlete has this name.
    """
    if len(ops) > MOST_OPS:
        raise OutOfRange(f"ops has {len(ops)} operations; at most {MOST_OPS} are taken at once.", hint="Send fewer.")
    read = [_read(one) for one in ops]
    taken = store.take_operations(athlete, [one for one in read if isinstance(one, Operation)], at=at)
    judged = iter(taken.results)
    results = [
        OpResult(_id_of(sent), "refused", one) if isinstance(one, PreexError) else _result(one, *next(judged))
        for sent, one in zip(ops, read, strict=True)
    ]
    return OpsTaken(athlete, tuple(results), taken.cursor)


def changes(store: Store, athlete: str, since: int = 0, limit: int = MOST_CHANGES) -> Changes:
    """Return what arrived after number `since`. An empty answer says that nothing did, never that something is gone.

    Parameters
    ----------
    store, athlete : where, and whose log.
    since : number of the last operation the caller has; 0 = from the start.
    limit : most operations of this answer. [1 to 200]

    Raises
    ------
    OutOfRange : `limit` or `since` is.
    NotFound : no athlete has this name.
    """
    if not 1 <= limit <= MOST_CHANGES:
        raise OutOfRange(f"limit is {limit}; it runs from 1 to {MOST_CHANGES}.", hint="Ask again for what follows.")
    if not 0 <= since < 2**63:
        raise OutOfRange(f"since is {since}; it must be 0 or more, and less than 2^63.", hint="Begin with 0.")
    ops, cursor, more = store.operations_since(athlete, since, limit=limit)
    return Changes(athlete, ops, cursor, more)


def _result(op: Operation, status: OpStatus, why: str) -> OpResult:
    problem = Conflict(why, hint="Give a new operation, and a new set, an id of its own.") if why else None
    return OpResult(op.id, status.value, problem)


def _read(document: object) -> Operation | PreexError:
    try:
        return read_operation(document)
    except PreexError as error:
        return error


def _id_of(document: object) -> str | None:
    id_ = document.get("id") if isinstance(document, Mapping) else None
    return id_ if isinstance(id_, str) else None
