"""`preex fit`."""

STRONG = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n"


def strong(days):
    """Three sets of leg presses on each day."""
    return STRONG + "".join(
        f"2025-{1 + d // 28:02}-{1 + d % 28:02} 18:00:00,Legs,50m,Leg Press,{n + 1},160,{12 - n - d % 2},0,0,8\n"
        for d in range(days)
        for n in range(3)
    )


def test_a_log_is_fitted_and_the_fit_forgotten(preex, tmp_path):
    path = tmp_path / "strong.csv"
    path.write_text(strong(60))
    assert preex("import", path, "--unit", "kg").code == 0
    told = preex("fit", "--json").json
    assert (told["schema"], told["id"], told["sets"]) == ("preex.fit/1", "F-1", 180)
    assert told["used"] == told["verdicts"][0].startswith("Used")
    shown = preex("fit")
    assert shown.code == 0
    assert "how much a set tires this lifter" in shown.out
    assert told["verdicts"][0][:20] in shown.out
    back = preex("fit", "--forget", "--json").json
    assert (back["id"], back["used"]) == ("F-3", False)
    assert "population again" in preex("fit", "--forget").out


def test_a_log_too_short_for_a_fit_is_refused(preex):
    assert preex("fit", "--json").error["message"] == "the log of 'me' holds 0 sets; a fit needs 30."
    assert preex("fit").code == 3
