from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.core.performed import PerformedSet
from preex.fatigue import likeness
from preex.fatigue.choice import Done, Form, Habit, Place, chosen, newcomer, stopped_short
from preex.fatigue.distribution import N_TABLE, RepDistribution
from preex.predictor import Predictor

START = datetime(2026, 1, 5, 18, tzinfo=UTC)
NO_CAP = RepDistribution(np.full(N_TABLE, 1 / N_TABLE))


def place(load_kg=100.0, workout=1, done=None, position=0):
    return Place(np.log(load_kg), workout, START + timedelta(days=2 * workout), done, position, 0.0)


def trained(*workouts):
    """A habit and form after workouts, each a sequence of (load, reps)."""
    habit, form = Habit(), Form()
    for number, sets in enumerate(workouts, start=1):
        done = None
        for position, (load_kg, reps) in enumerate(sets):
            at = place(load_kg, number, done, position)
            form, habit = form.learned(habit, at, reps), habit.remember(at, reps)
            done = Done.one_more(done, reps, at.log_load)
    return habit, form


rows = st.builds(
    trained,
    *[
        st.lists(st.tuples(st.sampled_from([60.0, 80.0, 82.5]), st.integers(1, 40)), min_size=1, max_size=4)
        for _ in range(3)
    ],
)


@given(known=rows, reps=st.integers(1, 100))
def test_the_whole_distribution_is_the_single_probabilities(known, reps):
    habit, form = known
    w, now, told = likeness.weights(), habit.row(place(80.0, 9)), form.told(habit, 9)
    unknown = newcomer(form, NO_CAP).probabilities
    whole = likeness.mixture(w, now, told, habit.rows, NO_CAP.mean, unknown)
    there = np.ones(len(habit.rows), dtype=bool)
    single = [
        likeness.probability(w, habit.row(place(80.0, 9), n), told, habit.rows, there, NO_CAP.mean, unknown[n], np)
        for n in (reps, 8)
    ]
    assert whole[reps] / whole[8] == pytest.approx(single[0] / single[1], rel=1e-9)


@given(known=rows)
def test_rows_that_fill_an_array_up_say_nothing(known):
    habit, form = known
    w, now, told = likeness.weights(), habit.row(place(80.0, 9), 8), form.told(habit, 9)
    filled = np.concatenate([habit.rows, habit.rows])
    there = np.arange(len(filled)) < len(habit.rows)
    alone = likeness.probability(w, now, told, habit.rows, there[: len(habit.rows)], 10.0, 0.1, np)
    assert likeness.probability(w, now, told, filled, there, 10.0, 0.1, np) == pytest.approx(alone)


@given(known=rows)
def test_probabilities_sum_to_one(known):
    p = chosen(likeness.weights(), *known, place(80.0, 9), NO_CAP).probabilities
    assert (p >= 0).all()
    assert p.sum() == pytest.approx(1)


def test_somebody_never_seen_leaves_a_few_of_what_is_possible():
    first = chosen(likeness.weights(), Habit(), Form(), place(), NO_CAP)
    assert np.allclose(first.probabilities, stopped_short(NO_CAP).probabilities)


def test_an_exercise_never_done_gets_the_usual_number_less_where_little_is_possible():
    _, form = trained(*[[(60.0, 12)] * 3] * 8)
    assert chosen(likeness.weights(), Habit(), form, place(workout=9), NO_CAP).quantile(0.5) in range(9, 14)
    five = RepDistribution(np.eye(N_TABLE)[5])
    assert newcomer(form, five).mean < newcomer(form, NO_CAP).mean


def test_five_times_five_every_time_is_expected_again():
    habit, form = trained(*[[(100.0, 5)] * 5] * 6)
    assert chosen(likeness.weights(), habit, form, place(workout=7), NO_CAP).pmf(5) > 0.7


def test_sets_that_always_fade_are_expected_to_fade():
    fading = [(60.0, 12), (60.0, 10), (60.0, 8)]
    habit, form = trained(*[fading] * 5)
    done, medians = None, []
    for load_kg, reps in fading:
        now = place(load_kg, 6, done)
        medians.append(chosen(likeness.weights(), habit, form, now, NO_CAP).quantile(0.5))
        form, habit = form.learned(habit, now, reps), habit.remember(now, reps)
        done = Done.one_more(done, reps, now.log_load)
    assert medians == [12, 10, 8]


def test_last_time_is_the_same_set_number_of_the_last_workout():
    habit, _ = trained([(60.0, 12), (60.0, 9)], [(60.0, 11)])
    assert habit.same_as_last_time(habit.row(place(60.0, 3))) == 11
    second = Done.one_more(None, 11, np.log(60.0))
    assert habit.same_as_last_time(habit.row(place(60.0, 3, second))) == 9  # the workout before has a second set
    third = Done.one_more(second, 9, np.log(60.0))
    assert habit.same_as_last_time(habit.row(place(60.0, 3, third))) == 11  # none has a third: the last set


def test_more_sets_than_are_remembered_take_no_more_room():
    habit, _ = trained(*[[(60.0, 10)] * 5] * 30)
    assert len(habit.rows) == 60


def logged(predictor, load_kg):
    return predictor.predict("barbell_bench_press", load_kg=load_kg, at=START + timedelta(days=40)).mean


def test_a_heavier_load_is_never_expected_for_more_repetitions():
    predictor = Predictor()
    for day in range(0, 36, 3):
        for i, reps in enumerate((10, 9, 8)):
            at = START + timedelta(days=day, minutes=3 * i)
            predictor.observe(PerformedSet(exercise="barbell_bench_press", load_kg=80.0, reps=reps, at=at))
    expected = [logged(predictor, load_kg) for load_kg in (60, 70, 80, 90, 100, 120)]
    assert all(light >= heavy - 0.25 for light, heavy in pairwise(expected)), expected
    assert expected[-1] < 4  # half as much again as ever
