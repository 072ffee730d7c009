"""The last workouts, as told to a lifter."""

from datetime import UTC, date, datetime, timedelta

from preex import app
from preex.core.performed import PerformedSet

START = datetime(2026, 3, 1, 18, tzinfo=UTC)


def done(exercise, workout, minute, *, rest_before_s=None, local_date=""):
    at = START + timedelta(days=workout, minutes=minute)
    return PerformedSet(
        exercise=exercise, load_kg=50.0, reps=10, at=at, workout=f"w{workout}", rest_before_s=rest_before_s,
        local_date=local_date,
    )  # fmt: skip


def test_the_latest_comes_first_and_no_more_than_asked_for():
    sets = [done("leg_press", workout, 0) for workout in range(6)]
    told = app.recent_workouts(sets, 3)
    assert [w.on for w in told] == [date(2026, 3, 6), date(2026, 3, 5), date(2026, 3, 4)]


def test_the_sets_of_an_exercise_stand_together_in_the_order_done():
    sets = [done("leg_extension", 0, 0), done("leg_press", 0, 1, rest_before_s=30), done("leg_extension", 0, 4)]
    (workout,) = app.recent_workouts(sets)
    assert [(e.name, len(e.sets)) for e in workout.exercises] == [("Leg extension", 2), ("Leg press", 1)]
    assert workout.n_sets == 3


def test_a_lift_done_right_after_its_isolation_says_so():
    sets = [done("leg_extension", 0, 0), done("leg_press", 0, 1, rest_before_s=30)]
    (workout,) = app.recent_workouts(sets)
    assert [e.pre_exhausted_by for e in workout.exercises] == [None, "Leg extension"]


def test_the_date_is_the_one_where_the_lifter_was():
    (workout,) = app.recent_workouts([done("leg_press", 0, 0, local_date="2026-02-28")])
    assert workout.on == date(2026, 2, 28)


def test_a_name_the_catalogue_does_not_know_stands_for_itself():
    (workout,) = app.recent_workouts([done("Grandfather Clock Carry", 0, 0)])
    assert workout.exercises[0].name == "Grandfather Clock Carry"


def test_no_log_has_no_workouts():
    assert app.recent_workouts([]) == ()
