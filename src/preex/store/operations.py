"""Operations from phones: put into the log of operations, and the sets they tell into the log of sets.

A set is an entry of its own, so that undo takes back one. What stands in `preex_set` is always what all operations
together say; earlier values stay in the operations.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from preex.catalogue import load_catalogue
from preex.core.limit import GaveOut, Limit, gave_out_named
from preex.core.operations import SET_KINDS, Operation, SetNow, State, blocks, state_of
from preex.core.performed import PerformedSet, SetKind
from preex.store.bulk import AT_ONCE
from preex.store.chain import about, append, latest, of, written
from preex.store.codec import columns, instant
from preex.store.link import Link, next_number
from preex.store.models import AthleteRow, EntryRow, PlanRow, PredictionRow, SetRow, WorkoutRow
from preex.store.records import OpStatus, Taken
from preex.units import Load, LoadUnit

_LAST_PLACE = 2_000_000_000  # what a position can hold; a clock may run further
_SET_FIELDS = frozenset({
    "workout_id", "position", "exercise", "name", "kind", "reps", "load_g", "load_typed", "load_unit", "rir",
    "rest_before_s", "at", "local_date", "zone", "superset", "block", "note", "gave_out", "hidden",
})  # fmt: skip


def take(link: Link, athlete: str, ops: Sequence[Operation], at: datetime) -> Taken:
    """Store the operations that are new, and bring the sets they speak of up to date; see `Store.take_operations`."""
    when = instant("at", at)
    with link.writing(athlete) as row:
        texts = _stored_texts(link, row, ops)
        taken_ids = _taken_by_others(link, row, ops)
        new: list[Operation] = []
        results = []
        for op in ops:
            text = written(op)
            status, why = _judge(op, text, texts, taken_ids)
            results.append((status, why))
            if status is OpStatus.STORED:
                texts[op.id] = text
                new.append(op)
        append(link, row, new, when)
        _bring_up_to_date(link, row, new, when)
        return Taken(tuple(results), latest(link, row))


def _judge(op: Operation, text: str, texts: Mapping[str, str], taken_ids: Container[str]) -> tuple[OpStatus, str]:
    if op.id in texts:
        if texts[op.id] == text:
            return OpStatus.KNOWN, ""
        return OpStatus.REFUSED, f"an operation {op.id} is stored already, with other content."
    if op.kind == "set.done" and op.set in taken_ids:
        return OpStatus.REFUSED, f"the log has a set {op.set} that came another way."
    return OpStatus.STORED, ""


def _stored_texts(link: Link, row: AthleteRow, ops: Sequence[Operation]) -> dict[str, str]:
    ids = [op.id for op in ops]
    found: dict[str, str] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = of(link, row).filter(op_id__in=ids[start : start + AT_ONCE])
        found |= dict(some.values_list("op_id", "text"))
    return found


def _taken_by_others(link: Link, row: AthleteRow, ops: Iterable[Operation]) -> set[str]:
    """Return ids of sets that stand in the log though no operation made them."""
    ids = sorted({op.set for op in ops if op.kind == "set.done"})
    stored = {found.source_id for found in _rows(link, row, ids)}
    ours = set(
        of(link, row).filter(kind="set.done", set__in=sorted(filter(None, stored))).values_list("set", flat=True)
    )
    return {id_ for id_ in stored if id_ is not None} - ours


def _rows(link: Link, row: AthleteRow, source_ids: Sequence[str]) -> list[SetRow]:
    """Return the rows of sets by their ids, hidden ones too. The two indexes are of one kind each."""
    theirs = SetRow.objects.using(link.alias).filter(athlete=row)
    return [
        found
        for start in range(0, len(source_ids), AT_ONCE)
        for hidden in (False, True)
        for found in theirs.filter(hidden=hidden, source_id__in=source_ids[start : start + AT_ONCE])
    ]


def _bring_up_to_date(link: Link, row: AthleteRow, new: Sequence[Operation], at: datetime) -> None:
    """Make the sets of every session that new operations bear on what all operations say."""
    changed = sorted({op.set for op in new if op.kind in SET_KINDS})
    makers = of(link, row).filter(kind="set.done", set__in=changed).values_list("session", flat=True)
    told = {op.session for op in new if op.kind in {"set.done", "session.start"}}
    ops = about(link, row, told.union(makers))
    if not ops:
        return
    state = state_of(ops)
    write_state(link, row, state, at)
    _follow_plans(link, row, state, new)


def write_state(link: Link, row: AthleteRow, state: State, at: datetime) -> None:
    """Make the log hold the sets of a state, each as the state tells it; call it while writing."""
    wanted = [s for session in sorted({s.session for s in state.sets.values()}) for s in state.sets_of(session)]
    there = {found.source_id: found for found in _rows(link, row, [s.id for s in wanted])}
    workouts = _workouts(link, row, dict.fromkeys(s.session for s in wanted))
    values = _values(state, wanted, workouts)
    _add(link, row, state, {s: v for s, v in values.items() if s not in there}, at)
    for source_id, found in there.items():
        _change(link, found, values[str(source_id)], at)


def _workouts(link: Link, row: AthleteRow, sessions: Iterable[str]) -> dict[str, int]:
    rows = WorkoutRow.objects.using(link.alias)
    return {s: rows.get_or_create(athlete=row, key=_workout_key(s))[0].pk for s in sessions}


def _workout_key(session: str) -> str:
    return f"own {session}"  # the first word as in `preex.app.recording`: a record soon after belongs to it


def _values(state: State, wanted: Sequence[SetNow], workouts: dict[str, int]) -> dict[str, dict[str, Any]]:
    """Return id -> columns of each set."""
    found = {}
    for session in dict.fromkeys(s.session for s in wanted):
        sets = [s for s in wanted if s.session == session]
        for one, block in zip(sets, blocks(sets), strict=True):
            found[one.id] = columns(_performed(one, state, block), f"sets[{one.id}]") | {
                "workout_id": workouts[session],
                "position": min(one.clock, _LAST_PLACE),
                "hidden": one.removed,
            }
    return found


def _performed(one: SetNow, state: State, block: int) -> PerformedSet:
    f, start = one.fields, state.sessions.get(one.session, {})
    load = Load(Decimal(f["load"]["value"]), LoadUnit(f["load"]["unit"]))
    return PerformedSet(
        exercise=f["exercise"],
        load_kg=load.kg,
        reps=f["reps"],
        at=one.at,
        rir=f["rir"],
        rest_before_s=f["rest_before_s"],
        kind=SetKind(f["set_kind"]),
        workout=_workout_key(one.session),
        superset=f["superset"],
        name=f["exercise"],
        entered=load,
        local_date=start.get("local_date", ""),
        zone=_known_zone(start.get("zone", "")),
        note=f["note"],
        block=block,
        source_id=one.id,
        gave_out=_gave_out(f["gave_out"], f["exercise"]),
    )


def _known_zone(name: str) -> str:
    """Return a time zone; "" for one this machine does not know, as old names on some systems. The operation keeps it."""
    return name if name in _zones() else ""


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def _gave_out(word: str | None, exercise: str) -> GaveOut | Limit | None:
    known = load_catalogue().exercises.get(exercise)
    return gave_out_named(word, known.involvement if known else {}) if word else None


def _add(link: Link, row: AthleteRow, state: State, new: dict[str, dict[str, Any]], at: datetime) -> None:
    if not new:
        return
    number = next_number(EntryRow, row, link.alias)
    plans = {s: _plan_id(link, row, state, s) for s in {state.sets[source_id].session for source_id in new}}
    entries = [
        EntryRow(
            athlete=row,
            number=number + i,
            kind=EntryRow.Kind.RECORD,
            at=at,
            undone_at=at if values["hidden"] else None,
            plan_id=plans[state.sets[source_id].session],
        )
        for i, (source_id, values) in enumerate(new.items())
    ]
    EntryRow.objects.using(link.alias).bulk_create(entries, AT_ONCE)
    rows = [SetRow(athlete=row, entry=entry, **values) for entry, values in zip(entries, new.values(), strict=True)]
    SetRow.objects.using(link.alias).bulk_create(rows, AT_ONCE)
    expected = ((done, state.sets[source_id].fields.get("expected")) for done, source_id in zip(rows, new, strict=True))
    PredictionRow.objects.using(link.alias).bulk_create(
        [PredictionRow(set=done, **told) for done, told in expected if told], AT_ONCE
    )


def _plan_id(link: Link, row: AthleteRow, state: State, session: str) -> int | None:
    """Return the row of the plan a session follows; None for none, or one that is not of this athlete."""
    plan = state.sessions.get(session, {}).get("plan")
    if not plan:
        return None
    number = int(plan.removeprefix("P-"))
    return PlanRow.objects.using(link.alias).filter(athlete=row, number=number).values_list("pk", flat=True).first()


def _follow_plans(link: Link, row: AthleteRow, state: State, new: Sequence[Operation]) -> None:
    """Let sets that came before the start of their session follow its plan."""
    for session in {op.session for op in new if op.kind == "session.start"}:
        plan_id = _plan_id(link, row, state, session)
        theirs = EntryRow.objects.using(link.alias).filter(athlete=row, sets__workout__key=_workout_key(session))
        ids = list(
            theirs.filter(sets__source_id__in=[s.id for s in state.sets_of(session)]).values_list("pk", flat=True)
        )
        EntryRow.objects.using(link.alias).filter(pk__in=ids).update(plan_id=plan_id)


def _change(link: Link, found: SetRow, values: dict[str, Any], at: datetime) -> None:
    """Write what differs, and let the set's entry stand or not as the set does."""
    differs = [name for name in sorted(_SET_FIELDS) if getattr(found, name) != values[name]]
    if not differs:
        return
    for name in differs:
        setattr(found, name, values[name])
    fields = ["workout" if name == "workout_id" else name for name in differs]
    found.save(using=link.alias, update_fields=fields)
    if "hidden" in differs:
        undone_at = at if found.hidden else None
        EntryRow.objects.using(link.alias).filter(pk=found.entry_id).update(undone_at=undone_at)
