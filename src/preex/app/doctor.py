"""`doctor`: whether the log is whole, whether it could be restored, and what to do about either."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from preex.errors import DataError, PreexError

if TYPE_CHECKING:
    from preex.store import Store

OK, WARNING, DAMAGE = "ok", "warning", "damage"
_SKEW = timedelta(minutes=2)  # ux.md, F12: a clock is worth a word from here on
_BACKUP_AGE, _DRILL_AGE = (
    timedelta(days=2),
    timedelta(days=8),
)  # a day and a week are due, and a night or a holiday may pass
_ROOM = 200_000_000  # [bytes]


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at. status : `ok`, `warning` or `damage`. next : the one thing to do; "" = nothing."""

    name: str
    status: str
    text: str
    next: str = ""


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a look at the log found. rebuilt : of each athlete, the sets of operations and their hashes before and after."""

    at: datetime
    checks: tuple[Check, ...]
    rebuilt: Mapping[str, Mapping[str, Any]]

    @property
    def damaged(self) -> bool:
        """True when something stored is not as it was written."""
        return any(check.status == DAMAGE for check in self.checks)

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.doctor/1`."""
        return {
            "schema": "preex.doctor/1",
            "at": self.at.isoformat(),
            "ok": all(check.status == OK for check in self.checks),
            "damaged": self.damaged,
            "checks": [asdict(check) for check in self.checks],
            "rebuilt": {name: dict(told) for name, told in self.rebuilt.items()},
        }


def check_up(*, at: datetime, rebuild: bool = False) -> Checkup:
    """Look at everything that can go wrong with a log, without changing it.

    Parameters
    ----------
    at : now.
    rebuild : also work out anew the sets that phones told, and let the log hold them.

    Raises
    ------
    NotFound : there is no log yet.
    Unavailable, NotPermitted : it cannot be reached.
    """
    from preex.store.examining import standing_at

    try:
        database = standing_at()
    except DataError as error:
        return Checkup(at, (Check("pages", DAMAGE, error.message, error.hint),), {})
    checks = [_pages(database)]
    rebuilt: dict[str, dict[str, Any]] = {}
    if checks[0].status == OK:
        checks.append(_schema(database))
        if checks[1].status == OK:
            checks += [*_contents(database, at, rebuild=rebuild, into=rebuilt), _clock(database, at)]
    checks += [_backup(database, at), _drill(database, at), _disk(database)]
    return Checkup(at, tuple(checks), rebuilt)


def _pages(database: dict[str, Any]) -> Check:
    from preex.store import guard
    from preex.store.examining import check

    try:
        check(database)
    except DataError as error:
        return Check("pages", DAMAGE, error.message, guard.words(database))
    again = " It was marked as damaged and is whole; it can be written to again." if guard.clear(database) else ""
    return Check("pages", OK, f"Every page of the database can be read.{again}")


def _schema(database: dict[str, Any]) -> Check:
    from preex.store.examining import schema_of

    found = schema_of(database)
    if found.newer:
        text = f"The database is newer than this version of PreEx: it has {', '.join(found.newer)}. Nothing is written."
        return Check("schema", DAMAGE, text, "Update PreEx.")
    if found.pending:
        text = f"The tables are of {found.latest or 'no version'}; {', '.join(found.pending)} is to come."
        return Check("schema", WARNING, text, "Run any other command, as preex status: it backs up, then updates.")
    return Check("schema", OK, f"The tables are up to date ({found.latest}).")


def _contents(
    database: dict[str, Any], at: datetime, *, rebuild: bool, into: dict[str, dict[str, Any]]
) -> Iterator[Check]:
    """Check what is chained: operations, the sets that follow from them, and trials."""
    from preex.store import guard
    from preex.store.examining import athletes_of, chain_cut, comparable_backup
    from preex.store.opening import opened
    from preex.store.repository import Store

    names = athletes_of(database)
    with Store(opened(database), owns_connection=True) as store:
        backup = comparable_backup(database)
        cut = chain_cut(database, backup) if backup else {}
        faults = [*_each(names.values(), lambda name: _chain(store, name)),
                  *(f"{names[row]}: operation {seq} is not the one that the backup {backup.file.name} has"
                    for row, seq in cut.items() if backup)]  # fmt: skip
        yield _judged("operations", "Every operation is as it came.", faults, guard.words(database))
        if not faults:
            yield _sets(store, names.values(), at, rebuild=rebuild, into=into)
        broken = _each(names.values(), lambda name: _trials(store, name))
        yield _judged("trials", "Every trial is as it was recorded.", broken, guard.words(database))


def _sets(
    store: Store,
    names: Iterable[str],
    at: datetime,
    *,
    rebuild: bool,
    into: dict[str, dict[str, Any]],
) -> Check:
    differ = []
    for name in names:
        found = store.rebuild(name, at=at, keep=rebuild)
        into[name] = {"sets": found.sets, "before": found.before, "after": found.after, "same": found.same}
        if not found.same:
            differ.append(name)
    if not differ:
        return Check("sets", OK, "The sets that phones told follow from their operations, by hash.")
    whose = ", ".join(differ)
    if rebuild:
        return Check("sets", WARNING, f"The sets of {whose} did not follow from their operations; they do now.")
    return Check(
        "sets", DAMAGE, f"The sets of {whose} do not follow from their operations.", "Run preex doctor --rebuild."
    )


def _chain(store: Store, name: str) -> str:
    return store.verify_chain(name).reason


def _trials(store: Store, name: str) -> str:
    from preex.app.trials import trial_of

    for kept in store.trials(name):
        try:
            trial_of(kept)
        except PreexError as error:
            return f"trial {kept.id}: {error.message.rstrip('.')}"
    return ""


def _each(names: Iterable[str], fault_of: Callable[[str], str]) -> list[str]:
    found = ((name, fault_of(name)) for name in names)
    return [f"{name}: {fault}" for name, fault in found if fault]


def _judged(name: str, good: str, faults: Sequence[str], following: str) -> Check:
    return Check(name, DAMAGE, f"{'; '.join(faults)}.", following) if faults else Check(name, OK, good)


def _clock(database: dict[str, Any], at: datetime) -> Check:
    from preex.store.examining import newest

    last = newest(database)
    if last is None or at - last >= -_SKEW:
        return Check("clock", OK, "The clock is not behind the newest entry of the log.")
    minutes = (last - at).total_seconds() / 60
    text = f"The clock says {at:%Y-%m-%d %H:%M %Z}, and the newest entry is {minutes:,.0f} minutes later."
    return Check("clock", WARNING, text, "Set the clock of this machine.")


def _backup(database: dict[str, Any], at: datetime) -> Check:
    from preex.store.backups import backup_folder, last_verified

    found = last_verified(backup_folder(database))
    if found is None:
        return Check("backup", WARNING, "There is no verified backup.", "Run preex backup, every day.")
    text = f"The last verified backup is of {_day(found.at)}: {found.file}, with {found.sets:,} sets."
    if at - found.at > _BACKUP_AGE:
        return Check("backup", WARNING, text, "Run preex backup, every day.")
    return Check("backup", OK, text if found.encrypted else f"{text} It is not encrypted.")


def _drill(database: dict[str, Any], at: datetime) -> Check:
    from preex.store.backups import backup_folder
    from preex.store.backups.manifest import last_drill

    found, following = last_drill(backup_folder(database)), "Run preex doctor --drill, every week."
    if found is None:
        return Check("drill", WARNING, "No backup was ever restored as an exercise.", following)
    if found.failed:
        return Check(
            "drill", DAMAGE, f"The last restore failed: {found.failed}", "Run preex backup, then preex doctor --drill."
        )
    text = f"A backup was last restored to scratch on {_day(found.at)}, and was whole."
    return Check("drill", OK, text) if at - found.at <= _DRILL_AGE else Check("drill", WARNING, text, following)


def _disk(database: dict[str, Any]) -> Check:
    from preex.store.examining import disk_free

    free, size = disk_free(database)
    text = f"{free / 1e9:,.1f} GB of the disk are free; the log takes {size / 1e6:,.1f} MB."
    if free < max(_ROOM, 4 * size):  # a backup, its scratch copy, a copy set aside and what is to come
        return Check("disk", WARNING, text, "Make room, or back up to another disk: preex backup FOLDER.")
    return Check("disk", OK, text)


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
