"""Foreign logs: read them, store them, take them back."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from preex import logbook
from preex.app.naming import resolver
from preex.catalogue import load_catalogue
from preex.core.pairing import Order
from preex.core.succession import count_orders
from preex.logbook.report import LogImport, RowProblem
from preex.units import LoadUnit

if TYPE_CHECKING:
    from preex.store import Athlete, Store

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A file as read and stored.

    Always `rows == sets + rests + notes + duplicates + len(problems)`.
    """

    log: LogImport
    file_name: str
    batch: str | None  # as `B-7`; None when nothing was stored
    sets: int  # stored, or to be stored where it was a dry run
    already_stored: int
    changed: int  # of `already_stored`, those whose load or repetitions are others here; they stay as they are
    dry_run: bool
    names: Mapping[str, int]  # as the file writes exercises -> sets, those left out too; most sets first
    pairs: Mapping[Order, int]  # neighbouring blocks of the whole file, by their order

    @property
    def duplicates(self) -> int:
        """Rows that repeat a set of the file, or one the athlete has."""
        return self.log.duplicates + self.already_stored

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.import/1`."""
        log = self.log
        unmatched_sets = sum(log.unmatched.values())
        return {
            "schema": "preex.import/1",
            "file": self.file_name,
            "format": log.format,
            "batch": self.batch,
            "dry_run": self.dry_run,
            "rows": log.rows,
            "sets": self.sets,
            "rests": log.rests,
            "notes": log.notes,
            "duplicates": self.duplicates,
            "changed": self.changed,
            "problems": [
                {"line": p.line, "column": p.column, "text": p.text, "reason": p.reason} for p in log.problems
            ],
            "workouts": log.workouts,
            "exercises": {
                "matched": len({s.name for s in log.sets if s.exercise in load_catalogue().exercises}),
                "unmatched": list(log.unmatched),
                "unmatched_sets": unmatched_sets,
            },
            "pairs": {
                "pre_exhaust": self.pairs.get(Order.PRE_EXHAUST, 0),
                "traditional": self.pairs.get(Order.TRADITIONAL, 0),
            },
            "first": log.sets[0].at.isoformat() if log.sets else None,
            "last": log.sets[-1].at.isoformat() if log.sets else None,
            "unit": log.unit.value if log.unit else None,
            "warnings": list(log.warnings),
        }


def read_log(
    path: str | os.PathLike[str],
    unit: LoadUnit | str | None = None,
    tz: str | None = None,
    format: str = "auto",
    *,
    own_names: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> LogImport:
    """Read the log of a training app, its exercises named by the catalogue where the catalogue knows them.

    Parameters
    ----------
    path : the file.
    unit : `kg` or `lb`, for files that do not tell.
    tz : IANA zone of the file's local times; None = they are taken as UTC.
    format : name of the format, or `auto` to tell it from the file.
    own_names : what the lifter means by names of their own.
    progress : called now and then with lines read and lines in all.

    Raises
    ------
    UnitNeeded : the file does not tell its unit and `unit` is None.
    UnknownFormat, UnreadableFile, NotFound, NotPermitted, ZoneNeeded : see `preex.logbook.read`.
    """
    return logbook.read(path, unit=unit, tz=tz, format=format, resolve=resolver(own_names), progress=progress)


def import_log(  # noqa: PLR0913 - one argument for each option of the command line
    store: Store,
    athlete: str,
    path: str | os.PathLike[str],
    *,
    at: datetime,
    unit: LoadUnit | str | None = None,
    tz: str | None = None,
    format: str = "auto",
    dry_run: bool = False,
    create: bool = False,
    names: Mapping[str, str] | None = None,
    skip: Collection[str] = (),
    progress: Progress | None = None,
) -> Imported:
    """Store the sets of a file that the athlete does not have yet.

    Parameters
    ----------
    store, athlete : where, and whose log.
    path, unit, tz, format, progress : see `read_log`; without `tz` the athlete's zone holds. The first unit and zone
        that an athlete's files tell become those of the profile.
    at : now.
    dry_run : read and count, store nothing.
    create : make the athlete if there is none of this name; not on a dry run.
    names : what the lifter means by names of the file, name -> exercise id; remembered unless it is a dry run.
    skip : names whose sets are left out; their rows are reported as problems, since every row is accounted for.
    """
    new = create and not dry_run and athlete not in {known.name for known in store.athletes()}
    zone, known = (None, {}) if new else (store.athlete(athlete).zone, store.name_map(athlete))
    own_names = {**known, **(names or {})}
    read = read_log(path, unit, tz or zone or None, format, own_names=own_names, progress=progress)
    log = _without(read, skip)
    profile = store.athlete(athlete, create=new)  # only now that the file is known to be good
    with Path(path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    name = Path(path).name
    kept = store.import_log(
        athlete,
        log,
        file_name=name,
        digest=digest,
        at=at,
        dry_run=dry_run,
        progress=(lambda done: progress(done, len(log.sets))) if progress else None,
    )
    if not dry_run:
        for written, exercise in (names or {}).items():
            store.set_name(athlete, written, exercise)
    if kept.id is not None:
        _remember(store, profile, log.unit, tz)
    return Imported(
        log=log,
        file_name=name,
        batch=kept.id,
        sets=kept.new,
        already_stored=kept.already_stored,
        changed=kept.changed,
        dry_run=dry_run,
        names=dict(Counter(s.name or s.exercise for s in read.sets).most_common()),
        pairs=count_orders(log.sets, load_catalogue().exercises),
    )


def _without(log: LogImport, names: Collection[str]) -> LogImport:
    """Leave out the sets under these names, each as a row that says why."""
    if not names:
        return log
    left = [s for s in log.sets if s.name in names]
    told = tuple(RowProblem(s.source_line or 0, "", s.name[:200], "left out, as you said") for s in left)
    return replace(
        log,
        sets=tuple(s for s in log.sets if s.name not in names),
        problems=(*log.problems, *told),
        unmatched={name: n for name, n in log.unmatched.items() if name not in names},
    )


def _remember(store: Store, profile: Athlete, unit: LoadUnit | None, zone: str | None) -> None:
    told = {"unit": unit.value if unit and not profile.unit else None, "zone": zone if not profile.zone else None}
    if new := {field: value for field, value in told.items() if value}:
        store.update_profile(profile.name, **new)


def undo_import(store: Store, athlete: str, batch: str, *, at: datetime) -> int:
    """Take an imported file back; return the number of sets that went.

    Raises
    ------
    NotFound : this athlete has no such batch.
    Conflict : it is undone already.
    """
    return store.undo_import(athlete, batch, at=at)
