"""The demo lifter: simulated, the same each time, and honest about what it shows."""

from datetime import UTC, datetime, timedelta

import pytest

from preex import app
from preex.app.demo import DEMO, WEEKS
from preex.catalogue import load_catalogue
from preex.core.gym import Gym
from preex.store import open_store

NOW = datetime(2026, 3, 30, 18, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def log(tmp_path_factory, django_db_blocker):
    with django_db_blocker.unblock(), open_store(tmp_path_factory.mktemp("home")) as store:
        app.load_demo(store, NOW)
        yield store


@pytest.fixture
def sets(log, django_db_blocker):
    with django_db_blocker.unblock():
        return log.sets(DEMO)


@pytest.fixture(autouse=True)
def _database_allowed(django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_it_covers_twelve_weeks_up_to_a_few_days_ago(sets):
    assert timedelta(days=1) < NOW - sets[-1].at < timedelta(days=4)
    assert timedelta(weeks=WEEKS - 1) < sets[-1].at - sets[0].at < timedelta(weeks=WEEKS)
    assert len({s.workout for s in sets}) == 3 * WEEKS


def test_the_same_day_makes_the_same_log_again(sets, tmp_path):
    with open_store(tmp_path) as store:
        app.load_demo(store, NOW)
        assert store.sets(DEMO) == sets


def test_loading_it_again_changes_nothing(log, sets):
    app.load_demo(log, NOW + timedelta(days=40))
    assert log.sets(DEMO) == sets


def test_some_sessions_are_pre_exhausted_and_earlier_ones_are_not(log):
    press = next(s for s in app.athlete_state(log, DEMO, at=NOW).strengths if s.exercise == "leg_press")
    assert press.fresh.points[0].on < press.pre_exhausted.points[0].on
    assert len(press.pre_exhausted.points) == 6


def test_its_loads_can_be_made_and_its_repetitions_done(sets):
    gym, exercises = Gym(), load_catalogue().exercises
    assert {s.exercise for s in sets} <= exercises.keys()
    assert all(s.load_kg in gym.loadable_kg(exercises[s.exercise]) for s in sets)
    assert all(1 <= s.reps <= 20 for s in sets)


def test_its_predictions_were_made_before_the_sets_and_mostly_hold(log):
    """The simulated lifter is less erratic than the population the ranges are made for, so more than 80 % may fall in."""
    reviewed = app.review(log, DEMO, at=NOW)
    assert len(reviewed.all.sets) > 250
    assert 0.75 <= reviewed.all.count("inside") / len(reviewed.all.sets) <= 0.97


def test_it_gets_stronger(log):
    tracks = [s.fresh.points for s in app.athlete_state(log, DEMO, at=NOW).strengths if s.fresh]
    first = sum(sum(p.e1rm_kg for p in t[:3]) for t in tracks)
    last = sum(sum(p.e1rm_kg for p in t[-3:]) for t in tracks)
    assert 1.0 < last / first < 1.12


def test_the_athlete_whose_log_it_is_not_stays_empty(log):
    assert log.count_sets("me") == 0
