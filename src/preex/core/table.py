"""Reads a packaged CSV table and checks every cell against the field dictionary `data/fields.csv`."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NoReturn

from preex.errors import DataError

_ID = re.compile(r"[A-Za-z0-9_]+")
_IDS = re.compile(r"\w+(;\w+)*", re.ASCII)
_KIT = re.compile(r"\w+(\|\w+)*(;\w+(\|\w+)*)*", re.ASCII)
_FLAGS = frozenset({"yes", "no"})
_RANGE = re.compile(r"(-?[\d.]+)\.\.(-?[\d.]+)")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a packaged table, as `data/fields.csv` declares it."""

    table: str
    name: str
    type: str  # key | id | ids | kit | text | flag | choice | choices | int | number
    unit: str
    required: bool
    allowed: str  # `a;b;c` for choices, `lo..hi` for numbers, empty when anything goes
    description: str

    def accepts(self, cell: str) -> bool:
        """Return whether `cell` is a legal value of this field."""
        return not self.required if not cell else _CHECKS[self.type](self, cell)

    @property
    def legal(self) -> str:
        """What the field accepts, in words."""
        what = self.allowed.replace(";", ", ").replace("..", " to ") or _TYPE_TEXT.get(self.type, "any text")
        return what if self.required else f"{what}, or nothing"


@dataclass(frozen=True, slots=True)
class Table:
    """A checked table: the header's names and the rows, each with the line it ends on."""

    file: str
    rows: tuple[Mapping[str, str], ...]
    lines: tuple[int, ...]

    def fail(self, row: int, field: str, allowed: str) -> NoReturn:
        """Raise the error that names file, line, field, value and what is allowed."""
        value = self.rows[row].get(field, "")
        raise DataError(
            f"{self.file} line {self.lines[row]}: {field} is {value!r}; allowed: {allowed}.",
            hint="Correct that cell, or reinstall PreEx to restore the packaged file.",
        )


def read_table(name: str, lines: Iterable[str] | None = None) -> Table:
    """Read the packaged table `name` and check every cell.

    Parameters
    ----------
    name : table, as in the first column of `data/fields.csv`; its file is `data/<name>.csv`.
    lines : text to read instead of the packaged file, for tests and for other people's catalogues.

    Raises
    ------
    DataError : header or a cell breaks the field dictionary.
    """
    declared = fields(name)
    reader = csv.reader(_packaged(name) if lines is None else lines)
    file, names = f"{name}.csv", [f.name for f in declared]
    header = next(reader, [])
    if header != names:
        wrong = sorted(set(names) ^ set(header)) or ["their order"]
        raise DataError(
            f"{file} line 1: the columns differ from data/fields.csv in {', '.join(wrong)}.",
            hint=f"The columns must be {', '.join(names)}.",
        )
    rows, numbers = [], []
    for cells in reader:
        if len(cells) != len(names):
            raise DataError(
                f"{file} line {reader.line_num}: {len(cells)} cells; allowed: {len(names)}.",
                hint="Look for a missing quotation mark or comma in that line.",
            )
        rows.append(dict(zip(names, cells, strict=True)))
        numbers.append(reader.line_num)
    table = Table(file, tuple(rows), tuple(numbers))
    _check(table, declared)
    return table


@cache
def fields(table: str) -> tuple[Field, ...]:
    """Return the declared fields of `table`, in column order."""
    return tuple(f for f in _dictionary() if f.table == table)


@cache
def _dictionary() -> tuple[Field, ...]:
    rows = csv.reader(_packaged("fields"))
    next(rows)
    return tuple(
        Field(t, name, kind, unit, need == "yes", allowed, text) for t, name, kind, unit, need, allowed, text in rows
    )


def _packaged(name: str) -> Sequence[str]:
    return (files("preex") / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)


def _check(table: Table, declared: Iterable[Field]) -> None:
    for field in declared:
        column = [row[field.name] for row in table.rows]
        # Most columns hold few different values, so each value is judged once.
        wrong = {cell for cell in set(column) if not field.accepts(cell)}
        if wrong:
            row = next(i for i, cell in enumerate(column) if cell in wrong)
            table.fail(row, field.name, field.legal)
        if field.type == "key" and len(set(column)) != len(column):
            row = next(i for i, cell in enumerate(column) if cell in column[:i])
            table.fail(row, field.name, "an id that no earlier row uses")


@cache
def _options(allowed: str) -> frozenset[str]:
    return frozenset(allowed.split(";"))


def _in_range(field: Field, cell: str) -> bool:
    bounds = _RANGE.fullmatch(field.allowed)
    try:
        value = float(cell)
    except ValueError:
        return False
    return bounds is None or float(bounds[1]) <= value <= float(bounds[2])


_TYPE_TEXT: Mapping[str, str] = {
    "key": "letters, digits and underscores",
    "id": "letters, digits and underscores",
    "ids": "ids separated by ;",
    "kit": "equipment ids separated by ; (all needed) or | (any will do), or none",
    "flag": "yes, no",
}
_CHECKS: Mapping[str, Callable[[Field, str], bool]] = {
    "key": lambda _, cell: _ID.fullmatch(cell) is not None,
    "id": lambda _, cell: _ID.fullmatch(cell) is not None,
    "ids": lambda _, cell: _IDS.fullmatch(cell) is not None,
    "kit": lambda _, cell: _KIT.fullmatch(cell) is not None,
    "text": lambda _, __: True,
    "flag": lambda _, cell: cell in _FLAGS,
    "choice": lambda field, cell: cell in _options(field.allowed),
    "choices": lambda field, cell: set(cell.split(";")) <= _options(field.allowed),
    "int": lambda field, cell: cell.isascii() and cell.isdigit() and _in_range(field, cell),
    "number": _in_range,
}
