"""What phones send is checked field by field, each operation by itself."""

import copy
from decimal import Decimal

import pytest

from preex import app
from preex.app.operations import BODIES, read_operation
from preex.errors import NotFound, OutOfRange

SESSION, SET = "0199b3c0-0000-7000-8000-000000000001", "0199b3c0-0000-7000-8000-000000000002"
BODY = {
    "session.start": {"session": SESSION, "title": "Legs", "plan": "P-3", "day": 0, "local_date": "2026-11-24", "zone": "Europe/Berlin"},
    "set.done": {
        "session": SESSION, "set": SET, "exercise": "leg_press", "load": {"value": "62.5", "unit": "kg"}, "reps": 8, "rir": 1,
        "set_kind": "working", "rest_before_s": 30.5, "rest_source": "tapped", "gap_planned_s": 30, "superset": "0", "position": 1,
        "gave_out": "quads", "note": "",
    },
    "set.change": {"set": SET, "fields": {"reps": 9}},
    "set.remove": {"set": SET},
    "set.restore": {"set": SET},
    "swap": {"session": SESSION, "from": "leg_press", "to": "hack_squat", "why": "taken"},
    "pain": {"session": SESSION, "joint": "knee", "level": 4, "stopped": True, "takes_back": None},
    "session.finish": {"session": SESSION},
    "session.reopen": {"session": SESSION},
}  # fmt: skip


def sent(kind="set.done", number=1, **changes):
    op = {
        "id": f"0199b3c0-0000-7000-9000-{number:012d}", "device": "0199b3c0-0000-4000-8000-00000000000a", "clock": number,
        "at": "2026-03-30T17:59:00.250Z", "kind": kind, "body": copy.deepcopy(BODY[kind]),
    }  # fmt: skip
    return op | changes


def statuses(taken):
    return [one.status for one in taken.results]


@pytest.mark.parametrize("kind", BODIES)
def test_every_kind_is_taken_and_told_again_as_it_was_sent(kind, store, now):
    op = sent(kind)
    assert statuses(app.take_ops(store, "me", [op], now)) == ["stored"]
    (told,) = app.changes(store, "me").to_json()["ops"]
    assert told == {"seq": 1, **op}


def test_what_a_set_leaves_out_is_filled_in(store, now):
    op = sent()
    op["body"] = {name: op["body"][name] for name in ("session", "set", "exercise", "load", "reps")}
    assert statuses(app.take_ops(store, "me", [op], now)) == ["stored"]
    assert statuses(app.take_ops(store, "me", [op], now)) == ["known"]
    (done,) = store.sets("me")
    assert (done.rir, done.rest_before_s, done.note, done.entered.value) == (None, None, "", Decimal("62.5"))


def body(path, value, kind="set.done"):
    """Return an operation with one field of its body set to something else."""
    op = sent(kind)
    *steps, last = path.split(".")
    inner = op["body"]
    for step in steps:
        inner = inner[step]
    inner[last] = value
    return op


BAD = {
    "no object": 7,
    "nothing": {},
    "id is no UUIDv7": sent(id="0199b3c0-0000-4000-9000-000000000001"),
    "id in capitals": sent(id="0199B3C0-0000-7000-9000-000000000001"),
    "id is a number": sent(id=7),
    "unknown field": sent(athlete="anna"),
    "unknown kind": sent() | {"kind": "set.explode"},
    "clock below 0": sent(clock=-1),
    "clock as text": sent(clock="1"),
    "clock true": sent(clock=True),
    "clock too large": sent(clock=2**53),
    "no zone": sent(at="2026-03-30T17:59:00"),
    "no such day": sent(at="2026-02-30T17:59:00Z"),
    "year 0": sent(at="0000-01-01T00:00:00Z"),
    "body is a list": sent(body=[]),
    "no session": sent(body={"set": SET}),
    "mass assignment": body("athlete_id", 1),
    "reps below 0": body("reps", -1),
    "reps as text": body("reps", "8"),
    "reps true": body("reps", True),
    "reps a fraction": body("reps", 8.5),
    "load as number": body("load", {"value": 62.5, "unit": "kg"}),
    "load below 0": body("load.value", "-5"),
    "load is no number": body("load.value", "heavy"),
    "load with comma": body("load.value", "62,5"),
    "load in stone": body("load.unit", "st"),
    "rir not a number": body("rir", float("nan")),
    "rest infinite": body("rest_before_s", float("inf")),
    "unknown set kind": body("set_kind", "cluster"),
    "gave out unknown": body("gave_out", "willpower"),
    "note with NUL": body("note", "a\0b"),
    "half a character": body("note", "\ud83d"),
    "note too long": body("note", "x" * 2001),
    "exercise empty": body("exercise", ""),
    "change of nothing": body("fields", {}, "set.change"),
    "change of the exercise": body("fields", {"exercise": "leg_press"}, "set.change"),
    "change to nothing": body("fields", {"reps": None}, "set.change"),
    "zone is a path": body("zone", "../../etc/passwd", "session.start"),
    "no such date": body("local_date", "2026-02-30", "session.start"),
    "plan as number": body("plan", 3, "session.start"),
    "pain above 10": body("level", 11, "pain"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_operation_is_refused_with_its_field_and_stops_no_other(what, store, now):
    taken = app.take_ops(store, "me", [BAD[what], sent(number=9)], now)
    assert statuses(taken) == ["refused", "stored"]
    problem = taken.to_json()["results"][0]["problem"]
    assert problem["code"] == "invalid_field"
    assert ":" in problem["detail"]
    assert problem["hint"]
    assert len(store.sets("me")) == 1


def test_a_zone_this_machine_does_not_know_costs_no_session(store, now):
    app.take_ops(store, "me", [body("zone", "Mars/Olympus", "session.start"), sent(number=2)], now)
    assert [(s.zone, s.local_date) for s in store.sets("me")] == [("", "2026-11-24")]
    assert app.changes(store, "me").ops[0].operation.body["zone"] == "Mars/Olympus"


def test_an_id_that_comes_back_with_other_content_is_a_conflict(store, now):
    first, other = sent(), sent()
    other["body"]["reps"] = 12
    taken = app.take_ops(store, "me", [first, first, other], now)
    assert statuses(taken) == ["stored", "known", "refused"]
    assert taken.results[2].problem.code == "conflict"


def test_more_than_500_operations_are_too_many(store, now):
    with pytest.raises(OutOfRange, match="500"):
        app.take_ops(store, "me", [{}] * 501, now)


@pytest.mark.parametrize(("since", "limit"), [(0, 0), (0, 201), (-1, 1), (2**63, 1)])
def test_pages_have_limits(since, limit, store):
    with pytest.raises(OutOfRange):
        app.changes(store, "me", since, limit)


def test_an_athlete_nobody_knows_gets_no_log(store, now):
    with pytest.raises(NotFound):
        app.take_ops(store, "nobody", [sent()], now)
    with pytest.raises(NotFound):
        app.changes(store, "nobody")


def test_undo_on_the_command_line_is_told_to_phones(store, now):
    app.take_ops(store, "me", [sent()], now)
    assert app.undo_record(store, "me", at=now).sets[0].source_id == SET
    told = app.changes(store, "me", 1)
    assert [(one.operation.kind, one.operation.set) for one in told.ops] == [("set.remove", SET)]
    again = told.to_json()["ops"][0]
    again.pop("seq")
    assert read_operation(again) == told.ops[0].operation  # a phone may send it back


def test_a_line_recorded_here_goes_on_in_the_session_of_the_phone(store, now):
    app.take_ops(store, "me", [sent()], now)
    recorded = app.record_line(store, "me", "leg press 8x100", at=now)
    assert {s.workout for s in store.sets("me")} == {recorded.sets[0].set.workout}


EXPECTED = {"mean": 8.4, "sd": 1.2, "q10": 7.0, "q50": 8.0, "q90": 10.0}


def test_what_a_phone_showed_of_a_set_is_judged_as_what_was_expected_here(store, now):
    op = body("expected", EXPECTED)
    assert statuses(app.take_ops(store, "me", [op], now)) == ["stored"]
    assert statuses(app.take_ops(store, "me", [op], now)) == ["known"]
    (kept,) = store.predictions("me")
    assert (kept.prediction.mean, kept.prediction.q90, kept.set.reps) == (8.4, 10.0, 8)
    (judged,) = app.review(store, "me", at=now).all.sets
    assert judged.verdict == "inside"


def test_a_range_upside_down_is_refused(store, now):
    op = body("expected", {**EXPECTED, "q10": 9.0})
    (refused,) = app.take_ops(store, "me", [op], now).results
    assert refused.status == "refused"
    assert "do not ascend" in refused.problem.message


def test_a_change_tells_which_changes_it_had_seen(store, now):
    change = sent("set.change", 2)
    change["body"]["after"] = ["0199b3c0-0000-7000-9000-000000000009"]
    assert statuses(app.take_ops(store, "me", [sent(), change], now)) == ["stored", "stored"]
    assert app.changes(store, "me").to_json()["ops"][1]["body"] == change["body"]
