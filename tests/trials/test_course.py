"""What a timeline is told of a trial under way."""

from datetime import UTC, datetime, timedelta

from preex.trials.course import LoadChange, course_of
from preex.trials.workouts import TrialSet

START = datetime(2026, 3, 30, 18, tzinfo=UTC)


def lived(trial, loads):
    """Do a workout with each load; None = ill."""
    for k, load in enumerate(loads):
        at = START + timedelta(days=3 * k)
        trial = trial.check_in(at).reveal(at)
        if load is None:
            trial = trial.miss(at, "ill")
        else:
            trial = trial.record(at, [TrialSet(pair=0, compound=True, load_kg=load, reps=10, rir=1.0)] * 3)
    return trial


def test_a_change_of_load_is_told_once_from_the_workout_on_that_has_it(make_trial):
    trial = lived(make_trial(), [160.0, 160.0, None, 160.0, 165.0, 165.0])
    course = course_of(trial, 6)
    assert course.changes == (LoadChange(before=5, pair=0, from_kg=160.0, to_kg=165.0),)
    assert course.missing == {3: "ill"}
    assert course.hidden == 0


def test_workouts_after_the_look_are_counted_and_not_told(make_trial):
    trial = lived(make_trial(), [160.0] * 4 + [None, 170.0])
    course = course_of(trial, 4)
    assert (course.hidden, course.missing, course.changes) == (2, {}, ())
