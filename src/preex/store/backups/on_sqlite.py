"""Copies of a SQLite database: through SQLite itself, never by copying the file, which lacks what its log still holds."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from preex.errors import DataError
from preex.store.backups.content import Content, of_sqlite
from preex.store.backups.manifest import settle
from preex.store.database import BUSY_S, sqlite
from preex.store.failures import translated

SUFFIX = ".sqlite3"
MAGIC = b"SQLite format 3\0"


def copy(database: dict[str, Any], target: Path) -> Content:
    """Copy a database that may be in use into one file, and return what it held at that moment.

    Others go on reading and writing meanwhile: the copy and the hash see one snapshot.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _said_as_ours(), closing(_opened(Path(database["NAME"]))) as source, closing(sqlite3.connect(target)) as made:
        source.execute("BEGIN")
        content = of_sqlite(source)  # the first read fixes what this transaction sees
        source.backup(made)
        made.execute("PRAGMA journal_mode = DELETE")  # one file, complete in itself
    return content


@contextmanager
def restored(file: Path, database: dict[str, Any], scratch: Path) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - as on PostgreSQL
    """Restore a copy into an empty folder, check its pages, and give the settings of what came to be.

    Raises
    ------
    DataError : a page is damaged.
    """
    made = sqlite(scratch)
    shutil.copyfile(file, made["NAME"])
    check(Path(made["NAME"]), "integrity_check")
    yield made


def content(database: dict[str, Any]) -> Content:
    """Return what a database holds."""
    with _said_as_ours(), closing(_opened(Path(database["NAME"]))) as source:
        source.execute("BEGIN")
        return of_sqlite(source)


def put_back(file: Path, database: dict[str, Any]) -> None:
    """Make a database hold what the copy holds.

    Where there is a sound one it is changed in one transaction, so that programs that have it open see the one or the
    other; else the file is put in place whole.
    """
    path = Path(database["NAME"])
    with _said_as_ours():
        if path.exists():
            with closing(sqlite3.connect(file)) as source, closing(_opened(path)) as target:
                source.backup(target)
            return
        draft = path.with_name(f".{path.name}.partial")
        shutil.copyfile(file, draft)
        draft.chmod(0o600)
        settle(draft, path)


def check(path: Path, pragma: str = "quick_check") -> None:
    """Read every page, with `integrity_check` also every index.

    Raises
    ------
    DataError : something is damaged.
    """
    with _said_as_ours(), closing(_opened(path)) as connection:
        found = [row[0] for row in connection.execute(f"PRAGMA {pragma}").fetchall()]
        if found == ["ok"]:
            found = [f"{table} has a row whose {parent} is missing" for table, _, parent, _ in _orphans(connection)]
    if found:
        raise DataError(f"the database {path} is damaged: {found[0]}.", hint="Copy it aside, restore a backup.")


def _orphans(connection: sqlite3.Connection) -> list[tuple[str, int, str, int]]:
    return connection.execute("PRAGMA foreign_key_check").fetchmany(1)


def _opened(path: Path) -> sqlite3.Connection:
    """Open a database that must be there; not read-only, since reading a write-ahead log takes a file beside it."""
    opened = sqlite3.connect(f"file:{quote(str(path))}?mode=rw", uri=True, timeout=BUSY_S, isolation_level=None)
    opened.text_factory = lambda raw: raw.decode("utf-8", "replace")  # what a check tells may quote damaged text
    return opened


@contextmanager
def _said_as_ours() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:  # Python reads what SQLite says as UTF-8, damaged names too
        raise translated(error) from error
