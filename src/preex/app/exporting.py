"""`export`: everything an athlete put in, as a file that PreEx and others can read."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from preex.errors import Conflict
from preex.logbook.archive import export, write_export
from preex.store.database import home_folder

if TYPE_CHECKING:
    from preex.store import Store


@dataclass(frozen=True, slots=True)
class Exported:
    """A file that was written. [sets, plans, bytes]"""

    file: str
    sets: int
    plans: int
    size: int

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.export/1`."""
        return {
            "schema": "preex.export/1",
            "file": self.file,
            "sets": self.sets,
            "plans": self.plans,
            "bytes": self.size,
        }


def export_log(store: Store, athlete: str, path: str | os.PathLike[str], *, replace: bool = False) -> Exported:
    """Write everything an athlete put in to a zip: sets, profile, plans, trials, fits, names, what phones told, own studies.

    Parameters
    ----------
    store, athlete : where, and whose log.
    path : of the file.
    replace : write over a file that is there.

    Raises
    ------
    Conflict : the file is there and `replace` is false.
    NotFound, NotPermitted : there is no such folder, or it may not be written to.
    """
    if not replace and Path(path).exists():
        raise Conflict(f"there is a file {str(path)!r} already.", hint="Choose another name, or --force.")
    sets, extra = store.sets(athlete), _extra(store, athlete)
    write_export(path, sets, extra=extra)
    return Exported(str(path), len(sets), len(store.plans(athlete)), Path(path).stat().st_size)


def export_bytes(store: Store, athlete: str) -> bytes:
    """Return what `export_log` writes."""
    return export(store.sets(athlete), extra=_extra(store, athlete))


def _extra(store: Store, athlete: str) -> dict[str, bytes]:
    """Return everything but the sets: member -> contents."""
    profile = asdict(store.athlete(athlete))
    del profile["id"]  # means nothing in another store
    plans = [{"id": kept.id, "at": kept.at.isoformat(), "plan": kept.plan} for kept in store.plans(athlete)]
    trials = [
        {"id": one.id, "at": one.at.isoformat(), "protocol": one.protocol, "seed": one.seed, "events": list(one.events)}
        for one in store.trials(athlete)
    ]
    fits = [
        {"id": one.id, "at": one.at.isoformat(), "person": one.person, "about": one.about}
        for one in store.fits(athlete)
    ]
    expected = ({"source_id": one.set.source_id, **asdict(one.prediction)} for one in store.predictions(athlete))
    return {
        "profile.json": _json(profile),
        "plans.json": _json(plans),
        "names.json": _json(dict(store.name_map(athlete))),
        "trials.json": _json(trials),
        "fits.json": _json(fits),
        "predictions.jsonl": _lines(expected),
        "operations.jsonl": _lines(_operations(store, athlete)),
        **_own_studies(),
    }


def _operations(store: Store, athlete: str) -> Iterator[dict[str, Any]]:
    since, more = 0, True
    while more:
        some, since, more = store.operations_since(athlete, since)
        for one in some:
            yield {"seq": one.seq, **one.operation.to_json()}


def _own_studies() -> dict[str, bytes]:
    folder = home_folder() / "evidence"
    files = (path for path in sorted(folder.rglob("*")) if path.is_file()) if folder.is_dir() else ()
    return {f"evidence/{path.relative_to(folder).as_posix()}": path.read_bytes() for path in files}


def _lines(objects: Iterable[object]) -> bytes:
    text = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
    return text.encode("utf-8", "backslashreplace")


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
