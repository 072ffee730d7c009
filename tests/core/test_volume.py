"""Volume load and sets per muscle, with the numbers of S18 and S72."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.catalogue import load_catalogue
from preex.core.muscle import Muscle
from preex.core.volume import Counting, credit, sets_per_muscle, volume_load_kg
from preex.errors import OutOfRange

MOVES = load_catalogue().exercises


def test_three_sets_of_ten_with_a_hundred_kilograms_move_three_tonnes():
    assert sum(volume_load_kg(MOVES["leg_press"], 100, 10) for _ in range(3)) == 3000


def test_fewer_repetitions_at_the_load_move_forty_percent_less():
    assert sum(volume_load_kg(MOVES["leg_press"], 100, n) for n in (7, 6, 5)) == 1800


def test_a_split_squat_counts_both_dumbbells_and_both_sides():
    # 8 repetitions a side with two dumbbells of 20 kg: 8 x 2 x 40
    assert volume_load_kg(MOVES["bulgarian_split_squat"], 20, 8) == 640


def test_assistance_is_taken_off_body_mass():
    pull_up = MOVES["assisted_pull_up"]
    expected = 5 * (80 * pull_up.body_mass_share - 30)
    assert volume_load_kg(pull_up, 30, 5, body_mass_kg=80) == pytest.approx(expected)


@pytest.mark.parametrize(("load", "reps"), [(-1, 5), (100, -1)])
def test_negative_work_is_refused(load, reps):
    with pytest.raises(OutOfRange):
        volume_load_kg(MOVES["leg_press"], load, reps)


def test_three_extensions_and_three_presses_are_counted_in_three_ways():
    # S72, by hand from the involvement of both exercises
    done = [MOVES["leg_extension"]] * 3 + [MOVES["leg_press"]] * 3
    fractional = sets_per_muscle(done, Counting.FRACTIONAL)
    assert fractional[Muscle.QUADS_VASTI] == 6
    assert fractional[Muscle.RECTUS_FEMORIS] == 3
    assert fractional[Muscle.GLUTE_MAX] == 3
    assert sets_per_muscle(done, Counting.WEIGHTED)[Muscle.GLUTE_MAX] == pytest.approx(2.25)
    assert sets_per_muscle(done, Counting.DIRECT)[Muscle.QUADS_VASTI] == 6


@given(involvement=st.floats(0, 1))
def test_direct_never_counts_more_than_fractional(involvement):
    assert credit(involvement, Counting.DIRECT) <= credit(involvement, Counting.FRACTIONAL) <= 1


def test_reordering_a_day_leaves_its_sets_as_they_were():
    # S74: nine sets before, nine after
    day = ["barbell_back_squat"] * 3 + ["leg_press"] * 3 + ["leg_extension"] * 3
    assert sets_per_muscle(MOVES[e] for e in day) == sets_per_muscle(MOVES[e] for e in sorted(day))


def test_conditioning_adds_no_sets():
    assert sets_per_muscle([MOVES["running"]]) == {}
