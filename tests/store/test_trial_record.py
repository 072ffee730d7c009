"""A trial's workout and its sets are stored together: a program that ends in between leaves nothing, and nothing half."""

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from preex import app
from preex.store import open_store

NOW = datetime(2026, 3, 30, 18, tzinfo=UTC)
LINE = "leg extension 12x40 rir 1 ; leg press 9x160 rir 1"

RECORD_AND_DIE = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from preex import app
from preex.store import open_store

place, when, line = sys.argv[1:]
where = {"database_url": place} if "://" in place else {"home": Path(place)}
with open_store(**where) as store:
    from preex.store import sets  # the tables are known once a store was opened

    store_sets = sets.record

    def record(*args):
        if when == "after":
            store_sets(*args)
        os.kill(os.getpid(), signal.SIGKILL)

    sets.record = record
    app.record_workout(store, "me", line, at=datetime(2026, 3, 30, 20, tzinfo=UTC))
"""


@pytest.fixture
def shown(place):
    """A trial whose first arm was shown; return the store."""
    with open_store(**place) as store:
        app.new_trial(store, "me", at=NOW, seed="5eed", pairs=("leg_extension:leg_press",), weeks=4)
        app.next_workout(store, "me", at=NOW + timedelta(hours=1))
        yield store


def nothing_happened(store):
    assert len(store.trial("me", "T-1").events) == 2
    assert app.trial_named(store, "me").trial.standing.open.number == 1
    assert store.count_sets("me") == 0


def and_again_it_is_stored_once(store):
    app.record_workout(store, "me", LINE, at=NOW + timedelta(hours=3))
    (workout,) = app.trial_named(store, "me").trial.standing.workouts
    assert set(workout.log) == {s.source_id for s in store.sets("me")}
    assert len(workout.sets) == store.count_sets("me") == 2


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
@pytest.mark.parametrize("when", ["between", "after"])
def test_a_program_killed_between_the_trials_event_and_its_sets_leaves_neither(shown, place, when):
    argument = place.get("database_url") or str(place["home"])
    command = [sys.executable, "-c", RECORD_AND_DIE, argument, when, LINE]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    nothing_happened(shown)
    and_again_it_is_stored_once(shown)


def test_an_error_while_the_sets_are_stored_takes_the_trials_event_back(shown, monkeypatch):
    def broken(*_):
        raise OSError("no room")

    with monkeypatch.context() as patched:
        patched.setattr("preex.store.sets.record", broken)
        with pytest.raises(OSError, match="no room"):
            app.record_workout(shown, "me", LINE, at=NOW + timedelta(hours=2))
    nothing_happened(shown)
    and_again_it_is_stored_once(shown)


def test_an_undo_that_fails_at_the_trial_leaves_the_log_as_it_was(shown, monkeypatch):
    app.record_workout(shown, "me", LINE, at=NOW + timedelta(hours=2))
    events = shown.trial("me", "T-1").events

    def broken(*_):
        raise OSError("no room")

    with monkeypatch.context() as patched:
        patched.setattr("preex.store.trials.append_events", broken)
        with pytest.raises(OSError, match="no room"):
            app.undo_record(shown, "me", at=NOW + timedelta(hours=3))
    assert shown.count_sets("me") == 2
    assert shown.trial("me", "T-1").events == events
