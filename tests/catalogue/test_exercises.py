"""What the exercise table claims about anatomy, load and kit. Expected values: functional anatomy and cited studies."""

import csv
import re

import pytest

from preex.catalogue import load_catalogue
from preex.core.exercise import Family, Kind, LoadType
from preex.core.muscle import ROLL_UP, Muscle
from preex.core.pairing import Order, Refusal, check_order
from preex.core.volume import Counting, sets_per_muscle, volume_load_kg

CATALOGUE = load_catalogue()
EXERCISES = CATALOGUE.exercises
STRENGTH = [e for e in EXERCISES.values() if e.family is Family.STRENGTH]
OTHER = [e for e in EXERCISES.values() if e.family is not Family.STRENGTH]

# Their prime mover is not among the 23 muscles (sternocleidomastoid, tibialis anterior), so they credit nothing.
OUTSIDE_THE_MUSCLE_LIST = {"neck_flexion", "tibialis_raise"}

KIT_OF_LOAD = {
    LoadType.BARBELL: {
        "barbell",
        "ez_bar",
        "trap_bar",
        "safety_squat_bar",
        "log_bar",
        "smith_machine",
        "landmine",
        "t_bar_row_machine",
    },
    LoadType.DUMBBELL_EACH: {"dumbbell", "dumbbells"},
    LoadType.KETTLEBELL: {
        "kettlebell",
        "kettlebells",
        "weight_plate",
        "medicine_ball",
        "sandbag",
        "atlas_stone",
        "tyre",
    },
    LoadType.CABLE: {"cable", "dual_cable"},
    LoadType.BAND: {"band", "mini_band", "gripper"},
    LoadType.ASSISTED: {"assisted_machine", "band"},
}


def test_the_catalogue_covers_at_least_three_hundred_exercises():
    assert len(EXERCISES) >= 300


def test_every_muscle_can_be_trained_directly_by_several_strength_exercises():
    direct = {m: sum(e.involvement.get(m, 0) >= 0.75 for e in STRENGTH) for m in Muscle}
    assert min(direct.values()) >= 3, direct


def test_every_roll_up_is_trained_directly_by_an_isolation_and_by_a_compound_exercise():
    groups = {g: muscles for g, muscles in ROLL_UP.items() if g != "rotator cuff"}  # never a target
    for group, muscles in groups.items():
        kinds = {e.kind for e in STRENGTH if any(e.involvement.get(m, 0) >= 0.75 for m in muscles)}
        assert kinds == {Kind.ISOLATION, Kind.COMPOUND}, group


def test_every_strength_exercise_has_a_prime_mover_unless_it_lies_outside_the_muscle_list():
    assert {e.id for e in STRENGTH if not e.prime_movers} == OUTSIDE_THE_MUSCLE_LIST
    assert all("not among the 23" in EXERCISES[i].notes for i in OUTSIDE_THE_MUSCLE_LIST)


def test_no_exercise_has_a_double():
    names = [e.name.lower() for e in EXERCISES.values()]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", i) for i in EXERCISES)


def test_a_bench_press_shares_its_load_between_chest_shoulders_and_triceps():
    bench = EXERCISES["barbell_bench_press"].involvement  # S9
    assert all(bench[m] >= 0.5 for m in (Muscle.PEC_STERNAL, Muscle.DELT_ANTERIOR, Muscle.TRICEPS))


def test_three_leg_extensions_and_three_leg_presses_are_six_sets_for_the_vasti_and_three_for_the_front_quad():
    # S72: the leg press leaves the rectus femoris at 0.25 and counts directly for the glutes at 0.75.
    done = [EXERCISES["leg_extension"]] * 3 + [EXERCISES["leg_press"]] * 3
    fractional = sets_per_muscle(done, Counting.FRACTIONAL)
    assert fractional[Muscle.QUADS_VASTI] == 6
    assert fractional[Muscle.RECTUS_FEMORIS] == 3
    assert fractional[Muscle.GLUTE_MAX] == 3
    assert sets_per_muscle(done, Counting.WEIGHTED)[Muscle.GLUTE_MAX] == 2.25


def test_eight_split_squats_a_side_with_two_dumbbells_of_20_kg_are_640_kg():
    assert volume_load_kg(EXERCISES["bulgarian_split_squat"], 20.0, 8) == 640  # S18


def test_one_dumbbell_in_both_hands_counts_once_and_two_dumbbells_count_twice():
    assert volume_load_kg(EXERCISES["goblet_squat"], 20.0, 10) == 200
    assert volume_load_kg(EXERCISES["overhead_dumbbell_extension"], 20.0, 10) == 200
    assert volume_load_kg(EXERCISES["dumbbell_hip_thrust"], 20.0, 10) == 200
    assert volume_load_kg(EXERCISES["dumbbell_bench_press"], 20.0, 10) == 400


@pytest.mark.parametrize(
    ("push_up", "share"),
    [("push_up", 0.64), ("knee_push_up", 0.49), ("decline_push_up", 0.70), ("incline_push_up", 0.55)],
)
def test_push_ups_load_the_hands_with_the_share_of_body_mass_that_was_measured(push_up, share):
    # Ebben et al. 2011, J Strength Cond Res 25(10): regular, knees, feet raised 30 cm, hands raised 30 cm.
    assert EXERCISES[push_up].body_mass_share == share


def test_a_pull_up_lifts_all_but_the_forearms_and_hands():
    # Winter's segment masses: forearm and hand 0.022 of body mass, two of them.
    assert EXERCISES["pull_up"].body_mass_share == pytest.approx(1 - 2 * 0.022, abs=0.005)


def test_more_help_on_the_assisted_machine_is_less_to_lift():
    assisted = EXERCISES["assisted_pull_up"]
    loads = [assisted.effective_load_kg(help_kg, 80.0) for help_kg in (0.0, 20.0, 40.0, 200.0)]
    assert loads == sorted(loads, reverse=True)
    assert loads[-1] == 0


@pytest.mark.parametrize("load_type", list(KIT_OF_LOAD))
def test_a_load_is_counted_on_kit_that_the_exercise_needs(load_type):
    for exercise in STRENGTH:
        if exercise.load_type is load_type:
            assert KIT_OF_LOAD[load_type] & set().union(*exercise.equipment), exercise.id


def test_a_set_without_kit_is_a_body_mass_set():
    without = {e.load_type for e in STRENGTH if not e.equipment}
    assert without <= {LoadType.BODYWEIGHT, LoadType.BODYWEIGHT_ADDED}


def test_machines_with_a_stack_or_plates_leave_little_to_balance():
    guided = [e for e in STRENGTH if e.station.endswith(("_machine", "pec_deck")) and e.load_type is LoadType.STACK]
    assert guided
    assert all(e.stability_demand <= 1 for e in guided)


def test_only_exercises_under_a_bar_need_a_spotter():
    spotted = [e for e in STRENGTH if e.failure_safety == "spotter"]
    assert spotted
    assert all("rack" in set().union(*e.equipment) for e in spotted)


def test_a_pulldown_variant_names_its_grip_and_the_narrow_one_leans_on_the_arms():
    wide, close = EXERCISES["lat_pulldown"], EXERCISES["close_grip_pulldown"]  # S23
    assert (wide.grip, close.grip) == ("wide", "narrow")
    assert close.involvement[Muscle.BICEPS] > wide.involvement[Muscle.BICEPS]


def test_straight_knees_train_the_gastrocnemius_and_bent_knees_the_soleus():
    assert EXERCISES["standing_calf_raise"].prime_movers == (Muscle.GASTROCNEMIUS,)
    assert EXERCISES["seated_calf_raise"].prime_movers == (Muscle.SOLEUS,)


@pytest.mark.parametrize("exercise_id", ["barbell_hip_thrust", "glute_bridge", "dumbbell_pullover", "machine_pullover"])
def test_an_isolation_exercise_whose_type_is_disputed_says_so(exercise_id):
    exercise = EXERCISES[exercise_id]
    assert exercise.kind is Kind.ISOLATION
    assert "disputed" in exercise.notes


@pytest.mark.parametrize("exercise_id", ["running", "rowing_machine", "yoga", "hiit"])
def test_conditioning_and_mobility_take_no_part_in_pairing_or_set_counting(exercise_id):
    exercise = EXERCISES[exercise_id]
    assert exercise.family is not Family.STRENGTH
    assert sets_per_muscle([exercise]) == {}
    check = check_order(EXERCISES["leg_extension"], exercise)
    assert (check.order, check.refusals) == (Order.NEITHER, (Refusal.NOT_STRENGTH,))


def test_conditioning_is_compound_work_without_a_written_load_and_with_a_prime_mover():
    for exercise in OTHER:
        assert exercise.kind is Kind.COMPOUND
        assert exercise.load_type is LoadType.NONE
        assert exercise.prime_movers, exercise.id


def test_a_home_gym_can_train_every_roll_up():
    done = [e for e in STRENGTH if CATALOGUE.usable(e.id, ["home"])]
    for group, muscles in ROLL_UP.items():
        assert any(e.involvement.get(m, 0) >= 0.75 for e in done for m in muscles), group


def test_an_empty_room_still_offers_push_ups_but_no_bench():
    assert CATALOGUE.usable("push_up", [])
    assert not CATALOGUE.usable("barbell_bench_press", [])


def test_owning_the_larger_thing_gives_the_smaller():
    # An adjustable bench lies flat, a pair of dumbbells contains one, two pulleys contain one with its rope.
    assert CATALOGUE.usable("dumbbell_row", ["dumbbells", "incline_bench"])
    assert CATALOGUE.usable("face_pull", ["dual_cable"])


def test_every_exercise_of_the_draft_is_still_there(shared):
    with (shared / "data" / "involvement_draft.csv").open(encoding="utf-8", newline="") as file:
        draft = {row["exercise_id"]: row for row in csv.DictReader(file)}
    assert set(draft) <= set(EXERCISES)
    # None was moved between isolation and compound, which the seed's pairings rest on.
    assert all(EXERCISES[i].kind == row["mechanic"] for i, row in draft.items())
