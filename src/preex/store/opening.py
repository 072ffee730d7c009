"""Open a database: start Django if nobody has, find the connection, bring the tables up to date."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections, transaction, utils
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from preex.errors import DataError, NotPermitted, PreexError, Unavailable
from preex.store import guard
from preex.store.backups import backup_folder, make_backup
from preex.store.backups.manifest import BEFORE_UPDATE
from preex.store.backups.sealing import key_named
from preex.store.database import database_of, make_home
from preex.store.failures import in_our_words

_SQLITE = "django.db.backends.sqlite3"
_MIGRATION_LOCK = 5_077_393_600  # any number nobody else locks; PostgreSQL's advisory locks are numbered


def prepared(home: Path | None, database_url: str | None) -> str:
    """Return Django's name of the connection to a database that is up to date; see `preex.store.open_store`."""
    return opened(database_of(home, database_url))


def opened(database: dict[str, Any], *, scratch: bool = False) -> str:
    """Return Django's name of the connection to a database that is up to date.

    Parameters
    ----------
    database : Django's settings of it.
    scratch : it is a copy that will be thrown away, and needs no backup before it changes.

    Raises
    ------
    DataError, NotPermitted, Unavailable : see `preex.store.open_store`.
    """
    if database["ENGINE"] == _SQLITE:
        make_home(Path(database["NAME"]).parent)
        guard.refuse_if_lost(database)
    alias = connected(database)
    bring_up_to_date(alias, only="preex", backed_up=not scratch)
    guard.begin(database)
    return alias


def connected(database: dict[str, Any]) -> str:
    """Return Django's name of the connection to a database as it is, up to date or not."""
    _start_django()
    return _alias_of(database)


def forget(alias: str) -> None:
    """Close a connection that will not be used again."""
    connections[alias].close()
    del connections[alias]
    del connections.settings[alias]


def bring_up_to_date(alias: str = DEFAULT_DB_ALIAS, *, only: str | None = None, backed_up: bool = True) -> None:
    """Run the migrations a database lacks, all in one transaction, after a verified backup of what it holds.

    A process killed in between leaves the database as it was, and of two that start at once the second waits.

    Parameters
    ----------
    alias : Django's name of the connection.
    only : label of the one application whose tables are meant; None = all of them, as the web needs.
    backed_up : make a backup first.

    Raises
    ------
    DataError : the database has migrations this version of PreEx does not know, is damaged, or one of ours failed.
    """
    try:
        with in_our_words(alias):
            if _pending(alias, only):
                guard.refuse_if_damaged(connections[alias].settings_dict)
                with _alone(alias):
                    if _pending(alias, only):
                        if backed_up:
                            _back_up(alias)
                        _migrate(alias, only)
    except PreexError:
        connections[alias].close()
        raise


def _back_up(alias: str) -> None:
    """Make a verified backup of a log that is there; call it while nobody else can change it."""
    connection, without = connections[alias], os.environ.get("PREEX_UPDATE_WITHOUT_BACKUP") == "1"
    there = "preex_athlete" in connection.introspection.table_names()
    database = connection.settings_dict
    if without or not there or _in_memory(database):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM preex_athlete")
        if cursor.fetchone() == (0,):
            return
    folder, key = backup_folder(database), key_named()
    try:
        # The clock only names the backup; nobody hands one to whatever happens to open a store first.
        make_backup(database, folder, at=datetime.now(UTC), reason=BEFORE_UPDATE, key=key)
    except (NotPermitted, Unavailable) as error:
        error.hint += " The tables were not updated. PREEX_UPDATE_WITHOUT_BACKUP=1 updates them without a backup."
        raise


def _in_memory(database: dict[str, Any]) -> bool:
    return database["ENGINE"] == _SQLITE and guard.home_of(database) is None


def _migrate(alias: str, only: str | None) -> None:
    named = [only] if only else []
    try:
        call_command("migrate", *named, database=alias, interactive=False, verbosity=0, skip_checks=True)
    except utils.Error:
        raise
    except Exception as error:
        said = " ".join(str(error).split())[:300]
        raise DataError(
            f"the update of the database stopped: {said or type(error).__name__}.",
            hint=f"It was rolled back, nothing was changed. {guard.words(connections[alias].settings_dict)}",
        ) from error


def _pending(alias: str, only: str | None) -> bool:
    """Tell whether the database lacks a migration; refuse one that is newer than the code."""
    executor = MigrationExecutor(connections[alias])
    loader = executor.loader
    if newer := newer_than_the_code(loader):
        raise DataError(
            f"the database was written by a newer version of PreEx: it has {', '.join(newer)}.",
            hint=f"Update PreEx; nothing was changed. {guard.words(connections[alias].settings_dict)}",
        )
    if guard.began(connections[alias].settings_dict) and not any(
        app == "preex" for app, _ in loader.applied_migrations
    ):
        raise guard.lost(connections[alias].settings_dict)
    return bool(executor.migration_plan(loader.graph.leaf_nodes(only)))


def newer_than_the_code(loader: MigrationLoader) -> list[str]:
    """Return the migrations of a database that this version of PreEx does not know."""
    return sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations.keys() - loader.disk_migrations.keys()
        if app in loader.migrated_apps and (app, name) not in loader.replacements
    )


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
