import pytest

from preex.core.limit import ASKED, GAVE_OUT_WORDS, Limit, gave_out_named, gave_out_of
from preex.core.muscle import Muscle

BENCH = {Muscle.PEC_STERNAL: 1.0, Muscle.TRICEPS: 0.75, Muscle.DELT_ANTERIOR: 0.5}
INCLINE = {Muscle.PEC_CLAVICULAR: 1.0, Muscle.PEC_STERNAL: 0.5}


def test_a_group_means_the_muscle_of_it_that_works_most():
    assert gave_out_named("chest", BENCH) is Muscle.PEC_STERNAL
    assert gave_out_named("chest", INCLINE) is Muscle.PEC_CLAVICULAR
    assert gave_out_named("Shoulders", BENCH) is Muscle.DELT_ANTERIOR


def test_grip_is_the_forearms_while_breath_and_technique_are_no_muscle():
    assert gave_out_named("grip", BENCH) is Muscle.FOREARMS
    assert gave_out_named("breath", BENCH) is Limit.BREATH
    assert gave_out_named("form", BENCH) is Limit.TECHNIQUE


def test_a_muscle_the_exercise_does_not_train_may_still_give_out():
    assert gave_out_named("lower back", BENCH) is Muscle.SPINAL_ERECTORS


def test_an_unknown_word_means_nothing():
    assert gave_out_named("spirit", BENCH) is None
    with pytest.raises(ValueError, match="spirit"):
        gave_out_of("spirit")


def test_every_word_that_is_offered_or_read_means_something():
    assert all(gave_out_named(word, BENCH) is not None for word in (*ASKED, *GAVE_OUT_WORDS))


@pytest.mark.parametrize("what", [*Muscle, *Limit])
def test_what_is_kept_is_read_back(what):
    assert gave_out_of(str(what)) is what
