"""The shape every reader turns its rows into, before the common steps of `preex.logbook.assemble`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from preex.core.performed import PerformedSet, SetKind
from preex.logbook.report import RowProblem
from preex.units import LoadUnit


@dataclass(slots=True, kw_only=True)
class RawSet:
    """One set as a file tells it."""

    line: int
    started: datetime  # of the workout; naive = local time of the lifter, aware = absolute
    name: str  # exercise as written
    title: str = ""  # of the workout; with `started` it identifies the workout
    at: datetime | None = None  # of this set, where the file has it
    load: Decimal | None = None
    unit: LoadUnit | None = None  # None = the file does not tell; the caller must
    reps: int = 0
    rpe: float | None = None
    rir: float | None = None
    kind: SetKind = SetKind.WORKING
    superset: str | None = None
    set_index: int | None = None  # within the exercise block, from 0; needed to interleave supersets
    rest_after_s: float | None = None  # planned or measured rest after this set
    rest_before_s: float | None = None
    duration_s: float | None = None
    distance_m: float | None = None
    note: str = ""
    flags: tuple[str, ...] = ()
    source_id: str | None = None
    workout_s: float | None = None  # how long the file says the workout lasted
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RestRow:
    """A row that tells the rest after the set above it."""

    line: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A row that holds text or a skipped set: nothing was lifted."""

    line: int


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubt about the file as a whole; not a row of it, so it is not counted."""

    text: str


Row = RawSet | PerformedSet | RestRow | NoteRow | RowProblem | Doubt  # a PerformedSet is a set that needs no more steps


@dataclass(frozen=True, slots=True)
class Source:
    """The file, opened once. `text` is None for a binary format such as a database backup."""

    name: str
    data: bytes
    text: str | None  # decoded, BOM removed, newlines as `\n`
    header: tuple[str, ...] = ()  # cells of the first line, stripped, as written
    delimiter: str = ","
    warnings: tuple[str, ...] = ()  # what opening it brought to light


class Reader(Protocol):
    """A format: recognises its files and turns each row into a `Row`, in file order."""

    @property
    def name(self) -> str:
        """As given to `--format`."""
        ...

    @property
    def newest_first(self) -> bool:
        """Workouts stand in the file newest first."""
        ...

    @property
    def logging_order(self) -> bool:
        """Rows of one workout stand in the order done; else supersets are rebuilt."""
        ...

    def recognises(self, source: Source) -> bool:
        """Tell from header or first bytes whether this is such a file."""
        ...

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row of the file."""
        ...
