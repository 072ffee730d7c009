"""Looking at a database without changing it: what `preex doctor` tells."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.models import Max

from preex.errors import DataError, NotFound
from preex.store import guard
from preex.store.backups import Backup, backup_folder, manifest, on_postgresql, on_sqlite, side_of
from preex.store.database import database_of, home_folder
from preex.store.failures import in_our_words
from preex.store.opening import connected, newer_than_the_code


@dataclass(frozen=True, slots=True)
class Schema:
    """Which migrations a database has. latest : the last; newer : those this version does not know; pending : to come."""

    latest: str
    newer: tuple[str, ...]
    pending: tuple[str, ...]


def standing_at(home: Path | None = None, database_url: str | None = None) -> dict[str, Any]:
    """Return the settings of a database that must be there.

    Raises
    ------
    DataError : it was there and is gone.
    NotFound : nothing was begun yet.
    """
    database = database_of(home, database_url)
    if side_of(database) is on_sqlite:
        guard.refuse_if_lost(database)
        if not Path(database["NAME"]).exists():
            raise NotFound(
                f"there is no log yet at {database['NAME']}.",
                hint="Begin one: preex import, preex log, or preex serve.",
            )
    return database


def check(database: dict[str, Any]) -> None:
    """Read the whole database.

    Raises
    ------
    DataError : a page is damaged, or a row's parent is missing. Nothing is written to the log from then on.
    """
    if side_of(database) is on_postgresql:
        on_postgresql.content(database)  # every row is read; PostgreSQL tells a page whose checksum is wrong
    else:
        check_file(database)


def check_file(database: dict[str, Any]) -> None:
    """Check the pages of a SQLite file; PostgreSQL looks after its own.

    Raises
    ------
    DataError : as `check`.
    """
    if guard.home_of(database) is None:
        return
    try:
        on_sqlite.check(Path(database["NAME"]))
    except DataError as error:
        guard.mark_damaged(database, error.message)
        raise


def schema_of(database: dict[str, Any]) -> Schema:
    """Return which migrations the log of a database has; of newer ones, those of the accounts count too."""
    alias = connected(database)
    with in_our_words(alias):
        loader = MigrationLoader(connections[alias])
    applied = [name for app, name in loader.applied_migrations if app == "preex"]
    pending = [name for app, name in sorted(loader.disk_migrations) if app == "preex" and name not in applied]
    return Schema(
        latest=max(applied, default=""),
        newer=tuple(newer_than_the_code(loader)),
        pending=tuple(pending),
    )


def newest(database: dict[str, Any]) -> datetime | None:
    """Return when the newest entry or operation reached the log, by the clock of then."""
    alias = connected(database)
    from preex.store.models import EntryRow, OperationRow

    with in_our_words(alias):
        found = [
            OperationRow.objects.using(alias).aggregate(at=Max("received_at"))["at"],
            EntryRow.objects.using(alias).aggregate(at=Max("at"))["at"],
        ]
    return max((at for at in found if at is not None), default=None)


def athletes_of(database: dict[str, Any]) -> Mapping[str, str]:
    """Return the row of each athlete, as backups name them, and their name."""
    alias = connected(database)
    from preex.store.models import AthleteRow

    with in_our_words(alias):
        return {
            str(pk): name for pk, name in AthleteRow.objects.using(alias).order_by("name").values_list("pk", "name")
        }


def chain_cut(database: dict[str, Any], backup: Backup) -> Mapping[str, int]:
    """Return the athletes whose operations are not those that a backup had: row of the athlete -> first number missing.

    A chain that was cut off at its end, or made anew from some row on, is whole in itself; only what was kept elsewhere
    tells.
    """
    alias = connected(database)
    from preex.store.models import OperationRow

    wrong, there = {}, athletes_of(database)
    with in_our_words(alias):
        for athlete, (seq, hash_) in backup.content.chains.items():
            found = (
                OperationRow.objects.using(alias)
                .filter(athlete_id=int(athlete), seq=seq)
                .values_list("hash", flat=True)
            )
            if athlete in there and list(found) != [hash_]:
                wrong[athlete] = seq
    return wrong


def comparable_backup(database: dict[str, Any]) -> Backup | None:
    """Return the newest verified backup the log must still agree with: none from before a restore."""
    restored = guard.restored_at(database)
    backups = (one for one in manifest.all_in(backup_folder(database)) if one.whole)
    return next((one for one in backups if restored is None or one.at > restored), None)


def disk_free(database: dict[str, Any]) -> tuple[int, int]:
    """Return the room left where backups go, and the size of the log; 0 on PostgreSQL. [bytes]"""
    home = guard.home_of(database) or home_folder()
    size = Path(database["NAME"]).stat().st_size if side_of(database) is on_sqlite else 0
    while not home.exists():
        home = home.parent
    return shutil.disk_usage(home).free, size
