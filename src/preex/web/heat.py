"""A calendar of training days, a column for each week: where its squares go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

CELL = 10  # of the drawing's own units, a gap of 2 included
_STEPS = (1, 10, 18)  # sets of a short, a usual and a long workout


@dataclass(frozen=True, slots=True)
class Day:
    """A square. `level` is 1 to 3."""

    x: int
    y: int
    level: int


@dataclass(frozen=True, slots=True)
class Year:
    """The training days of a year."""

    year: int
    n_days: int
    days: tuple[Day, ...]
    width: int = 54 * CELL
    height: int = 7 * CELL


def years_of(sets: Mapping[date, int]) -> tuple[Year, ...]:
    """Return a calendar for each year that has sets, the latest first.

    Parameters
    ----------
    sets : day -> number of sets.
    """
    years: dict[int, list[Day]] = {}
    for day in sorted(sets):
        first = date(day.year, 1, 1)
        week = (day.timetuple().tm_yday - 1 + first.weekday()) // 7
        level = sum(sets[day] >= step for step in _STEPS)
        years.setdefault(day.year, []).append(Day(week * CELL, day.weekday() * CELL, level))
    return tuple(Year(year, len(days), tuple(days)) for year, days in sorted(years.items(), reverse=True))
