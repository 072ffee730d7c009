"""The training log, kept on SQLite or PostgreSQL.

`open_store` gives a `Store`; everything else here is what its methods take and return. Django is imported when a
store is opened, not before, so commands that need no store start quickly. Read `docs/store.md` first.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from preex.store.records import (
    DEFAULT_ATHLETE,
    Athlete,
    BatchReport,
    ChainReport,
    LoggedOperation,
    OpStatus,
    PredictedSet,
    Rebuilt,
    SavedDraft,
    SavedFit,
    SavedPlan,
    SavedPrediction,
    SavedTrial,
    Taken,
    Undone,
)

if TYPE_CHECKING:
    from preex.store.repository import Store

__all__ = [
    "DEFAULT_ATHLETE",
    "Athlete",
    "BatchReport",
    "ChainReport",
    "LoggedOperation",
    "OpStatus",
    "PredictedSet",
    "Rebuilt",
    "SavedDraft",
    "SavedFit",
    "SavedPlan",
    "SavedPrediction",
    "SavedTrial",
    "Store",
    "Taken",
    "Undone",
    "open_store",
]


def open_store(home: Path | None = None, database_url: str | None = None) -> Store:
    """Open the store, creating it or bringing it up to date at first use.

    Parameters
    ----------
    home : folder of the SQLite file; None = `$PREEX_HOME`, else the platform's user data folder.
    database_url : `postgresql://user:password@host:port/name`; None = `$PREEX_DATABASE_URL` unless `home` is given.

    Returns
    -------
    A `Store`, to be used in a `with` statement.

    Raises
    ------
    ValidationError : the address is not one of a PostgreSQL database.
    NotPermitted : the folder or file cannot be made or written.
    Unavailable : the server cannot be reached, or another program holds the database.
    DataError : the database is damaged, or newer than this version of PreEx.
    """
    from preex.store.opening import prepared

    alias = prepared(home, database_url)  # Django must be set up before its models can be imported
    from preex.store.repository import Store

    return Store(alias, owns_connection=True)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - the type of a module attribute
    if name == "Store":
        from preex.store.repository import Store

        return Store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
