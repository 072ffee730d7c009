"""Columns found by the words above them, and what a whole column tells."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping

from preex.logbook import dates
from preex.logbook.rows import Doubt, Source
from preex.logbook.table import Cells, records
from preex.logbook.text import fold
from preex.units import LoadUnit

_UNITS = {"kg": LoadUnit.KG, "kgs": LoadUnit.KG, "lb": LoadUnit.LB, "lbs": LoadUnit.LB}
_LOOKED_AT = 100  # cells; a spreadsheet that rewrites dates rewrites them all


def key(cell: str) -> str:
    """Return a header cell for comparing: case, accents and blanks do not count."""
    return fold(cell).replace(" ", "")


def find(header: Iterable[str], words: Mapping[str, str]) -> dict[str, int]:
    """Return meaning of a column -> its position, for the columns the file has.

    Parameters
    ----------
    header : cells of the first line.
    words : `key` of a header cell -> what the column means; of several columns that mean the same the first counts.
    """
    found: dict[str, int] = {}
    for position, cell in enumerate(header):
        meaning = words.get(key(cell))
        if meaning is not None:
            found.setdefault(meaning, position)
    return found


def unit_of(cell: str) -> LoadUnit | None:
    """Return the unit in brackets at the end of a header cell: `Weight(kg)`, `Set 1 (LB)`; None if there is none."""
    _, bracket, rest = key(cell).rpartition("(")
    return _UNITS.get(rest.rstrip(")")) if bracket else None


def unit_in(cells: Cells, meaning: str) -> LoadUnit | None:
    """Return the unit a cell names; None for a blank. BadCell if it is no unit of load."""
    word = cells.text(meaning)
    if not word:
        return None
    if word.casefold() not in _UNITS:
        raise cells.bad(meaning, "neither kg nor lb")
    return _UNITS[word.casefold()]


def column(source: Source, position: int) -> Iterator[str]:
    """Yield the cells of a column, those of broken and short records left out."""
    for record in records(source):
        if not record.broken and position < len(record.cells):
            yield record.cells[position]


def day_first(source: Source, position: int) -> tuple[bool, Doubt | None]:
    """Tell whether the slashed dates of a column put the day before the month.

    Returns
    -------
    The answer, and a doubt if the dates leave it open and day first is only assumed.
    """
    cells = column(source, position)
    beginning = list(itertools.islice(cells, _LOOKED_AT))
    if not any(map(_slashed, beginning)):
        return True, None
    slashed = [text for text in itertools.chain(beginning, cells) if _slashed(text)]
    told = dates.day_comes_first(slashed)
    if told is None:
        return True, Doubt(f"Dates as {slashed[0][:20]!r} do not tell day from month; they were read as day first.")
    return told, None


def _slashed(text: str) -> bool:
    return "/" in text.strip()[:3]
