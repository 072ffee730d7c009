"""The rule that says what pre-exhaust is (S2), on the catalogue's exercises."""

import pytest

from preex.catalogue import load_catalogue
from preex.core.muscle import GROUP_OF, ROLL_UP, Muscle
from preex.core.pairing import REFUSAL_TEXT, Order, Refusal, check_order

MOVES = load_catalogue().exercises


def order(first, second, target=None):
    return check_order(MOVES[first], MOVES[second], target)


def test_leg_extension_then_leg_press_is_pre_exhaust_for_the_vasti():
    check = order("leg_extension", "leg_press", Muscle.QUADS_VASTI)
    assert check.is_pre_exhaust
    assert check.target is Muscle.QUADS_VASTI


def test_leg_press_then_leg_extension_is_the_traditional_order():
    check = order("leg_press", "leg_extension")
    assert check.order is Order.TRADITIONAL
    assert check.target is Muscle.QUADS_VASTI
    assert not check.is_pre_exhaust


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [
        ("barbell_curl", "leg_press", Refusal.NO_SHARED_TARGET),
        ("leg_press", "barbell_back_squat", Refusal.FIRST_NOT_ISOLATION),
        ("dumbbell_fly", "pec_deck", Refusal.SECOND_NOT_COMPOUND),
        ("running", "leg_press", Refusal.NOT_STRENGTH),
    ],
)
def test_what_is_not_pre_exhaust_is_refused_with_the_reason(first, second, refusal):
    check = order(first, second)
    assert check.order is Order.NEITHER
    assert refusal in check.refusals


def test_a_named_target_that_the_isolation_barely_trains_is_refused():
    assert order("leg_extension", "leg_press", Muscle.GLUTE_MAX).refusals == (Refusal.TARGET_TOO_WEAK_IN_ISOLATION,)


def test_every_refusal_has_words():
    assert set(REFUSAL_TEXT) == set(Refusal)


def test_the_23_muscles_roll_up_without_overlap():
    assert len(Muscle) == 23
    assert set(GROUP_OF) == set(Muscle)
    assert sum(len(muscles) for muscles in ROLL_UP.values()) == 23


def test_chest_shoulders_and_triceps_share_the_bench_press():
    # S9: all at least 0.5
    bench = MOVES["barbell_bench_press"]
    for muscle in (Muscle.PEC_STERNAL, Muscle.DELT_ANTERIOR, Muscle.TRICEPS):
        assert bench.involvement[muscle] >= 0.5


def test_the_helpers_of_the_bench_press_can_take_over():
    # S26: front delts and triceps for fly before bench
    assert {Muscle.DELT_ANTERIOR, Muscle.TRICEPS} <= set(MOVES["barbell_bench_press"].synergists(Muscle.PEC_STERNAL))
