"""Names as lifters and apps write them, with the exercise each means; None where it must stay unknown."""

import csv
from collections import Counter
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.catalogue import load_catalogue
from preex.catalogue.names import default_index, propose, resolve
from preex.catalogue.normalise import Vocabulary
from preex.errors import DataError

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


@pytest.mark.parametrize("style", ["movement first", "implement first", "comma", "plain", "translated", "trap"])
def test_names_in_every_style_mean_what_a_lifter_would_say(style):
    """`means` lists what a lifter may reasonably mean; `unknown` where no answer is the right one."""
    with Path(__file__).with_name("names_as_written.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["style"] == style]
    found = {row["name"]: match.exercise_id if (match := resolve(row["name"])) else "unknown" for row in rows}
    assert {row["name"]: found[row["name"]] for row in rows if found[row["name"]] not in row["means"].split(";")} == {}


NEIGHBOURS = (
    ("Back Squat", "Hack Squat"),
    ("Front Squat", "Squat"),
    ("Bench Press", "Incline Bench Press", "Decline Bench Press", "Close Grip Bench Press"),
    ("Leg Press", "Calf Press"),
    ("Leg Extension", "Back Extension", "Triceps Extension", "Hip Extension"),
    ("Leg Curl", "Bicep Curl", "Wrist Curl", "Nordic Curl", "Neck Curl"),
    ("Lying Leg Curl", "Seated Leg Curl", "Standing Leg Curl", "Single Leg Curl"),
    ("Reverse Fly", "Reverse Curl", "Chest Fly", "Reverse Lunge", "Reverse Crunch"),
    ("Hip Abduction", "Hip Adduction"),
    ("Lateral Raise", "Front Raise", "Rear Delt Raise", "Calf Raise", "Leg Raise", "Knee Raise"),
    ("Upright Row", "Seated Row", "Bent Over Row", "T-Bar Row", "Inverted Row"),
    ("Pull Up", "Chin Up", "Push Up", "Sit Up", "Step Up", "Muscle Up"),
    ("Pull Up", "Pull Up (Assisted)", "Pull Up (Band)"),
    ("Deadlift", "Romanian Deadlift", "Sumo Deadlift", "Stiff Leg Deadlift", "Trap Bar Deadlift", "Rack Pull"),
    ("Overhead Press", "Push Press", "Leg Press", "Floor Press", "Pallof Press"),
    ("Sit Up", "Russian Twist", "Crunch"),
    ("Plank", "Side Plank", "Copenhagen Plank"),
    ("Cable Kickback", "Triceps Kickback", "Cable Triceps Kickback"),
    ("Pullover", "Pull Through", "Pulldown", "Pushdown"),
    ("Clean", "Snatch", "Jerk", "Clean and Jerk", "Clean and Press"),
)


@pytest.mark.parametrize("names", NEIGHBOURS, ids=lambda names: names[0])
def test_neighbouring_names_mean_different_exercises(names):
    found = [resolve(name).exercise_id for name in names]
    assert len(set(found)) == len(names), found


IMPLEMENTS = {
    "Barbell": {"barbell"},
    "Dumbbell": {"dumbbell_each"},
    "Cable": {"cable", "stack"},
    "Machine": {"stack", "plate_machine"},
    "Kettlebell": {"kettlebell", "dumbbell_each"},
    "Band": {"band"},
    "Smith Machine": {"barbell"},
}
MOVEMENTS = (
    "Bench Press", "Incline Bench Press", "Decline Bench Press", "Chest Press", "Chest Fly", "Overhead Press", "Shoulder Press",
    "Squat", "Front Squat", "Hack Squat", "Lunge", "Deadlift", "Romanian Deadlift", "Hip Thrust", "Leg Curl", "Leg Extension",
    "Calf Raise", "Row", "Bent Over Row", "Upright Row", "Lat Pulldown", "Pullover", "Shrug", "Lateral Raise", "Front Raise",
    "Reverse Fly", "Bicep Curl", "Hammer Curl", "Preacher Curl", "Reverse Curl", "Wrist Curl", "Triceps Extension",
    "Triceps Pushdown", "Skullcrusher", "Kickback", "Crunch", "Side Bend", "Good Morning", "Face Pull", "Leg Press",
)  # fmt: skip


@pytest.mark.parametrize("implement", IMPLEMENTS)
def test_a_stated_implement_is_how_the_exercise_found_is_loaded(implement):
    exercises = load_catalogue().exercises
    wrong = {}
    for movement in MOVEMENTS:
        written = (f"{movement} ({implement})", f"{implement} {movement}", f"{movement}, {implement}")
        found = {match.exercise_id if (match := resolve(name)) else None for name in written}
        assert len(found) == 1, (written, found)
        (one,) = found
        if one and exercises[one].load_type not in IMPLEMENTS[implement]:
            wrong[movement] = one
    assert wrong == {}


@pytest.mark.parametrize("name", ["Squat (Assisted)", "Assisted Push Up", "Row (Assisted)", "Bench Press (Assisted)"])
def test_help_is_never_dropped_from_a_name(name):
    """A bigger number is easier there: taken for the unassisted lift it would turn progress upside down."""
    match = resolve(name)
    assert match is None or load_catalogue().exercise(match.exercise_id).load_type == "assisted"


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


def test_a_name_without_words_can_be_a_lifters_own():
    assert resolve("12") is None
    assert default_index().with_aliases({"12": "leg_press"}).resolve("12").exercise_id == "leg_press"


def test_a_lifters_own_name_must_lead_to_an_exercise():
    with pytest.raises(DataError, match="no exercise"):
        default_index().with_aliases({"Big Red Machine": "big_red_machine"})


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
