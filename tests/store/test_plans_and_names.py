import pytest

from preex.errors import Conflict, FieldError, NotFound, ValidationError

LEGS = {"title": "legs", "sections": [{"rounds": 3, "steps": [{"exercise": "leg_extension", "load_kg": 40.5}]}]}


def test_plans_are_kept_in_the_order_they_were_made(store, now):
    assert store.latest_plan("me") is None
    assert store.save_plan("me", LEGS, at=now) == "P-1"
    assert store.save_plan("me", {"title": "push", "note": 'a \\u0000 in words and "quotes"'}, at=now) == "P-2"
    assert [plan.id for plan in store.plans("me")] == ["P-2", "P-1"]
    assert store.latest_plan("me") == store.plans("me")[0]
    first = store.plan("me", "P-1")
    assert (first.plan, first.at) == (LEGS, now)
    with pytest.raises(NotFound, match=r"no plan 'P-3'\. The latest: P-2, P-1"):
        store.plan("me", "P-3")


@pytest.mark.parametrize(
    ("plan", "message"),
    [
        ({"load_kg": float("nan")}, "plan: cannot be written as JSON"),
        ({"exercise": {1, 2}}, "plan: cannot be written as JSON"),
        ({"note": "a\0b"}, "plan: holds a NUL"),
        ({"note": "\ud800"}, "plan: .* no database takes"),
        (["legs"], "plan is a list"),
    ],
)
def test_a_plan_that_is_not_plain_data_is_refused(store, now, plan, message):
    with pytest.raises(ValidationError, match=message):
        store.save_plan("me", plan, at=now)
    assert store.plans("me") == ()


def test_a_name_once_explained_is_remembered_for_its_athlete_alone(store):
    store.athlete("Wren", create=True)
    store.set_name("me", "Beinstrecker (Maschine)", "leg_press")
    store.set_name("me", "Beinstrecker (Maschine)", "leg_extension")
    assert store.name_map("me") == {"Beinstrecker (Maschine)": "leg_extension"}
    assert store.name_map("Wren") == {}


@pytest.mark.parametrize(
    ("name", "exercise"), [("", "leg_press"), ("Curl", ""), ("x" * 256, "leg_press"), ("a\0", "b")]
)
def test_a_name_that_cannot_be_found_again_is_refused(store, name, exercise):
    with pytest.raises(FieldError):
        store.set_name("me", name, exercise)


def test_a_plan_being_edited_is_kept_version_by_version_and_apart_from_the_plans(store, now):
    assert store.plan_draft("me") is None
    assert store.keep_plan_draft("me", {"steps": [LEGS]}, at=now, after=0).version == 1
    kept = store.keep_plan_draft("me", {"steps": [LEGS, LEGS]}, at=now, after=1)
    assert store.plan_draft("me") == kept
    assert (kept.version, kept.draft) == (2, {"steps": [LEGS, LEGS]})
    assert store.plans("me") == ()


def test_two_windows_that_edit_one_plan_see_each_other(store, now):
    store.keep_plan_draft("me", {"steps": [LEGS]}, at=now, after=0)
    with pytest.raises(Conflict, match="edited in another window"):
        store.keep_plan_draft("me", {"steps": []}, at=now, after=0)
    assert store.keep_plan_draft("me", {}, at=now, after=1).version == 2  # done with; a window of before finds no match
    with pytest.raises(Conflict):
        store.keep_plan_draft("me", {"steps": [LEGS]}, at=now, after=1)
