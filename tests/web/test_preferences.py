"""What a lifter tells of themselves."""

import html

import pytest


def said(answer):
    return html.unescape(answer.content.decode())


def test_what_is_told_is_kept_and_shown_again(newcomer, store):
    told = {
        "unit": "lb", "body_mass": "176,4", "experience": "experienced", "goal": "strength", "goal_lift": "Leg press",
        "lagging": ["chest", "quads"], "joints": ["knee"], "zone": "Europe/Lisbon",
    }  # fmt: skip
    assert "Saved." in said(newcomer.post("/settings", told, follow=True))
    me = store.athlete("me")
    assert me.body_mass_kg == pytest.approx(80.014)
    assert (me.unit, me.experience, me.goal, me.goal_lift, me.zone) == (
        "lb",
        "experienced",
        "strength",
        "leg_press",
        "Europe/Lisbon",
    )
    assert set(me.lagging) == {"pec_clavicular", "pec_sternal", "quads_vasti", "rectus_femoris"}
    assert list(me.joints) == ["knee"]
    page = said(newcomer.get("/settings"))
    assert 'value="176.4"' in page
    assert 'value="Leg press"' in page


def test_everything_but_the_unit_may_be_taken_back(newcomer, store):
    newcomer.post(
        "/settings", {"unit": "kg", "body_mass": "80", "goal": "muscle", "lagging": ["chest"], "zone": "Asia/Tokyo"}
    )
    newcomer.post("/settings", {"unit": "kg"})
    me = store.athlete("me")
    assert (me.body_mass_kg, me.goal, me.zone, me.lagging, dict(me.joints)) == (None, "", "", (), {})


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("body_mass", "-80", "is outside"),
        ("body_mass", "heavy", "Write a number"),
        ("body_mass", "5000", "is outside"),
        ("body_mass", "NaN", "Write a number"),
        ("body_mass", "500", "must be 20 to 400 kg"),
        ("zone", "Mars/Olympus", "Europe/Berlin"),
        ("zone", "../../etc/passwd", "unknown"),
        ("goal_lift", "flibberty", "the catalogue has no exercise"),
        ("goal", "world peace", "not one of the available choices"),
        ("unit", "stone", "not one of the available choices"),
        ("unit", "", "required"),
        ("lagging", ["chest", "lats", "quads"], "two are the most"),
        ("joints", ["wing"], "not one of the available choices"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_nothing_changes(newcomer, store, field, value, told):
    before = store.athlete("me")
    answer = newcomer.post("/settings", {"unit": "kg", field: value})
    assert answer.status_code == 422
    assert told.casefold() in said(answer).casefold()
    assert store.athlete("me") == before
