import copy

import pytest

from preex.errors import FieldError
from preex.planner.check import check_plan

REST = {"rest_s": 120}


def a_set(exercise, reps=12):
    return {"exercise": exercise, "reps_low": reps, "reps_high": reps}


def pair(isolation, compound, gap_s=60, reps=12):
    return {"rounds": 3, "steps": [a_set(isolation, reps), {"rest_s": gap_s}, a_set(compound, 10), REST]}


def straight(exercise, reps=10):
    return {"rounds": 3, "steps": [a_set(exercise, reps), REST]}


def document(*sections, lifter=None, override=""):
    return {
        "schema": "preex.plan/1",
        "lifter": lifter or {},
        "override": override,
        "days": [{"workout": {"title": "Monday", "sections": list(sections)}}],
    }


@pytest.fixture
def codes(catalogue):
    def check(*sections, **options):
        return [n.code for n in check_plan(document(*sections, **options), catalogue)]

    return check


def test_straight_sets_raise_nothing(codes):
    assert codes(straight("leg_press"), straight("barbell_row")) == []


def test_a_third_block_raises_the_warning_and_two_do_not(codes):
    three = [
        pair("leg_extension", "leg_press"),
        pair("pec_deck", "machine_chest_press"),
        pair("straight_arm_pulldown", "lat_pulldown"),
    ]
    assert "W-S58" not in codes(*three[:2])
    assert "W-S58" in codes(*three)


def test_a_strength_goal_is_blocked_until_the_order_is_swapped_or_a_reason_given(catalogue):
    lifter = {"goal": "strength", "goal_lift": "barbell_back_squat"}

    def levels(*sections, **options):
        found = check_plan(document(*sections, lifter=lifter, **options), catalogue)
        return [n.level for n in found if n.code == "B-S65"]

    assert levels(pair("leg_extension", "barbell_back_squat")) == ["block"]
    assert levels(straight("barbell_back_squat"), straight("leg_extension", 12)) == []
    assert levels(pair("leg_extension", "barbell_back_squat"), override="off-season") == ["note"]


def test_no_walk_in_no_time(codes):
    assert "N-S56-changeover" in codes(pair("leg_extension", "barbell_back_squat", gap_s=0))
    assert "N-S56-changeover" not in codes(pair("leg_extension", "barbell_back_squat", gap_s=60))


def test_six_isolation_repetitions_are_noted_and_nothing_more(catalogue):
    (notice,) = check_plan(document(pair("leg_extension", "leg_press", reps=6)), catalogue)
    assert (notice.code, notice.level) == ("N-S54", "note")
    assert notice.path == "days[0].workout.sections[0].steps[0]"


def test_curls_before_pulldowns_are_warned_of_when_the_lats_lag(codes):
    assert "W-S22" in codes(pair("cable_curl", "close_grip_pulldown"), lifter={"lagging": ["lats"]})
    assert "W-S22" not in codes(pair("straight_arm_pulldown", "lat_pulldown"), lifter={"lagging": ["lats"]})


def test_an_anti_pattern_is_blocked_even_with_a_reason(catalogue):
    unsafe = document(pair("cable_crunch", "barbell_back_squat"), override="I always do")
    assert [(n.code, n.level) for n in check_plan(unsafe, catalogue) if n.code == "B-S26"] == [("B-S26", "block")]


def test_a_painful_back_forbids_the_deadlift_on_its_own_and_in_a_pair(codes):
    lifter = {"joints": ["low_back"]}
    assert "B-S63-low_back" in codes(straight("conventional_deadlift"), lifter=lifter)
    assert "B-S63-low_back" in codes(pair("straight_arm_pulldown", "barbell_row"), lifter=lifter)
    assert "B-S63-low_back" not in codes(pair("leg_extension", "leg_press"), lifter=lifter)


def test_a_pair_hidden_in_nested_sections_is_found(codes):
    inner = {"rounds": 2, "steps": [a_set("leg_extension", 6), {"rest_s": 20}, a_set("leg_press", 10)]}
    assert "N-S54" in codes({"rounds": 2, "steps": [inner, REST]})


def test_exercises_four_minutes_apart_are_no_pair(codes):
    assert codes(pair("cable_crunch", "barbell_back_squat", gap_s=240)) == []


def spoil(path, value):
    plan = copy.deepcopy(document(pair("leg_extension", "leg_press")))
    at = plan
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return plan


FIRST_SET = ("days", 0, "workout", "sections", 0, "steps", 0)


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        (("colour",), "red", "colour"),
        (("days", 0, "weather"), "fine", "days[0].weather"),
        (("days", 0, "workout", "sections", 0, "reps"), 3, "days[0].workout.sections[0].reps"),
        ((*FIRST_SET, "weight"), 40, "days[0].workout.sections[0].steps[0].weight"),
        ((*FIRST_SET, "load_kg"), -1, "days[0].workout.sections[0].steps[0].load_kg"),
        ((*FIRST_SET, "reps_low"), 0, "days[0].workout.sections[0].steps[0].reps_low"),
        ((*FIRST_SET, "reps_high"), 11, "days[0].workout.sections[0].steps[0].reps_high"),
        ((*FIRST_SET, "reps_low"), "twelve", "days[0].workout.sections[0].steps[0].reps_low"),
        ((*FIRST_SET, "reps_low"), 11.5, "days[0].workout.sections[0].steps[0].reps_low"),
        ((*FIRST_SET, "load_kg"), float("inf"), "days[0].workout.sections[0].steps[0].load_kg"),
        ((*FIRST_SET, "exercise"), "leg_extenson", "days[0].workout.sections[0].steps[0].exercise"),
        (("days", 0, "workout", "sections", 0, "strategy"), "magic", "days[0].workout.sections[0].strategy"),
        (("days", 0, "workout", "sections", 0, "steps"), [], "days[0].workout.sections[0].steps"),
        (("days", 0, "workout", "sections"), {}, "days[0].workout.sections"),
        (("days",), [], "days"),
        (("schema",), "preex.plan/2", "schema"),
        (("lifter",), {"joints": ["ankle"]}, "lifter.joints[0]"),
        (("lifter",), {"lagging": ["ego"]}, "lifter.lagging[0]"),
        (("lifter",), {"experience": "guru"}, "lifter.experience"),
        (("lifter",), {"age": 40}, "lifter.age"),
    ],
)
def test_a_mistake_is_named_with_its_path(catalogue, path, value, where):
    with pytest.raises(FieldError) as error:
        check_plan(spoil(path, value), catalogue)
    assert error.value.path == where


@pytest.mark.parametrize("document", [None, [], "plan", 3, {}])
def test_what_is_no_plan_is_refused(catalogue, document):
    with pytest.raises(FieldError):
        check_plan(document, catalogue)


def test_a_plan_nested_without_end_is_refused(catalogue):
    section = {"steps": [a_set("leg_press")]}
    for _ in range(50):
        section = {"steps": [section]}
    with pytest.raises(FieldError, match="deep"):
        check_plan(document(section), catalogue)


def test_a_section_that_names_a_pairing_must_be_it(catalogue):
    from preex.core.plan import Prescription, Rest, Section
    from preex.planner.check import _claimed

    def codes(first, second, pairing="P053"):
        steps = (
            Prescription(exercise=first, reps_low=10, reps_high=15),
            Rest(30),
            Prescription(exercise=second, reps_low=8, reps_high=12),
        )
        return [n.code for n in _claimed(Section(steps=steps, rounds=3, pairing=pairing), "s", catalogue)]

    assert codes("leg_extension", "leg_press") == []
    assert codes("barbell_curl", "leg_press") == ["B-S2"]
    assert codes("leg_press", "leg_extension") == ["B-S2"]
    assert codes("leg_extension", "leg_press", "P001") == ["B-S2"]
    with pytest.raises(FieldError, match="P999"):
        codes("leg_extension", "leg_press", "P999")
