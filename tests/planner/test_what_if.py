import pytest

from preex.predictor import Predictor


def test_a_strength_taken_for_known_keeps_its_median_and_teaches_the_others_nothing(catalogue):
    lifter = Predictor(catalogue.exercises)
    lifter.set_strength("leg_press", load_kg=250, reps=10)
    before = {e: lifter.strength(e) for e in ("leg_extension", "hack_squat_machine", "push_up")}
    lifter.take_for_known("leg_extension")
    lifter.take_for_known("push_up")
    assert lifter.strength("leg_extension").one_rm_kg == pytest.approx(before["leg_extension"].one_rm_kg)
    assert lifter.strength("push_up").one_rm_kg == pytest.approx(before["push_up"].one_rm_kg)
    assert lifter.strength("leg_extension").log_sd < before["leg_extension"].log_sd
    assert lifter.strength("leg_extension").n_sets == 0
    assert lifter.strength("hack_squat_machine") == before["hack_squat_machine"]


def test_a_strength_of_ones_own_stays_as_it_is(catalogue):
    lifter = Predictor(catalogue.exercises)
    lifter.set_strength("leg_press", load_kg=250, reps=10)
    before = lifter.strength("leg_press")
    lifter.take_for_known("leg_press")
    assert lifter.strength("leg_press") == before
