"""`preex plan`."""

import json
import re

import pytest

LAGGING = ("--lagging", "quads", "--months", "30", "--goal", "muscle")


@pytest.fixture
def plan(preex):
    def new(*words):
        ran = preex("plan", "new", *words, "--json")
        assert ran.code == 0, ran.out
        return ran.json

    return new


def test_a_session_for_a_lagging_muscle_has_a_pair_and_the_traditional_way_beside_it(plan):
    found = plan(*LAGGING)
    assert found["schema"] == "preex.plan/1"
    (day,) = found["days"]
    assert any(section.get("pairing") for section in day["workout"]["sections"])
    assert day["traditional"]["sections"]
    assert found["advice"]["verdict"] in {"use", "optional"}
    (target,) = found["advice"]["targets"]
    assert target["choice"]["why"]
    assert target["second_best"]["why_not"]


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("--lagging", "quads", "--months", "3"), "D3"),
        (("--lagging", "quads", "--months", "30", "--goal", "strength"), "D4"),
        (("--lagging", "none", "--months", "30"), "D5"),
    ],
)
def test_who_should_not_pre_exhaust_gets_the_traditional_plan_with_the_reason(plan, words, rule):
    found = plan(*words)
    assert found["advice"]["decision"]["rule"] == rule
    assert not any(section.get("pairing") for day in found["days"] for section in day["workout"]["sections"])


def test_a_week_has_as_many_days_as_asked(plan):
    assert len(plan(*LAGGING, "--days", "4")["days"]) == 4


def test_a_plan_is_kept_and_shown_again(preex, plan):
    made = plan(*LAGGING)
    assert made["advice"]["saved_as"] == "P-1"
    assert preex("plan", "show", "--json").json == made
    assert preex("plan", "show", "p-1", "--json").json == made
    shown = preex("plan", "show").out
    assert shown.startswith("Plan P-1\n")
    assert "leg press" in shown
    assert "Second best: " in shown


def test_a_dry_run_keeps_neither_plan_nor_profile(preex, plan):
    assert plan(*LAGGING, "--dry-run")["advice"]["saved_as"] is None
    assert preex("plan", "show").code == 4
    assert "lagging" not in plan("--dry-run")["lifter"]


def test_what_a_lifter_says_once_is_remembered(plan):
    plan(*LAGGING, "--joint", "knee")
    again = plan()["lifter"]
    assert again["lagging"] == ["quads_vasti", "rectus_femoris"]
    assert (again["experience"], again["goal"], again["joints"]) == ("experienced", "muscle", ["knee"])
    assert "joints" not in plan("--joint", "none")["lifter"]


def test_our_own_plan_passes_the_check(preex, plan):
    made = plan(*LAGGING)
    ran = preex("plan", "check", "-", "--json", stdin=json.dumps(made))
    assert ran.code == 0
    assert (ran.json["schema"], ran.json["ok"]) == ("preex.plan_check/1", True)


def test_a_dangerous_plan_is_blocked_with_the_place(preex):
    sets = [
        {"exercise": "back_extension_45", "reps_low": 10, "reps_high": 15},
        {"rest_s": 30},
        {"exercise": "conventional_deadlift", "reps_low": 5, "reps_high": 8},
    ]
    plan = {"schema": "preex.plan/1", "days": [{"workout": {"sections": [{"rounds": 3, "steps": sets}]}}]}
    ran = preex("plan", "check", "-", "--json", stdin=json.dumps(plan))
    assert (ran.code, ran.json["ok"]) == (3, False)
    blocks = [n for n in ran.json["notices"] if n["level"] == "block"]
    assert [n["code"] for n in blocks] == ["B-S26"]
    assert blocks[0]["path"].startswith("days[0].workout.sections[0]")
    assert "block B-S26 at days[0]" in preex("plan", "check", "-", stdin=json.dumps(plan)).out


def test_equipment_at_hand_decides_what_is_planned(plan):
    found = plan(*LAGGING, "--have", "home")
    used = {
        step["exercise"]
        for section in found["days"][0]["workout"]["sections"]
        for step in section["steps"]
        if "exercise" in step
    }
    assert used
    assert not used & {"leg_press", "leg_extension", "barbell_back_squat"}


def test_loads_come_from_the_log(preex, plan, leg_day):
    preex("import", leg_day, "--unit", "kg")
    (day,) = plan(*LAGGING)["days"]
    loads = {
        step["exercise"]: step.get("load_kg")
        for section in day["workout"]["sections"]
        for step in section["steps"]
        if "exercise" in step
    }
    assert loads["leg_press"] == pytest.approx(100, abs=20)


def test_a_lifter_who_counts_in_pounds_reads_pounds(preex):
    from preex.app import open_store

    with open_store() as store:
        store.update_profile("me", unit="lb")
    ran = preex("plan", "new", *LAGGING)
    assert "lb on a bar" in ran.out
    assert not re.search(r"\bkg\b", ran.out)
