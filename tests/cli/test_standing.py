"""`preex status`, `volume` and `review`."""

import pytest

from preex.store import open_store


def strengths(preex):
    return {one["exercise"]: one for one in preex("status", "--json").json["strength"]}


def test_a_pre_exhausted_set_neither_sets_a_best_nor_lowers_the_trend(preex, strong_log):
    """S66: 100 kg x 6 after extensions stands in a series of its own."""
    fresh = strong_log(*((f"2026-03-0{day} 18:00:00", "Leg Press", 1, 100, 10) for day in (2, 4, 6)))
    preex("import", fresh, "--unit", "kg")
    before = strengths(preex)["leg_press"]
    assert before["pre_exhausted"] is None
    # Epley: 100 kg x 10 is 100 (1 + 10 / 30) = 133.3 kg; 100 kg x 6 is 120 kg
    assert before["fresh"]["trend_kg"] == before["fresh"]["best"]["e1rm_kg"] == 133.3
    preex("log", "leg extension 12x40 > leg press 6x100 gap 30", "--at", "2026-03-09T18:00+00:00")
    after = strengths(preex)["leg_press"]
    assert after["fresh"] == before["fresh"]
    assert after["pre_exhausted"]["trend_kg"] == 120.0
    # even a pre-exhausted record, 110 kg x 12 = 154 kg, sets no fresh best
    preex("log", "leg extension 12x40 > leg press 12x110 gap 30", "--at", "2026-03-16T18:00+00:00")
    assert strengths(preex)["leg_press"]["fresh"] == before["fresh"]


def test_fresh_and_pre_exhausted_sets_feed_one_state_but_never_one_record_list(preex, strong_log, tmp_path):
    """S66, the whole way: imported, logged, exported, read again elsewhere."""
    press = strong_log(*((f"2026-03-0{day} 18:00:00", "Leg Press", 1, 100, 10) for day in (2, 4, 6)))
    preex("import", press, "--unit", "kg")
    ask = ("log", "leg press 8x110 fail", "--dry-run", "--at", "2026-03-20T18:00+00:00", "--json")
    expected = preex(*ask).json["sets"][0]["predicted"]["mean"]
    for day in ("09", "12", "16"):
        preex("log", "leg extension 12x40 fail > leg press 13x110 fail gap 20", "--at", f"2026-03-{day}T18:00+00:00")
    # One state: thirteen tired repetitions with more load say that the lifter is stronger than was believed.
    assert preex(*ask).json["sets"][0]["predicted"]["mean"] > expected + 0.5
    # Two lists: no fresh best, though 110 kg x 12 and more would be one.
    before = preex("status", "--json").json
    tracks = strengths(preex)["leg_press"]
    assert tracks["fresh"]["best"]["load_kg"] == 100
    assert tracks["pre_exhausted"] is None  # more than 12 repetitions tell no maximum
    assert [(c["isolation"], c["compound"], c["n_sets"]) for c in before["pair_costs"]] == [
        ("leg_extension", "leg_press", 3)
    ]
    preex("export", str(tmp_path / "log.zip"))
    with open_store() as store:
        store.athlete("twin", create=True)
    preex("import", str(tmp_path / "log.zip"), "--athlete", "twin")
    after = preex("status", "--athlete", "twin", "--json").json
    assert (after["strength"], after["pair_costs"]) == (before["strength"], before["pair_costs"])


def test_the_cost_of_a_pair_is_told_once_it_was_done(preex):
    assert preex("status", "--json").json["pair_costs"] == []
    preex("log", "leg press 10x160 fail x2 rest 300", "--at", "2026-03-20T18:00+00:00")
    preex("log", "leg extension 12x40 fail > leg press 5x160 fail gap 20", "--at", "2026-03-23T18:00+00:00")
    (cost,) = preex("status", "--json").json["pair_costs"]
    # Half the repetitions are gone, which is more than studies say: the lifter's own estimate, then the pooled one.
    assert cost["own"]["reps"]["mean"] > cost["pooled"]["reps"]["mean"] > cost["literature"]["reps"]["mean"] > 0
    assert 0 < cost["weight"] < 1
    assert cost["pooled"]["share"]["mean"] == pytest.approx(
        cost["pooled"]["reps"]["mean"] / cost["fresh_reps"], abs=0.002
    )
    line = next(line for line in preex("status").out.splitlines() if line.startswith("leg_extension > leg_press"))
    assert f"{100 * cost['weight']:.0f} %" in line


def test_repetitions_in_reserve_count_as_strength(preex):
    preex("log", "leg press 8x100 rir 2")
    assert strengths(preex)["leg_press"]["fresh"]["trend_kg"] == 133.3  # as ten to failure


def test_warm_ups_and_long_sets_tell_no_maximum(preex):
    preex("log", "leg press 5x140 warmup; leg extension 20x30")
    assert strengths(preex) == {}


def test_status_says_what_to_do_next(preex, leg_day):
    assert "preex import" in preex("status", "--json").json["next"]
    preex("import", leg_day, "--unit", "kg")
    assert "preex plan new" in preex("status", "--json").json["next"]
    preex("plan", "new", "--lagging", "quads", "--months", "30")
    status = preex("status", "--json").json
    assert (status["plan"]["id"], status["last_import"]["batch"]) == ("P-1", "B-1")
    assert "preex log" in status["next"]
    text = preex("status").out
    assert "me: 10 sets in 2 workouts, 2026-03-02 to 2026-03-09." in text
    assert "leg_press" in text
    assert "Last plan: P-1" in text


# ---------------------------------------------------------------- volume, see S72


@pytest.fixture
def one_week(preex):
    """Three leg extensions and three leg presses, the example of S72."""
    preex("log", "leg extension 12x40 x3 rest 90; leg press 8x160 x3 rest 120")
    return preex("volume", "--weeks", "1", "--json").json


def test_sets_are_counted_in_three_ways(one_week):
    (week,) = one_week["weeks"]
    # By hand from the involvement: vasti 1 in both; rectus femoris 1 and 0.25; gluteus maximus 0 and 0.75.
    assert week["sets"]["quads_vasti"] == {"direct": 6, "fractional": 6, "weighted": 6}
    assert week["sets"]["rectus_femoris"] == {"direct": 3, "fractional": 3, "weighted": 3.75}
    assert week["sets"]["glute_max"] == {"direct": 3, "fractional": 3, "weighted": 2.25}
    assert week["volume_load_kg"] == 3 * 12 * 40 + 3 * 8 * 160


def test_weeks_are_those_of_iso_8601(preex, one_week):
    # 30 March 2026 is the Monday of week 14.
    assert (one_week["weeks"][0]["week"], one_week["weeks"][0]["from"]) == ("2026-W14", "2026-03-30")
    preex("log", "leg press 8x160", "--at", "2025-12-29T18:00+00:00")
    weeks = preex("volume", "--weeks", "14", "--json").json["weeks"]
    assert weeks[0]["week"] == "2026-W01"  # Monday 29 December 2025 belongs to the first week of 2026
    assert len(weeks) == 14
    assert weeks[5]["sets"] == {}  # a week without training is a week


def test_the_way_asked_for_stands_first(preex, one_week):
    assert one_week["by"] == "fractional"
    head = preex("volume", "--by", "weighted").out.splitlines()[1]
    assert head.split() == ["muscle", "weighted", "direct", "fractional"]
    by_week = preex("volume", "--week").out.splitlines()
    assert by_week[1].split() == ["muscle", "2026-W14"]
    assert by_week[-1].split() == ["kg", "moved", "5280"]


def test_no_log_is_no_error(preex):
    assert preex("volume", "--json").json["weeks"] == []
    assert "No sets yet" in preex("volume", "--week").out
    assert "No set was predicted yet" in preex("review").out


# ---------------------------------------------------------------- review


def test_review_counts_how_many_fell_inside_fresh_and_pre_exhausted_apart(preex):
    recorded = preex("log", "2x(leg extension 12x40 > leg press 8x160 gap 20 rest 120)", "--json").json["sets"]
    inside = sum(one["verdict"] == "inside" for one in recorded)
    found = preex("review", "--json").json
    assert found["all"]["text"] == f"{inside} of 4 inside the 80 % range"
    assert {(row["exercise"], row["condition"], row["sets"]) for row in found["rows"]} == {
        ("leg_extension", "fresh", 2),
        ("leg_press", "pre_exhausted", 2),
    }
    errors = [one["reps"] - one["predicted"]["mean"] for one in recorded]
    assert found["all"]["bias_reps"] == pytest.approx(sum(errors) / 4, abs=0.01)
    assert preex("review").out.startswith(f"{inside} of 4 inside the 80 % range.\n")


def test_what_was_taken_back_is_not_reviewed(preex):
    preex("log", "leg press 8x160")
    preex("undo")
    assert preex("review", "--json").json["all"]["sets"] == 0


def test_an_imported_log_can_be_looked_back_on(preex, leg_day):
    preex("import", leg_day, "--unit", "kg")
    assert preex("review", "--json").json["all"]["sets"] == 0
    back = preex("review", "--replay", "--json").json
    assert back["replayed"]
    assert back["all"]["sets"] == 8  # ten sets less the first of each exercise
