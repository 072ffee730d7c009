"""What phones note beside sets is read: a joint that hurt is shown, asked about, and never acted on unasked."""

from datetime import timedelta

import pytest

from preex import app
from preex.app.planning import new_plan
from preex.app.session_notes import session_notes

SESSION = "0199b3c0-0000-7000-8000-00000000000{}"


@pytest.fixture
def note(store):
    clock = 0

    def send(kind, at, session=1, **body):
        nonlocal clock
        clock += 1
        op = {
            "id": f"0199b3c0-0000-7000-9000-{clock:012d}", "device": "0199b3c0-0000-4000-8000-00000000000a",
            "clock": clock, "at": f"{at:%Y-%m-%dT%H:%M:%S}.000Z", "kind": kind,
            "body": {"session": SESSION.format(session), **body},
        }  # fmt: skip
        (result,) = app.take_ops(store, "me", [op], at).results
        assert result.status == "stored"
        return op["id"]

    return send


def codes(plan):
    return [n["code"] for n in plan.advice["notices"]]


def test_a_joint_that_hurt_is_told_with_its_session(store, note, now):
    note("session.start", now, title="Legs", local_date="2026-11-24")
    note("pain", now, joint="knee", level=5, stopped=True)
    (pain,) = session_notes(store, "me", at=now).pains
    assert (pain.joint, pain.level, pain.stopped, pain.title) == ("knee", 5, True, "Legs")
    status = app.athlete_state(store, "me", at=now).to_json()
    assert status["flagged_joints"] == ["knee"]
    assert status["pains"][0]["level"] == 5


def test_pain_taken_back_on_the_phone_is_none(store, note, now):
    mistake = note("pain", now, joint="knee", level=5, stopped=True)
    note("pain", now, joint="knee", level=0, stopped=False, takes_back=mistake)  # as undo writes it
    assert session_notes(store, "me", at=now).pains == ()


def test_pain_that_eased_later_in_the_session_counts_as_it_was_at_its_worst(store, note, now):
    note("pain", now, joint="knee", level=2, stopped=False)
    note("pain", now, joint="knee", level=5, stopped=True)
    note("pain", now, joint="knee", level=1, stopped=False)
    notes = session_notes(store, "me", at=now)
    assert [(p.level, p.stopped) for p in notes.pains] == [(5, True)]
    assert [p.joint for p in notes.flagged] == ["knee"]


def test_a_mistake_taken_back_leaves_the_pain_before_it(store, note, now):
    note("pain", now, joint="knee", level=2, stopped=False)
    mistake = note("pain", now, joint="knee", level=9, stopped=True)
    note("pain", now, joint="knee", level=2, stopped=False, takes_back=mistake)
    assert [(p.level, p.stopped) for p in session_notes(store, "me", at=now).pains] == [(2, False)]


@pytest.mark.parametrize(("level", "days", "asked"), [(4, 1, True), (3, 1, False), (8, 13, True), (8, 15, False)])
def test_pain_of_four_or_more_within_two_weeks_asks_a_question(store, note, now, level, days, asked):
    note("pain", now - timedelta(days=days), joint="knee", level=level, stopped=level >= 4)
    plan = new_plan(store, "me", at=now, told={"lagging": ["quads"]}, dry_run=True).plan
    assert ("N-S62-flagged" in codes(plan)) is asked
    assert plan.lifter.joints == ()  # nothing is changed without an answer


def test_a_better_report_later_takes_the_question_back(store, note, now):
    note("pain", now - timedelta(days=5), joint="knee", level=6, stopped=True)
    note("pain", now - timedelta(days=1), 2, joint="knee", level=1, stopped=False)
    assert session_notes(store, "me", at=now).flagged == ()


def test_a_joint_called_irritable_already_is_not_asked_about(store, note, now):
    note("pain", now, joint="knee", level=6, stopped=True)
    plan = new_plan(store, "me", at=now, told={"lagging": ["chest"], "joints": ["knee"]}, dry_run=True).plan
    assert "N-S62-flagged" not in codes(plan)


def test_a_plan_that_is_checked_asks_too(store, note, now):
    plan = new_plan(store, "me", at=now, told={"lagging": ["quads"]}, dry_run=True).plan
    note("pain", now, joint="knee", level=6, stopped=True)
    checked = app.check_plan(plan.to_json(), store=store, at=now)
    assert "N-S62-flagged" in [n.code for n in checked.notices]
    assert checked.ok


def test_swaps_are_counted_less_those_taken_back(store, note, now):
    note("swap", now, **{"from": "leg_press", "to": "hack_squat", "why": "taken"})
    note("swap", now, 2, **{"from": "leg_press", "to": "hack_squat", "why": "taken"})
    note("swap", now, 2, **{"from": "hack_squat", "to": "leg_press", "why": "other"})
    (swap,) = session_notes(store, "me", at=now).swaps
    assert (swap.planned, swap.done, swap.times) == ("leg_press", "hack_squat", 1)


def test_another_lifter_hears_nothing_of_it(store, note, now):
    note("pain", now, joint="knee", level=6, stopped=True)
    store.athlete("other", create=True)
    assert session_notes(store, "other", at=now).pains == ()
