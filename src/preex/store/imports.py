"""Files imported: each is one batch, stored whole or not at all, and can be undone whole."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from preex.core.performed import PerformedSet
from preex.errors import Conflict, FieldError
from preex.logbook.report import LogImport
from preex.store.bulk import insert
from preex.store.codec import columns, instant, short_text, text
from preex.store.link import Link, next_number, number_of
from preex.store.models import AthleteRow, EntryRow, ImportRow, RawRow, SetRow
from preex.store.records import BatchReport
from preex.store.sets import Places, entry_id, hide
from preex.units import LoadUnit

Progress = Callable[[int], None]


def import_log(
    link: Link,
    athlete: str,
    log: LogImport,
    file: BatchReport,
    *,
    dry_run: bool,
    progress: Progress | None,
) -> BatchReport:
    """Store the sets of a file that the athlete does not have yet; see `Store.import_log`."""
    with (link.reading if dry_run else link.writing)(athlete) as row:
        new, changed = _compared(link, row, log.sets)
        file = replace(file, new=len(new), already_stored=len(log.sets) - len(new), changed=changed)
        if dry_run or not new:
            return file
        entry = EntryRow.objects.using(link.alias).create(
            athlete=row, number=next_number(EntryRow, row, link.alias), kind=EntryRow.Kind.IMPORT, at=file.at
        )
        ImportRow.objects.using(link.alias).create(
            entry=entry,
            file_name=file.file_name,
            digest=file.digest,
            format=file.format,
            unit=file.unit or "",
            rows=file.rows,
            new=file.new,
            already_stored=file.already_stored,
            problems=file.problems,
        )
        for stored in insert(SetRow, link.alias, _set_rows(link, entry, log, new)):
            if progress:
                progress(stored)
        collections.deque(insert(RawRow, link.alias, _raw_rows(entry, log, new)), maxlen=0)
        return replace(file, id=entry_id(entry.kind, entry.number))


def described(log: LogImport, file_name: str, digest: str, at: datetime) -> BatchReport:
    """Return what is known of a batch before anything is stored."""
    return BatchReport(
        id=None,
        at=instant("at", at),
        file_name=text("file_name", file_name),
        digest=short_text("digest", digest),
        format=short_text("format", log.format, 80),
        unit=log.unit,
        rows=log.rows,
        new=0,
        already_stored=0,
        problems=len(log.problems),
    )


def undo_import(link: Link, athlete: str, batch_id: str, at: datetime) -> int:
    """Hide the sets of a batch; return how many."""
    when = instant("at", at)
    with link.writing(athlete) as row:
        batches = _batches(link, row)
        number = number_of(batch_id, "B", "batch", batches)
        entry = batches.get(number=number)
        if entry.undone_at is not None:
            raise Conflict(
                f"batch {entry_id(entry.kind, number)} was undone at {entry.undone_at:%Y-%m-%d %H:%M} UTC.",
                hint="Import the file again to have its sets back.",
            )
        return hide(link, entry, when)


def batches(link: Link, athlete: str) -> tuple[BatchReport, ...]:
    """Return all batches, undone ones too, the latest first."""
    with link.reading(athlete) as row:
        return tuple(_report(entry) for entry in _batches(link, row).select_related("file").order_by("-number"))


def raw_rows(link: Link, athlete: str, batch_id: str) -> dict[int, str]:
    """Return the lines of a batch as they were read: line -> JSON object."""
    with link.reading(athlete) as row:
        number = number_of(batch_id, "B", "batch", _batches(link, row))
        theirs = RawRow.objects.using(link.alias).filter(entry__athlete=row, entry__number=number)
        return dict(theirs.order_by("line").values_list("line", "text"))


def _compared(link: Link, row: AthleteRow, sets: tuple[PerformedSet, ...]) -> tuple[list[int], int]:
    """Return the positions in `sets` of those the athlete does not have, each identity once, and how many differ.

    Those that differ are in the log with another load or other repetitions than in the file.
    """
    theirs = SetRow.objects.using(link.alias).filter(athlete=row, hidden=False, source_id__isnull=False)
    stored = {
        source_id: (load_g, reps) for source_id, load_g, reps in theirs.values_list("source_id", "load_g", "reps")
    }
    seen: set[str] = set()
    new, changed = [], 0
    for i, done in enumerate(sets):
        if done.source_id is None:
            raise FieldError(
                f"sets[{i}].source_id", "is missing; without it a second import would store the set twice."
            )
        if done.source_id in seen:
            continue
        seen.add(done.source_id)
        if done.source_id not in stored:
            new.append(i)
        elif stored[done.source_id] != (round(done.load_kg * 1000), done.reps):
            changed += 1
    return new, changed


def _set_rows(link: Link, entry: EntryRow, log: LogImport, new: list[int]) -> Iterator[dict[str, Any]]:
    places = Places(link, entry.athlete, (done.workout for done in log.sets), after_last=False)
    wanted = set(new)
    of_entry = {"athlete_id": entry.athlete.pk, "entry_id": entry.pk, "hidden": False}
    for i, done in enumerate(log.sets):
        place = places.next(done.workout)  # sets stored before keep their places in the workout
        if i in wanted:
            yield of_entry | place | columns(done, f"sets[{i}]")


def _raw_rows(entry: EntryRow, log: LogImport, new: list[int]) -> Iterator[dict[str, Any]]:
    for line in dict.fromkeys(log.sets[i].source_line for i in new):
        if line is not None and line in log.raw:
            yield {"entry_id": entry.pk, "line": line, "text": text(f"raw[{line}]", log.raw[line])}


def _batches(link: Link, row: AthleteRow) -> QuerySet[EntryRow]:
    return EntryRow.objects.using(link.alias).filter(athlete=row, kind=EntryRow.Kind.IMPORT)


def _report(entry: EntryRow) -> BatchReport:
    file = entry.file
    return BatchReport(
        id=entry_id(entry.kind, entry.number),
        at=entry.at,
        file_name=file.file_name,
        digest=file.digest,
        format=file.format,
        unit=LoadUnit(file.unit) if file.unit else None,
        rows=file.rows,
        new=file.new,
        already_stored=file.already_stored,
        problems=file.problems,
        undone_at=entry.undone_at,
    )
