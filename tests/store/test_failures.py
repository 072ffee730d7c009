"""What the databases' own codes mean to a lifter."""

import sqlite3

import pytest
from django.db import utils

from preex.errors import DataError, NotPermitted, PreexError, Unavailable
from preex.store.failures import in_our_words


def said_by_django(cause):
    with pytest.raises(PreexError) as error, in_our_words():
        raise utils.OperationalError(*cause.args) from cause
    return error.value


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("SQLITE_CANTOPEN", NotPermitted),
        ("SQLITE_READONLY_DIRECTORY", NotPermitted),
        ("SQLITE_FULL", NotPermitted),
        ("SQLITE_BUSY_SNAPSHOT", Unavailable),
        ("SQLITE_LOCKED", Unavailable),
        ("SQLITE_IOERR_FSYNC", DataError),
        ("SQLITE_CORRUPT_INDEX", DataError),
        ("SQLITE_NOTADB", DataError),
        ("SQLITE_CONSTRAINT_CHECK", DataError),
        ("SQLITE_ERROR", PreexError),
    ],
)
def test_each_result_code_of_sqlite_has_its_error(name, kind):
    cause = sqlite3.OperationalError("what SQLite says")
    cause.sqlite_errorname = name
    error = said_by_django(cause)
    assert type(error) is kind
    assert "what SQLite says" in str(error)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("DiskFull", NotPermitted),
        ("TooManyConnections", NotPermitted),
        ("InvalidPassword", NotPermitted),
        ("InsufficientPrivilege", NotPermitted),
        ("ReadOnlySqlTransaction", NotPermitted),
        ("AdminShutdown", Unavailable),
        ("CannotConnectNow", Unavailable),
        ("DeadlockDetected", Unavailable),
        ("ConnectionTimeout", Unavailable),
        ("DataCorrupted", DataError),
        ("IndexCorrupted", DataError),
        ("CheckViolation", DataError),
    ],
)
def test_each_state_of_postgresql_has_its_error(name, kind):
    errors = pytest.importorskip("psycopg.errors", reason="psycopg, the driver of PostgreSQL, is not installed")
    error = said_by_django(getattr(errors, name)("what the server says"))
    assert type(error) is kind
    assert "what the server says" in str(error)


def test_text_that_is_not_utf8_is_damage():
    damaged = sqlite3.connect(":memory:").execute("SELECT CAST(x'ff' AS TEXT)")
    with pytest.raises(sqlite3.OperationalError) as cause:
        damaged.fetchone()
    assert type(said_by_django(cause.value)) is DataError


def test_an_error_of_ours_passes_unchanged():
    with pytest.raises(Unavailable, match=r"^mine$"), in_our_words():
        raise Unavailable("mine")
