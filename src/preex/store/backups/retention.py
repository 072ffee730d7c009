"""Which backups are kept: all of a day, the newest of each of 7 days, 4 weeks and 12 months; those before a change a month."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from preex.store.backups import manifest
from preex.store.backups.manifest import Backup

DAYS, WEEKS, MONTHS = 7, 4, 12
ALL, BEFORE_A_CHANGE = timedelta(days=1), timedelta(days=30)
_LEFT_OVER_S = 86_400  # a draft that nobody finished for so long belongs to a program that was killed


def prune(folder: Path, at: datetime) -> list[Path]:
    """Remove what need not be kept, and return it.

    Only backups that were verified are counted and only those are removed, so the newest that can be relied on always
    stays: it is the newest of its day, its week and its month.
    """
    sound = [backup for backup in manifest.all_in(folder) if backup.whole]
    kept = {backup.file for backup in keep(sound, at)}
    gone = [backup.file for backup in sound if backup.file not in kept]
    for file in gone:
        # First the file: a manifest without a file is no backup, a file without a manifest would never go.
        file.unlink(missing_ok=True)
        file.with_name(f"{file.name}.json").unlink(missing_ok=True)
    _sweep(folder)
    return gone


def keep(backups: Iterable[Backup], at: datetime) -> list[Backup]:
    """Return those to keep, of backups in any order."""
    newest_first = sorted(backups, key=lambda backup: backup.at, reverse=True)
    kept = [
        *_newest_of_each(newest_first, lambda at: f"{at:%Y-%m-%d}", DAYS),
        *_newest_of_each(newest_first, lambda at: f"{at:%G-%V}", WEEKS),
        *_newest_of_each(newest_first, lambda at: f"{at:%Y-%m}", MONTHS),
    ]
    changes = (manifest.BEFORE_UPDATE, manifest.BEFORE_RESTORE)
    kept += [one for one in newest_first if at - one.at <= (BEFORE_A_CHANGE if one.reason in changes else ALL)]
    return list({one.file: one for one in kept}.values())


def _newest_of_each(newest_first: list[Backup], period: Callable[[datetime], str], most: int) -> list[Backup]:
    found: dict[str, Backup] = {}
    for backup in newest_first:
        found.setdefault(period(backup.at), backup)
    return list(found.values())[:most]


def _sweep(folder: Path) -> None:
    for draft in folder.glob(".preex-*.partial*"):
        with suppress(OSError):
            if time.time() - draft.stat().st_mtime > _LEFT_OVER_S:
                draft.unlink()
