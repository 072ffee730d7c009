"""A store of the test's own, on SQLite: that both databases behave alike is tested with the store and the command line."""

from datetime import UTC, datetime

import pytest
from django.db import connections

from preex.store import open_store

NOW = datetime(2026, 3, 30, 18, tzinfo=UTC)


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def store(tmp_path, django_db_blocker):
    with django_db_blocker.unblock():
        with open_store(home=tmp_path / "home") as opened:
            yield opened
        for alias in [alias for alias in connections.settings if alias != "default"]:
            connections[alias].close()
            del connections[alias]
            del connections.settings[alias]
