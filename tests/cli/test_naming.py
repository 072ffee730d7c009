"""`preex name`: a name of the lifter's own, said once."""


def test_a_name_explained_counts_for_sets_already_there_and_to_come(preex, strong_log):
    first = strong_log(("2026-03-02 18:00:00", "Corner Thing", 1, 100, 10))
    imported = preex("import", first, "--unit", "kg")
    assert "Not in the catalogue (sets): Corner Thing (1)" in imported.out
    assert "preex name NAME EXERCISE" in imported.err
    assert preex("status", "--json").json["strength"] == []
    assert preex("name", "Corner Thing", "Leg Press", "--json").json["names"] == {"Corner Thing": "leg_press"}
    assert [one["exercise"] for one in preex("status", "--json").json["strength"]] == ["leg_press"]
    later = strong_log(("2026-03-09 18:00:00", "Corner Thing", 1, 105, 10), name="later.csv")
    assert preex("import", later, "--unit", "kg", "--json").json["exercises"]["unmatched"] == []
    assert preex("log", "Corner Thing 8x110", "--json").json["sets"][0]["exercise"] == "leg_press"
    assert preex("status", "--json").json["strength"][0]["fresh"]["workouts"] == 3


def test_what_was_said_is_listed_and_can_be_said_anew(preex):
    assert preex("name").out == "No names of your own yet.\n"
    preex("name", "Corner Thing", "leg_press")
    preex("name", "Corner Thing", "leg_extension")
    assert preex("name").out.splitlines()[1].split() == ["Corner", "Thing", "leg_extension"]


def test_a_meaning_must_be_an_exercise(preex):
    ran = preex("name", "Corner Thing", "legpres", "--json")
    assert (ran.code, ran.error["code"]) == (4, "unknown_exercise")
    assert preex("name", "Corner Thing").code == 2
    assert preex("name", "x" * 300, "leg_press").code == 3
    assert preex("name", "--json").json["names"] == {}
