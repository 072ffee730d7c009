"""`export`: everything an athlete put in, as a file that PreEx and others can read."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from preex.errors import Conflict
from preex.logbook.archive import write_export

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
    """Write an athlete's sets, profile, plans, trials and own names of exercises to a zip.

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
    profile = asdict(store.athlete(athlete))
    del profile["id"]  # means nothing in another store
    plans = [{"id": kept.id, "at": kept.at.isoformat(), "plan": kept.plan} for kept in store.plans(athlete)]
    trials = [
        {"id": one.id, "at": one.at.isoformat(), "protocol": one.protocol, "seed": one.seed, "events": list(one.events)}
        for one in store.trials(athlete)
    ]
    sets = store.sets(athlete)
    extra = {
        "profile.json": profile,
        "plans.json": plans,
        "names.json": dict(store.name_map(athlete)),
        "trials.json": trials,
    }
    write_export(path, sets, extra={name: _json(content) for name, content in extra.items()})
    return Exported(str(path), len(sets), len(plans), Path(path).stat().st_size)


def _json(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
