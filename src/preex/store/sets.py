"""Sets: read them, record them, take the last record back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max, Min, QuerySet

from preex.core.performed import PerformedSet
from preex.errors import Conflict, FieldError, NotFound, ValidationError
from preex.store.bulk import AT_ONCE
from preex.store.chain import remove_sets
from preex.store.codec import columns, instant, json_object, maybe, performed_sets, quantity, short_text, to_the_gram
from preex.store.link import Link, next_number
from preex.store.models import SET_COLUMNS, AthleteRow, EntryRow, PredictionRow, SetRow, WorkoutRow
from preex.store.plans import plan_row
from preex.store.records import PredictedSet, SavedPrediction, Undone

IN_ORDER = ("at", "workout_id", "position", "id")
_PREDICTION_COLUMNS = ("mean", "sd", "q10", "q50", "q90", "fresh_mean", "details")


def read_sets(link: Link, athlete: str, since: datetime | None, until: datetime | None) -> tuple[PerformedSet, ...]:
    """Return the sets of an athlete, oldest first."""
    with link.reading(athlete) as row:
        found = _visible(link, row)
        if since is not None:
            found = found.filter(at__gte=instant("since", since))
        if until is not None:
            found = found.filter(at__lt=instant("until", until))
        return tuple(performed_sets(found.order_by(*IN_ORDER).values_list(*SET_COLUMNS).iterator(AT_ONCE)))


def span(link: Link, athlete: str, until: datetime | None) -> tuple[datetime | None, datetime | None]:
    """Return when the first and the last set was done."""
    with link.reading(athlete) as row:
        found = _visible(link, row)
        if until is not None:
            found = found.filter(at__lt=instant("until", until))
        ends = found.aggregate(first=Min("at"), last=Max("at"))
        return ends["first"], ends["last"]


def count_sets(link: Link, athlete: str) -> int:
    """Return how many sets `read_sets` would."""
    with link.reading(athlete) as row:
        return int(_visible(link, row).count())


def predictions(link: Link, athlete: str) -> tuple[PredictedSet, ...]:
    """Return the sets that were predicted, with the predictions, oldest first."""
    wanted = (*SET_COLUMNS, *(f"prediction__{column}" for column in _PREDICTION_COLUMNS))
    with link.reading(athlete) as row:
        found = _visible(link, row).filter(prediction__isnull=False)
        rows = list(found.order_by(*IN_ORDER).values_list(*wanted))
    width = len(SET_COLUMNS)
    sets = performed_sets(row[:width] for row in rows)
    expected = (SavedPrediction(**dict(zip(_PREDICTION_COLUMNS, row[width:], strict=True))) for row in rows)
    return tuple(PredictedSet(done, prediction) for done, prediction in zip(sets, expected, strict=True))


def record(
    link: Link,
    athlete: str,
    sets: Sequence[PerformedSet],
    at: datetime,
    plan_id: str | None,
    expected: Sequence[SavedPrediction | None] | None,
) -> str:
    """Store what was done; return the id of the entry. Sets stored before are left as they are."""
    if not sets:
        raise ValidationError("there is no set to record.", hint="Give at least one.")
    if expected is None:
        expected = [None] * len(sets)
    if len(expected) != len(sets):
        raise ValidationError(f"{len(expected)} predictions came with {len(sets)} sets; each set needs one or None.")
    _refuse_repeated_ids(sets)
    values = [columns(s, f"sets[{i}]") for i, s in enumerate(sets)]
    beliefs = [_prediction(p, f"predictions[{i}]") if p else None for i, p in enumerate(expected)]
    when = instant("at", at)
    with link.writing(athlete) as row:
        plan = plan_row(link, row, plan_id) if plan_id else None
        stored = _recorded_before(link, row, sets)
        new = [i for i, s in enumerate(sets) if s.source_id not in stored]
        if not new:
            return next(iter(stored.values()))
        entry = EntryRow.objects.using(link.alias).create(
            athlete=row, number=next_number(EntryRow, row, link.alias), kind=EntryRow.Kind.RECORD, at=when, plan=plan
        )
        places = Places(link, row, (sets[i].workout for i in new), after_last=True)
        rows = [SetRow(athlete=row, entry=entry, **places.next(sets[i].workout), **values[i]) for i in new]
        SetRow.objects.using(link.alias).bulk_create(rows)
        believed = ((done, beliefs[i]) for done, i in zip(rows, new, strict=True))
        PredictionRow.objects.using(link.alias).bulk_create(
            PredictionRow(set=done, **belief) for done, belief in believed if belief
        )
        return entry_id(entry.kind, entry.number)


def undo_last_record(link: Link, athlete: str, at: datetime) -> Undone:
    """Hide the sets recorded last."""
    when = instant("at", at)
    with link.writing(athlete) as row:
        entries = EntryRow.objects.using(link.alias).filter(athlete=row, kind=EntryRow.Kind.RECORD, undone_at=None)
        entry = entries.order_by("-number").first()
        if entry is None:
            raise NotFound("there is no record to take back.", hint="Undo a file with: preex import undo BATCH.")
        theirs = SetRow.objects.using(link.alias).filter(entry=entry)
        sets = tuple(performed_sets(theirs.order_by(*IN_ORDER).values_list(*SET_COLUMNS)))
        hide(link, entry, when)
        remove_sets(link, row, (s.source_id for s in sets if s.source_id), when)
        return Undone(entry_id(entry.kind, entry.number), entry.at, sets)


def entry_id(kind: str, number: int) -> str:
    """Return the id of an entry: `B-7` for a file imported, `E-7` for sets recorded."""
    return f"{'B' if kind == EntryRow.Kind.IMPORT else 'E'}-{number}"


def hide(link: Link, entry: EntryRow, at: datetime) -> int:
    """Mark an entry undone and hide its sets; return how many. Call it while writing."""
    entry.undone_at = at
    entry.save(using=link.alias, update_fields=["undone_at"])
    return int(SetRow.objects.using(link.alias).filter(entry=entry, hidden=False).update(hidden=True))


class Places:
    """Gives each new set its workout, made when new, and its place in it.

    Parameters
    ----------
    keys : workouts in the order they were done; new ones get ids in this order, which decides between equal starts.
    after_last : count on from the sets a workout holds; otherwise from its start, for a log that holds it whole.
    """

    def __init__(self, link: Link, row: AthleteRow, keys: Iterable[str], *, after_last: bool) -> None:
        workouts = WorkoutRow.objects.using(link.alias)
        keys = list(dict.fromkeys(keys))
        known: dict[str, int] = {}
        for start in range(0, len(keys), AT_ONCE):
            some = keys[start : start + AT_ONCE]
            known |= workouts.filter(athlete=row, key__in=some).values_list("key", "pk")
        missing = [WorkoutRow(athlete=row, key=short_text("workout", key)) for key in keys if key not in known]
        self._ids = known | {workout.key: workout.pk for workout in workouts.bulk_create(missing, AT_ONCE)}
        self._next: dict[int, int] = {}
        if after_last:
            theirs = SetRow.objects.using(link.alias).filter(workout__in=known.values())
            tops = theirs.values_list("workout").annotate(top=Max("position"))
            self._next = {workout_id: top + 1 for workout_id, top in tops}

    def next(self, workout: str) -> dict[str, int]:
        """Return the columns of the next set of a workout."""
        workout_id = self._ids[workout]
        position = self._next.get(workout_id, 0)
        self._next[workout_id] = position + 1
        return {"workout_id": workout_id, "position": position}


def _visible(link: Link, row: AthleteRow) -> QuerySet[SetRow]:
    return SetRow.objects.using(link.alias).filter(athlete=row, hidden=False)


def _recorded_before(link: Link, row: AthleteRow, sets: Sequence[PerformedSet]) -> dict[str, str]:
    """Return source id -> entry id of those sets that are stored, or were recorded and taken back.

    A phone repeats what got no answer, perhaps after the record was undone; it must not come back to life.
    """
    wanted = {s.source_id: to_the_gram(s) for s in sets if s.source_id is not None}
    theirs = SetRow.objects.using(link.alias).filter(athlete=row, source_id__in=list(wanted)).order_by("id")
    taken_back, standing = theirs.filter(hidden=True, entry__kind=EntryRow.Kind.RECORD), theirs.filter(hidden=False)
    rows = [
        found
        for some in (taken_back, standing)
        for found in some.values_list(*SET_COLUMNS, "entry__kind", "entry__number")
    ]
    stored: dict[str, str] = {}
    for done, found in zip(performed_sets(found[:-2] for found in rows), rows, strict=True):
        if done != wanted[str(done.source_id)]:
            raise Conflict(
                f"a set with the id {done.source_id!r} is stored already, with other content.",
                hint="Give a new set, or a corrected one, an id of its own.",
            )
        stored[str(done.source_id)] = entry_id(*found[-2:])
    return stored


def _refuse_repeated_ids(sets: Sequence[PerformedSet]) -> None:
    seen: set[str] = set()
    for i, s in enumerate(sets):
        if s.source_id in seen:
            raise FieldError(f"sets[{i}].source_id", f"{s.source_id!r} stands twice.", hint="Give each set its own id.")
        if s.source_id is not None:
            seen.add(s.source_id)


def _prediction(prediction: SavedPrediction, path: str) -> dict[str, Any]:
    p = prediction
    numbers = {
        column: quantity(f"{path}.{column}", getattr(p, column)) for column in ("mean", "sd", "q10", "q50", "q90")
    }
    if not p.q10 <= p.q50 <= p.q90:
        raise FieldError(path, f"its quantiles {p.q10:g}, {p.q50:g}, {p.q90:g} do not ascend.", hint="Mend the model.")
    fresh = maybe(quantity, f"{path}.fresh_mean", p.fresh_mean)
    return numbers | {"fresh_mean": fresh, "details": json_object(f"{path}.details", p.details)}
