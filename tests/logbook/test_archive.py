"""An export can be read by people, spreadsheets and PreEx, and no zip can do harm."""

import csv
import hashlib
import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex import logbook
from preex.core.performed import PerformedSet
from preex.errors import FieldError, NotFound, NotPermitted, PreexError, UnreadableFile, ValidationError
from preex.logbook import archive
from preex.logbook.archive import export, write_export
from preex.logbook.own import FIELDS
from preex.units import Load, LoadUnit

PRESS = PerformedSet(
    exercise="leg_press",
    load_kg=160.0,
    reps=8,
    at=datetime(2026, 2, 3, 17, tzinfo=UTC),
    entered=Load(Decimal("352.5"), LoadUnit.LB),
    note="deep, slow",
    flags=("reps_partial",),
    source_id="a",
)


def members(data):
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def zipped(contents, compression=zipfile.ZIP_DEFLATED):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as file:
        for name, content in contents:
            file.writestr(name, content)
    return data.getvalue()


def rows(data):
    return list(csv.DictReader(io.StringIO(members(data)["sets.csv"].decode("utf-8-sig"), newline="")))


def test_an_export_holds_the_log_twice_with_its_dictionary_and_digests():
    found = members(export([PRESS]))
    assert list(found) == ["data.jsonl", "sets.csv", "sets.raw.csv", "README.md", "manifest.json"]
    readme = found["README.md"].decode()
    assert all(f"| `{field.name}` |" in readme for field in FIELDS)
    files = json.loads(found["manifest.json"])["files"]
    assert {f["name"]: f["sha256"] for f in files} == {
        name: hashlib.sha256(content).hexdigest() for name, content in found.items() if name != "manifest.json"
    }


def test_equal_logs_make_equal_bytes():
    assert export([PRESS]) == export(iter([PRESS]))


def test_the_sheet_has_a_column_for_each_field():
    (row,) = rows(export([PRESS]))
    assert list(row) == [field.name for field in FIELDS]
    assert (row["load_kg"], row["reps"], row["entered"], row["flags"]) == ("160.0", "8", "352.5 lb", "reps_partial")
    assert (row["rir"], row["at"], row["note"]) == ("", "2026-02-03T17:00:00+00:00", "deep, slow")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\0=1", '=HYPERLINK("x")'])
def test_a_spreadsheet_takes_no_note_for_a_formula(text):
    (row,) = rows(export([replace(PRESS, note=text)]))
    assert row["note"] == f"'{text}"


def test_the_raw_sheet_has_each_text_as_it_is():
    found = members(export([replace(PRESS, note="=1+1")]))
    (row,) = csv.DictReader(io.StringIO(found["sets.raw.csv"].decode("utf-8-sig"), newline=""))
    assert row["note"] == "=1+1"


def test_an_export_from_before_its_log_was_renamed_still_reads():
    old = {
        ("sets.jsonl" if name == "data.jsonl" else name): content for name, content in members(export([PRESS])).items()
    }
    assert logbook.read(zipped(old.items())).sets == (PRESS,)


def test_a_note_with_an_unreadable_character_does_not_stop_an_export():
    assert rows(export([replace(PRESS, note="a\ud800b")]))[0]["note"] == "a?b"


def test_further_members_travel_along(tmp_path):
    write_export(tmp_path / "all.zip", [PRESS], extra={"plans.json": b"[]"})
    assert members((tmp_path / "all.zip").read_bytes())["plans.json"] == b"[]"
    assert logbook.read(tmp_path / "all.zip").sets == (PRESS,)


@pytest.mark.parametrize("name", ["data.jsonl", "sets.raw.csv", "manifest.json"])
def test_a_further_member_cannot_take_the_place_of_the_log(name):
    with pytest.raises(ValidationError, match="has a member"):
        export([PRESS], extra={name: b""})


def test_an_export_that_fails_leaves_what_was_there(tmp_path):
    path = tmp_path / "all.zip"
    path.write_bytes(b"before")
    with pytest.raises(FieldError):
        write_export(path, [replace(PRESS, load_kg=float("nan"))])
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]


def test_an_export_into_no_folder_says_so(tmp_path):
    with pytest.raises(NotFound, match="no folder"):
        write_export(tmp_path / "nowhere" / "all.zip", [PRESS])


def test_an_export_that_cannot_be_written_leaves_no_draft(tmp_path, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.os, "fsync", full)
    with pytest.raises(NotPermitted, match="No space left on device"):
        write_export(tmp_path / "all.zip", [PRESS])
    assert list(tmp_path.iterdir()) == []


def test_a_zip_that_is_no_export_is_named_as_before():
    with pytest.raises(UnreadableFile, match="a zip archive or a spreadsheet workbook"):
        logbook.read(zipped([("xl/workbook.xml", b"<xml/>")]))


def test_an_export_packed_again_without_compression_or_manifest_still_reads():
    log = members(export([PRESS]))["data.jsonl"]
    assert logbook.read(zipped([("data.jsonl", log)], zipfile.ZIP_STORED)).sets == (PRESS,)


def test_a_log_changed_inside_an_export_is_noticed():
    found = members(export([PRESS]))
    found["data.jsonl"] = found["data.jsonl"].replace(b"160.0", b"200.0")
    with pytest.raises(UnreadableFile, match="not what the manifest beside it says"):
        logbook.read(zipped(found.items()))


@pytest.mark.parametrize("manifest", [b"", b"{", b"[]", b'{"files": 3}', b'{"files": [{"name": "data.jsonl"}]}'])
def test_a_manifest_that_says_nothing_is_no_reason_to_refuse(manifest):
    log = members(export([PRESS]))["data.jsonl"]
    assert logbook.read(zipped([("data.jsonl", log), ("manifest.json", manifest)])).sets == (PRESS,)


def test_a_bomb_is_not_unpacked():
    bomb = zipped([("data.jsonl", b"0" * 20_000_000)])
    with pytest.raises(UnreadableFile, match="suspiciously tight"):
        logbook.read(bomb)


def test_no_more_is_unpacked_than_a_log_may_have():
    data = zipped([("data.jsonl", b"0" * 2_000_001)], zipfile.ZIP_STORED)
    with pytest.raises(UnreadableFile, match="more than 2 MB"):
        archive.log_inside(data, "all.zip", max_bytes=2_000_000)


def test_a_member_that_lies_about_its_size_is_stopped_all_the_same():
    data = bytearray(zipped([("data.jsonl", b"0" * 5_000_000)]))
    place = data.index(b"PK\x01\x02")
    data[place + 24 : place + 28] = (10).to_bytes(4, "little")  # uncompressed size in the directory
    with pytest.raises(UnreadableFile):
        logbook.read(bytes(data))


def test_a_zip_with_too_many_members_is_refused():
    many = [("data.jsonl", b"")] + [(f"{i}.txt", b"") for i in range(archive.MOST_MEMBERS)]
    with pytest.raises(UnreadableFile, match="1,001 members"):
        logbook.read(zipped(many))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_two_logs_is_refused():
    with pytest.raises(UnreadableFile, match="2 of them"):
        logbook.read(zipped([("data.jsonl", b"a"), ("data.jsonl", b"b")]))


def test_a_locked_zip_is_refused():
    data = bytearray(export([PRESS]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.index(mark)
        data[place + offset] |= 1  # "encrypted"
    with pytest.raises(UnreadableFile, match="damaged or locked"):
        logbook.read(bytes(data))


def test_a_bit_that_flipped_is_noticed():
    data = bytearray(export([PRESS]))
    data[60] ^= 4
    with pytest.raises(UnreadableFile):
        logbook.read(bytes(data))


def test_a_zip_cut_off_is_refused():
    data = export([PRESS] * 100)
    for length in range(4, len(data), 97):
        with pytest.raises(UnreadableFile):
            logbook.read(data[:length])


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=8))
def test_a_spoiled_export_is_read_or_refused(changes):
    data = bytearray(export([PRESS] * 3, extra={"plans.json": b"[]"}))
    for place, byte in changes:
        data[place % len(data)] = byte
    try:
        log = logbook.read(bytes(data))
    except PreexError:
        return
    assert log.rows == len(log.sets) + log.duplicates + len(log.problems)
