"""`preex score`: figures, files that cannot be scored, and the log one keeps."""

import pytest

from preex import read_log
from preex.scoring import NAMES, score_sets


@pytest.fixture
def year(strong_log):
    """A log of 96 sets: two workouts a week for six months, two sets each of two exercises."""

    def write(name="year.csv", weeks=24, more=0):
        return strong_log(
            *(
                (
                    f"2025-{1 + week // 4:02}-{1 + 7 * (week % 4):02} 18:00:00",
                    exercise,
                    number,
                    100,
                    8 + more + (week * number) % 5,
                )
                for week in range(weeks)
                for exercise in ("Leg Press", "Leg Extension (Machine)")
                for number in (1, 2)
            ),
            name=name,
        )

    return write


def test_a_file_is_scored_beside_every_rival_and_nothing_is_stored(preex, year, home):
    found = preex("score", year(), "--unit", "kg", "--json").json
    assert found["schema"] == "preex.score/1"
    assert found["logs"] == [{"file": "year.csv", "sets": 96, "scored": 64, "short": False}]
    assert [one["name"] for one in found["forecasters"]] == list(NAMES)
    assert not home.exists()


def test_the_figures_are_those_of_the_scored_sets(preex, year):
    path = year()
    scores = score_sets(read_log(path, unit="kg").sets).by["same_set"]
    row = next(r for r in preex("score", path, "--unit", "kg", "--json").json["forecasters"] if r["name"] == "same_set")
    assert row["mae"] == pytest.approx(scores.off.mean(), abs=1e-4)
    assert row["log_score"] == pytest.approx(scores.log_score.mean(), abs=1e-4)
    assert row["pooled"]["mae"] == row["mae"]
    assert row["preex_share"]["low"] is None
    assert set(row["coverage"]) == {"50", "80", "95"}


def test_the_answer_comes_in_plain_words(preex, year):
    text = preex("score", year(), "--unit", "kg").out
    assert "year.csv: 64 sets of 96 scored" in text
    assert "PreEx was off by " in text
    assert " repetitions on average; writing down the same as last time " in text
    assert "a cheat that has read the whole log" in text


def test_without_a_file_the_log_one_keeps_is_scored(preex, year):
    preex("import", year(), "--unit", "kg")
    from_store = preex("score", "--json").json
    assert from_store["logs"][0]["file"] == "me"
    assert from_store["forecasters"] == preex("score", year(), "--unit", "kg", "--json").json["forecasters"]


def test_several_logs_are_compared_with_an_interval(preex, year):
    found = preex("score", year("a.csv"), year("b.csv", weeks=12, more=1), "--unit", "kg", "--json").json
    assert [log["scored"] for log in found["logs"]] == [64, 32]
    share = next(r for r in found["forecasters"] if r["name"] == "same_set")["preex_share"]
    assert share["low"] <= share["value"] <= share["high"]


def test_a_lifter_in_two_files_counts_once(preex, year):
    ran = preex("score", year("a.csv", weeks=20), year("b.csv"), "--unit", "kg", "--json")
    assert [log["file"] for log in ran.json["logs"]] == ["b.csv"]
    assert ran.json["repeated"] == ["a.csv"]
    assert "a.csv is left out: the same training is in another file." in ran.err


def test_a_short_log_is_scored_with_a_warning(preex, year):
    ran = preex("score", year(weeks=8), "--unit", "kg")
    assert ran.code == 0
    assert "year.csv: only 21 sets could be scored; the figures will still change much." in ran.err


def test_too_few_sets_are_refused(preex, leg_day):
    ran = preex("score", leg_day, "--unit", "kg", "--json")
    assert ran.code == 3
    assert ran.error["message"] == "'strong.csv' leaves 6 sets to score; 10 are needed."


def test_no_log_at_all_is_refused_with_what_to_do(preex):
    ran = preex("score", "--json")
    assert ran.code == 3
    assert "Import the log you keep" in ran.error["hint"]


@pytest.mark.parametrize(("name", "code", "kind"), [("none.csv", 4, "not_found"), ("year.csv", 3, "unit_needed")])
def test_a_file_that_cannot_be_read_is_refused(preex, year, name, code, kind):
    ran = preex("score", year().with_name(name), "--json")
    assert ran.code == code
    assert ran.error["code"] == kind


def test_an_unknown_athlete_is_not_found(preex):
    assert preex("score", "--athlete", "nobody", "--json").code == 4


def test_a_bad_file_among_good_ones_stops_only_itself(preex, year, leg_day):
    ran = preex("score", year(), leg_day, "--unit", "kg", "--json")
    assert ran.code == 9
    assert [log["file"] for log in ran.json["logs"]] == ["year.csv"]
    assert [one["error"]["code"] for one in ran.json["failed"]] == ["validation"]
    assert "not scored" in preex("score", year(), leg_day, "--unit", "kg").out
