"""Pounds, miles and effort become kilograms, metres and repetitions in reserve, and come back."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.errors import OutOfRange, ValidationError
from preex.units import Load, LoadUnit, from_kg, load_unit, rir_to_rpe, rpe_to_rir, to_kg, to_loadable, to_m


def test_a_pound_is_the_international_pound():
    assert to_kg(1000, "lb") == 453.592  # 0.45359237 kg by definition
    assert to_kg(45, LoadUnit.LB) == 20.412
    assert to_kg(62.5, "kg") == 62.5


@pytest.mark.parametrize(("unit", "step", "most"), [("lb", 0.5, 1000), ("kg", 0.25, 500)])
def test_every_load_that_plates_make_comes_back(unit, step, most):
    loads = [i * step for i in range(1, int(most / step) + 1)]
    assert [from_kg(to_kg(load, unit), unit) for load in loads] == loads


@pytest.mark.parametrize(("word", "unit"), [("kgs", "kg"), ("LBS", "lb"), (" pounds ", "lb"), ("Kilogram", "kg")])
def test_units_are_read_as_people_write_them(word, unit):
    assert load_unit(word) == unit


@pytest.mark.parametrize("word", ["", "stone", "k g"])
def test_a_word_that_is_no_unit_is_refused(word):
    with pytest.raises(ValidationError, match="must be kg or lb"):
        load_unit(word)


def test_a_load_says_what_was_typed():
    assert str(Load(Decimal("45.0"), LoadUnit.LB)) == "45 lb"
    assert str(Load(Decimal("62.50"), LoadUnit.KG)) == "62.5 kg"
    assert str(Load(Decimal(100), LoadUnit.KG)) == "100 kg"
    assert Load(Decimal(45), LoadUnit.LB).kg == 20.412


@pytest.mark.parametrize(
    ("value", "unit", "metres"),
    [
        (1, "mi", 1609.344),
        (1.5, "mi.", 2414.016),
        (5, "km", 5000),
        (100, "yd", 91.44),
        (10, "FT", 3.048),
        (2, "miles", 3218.688),
    ],
)
def test_a_distance_is_the_international_one(value, unit, metres):
    assert to_m(value, unit) == pytest.approx(metres, rel=1e-12)


def test_a_distance_without_unit_is_refused():
    with pytest.raises(ValidationError, match="unit of a distance is ''"):
        to_m(5, "")


@given(st.floats(1, 10))
def test_effort_and_repetitions_in_reserve_say_the_same(rpe):
    assert rir_to_rpe(rpe_to_rir(rpe)) == pytest.approx(rpe)


@pytest.mark.parametrize("rpe", [-0.5, 10.5, float("nan")])
def test_effort_off_the_scale_is_refused(rpe):
    with pytest.raises(OutOfRange, match="from 0 to 10"):
        rpe_to_rir(rpe)


@given(st.lists(st.floats(0, 500), min_size=1).map(sorted), st.floats(0, 600))
def test_no_other_load_of_the_gym_is_nearer(loads, wish):
    best = to_loadable(wish, loads)
    assert abs(best - wish) == min(abs(load - wish) for load in loads)


def test_of_two_loads_equally_near_the_lighter_is_taken():
    assert to_loadable(61.25, [60.0, 62.5]) == 60.0
    assert to_loadable(200.0, [60.0, 62.5, 65.0], up_to_kg=62.5) == 62.5
    assert to_loadable(10.0, [60.0], up_to_kg=20.0) == 60.0


def test_a_gym_without_loads_can_make_none():
    with pytest.raises(OutOfRange, match="can make no load"):
        to_loadable(20.0, [])
