"""What fits found of athletes, as saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from preex.store.codec import instant, json_object
from preex.store.link import Link, next_number
from preex.store.models import FitRow
from preex.store.records import SavedFit


def save_fit(
    link: Link, athlete: str, person: Mapping[str, Any] | None, about: Mapping[str, Any], at: datetime
) -> SavedFit:
    """Keep a fit."""
    kept = None if person is None else json_object("person", person)
    told, when = json_object("about", about), instant("at", at)
    with link.writing(athlete) as row:
        number = next_number(FitRow, row, link.alias)
        return _saved(
            FitRow.objects.using(link.alias).create(athlete=row, number=number, at=when, person=kept, about=told)
        )


def latest_fit(link: Link, athlete: str) -> SavedFit | None:
    """Return the fit saved last, if any."""
    with link.reading(athlete) as row:
        fit = FitRow.objects.using(link.alias).filter(athlete=row).order_by("-number").first()
        return _saved(fit) if fit else None


def all_fits(link: Link, athlete: str) -> tuple[SavedFit, ...]:
    """Return all fits, the latest first."""
    with link.reading(athlete) as row:
        return tuple(_saved(fit) for fit in FitRow.objects.using(link.alias).filter(athlete=row).order_by("-number"))


def _saved(fit: FitRow) -> SavedFit:
    return SavedFit(f"F-{fit.number}", fit.at, fit.person, fit.about)
