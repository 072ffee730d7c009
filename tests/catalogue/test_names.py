"""Names as lifters and apps write them, with the exercise each means; None where it must stay unknown."""

import csv
import time
from collections import Counter
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.catalogue import load_catalogue
from preex.catalogue.names import default_index, propose, resolve
from preex.catalogue.normalise import Vocabulary

MEANS = {
    # the movement first, its implement in brackets
    "Bench Press (Barbell)": "barbell_bench_press",
    "Bench Press (Dumbbell)": "dumbbell_bench_press",
    "Bench Press (Smith Machine)": "smith_bench_press",
    "Incline Bench Press (Barbell)": "incline_barbell_bench_press",
    "Decline Bench Press (Barbell)": "decline_bench_press",
    "Squat (Barbell)": "barbell_back_squat",
    "Squat (Smith Machine)": "smith_squat",
    "Squat (Bodyweight)": "bodyweight_squat",
    "Deadlift (Barbell)": "conventional_deadlift",
    "Deadlift (Trap Bar)": "trap_bar_deadlift",
    "Lat Pulldown (Cable)": "lat_pulldown",
    "Lat Pulldown (Machine)": "machine_pulldown",
    "Seated Row (Machine)": "machine_row",
    "Seated Row (Cable)": "seated_cable_row",
    "Bicep Curl (Machine)": "machine_biceps_curl",
    "Triceps Extension (Machine)": "machine_triceps_extension",
    "Reverse Fly (Machine)": "reverse_pec_deck",
    "Reverse Fly (Dumbbell)": "bent_over_rear_delt_raise",
    "Reverse Fly (Cable)": "cable_rear_delt_fly",
    "Reverse Curl (Cable)": "cable_reverse_curl",
    "Hack Squat (Machine)": "hack_squat_machine",
    "Hip Thrust (Barbell)": "barbell_hip_thrust",
    "Hip Thrust (Machine)": "machine_hip_thrust",
    "Pull Up (Assisted)": "assisted_pull_up",
    "Pull Up (Weighted)": "pull_up",
    "Chest Dip (Assisted)": "assisted_dip",
    "Shoulder Press (Plate Loaded)": "iso_lateral_shoulder_press",
    "Iso-Lateral Row (Machine)": "iso_lateral_row",
    "Goblet Squat (Kettlebell)": "goblet_squat",
    # equipment first
    "Dumbbell Bicep Curl": "dumbbell_curl",
    "Cable Rope Tricep Extension": "rope_pushdown",
    "Machine Leg Press": "leg_press",
    "Smith Machine Incline Bench Press": "smith_incline_press",
    "Barbell Bent Over Row": "barbell_row",
    "Dumbbell Romanian Deadlift": "dumbbell_rdl",
    "Cable Face Pull": "face_pull",
    "Machine Reverse Fly": "reverse_pec_deck",
    "Kettlebell Swing": "kettlebell_swing",
    # plain names, with the implement most lifters mean
    "Squat": "barbell_back_squat",
    "Deadlift": "conventional_deadlift",
    "Bench": "barbell_bench_press",
    "Front Squat": "barbell_front_squat",
    "Lateral Raise": "dumbbell_lateral_raise",
    "Bicep Curl": "dumbbell_curl",
    "Overhead Press": "barbell_overhead_press",
    "Military Press": "barbell_overhead_press",
    "Shoulder Press": "seated_dumbbell_shoulder_press",
    "Leg Curl": "lying_leg_curl",
    "Calf Raise": "standing_calf_raise",
    "Dips": "chest_dip",
    "Lunges": "dumbbell_lunge",
    # spelling, abbreviations, notes
    "DB Bench Press": "dumbbell_bench_press",
    "BB Row": "barbell_row",
    "OHP": "barbell_overhead_press",
    "RDL": "romanian_deadlift",
    "BSS": "bulgarian_split_squat",
    "CGBP": "close_grip_bench_press",
    "EZ Bar Curl": "ez_bar_curl",
    "Pushups": "push_up",
    "Pull-Ups": "pull_up",
    "Chinup": "chin_up",
    "Dumbell Flyes": "dumbbell_fly",
    "Skullcrushers": "skull_crusher",
    "Tricep Push-Down": "triceps_pushdown",
    "Lat Pull Down": "lat_pulldown",
    "Seated Calve Raise": "seated_calf_raise",
    "Bench Press (Custom)": "barbell_bench_press",
    "Deadlift Old Data": "conventional_deadlift",
    "Squat 3x5": "barbell_back_squat",
    "leg_press": "leg_press",
    "Leg extension": "leg_extension",
    # near neighbours that must not be mixed up
    "Incline Dumbbell Press": "incline_dumbbell_press",
    "Decline Dumbbell Press": "decline_dumbbell_press",
    "Seated Leg Curl": "seated_leg_curl",
    "Standing Leg Curl": "standing_leg_curl",
    "Lying Leg Curl": "lying_leg_curl",
    "Hip Abduction (Machine)": "hip_abduction_machine",
    "Hip Adduction (Machine)": "hip_adduction_machine",
    "Sit Up": "sit_up",
    "Russian Twist": "russian_twist",
    "Back Extension": "back_extension_45",
    "Leg Extension": "leg_extension",
    "Seated Calf Raise (Plate Loaded)": "seated_calf_raise",
    "Standing Calf Raise (Machine)": "standing_calf_raise",
    "Upright Row (Cable)": "cable_upright_row",
    "Straight Arm Lat Pulldown (Cable)": "straight_arm_pulldown",
    "Low Bar Squat": "low_bar_squat",
    "Sumo Deadlift": "sumo_deadlift",
    "Stiff Leg Deadlift": "stiff_leg_deadlift",
    "Reverse Grip Bent Over Row": "underhand_barbell_row",
    "Reverse Grip Lat Pulldown": "underhand_pulldown",
    "Close Grip Lat Pulldown": "close_grip_pulldown",
    "Wide Grip Pull Up": "wide_grip_pull_up",
    "Triceps Kickback (Cable)": "cable_triceps_kickback",
    "Cable Kickback": "cable_glute_kickback",
    # other languages
    "Press de banca (Barra)": "barbell_bench_press",
    "Sentadilla (Barra)": "barbell_back_squat",
    "Peso muerto rumano": "romanian_deadlift",
    "Extensión de cuádriceps (Máquina)": "leg_extension",
    "Elevación lateral (Mancuerna)": "dumbbell_lateral_raise",
    "Jalón al pecho (Polea)": "lat_pulldown",
    "Supino Reto (Barra)": "barbell_bench_press",
    "Supino Inclinado (Halter)": "incline_dumbbell_press",
    "Agachamento Livre (Barra)": "barbell_back_squat",
    "Cadeira Extensora (Máquina)": "leg_extension",
    "Mesa Flexora (Máquina)": "lying_leg_curl",
    "Rosca Martelo (Halter)": "hammer_curl",
    "Tríceps na Polia": "triceps_pushdown",
    "Bankdrücken (Langhantel)": "barbell_bench_press",
    "Kniebeuge": "barbell_back_squat",
    "Kreuzheben": "conventional_deadlift",
    "Beinpresse": "leg_press",
    "Seitheben (Kurzhantel)": "dumbbell_lateral_raise",
    "Klimmzüge": "pull_up",
    "Développé couché (Barre)": "barbell_bench_press",
    "Soulevé de terre": "conventional_deadlift",
    "Presse à cuisses": "leg_press",
    "Curl marteau (Haltère)": "hammer_curl",
    "Distensioni su panca piana con bilanciere": "barbell_bench_press",
    "Stacco rumeno": "romanian_deadlift",
    "Affondi con manubri": "dumbbell_lunge",
    "Trazioni alla sbarra": "pull_up",
    # not strength
    "Running (Treadmill)": "treadmill_running",
    "Rowing Machine": "rowing_machine",
    "Hamstring Stretch": "stretching",
    "Foam Rolling": "foam_rolling",
    # unknown on purpose
    "": None,
    "???": None,
    "My Secret Move": None,
    "Tuesday": None,
    "Overhead": None,
    "Machine": None,
    "Curl of the Unknown Kind": None,
    "Bench Press Into Backflip": None,
    "One Arm Push Up": None,
    "Smith Machine Bicep Blaster": None,
    "A" * 10_000: None,
}


@pytest.mark.parametrize(("name", "means"), MEANS.items(), ids=lambda v: str(v)[:40])
def test_a_name_means_what_lifters_mean_by_it(name, means):
    match = resolve(name)
    assert (match.exercise_id if match else None) == means


def test_every_exercise_is_found_by_its_own_name_and_id():
    for exercise in load_catalogue().exercises.values():
        assert resolve(exercise.id).exercise_id == exercise.id
        assert resolve(exercise.name).exercise_id == exercise.id


def test_there_are_fifteen_hundred_aliases_and_each_means_one_exercise():
    text = (resources.files("preex.data") / "aliases.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len(rows) >= 1500
    assert len({row["alias"] for row in rows}) == len(rows)
    for row in rows:
        assert resolve(row["alias"]).exercise_id == row["exercise_id"], row


def test_an_exact_name_is_exact_and_a_rule_says_so():
    assert resolve("Leg Press").exact
    loose = resolve("Pause Barbell Front Squat")
    assert (loose.exercise_id, loose.how, loose.exact) == ("barbell_front_squat", "rule", False)


def test_a_stated_implement_is_never_exchanged_for_another_hand():
    for name in ("Front Squat (Cable)", "Hammer Curl (Barbell)", "Pec Deck (Barbell)"):
        assert resolve(name) is None, name


def test_fuzzy_matching_only_proposes():
    assert resolve("Bnech Prss") is None
    assert "barbell_bench_press" in {p.exercise_id for p in propose("Bnech Prss")}


def test_a_lifters_own_names_come_first():
    index = default_index().with_aliases({"Big Red Machine": "leg_press", "Squat": "hack_squat_machine"})
    assert index.resolve("big red machine").exercise_id == "leg_press"
    assert index.resolve("Squat").exercise_id == "hack_squat_machine"
    assert resolve("Squat").exercise_id == "barbell_back_squat"


@given(name=st.text(max_size=300))
def test_any_text_gets_an_answer(name):
    match = resolve(name)
    assert match is None or match.exercise_id in load_catalogue().exercises


def test_a_name_made_to_be_slow_is_not():
    start = time.process_time()
    for n in range(200):
        resolve(f"flat seated wide close neutral pause high cable machine barbell dumbbell rope band ez {n} press")
    assert time.process_time() - start < 5


def test_real_names_resolve(shared):
    """At least 97 of 100 sets of the logs at hand."""
    sets = Counter()
    with (shared / "data" / "exercise_names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            sets[row["name"]] += int(row["count"])
    resolved = sum(count for name, count in sets.items() if resolve(name))
    assert resolved / sets.total() >= 0.97


def test_a_vocabulary_reads_phrases_before_words():
    words = Vocabulary({"skull crusher": "skullcrusher", "skull": "head", "db": "dumbbell", "old data": ""})
    read = words.read("Skull Crushers (DB) old data")
    assert read.words == {"skullcrusher", "dumbbell"}
    assert not read.unknown
