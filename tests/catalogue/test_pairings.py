"""The reviewed pairings against the rules of training they were written by (design notes, sections 0.3 and 5)."""

import csv

import pytest

from preex.catalogue import load_catalogue
from preex.core.muscle import Muscle
from preex.core.pairing import JOINTS, JointAdvice, Order, PairingType, Refusal, check_order
from preex.errors import NotFound

CATALOGUE = load_catalogue()
EXERCISES, PAIRINGS = CATALOGUE.exercises, CATALOGUE.pairings
PRE_EXHAUST = [p for p in PAIRINGS if p.is_pre_exhaust]
AVOID = [p for p in PAIRINGS if p.type is PairingType.AVOID]

# Chest, quads, lats, shoulders and glutes as the seed article names them (S43 to S53); the rows that are its variants
# are a second row or a second overhead press.
SEED_COMBINATIONS = {
    ("dumbbell_fly", "barbell_bench_press"),
    ("cable_crossover", "barbell_bench_press"),
    ("leg_extension", "barbell_back_squat"),
    ("leg_extension", "leg_press"),
    ("straight_arm_pulldown", "seated_cable_row"),
    ("straight_arm_pulldown", "lat_pulldown"),
    ("dumbbell_lateral_raise", "barbell_overhead_press"),
    ("barbell_hip_thrust", "walking_lunge"),
    ("barbell_hip_thrust", "conventional_deadlift"),
    ("cable_glute_kickback", "walking_lunge"),
    ("cable_glute_kickback", "conventional_deadlift"),
}
SEED_VARIANTS = {
    ("straight_arm_pulldown", "barbell_row"),
    ("dumbbell_lateral_raise", "seated_dumbbell_shoulder_press"),
}
S42_GROUPS = [
    "chest",
    "lats",
    "upper back",
    "quads",
    "hamstrings",
    "glutes",
    "front delts",
    "side delts",
    "rear delts",
    "biceps",
    "triceps",
    "calves",
    "traps",
    "core",
    "adductors",
]


def ids(pairings):
    return {p.id for p in pairings}


def test_there_are_at_least_99_pairings_and_the_first_99_keep_their_ids():
    assert [p.id for p in PAIRINGS[:99]] == [f"P{n:03}" for n in range(1, 100)]


@pytest.mark.parametrize("pairing", PRE_EXHAUST, ids=lambda p: p.id)
def test_every_pre_exhaust_pairing_meets_the_definition_and_its_reverse_is_the_traditional_order(pairing):
    for compound in pairing.compounds:
        first, second = EXERCISES[pairing.isolation], EXERCISES[compound]
        assert check_order(first, second, pairing.target).is_pre_exhaust
        assert check_order(second, first, pairing.target).order is Order.TRADITIONAL


@pytest.mark.parametrize(
    ("first", "second", "refusal"),
    [
        ("barbell_curl", "leg_press", Refusal.NO_SHARED_TARGET),
        ("leg_press", "barbell_back_squat", Refusal.FIRST_NOT_ISOLATION),
        ("leg_extension", "sissy_squat", Refusal.SECOND_NOT_COMPOUND),
        ("cable_crunch", "barbell_back_squat", Refusal.NO_SHARED_TARGET),
        ("good_morning", "barbell_back_squat", Refusal.FIRST_NOT_ISOLATION),
        ("back_extension_45", "conventional_deadlift", Refusal.FIRST_NOT_ISOLATION),
        ("cable_external_rotation", "barbell_overhead_press", Refusal.NO_SHARED_TARGET),
    ],
)
def test_two_exercises_that_are_not_pre_exhaust_are_refused_with_the_reason(first, second, refusal):
    check = check_order(EXERCISES[first], EXERCISES[second])
    assert not check.is_pre_exhaust
    assert refusal in check.refusals


def test_the_compound_first_is_the_traditional_order():
    assert check_order(EXERCISES["leg_press"], EXERCISES["leg_extension"]).order is Order.TRADITIONAL  # S2


def test_the_seed_article_names_eleven_combinations_in_thirteen_rows():
    rows = CATALOGUE.pairs(seed_only=True)
    named = {(p.isolation, p.compounds[0]) for p in rows}
    assert len(rows) == 13
    assert named == SEED_COMBINATIONS | SEED_VARIANTS


def test_asking_for_quads_from_the_seed_gives_leg_extension_before_squat_and_leg_press():
    found = {(p.isolation, c) for p in CATALOGUE.pairs(target="quads", seed_only=True) for c in p.compounds}
    assert found == {("leg_extension", "barbell_back_squat"), ("leg_extension", "leg_press")}


def test_seed_pairings_use_ten_to_fifteen_repetitions_and_cite_their_claims():
    for p in CATALOGUE.pairs(seed_only=True):
        assert (p.iso_unit, p.iso_low >= 10, p.iso_high <= 15) == ("reps", True, True), p.id
        assert p.seed_refs
        assert p.is_pre_exhaust


@pytest.mark.parametrize("group", S42_GROUPS)
def test_virtually_any_muscle_group_can_be_paired(group):
    usable = [p for p in CATALOGUE.pairs(target=group) if p.type is not PairingType.AVOID]
    assert len(usable) >= 2  # S42


@pytest.mark.parametrize(
    ("target", "muscles"),
    [
        ("rectus_femoris", set()),
        ("quads_vasti", {Muscle.QUADS_VASTI}),
        ("Quads", {Muscle.QUADS_VASTI}),
        ("chest", {Muscle.PEC_CLAVICULAR, Muscle.PEC_STERNAL}),
        ("side delts", {Muscle.DELT_LATERAL}),
        ("shoulders", {Muscle.DELT_ANTERIOR, Muscle.DELT_LATERAL, Muscle.DELT_POSTERIOR}),
    ],
)
def test_a_target_may_be_a_muscle_a_roll_up_or_a_group(target, muscles):
    assert {p.target for p in CATALOGUE.pairs(target=target)} == muscles


def test_an_unknown_target_is_refused_with_the_nearest_names():
    with pytest.raises(NotFound, match="Did you mean quads"):
        CATALOGUE.pairs(target="quadz")


def test_a_sore_lower_back_keeps_the_leg_press_warns_of_the_squat_and_loses_the_bent_row():
    offered = {p.id: p for p in CATALOGUE.pairs(joint="low_back")}
    assert offered.keys().isdisjoint({"P015", "P070"})  # S62 to S64
    assert offered["P052"].advice_for("low_back") is JointAdvice.CAUTION
    assert offered["P053"].advice_for("low_back") is JointAdvice.OK


@pytest.mark.parametrize("joint", JOINTS)
def test_no_pairing_to_avoid_is_offered_for_a_sore_joint(joint):
    offered = CATALOGUE.pairs(joint=joint)
    assert offered
    assert all(p.is_pre_exhaust and p.advice_for(joint) is not JointAdvice.AVOID for p in offered)


def test_two_sore_joints_leave_no_more_than_either():
    both = ids(CATALOGUE.pairs(joint=["knee", "low back"]))
    assert both == ids(CATALOGUE.pairs(joint="knee")) & ids(CATALOGUE.pairs(joint="low_back"))


def test_an_unknown_joint_is_refused_with_the_known_ones():
    with pytest.raises(NotFound, match="knee, shoulder, elbow, low_back"):
        CATALOGUE.pairs(joint="hip")


@pytest.mark.parametrize(
    ("joint", "groups"),
    [("knee", {"quads", "adductors"}), ("shoulder", {"side delts"}), ("elbow", {"biceps", "triceps"})],
)
def test_some_muscles_have_no_carefree_pairing_for_a_sore_joint(joint, groups):
    # Design notes 5.2: the product must say so instead of forcing a choice.
    assert not [p.id for p in PAIRINGS if p.target_group in groups and p.advice_for(joint) is JointAdvice.OK]


def test_a_heavy_axial_lift_is_never_carefree_for_a_sore_lower_back():
    for p in PAIRINGS:
        if any(EXERCISES[c].spinal_load == 3 for c in p.compounds):
            assert p.advice_for("low_back") is not JointAdvice.OK, p.id


def test_a_pairing_friendly_to_a_joint_is_ok_for_it():
    for p in PAIRINGS:
        assert all(p.advice_for(j) is JointAdvice.OK for j in p.joint_friendly_for), p.id


def test_hip_thrusts_and_kickbacks_before_deadlifts_point_to_a_safer_pairing():
    for pairing_id in ("P070", "P072"):  # S51, S53
        pairing = CATALOGUE.pairing(pairing_id)
        assert pairing.advice_for("low_back") is JointAdvice.AVOID
        assert CATALOGUE.pairing(pairing.safer_pairing).advice_for("low_back") is JointAdvice.OK


def test_every_pairing_that_a_joint_rules_out_points_to_a_safer_one_unless_the_planner_blocks_it():
    for p in PRE_EXHAUST:
        assert bool(p.safer_pairing) >= any(p.advice_for(j) is JointAdvice.AVOID for j in JOINTS), p.id


def test_a_safer_pairing_trains_the_same_group_and_suits_the_joints_that_ruled_out_the_first():
    for p in PRE_EXHAUST:
        if p.safer_pairing:
            safer = CATALOGUE.pairing(p.safer_pairing)
            bad = [j for j in JOINTS if p.advice_for(j) is JointAdvice.AVOID]
            assert safer.is_pre_exhaust
            assert safer.target_group in {p.target_group, *({"side delts"} if p.target_group == "front delts" else ())}
            assert all(safer.advice_for(j) is not JointAdvice.AVOID for j in bad), p.id


def test_anti_patterns_are_closed_to_beginners_and_nothing_else_is():
    assert ids(AVOID) == {p.id for p in PAIRINGS if p.beginner == "avoid"}
    assert ids(AVOID).isdisjoint(ids(CATALOGUE.pairs(beginner=True)))


def test_trunk_cuff_and_grip_are_never_tired_on_purpose_before_a_loaded_lift():
    never = {Muscle.SPINAL_ERECTORS, Muscle.ROTATOR_CUFF, Muscle.FOREARMS}
    assert never.isdisjoint({p.target for p in PRE_EXHAUST})
    assert never <= {p.target for p in AVOID}


def test_no_pre_exhaust_before_ballistic_or_olympic_lifts():
    for p in PRE_EXHAUST:
        assert not any(EXERCISES[c].pattern.startswith("ballistic") for c in p.compounds), p.id


def test_the_gap_proposed_can_be_walked():
    for p in PAIRINGS:
        if p.type is not PairingType.AVOID:
            assert p.default_rest_s in p.rest_options_s
            assert p.default_rest_s >= p.changeover_s or (p.default_rest_s == 0 and p.changeover_s <= 25), p.id


def test_targets_and_effort_are_in_order():
    for p in PAIRINGS:
        assert p.iso_low <= p.iso_high
        assert p.iso_rir_low <= p.iso_rir_high
        assert (p.iso_low > 0) == (p.type is not PairingType.AVOID), p.id


def test_what_is_done_in_one_place_needs_no_walk():
    for p in PAIRINGS:
        if p.same_station:
            assert any(CATALOGUE.share_station(p.isolation, c) for c in p.compounds), p.id
            assert p.changeover_s <= 20, p.id
    assert CATALOGUE.pairs(same_station=True)


def test_a_pairing_stays_when_the_kit_allows_one_of_its_compounds():
    have = ["leg_extension_machine", "pendulum_squat_machine"]
    assert "P056" in ids(CATALOGUE.pairs(have=have))
    assert "P053" not in ids(CATALOGUE.pairs(have=have))


def test_more_kit_never_loses_a_pairing():
    home, full = ids(CATALOGUE.pairs(have=["home"])), ids(CATALOGUE.pairs(have=["home", "full_gym"]))
    assert home < full
    assert ids(CATALOGUE.pairs(have=[])) < home


@pytest.mark.parametrize(
    "group", ["chest", "lats", "quads", "hamstrings", "glutes", "side delts", "biceps", "triceps", "core"]
)
def test_a_home_gym_has_a_pairing_for_the_main_groups(group):
    assert [p for p in CATALOGUE.pairs(target=group, have=["home"]) if p.is_pre_exhaust]


def test_unknown_kit_is_refused_with_the_nearest_names():
    with pytest.raises(NotFound, match="leg_extension_machine"):
        CATALOGUE.pairs(have=["leg extension machin"])


def test_kit_may_be_written_in_words():
    assert CATALOGUE.pairs(have=["Leg extension machine", "leg-press machine"]) == CATALOGUE.pairs(
        have=["leg_extension_machine", "leg_press_machine"]
    )


def test_a_reviewed_pairing_is_found_by_its_two_exercises_in_order():
    assert CATALOGUE.pairing_of("leg_extension", "leg_press") is CATALOGUE.pairing("P053")
    assert CATALOGUE.pairing_of("leg_press", "leg_extension") is None


def test_studies_cited_are_in_the_evidence_table(shared):
    with (shared / "data" / "evidence.csv").open(encoding="utf-8", newline="") as file:
        studies = {row["study_id"] for row in csv.DictReader(file)}
    assert {s for p in PAIRINGS for s in p.evidence} <= studies


def test_the_drafts_pairings_are_kept_but_one(shared):
    with (shared / "data" / "pairings_draft.csv").open(encoding="utf-8", newline="") as file:
        draft = {row["pairing_id"]: (row["isolation_id"], row["compound_ids"]) for row in csv.DictReader(file)}
    now = {p.id: (p.isolation, ";".join(p.compounds)) for p in PAIRINGS}
    # P081 paired two isolation exercises, which the definition (S2) refuses.
    assert {i for i, pair in draft.items() if now[i] != pair} == {"P081"}
