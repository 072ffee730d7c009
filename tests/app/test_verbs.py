"""The verbs as scripts and the web call them: the world is passed in, nothing is printed."""

from datetime import UTC, datetime, timedelta
from itertools import count
from uuid import UUID

import pytest

import preex
from preex import app
from preex.app.athlete import RECENT_SETS, SETS_EACH, _worth_learning
from preex.core.performed import PerformedSet
from preex.errors import UnitNeeded, UnknownExercise, ValidationError

HEVY = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,"
    "weight_kg,reps,distance_km,duration_seconds,rpe\n"
)


@pytest.fixture
def hevy(tmp_path):
    """Twenty presses of about equal effort on ten days, as Hevy exports them."""
    path = tmp_path / "hevy.csv"
    rows = (
        f'"Legs","{day} Mar 2026, 18:00","{day} Mar 2026, 19:00","","Leg Press","","",{n},"failure",100,{10 - n},,,\n'
        for day in range(1, 11)
        for n in (0, 1)
    )
    path.write_text(HEVY + "".join(rows), encoding="utf-8")
    return path


def test_every_verb_is_there_and_documented():
    for name in app.__all__:
        assert getattr(app, name).__doc__
    with pytest.raises(AttributeError, match="has no attribute 'nonsense'"):
        _ = app.nonsense
    assert set(dir(app)) == set(app.__all__)


def test_the_python_interface_learns_set_by_set_from_a_log(hevy):
    log = preex.read_log(str(hevy), unit="kg")
    assert (log.format, len(log.sets), log.problems) == ("hevy", 20, ())
    predictor = preex.Predictor()
    spread = []
    for s in log.sets:
        p = predictor.predict(s.exercise, load_kg=s.load_kg, rest_before_s=s.rest_before_s, at=s.at, kind=s.kind)
        spread.append(p.capacity.sd)
        predictor.observe(s)
    assert spread[-1] < spread[0] / 2


def test_a_file_that_hides_its_unit_asks_for_it(tmp_path):
    path = tmp_path / "strong.csv"
    path.write_text(
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n"
        '2026-03-02 18:00:00,"A",1h,"Leg Press",1,100,10,0,0,\n'
    )
    with pytest.raises(UnitNeeded):
        preex.read_log(path)


def test_compare_and_simulate_need_no_store():
    found = preex.compare("leg_extension", "leg_press", load_kg=180.0, fresh_reps=10)
    assert found.expected_reps.mean < 10
    scenario = {"sets": [{"exercise": "leg_press", "relative_load": 0.7, "reps": "failure"}]}
    (only,) = preex.simulate(scenario).sets
    assert only.outcome.reps.mean > 8


def test_a_name_of_the_lifters_own_comes_before_the_catalogue(store, now):
    store.set_name("me", "that machine in the corner", "leg_press")
    recorded = app.record_line(store, "me", "that machine in the corner 8x100", at=now)
    assert recorded.sets[0].set.exercise == "leg_press"
    assert recorded.sets[0].set.name == "that machine in the corner"
    with pytest.raises(UnknownExercise):
        app.record_line(store, "me", "that other machine in the corner 8x100", at=now)


def test_sets_keep_the_identity_the_caller_makes(store, now):
    number = count(1)
    recorded = app.record_line(store, "me", "leg press 8x100 x2", at=now, new_id=lambda: UUID(int=next(number)))
    assert [one.set.source_id for one in recorded.sets] == [str(UUID(int=1)), str(UUID(int=2))]
    assert [s.source_id for s in store.sets("me")] == [one.set.source_id for one in recorded.sets]


def test_a_time_without_a_zone_is_refused(store):
    with pytest.raises(ValidationError, match="no zone"):
        app.record_line(store, "me", "leg press 8x100", at=datetime(2026, 3, 30, 18))  # noqa: DTZ001 - the mistake


def test_the_local_date_is_that_of_the_lifters_zone(store):
    store.update_profile("me", zone="Pacific/Auckland")
    late = datetime(2026, 3, 30, 18, tzinfo=UTC)  # seven in the morning of the 31st there
    (done,) = (one.set for one in app.record_line(store, "me", "leg press 8x100", at=late).sets)
    assert (done.local_date, done.zone) == ("2026-03-31", "Pacific/Auckland")


def test_what_is_told_now_comes_before_the_profile(store, now):
    store.update_profile("me", goal="muscle", lagging=["lats"], joints={"knee": "irritable"}, experience="experienced")
    known = app.know(store, "me", at=now)
    assert known.lifter().joints == ("knee",)
    told = known.lifter(goal="strength", goal_lift="Leg Press", joints=[], lagging=["quads"], months=1)
    assert (told.goal, told.goal_lift, told.joints, told.experience) == ("strength", "leg_press", (), "beginner")
    assert [m.value for m in told.lagging] == ["quads_vasti", "rectus_femoris"]


def test_later_sets_are_not_known_yet(store, now):
    app.record_line(store, "me", "leg press 8x100", at=now)
    assert app.know(store, "me", at=now).sets
    assert not app.know(store, "me", at=now - timedelta(seconds=1)).sets


def long_log(n, old="barbell_curl"):
    """A log whose first sets are of an exercise given up since."""
    start = datetime(2020, 1, 1, tzinfo=UTC)
    return [
        PerformedSet(
            exercise=old if i < 300 else "leg_press",
            load_kg=50.0,
            reps=10,
            at=start + timedelta(hours=i),
            workout=str(i),
        )
        for i in range(n)
    ]


def test_a_predictor_learns_the_latest_sets_and_the_last_ones_of_every_exercise():
    sets = long_log(5000)
    learned = list(_worth_learning(sets, frozenset()))
    assert learned == [*sets[300 - SETS_EACH : 300], *sets[-RECENT_SETS:]]
    asked = list(_worth_learning(sets, frozenset({"barbell_curl"})))
    assert sum(s.exercise == "barbell_curl" for s in asked) == 200
    assert list(_worth_learning(sets[:40], frozenset())) == sets[:40]


def test_an_import_accounts_for_every_row_and_remembers_unit_and_zone(store, now, hevy):
    done = app.import_log(store, "me", hevy, at=now, tz="Europe/Lisbon")
    assert done.log.rows == done.sets + done.log.rests + done.log.notes + done.duplicates + len(done.log.problems)
    profile = store.athlete("me")
    assert (profile.unit, profile.zone) == ("kg", "Europe/Lisbon")
    ticks = []
    app.import_log(store, "me", hevy, at=now, progress=lambda done, total: ticks.append((done, total)))
    assert ticks
    assert all(done <= total for done, total in ticks)
