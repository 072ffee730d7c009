"""What is exported comes back: the export of the restored log has the same members, byte for byte."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from preex import app
from preex.app.exporting import export_bytes
from preex.app.operations import read_operation
from preex.core.performed import PerformedSet
from preex.errors import Conflict, NotFound, PreexError, UnreadableFile
from preex.logbook.report import LogImport
from preex.store import open_store

AT = datetime(2026, 3, 1, 17, tzinfo=UTC)
SESSION, PHONE = "0199b3c0-8a00-7000-8000-000000000001", "0199b3c0-8a00-4000-8000-00000000000a"
LINE = "leg extension 12x40 > leg press 8x160 gap 30 rir 1 out quads"


def told(number, kind, **body):
    document = {
        "id": f"0199b3c0-8a00-7000-9000-{number:012d}",
        "device": PHONE,
        "clock": number,
        "at": "2026-03-29T18:00:00.000Z",
    }
    return read_operation({**document, "kind": kind, "body": body})


def phone():
    ids = [f"0199b3c0-8a00-7000-8000-1{n:011d}" for n in range(3)]
    load = {"value": "100", "unit": "lb"}
    done = [told(n, "set.done", session=SESSION, set=id_, exercise="leg_press", load=load, reps=8, rir=2.0, note="deep")
            for n, id_ in enumerate(ids, 1)]  # fmt: skip
    start = told(10, "session.start", session=SESSION, title="Legs", local_date="2026-03-29", zone="Europe/Berlin")
    return [start, *done, told(11, "set.change", set=ids[0], fields={"reps": 9}), told(12, "set.remove", set=ids[1]),
            told(13, "pain", session=SESSION, joint="knee", level=3, stopped=False)]  # fmt: skip


@pytest.fixture
def full(store, now):
    """The log of a lifter who used everything that is exported."""
    sets = tuple(
        PerformedSet(exercise="leg_press" if i % 3 else "Zorbing", load_kg=100.0 + i, reps=8, at=AT + timedelta(minutes=3 * i),
                     workout=f"w{i // 20}", source_id=f"f{i}", source_line=i + 2, name="Leg Press", note="ü \"'")
        for i in range(60)
    )  # fmt: skip
    log = LogImport(format="synthetic", unit=None, rows=60, sets=sets, raw={i + 2: "{}" for i in range(60)})
    store.import_log("me", log, file_name="old.csv", digest="d", at=now)
    bare = PerformedSet(exercise="leg_press", load_kg=100.0, reps=8, at=AT + timedelta(days=5), workout="bare")
    store.record("me", [bare, replace(bare, reps=7)], at=now)  # as a script may, without ids
    app.record_line(store, "me", LINE, at=now - timedelta(days=2))
    app.record_line(store, "me", LINE, at=now - timedelta(days=1))
    app.undo_record(store, "me", at=now)
    store.take_operations("me", phone(), at=now)
    store.update_profile(
        "me", body_mass_kg=81.5, zone="Europe/Berlin", unit="lb", joints={"knee": "irritable"}, lagging=["quads_vasti"]
    )
    store.set_name("me", "Zorbing", "leg_press")
    for number in range(3):
        store.save_plan("me", {"schema": "preex.plan/1", "number": number}, at=now)
        store.save_fit("me", {"n": number}, about={"sets": 4}, at=now)
    trial = store.save_trial("me", {"schema": "preex.trial/1"}, "seed", at=now)
    store.append_trial_events("me", trial, [{"number": 1}, {"number": 2}], after=0)
    return store


@pytest.fixture
def zipped(full, tmp_path):
    path = tmp_path / "log.zip"
    path.write_bytes(export_bytes(full, "me"))
    return path


@pytest.fixture
def empty(tmp_path):
    with open_store(home=tmp_path / "empty") as opened:
        yield opened


def put_back(store, path, now, athlete="me"):
    from preex.app.restoring import restore_export

    return restore_export(store, athlete, path, at=now + timedelta(days=9))


def test_an_export_put_back_into_an_empty_log_is_exported_the_same(full, zipped, empty, now):
    done = put_back(empty, zipped, now)
    assert export_bytes(empty, "me") == zipped.read_bytes()
    assert done.sets == full.count_sets("me") == 66
    assert empty.sets("me") == full.sets("me")
    assert empty.verify_chain("me").head == full.verify_chain("me").head
    assert [s.at for s in empty.trials("me")] == [s.at for s in full.trials("me")]
    empty.check()


def test_it_can_be_put_back_for_somebody_else(zipped, empty, now):
    assert put_back(empty, zipped, now, "anna").sets == 66
    assert empty.athlete("anna").body_mass_kg == 81.5
    assert empty.count_sets("me") == 0


def test_a_log_that_is_not_empty_is_left_alone(full, zipped, now):
    with pytest.raises(
        Conflict, match=r"me has a log already: 66 sets, 3 plans, 1 trials, 3 fits, 7 operations.*empty"
    ):
        put_back(full, zipped, now)


def test_a_repeated_restore_is_refused_and_changes_nothing(zipped, empty, now):
    put_back(empty, zipped, now)
    before = export_bytes(empty, "me")
    with pytest.raises(Conflict):
        put_back(empty, zipped, now)
    assert export_bytes(empty, "me") == before


def changed(path, **members):
    """Write the zip anew with other members and a manifest that says they are right."""
    import hashlib

    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"} | members
    files = [{"name": name, "sha256": hashlib.sha256(data).hexdigest()} for name, data in found.items()]
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**found, "manifest.json": json.dumps({"files": files}).encode()}.items():
            archive.writestr(name, data)
    other = path.with_name("changed.zip")
    other.write_bytes(file.getvalue())
    return other


@pytest.mark.parametrize(
    ("member", "contents"),
    [
        ("profile.json", b"[]"),
        ("profile.json", b"{"),
        ("profile.json", b'{"body_mass_kg": -3}'),
        ("plans.json", b'[{"plan": 1}]'),
        ("names.json", b'{"x": 3}'),
        ("operations.jsonl", b'{"seq": 1}\n'),
        ("predictions.jsonl", b'{"source_id": "a", "mean": "x"}\n'),
        ("trials.json", b'[{"at": "2026-01-01T00:00:00+00:00", "protocol": [], "seed": "", "events": []}]'),
        ("fits.json", b"3"),
        ("data.jsonl", b"nothing\n"),
        ("other.json", b"{}"),
    ],
)
def test_an_export_with_something_wrong_in_it_is_refused_whole(zipped, empty, now, member, contents):
    with pytest.raises(PreexError):
        put_back(empty, changed(zipped, **{member: contents}), now)
    assert empty.count_sets("me") == 0
    assert empty.plans("me") == ()
    assert empty.verify_chain("me").length == 0
    put_back(empty, zipped, now)


def test_an_edited_member_is_seen_by_the_manifest(zipped, empty, now, tmp_path):
    with zipfile.ZipFile(zipped) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "edited.zip", "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data.replace(b"81.5", b"91.5"))
    with pytest.raises(UnreadableFile, match=r"'profile.json' in 'edited.zip' is not what the manifest beside it says"):
        put_back(empty, tmp_path / "edited.zip", now)
    with pytest.raises(NotFound):
        put_back(empty, tmp_path / "none.zip", now)


def test_own_studies_come_back_and_leave_their_folder_never(zipped, empty, now, tmp_path, monkeypatch):
    home = tmp_path / "a" / "b" / "home"
    monkeypatch.setenv("PREEX_HOME", str(home))
    names = ["evidence/own/study.json", "evidence/../../escaped.json", "evidence/../sibling.json"]
    put_back(empty, changed(zipped, **dict.fromkeys(names, b"{}")), now)
    assert [path.relative_to(tmp_path / "a").as_posix() for path in (tmp_path / "a").rglob("*.json")] == [
        "b/home/evidence/own/study.json"
    ]


def test_a_set_that_would_come_back_otherwise_stops_it(full, zipped, empty, now, monkeypatch):
    from preex.app import restoring

    honest = restoring.from_object
    monkeypatch.setattr(restoring, "from_object", lambda found: replace(honest(found), note=""))
    with pytest.raises(PreexError, match=r"data.jsonl would not come back as the file holds it"):
        put_back(empty, zipped, now)
    assert empty.count_sets("me") == 0
    assert full.count_sets("me") == 66
