"""From a log to a session and its cost, done and judged, without leaving the terminal."""

import zipfile


def test_the_main_job_end_to_end(preex, leg_day, tmp_path):
    assert preex("import", leg_day, "--unit", "kg").code == 0
    assert preex("compare", "leg_extension", "leg_press").code == 0
    assert preex("plan", "new", "--lagging", "quads", "--months", "30").code == 0
    line = "2x(leg extension 12x40 > leg press 8x95 gap 30 rir 1 rest 120)"
    assert preex("log", line, "--plan", "P-1").code == 0
    assert "of 4 inside the 80 % range" in preex("review").out
    target = tmp_path / "all.zip"
    assert preex("export", target, "--json").json["sets"] == 14
    with zipfile.ZipFile(target) as archive:
        assert {"data.jsonl", "sets.csv", "sets.raw.csv", "manifest.json", "profile.json", "plans.json"} <= set(
            archive.namelist()
        )


def test_an_export_read_by_another_athlete_is_the_same_log(preex, leg_day, tmp_path):
    preex("import", leg_day, "--unit", "kg")
    preex("log", "leg extension 12x40 > leg press 8x95 gap 30 rir 1")
    target = tmp_path / "all.zip"
    preex("export", target)
    read = preex("import", target, "--athlete", "anna", "--create", "--json").json
    assert (read["format"], read["sets"], read["problems"]) == ("preex", 12, [])
    mine, hers = (preex("volume", "--json", "--athlete", name).json for name in ("me", "anna"))
    assert mine == hers
    again = preex("import", target, "--athlete", "anna", "--json").json
    assert (again["sets"], again["duplicates"]) == (0, 12)
