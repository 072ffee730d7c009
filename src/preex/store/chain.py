"""The log of operations: rows are only added, each with a hash that covers the one before it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max, QuerySet

from preex.core.operations import SET_KINDS, Operation
from preex.store.bulk import AT_ONCE
from preex.store.link import Link
from preex.store.models import AthleteRow, OperationRow
from preex.store.records import ChainReport, LoggedOperation

BEFORE_ALL = "0" * 64  # stands for the hash before the first row
SERVER = "5e44e600-0000-4000-8000-000000000000"  # device of operations made here, as by undo


def written(op: Operation) -> str:
    """Return an operation as text that is the same for the same operation."""
    return json.dumps(op.to_json(), allow_nan=False, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(text: str) -> Operation:
    """Return the operation written as `text`."""
    found = json.loads(text)
    return Operation(**{**found, "at": datetime.fromisoformat(found["at"])})


def of(link: Link, row: AthleteRow) -> QuerySet[OperationRow]:
    """Return the athlete's operations."""
    return OperationRow.objects.using(link.alias).filter(athlete=row)


def append(link: Link, row: AthleteRow, ops: Sequence[Operation], at: datetime) -> None:
    """Add operations that are not there yet; call it while writing."""
    last = of(link, row).order_by("-seq").first()
    seq, before = (last.seq, last.hash) if last else (0, BEFORE_ALL)
    rows = []
    for op in ops:
        seq, text = seq + 1, written(op)
        before = link_hash(before, seq, text)
        rows.append(
            OperationRow(
                athlete=row,
                seq=seq,
                op_id=op.id,
                clock=op.clock,
                kind=op.kind,
                session=op.session,
                set=op.set,
                text=text,
                received_at=at,
                hash=before,
            )
        )
    OperationRow.objects.using(link.alias).bulk_create(rows, AT_ONCE)


def link_hash(before: str, seq: int, text: str) -> str:
    """Return the hash of a row: SHA-256 over the hash before it, its number and its text."""
    return hashlib.sha256(f"{before}\n{seq}\n{text}".encode()).hexdigest()


def remove_sets(link: Link, row: AthleteRow, set_ids: Iterable[str], at: datetime) -> None:
    """Add an operation that removes each set that operations made; call it while writing.

    So phones learn of what was undone here, and a late repeat does not bring it back.
    """
    ids = list(set_ids)
    there = set(of(link, row).filter(kind="set.done", set__in=ids).values_list("set", flat=True))
    if not there:
        return
    clock = (of(link, row).aggregate(top=Max("clock"))["top"] or 0) + 1
    last = of(link, row).order_by("-seq").values_list("hash", flat=True).first() or BEFORE_ALL
    ops = [
        Operation(
            id=_own_id(at, last, set_), device=SERVER, clock=clock + i, at=at, kind="set.remove", body={"set": set_}
        )
        for i, set_ in enumerate(s for s in ids if s in there)
    ]
    append(link, row, ops, at)


def changes(link: Link, athlete: str, since: int, limit: int) -> tuple[tuple[LoggedOperation, ...], int, bool]:
    """Return the operations after number `since`, the number reached, and whether there are more."""
    with link.reading(athlete) as row:
        found = list(of(link, row).filter(seq__gt=since).order_by("seq").values_list("seq", "text")[: limit + 1])
        ops = tuple(LoggedOperation(seq, read(text)) for seq, text in found[:limit])
        return ops, ops[-1].seq if ops else min(since, latest(link, row)), len(found) > limit


def of_kinds(link: Link, athlete: str, kinds: Sequence[str], since: datetime) -> tuple[Operation, ...]:
    """Return the operations of some kinds that arrived at a moment or later, in the order they arrived."""
    with link.reading(athlete) as row:
        found = of(link, row).filter(kind__in=kinds, received_at__gte=since).order_by("seq")
        return tuple(read(text) for text in found.values_list("text", flat=True))


def latest(link: Link, row: AthleteRow) -> int:
    """Return the number of the last operation, 0 if there is none."""
    return int(of(link, row).aggregate(top=Max("seq"))["top"] or 0)


def verify(link: Link, athlete: str) -> ChainReport:
    """Go through an athlete's operations from the first; see `Store.verify_chain`."""
    with link.reading(athlete) as row:
        seq, before = 0, BEFORE_ALL
        wanted = ("seq", "text", "hash", "op_id", "clock", "kind", "session", "set")
        for found in of(link, row).order_by("seq").values(*wanted).iterator(AT_ONCE):
            if reason := _fault(found, seq + 1, before):
                return ChainReport(length=seq, head=before, broken_at=seq + 1, reason=reason)
            seq, before = found["seq"], found["hash"]
        return ChainReport(length=seq, head=before)


def _fault(found: Mapping[str, Any], seq: int, before: str) -> str:
    if found["seq"] != seq:
        return f"row {seq} is missing"
    if found["hash"] != link_hash(before, seq, found["text"]):
        return f"row {seq} was altered, or one was put in or taken out before it"
    op = read(found["text"])
    told = {"op_id": op.id, "clock": op.clock, "kind": op.kind, "session": op.session, "set": op.set}
    wrong = [column for column, value in told.items() if found[column] != value]
    return f"row {seq} has another {', '.join(wrong)} than its text" if wrong else ""


def about(link: Link, row: AthleteRow, sessions: Iterable[str]) -> list[Operation]:
    """Return all operations that bear on the sets of some sessions, and of those that share a set with them."""
    wanted, known, found = set(sessions), set[str](), list[Operation]()
    while wanted:
        theirs = _told(link, row, "session", wanted, kind__in=["session.start", "set.done"])
        known |= wanted
        sets = {op.set for op in theirs if op.set}
        found += [*theirs, *_told(link, row, "set", sets, kind__in=sorted(SET_KINDS))]
        # Of a set that two operations made, the other may stand in another session.
        makers = (some.values_list("session", flat=True) for some in _among(link, row, "set", sets, kind="set.done"))
        wanted = {session for some in makers for session in some} - known
    return found


def _told(link: Link, row: AthleteRow, column: str, values: Iterable[str], **kinds: Any) -> list[Operation]:  # noqa: ANN401 - as Django takes them
    found = _among(link, row, column, values, **kinds)
    return [read(text) for some in found for text in some.values_list("text", flat=True)]


def _among(
    link: Link,
    row: AthleteRow,
    column: str,
    values: Iterable[str],
    **kinds: Any,  # noqa: ANN401 - as Django takes them
) -> Iterator[QuerySet[OperationRow]]:
    """Yield the operations of some kinds whose column has one of the values, so many values at a time."""
    wanted = sorted(values)
    for start in range(0, len(wanted), AT_ONCE):
        yield of(link, row).filter(**kinds, **{f"{column}__in": wanted[start : start + AT_ONCE]})


def _own_id(at: datetime, last: str, set_: str) -> str:
    """Make a UUIDv7 without chance: what follows the time is a digest of the log so far."""
    digest = int.from_bytes(hashlib.sha256(f"{last}\n{set_}".encode()).digest()[:10])
    ms = int(at.timestamp() * 1000) & (2**48 - 1)
    value = (ms << 80) | digest
    value = value & ~(0xF << 76) | (7 << 76)
    return str(UUID(int=value & ~(0x3 << 62) | (2 << 62)))
