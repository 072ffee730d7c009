"""Everything a lifter put in can be taken away, and comes back as it was."""

import io
import json
import zipfile
from datetime import UTC, datetime

from preex import app


def test_the_zip_from_the_page_holds_everything_and_reads_back_equal(newcomer, store, tmp_path, home):
    at = datetime.now(UTC)
    app.set_own_name(store, "me", "my press", "barbell_bench_press")
    app.record_line(store, "me", "leg extension 12x40 > leg press 8x160 gap 30 rir 1; my press 5x100lb", at=at)
    app.new_plan(store, "me", at=at)
    (home / "evidence").mkdir(parents=True)
    (home / "evidence" / "mine.json").write_text("{}")
    answer = newcomer.get("/settings/export")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    data = b"".join(answer.streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        names = set(file.namelist())
        profile = json.loads(file.read("profile.json"))
        expected = file.read("predictions.jsonl").decode().splitlines()
        readme = file.read("README.md").decode()
    assert names == {
        "data.jsonl", "sets.csv", "sets.raw.csv", "README.md", "manifest.json", "profile.json", "plans.json",
        "names.json", "trials.json", "fits.json", "predictions.jsonl", "operations.jsonl", "evidence/mine.json",
    }  # fmt: skip
    assert profile["name"] == "me"
    assert len(expected) == 3
    assert all(f"`{name.split('/')[0]}`" in readme for name in names - {"README.md"})
    path = tmp_path / "all.zip"
    path.write_bytes(data)
    app.import_log(store, "other", path, at=at, create=True)
    assert store.sets("other") == store.sets("me")
    app.export_log(store, "me", tmp_path / "same.zip")
    assert (tmp_path / "same.zip").read_bytes() == data


def test_what_phones_told_is_in_the_zip_pain_and_notes_included(store, tmp_path):
    from preex.core.operations import Operation

    device, session = "0190f5d2-0000-7000-8000-000000000001", "0190f5d2-0000-7000-8000-000000000002"
    begun = Operation(
        id="0190f5d2-0000-7000-8000-000000000003", device=device, clock=1, at=datetime(2026, 2, 3, tzinfo=UTC),
        kind="session.note", body={"session": session, "text": "knee 3 of 10"},
    )  # fmt: skip
    store.take_operations("me", [begun], at=datetime.now(UTC))
    app.export_log(store, "me", tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as file:
        (line,) = file.read("operations.jsonl").decode().splitlines()
    assert json.loads(line) == {"seq": 1, **begun.to_json()}
