"""What a model of pre-exhaust must do, on pairs at a 10-repetition maximum; `docs/published.md` shows the figures."""

import pytest

from preex.fatigue.session import PlannedSet
from preex.predictor import Predictor

PRESS, FLY, LEG_PRESS, EXTENSION = "barbell_bench_press", "dumbbell_fly", "leg_press", "leg_extension"


def second(first, then, gap_s=8, *, rir=None, share=None, stop=None):
    """Outcome of a set after another to failure."""
    predictor = Predictor()
    for exercise in (first, then):
        predictor.set_strength(exercise, load_kg=100, reps=10)
    load = {"relative_load": share} if share else {"load_kg": 100}
    last = PlannedSet(exercise=then, rest_before_s=gap_s, reps=stop, **load)
    return predictor.simulate([PlannedSet(exercise=first, load_kg=100, rir=rir), last])[-1]


@pytest.mark.parametrize(("isolation", "compound"), [(FLY, PRESS), (EXTENSION, LEG_PRESS)])
def test_an_isolation_right_before_costs_the_compound_repetitions(isolation, compound):
    outcome = second(isolation, compound)
    assert outcome.fresh_reps.mean - outcome.reps.mean > 1


def test_the_same_repetitions_take_more_effort_after_an_isolation():
    assert second(FLY, PRESS, stop=5).rpe.mean > second("barbell_curl", PRESS, stop=5).rpe.mean + 1


def test_longer_gaps_bring_repetitions_back():
    reps = [second(FLY, PRESS, gap_s).reps.mean for gap_s in (0, 20, 60, 120, 180, 300)]
    assert reps == sorted(reps)
    assert reps[-1] > 9.4


def test_the_repetitions_lost_make_up_more_of_a_heavier_set():
    lost = [1 - o.reps.mean / o.fresh_reps.mean for o in (second(FLY, PRESS, share=s) for s in (0.6, 0.7, 0.8, 0.9))]
    assert lost == sorted(lost)


def test_stopping_the_isolation_short_spares_the_compound():
    reps = [second(FLY, PRESS, rir=r).reps.mean for r in (None, 1, 3, 5)]
    assert reps == sorted(reps)


def test_the_isolation_suffers_more_from_the_compound_than_the_other_way_round():
    # de Salles 2008: -47 % for leg extensions after leg presses, -17 % for leg presses after leg extensions
    assert second(LEG_PRESS, EXTENSION).reps.mean < second(EXTENSION, LEG_PRESS).reps.mean
