"""Command lines, run in this process on a home folder of their own."""

import json
import os
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.db import connections

from preex.cli import cli

NOW = "2026-03-30T18:00:00+00:00"

STRONG = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n"


@dataclass(frozen=True)
class Ran:
    """What a command line left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)

    @property
    def error(self):
        """The error of a run with --json, which is all there is on stdout."""
        assert self.json["schema"] == "preex.error/1"
        assert self.json["error"].keys() == {"code", "message", "hint"}
        return self.json["error"]


@pytest.fixture
def home(tmp_path, monkeypatch, django_db_blocker):
    """A home folder; on PostgreSQL a database beside it, as empty."""
    folder = tmp_path / "home"
    monkeypatch.setenv("PREEX_HOME", str(folder))
    monkeypatch.setenv("PREEX_NOW", NOW)
    monkeypatch.setenv("COLUMNS", "120")
    with django_db_blocker.unblock():
        yield from _with_database(folder, monkeypatch)
        for alias in [alias for alias in connections.settings if alias != "default"]:
            connections[alias].close()
            del connections[alias]
            del connections.settings[alias]


def _with_database(folder, monkeypatch):
    url = os.environ.get("PREEX_DATABASE_URL")
    if not url:
        yield folder
        return
    psycopg = pytest.importorskip("psycopg", reason="the PostgreSQL driver psycopg is not installed")
    name = f"preex_cli_{uuid4().hex}"
    monkeypatch.setenv("PREEX_DATABASE_URL", urlunsplit(urlsplit(url)._replace(path=f"/{name}")))
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield folder
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def preex(home):  # noqa: ARG001 - the command line finds it in the environment
    """Run a command line: `preex("pairs", "--json")`."""

    def run(*args, stdin=None):
        done = CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin, prog_name="preex")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Ran(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture
def strong_log(tmp_path):
    """Write a log as Strong exports it, from rows as (start, exercise, set order, load, reps)."""

    def write(*rows, name="strong.csv"):
        lines = (f'{at},"A",1h,"{exercise}",{order},{load},{reps},0,0,\n' for at, exercise, order, load, reps in rows)
        path = tmp_path / name
        path.write_text(STRONG + "".join(lines), encoding="utf-8")
        return path

    return write


@pytest.fixture
def leg_day(strong_log):
    """A log of two leg days: compound first on the first, isolation first on the second."""
    return strong_log(
        *(("2026-03-02 18:00:00", "Leg Press", n, 100, 10) for n in (1, 2, 3)),
        *(("2026-03-02 18:00:00", "Leg Extension (Machine)", n, 40, 12) for n in (1, 2)),
        *(("2026-03-09 18:00:00", "Leg Extension (Machine)", n, 40, 12) for n in (1, 2)),
        *(("2026-03-09 18:00:00", "Leg Press", n, 100, 7) for n in (1, 2, 3)),
    )


@pytest.fixture
def contents(preex):
    """Return what the store holds for an athlete, as far as the command line shows it."""

    def read(athlete="me"):
        status = preex("status", "--json", "--athlete", athlete).json
        return {key: status[key] for key in ("sets", "workouts", "first", "last", "plan", "last_import")}

    return read
