"""What a session is told of a trial, and how what a phone did becomes its workout."""

import json
from datetime import timedelta

import pytest

from preex import app
from preex.errors import Conflict, NotFound, ValidationError

HOUR = timedelta(hours=1)
SESSION = "0199b3c0-0000-7000-8000-000000000001"
DEVICE = "0199b3c0-0000-4000-8000-00000000000a"


@pytest.fixture
def new(store, now):
    def make(**terms):
        pairs = ("leg_extension:leg_press",)
        return app.new_trial(store, "me", at=now, **({"seed": "5eed", "pairs": pairs, "weeks": 4} | terms))

    return make


@pytest.fixture
def phone(store):
    """Send operations as a phone does; each call counts its clock on."""
    clock = 0

    def send(kind, body, at):
        nonlocal clock
        clock += 1
        op = {
            "id": f"0199b3c0-0000-7000-9000-{clock:012d}", "device": DEVICE, "clock": clock,
            "at": f"{at:%Y-%m-%dT%H:%M:%S}.000Z", "kind": kind, "body": body,
        }  # fmt: skip
        (result,) = app.take_ops(store, "me", [op], at).results
        assert result.status == "stored"

    return send


@pytest.fixture
def trained(phone):
    """Do the sets the arm asks for on a phone; 12 and 8 repetitions, one left."""

    def train(today, at):
        for i, s in enumerate(today.sets):
            load = {"value": f"{s.load_kg or 40:g}", "unit": "kg"}
            reps = 8 if s.exercise == "leg_press" else 12
            body = {
                "session": SESSION, "set": f"0199b3c0-0000-7000-a000-{i:012d}", "exercise": s.exercise, "load": load,
                "reps": reps, "rir": 1.0, "rest_before_s": s.rest_before_s,
            }  # fmt: skip
            phone("set.done", body, at + timedelta(minutes=i))

    return train


def test_without_a_trial_there_is_nothing_today(store, now):
    assert app.trial_today(store, "me", at=now) is None


def test_before_the_check_in_nothing_tells_the_arm(new, store, now):
    # Two seeds whose first arms differ: what is told must not.
    told, arms = set(), set()
    for seed in ("a", "b", "c", "d", "e"):
        made = new(seed=seed)
        arms.add(int(made.protocol.sequence(seed)[0]))
        document = app.trial_today(store, "me", at=now).to_json()
        told.add(json.dumps(document | {"trial": ""}))
    assert arms == {0, 1}
    assert len(told) == 1
    assert document["check_in"]
    assert document["due"]
    assert (document["arm"], document["sets"], document["steps"]) == (None, [], [])


def test_after_the_check_in_the_sets_of_the_arm_are_told_in_order(new, store, now):
    new(loads_kg=(160.0,))
    shown = app.next_workout(store, "me", at=now + HOUR)
    today = app.trial_today(store, "me", at=now + 2 * HOUR)
    assert not today.check_in
    assert today.to_json()["arm"] == shown.to_json()["arm"]
    assert today.holds_until == now + 25 * HOUR
    first, second = today.sets[:2]
    assert first.rest_before_s is None
    assert {s.load_kg for s in today.sets if s.exercise == "leg_press"} == {160.0}
    if shown.workout.arm:  # rounds of both, 10 s between; the default rest of 150 s before the next round
        assert [s.exercise for s in today.sets] == ["leg_extension", "leg_press"] * 3
        assert [s.rest_before_s for s in today.sets] == [None, 10, 150, 10, 150, 10]
        assert second.joined
    else:
        assert [s.exercise for s in today.sets] == ["leg_press"] * 3 + ["leg_extension"] * 3
        assert [s.rest_before_s for s in today.sets] == [None] + [150] * 5
        assert not second.joined


def test_the_next_workout_is_due_two_days_after_the_last(new, store, now, trained):
    new()
    app.next_workout(store, "me", at=now)
    trained(app.trial_today(store, "me", at=now), now)
    app.record_trial_workout(store, "me", SESSION, at=now + HOUR)
    tomorrow = app.trial_today(store, "me", at=now + 24 * HOUR)
    assert (tomorrow.number, tomorrow.check_in, tomorrow.due) == (2, True, False)
    assert tomorrow.due_from == now + 48 * HOUR
    assert app.trial_today(store, "me", at=now + 48 * HOUR).due


def test_a_workout_shown_more_than_a_day_ago_is_not_served_any_more_and_nothing_is_written(new, store, now):
    new()
    app.next_workout(store, "me", at=now)
    today = app.trial_today(store, "me", at=now + 25 * HOUR)
    assert (today.number, today.check_in, today.sets) == (2, True, ())
    assert len(store.trial("me", "T-1").events) == 2


def test_what_is_asked_after_a_workout_follows_from_what_the_trial_rests_on(new, store, now):
    new()
    assert app.trial_today(store, "me", at=now).asks == ("pain",)
    new(wanted="time", outcome="goal_score", weights=(("duration", 0.5), ("effort", 0.5)))
    assert set(app.trial_today(store, "me", at=now).asks) == {"pain", "effort", "minutes"}


def test_sets_a_phone_sent_become_the_workout_and_are_not_stored_twice(new, store, now, trained):
    new()
    app.next_workout(store, "me", at=now)
    today = app.trial_today(store, "me", at=now)
    trained(today, now)
    before = store.sets("me")
    done = app.record_trial_workout(store, "me", SESSION, at=now + HOUR, pain=1)
    assert store.sets("me") == before
    assert [s.reps for s in done.workout.sets if s.compound] == [8, 8, 8]
    assert set(done.workout.log) == {s.source_id for s in before}
    assert done.workout.as_drawn
    assert done.to_json()["entry"] is None


def test_recording_a_session_again_changes_nothing(new, store, now, trained):
    new()
    app.next_workout(store, "me", at=now)
    trained(app.trial_today(store, "me", at=now), now)
    first = app.record_trial_workout(store, "me", SESSION, at=now + HOUR, pain=1, note="hot")
    again = app.record_trial_workout(store, "me", SESSION, at=now + 2 * HOUR, pain=1, note="hot")
    assert again.workout == first.workout
    assert len(store.trial("me", "T-1").events) == len(first.trial.events)


def test_a_set_corrected_on_the_phone_corrects_the_workout_and_both_records_stay(new, store, now, trained, phone):
    new()
    app.next_workout(store, "me", at=now)
    trained(app.trial_today(store, "me", at=now), now)
    first = app.record_trial_workout(store, "me", SESSION, at=now + HOUR)
    phone("set.change", {"set": "0199b3c0-0000-7000-a000-000000000000", "fields": {"reps": 5}}, now + HOUR)
    then = app.record_trial_workout(store, "me", SESSION, at=now + 2 * HOUR)
    assert then.workout.sets[0].reps == 5
    kinds = [e["kind"] for e in store.trial("me", "T-1").events][-3:]
    assert kinds == ["record", "reopen", "record"]
    assert first.workout.arm == then.workout.arm


def test_a_correction_after_the_next_arm_was_shown_is_refused(new, store, now, trained, phone):
    new()
    app.next_workout(store, "me", at=now)
    trained(app.trial_today(store, "me", at=now), now)
    app.record_trial_workout(store, "me", SESSION, at=now + HOUR)
    phone("set.change", {"set": "0199b3c0-0000-7000-a000-000000000000", "fields": {"reps": 5}}, now + HOUR)
    with pytest.raises(Conflict, match="within a day"):
        app.record_trial_workout(store, "me", SESSION, at=now + 25 * HOUR)
    app.next_workout(store, "me", at=now + 50 * HOUR)
    with pytest.raises(Conflict, match="sets of workout 1"):
        app.record_trial_workout(store, "me", SESSION, at=now + 51 * HOUR)


def test_a_session_the_log_does_not_have_is_not_found_and_one_without_the_trials_sets_is_refused(
    new, store, now, phone
):
    new()
    app.next_workout(store, "me", at=now)
    with pytest.raises(NotFound, match="no set of the session"):
        app.record_trial_workout(store, "me", SESSION, at=now)
    body = {
        "session": SESSION, "set": "0199b3c0-0000-7000-a000-000000000000", "exercise": "lat_pulldown",
        "load": {"value": "60", "unit": "kg"}, "reps": 8,
    }  # fmt: skip
    phone("set.done", body, now)
    with pytest.raises(ValidationError, match="no work set"):
        app.record_trial_workout(store, "me", SESSION, at=now + HOUR)
