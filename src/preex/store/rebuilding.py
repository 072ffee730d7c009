"""The sets that stand because of operations, worked out anew from the operations alone."""

from __future__ import annotations

import hashlib
from datetime import datetime

from preex.core.operations import State, state_of
from preex.store.bulk import AT_ONCE
from preex.store.chain import of, read
from preex.store.codec import instant
from preex.store.link import Link
from preex.store.models import AthleteRow, SetRow
from preex.store.operations import write_state
from preex.store.records import Rebuilt

# Of a set, all that operations tell; its row, entry and workout are numbers that may differ after a rebuild.
_TOLD = (
    "source_id", "workout__key", "position", "exercise", "name", "kind", "reps", "load_g", "load_typed", "load_unit", "rir",
    "rest_before_s", "at", "local_date", "zone", "superset", "block", "note", "gave_out", "hidden",
)  # fmt: skip


def rebuild(link: Link, athlete: str, at: datetime, *, keep: bool) -> Rebuilt:
    """Work out an athlete's sets from all their operations, and compare; see `Store.rebuild`."""
    when = instant("at", at)
    with link.writing(athlete) as row:
        # Sets that differ are written inside a part of the transaction that ends here, kept or not.
        before = _hash(link, row)
        with link.part(keep=keep):
            state = _state(link, row)
            write_state(link, row, state, when)
            after = _hash(link, row)
        return Rebuilt(sets=len(state.sets), before=before, after=after)


def _state(link: Link, row: AthleteRow) -> State:
    texts = of(link, row).order_by("seq").values_list("text", flat=True).iterator(AT_ONCE)
    return state_of(read(text) for text in texts)


def _hash(link: Link, row: AthleteRow) -> str:
    """Return one hash of the sets that operations made, removed ones too."""
    made = of(link, row).filter(kind="set.done").values("set")
    rows = SetRow.objects.using(link.alias).filter(athlete=row, source_id__in=made)
    digest = hashlib.sha256()
    for values in rows.order_by("source_id", "pk").values_list(*_TOLD).iterator(AT_ONCE):
        digest.update(repr(values).encode())
    return digest.hexdigest()
