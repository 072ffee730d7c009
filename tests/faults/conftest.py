"""Faults put in on purpose. A short version of each runs with the other tests; PREEX_FAULTS=full, as `make faults`, runs all.

The fixtures that give databases are those of the tests of the store.
"""

import importlib.util
import os
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("store_fixtures", Path(__file__).parents[1] / "store" / "conftest.py")
_of_the_store = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_of_the_store)

_databases_allowed = _of_the_store._databases_allowed
postgresql_server = _of_the_store.postgresql_server
_migrated = _of_the_store._migrated
postgresql_url = _of_the_store.postgresql_url
place = _of_the_store.place
store = _of_the_store.store
now = _of_the_store.now
make_set = _of_the_store.make_set
make_log = _of_the_store.make_log

_FULL = os.environ.get("PREEX_FAULTS") == "full"


def pytest_collection_modifyitems(config, items):
    """Try both databases in full; else the one that is named, without which it is SQLite."""
    if _FULL:
        return
    unwanted = "sqlite" if "PREEX_DATABASE_URL" in os.environ else "postgresql"
    here = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    out = [item for item in here if _of_the_store._database(item) == unwanted]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in set(out)]


@pytest.fixture
def times():
    """Return how often to try something: `times(short, full)`."""
    return lambda short, full: full if _FULL else short
