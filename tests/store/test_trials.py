from datetime import timedelta

import pytest

from preex.errors import Conflict, FieldError, NotFound

PROTOCOL = {"schema": "preex.trial_protocol/1", "rope": 0.5, "looks": [8, 12], "locked_at": "2026-03-30T18:00:00+00:00"}
EVENTS = [
    {"number": n, "kind": "check_in", "data": {"ready": True, "sleep_h": 7.5}, "hash": f"{n:064x}"} for n in (1, 2, 3)
]


def test_a_trial_comes_back_as_it_was_locked_with_its_events_in_order(store, now):
    assert store.latest_trial("me") is None
    assert store.save_trial("me", PROTOCOL, "5eed", at=now) == "T-1"
    assert store.save_trial("me", {**PROTOCOL, "rope": 1.0}, "5eed2", at=now + timedelta(days=1)) == "T-2"
    store.append_trial_events("me", "T-1", EVENTS[:2], after=0)
    store.append_trial_events("me", "T-1", EVENTS[2:], after=2)
    kept = store.trial("me", "T-1")
    assert (kept.id, kept.at, kept.protocol, kept.seed, list(kept.events)) == ("T-1", now, PROTOCOL, "5eed", EVENTS)
    assert [one.id for one in store.trials("me")] == ["T-2", "T-1"]
    assert store.latest_trial("me").id == "T-2"
    assert store.latest_trial("me").events == ()


def test_of_two_that_go_on_from_the_same_event_only_the_first_is_kept(store, now):
    store.save_trial("me", PROTOCOL, "5eed", at=now)
    store.append_trial_events("me", "T-1", EVENTS[:1], after=0)
    with pytest.raises(Conflict, match="1 events, not the 0"):
        store.append_trial_events("me", "T-1", EVENTS[:2], after=0)
    assert len(store.trial("me", "T-1").events) == 1


def test_trials_belong_to_one_athlete(store, now):
    store.athlete("Wren", create=True)
    store.save_trial("me", PROTOCOL, "5eed", at=now)
    assert store.trials("Wren") == ()
    with pytest.raises(NotFound, match="no trial"):
        store.trial("Wren", "T-1")
    with pytest.raises(NotFound, match="T-1"):
        store.append_trial_events("me", "T-9", EVENTS, after=0)


def test_what_is_no_plain_data_is_refused_and_nothing_is_kept(store, now):
    with pytest.raises(FieldError, match="protocol"):
        store.save_trial("me", {"rope": float("nan")}, "5eed", at=now)
    store.save_trial("me", PROTOCOL, "5eed", at=now)
    with pytest.raises(FieldError, match=r"events\[1\]"):
        store.append_trial_events("me", "T-1", [EVENTS[0], {"at": now}], after=0)
    assert store.trial("me", "T-1").events == ()
