"""`restore` of an export: one athlete's log put back as it was, into a log of theirs that is empty."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from preex.app.backup import Restored
from preex.app.exporting import export_bytes
from preex.app.operations import read_operation
from preex.core.performed import PerformedSet
from preex.errors import Conflict, DataError, NotFound, UnreadableFile
from preex.logbook.archive import LOG, members_inside
from preex.logbook.own import Own, from_object
from preex.logbook.report import LogImport
from preex.store.database import home_folder
from preex.store.records import OpStatus, SavedPrediction

if TYPE_CHECKING:
    from preex.store import Store

_MOST_BYTES = 500_000_000  # of all members together; an export of 60,000 sets has some 40 MB


def restore_export(store: Store, athlete: str, file: str | Path, *, at: datetime) -> Restored:
    """Put back all that an export holds, export it again, and compare; what differs is an error and nothing is kept.

    Sets taken back before the export are not in it, nor are the rows of files as they were read; sets that came from files
    come back as one import.

    Parameters
    ----------
    store, athlete : where, and whose log; made when there is none of this name.
    file : as `export_log` writes it.
    at : now.

    Raises
    ------
    Conflict : the athlete has a log already.
    UnreadableFile : it is no export, or it was changed.
    DataError : what was put back is not what the file holds.
    """
    path = Path(file)
    try:
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(f"there is no file {str(file)!r}.", hint="Name an export, or a backup.") from error
    members = members_inside(data, path.name, max_bytes=_MOST_BYTES)
    store.athlete(athlete, create=True)
    _refuse_a_log(store, athlete)
    with store.whole(athlete):
        try:
            _put_back(store, athlete, members, at)
        except (ValueError, KeyError, TypeError) as error:
            raise UnreadableFile(
                f"{path.name!r} holds what no export does: {error!r}.", hint="Export it again."
            ) from error
        again = members_inside(export_bytes(store, athlete), "the restored log", max_bytes=_MOST_BYTES)
        wanted, found = _of_the_log(members), _of_the_log(again)
        wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
        if wrong:
            raise DataError(
                f"{', '.join(wrong)} would not come back as the file holds it.", hint="Nothing was changed."
            )
    _put_studies_back(members)
    return Restored(path, store.count_sets(athlete), _hash(wanted), athlete=athlete)


def _of_the_log(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what must come back: all but studies, which are the home's, and the name, which is that of whoever gets it."""
    kept = {name: contents for name, contents in members.items() if not name.startswith("evidence/")}
    profile = _json(members, "profile.json", {})
    return kept | {
        "profile.json": json.dumps({k: v for k, v in profile.items() if k != "name"}, sort_keys=True).encode()
    }


def _refuse_a_log(store: Store, athlete: str) -> None:
    there = {
        "sets": store.count_sets(athlete),
        "plans": len(store.plans(athlete)),
        "trials": len(store.trials(athlete)),
        "fits": len(store.fits(athlete)),
        "operations": store.verify_chain(athlete).length,
    }
    if any(there.values()):
        told = ", ".join(f"{count} {what}" for what, count in there.items() if count)
        raise Conflict(
            f"{athlete} has a log already: {told}.",
            hint="Restore into an empty one: another PREEX_HOME, or --athlete with a new name. preex import adds its sets.",
        )


def _put_back(store: Store, athlete: str, members: Mapping[str, bytes], at: datetime) -> None:
    """Write members of the export into an empty log; call it within `Store.whole`."""
    profile = _json(members, "profile.json", {})
    profile.pop("name", None)  # it belongs to whoever it is restored for
    store.update_profile(athlete, **profile)
    for name, exercise in _json(members, "names.json", {}).items():
        store.set_name(athlete, name, exercise)
    for plan in reversed(_json(members, "plans.json", [])):
        store.save_plan(athlete, plan["plan"], at=datetime.fromisoformat(plan["at"]))
    for fit in reversed(_json(members, "fits.json", [])):
        store.save_fit(athlete, fit["person"], about=fit["about"], at=datetime.fromisoformat(fit["at"]))
    for trial in reversed(_json(members, "trials.json", [])):
        id_ = store.save_trial(athlete, trial["protocol"], trial["seed"], at=datetime.fromisoformat(trial["at"]))
        store.append_trial_events(athlete, id_, trial["events"], after=0)
    told = _operations_back(store, athlete, members, at)
    # Set by set: whoever imports the file gives an id to a set without one, and here none may get what it did not have.
    sets = [from_object(json.loads(line)) for line in members[LOG].splitlines()[1:]]
    _sets_back(store, athlete, [one for one in sets if one.source_id not in told], members, at)


def _operations_back(store: Store, athlete: str, members: Mapping[str, bytes], at: datetime) -> set[str]:
    """Put what phones told back in the order it came; return the ids of the sets they told."""
    documents = list(_lines(members, "operations.jsonl"))
    ops = [read_operation({name: value for name, value in one.items() if name != "seq"}) for one in documents]
    taken = store.take_operations(athlete, ops, at=at)
    for status, why in taken.results:
        if status is not OpStatus.STORED:
            raise UnreadableFile(f"an operation could not be put back: {why}", hint="Export it again.")
    return {op.set for op in ops if op.kind == "set.done"}


def _sets_back(
    store: Store, athlete: str, sets: Sequence[PerformedSet], members: Mapping[str, bytes], at: datetime
) -> None:
    """Put workouts that were recorded here back as records, with their predictions, and all others as one import."""
    expected = {one.pop("source_id"): SavedPrediction(**one) for one in _lines(members, "predictions.jsonl")}
    # Only a recorded set was predicted, or has no id.
    recorded = {one.workout for one in sets if one.source_id in expected or one.source_id is None}
    for _, workout in groupby((one for one in sets if one.workout in recorded), key=lambda one: one.workout):
        done = list(workout)
        predictions = [expected.get(one.source_id or "") for one in done]
        store.record(athlete, done, at=max(one.at for one in done), predictions=predictions)
    rest = tuple(one for one in sets if one.workout not in recorded)
    log = LogImport(format=Own().name, unit=None, rows=len(rest), sets=rest)
    store.import_log(athlete, log, file_name=LOG, digest=hashlib.sha256(members[LOG]).hexdigest(), at=at)


def _put_studies_back(members: Mapping[str, bytes]) -> None:
    """Write own studies that are not there; one that is there stays as it is."""
    for name, contents in members.items():
        parts = PurePosixPath(name).parts
        if parts[0] != "evidence" or len(parts) < 2 or any(part in {"..", "."} or "\\" in part for part in parts):
            continue
        target = home_folder().joinpath(*parts)
        if not target.exists():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.write_bytes(contents)


def _json(members: Mapping[str, bytes], name: str, otherwise: Any) -> Any:  # noqa: ANN401 - JSON may be anything
    return json.loads(members[name]) if name in members else otherwise


def _lines(members: Mapping[str, bytes], name: str) -> Iterator[dict[str, Any]]:
    for line in members.get(name, b"").splitlines():
        yield json.loads(line)


def _hash(members: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(members):
        digest.update(f"{name} {hashlib.sha256(members[name]).hexdigest()}\n".encode())
    return digest.hexdigest()
