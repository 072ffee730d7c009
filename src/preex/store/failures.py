"""Database errors in the words of PreEx.

Both databases say the same few things: no access, no room, nobody there, busy, damaged. Django wraps their errors; the
cause underneath carries the code that tells which.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import connections, utils

from preex.errors import DataError, NotPermitted, PreexError, Unavailable
from preex.store import guard

# SQLite's primary result codes, https://www.sqlite.org/rescode.html
_SQLITE = {
    "SQLITE_PERM": NotPermitted,
    "SQLITE_READONLY": NotPermitted,
    "SQLITE_CANTOPEN": NotPermitted,
    "SQLITE_AUTH": NotPermitted,
    "SQLITE_FULL": NotPermitted,
    "SQLITE_BUSY": Unavailable,
    "SQLITE_LOCKED": Unavailable,
    "SQLITE_IOERR": DataError,
    "SQLITE_CORRUPT": DataError,
    "SQLITE_NOTADB": DataError,
    "SQLITE_CONSTRAINT": DataError,
}

# Classes and codes of PostgreSQL's SQLSTATE, the longer first, https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRESQL = {
    "42501": NotPermitted,  # insufficient privilege
    "25006": NotPermitted,  # read-only transaction
    "28": NotPermitted,  # refused password or user
    "53": NotPermitted,  # disk full, too many connections
    "23": DataError,  # constraint
    "XX": DataError,  # damaged data or index
    "": Unavailable,  # not connected at all, shut down, deadlock, time-out
}

_HINTS: dict[type[PreexError], str] = {
    NotPermitted: "Check owner, permissions and free space, or set PREEX_HOME to another folder.",
    Unavailable: "Check that the server runs and that no other program holds the database, then try again.",
    DataError: "Nothing was changed. Copy the file aside and restore a backup.",
}


_DAMAGE = ("SQLITE_CORRUPT", "SQLITE_NOTADB")  # after these nothing more is written

# A flipped byte turns a stored time, number, word or JSON into something that is none: found while reading, by Python.
_UNREADABLE = (ValueError, ArithmeticError, KeyError)


@contextmanager
def in_our_words(alias: str | None = None, *, writing: bool = False) -> Iterator[None]:
    """Raise a `PreexError` in place of any error of the database.

    Parameters
    ----------
    alias : Django's name of the connection. Where it is named, damage ends all writing, and the error says which backup
        to restore.
    """
    try:
        yield
    except utils.Error as error:
        ours = translated(error)
        if alias is not None and getattr(error.__cause__, "sqlite_errorname", "").startswith(_DAMAGE):
            database = connections[alias].settings_dict
            guard.mark_damaged(database, ours.message)
            ours.hint = f"{ours.hint} {guard.words(database)}"
        raise ours from error
    except _UNREADABLE as error:
        if alias is None or (writing and not isinstance(error, UnicodeDecodeError)):
            raise
        said = " ".join(str(error).split())[:200]
        hint = f"{_HINTS[DataError]} {guard.words(connections[alias].settings_dict)}"
        raise DataError(f"the store holds a value that cannot be read: {said}.", hint=hint) from error
    except ImproperlyConfigured as error:
        if "psycopg" not in str(error):
            raise
        raise Unavailable("the PostgreSQL driver is not installed.", hint="Install preex[pg].") from error


def translated(error: Exception) -> PreexError:
    """Return the error of ours that says the same as an error of Django's database layer."""
    cause = error.__cause__ or error
    name = getattr(cause, "sqlite_errorname", None)
    if name is not None:
        # The tables are up to date when they are asked: one that is missing was lost, its name damaged.
        other = DataError if str(cause).startswith(("no such ", "malformed ")) else PreexError
        kind = next((ours for code, ours in _SQLITE.items() if name.startswith(code)), other)
    elif type(cause).__module__.startswith("psycopg"):
        state = getattr(cause, "sqlstate", None) or ""
        kind = next(ours for code, ours in _POSTGRESQL.items() if state.startswith(code))
    else:  # found by Python's own sqlite3 module: text that is not UTF-8 where text was written
        kind = DataError
    return kind(f"the store answers: {' '.join(str(cause).split())}.", hint=_HINTS.get(kind, ""))
