"""Strength on two tracks: fresh, and pre-exhausted (S66, S73)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from preex.app.tracks import strengths
from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet, SetKind

MOVES = load_catalogue().exercises
START = datetime(2026, 3, 2, 18, tzinfo=UTC)


def done(exercise, load_kg, reps, *, day=0, **fields):
    at = START + timedelta(days=day)
    return PerformedSet(exercise=exercise, load_kg=load_kg, reps=reps, at=at, workout=f"day {day}", **fields)


def press(sets, **known):
    return next((s for s in strengths(sets, MOVES, **known) if s.exercise == "leg_press"), None)


def test_the_best_set_of_a_workout_is_its_point():
    # Epley: 100 (1 + 8/30) = 126.7; 110 (1 + 5/30) = 128.3; 90 (1 + 12/30) = 126.0
    found = press([done("leg_press", 100, 8), done("leg_press", 110, 5), done("leg_press", 90, 12)])
    assert [round(p.e1rm_kg, 1) for p in found.fresh.points] == [128.3]
    assert (found.fresh.best.load_kg, found.fresh.best.reps, found.fresh.best.on) == (110, 5, date(2026, 3, 2))


def test_the_trend_is_the_median_of_three_workouts_so_that_a_bad_day_does_not_move_it():
    loads = (100, 105, 60, 104)
    found = press([done("leg_press", load, 1, day=i) for i, load in enumerate(loads)])
    assert (found.fresh.trend_kg, found.fresh.latest.e1rm_kg, found.fresh.best.e1rm_kg) == (104, 104, 105)


def test_a_pre_exhausted_set_stands_on_its_own_track():
    fresh = [done("leg_press", 100, 10, day=day) for day in range(3)]
    tired = [done("leg_extension", 40, 12, day=3), done("leg_press", 100, 6, day=3, rest_before_s=30.0)]
    before, after = press(fresh), press([*fresh, *tired])
    assert after.fresh == before.fresh
    assert round(after.pre_exhausted.trend_kg) == 120  # 100 (1 + 6/30)
    assert after.last_on == date(2026, 3, 5)


@pytest.mark.parametrize(
    "fields", [{"kind": SetKind.WARMUP}, {"reps": 13}, {"reps": 10, "rir": 3.0}, {"flags": ("reps_implausible",)}]
)
def test_sets_that_tell_no_maximum_are_left_out(fields):
    assert press([done("leg_press", 100, **{"reps": 5} | fields)]) is None


def test_a_pull_up_needs_the_body_mass():
    sets = [done("pull_up", 10, 5)]
    assert strengths(sets, MOVES) == ()
    (found,) = strengths(sets, MOVES, body_mass_kg=80.0)
    moved = 10 + MOVES["pull_up"].body_mass_share * 80
    assert found.fresh.latest.e1rm_kg == pytest.approx(moved * (1 + 5 / 30) - (moved - 10))


def test_what_was_trained_last_stands_first():
    sets = [done("leg_press", 100, 5, day=0), done("barbell_curl", 30, 5, day=4), done("lat_pulldown", 60, 5, day=2)]
    assert [s.exercise for s in strengths(sets, MOVES)] == ["barbell_curl", "lat_pulldown", "leg_press"]
