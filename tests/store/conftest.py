"""A store of each kind for every test that asks for one.

Each test has a SQLite file of its own, or all rows of a PostgreSQL database that was made for this run.
"""

from __future__ import annotations

import getpass
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.db import connections

from preex.core.performed import PerformedSet
from preex.logbook.report import LogImport
from preex.store import open_store
from preex.units import Load, LoadUnit

HERE = Path(__file__).parent
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _databases_allowed(django_db_blocker) -> Iterator[None]:
    """These tests make databases of their own, so the guard of the default one is not needed."""
    with django_db_blocker.unblock():
        yield
        for alias in [alias for alias in connections.settings if alias != "default"]:
            connections[alias].close()
            del connections[alias]
            del connections.settings[alias]


def pytest_collection_modifyitems(config, items):
    """Let `make test-postgres` do what `make test` on CI leaves to it, and no test run twice.

    Without `$PREEX_DATABASE_URL` both kinds are tried, except on CI, where the run on PostgreSQL is one of its own.
    """
    if "PREEX_DATABASE_URL" in os.environ:
        _leave_out(config, items, lambda item: _database(item) == "sqlite")
    elif os.environ.get("PREEX_CI") == "1":
        _leave_out(
            config, items, lambda item: _database(item) == "postgresql" or "postgresql_server" in item.fixturenames
        )


def _database(item) -> str:
    return getattr(item, "callspec", None) and item.callspec.params.get("place", "")


def _leave_out(config, items, unwanted) -> None:
    out = [item for item in items if item.path.is_relative_to(HERE) and unwanted(item)]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in set(out)]


@pytest.fixture(scope="session")
def postgresql_server() -> str:
    """Address of a server where databases may be made, without the name of a database."""
    named = os.environ.get("PREEX_DATABASE_URL")
    address = named.rpartition("/")[0] if named else f"postgresql://{getpass.getuser()}@127.0.0.1:5432"
    psycopg = pytest.importorskip("psycopg", reason="psycopg, the driver of PostgreSQL, is not installed")
    try:
        psycopg.connect(f"{address}/postgres", connect_timeout=3).close()
    except psycopg.OperationalError as error:
        if named:
            raise
        pytest.skip(f"PostgreSQL does not answer at {urlsplit(address).hostname}: {error}")
    return address


@pytest.fixture(scope="session")
def _migrated(postgresql_server, django_db_blocker) -> Iterator[str]:
    """Name of a PostgreSQL database that has the tables and no rows."""
    name = f"preex_test_{uuid4().hex}"
    _on_server(postgresql_server, f"CREATE DATABASE {name}")
    try:
        with django_db_blocker.unblock():
            open_store(database_url=f"{postgresql_server}/{name}").close()
        yield name
    finally:
        _on_server(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def postgresql_url(postgresql_server, _migrated) -> Iterator[str]:
    """Address of a PostgreSQL database that has the tables and, whatever a test did before, no rows."""
    yield f"{postgresql_server}/{_migrated}"
    _on_server(postgresql_server, "TRUNCATE preex_athlete RESTART IDENTITY CASCADE", database=_migrated)


@pytest.fixture
def empty_postgresql_url(postgresql_server) -> Iterator[str]:
    """Address of a PostgreSQL database of the test's own, without tables."""
    name = f"preex_test_{uuid4().hex}"
    _on_server(postgresql_server, f"CREATE DATABASE {name}")
    yield f"{postgresql_server}/{name}"
    _on_server(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


def _on_server(address: str, sql: str, database: str = "postgres") -> None:
    import psycopg

    with psycopg.connect(f"{address}/{database}", autocommit=True) as connection:
        connection.execute(sql)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """What `open_store` needs to find the test's database."""
    if request.param == "sqlite":
        return {"home": tmp_path}
    return {"database_url": request.getfixturevalue("postgresql_url")}


@pytest.fixture
def store(place):
    with open_store(**place) as opened:
        yield opened


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def make_set():
    """Make one set, done some minutes after 1 September 2026, 17:00 UTC."""

    def make(source_id: str | None = None, *, minutes: float = 0, **fields) -> PerformedSet:
        given = {"exercise": "leg_press", "load_kg": 160.0, "reps": 8, "workout": "legs", "source_id": source_id}
        return PerformedSet(at=datetime(2026, 9, 1, 17, tzinfo=UTC) + timedelta(minutes=minutes), **(given | fields))

    return make


@pytest.fixture
def make_log():
    """Make the log of `count` sets: 4 exercises of 5 sets in every workout, every third day; loads in pounds."""

    def make(count: int, *, first: int = 0, workout: str = "full body") -> LogImport:
        sets, raw = [], {}
        for i in range(first, first + count):
            day, of_day = divmod(i, 20)
            at = datetime(2016, 1, 4, 17, tzinfo=UTC) + timedelta(days=3 * day)
            entered = Load(Decimal(45 + 5 * (i % 50)), LoadUnit.LB)
            sets.append(
                PerformedSet(
                    exercise=("leg_extension", "leg_press", "cable_fly", "barbell_bench_press")[of_day // 5],
                    load_kg=entered.kg,
                    reps=i % 12 + 1,
                    at=at,
                    rir=float(i % 4) if i % 3 else None,
                    workout=f"{at:%Y-%m-%d %H:%M} {workout}",
                    source_line=i + 2,
                    name="As Written (Machine)",
                    entered=entered,
                    local_date=f"{at:%Y-%m-%d}",
                    zone="Europe/Berlin",
                    block=of_day // 5,
                    source_id=f"{workout}:{i}",
                )
            )
            raw[i + 2] = json.dumps(
                {"Date": f"{at:%Y-%m-%d %H:%M:%S}", "Weight": str(entered.value), "Reps": i % 12 + 1}
            )
        return LogImport(format="synthetic", unit=LoadUnit.LB, rows=count, sets=tuple(sets), raw=raw)

    return make
