"""Copies of a PostgreSQL database by its own programs, `pg_dump` and `pg_restore`."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from preex.errors import NotPermitted, Unavailable
from preex.store.backups.content import Content, of_postgresql
from preex.store.failures import translated

if TYPE_CHECKING:
    import psycopg

SUFFIX = ".pgdump"
MAGIC = b"PGDMP"
# Setting of a connection -> variable that hands it to the programs; nothing of it shows in a list of processes.
_VARIABLES = {
    "NAME": "PGDATABASE", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "HOST": "PGHOST", "PORT": "PGPORT",
    "application_name": "PGAPPNAME", "connect_timeout": "PGCONNECT_TIMEOUT", "options": "PGOPTIONS",
    "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT",
}  # fmt: skip


def copy(database: dict[str, Any], target: Path) -> Content:
    """Dump a database that may be in use, and return what it held at that moment.

    Others go on reading and writing meanwhile: the dump and the hash see one exported snapshot.
    """
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with _connected(database) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        row = connection.execute("SELECT pg_export_snapshot()").fetchone()
        _run(database, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={row[0] if row else ''}",
             f"--file={target}")  # fmt: skip
        return of_postgresql(connection)


@contextmanager
def restored(file: Path, database: dict[str, Any], scratch: Path) -> Iterator[dict[str, Any]]:  # noqa: ARG001 - as on SQLite
    """Restore a dump into a database of its own on the same server, give its settings, and drop it afterwards.

    Raises
    ------
    NotPermitted : the user may not create databases, and so cannot verify a backup.
    """
    made = {**database, "NAME": f"preex_scratch_{secrets.token_hex(8)}"}
    with _connected(database, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{made["NAME"]}"')
    try:
        _run(
            made,
            "pg_restore",
            "--exit-on-error",
            "--no-owner",
            "--no-privileges",
            f"--dbname={made['NAME']}",
            str(file),
        )
        yield made
    finally:
        with _connected(database, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{made["NAME"]}" WITH (FORCE)')


def content(database: dict[str, Any]) -> Content:
    """Return what a database holds."""
    with _connected(database) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        return of_postgresql(connection)


def put_back(file: Path, database: dict[str, Any]) -> None:
    """Make a database hold what the dump holds, in one transaction."""
    _run(database, "pg_restore", "--exit-on-error", "--single-transaction", "--clean", "--if-exists", "--no-owner",
         "--no-privileges", f"--dbname={database['NAME']}", str(file))  # fmt: skip


def is_empty(database: dict[str, Any]) -> bool:
    """Tell whether a database has no tables."""
    return not content(database).rows


@contextmanager
def _connected(database: Mapping[str, Any], *, autocommit: bool = False) -> Iterator[psycopg.Connection[Any]]:
    try:
        import psycopg
    except ImportError as error:
        raise Unavailable("the PostgreSQL driver is not installed.", hint="Install preex[pg].") from error

    where = {
        "dbname": database["NAME"],
        "user": database.get("USER"),
        "password": database.get("PASSWORD"),
        "host": database.get("HOST"),
        "port": database.get("PORT"),
    }
    options = {name: value for name, value in database.get("OPTIONS", {}).items() if name in _VARIABLES}
    try:
        with psycopg.connect(**{k: v for k, v in where.items() if v}, **options, autocommit=autocommit) as connection:
            yield connection
    except psycopg.errors.InsufficientPrivilege as error:
        raise NotPermitted(
            f"the database user may not do what a verified backup takes: {' '.join(str(error).split())}.",
            hint="A backup is restored to a scratch database to verify it: ALTER ROLE name CREATEDB.",
        ) from error
    except psycopg.Error as error:
        raise translated(error) from error


def _run(database: Mapping[str, Any], program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs on a database.

    Raises
    ------
    Unavailable : it is not installed, or it failed.
    """
    found = shutil.which(program)
    if found is None:
        raise Unavailable(
            f"{program} is not installed; a log on PostgreSQL cannot be copied without it.",
            hint="Install PostgreSQL's client programs, of the server's version or newer.",
        )
    told = {**database, **database.get("OPTIONS", {})}
    named = {variable: str(told[name]) for name, variable in _VARIABLES.items() if told.get(name)}
    ended = subprocess.run(  # noqa: S603 - our own arguments, and no shell
        [found, *arguments], env={**os.environ, **named}, capture_output=True, text=True, check=False, timeout=3600
    )
    if ended.returncode:
        said = " ".join(ended.stderr.split())[:300] or f"it ended with {ended.returncode}"
        raise Unavailable(f"{program}: {said}", hint="See that the server runs and the disk has room, then try again.")
