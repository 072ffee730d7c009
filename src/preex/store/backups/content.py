"""What a database holds, as counts and one hash: two databases with the same hash hold the same rows.

The hash is of the logical content, table by table and row by row, so it is the same before and after a copy, a dump or a
restore on the same kind of database, whatever the pages look like. It is not the same on SQLite and PostgreSQL.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import psycopg

_MIGRATIONS = "SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY app"
_CHAINS = """
SELECT athlete_id, seq, hash FROM preex_operation AS o
WHERE seq = (SELECT max(seq) FROM preex_operation WHERE athlete_id = o.athlete_id) ORDER BY athlete_id
"""


@dataclass(frozen=True, slots=True)
class Content:
    """A database at one moment.

    rows : table -> number of rows.
    hash : SHA-256 over every row of every table.
    migrations : application -> its last migration.
    chains : row of the athlete -> number and hash of the last operation; later, they tell whether rows were cut off.
    """

    rows: Mapping[str, int]
    hash: str
    migrations: Mapping[str, str] = field(default_factory=dict)
    chains: Mapping[str, tuple[int, str]] = field(default_factory=dict)


def of_sqlite(connection: sqlite3.Connection) -> Content:
    """Read a whole SQLite database; within a transaction all is of the same moment."""
    decode, connection.text_factory = connection.text_factory, bytes  # bytes as they are, valid text or not
    try:
        tables = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name"
        ).fetchall()
        digest, rows = hashlib.sha256(), dict[str, int]()
        for raw_name, sql in tables:
            name = raw_name.decode("utf-8", "replace")
            digest.update(repr((raw_name, sql)).encode())
            rows[name] = 0
            for row in connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):  # noqa: S608 - from the schema
                rows[name] += 1
                digest.update(repr(row).encode())
    finally:
        connection.text_factory = decode
    return Content(rows, digest.hexdigest(), **_landmarks(connection, rows))


def of_postgresql(connection: psycopg.Connection[Any]) -> Content:
    """Read a whole PostgreSQL database; within a transaction that repeats its reads all is of the same moment."""
    digest, rows = hashlib.sha256(), dict[str, int]()
    with connection.cursor() as cursor:
        for setting in ("TimeZone = 'UTC'", "DateStyle = 'ISO'", "extra_float_digits = 1", "bytea_output = 'hex'"):
            cursor.execute(f"SET LOCAL {setting}")
        for name, columns, key in cursor.execute(_TABLES).fetchall():
            digest.update(repr((name, columns)).encode())
            # By the key as text in byte order: a scratch database may sort texts otherwise.
            order = ", ".join(f'"{column}"::text COLLATE "C"' for column in key) or '1::text COLLATE "C"'
            with cursor.copy(f'COPY (SELECT * FROM "{name}" ORDER BY {order}) TO STDOUT') as copy:  # noqa: S608 - from the schema
                for block in copy:
                    digest.update(block)
            rows[name] = cursor.rowcount
    return Content(rows, digest.hexdigest(), **_landmarks(connection, rows))


_TABLES = """
SELECT c.relname::text,
       (SELECT array_agg(a.attname::text || ' ' || format_type(a.atttypid, a.atttypmod) ORDER BY a.attname)
          FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
       coalesce((SELECT array_agg(a.attname::text ORDER BY a.attname)
          FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY(i.indkey)
         WHERE i.indrelid = c.oid AND i.indisprimary), '{}')
FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace
ORDER BY c.relname::text COLLATE "C"
"""


def _landmarks(connection: Any, rows: Mapping[str, int]) -> dict[str, Any]:  # noqa: ANN401 - of either driver
    """Return which migrations there are, and where each chain of operations ends."""
    migrations = connection.execute(_MIGRATIONS).fetchall() if "django_migrations" in rows else []
    chains = connection.execute(_CHAINS).fetchall() if "preex_operation" in rows else []
    return {
        "migrations": dict(migrations),
        "chains": {str(athlete): (seq, hash_) for athlete, seq, hash_ in chains},
    }
