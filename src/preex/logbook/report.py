"""What reading a log returns: sets, and an account of every row that is not one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from preex.core.performed import PerformedSet
from preex.units import LoadUnit


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that could not become a set, and why."""

    line: int  # line of the file, from 1; the header is line 1
    column: str  # as written in the header; empty when the whole row is wrong
    text: str  # the cell as found, at most 200 characters
    reason: str  # plain words, as `not a number`


@dataclass(frozen=True, slots=True, kw_only=True)
class LogImport:
    """A log as read. Every row ended as exactly one of set, rest, note, duplicate or problem.

    `rows == len(sets) + rests + notes + duplicates + len(problems)` always holds. In wide files, where one line holds
    several sets, a row is one filled set cell group.
    """

    format: str
    unit: LoadUnit | None  # of the file's loads; None when rows mix both, or nothing has a load and nobody said
    rows: int
    sets: tuple[PerformedSet, ...]  # oldest first, in the order done
    rests: int = 0
    notes: int = 0
    duplicates: int = 0
    problems: tuple[RowProblem, ...] = ()
    raw: Mapping[int, str] = field(default_factory=dict)  # line -> the row as read, a JSON object
    unmatched: Mapping[str, int] = field(default_factory=dict)  # name the catalogue does not know -> its sets
    warnings: tuple[str, ...] = ()  # doubts about the file as a whole

    @property
    def workouts(self) -> int:
        """Number of workouts."""
        return len({s.workout for s in self.sets})
