"""Rows of delimited text: records, cells by the meaning of their column, and what is wrong with them."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from preex.logbook import dates, numbers
from preex.logbook.report import RowProblem
from preex.logbook.rows import NoteRow, Row, Source
from preex.logbook.text import clean, one_line

MOST_LINES = 100  # of one record; a note is never as long, so a quotation mark was left open


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of one record, as written."""

    line: int  # the first, if a cell holds line breaks
    cells: list[str]
    broken: str = ""  # why the cells are not to be trusted


class BadCell(Exception):
    """A cell that cannot be read; `read_cells` turns it into a `RowProblem`."""

    def __init__(self, column: str, text: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.text, self.reason = column, text, reason


class Cells:
    """One record, its cells asked for by what their column means.

    Parameters
    ----------
    record : the cells.
    header : the header as written.
    columns : meaning of a column -> its position.
    """

    __slots__ = ("_columns", "_header", "_values", "line")

    def __init__(self, record: Record, header: tuple[str, ...], columns: Mapping[str, int]) -> None:
        self.line = record.line
        self._values, self._header, self._columns = record.cells, header, columns

    def text(self, meaning: str) -> str:
        """Return a cell as clean text; empty if the file has no such column."""
        at = self._columns.get(meaning, -1)
        return clean(self._values[at]) if 0 <= at < len(self._values) else ""

    def line_of_text(self, meaning: str) -> str:
        """Return a cell as clean text on one line."""
        return one_line(self.text(meaning))

    def decimal(self, meaning: str) -> Decimal | None:
        """Return a number as written; None for a blank. BadCell if it is no number."""
        text = self.text(meaning)
        try:
            return numbers.decimal(text)
        except ValueError as error:
            raise self.bad(meaning, str(error)) from None

    def number(self, meaning: str) -> float | None:
        """Return a number; None for a blank. BadCell if it is no number."""
        number = self.decimal(meaning)
        return None if number is None else float(number)

    def reps(self, meaning: str = "reps") -> tuple[int, tuple[str, ...]]:
        """Return full repetitions, 0 for a blank, and the flag `reps_partial` if a part of one more is written."""
        number = self.decimal(meaning)
        if number is None:
            return 0, ()
        if number < 0:
            raise self.bad(meaning, "below zero")
        whole = int(number)
        return whole, () if number == whole else ("reps_partial",)

    def seconds(self, meaning: str) -> float | None:
        """Return a length of time; None for a blank. [s] BadCell if it is none."""
        try:
            return numbers.seconds(self.text(meaning))
        except ValueError as error:
            raise self.bad(meaning, str(error)) from None

    def moment(self, meaning: str, *, day_first: bool = True) -> datetime:
        """Return a point in time. BadCell if there is none."""
        text = self.text(meaning)
        if not text:
            raise self.bad(meaning, "no date")
        try:
            return dates.moment(text, day_first=day_first)
        except ValueError as error:
            raise self.bad(meaning, str(error)) from None

    def bad(self, meaning: str, reason: str) -> BadCell:
        """Return the exception for a cell that cannot be read."""
        at = self._columns.get(meaning)
        return BadCell("" if at is None else self._header[at], self.text(meaning), reason)

    def raw(self) -> dict[str, str]:
        """Return the record as header -> cell, blank cells left out."""
        return {name: value for name, value in zip(self._header, self._values, strict=False) if value}


def read_cells(
    source: Source,
    columns: Mapping[str, int],
    to_row: Callable[[Cells], Row],
    *,
    repair: Callable[[list[str], int], list[str] | None] | None = None,
) -> Iterator[Row]:
    """Turn every record below the header into a row.

    Blank lines are no records. A record without any text, or one that repeats the header, is a note. A record that is
    too long or too short for `columns` is a problem.

    Parameters
    ----------
    source : the file.
    columns : meaning of a column -> its position.
    to_row : reads one record; may raise `BadCell`.
    repair : given the cells of too long a record and the right number, returns the right cells, or None if it cannot.
    """
    header, width = source.header, len(source.header)
    needed = max(columns.values()) + 1 if columns else width
    for record in records(source):
        cells = record.cells
        if _says_nothing(cells, header):
            yield NoteRow(record.line)
            continue
        if len(cells) > width:
            cells = (repair and repair(cells, width)) or _trimmed(cells, width)
        if record.broken or not needed <= len(cells) <= width:
            reason = record.broken or f"has {len(cells)} cells, the header has {width}"
            yield RowProblem(record.line, "", source.delimiter.join(cells), reason)
            continue
        try:
            yield to_row(Cells(Record(record.line, cells), header, columns))
        except BadCell as bad:
            yield RowProblem(record.line, bad.column, bad.text, bad.reason)


def _says_nothing(cells: list[str], header: tuple[str, ...]) -> bool:
    """Whether a record is blank or the header once more."""
    if clean(cells[0]) == header[0]:
        return tuple(map(clean, cells)) == header
    return not any(cell.strip() for cell in cells)


def records(source: Source) -> Iterator[Record]:
    """Yield every record of delimited text below the header.

    A quotation mark that is opened and not closed would swallow the lines after it. So a record of several lines is
    believed only if its quotation marks are even and it has as many cells as the header; else its first line is
    broken, and reading goes on with the second.
    """
    lines = _Lines((source.text or "").split("\n"))
    reader = csv.reader(lines, delimiter=source.delimiter)
    past_header = False
    while lines.begin():
        start = lines.at
        broken = ""
        try:
            cells = next(reader, [])
        except csv.Error:
            cells, broken = [lines.all[start]], "too long for a row"
        if lines.at > start + 1 and (len(cells) != len(source.header) or lines.leave_open(start)):
            cells, broken = [lines.all[start]], "a quotation mark is not closed"
        if broken:
            lines.at = start + 1
            reader = csv.reader(lines, delimiter=source.delimiter)
        if not cells:
            continue
        if past_header:
            yield Record(start + 1, cells, broken)
        past_header = True


class _Lines:
    """Lines for `csv.reader`, of which it can have only so many for one record."""

    def __init__(self, lines: list[str]) -> None:
        self.all = lines
        self.at = 0
        self._end = 0

    def begin(self) -> bool:
        """Start a record; False at the end of the file."""
        self._end = min(self.at + MOST_LINES, len(self.all))
        return self.at < len(self.all)

    def leave_open(self, start: int) -> bool:
        """Whether the lines from `start` to here leave a quotation mark open."""
        return sum(line.count('"') for line in self.all[start : self.at]) % 2 == 1

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if self.at >= self._end:
            raise StopIteration
        self.at += 1
        return self.all[self.at - 1] + "\n"


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Return the cells without blank ones beyond `width`, as a comma at the end of each line makes."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells
