"""Trials and what happened in them. Both only grow: a protocol is never changed, an event never taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from preex.errors import Conflict
from preex.store.codec import instant, json_object, short_text
from preex.store.link import Link, next_number, number_of
from preex.store.models import AthleteRow, TrialEventRow, TrialRow
from preex.store.records import SavedTrial


def save_trial(link: Link, athlete: str, protocol: Mapping[str, Any], seed: str, at: datetime) -> str:
    """Keep a locked protocol with its seed; return its id."""
    kept, when, secret = json_object("protocol", protocol), instant("at", at), short_text("seed", seed)
    with link.writing(athlete) as row:
        number = next_number(TrialRow, row, link.alias)
        TrialRow.objects.using(link.alias).create(athlete=row, number=number, at=when, protocol=kept, seed=secret)
        return f"T-{number}"


def append_events(link: Link, athlete: str, trial_id: str, events: Sequence[Mapping[str, Any]], after: int) -> None:
    """Add events after the first `after`."""
    kept = [json_object(f"events[{i}]", event) for i, event in enumerate(events)]
    with link.writing(athlete) as row:
        trial = _trial_row(link, row, trial_id)
        there = TrialEventRow.objects.using(link.alias).filter(trial=trial).count()
        if there != after:
            raise Conflict(
                f"{trial_id} has {there} events, not the {after} that were read: another program wrote meanwhile.",
                hint="Look again: preex trial status.",
            )
        TrialEventRow.objects.using(link.alias).bulk_create(
            TrialEventRow(trial=trial, number=after + i, event=event) for i, event in enumerate(kept, 1)
        )


def trial(link: Link, athlete: str, trial_id: str) -> SavedTrial:
    """Return one trial."""
    with link.reading(athlete) as row:
        return _saved(link, _trial_row(link, row, trial_id))


def latest_trial(link: Link, athlete: str) -> SavedTrial | None:
    """Return the trial saved last, if any."""
    with link.reading(athlete) as row:
        found = _of(link, row).order_by("-number").first()
        return _saved(link, found) if found else None


def trials(link: Link, athlete: str) -> tuple[SavedTrial, ...]:
    """Return all trials, the latest first."""
    with link.reading(athlete) as row:
        return tuple(_saved(link, one) for one in _of(link, row).order_by("-number"))


def _trial_row(link: Link, row: AthleteRow, trial_id: str) -> TrialRow:
    trials = _of(link, row)
    return trials.get(number=number_of(trial_id, "T", "trial", trials))


def _of(link: Link, row: AthleteRow) -> QuerySet[TrialRow]:
    return TrialRow.objects.using(link.alias).filter(athlete=row)


def _saved(link: Link, row: TrialRow) -> SavedTrial:
    events = TrialEventRow.objects.using(link.alias).filter(trial=row).order_by("number")
    return SavedTrial(
        id=f"T-{row.number}",
        at=row.at,
        protocol=row.protocol,
        seed=row.seed,
        events=tuple(events.values_list("event", flat=True)),
    )
