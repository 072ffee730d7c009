"""What came right before a set decides whether it was pre-exhausted (S2, S66)."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.catalogue import load_catalogue
from preex.core.pairing import Order
from preex.core.performed import PerformedSet, SetKind
from preex.core.succession import count_orders, pre_exhausted_by

MOVES = load_catalogue().exercises
AT = datetime(2026, 3, 2, 18, tzinfo=UTC)


def workout(*parts, name="legs"):
    """Make sets from (exercise, rest before) or (exercise, rest before, other fields)."""
    sets, block = [], -1
    for exercise, rest_s, *fields in parts:
        block += not sets or sets[-1].exercise != exercise
        given_fields = {"load_kg": 50.0, "reps": 10, "block": block} | (fields[0] if fields else {})
        sets.append(PerformedSet(exercise=exercise, at=AT, workout=name, rest_before_s=rest_s, **given_fields))
    return sets


def causes(*parts):
    return pre_exhausted_by(workout(*parts), MOVES)


def test_a_press_right_after_extensions_is_pre_exhausted():
    assert causes(("leg_extension", None), ("leg_press", 30)) == (None, "leg_extension")


def test_a_press_before_extensions_is_fresh():
    assert causes(("leg_press", None), ("leg_extension", 30)) == (None, None)


@pytest.mark.parametrize(
    ("gap_s", "cause"), [(0, "leg_extension"), (180, "leg_extension"), (181, None), (None, "leg_extension")]
)
def test_three_minutes_part_what_belongs_together(gap_s, cause):
    assert causes(("leg_extension", None), ("leg_press", gap_s))[1] == cause


def test_the_sets_that_follow_a_pre_exhausted_one_are_not_fresh_either():
    found = causes(("leg_extension", None), ("leg_press", 30), ("leg_press", 150), ("leg_press", 300))
    assert found == (None, *["leg_extension"] * 3)


def test_in_rounds_every_press_follows_an_extension():
    found = causes(("leg_extension", None), ("leg_press", 20), ("leg_extension", 120), ("leg_press", 20))
    assert found == (None, "leg_extension", None, "leg_extension")


def test_another_exercise_between_them_makes_the_press_fresh():
    assert causes(("leg_extension", None), ("barbell_curl", 60), ("leg_press", 60)) == (None, None, None)


def test_an_isolation_of_another_muscle_pre_exhausts_nothing():
    assert causes(("barbell_curl", None), ("leg_press", 0)) == (None, None)


def test_a_workout_begins_fresh():
    yesterday = workout(("leg_extension", None), name="yesterday")
    assert pre_exhausted_by([*yesterday, *workout(("leg_press", None), name="today")], MOVES) == (None, None)


def test_an_exercise_nobody_knows_is_neither_cause_nor_effect():
    assert causes(("zorbing", None), ("leg_press", 0), ("zorbing", 0)) == (None, None, None)


def test_a_set_without_a_repetition_tires_nobody():
    assert causes(("leg_extension", None, {"reps": 0}), ("leg_press", 10)) == (None, None)


@given(st.lists(st.sampled_from(["leg_extension", "leg_press", "barbell_curl", "zorbing"]), max_size=12))
def test_only_compounds_are_pre_exhausted_and_only_by_what_came_earlier(names):
    sets = workout(*((name, None) for name in names))
    for i, cause in enumerate(pre_exhausted_by(sets, MOVES)):
        assert cause is None or (sets[i].exercise == "leg_press" and cause in names[:i])


def test_pairs_are_counted_by_neighbouring_blocks():
    sets = workout(
        *[("leg_extension", None)] * 3,
        *[("leg_press", None)] * 3,
        *[("barbell_curl", None)] * 2,
        name="isolation first",
    ) + workout(*[("leg_press", None)] * 3, *[("leg_extension", None)] * 3, name="compound first")
    assert count_orders(sets, MOVES) == {Order.PRE_EXHAUST: 1, Order.TRADITIONAL: 1, Order.NEITHER: 1}


def test_exercises_done_in_turn_are_one_pair():
    in_turn = [
        ("leg_extension", None, {"block": 0}), ("leg_press", 20, {"block": 1}),
        ("leg_extension", 120, {"block": 0}), ("leg_press", 20, {"block": 1}),
    ]  # fmt: skip
    assert count_orders(workout(*in_turn), MOVES) == {Order.PRE_EXHAUST: 1}


def test_warm_ups_make_no_pair():
    warm_up = ("leg_extension", None, {"kind": SetKind.WARMUP})
    assert count_orders(workout(warm_up, ("leg_press", None)), MOVES) == {}
