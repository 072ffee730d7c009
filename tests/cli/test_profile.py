"""`preex profile`: what a lifter tells of themselves."""

import pytest


def test_what_is_told_is_kept_and_shown(preex):
    preex("profile", "--body-mass", "180", "--unit", "lb", "--lagging", "chest", "--months", "18", "--have", "home")
    told = preex("profile", "--json").json
    assert told["schema"] == "preex.profile/1"
    assert told["body_mass_kg"] == pytest.approx(81.647)  # 180 lb
    assert (told["unit"], told["experience"], told["have"]) == ("lb", "intermediate", ["home"])
    assert told["lagging"] == ["pec_clavicular", "pec_sternal"]
    assert "180 lb" in preex("profile").out


def test_what_is_left_out_stays(preex):
    preex("profile", "--body-mass", "80", "--goal", "muscle")
    assert preex("profile", "--unit", "lb", "--json").json["body_mass_kg"] == 80.0
    assert preex("profile", "--goal", "strength", "--goal-lift", "bench press", "--json").json["goal"] == "strength"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--body-mass", "9"), 3),
        (("--body-mass", "heavy"), 2),
        (("--unit", "stone"), 2),
        (("--zone", "Mars/Olympus"), 3),
        (("--have", "moonbase"), 4),
        (("--lagging", "wings"), 3),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(preex, options, code):
    before = preex("profile", "--json").json
    assert preex("profile", *options).code == code
    assert preex("profile", "--json").json == before


def test_plans_use_the_equipment_that_was_told(preex):
    preex("profile", "--have", "home")
    plan = preex("plan", "new", "--lagging", "quads", "--months", "18", "--json").json
    assert "leg_press" not in str(plan["days"])
