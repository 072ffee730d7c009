"""`preex predict` and `preex compare`."""

import json

import pytest

STUDIED = {
    "athlete": {"body_mass_kg": 80, "ten_rm_kg": {"leg_press": 180, "leg_extension": 60}},
    "sets": [
        {"exercise": "leg_extension", "load_kg": 60, "reps": "failure"},
        {"exercise": "leg_press", "load_kg": 180, "reps": "failure", "rest_before_s": 0},
    ],
}


@pytest.fixture
def predict(preex):
    def ask(scenario, *words):
        return preex("predict", "-", "--json", *words, stdin=json.dumps(scenario))

    return ask


def test_a_ten_repetition_load_gives_about_ten_fresh_and_fewer_pre_exhausted(predict):
    answer = predict(STUDIED).json
    assert answer["schema"] == "preex.predict/1"
    extension, press = answer["sets"]
    assert extension["reps"]["mean"] == pytest.approx(10, abs=0.5)  # what ten_rm_kg says
    assert press["fresh_reps"]["mean"] == pytest.approx(10, abs=0.5)
    # Augustsson 2003 (doi:10.1519/00124278-200305000-00032): 9.3 fresh, 7.9 pre-exhausted, at a load of about 10RM.
    assert 5 < press["reps"]["mean"] < 9
    assert press["reps"]["mean"] < press["fresh_reps"]["mean"]


def test_the_answer_has_the_shape_of_the_interface(predict):
    for one in predict(STUDIED).json["sets"]:
        for figure in ("reps", "fresh_reps", "volume_load_kg"):
            assert one[figure].keys() == {"mean", "sd", "q10", "q50", "q90"}
            assert one[figure]["q10"] <= one[figure]["q50"] <= one[figure]["q90"]
        assert one["rpe"].keys() == {"mean", "sd"}
        assert one["limiting_muscle"] == "quads_vasti"
        assert all(share.keys() == {"fresh", "now"} for share in one["activation"].values())
        assert all(claim.startswith("S") for claim in one["because"])
    assert "S13" in predict(STUDIED).json["sets"][1]["because"]


def test_the_load_moved_is_repetitions_times_load(predict):
    for one in predict(STUDIED).json["sets"]:
        assert one["volume_load_kg"]["mean"] == pytest.approx(one["reps"]["mean"] * one["load_kg"], rel=1e-3)


def test_the_same_question_has_the_same_answer(predict):
    assert predict(STUDIED).json == predict(STUDIED).json


def test_more_rest_never_costs_repetitions(predict):
    def reps(rest_s):
        sets = [STUDIED["sets"][0], STUDIED["sets"][1] | {"rest_before_s": rest_s}]
        return predict(STUDIED | {"sets": sets}).json["sets"][1]["reps"]["mean"]

    means = [reps(rest_s) for rest_s in (0, 30, 60, 180, 600)]
    assert means == sorted(means)


def test_a_relative_load_needs_no_strength_and_a_reserve_stops_the_set(predict):
    to_failure = {"exercise": "leg_press", "relative_load": 0.75, "reps": "failure"}
    stopped = {"exercise": "leg_press", "relative_load": 0.75, "rir": 3}
    (all_out,), (short,) = (predict({"sets": [one]}).json["sets"] for one in (to_failure, stopped))
    assert short["reps"]["mean"] == pytest.approx(all_out["reps"]["mean"] - 3, abs=0.6)
    assert (all_out["rpe"]["mean"], short["rpe"]["mean"]) == (10, pytest.approx(7, abs=0.6))


def test_without_strengths_the_population_answers_with_a_wider_range(predict):
    def width(scenario):
        reps = predict(scenario).json["sets"][1]["reps"]
        return reps["q90"] - reps["q10"]

    assert width({"sets": STUDIED["sets"]}) > width(STUDIED)


def test_a_rest_that_is_not_told_is_assumed_aloud(predict):
    untold = {k: v for k, v in STUDIED["sets"][1].items() if k != "rest_before_s"}
    ran = predict(STUDIED | {"sets": [STUDIED["sets"][0], untold]})
    assert ran.json["sets"][1]["rest_before_s"] == 120
    assert "sets[1].rest_before_s" in ran.json["notes"][0]
    assert "sets[1].rest_before_s" in ran.err


def changed(path, value):
    """Return the studied scenario with one field changed; None takes it away."""
    scenario = json.loads(json.dumps(STUDIED))
    *way, last = path
    place = scenario
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return scenario


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (("sets", 0, "load_kg"), -60, "sets[0].load_kg"),
        (("sets", 0, "load_kg"), "60", "sets[0].load_kg"),
        (("sets", 0, "load_kg"), 1e9, "sets[0].load_kg"),
        (("sets", 0, "load_kg"), None, "sets[0]"),
        (("sets", 0, "relative_load"), 0.7, "sets[0]"),
        (("sets", 1, "reps"), 0, "sets[1].reps"),
        (("sets", 1, "reps"), 877_777, "sets[1].reps"),
        (("sets", 1, "reps"), 8.5, "sets[1].reps"),
        (("sets", 1, "reps"), True, "sets[1].reps"),
        (("sets", 1, "reps"), "many", "sets[1].reps"),
        (("sets", 1, "reps"), None, "sets[1]"),
        (("sets", 1, "rir"), 2, "sets[1]"),
        (("sets", 1, "rest_before_s"), -1, "sets[1].rest_before_s"),
        (("sets", 1, "exercise"), "leg_pres", "sets[1].exercise"),
        (("sets", 1, "exercise"), 7, "sets[1].exercise"),
        (("sets", 1, "exercise"), "running", "sets[1].exercise"),
        (("sets", 1, "tempo"), "3010", "sets[1].tempo"),
        (("sets",), [], "sets"),
        (("sets",), None, "sets"),
        (("athlete", "body_mass_kg"), 800, "athlete.body_mass_kg"),
        (("athlete", "ten_rm_kg", "leg_pres"), 100, "athlete.ten_rm_kg.leg_pres"),
        (("athlete", "ten_rm_kg", "leg_press"), 0, "athlete.ten_rm_kg.leg_press"),
        (("athlete", "one_rm_kg"), {"leg_press": 220}, "scenario"),
        (("athlete", "age"), 30, "athlete.age"),
        (("comment",), "hi", "comment"),
    ],
)
def test_what_cannot_be_is_refused_with_its_path(predict, path, value, named):
    ran = predict(changed(path, value))
    assert (ran.code, ran.error["code"]) == (3, "invalid_field")
    assert ran.error["message"].startswith(f"{named}: ")
    assert ran.error["hint"]


def test_an_athlete_who_is_named_lends_their_strengths(preex, leg_day, predict):
    preex("import", leg_day, "--unit", "kg")
    question = {"sets": [{"exercise": "leg_press", "load_kg": 100, "reps": "failure"}]}
    own, anybody = (predict(question, *words).json["sets"][0]["reps"] for words in (("--athlete", "me"), ()))
    assert own["sd"] < anybody["sd"]


# ---------------------------------------------------------------- compare


def test_four_strategies_come_with_everything_the_interface_names(preex):
    answer = preex("compare", "leg_extension", "leg_press", "--load-kg", "180", "--fresh-reps", "10", "--json").json
    assert answer["schema"] == "preex.compare/1"
    assert set(answer["strategies"]) == {"traditional", "keep_load", "keep_reps", "count_it"}
    for way in answer["strategies"].values():
        for figure in ("compound_reps", "isolation_reps", "compound_volume_load_kg", "session_rpe", "duration_s"):
            assert {"mean", "q10", "q90"} <= way[figure].keys()
        assert way["fractional_sets"]["quads_vasti"] == 6  # 3 extensions and 3 presses, all direct (S72)
        assert way["compound_load_kg"] <= 180
    assert answer["advice"]["verdict"] in {"use", "optional", "avoid"}
    assert answer["advice"]["because"]
    assert isinstance(answer["advice"]["warnings"], list)
    reps = {name: way["compound_reps"]["mean"] for name, way in answer["strategies"].items()}
    assert reps["keep_load"] < reps["traditional"]


def test_names_as_lifters_write_them_will_do(preex):
    by_name = preex("compare", "Leg Extension (Machine)", "Leg Press", "--json").json
    assert (by_name["isolation"], by_name["compound"]) == ("leg_extension", "leg_press")


def test_the_load_of_the_log_is_the_usual_load(preex):
    preex("log", "leg press 10x100 fail x3 rest 300", "--at", "2026-03-28T18:00+00:00")
    answer = preex("compare", "leg_extension", "leg_press", "--json").json
    assert answer["strategies"]["traditional"]["compound_load_kg"] == pytest.approx(100, abs=15)
    reps = answer["strategies"]["traditional"]["compound_reps"]
    assert reps["q90"] - reps["q10"] < 8


def test_who_asks_decides_the_advice(preex):
    pair = ("compare", "leg_extension", "leg_press", "--json")

    def rule(*words):
        return preex(*pair, *words).json["advice"]["rule"]

    assert rule("--months", "3") == "D3"
    assert rule("--goal", "strength", "--goal-lift", "leg press", "--months", "30") == "D4"
    assert rule("--months", "30", "--lagging", "none") == "D5"
    assert preex("compare", "back_extension_45", "conventional_deadlift", "--json").json["advice"]["verdict"] == "avoid"


def test_people_read_the_cost_and_the_advice(preex):
    out = preex("compare", "leg_extension", "leg_press", "--load-kg", "180", "--fresh-reps", "10").out
    assert out.startswith("Leg extension, then Leg press: expect 10 -> ")
    for way in ("traditional", "keep load", "keep reps", "count it"):
        assert f"\n{way} " in out
    assert "\nAdvice: " in out
