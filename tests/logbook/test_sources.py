"""A file is refused for what it is, before anything is made of it."""

import os

import pytest

from preex import logbook
from preex.errors import NotFound, NotPermitted, UnknownFormat, UnreadableFile
from preex.logbook.sources import open_source

ROW = 'Date,Workout Name,Exercise Name,Set Order,kg,Reps,km,Seconds,Notes\n2016-03-07 18:30:05,"Día","Sentadilla – 1",0,60.0,5,0.0,0,""\n'


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\x7fELF\x02\x01\x01\x00\x00", "byte 8 is NUL"),
        (b"Date,Exercise\n2024-01-01,\x00Squat\n", "byte 26 is NUL"),
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"%PDF-1.7 abc", "PDF"),
        (b"\x89PNG\r\n\x1a\n\x00", "picture"),
        (b"\x1f\x8b\x08", "gzip"),
        (bytes(range(1, 32)) * 20, "is not text"),
        (b"\xff\xfea\x00b", "broken UTF-16"),
    ],
)
def test_what_is_no_text_is_refused_with_its_name(data, says):
    with pytest.raises(UnreadableFile, match=says) as refused:
        logbook.read(data, name="log.csv")
    assert "log.csv" in str(refused.value)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web page"),
        (b'<?xml version="1.0"?><HealthData/>', "XML"),
        (b'{"a": 1}', "JSON"),
        (b"name,price\nbench,100\n", "starts with 'name, price'"),
        (b"SQLite format 3\x00" + b"\x00" * 100, "database of another program"),
    ],
)
def test_a_file_that_is_no_log_is_refused_with_what_it_looks_like(data, says):
    with pytest.raises(UnknownFormat, match=says) as refused:
        logbook.read(data)
    assert "strong" in refused.value.hint


def test_a_large_file_is_refused_without_being_read(tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(100_000_000)

    with pytest.raises(UnreadableFile, match=r"'large.csv' has 100.0 MB; a log may have up to 50 MB"):
        logbook.read(path)


def test_large_bytes_are_refused():
    with pytest.raises(UnreadableFile, match="up to 50 MB"):
        logbook.read(b"a" * 50_000_001)


def test_a_folder_is_no_log(tmp_path):
    with pytest.raises(UnreadableFile, match="is a folder"):
        logbook.read(tmp_path)


@pytest.mark.parametrize("name", ["none.csv", "none/none.csv"])
def test_a_missing_file_is_not_found(tmp_path, name):
    with pytest.raises(NotFound, match=r"none.csv"):
        logbook.read(tmp_path / name)


def test_a_path_that_cannot_be_a_path_is_refused():
    with pytest.raises(UnreadableFile, match="cannot be read"):
        logbook.read("a\x00b.csv")


def test_a_file_without_permission_is_refused(tmp_path, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_text(ROW)
    if os.geteuid() == 0:  # root may read everything, so the refusal is played

        def refuse(*_, **__):
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("pathlib.Path.open", refuse)
    else:
        path.chmod(0)
    with pytest.raises(NotPermitted, match="may not be read"):
        logbook.read(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
def test_a_log_reads_the_same_in_every_usual_encoding(encoding):
    data = ROW.encode(encoding)
    log = logbook.read(b"\xfe\xff" + data if encoding == "utf-16-be" else data)
    assert [one.name for one in log.sets] == ["Sentadilla – 1"]
    assert [warning[:36] for warning in log.warnings] == ["The file is not UTF-8 (line 2); it w"] * (
        encoding == "cp1252"
    )


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_matter(line_end):
    log = logbook.read(ROW.replace("\n", line_end).encode())
    assert [(one.reps, one.source_line) for one in log.sets] == [(5, 2)]


def test_the_delimiter_is_told_from_the_first_line():
    assert open_source(b'"a;b;c;d",b,c\n1;2;3\n').delimiter == ","
    assert open_source(b"a;b,c;d\n1,2,3\n").delimiter == ";"
    assert open_source(b"a\tb\tc\n").delimiter == "\t"
