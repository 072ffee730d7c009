from dataclasses import replace

import pytest

from preex.errors import FieldError, NotFound, OutOfRange, ValidationError, ZoneNeeded
from preex.store import Athlete
from preex.units import LoadUnit


def test_the_default_athlete_is_there_from_the_start(store):
    assert store.athletes() == ()
    assert store.count_sets("me") == 0
    assert [athlete.name for athlete in store.athletes()] == ["me"]


def test_nobody_else_is_made_by_being_asked_for(store):
    store.athlete("Ana Lucía", create=True)
    with pytest.raises(NotFound, match=r"no athlete 'Ana Lucia'\. Did you mean Ana Lucía"):
        store.sets("Ana Lucia")
    with pytest.raises(NotFound, match="Known: Ana Lucía"):
        store.athlete("zzz")
    assert [athlete.name for athlete in store.athletes()] == ["Ana Lucía"]


def test_an_unknown_athlete_never_gets_the_log_of_the_default_one(store, make_set, make_log, now):
    store.record("me", [make_set("a")], at=now)
    for ask in (
        lambda: store.sets("mee"),
        lambda: store.count_sets("mee"),
        lambda: store.record("mee", [make_set("b")], at=now),
        lambda: store.undo_last_record("mee", at=now),
        lambda: store.import_log("mee", make_log(1), file_name="", digest="", at=now),
        lambda: store.batches("mee"),
        lambda: store.save_plan("mee", {}, at=now),
        lambda: store.latest_plan("mee"),
        lambda: store.set_name("mee", "Curl", "cable_curl"),
        lambda: store.name_map("mee"),
        lambda: store.predictions("mee"),
        lambda: store.update_profile("mee", goal="muscle"),
    ):
        with pytest.raises(NotFound, match=r"Did you mean me\?"):
            ask()
    assert store.count_sets("me") == 1


def test_accents_typed_in_two_ways_name_one_athlete(store):
    composed, decomposed = "Zoé", "Zoe\u0301"
    assert store.athlete(composed, create=True) == store.athlete(decomposed, create=True)


@pytest.mark.parametrize("name", ["", " ", "me ", "a\nb", "a\0b", "x" * 81])
def test_a_name_that_cannot_be_printed_is_refused(store, name):
    with pytest.raises(FieldError, match="cannot be a name"):
        store.athlete(name, create=True)
    with pytest.raises(NotFound):
        store.athlete(name)


def test_a_profile_keeps_what_was_told(store):
    told = {
        "body_mass_kg": 81.5,
        "experience": "intermediate",
        "goal": "strength",
        "goal_lift": "barbell_back_squat",
        "unit": LoadUnit.LB,
        "zone": "America/Sao_Paulo",
        "gym": {"bar_kg": 20.0, "plates_kg": [20.0, 1.25]},
        "joints": {"knee": "irritable"},
        "lagging": ("quads_vasti",),
    }
    before = store.athlete("me")
    assert before == Athlete(id=before.id, name="me")
    assert store.update_profile("me", **told) == replace(before, **told) == store.athlete("me")
    assert store.update_profile("me", unit="kg").unit is LoadUnit.KG
    assert store.athlete("me").body_mass_kg == 81.5


def test_nothing_lags_is_not_the_same_as_not_asked(store):
    assert store.athlete("me").lagging is None
    assert store.update_profile("me", lagging=[]).lagging == ()
    assert store.update_profile("me", lagging=None).lagging is None


@pytest.mark.parametrize(
    ("fields", "error", "message"),
    [
        ({"body_mass_kg": 19}, OutOfRange, "body_mass_kg is 19; it must be 20 to 400 kg"),
        ({"body_mass_kg": float("nan")}, OutOfRange, "20 to 400"),
        ({"zone": "Berlin"}, ZoneNeeded, "zone 'Berlin' is unknown"),
        ({"zone": "../../etc/passwd"}, ZoneNeeded, "is unknown"),
        ({"zone": "Europe"}, ZoneNeeded, "is unknown"),
        ({"unit": "stone"}, ValidationError, "unit is 'stone'"),
        ({"weight": 80}, FieldError, "weight: is no field of a profile. Known: body_mass_kg"),
        ({"lagging": "quads"}, ValidationError, "must be a list"),
        ({"joints": ["knee"]}, ValidationError, "must map"),
        ({"goal": "x" * 41}, FieldError, "at most 40"),
        ({"goal": 3}, FieldError, "must be a text"),
        ({"gym": {"bar_kg": float("nan")}}, FieldError, "gym: cannot be written as JSON"),
    ],
)
def test_a_profile_refuses_what_cannot_be_and_changes_nothing(store, fields, error, message):
    before = store.update_profile("me", body_mass_kg=70, goal="muscle")
    with pytest.raises(error, match=message):
        store.update_profile("me", experience="beginner", **fields)
    assert store.athlete("me") == before
