"""What a gym can load, against counting by hand."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.catalogue import load_catalogue
from preex.core.gym import Gym
from preex.errors import OutOfRange
from preex.units import to_loadable

MOVES = load_catalogue().exercises


def test_a_small_rack_makes_every_sum_and_no_other():
    # brute force: all choices of 0 to 2 pairs of each plate
    gym = Gym(bar_kg=20, plates_kg=(10.0, 5.0, 1.25), pairs_of_each=2)
    sums = {20 + 2 * (10 * a + 5 * b + 1.25 * c) for a, b, c in itertools.product(range(3), repeat=3)}
    assert set(gym.loadable_kg(MOVES["barbell_bench_press"])) == sums


def test_sixty_kilograms_are_a_twenty_on_each_side():
    assert Gym().plates_per_side(60) == (20.0,)
    assert Gym().plates_per_side(82.5) == (25.0, 5.0, 1.25)


@given(load=st.sampled_from(Gym().loadable_kg(MOVES["barbell_back_squat"])))
def test_plates_add_up_to_the_load(load):
    assert 20 + 2 * sum(Gym().plates_per_side(load)) == pytest.approx(load)


@pytest.mark.parametrize("load", [61, 19, 10_000])
def test_a_load_no_plates_make_is_refused(load):
    with pytest.raises(OutOfRange):
        Gym().plates_per_side(load)


@given(wish=st.floats(0, 300), cap=st.floats(20, 300))
def test_a_rounded_load_is_loadable_and_never_above_the_cap(wish, cap):
    ladder = Gym().loadable_kg(MOVES["barbell_back_squat"])
    got = to_loadable(wish, ladder, up_to_kg=cap)
    assert got in ladder
    assert got <= cap + 1e-9
    nearest = min((kg for kg in ladder if kg <= cap + 1e-9), key=lambda kg: abs(kg - wish))
    assert abs(got - wish) == pytest.approx(abs(nearest - wish))


def test_dumbbells_come_from_the_rack_and_body_mass_needs_nothing():
    assert 12.0 in Gym().loadable_kg(MOVES["dumbbell_curl"])
    assert tuple(Gym().loadable_kg(MOVES["push_up"])) == (0.0,)


def test_impossible_kit_is_refused():
    with pytest.raises(OutOfRange):
        Gym(stack_step_kg=0)
