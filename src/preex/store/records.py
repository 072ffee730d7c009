"""What the store takes and returns, free of Django."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from preex.core.operations import Operation
from preex.core.performed import PerformedSet
from preex.units import LoadUnit

DEFAULT_ATHLETE = "me"


@dataclass(frozen=True, slots=True, kw_only=True)
class Athlete:
    """A lifter and what advice needs to know about them. Empty text and None mean "not told"."""

    id: int
    name: str
    body_mass_kg: float | None = None
    experience: str = ""  # as the planner names it
    goal: str = ""  # as the planner names it
    goal_lift: str = ""  # exercise id, for a goal of strength
    unit: LoadUnit | None = None  # in which loads are shown and typed
    zone: str = ""  # IANA zone, as `Europe/Berlin`
    gym: Mapping[str, Any] = field(default_factory=dict)  # JSON object; what it holds is the planner's business
    joints: Mapping[str, str] = field(default_factory=dict)  # joint -> state, as `knee: irritable`
    lagging: tuple[str, ...] | None = None  # muscles to bring up, most wanted first; () = none lags


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReport:
    """One file as imported.

    `new + already_stored` is the number of sets the reader found in the file.
    """

    id: str | None  # as `B-7`; None when nothing was stored: a dry run, or no set was new
    at: datetime  # of the import
    file_name: str
    digest: str  # of the file's bytes, as the caller made it
    format: str
    unit: LoadUnit | None
    rows: int
    new: int  # sets stored by this batch
    already_stored: int  # sets the athlete had before, or twice in the file
    problems: int  # rows the reader could not use
    undone_at: datetime | None = None
    changed: int = 0  # of `already_stored`, those with another load or reps in the log; told at the import, not kept


@dataclass(frozen=True, slots=True)
class Undone:
    """A record taken back."""

    id: str  # of the entry, as `E-12`
    at: datetime  # when it had been recorded
    sets: tuple[PerformedSet, ...]


@dataclass(frozen=True, slots=True)
class SavedPlan:
    """A plan as it was saved."""

    id: str  # as `P-3`
    at: datetime
    plan: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """A plan while it is being edited, as it was kept."""

    version: int  # counts up with every change, from 1
    at: datetime
    draft: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SavedFit:
    """What a fit found of an athlete, as it was saved."""

    id: str  # as `F-2`
    at: datetime
    person: Mapping[str, Any] | None  # as `preex.fatigue.person.Person.to_json` gives it; None = the population
    about: Mapping[str, Any]  # how the fit went


@dataclass(frozen=True, slots=True)
class SavedTrial:
    """A trial as it was locked, its seed, and what happened since."""

    id: str  # as `T-1`
    at: datetime
    protocol: Mapping[str, Any]
    seed: str
    events: tuple[Mapping[str, Any], ...]  # as `preex.trials.events.Event.to_json` gives them


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedPrediction:
    """What was expected of a set before it was done. [reps that will be logged]"""

    mean: float
    sd: float
    q10: float
    q50: float
    q90: float
    fresh_mean: float | None = None  # of the same set without fatigue
    details: Mapping[str, Any] = field(default_factory=dict)  # JSON object, for display


@dataclass(frozen=True, slots=True)
class PredictedSet:
    """A set beside what was expected of it."""

    set: PerformedSet
    prediction: SavedPrediction


@dataclass(frozen=True, slots=True)
class LoggedOperation:
    """An operation and its number in the athlete's log."""

    seq: int
    operation: Operation


class OpStatus(StrEnum):
    """What became of an operation."""

    STORED = "stored"
    KNOWN = "known"  # it was there before: a repeat
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of operations, in the order given.

    results : status, and why where one was refused; refused are those that clash with what is there.
    cursor : number of the log's last operation.
    """

    results: tuple[tuple[OpStatus, str], ...]
    cursor: int


@dataclass(frozen=True, slots=True)
class ChainReport:
    """How far the hashes of an athlete's operations hold."""

    length: int  # rows that hold, from the first
    head: str  # hash of the last of them: kept elsewhere, it tells whether rows were cut off the end
    broken_at: int | None = None  # number of the first row that does not hold
    reason: str = ""

    @property
    def ok(self) -> bool:
        """True when every row holds."""
        return self.broken_at is None


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """The sets that operations tell, as they stood and as they follow from the operations: one hash for each."""

    sets: int
    before: str
    after: str

    @property
    def same(self) -> bool:
        """True when the log held what its operations say."""
        return self.before == self.after
