import re
from pathlib import Path

import pytest

import preex
from preex.core.exercise import Kind
from preex.core.muscle import Muscle
from preex.core.pairing import JOINTS, JointAdvice
from preex.evidence.claims import claims
from preex.planner import notices as say
from preex.planner.assess import Question, assess, no_risk_free_pair
from preex.planner.background import Background
from preex.planner.lifter import Experience, Goal, Lifter
from preex.planner.notices import Level, Notice
from preex.planner.safety import anti_pattern, joint_advice, who_takes_over

# What no text of the product may say about pre-exhaust (requirements, G-4).
BANNED = ("guaranteed", "proven to build more", "clearly superior", "activates more", "grow more", "builds more muscle")


@pytest.fixture
def every_notice(catalogue):
    """All that can be said about any reviewed pairing to lifters of every kind."""
    lifters = [
        Lifter(experience=e, goal=g, lagging=(Muscle.LATS, Muscle.QUADS_VASTI), joints=JOINTS)
        for e in Experience
        for g in Goal
    ]
    crowded = Background(weekly_sets=dict.fromkeys(Muscle, 19.5), bad_workouts=3)
    found = []
    for pairing in catalogue.pairings:
        isolation = catalogue.exercises[pairing.isolation]
        for compound in pairing.compounds:
            question = Question(
                isolation=isolation, compound=catalogue.exercises[compound], target=pairing.target, pairing=pairing,
                gap_s=0, rounds=3, iso_reps=(6, 8),
            )  # fmt: skip
            for lifter in lifters:
                found += assess(question, lifter, crowded).notices
        found += no_risk_free_pair(pairing.target_group, JOINTS, catalogue.pairings)
    return found


def test_every_notice_has_a_reason_that_exists_a_next_step_and_a_voice(every_notice):
    for n in set(every_notice):
        assert n.because
        assert set(n.because) <= set(claims())
        assert n.next_step
        assert n.spoken.startswith(("Blocked. ", "Warning. ", "Note. "))
        assert "%" not in n.spoken
        assert re.fullmatch(r"[BWNR]-[SX]\d+(-[a-z_]+)?", n.code)
        assert re.fullmatch(r"notice\.[a-z0-9_]+", n.key)


def test_the_promised_codes_are_all_heard(every_notice):
    heard = {n.code for n in every_notice}
    assert {"W-S22", "W-S26-shoulder", "B-S65", "N-S54", "N-S56-changeover", "R-S78", "N-S59", "W-S68"} <= heard
    assert {"W-S58", "R-S58"} <= {say.blocks_notice(3).code, say.review_notice(6).code}


def test_a_code_always_means_one_level(every_notice):
    levels = {}
    for n in every_notice:
        levels.setdefault(n.code, set()).add(n.level)
    assert all(len(found) == 1 for found in levels.values())


def test_no_text_promises_growth():
    package = Path(preex.__file__).parent
    text = "\n".join(p.read_text(encoding="utf-8").casefold() for p in package.glob("planner/*.py"))
    ledger = (package / "data" / "claims.csv").read_text(encoding="utf-8").casefold()
    text += re.sub(r"[^.|,]*\?", "", ledger)  # to ask whether muscles grow more is no promise
    assert [phrase for phrase in BANNED if phrase in text] == []


def test_no_rule_reads_muscle_activity():
    package = Path(preex.__file__).parent
    planner = "\n".join(p.read_text(encoding="utf-8") for p in package.glob("planner/*.py"))
    assert "activation" not in planner
    assert "emg" not in planner.casefold()


def test_pain_of_four_or_a_rise_of_two_ends_a_block():
    assert say.pain_stop(None, 4)
    assert not say.pain_stop(None, 3)
    assert say.pain_stop(1, 3)
    assert not say.pain_stop(2, 3)


def test_four_sets_of_five_are_not_cut_short_and_three_are():
    assert not say.cut_short(planned_sets=5, done_sets=4)
    assert say.cut_short(planned_sets=5, done_sets=3)
    assert not say.cut_short(planned_sets=0, done_sets=0)


@pytest.mark.parametrize(("weeks", "said"), [(0, True), (3.9, True), (4, False), (100, False)])
def test_four_weeks_make_a_baseline(weeks, said):
    assert (say.baseline_notice(weeks) is not None) == said


def test_a_blocking_notice_blocks_and_a_warning_does_not():
    block, warning = (Notice("X", level, "", ()) for level in (Level.BLOCK, Level.WARN))
    assert say.blocked([warning, block])
    assert not say.blocked([warning])


def test_the_muscles_that_keep_a_lifter_safe_are_never_tired_first(exercises):
    deadlift = exercises["conventional_deadlift"]
    for isolation in exercises.values():
        worked = {m for m, share in isolation.involvement.items() if share >= 0.75}
        only_guards = worked and worked <= {Muscle.SPINAL_ERECTORS, Muscle.ROTATOR_CUFF, Muscle.FOREARMS}
        if isolation.kind is Kind.ISOLATION and only_guards:
            assert anti_pattern(isolation, deadlift, next(iter(worked))) is not None, isolation.id


def test_helpers_are_listed_strongest_first_without_the_target(exercises):
    helpers = who_takes_over(exercises["barbell_bench_press"], Muscle.PEC_STERNAL, ["elbow"])
    assert [h.involvement for h in helpers] == sorted((h.involvement for h in helpers), reverse=True)
    assert Muscle.PEC_STERNAL not in {h.muscle for h in helpers}
    assert {h.muscle for h in helpers if h.joint == "elbow"} == {Muscle.TRICEPS}


def test_pairs_of_ones_own_are_judged_by_movement_and_spinal_load(exercises):
    extension, squat, press = (exercises[e] for e in ("leg_extension", "barbell_back_squat", "leg_press"))
    assert joint_advice(extension, squat, None, "low_back") is JointAdvice.AVOID  # spinal load 3 of 3
    assert joint_advice(extension, press, None, "low_back") is JointAdvice.CAUTION  # 1 of 3
    assert joint_advice(extension, press, None, "elbow") is JointAdvice.OK
    assert joint_advice(extension, press, None, "knee") is JointAdvice.CAUTION
    assert joint_advice(extension, exercises["walking_lunge"], None, "knee") is JointAdvice.AVOID
