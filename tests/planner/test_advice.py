from collections import Counter
from itertools import product

import pytest

from preex.core.muscle import Muscle
from preex.core.pairing import JointAdvice
from preex.evidence.claims import claims
from preex.planner.advice import OTHERWISE, RULES, Action, Case, Verdict, decide, limiter_is_other
from preex.planner.lifter import Experience, Goal, Lifter, experience_of, muscles_of

JOINTS = (None, "knee", "shoulder", "elbow", "low_back")
GRID = list(product(Experience, Goal, (True, False), JOINTS, (True, False)))

# How four pairs of the catalogue suit the four joints: leg extension -> leg press, leg extension -> walking lunge,
# fly -> bench press, straight-arm pulldown -> barbell row.
OK, CAUTION, AVOID = JointAdvice
PAIRS = {
    "leg press": {"knee": CAUTION, "shoulder": OK, "elbow": OK, "low_back": OK},
    "lunge": {"knee": AVOID, "shoulder": OK, "elbow": OK, "low_back": OK},
    "bench press": {"knee": OK, "shoulder": CAUTION, "elbow": OK, "low_back": OK},
    "barbell row": {"knee": OK, "shoulder": OK, "elbow": OK, "low_back": AVOID},
}


def case_of(pair, experience, goal, lagging, joint, other):
    return Case(
        experience=experience,
        goal=goal,
        lagging=lagging,
        joint_flagged=joint is not None,
        joint_advice=OK if joint is None else PAIRS[pair][joint],
        limiter_is_other=other,
    )


def expected(pair, experience, goal, lagging, joint, other):  # noqa: PLR0911 - one for each rule
    """The rules of requirements section 2, written again as a ladder."""
    if joint is not None and PAIRS[pair][joint] is AVOID:
        return "D2", "avoid"
    if experience == "beginner":
        return "D3", "avoid"
    if goal == "strength":
        return "D4", "avoid"
    if not lagging and joint is None:
        return "D5", "optional" if experience == "experienced" else "avoid"
    if lagging and other:
        return "D6", "use"
    if joint is not None:
        return "D7", "optional"
    return "D0", "optional"


@pytest.mark.parametrize("pair", PAIRS)
def test_each_of_the_180_lifters_gets_one_decision_with_reasons(pair):
    assert len(GRID) == 180
    for row in GRID:
        decision = decide(case_of(pair, *row))
        assert (decision.rule, decision.verdict) == expected(pair, *row), row
        assert decision.because
        assert decision.reasons
        assert decision.reasons[0].id == decision.rule
        assert set(decision.because) <= set(claims())


def test_the_180_lifters_fall_to_the_rules_as_counted_by_hand():
    # No joint is to be avoided on the leg press. D3: a third of 180. D4: a third of the 120 left. D5: of the 80 left,
    # not lagging and no joint, 2 x 2 x 1 x 1 x 2 = 8. D6: lagging and another limiter, 2 x 2 x 5 = 20. D7: a joint
    # is marked, 2 x 2 x 4 x (2 not lagging + 1 lagging) = 48. The rest: lagging, no joint, own limiter, 2 x 2 = 4.
    counts = Counter(decide(case_of("leg press", *row)).rule for row in GRID)
    assert counts == {"D3": 60, "D4": 40, "D5": 8, "D6": 20, "D7": 48, "D0": 4}


def test_a_joint_to_avoid_takes_a_fifth_of_all_lifters_from_the_other_rules():
    counts = Counter(decide(case_of("barbell row", *row)).rule for row in GRID)
    assert counts["D2"] == 180 / 5


def test_an_anti_pattern_is_refused_to_everyone():
    for row in GRID:
        experience, goal, lagging, joint, other = row
        case = Case(
            avoid_listed=True,
            experience=experience,
            goal=goal,
            lagging=lagging,
            joint_flagged=joint is not None,
            limiter_is_other=other,
        )
        assert (decide(case).rule, decide(case, override="I want it").verdict) == ("D1", Verdict.AVOID)


def test_every_rule_that_fires_is_shown_and_the_first_decides():
    decision = decide(
        Case(experience=Experience.BEGINNER, goal=Goal.STRENGTH, lagging=True, limiter_is_other=True, bad_workouts=2)
    )
    assert [r.id for r in decision.reasons] == ["D3", "D4", "D6", "D9"]
    assert decision.rule == "D3"


def test_later_rules_shape_a_block_that_an_earlier_rule_allows():
    decision = decide(Case(lagging=True, limiter_is_other=True, weekly_sets_after=23, bad_workouts=2, weeks_on_block=6))
    assert decision.rule == "D6"
    assert decision.adjustments == {Action.REPLACE_SETS, Action.SHORTEN, Action.REVIEW}


@pytest.mark.parametrize(
    ("case", "rule"),
    [
        (Case(lagging=True, limiter_is_other=False, weekly_sets_after=20.5), "D8"),
        (Case(lagging=True, limiter_is_other=False, weekly_sets_after=20), "D0"),
        (Case(lagging=True, limiter_is_other=False, bad_workouts=2), "D9"),
        (Case(lagging=True, limiter_is_other=False, bad_workouts=1), "D0"),
        (Case(lagging=True, limiter_is_other=False, weeks_on_block=6), "D10"),
        (Case(lagging=True, limiter_is_other=False, weeks_on_block=5.9), "D0"),
    ],
)
def test_volume_dislike_and_six_weeks_decide_at_their_thresholds(case, rule):
    assert decide(case).rule == rule


def test_when_nothing_is_known_the_answer_asks_and_promises_nothing():
    decision = decide(Case())
    assert (decision.verdict, decision.action) == (Verdict.OPTIONAL, Action.ASK)
    assert {"S38", "S39"} <= set(decision.because)


def test_a_reason_lifts_the_rules_about_purpose_but_not_those_about_safety():
    beginner = Case(experience=Experience.BEGINNER, goal=Goal.STRENGTH, lagging=True)
    assert not decide(beginner).plans_a_block
    lifted = decide(beginner, override="coached, wants variety")
    assert lifted.plans_a_block
    assert lifted.overridden == ("D3", "D4")
    assert {"D3", "D4"} <= {r.id for r in lifted.reasons}
    painful = Case(joint_flagged=True, joint_advice=AVOID)
    assert not decide(painful, override="I can take it").plans_a_block


def test_only_the_experienced_without_a_strength_goal_are_offered_it_for_no_other_purpose():
    offered = {
        (experience, goal)
        for experience, goal in product(Experience, Goal)
        if decide(Case(experience=experience, goal=goal, lagging=False)).verdict is Verdict.OPTIONAL
    }
    assert offered == {(Experience.EXPERIENCED, Goal.MUSCLE), (Experience.EXPERIENCED, Goal.GENERAL)}


def test_three_other_limiters_in_the_last_five_recommend_the_chest():
    chest, triceps = Muscle.PEC_STERNAL, Muscle.TRICEPS
    assert limiter_is_other([triceps] * 4 + [chest], chest) is True
    assert limiter_is_other([chest] * 4 + [triceps], chest) is False
    assert limiter_is_other([triceps] * 3 + [chest] * 3, chest) is False  # two of the last five
    assert limiter_is_other([triceps] * 3, chest) is True
    assert limiter_is_other([triceps] * 2, chest) is None
    assert limiter_is_other([], chest) is None


def test_a_lifter_feels_the_chest_as_one_muscle_but_not_the_arm():
    assert limiter_is_other([Muscle.PEC_CLAVICULAR] * 5, Muscle.PEC_STERNAL) is False
    assert limiter_is_other([Muscle.TRICEPS] * 5, Muscle.BICEPS) is True


def test_every_reason_cites_claims_that_exist_and_none_rests_on_history():
    for rule in (*RULES, *OTHERWISE):
        assert rule.because
        assert set(rule.because) <= set(claims())
        assert "S7" not in rule.because
        assert rule.text
        assert rule.next_step


def test_months_place_a_lifter_and_a_short_log_does_so_only_when_months_are_unknown():
    assert experience_of(5.9) is Experience.BEGINNER
    assert experience_of(6) is Experience.INTERMEDIATE
    assert experience_of(24, workouts=3) is Experience.EXPERIENCED
    assert experience_of(workouts=23) is Experience.BEGINNER
    assert experience_of(workouts=24) is None
    assert experience_of() is None


def test_strength_on_the_squat_does_not_forbid_chest_work():
    lifter = Lifter(goal=Goal.STRENGTH, goal_lift="barbell_back_squat")
    assert lifter.wants_strength_on("barbell_back_squat")
    assert not lifter.wants_strength_on("barbell_bench_press")
    assert Lifter(goal=Goal.STRENGTH).wants_strength_on("barbell_bench_press")


def test_muscles_are_found_by_group_by_everyday_word_and_by_id():
    assert muscles_of(["Quads"]) == (Muscle.QUADS_VASTI, Muscle.RECTUS_FEMORIS)
    assert muscles_of(["side delts", "lats"]) == (Muscle.DELT_LATERAL, Muscle.LATS)
    with pytest.raises(Exception, match="no muscle is called 'ego'"):
        muscles_of(["ego"])
