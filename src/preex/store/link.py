"""A connection with its rules: whose rows, in which transaction, with whose errors.

Every repository module goes through here, so that no query is without an athlete and no change without a transaction.
"""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connections, transaction
from django.db.models import Max, Model, QuerySet

from preex.errors import FieldError, NotFound
from preex.store import guard
from preex.store.failures import in_our_words
from preex.store.models import AthleteRow
from preex.store.records import DEFAULT_ATHLETE


@dataclass(frozen=True, slots=True)
class Link:
    """A Django connection by its alias."""

    alias: str

    @contextmanager
    def reading(self, athlete: str) -> Iterator[AthleteRow]:
        """Give the athlete's row for reading."""
        with in_our_words(self.alias):
            yield self.athlete_row(athlete)

    @contextmanager
    def writing(self, athlete: str) -> Iterator[AthleteRow]:
        """Give the athlete's row in a transaction that is alone in changing this athlete's data."""
        guard.refuse_if_damaged(connections[self.alias].settings_dict)
        with in_our_words(self.alias, writing=True), transaction.atomic(using=self.alias):
            # SQLite has one writer at a time from the start of the transaction; PostgreSQL queues here.
            row = self.athlete_row(athlete)
            yield AthleteRow.objects.using(self.alias).select_for_update().get(pk=row.pk)

    @contextmanager
    def part(self, *, keep: bool) -> Iterator[None]:
        """Do something within `writing` as if it were for good; when it is not to be kept, all of it is taken back."""
        with transaction.atomic(using=self.alias):
            yield
            if not keep:
                transaction.set_rollback(True, using=self.alias)

    def athlete_row(self, name: str, *, create: bool = False) -> AthleteRow:
        """Find an athlete by name; the default athlete is created when first asked for.

        Raises
        ------
        NotFound : no athlete has this name; the hint says who comes close.
        """
        name = unicodedata.normalize("NFC", name)
        athletes = AthleteRow.objects.using(self.alias)
        row = athletes.filter(name=name).first() if name.isprintable() else None
        if row is not None:
            return row
        if create or name == DEFAULT_ATHLETE:
            return athletes.get_or_create(name=checked_name(name))[0]
        names = list(athletes.order_by("name").values_list("name", flat=True))
        close = difflib.get_close_matches(name, names, n=3)
        hint = f"Did you mean {' or '.join(close)}?" if close else f"Known: {', '.join(names[:10]) or 'nobody yet'}."
        raise NotFound(f"there is no athlete {name[:80]!r}.", hint=hint)


def checked_name(name: str) -> str:
    """Check the name of a new athlete: 1 to 80 printable characters, none but a space between words.

    Raises
    ------
    FieldError : any other name.
    """
    if not (0 < len(name) <= 80 and name.isprintable() and name == name.strip()):
        raise FieldError("athlete", f"{name[:80]!r} cannot be a name.", hint="Use 1 to 80 printable characters.")
    return name


def next_number(model: type[Model], row: AthleteRow, alias: str) -> int:
    """Return the next number of an athlete's entries or plans; call it while `writing`."""
    highest = model._default_manager.using(alias).filter(athlete=row).aggregate(top=Max("number"))["top"]  # noqa: SLF001 - Django's documented way to a model's rows
    return (highest or 0) + 1


def number_of(label: str, prefix: str, noun: str, rows: QuerySet[Any]) -> int:
    """Return the number in an id as `B-7`, of one of the rows.

    Raises
    ------
    NotFound : it is not such an id, or none of `rows` has it.
    """
    known = list(rows.values_list("number", flat=True))
    head, _, tail = label.strip().upper().partition("-")
    if head == prefix and tail.isascii() and tail.isdigit() and int(tail[:12]) in known:
        return int(tail[:12])
    latest = ", ".join(f"{prefix}-{number}" for number in sorted(known, reverse=True)[:5])
    raise NotFound(
        f"there is no {noun} {label[:40]!r}.", hint=f"The latest: {latest}." if latest else "There is none yet."
    )
