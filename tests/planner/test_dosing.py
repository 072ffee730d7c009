import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.core.gym import Gym
from preex.fatigue.session import PlannedSet
from preex.planner import dosing
from preex.planner.effort import session_rpe

GYM = Gym()


def test_the_isolation_leaves_two_before_a_lift_that_needs_safeties(catalogue, exercises):
    fly, bench = catalogue.pairing("P001"), exercises["barbell_bench_press"]
    assert dosing.isolation_effort(fly, bench) == (2, 3)
    extension, press = catalogue.pairing("P053"), exercises["leg_press"]
    low, high = dosing.isolation_effort(extension, press)
    assert 0 <= low <= high <= 2


def test_a_lift_that_needs_safeties_never_goes_to_failure(exercises):
    for exercise in exercises.values():
        low, _ = dosing.compound_effort(exercise)
        assert low >= (2 if exercise.failure_safety == "spotter" else 1)


def test_every_gap_on_offer_is_as_long_as_the_walk_or_the_pairings_own(catalogue):
    for pairing in catalogue.pairings:
        gaps = dosing.gap_options_s(pairing)
        assert gaps
        assert all(gap >= pairing.changeover_s for gap in gaps)


def test_seed_pairings_ask_for_ten_to_fifteen_repetitions(catalogue):
    for pairing in catalogue.pairings:
        if pairing.seed_named == "yes":
            low, high = dosing.isolation_reps(pairing)
            assert 10 <= low <= high <= 15


@given(recent_kg=st.floats(20, 190), solved=st.floats(0.3, 1.1))
def test_training_around_a_joint_takes_15_to_30_percent_off_as_far_as_the_plates_allow(recent_kg, solved, exercises):
    press = exercises["leg_press"]
    load = dosing.train_around_load(press, solved * recent_kg, recent_kg, GYM)
    assert load in GYM.loadable_kg(press)
    assert load <= 0.85 * recent_kg + 1e-9
    coarse = 0.15 * recent_kg < 2.5  # plates come in steps of 2.5 kg
    assert coarse or load >= 0.70 * recent_kg - 1e-9


@given(
    reps=st.integers(1, 20), rir=st.floats(0, 4), gap_s=st.floats(0, 180), usual=st.sampled_from([60.0, 100.0, 180.0])
)
def test_a_load_that_keeps_the_repetitions_is_loadable_and_never_above_the_usual(reps, rir, gap_s, usual, catalogue):
    from preex.predictor import Predictor

    lifter, press = Predictor(catalogue.exercises), catalogue.exercises["leg_press"]
    lifter.set_strength("leg_press", load_kg=usual, reps=10)
    before = (PlannedSet(exercise="leg_extension", load_kg=50.0, rir=0.0),)
    load = dosing.load_that_keeps(
        lifter, press, GYM, reps=reps, rir=rir, usual_kg=usual, before=before, rest_before_s=gap_s
    )
    assert load in GYM.loadable_kg(press)
    assert load <= usual


def test_with_assistance_lighter_means_more_help(catalogue):
    from preex.predictor import Predictor

    lifter, pull_up = Predictor(catalogue.exercises, body_mass_kg=80), catalogue.exercises["assisted_pull_up"]
    lifter.set_strength("assisted_pull_up", load_kg=20, reps=10)
    before = (PlannedSet(exercise="straight_arm_pulldown", load_kg=30.0, rir=0.0),)
    help_kg = dosing.load_that_keeps(
        lifter, pull_up, GYM, reps=10, rir=0, usual_kg=20.0, before=before, rest_before_s=10
    )
    assert help_kg > 20


def test_a_cut_counts_body_mass_and_help(exercises):
    # The muscles move 56 kg of an 80 kg lifter before and 50.4 kg after: a tenth less.
    pull_up = exercises["assisted_pull_up"]
    own = pull_up.body_mass_share * 80
    assert dosing.cut_percent(pull_up, own - 56, own - 50.4, 80) == pytest.approx(10)
    assert dosing.cut_percent(exercises["leg_press"], 200, 190, 80) == pytest.approx(5)


def test_body_mass_alone_cannot_be_made_lighter(exercises):
    assert not dosing.lighter_exists(exercises["push_up"], 0.0, GYM)
    assert dosing.lighter_exists(exercises["leg_press"], 100.0, GYM)


def test_six_hard_sets_with_two_minutes_of_rest_are_very_hard():
    # Foster's scale calls 7 to 9 "very hard". Six sets at RPE 9.5, 9 repetitions of 3 s each, five rests of 120 s.
    n = 2000
    rpe = session_rpe(np.full((6, n), 9.5), np.full(n, 6 * 9 * 3.0), 600.0, np.full(n, 0.2))
    assert 7 <= rpe.mean() <= 9


@given(
    work_s=st.floats(30, 1000),
    rest_s=st.floats(60, 3000),
    loss=st.floats(0, 0.8),
    n_set=st.integers(1, 20),
)
def test_less_rest_more_loss_and_more_sets_never_feel_easier(work_s, rest_s, loss, n_set):
    def effort(*, rest=rest_s, lost=loss, sets=n_set):
        return session_rpe(np.full((sets, 8), 8.0), np.full(8, work_s), rest, np.full(8, lost))

    assert (effort(rest=rest_s / 2) >= effort()).all()
    assert (effort(lost=loss + 0.1) >= effort()).all()
    assert (effort(sets=n_set + 1) >= effort()).all()
    assert ((effort() >= 0) & (effort() <= 10)).all()


@pytest.mark.parametrize(
    ("one", "other", "gap_s"), [("pec_deck", "cable_crossover", 60.0), ("dumbbell_fly", "dumbbell_bench_press", 30.0)]
)
def test_without_a_reviewed_pairing_one_station_means_half_a_minute(exercises, one, other, gap_s):
    same = exercises[one].station == exercises[other].station
    assert dosing.default_gap_s(exercises[one], exercises[other], None) == (30.0 if same else 60.0)
    assert same == (gap_s == 30.0)
