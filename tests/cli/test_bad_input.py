"""What cannot be is refused with one clear line and the right exit code, and the store stays as it was."""

import json
import os
import subprocess
import sys

import pytest

NOTE = "Not a log at all, only a note to myself."


@pytest.fixture
def kept(preex, leg_day, contents):
    """A store with a log in it, and a check that it is still the same."""
    preex("import", leg_day, "--unit", "kg")
    before = contents()

    def unchanged():
        return contents() == before

    return unchanged


def refused(ran, code, *said):
    """Whether a run ended with this code and one line that says it, with a hint and nothing on stdout."""
    lines = [line for line in ran.err.splitlines() if line.startswith("Error: ")]
    return ran.code == code and ran.out == "" and len(lines) == 1 and all(word in lines[0] for word in said)


FILES = {
    "a note": ("note.csv", NOTE.encode(), 3, "no format PreEx knows"),
    "another table": ("sheet.csv", b"name,colour\nleg press,red\n", 3, "no format PreEx knows"),
    "a web page": ("page.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>", 3, "web page"),
    "an empty file": ("empty.csv", b"", 3, "empty"),
    "a file of blanks": ("blank.csv", b" \n\n", 3, "empty"),
    "random bytes": ("noise.csv", bytes(range(256)) * 64, 3, "not text"),
    "a picture": ("photo.csv", b"\x89PNG\r\n\x1a\n" + bytes(64), 3, "picture"),
    "a zip of something": ("some.zip", b"PK\x03\x04" + bytes(64), 3, ""),
    "a broken database": ("log.fitnotes", b"SQLite format 3\x00" + b"\x07" * 5000, 3, ""),
    "broken JSON": ("log.json", b'{"workouts": [', 3, ""),
}


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_is_refused(preex, tmp_path, kept, name):
    file_name, content, code, said = FILES[name]
    path = tmp_path / file_name
    path.write_bytes(content)
    assert refused(preex("import", path, "--unit", "kg"), code, file_name, said)
    as_json = preex("import", path, "--unit", "kg", "--json")
    assert as_json.code == code
    assert as_json.error["hint"]
    assert kept()


def test_a_missing_file_and_a_folder_are_refused(preex, tmp_path, kept):
    assert refused(preex("import", tmp_path / "none.csv"), 4, "none.csv")
    assert refused(preex("import", tmp_path), 3, "folder")
    assert refused(preex("import", tmp_path / "strong.csv" / "deeper"), 4)
    assert kept()


def test_a_file_that_hides_its_unit_is_refused_with_the_option_that_tells_it(preex, leg_day, contents):
    ran = preex("import", leg_day, "--json")
    assert (ran.code, ran.error["code"]) == (3, "unit_needed")
    assert "--unit" in ran.error["hint"]
    assert contents()["sets"] == 0


def test_a_unit_that_is_none_or_not_the_files_own_is_refused(preex, leg_day, tmp_path, kept):
    assert refused(preex("import", leg_day, "--unit", "stone"), 3, "stone")
    header = "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,set_type,"
    hevy = tmp_path / "hevy.csv"
    hevy.write_text(
        f"{header}weight_kg,reps,distance_km,duration_seconds,rpe\n"
        '"A","2 Mar 2026, 18:00","2 Mar 2026, 19:00","","Leg Press","","",0,"normal",100,10,,,\n'
    )
    assert refused(preex("import", hevy, "--unit", "lb"), 3)
    assert kept()


def test_a_zone_or_format_that_does_not_exist_is_refused(preex, leg_day, kept):
    assert refused(preex("import", leg_day, "--unit", "kg", "--tz", "Mars/Olympus"), 3, "Mars/Olympus")
    assert refused(preex("import", leg_day, "--unit", "kg", "--format", "abacus"), 3, "abacus")
    assert kept()


def test_a_file_of_a_hundred_megabytes_is_refused_before_it_is_read(preex, tmp_path, kept):
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"Date,Workout Name\n")
        file.truncate(100_000_000)  # a hole: it takes no room on disk
    assert refused(preex("import", path, "--unit", "kg"), 3, "100.0 MB")
    assert kept()


def test_broken_utf8_is_read_and_said(preex, tmp_path, contents):
    """Old exports are Western European text; a doubt is told, and no row is lost."""
    path = tmp_path / "strong.csv"
    row = b'2026-03-02 18:00:00,"Geh\xe4use",1h,"Leg Press",1,100,10,0,0,\n'
    path.write_bytes(b"Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n" + row)
    ran = preex("import", path, "--unit", "kg", "--json")
    assert (ran.code, ran.json["sets"]) == (0, 1)
    assert "not UTF-8" in ran.err
    assert ran.json["warnings"]
    assert contents()["sets"] == 1


@pytest.mark.parametrize(("load", "reps"), [(-100, 10), (100, -8), ("1e400", 10), ("nan", 10), (100, "ten")])
def test_a_set_that_cannot_be_is_a_problem_of_its_line(preex, strong_log, load, reps):
    good = ("2026-03-02 18:00:00", "Leg Press", 1, 100, 10)
    ran = preex("import", strong_log(good, (good[0], "Leg Press", 2, load, reps)), "--unit", "kg", "--json")
    assert (ran.code, ran.json["rows"], ran.json["sets"]) == (9, 2, 1)
    assert [problem["line"] for problem in ran.json["problems"]] == [3]


def test_a_slip_of_the_finger_is_kept_but_counts_for_nothing(preex, strong_log):
    good = ("2026-03-02 18:00:00", "Leg Press", 1, 100, 10)
    ran = preex("import", strong_log(good, (good[0], "Leg Press", 2, 100, 877_777)), "--unit", "kg", "--json")
    assert ran.json["sets"] == 2
    volume = preex("volume", "--json").json
    assert max(row["fractional"] for row in volume["mean"]) == 1.0  # the good set alone
    assert volume["weeks"][0]["volume_load_kg"] == 1000.0


def test_a_name_of_ten_thousand_characters_is_handled(preex, strong_log, kept):
    name = "x" * 10_000
    assert refused(preex("log", f"{name} 8x20"), 3, "10000 characters")
    assert refused(preex("compare", name, "leg_press"), 4)
    assert refused(preex("exercises", name), 4)
    assert refused(preex("pairs", "--target", name), 4)
    assert refused(preex("status", "--athlete", name), 4)
    assert kept()
    ran = preex("import", strong_log(("2026-03-02 18:00:00", name, 1, 100, 10), name="long.csv"), "--unit", "kg")
    assert ran.code in {0, 9}
    assert max(map(len, ran.out.splitlines())) < 1000


LINES = {
    "leg press 8x-20": (3, "-20", "between 0 and 2000"),
    "leg press 877777x160": (3, "877777", "between 1 and 200"),
    "leg press 0x160": (3, "between 1 and 200"),
    "leg press 8x160 rir 40": (3, "between 0 and 10"),
    "leg press": (3, "no repetitions"),
    "leg press 8x160 > ": (3, "exercise is missing"),
    "gobbledygook machine 8x160": (4, "gobbledygook machine"),
    "running 8x160": (3, "not a strength exercise"),
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_that_cannot_be_is_refused_with_its_place(preex, kept, line):
    code, *said = LINES[line]
    ran = preex("log", line)
    assert refused(ran, code, *said)
    assert "^" in ran.err
    assert preex("log", line, "--json").error["message"] in ran.err
    assert kept()


def test_one_bad_set_keeps_the_whole_line_out(preex, kept):
    assert preex("log", "leg extension 12x40 > leg press 8x-160").code == 3
    assert kept()


def test_an_unknown_exercise_is_answered_with_those_that_come_near(preex, kept):
    ran = preex("log", "leg pres machin 8x160", "--json")
    assert (ran.code, ran.error["code"]) == (4, "unknown_exercise")
    assert "leg_press" in ran.error["hint"]
    ran = preex("compare", "leg_extnsion", "leg_press", "--json")
    assert (ran.code, ran.error["code"]) == (4, "unknown_exercise")
    assert "leg_extension" in ran.error["hint"]
    assert kept()


@pytest.mark.parametrize(
    "words",
    [
        ("compare", "leg_extension", "leg_press", "--load-kg", "-5"),
        ("compare", "leg_extension", "leg_press", "--fresh-reps", "0"),
        ("compare", "leg_extension", "leg_press", "--gap", "-1"),
        ("compare", "leg_extension", "leg_press", "--rounds", "99"),
        ("compare", "leg_press", "leg_press"),
        ("plan", "new", "--days", "9"),
        ("plan", "new", "--minutes", "0"),
        ("plan", "new", "--lagging", "wings"),
        ("plan", "new", "--joint", "tail"),
        ("plan", "new", "--lagging", "quads,chest,calves"),
        ("volume", "--weeks", "0"),
        ("log", "leg press 8x160", "--at", "yesterday"),
        ("log", "leg press 8x160", "--at", "2126-01-01T12:00"),
    ],
)
def test_numbers_and_words_outside_their_range_are_refused(preex, kept, words):
    ran = preex(*words)
    assert refused(ran, 3)
    assert "Hint: " in ran.err
    assert kept()


def test_what_does_not_exist_is_not_found(preex, kept):
    assert refused(preex("plan", "show", "P-99"), 4)
    assert refused(preex("import", "undo", "B-99"), 4)
    assert refused(preex("log", "leg press 8x160", "--plan", "P-99"), 4)
    assert refused(preex("pairs", "--have", "trebuchet"), 4, "trebuchet")
    assert refused(preex("undo"), 4)
    assert kept()


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ("", "not JSON"),
        ("[1, 2", "not JSON"),
        ('{"schema": "preex.plan/9", "days": []}', "schema"),
        ('{"schema": "preex.plan/1", "days": []}', "days"),
        ('{"a": 1, "a": 2}', "twice"),
        ("[" * 100_000, ""),
    ],
)
def test_a_document_that_is_no_plan_is_refused(preex, kept, document, said):
    assert refused(preex("plan", "check", "-", stdin=document), 3, said)
    assert kept()


def test_a_broken_or_missing_scenario_is_refused(preex, tmp_path):
    assert refused(preex("predict", tmp_path / "none.json"), 4, "none.json")
    assert refused(preex("predict", tmp_path), 3, "folder")
    (tmp_path / "latin.json").write_bytes(b'{"sets": "\xe4"}')
    assert refused(preex("predict", tmp_path / "latin.json"), 3, "UTF-8")


# ---------------------------------------------------------------- a place to keep the log


def in_another_process(*args, **environment):
    env = {key: value for key, value in os.environ.items() if key not in {"PREEX_HOME", "PREEX_DATABASE_URL", "HOME"}}
    env.pop("XDG_DATA_HOME", None)
    return subprocess.run(
        [sys.executable, "-m", "preex", *args, "--json"],
        env=env | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_user_without_a_home_folder_is_told_what_to_set():
    """A user id that nobody has, as in a container: no `$HOME`, and no entry that says where it would be."""
    code = (
        "import os, pwd, sys\n"
        "def nobody(_): raise KeyError('no such user')\n"
        "pwd.getpwuid = nobody\n"
        "from preex.cli import cli\n"
        "cli.main(['status', '--json'])\n"
    )
    env = {
        k: v for k, v in os.environ.items() if k not in {"HOME", "PREEX_HOME", "PREEX_DATABASE_URL", "XDG_DATA_HOME"}
    }
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["code"]) == (6, "permission")
    assert "PREEX_HOME" in error["hint"]


def test_a_home_that_cannot_be_made_is_a_matter_of_permission(tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = in_another_process("status", PREEX_HOME=str(tmp_path / "file" / "home"))
    error = json.loads(done.stdout)["error"]
    assert (done.returncode, error["code"]) == (6, "permission")
    assert error["hint"]
    assert (tmp_path / "file").read_text() == "in the way"


@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write everywhere")
def test_a_home_that_may_only_be_read_is_a_matter_of_permission(tmp_path):
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    done = in_another_process("log", "leg press 8x160", PREEX_HOME=str(home))
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (6, "permission")
    assert list(home.iterdir()) == []


def test_a_store_that_is_no_database_is_left_alone(tmp_path):
    store = tmp_path / "preex.sqlite3"
    store.write_bytes(b"my diary, not a database" * 100)
    done = in_another_process("status", PREEX_HOME=str(tmp_path))
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (8, "data_integrity")
    assert store.read_bytes() == b"my diary, not a database" * 100


def test_a_server_that_does_not_answer_is_unavailable():
    done = in_another_process("status", PREEX_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert (done.returncode, json.loads(done.stdout)["error"]["code"]) == (7, "unavailable")


def test_commands_that_need_no_log_work_without_a_home(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert in_another_process("pairs", PREEX_HOME=str(tmp_path / "file" / "home")).returncode == 0


def test_an_export_never_writes_over_a_file_unasked(preex, leg_day, tmp_path):
    preex("import", leg_day, "--unit", "kg")
    target = tmp_path / "log.zip"
    assert preex("export", target).code == 0
    assert refused(preex("export", target), 5, "log.zip")
    assert preex("export", target, "--force").code == 0
    assert refused(preex("export", tmp_path / "no" / "log.zip"), 4)
