"""`preex backup`, `restore` and `doctor`, as typed; on whichever database the tests run."""

import json
import os
from pathlib import Path

import pytest

LINE = "leg extension 12x40 > leg press 8x160 gap 30 rir 1"


def test_a_log_is_backed_up_drilled_and_looked_at(preex, home):
    preex("log", LINE)
    made = preex("backup", "--json")
    assert made.code == 0, made.out
    assert (made.json["schema"], made.json["sets"], made.json["encrypted"]) == ("preex.backup/1", 2, False)
    assert Path(made.json["file"]).exists()
    assert "restored to scratch, read and compared; 2 sets" in preex("backup", "--drill").out
    found = preex("doctor", "--json")
    assert (found.code, found.json["schema"], found.json["damaged"]) == (0, "preex.doctor/1", False)
    assert {check["name"]: check["status"] for check in found.json["checks"]} == dict.fromkeys(
        ("pages", "schema", "operations", "sets", "trials", "clock", "backup", "drill", "disk"), "ok"
    )
    assert home.joinpath("backups").is_dir()


def test_what_was_logged_after_a_backup_is_gone_after_a_restore_and_kept_aside(preex):
    preex("log", LINE)
    file = preex("backup", "--json").json["file"]
    preex("log", LINE)
    refused = preex("restore", file)
    assert (refused.code, "there is a log already" in refused.err) == (5, True)
    done = preex("restore", file, "--replace", "--json").json
    assert (done["schema"], done["sets"]) == ("preex.restore/1", 2)
    assert json.loads(Path(f"{done['before']}.json").read_bytes())["sets"] == 4
    assert preex("doctor").code == 0


def test_an_export_is_restored_into_an_empty_log(preex, tmp_path):
    preex("log", LINE)
    preex("export", str(tmp_path / "log.zip"))
    assert preex("restore", str(tmp_path / "log.zip")).code == 5
    done = preex("--athlete", "anna", "restore", str(tmp_path / "log.zip"), "--json").json
    assert (done["athlete"], done["sets"]) == ("anna", 2)
    assert preex("restore", str(tmp_path / "log.zip"), "--replace").code == 3


def test_a_key_encrypts_and_is_asked_for(preex, tmp_path, monkeypatch):
    preex("log", LINE)
    (tmp_path / "key").write_text("a key of more than twenty characters\n")
    monkeypatch.setenv("PREEX_BACKUP_KEY_FILE", str(tmp_path / "key"))
    made = preex("backup")
    assert "It is encrypted: without the key file nobody can read it." in made.out
    monkeypatch.delenv("PREEX_BACKUP_KEY_FILE")
    assert preex("backup", "--drill", "--json").error["hint"] == "Set PREEX_BACKUP_KEY_FILE to the file of its key."


def test_without_backups_the_next_step_is_named(preex):
    preex("log", LINE)
    told = preex("doctor").out
    assert "There is no verified backup. Run preex backup, every day." in told
    assert preex("backup", "--drill").code == 4


def test_a_clock_that_was_set_back_is_told(preex, monkeypatch):
    preex("log", LINE)
    monkeypatch.setenv("PREEX_NOW", "2026-03-30T17:00:00+00:00")  # an hour before the log was written
    clock = next(check for check in preex("doctor", "--json").json["checks"] if check["name"] == "clock")
    assert (clock["status"], clock["next"]) == ("warning", "Set the clock of this machine.")
    assert "the newest entry is 60 minutes later" in clock["text"]


def test_where_no_log_was_begun_there_is_nothing_to_keep(preex):
    if os.environ.get("PREEX_DATABASE_URL"):
        pytest.skip("a database on a server is there before its log")
    for command in ("backup", "doctor"):
        assert (preex(command).code, "there is no log yet" in preex(command).err) == (4, True)
