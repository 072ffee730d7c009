"""The log of operations, and the sets that stand in the log because of it.

What should stand is worked out by `expected`, which follows docs/api.md by scanning for the last word on each field.
"""

import itertools
import random
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preex.core.operations import Operation
from preex.core.performed import SetKind
from preex.store import OpStatus, open_store

PHONES = ("0199b3c0-0000-4000-8000-00000000000a", "0199b3c0-0000-4000-8000-00000000000b")
SESSIONS = ("0199b3c0-0000-7000-8000-000000000001", "0199b3c0-0000-7000-8000-000000000002")
SETS = tuple(f"0199b3c0-0000-7000-8000-1{n:011d}" for n in range(5))
STORED, KNOWN, REFUSED = OpStatus.STORED, OpStatus.KNOWN, OpStatus.REFUSED


@pytest.fixture
def op(now):
    numbers = itertools.count(1)

    def make(kind, *, id_=None, phone=0, clock=None, seconds=0, **body):
        number = next(numbers)
        return Operation(
            id=id_ or f"0199b3c0-0000-7000-9000-{number:012d}",
            device=PHONES[phone],
            clock=number if clock is None else clock,
            at=now + timedelta(seconds=seconds),
            kind=kind,
            body=body,
        )

    return make


@pytest.fixture
def done(op):
    def make(n, *, session=0, id_=None, phone=0, clock=None, seconds=None, **fields):
        body = {
            "session": SESSIONS[session], "set": SETS[n] if n < len(SETS) else f"0199b3c0-0000-7000-8000-2{n:011d}",
            "exercise": "leg_press", "load": {"value": "160", "unit": "kg"}, "reps": 8, "rir": 1.0, "set_kind": "working",
            "rest_before_s": 120.0, "rest_source": "tapped", "gap_planned_s": None, "superset": None, "position": n,
            "gave_out": None, "note": "",
        }  # fmt: skip
        when = n if seconds is None else seconds
        return op("set.done", id_=id_, phone=phone, clock=clock, seconds=when, **(body | fields))

    return make


@pytest.fixture
def start(op):
    def make(session=0, plan=None, **stamp):
        told = {"title": "Legs", "plan": plan, "day": None, "local_date": "2026-11-24", "zone": "Europe/Berlin"}
        return op("session.start", session=SESSIONS[session], **told, **stamp)

    return make


def statuses(taken):
    return [status for status, _ in taken.results]


def test_a_set_that_a_phone_did_stands_in_the_log(store, now, start, done):
    set_ = done(0, load={"value": "100", "unit": "lb"}, gave_out="quads", note="deep", superset="2")
    assert statuses(store.take_operations("me", [start(), set_], at=now)) == [STORED, STORED]
    (found,) = store.sets("me")
    assert (found.exercise, found.load_kg, str(found.entered)) == ("leg_press", 45.359, "100 lb")  # 100 * 0.45359237
    assert (found.reps, found.rir, found.rest_before_s, found.kind) == (8, 1.0, 120.0, SetKind.WORKING)
    assert (found.source_id, found.local_date, found.zone) == (SETS[0], "2026-11-24", "Europe/Berlin")
    assert (found.gave_out, found.note, found.superset) == ("quads_vasti", "deep", "2")


def test_the_same_operation_again_is_known_and_changes_nothing(store, now, done):
    set_ = done(0)
    store.take_operations("me", [set_], at=now)
    before = store.verify_chain("me")
    assert statuses(store.take_operations("me", [set_, set_], at=now)) == [KNOWN, KNOWN]
    assert store.verify_chain("me") == before
    assert store.count_sets("me") == 1


def test_an_id_that_comes_back_with_other_content_is_refused_and_stops_no_other(store, now, done):
    first = done(0)
    other = done(0, id_=first.id, clock=first.clock, reps=12)
    taken = store.take_operations("me", [first, other, done(1)], at=now)
    assert statuses(taken) == [STORED, REFUSED, STORED]
    assert "other content" in taken.results[1][1]
    assert [s.reps for s in store.sets("me")] == [8, 8]


def test_a_set_that_came_another_way_is_not_taken_over(store, now, done, make_set):
    store.record("me", [make_set(SETS[0])], at=now)
    assert statuses(store.take_operations("me", [done(0, reps=3)], at=now)) == [REFUSED]
    assert [s.reps for s in store.sets("me")] == [8]


def test_a_change_and_a_removal_that_come_before_their_set_wait_for_it(store, now, op, done):
    set_ = done(0)
    store.take_operations("me", [op("set.change", set=SETS[0], fields={"reps": 9})], at=now)
    assert store.sets("me") == ()
    store.take_operations("me", [set_], at=now)
    assert [s.reps for s in store.sets("me")] == [9]
    store.take_operations("me", [op("set.remove", set=SETS[1]), done(1)], at=now)
    assert [s.source_id for s in store.sets("me")] == [SETS[0]]


def test_a_session_that_starts_late_gives_its_day_and_plan_to_the_sets_before(store, now, start, done):
    plan = store.save_plan("me", {"schema": "preex.plan/1"}, at=now)
    store.take_operations("me", [done(0)], at=now)
    assert store.sets("me")[0].local_date == ""
    store.take_operations("me", [start(plan=plan)], at=now)
    assert store.sets("me")[0].local_date == "2026-11-24"


def test_undo_takes_back_the_last_set_and_phones_hear_of_it(store, now, done):
    store.take_operations("me", [done(0), done(1)], at=now)
    assert [s.source_id for s in store.undo_last_record("me", at=now).sets] == [SETS[1]]
    (told,), cursor, more = store.operations_since("me", 2)
    assert (told.operation.kind, dict(told.operation.body), cursor, more) == ("set.remove", {"set": SETS[1]}, 3, False)
    assert told.operation.clock > 2  # after everything known here
    store.take_operations("me", [done(2)], at=now)  # works the session out anew
    assert [s.source_id for s in store.sets("me")] == [SETS[0], SETS[2]]
    assert store.verify_chain("me").ok


def test_undo_after_a_phone_removed_a_set_takes_back_the_one_before(store, now, op, done):
    store.take_operations("me", [done(0), done(1), op("set.remove", set=SETS[1])], at=now)
    assert [s.source_id for s in store.undo_last_record("me", at=now).sets] == [SETS[0]]
    store.take_operations("me", [op("set.restore", set=SETS[1])], at=now)
    assert [s.source_id for s in store.undo_last_record("me", at=now).sets] == [SETS[1]]


def test_undo_of_a_set_recorded_here_adds_no_operation(store, now, make_set):
    store.record("me", [make_set("typed")], at=now)
    store.undo_last_record("me", at=now)
    assert store.operations_since("me") == ((), 0, False)


def test_changes_come_in_pages_and_an_empty_one_keeps_the_place(store, now, done):
    ops = [done(n) for n in range(5)]
    store.take_operations("me", ops, at=now)
    first, cursor, more = store.operations_since("me", 0, limit=3)
    assert ([o.seq for o in first], cursor, more) == ([1, 2, 3], 3, True)
    rest, cursor, more = store.operations_since("me", cursor, limit=3)
    assert ([o.operation for o in rest], cursor, more) == (ops[3:], 5, False)
    assert store.operations_since("me", 5) == ((), 5, False)
    assert store.operations_since("me", 99) == ((), 5, False)  # the log is an older copy: go on from its end


def test_what_one_athlete_did_is_not_told_to_another(store, now, done):
    store.athlete("anna", create=True)
    set_ = done(0)
    store.take_operations("me", [set_], at=now)
    assert store.operations_since("anna") == ((), 0, False)
    assert statuses(store.take_operations("anna", [set_], at=now)) == [STORED]  # ids are an athlete's own
    assert store.count_sets("me") == store.count_sets("anna") == 1


# ------------------------------------------------------------------ tampering

ALTERED = {
    "another text": ("UPDATE preex_operation SET text = REPLACE(text, '\"reps\":8', '\"reps\":9') WHERE seq = 2", 2),
    "another session": ("UPDATE preex_operation SET session = 'x' WHERE seq = 3", 3),
    "a row taken out": ("DELETE FROM preex_operation WHERE seq = 2", 2),
    "the first row taken out": ("DELETE FROM preex_operation WHERE seq = 1", 1),
    "another hash": ("UPDATE preex_operation SET hash = REPEAT('0', 64) WHERE seq = 1", 1),
}


@pytest.mark.parametrize("how", ALTERED)
def test_the_chain_tells_where_a_row_was_altered(how, store, now, done):
    store.take_operations("me", [done(n) for n in range(4)], at=now)
    assert store.verify_chain("me").ok
    sql, row = ALTERED[how]
    connection = connections[store._link.alias]
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("REPEAT('0', 64)", f"'{'0' * 64}'"))
    found = store.verify_chain("me")
    assert (found.ok, found.broken_at, found.length) == (False, row, row - 1)
    assert str(row) in found.reason


def test_a_row_cut_off_the_end_shows_in_the_head(store, now, done):
    store.take_operations("me", [done(n) for n in range(4)], at=now)
    head = store.verify_chain("me").head
    with connections[store._link.alias].cursor() as cursor:
        cursor.execute("DELETE FROM preex_operation WHERE seq = 4")
    assert store.verify_chain("me").head != head


# ------------------------------------------------------------------ any order


def expected(ops):
    """Say what should stand: set id -> (reps, note), by scanning for the last word on each."""
    order = sorted(ops, key=lambda o: (o.clock, o.device, o.id))
    standing = {}
    for set_ in SETS:
        made = [o for o in order if o.kind == "set.done" and o.body["set"] == set_]
        words = [o.kind for o in order if o.kind in {"set.remove", "set.restore"} and o.body["set"] == set_]
        if not made or (words and words[-1] == "set.remove"):
            continue
        changes = [o.body["fields"] for o in order if o.kind == "set.change" and o.body["set"] == set_]
        last = {f: [c[f] for c in changes if f in c][-1:] or [made[0].body[f]] for f in ("reps", "note")}
        standing[set_] = (made[0].body["session"], last["reps"][0], last["note"][0])
    return standing


@st.composite
def histories(draw):
    ops = []
    for number in range(draw(st.integers(1, 20))):
        kind = draw(
            st.sampled_from(["set.done", "set.done", "set.change", "set.remove", "set.restore", "session.start"])
        )
        ops.append((kind, draw(st.integers(0, 4)), draw(st.integers(0, 1)), draw(st.integers(1, 8)), number))
    return ops


_athletes = itertools.count()


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(history=histories(), seed=st.integers(0, 2**32))
def test_whatever_the_order_batches_and_repeats_nothing_is_lost_or_doubled(history, seed, store, now, op, done, start):
    ops = []
    for kind, n, phone, clock, number in history:
        stamp = {"phone": phone, "clock": clock}
        if kind == "set.done":
            ops.append(done(n, session=number % 2, reps=number, **stamp))
        elif kind == "session.start":
            ops.append(start(number % 2, **stamp))
        elif kind == "set.change":
            field = {"reps": 100 + number} if number % 2 else {"note": str(number)}
            ops.append(op(kind, set=SETS[n], fields=field, **stamp))
        else:
            ops.append(op(kind, set=SETS[n], **stamp))
    rng = random.Random(seed)
    athlete = f"lifter {next(_athletes)}"
    store.athlete(athlete, create=True)
    delivered = [*ops, *rng.choices(ops, k=len(ops) // 2)]
    rng.shuffle(delivered)
    while delivered:
        size = rng.randint(1, 6)
        taken = store.take_operations(athlete, delivered[:size], at=now)
        assert REFUSED not in statuses(taken)
        del delivered[:size]
    stands = {s.source_id: (s.workout.removeprefix("own "), s.reps, s.note) for s in store.sets(athlete)}
    assert stands == expected(ops)
    assert len(store.sets(athlete)) == len(stands)
    assert store.verify_chain(athlete).length == len(ops)


def test_four_phones_at_once_lose_nothing(place, now, done):
    ops = [done(n, clock=n + 1) for n in range(15)]

    def deliver(seed):
        mine = random.Random(seed).sample(ops, len(ops))
        with open_store(**place) as mine_store:
            for one in mine:
                mine_store.take_operations("me", [one], at=now)

    with open_store(**place) as store:
        store.athlete()
        with ThreadPoolExecutor(4) as phones:
            list(phones.map(deliver, range(4)))
        assert store.count_sets("me") == 15
        assert store.verify_chain("me").length == 15
        assert [s.source_id for s in store.sets("me")] == [o.body["set"] for o in ops]


def test_a_set_told_by_two_phones_in_two_sessions_stands_in_the_session_of_the_first(store, now, start, done):
    late, early = done(0, session=1, clock=9, phone=1), done(0, session=0, clock=3)
    store.take_operations("me", [late, start(1)], at=now)
    assert store.sets("me")[0].workout.endswith(SESSIONS[1])
    store.take_operations("me", [early, start(0)], at=now)
    (found,) = store.sets("me")
    assert found.workout.endswith(SESSIONS[0])
    assert found.local_date == "2026-11-24"


def test_a_batch_of_500_is_taken_whole(store, now, done):
    ops = [done(n, session=n % 2) for n in range(500)]
    assert statuses(store.take_operations("me", ops, at=now)) == [STORED] * 500
    assert store.count_sets("me") == 500


def test_a_bad_value_leaves_nothing_behind(store, now, done):
    with pytest.raises(ValueError, match="nonsense"):
        store.take_operations("me", [done(0), done(1, set_kind="nonsense")], at=now)
    assert store.operations_since("me") == ((), 0, False)
    assert store.count_sets("me") == 0


def test_the_hour_of_a_set_comes_back_to_the_millisecond(store, now, done):
    set_ = done(0, seconds=0.123)
    store.take_operations("me", [set_], at=now)
    assert store.operations_since("me")[0][0].operation == set_
    assert store.sets("me")[0].at == datetime.fromisoformat("2026-11-24T12:00:00.123+00:00")
