"""Open a database: start Django if nobody has, find the connection, bring the tables up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from preex.errors import DataError, PreexError
from preex.store.database import database_of, make_home
from preex.store.failures import in_our_words

_SQLITE = "django.db.backends.sqlite3"
_MIGRATION_LOCK = 5_077_393_600  # any number nobody else locks; PostgreSQL's advisory locks are numbered


def prepared(home: Path | None, database_url: str | None) -> str:
    """Return Django's name of the connection to a database that is up to date; see `preex.store.open_store`."""
    database = database_of(home, database_url)
    if database["ENGINE"] == _SQLITE:
        make_home(Path(database["NAME"]).parent)
    _start_django()
    alias = _alias_of(database)
    bring_up_to_date(alias, only="preex")
    return alias


def bring_up_to_date(alias: str = DEFAULT_DB_ALIAS, *, only: str | None = None) -> None:
    """Run the migrations a database lacks, all in one transaction.

    A process killed in between leaves the database as it was, and of two that start at once the second waits.

    Parameters
    ----------
    alias : Django's name of the connection.
    only : label of the one application whose tables are meant; None = all of them, as the web needs.

    Raises
    ------
    DataError : the database has migrations this version of PreEx does not know.
    """
    try:
        with in_our_words():
            if _pending(alias, only):
                with _alone(alias):
                    if _pending(alias, only):
                        named = [only] if only else []
                        call_command("migrate", *named, database=alias, interactive=False, verbosity=0, skip_checks=True)
    except PreexError:
        connections[alias].close()
        raise


def _pending(alias: str, only: str | None) -> bool:
    """Tell whether the database lacks a migration; refuse one that is newer than the code."""
    executor = MigrationExecutor(connections[alias])
    loader = executor.loader
    newer = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations.keys() - loader.disk_migrations.keys()
        if app in loader.migrated_apps and (app, name) not in loader.replacements
    )
    if newer:
        raise DataError(
            f"the database was written by a newer version of PreEx: it has {', '.join(newer)}.",
            hint="Update PreEx; nothing was changed.",
        )
    return bool(executor.migration_plan(loader.graph.leaf_nodes(only)))


@contextmanager
def _alone(alias: str) -> Iterator[None]:
    """Hold a transaction in which the tables may change and no other process migrates."""
    connection = connections[alias]
    # SQLite rebuilds tables to alter them, which foreign keys would forbid, and can lift them only before a transaction.
    lifted = connection.disable_constraint_checking()
    try:
        with transaction.atomic(using=alias):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_MIGRATION_LOCK])
            yield
    finally:
        if lifted:
            connection.enable_constraint_checking()


def _start_django() -> None:
    """Configure Django with the store's settings unless a program, as our web, has configured it before."""
    if not settings.configured:
        from preex.store import settings as ours

        settings.configure(**{name: getattr(ours, name) for name in dir(ours) if name.isupper()})
    if not apps.ready:
        django.setup()
    if not apps.is_installed("preex.store"):
        raise PreexError("Django runs here without the store.", hint='Add "preex.store" to INSTALLED_APPS.')


def _alias_of(database: dict[str, Any]) -> str:
    """Return the name of Django's connection to a database, adding one if there is none."""
    known = connections.settings
    for alias, other in known.items():
        if all(
            other.get(key, "") == database.get(key, "") for key in ("ENGINE", "NAME", "USER", "HOST", "PORT", "OPTIONS")
        ):
            return str(alias)
    alias = f"store_{len(known)}"
    known[alias] = connections.configure_settings({DEFAULT_DB_ALIAS: database})[DEFAULT_DB_ALIAS]
    return alias
