"""`preex log` and `preex undo`."""

import time
from datetime import UTC, datetime

import pytest

PAIR = "leg extension 12x40 > leg press 8x160 gap 30 rir 1"


@pytest.fixture
def log(preex):
    def run(*words):
        ran = preex("log", *words, "--json")
        assert ran.code == 0, ran.json
        return ran.json

    return run


def test_a_pair_is_recorded_with_what_was_expected_of_each_set(log, contents):
    recorded = log(PAIR)
    assert (recorded["schema"], recorded["entry"]) == ("preex.log/1", "E-1")
    extension, press = recorded["sets"]
    assert (extension["exercise"], extension["reps"], extension["load_kg"]) == ("leg_extension", 12, 40)
    assert (press["rest_before_s"], press["rir"], press["pre_exhausted_by"]) == (30, 1, "leg_extension")
    assert extension["pre_exhausted_by"] is None
    for one in recorded["sets"]:
        p = one["predicted"]
        assert p["q10"] <= p["q50"] <= p["q90"]
        expected = "inside" if p["q10"] <= one["reps"] <= p["q90"] else "above" if one["reps"] > p["q90"] else "below"
        assert one["verdict"] == expected
    assert contents()["sets"] == 2


def test_what_people_read_names_the_set_the_forecast_and_the_verdict(preex):
    first, second, last = preex("log", PAIR).out.splitlines()
    assert first.startswith("leg extension 12 reps x 40 kg, predicted ")
    assert second.startswith("leg press 8 reps x 160 kg, after leg extension, predicted ")
    assert second.split(": ")[-1] in {"inside", "above", "below"}
    assert last == "Recorded as E-1; preex undo takes it back."


def test_what_gave_out_is_kept_with_its_set_and_told(preex, log):
    press, again = log("leg press 8x160 rir 0 out quads 7x160 out breath")["sets"]
    assert (press["gave_out"], again["gave_out"]) == ("quads_vasti", "breath")
    assert log("leg press 8x160")["sets"][0]["gave_out"] is None
    assert preex("log", "leg press 8x160 out glutes").out.splitlines()[0].endswith("; gave out: glutes")


def test_the_limiter_in_the_log_decides_between_use_and_optional(preex):
    """S10: the triceps end four of five bench sets of a lifter whose chest lags; then it is the chest itself."""
    ask = ("compare", "dumbbell_fly", "barbell_bench_press", "--lagging", "chest", "--months", "12", "--json")
    assert preex(*ask).json["advice"]["verdict"] == "optional"
    preex("log", "bench press 8x60 out triceps x4 8x60 out chest")
    advice = preex(*ask).json["advice"]
    assert (advice["rule"], advice["verdict"]) == ("D6", "use")
    assert "S10" in advice["because"]
    preex("log", "bench press 8x60 out chest x4")
    assert preex(*ask).json["advice"]["rule"] == "D0"


def test_a_set_is_predicted_before_it_is_seen(log):
    """The first press teaches the second what this lifter can do; its own forecast knows nothing of it."""
    first, second = log("leg press 8x160 x2 rest 300 fail")["sets"]
    alone = log("leg press 8x160 fail", "--dry-run")
    assert first["predicted"]["sd"] > 2 * second["predicted"]["sd"]
    assert abs(second["predicted"]["mean"] - 8) < abs(first["predicted"]["mean"] - 8)
    assert alone["entry"] is None


def test_a_dry_run_records_nothing(log, contents):
    assert log(PAIR, "--dry-run")["entry"] is None
    assert contents()["sets"] == 0


def test_lines_of_one_evening_are_one_workout(log, contents):
    log("leg extension 12x40", "--at", "2026-03-29T18:00+00:00")
    (press,) = log("leg press 8x160 warmup", "--at", "2026-03-29T18:02+00:00")["sets"]
    assert press["pre_exhausted_by"] == "leg_extension"
    assert contents()["workouts"] == 1
    log("leg press 8x160", "--at", "2026-03-29T22:00+00:00")
    assert contents()["workouts"] == 2


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of this machine cannot be changed")
def test_a_time_without_a_zone_is_that_of_the_machine(log, monkeypatch):
    monkeypatch.setenv("TZ", "America/New_York")  # four hours behind in summer
    time.tzset()
    try:
        (done,) = log("leg press 8x160", "--at", "2026-03-29T18:30")["sets"]
    finally:
        monkeypatch.undo()
        time.tzset()
    assert datetime.fromisoformat(done["at"]) == datetime(2026, 3, 29, 22, 30, tzinfo=UTC)


def test_undo_takes_back_the_last_entry_and_then_the_one_before(preex, log, contents):
    log(PAIR)
    log("leg press 8x160")
    assert preex("undo", "--json").json["sets"] == [{"exercise": "leg_press", "load_kg": 160.0, "reps": 8}]
    assert contents()["sets"] == 2
    assert "E-1 is taken back" in preex("undo").out
    assert contents()["sets"] == 0
    assert preex("undo").code == 4


def test_words_need_no_quotation_marks(log):
    assert log("leg", "press", "8x160", "rir", "2")["sets"][0]["rir"] == 2


def test_rounds_are_recorded_in_turn(log):
    sets = log("2x(leg extension 12x40 > leg press 8x160 gap 20 rest 120)")["sets"]
    assert [s["exercise"] for s in sets] == ["leg_extension", "leg_press"] * 2
    assert [s["rest_before_s"] for s in sets] == [None, 20, 120, 20]
    assert [s["pre_exhausted_by"] for s in sets] == [None, "leg_extension"] * 2
