"""`meta`: pool the effects that stand in a file, one row a study."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

import numpy as np

from preex.errors import ValidationError
from preex.logbook import numbers, table
from preex.logbook.rows import Source
from preex.logbook.sources import open_source
from preex.meta.heterogeneity import Data, q_profile
from preex.meta.names import COMMON, FEWEST_FOR_PREDICTION
from preex.meta.pooling import MetaResult, random_effects
from preex.meta.weighted import intercept

_SHOWN = 3  # bad cells named in an error


@dataclass(frozen=True, slots=True)
class PooledFile:
    """The pool of a file. tau2_low, tau2_high : Q-profile interval of tau2; None where tau2 is not estimated."""

    name: str
    result: MetaResult
    tau2_low: float | None
    tau2_high: float | None

    @property
    def predicts(self) -> bool:
        """Whether the interval of a next study says anything."""
        return self.result.pi_low is not None and self.result.k >= FEWEST_FOR_PREDICTION

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.meta/1`."""
        spread = {"tau2_low": self.tau2_low, "tau2_high": self.tau2_high}
        return {"schema": "preex.meta/1", "file": self.name} | self.result.to_json() | spread


def pool_file(
    path: str | os.PathLike[str],
    *,
    effect: str = "yi",
    variance: str = "vi",
    se: str | None = None,
    method: str = "REML",
    test: str = "knha",
) -> PooledFile:
    """Pool the studies of a delimited file.

    Parameters
    ----------
    effect, variance : names of the columns. se : column of standard errors, in place of variances.
    method, test : as in `preex.meta.random_effects`.

    Raises
    ------
    ValidationError : a column that is missing or stands twice; cells that are no numbers or variances, each with its line.
    NotConverged : no tau2 was found.
    """
    source = open_source(path)
    columns = [_column(source, name) for name in (effect, se or variance)]
    rows, bad = _rows(source, columns)
    problems = bad or [p for p in (_not_above_0(row, se or variance) for row in rows) if p]
    if problems:
        more = f" and {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
        raise ValidationError(
            f"{source.name}: {'; '.join(problems[:_SHOWN])}{more}.",
            hint="Correct the cells or delete the rows; leaving out a study in silence would change the result.",
        )
    if not rows:
        raise ValidationError(f"{source.name} has no study below its header.", hint="Give one row a study.")
    y, spread = np.array([row[1:] for row in rows], dtype=float).T
    return _pooled(source.name, y, spread**2 if se else spread, method, test)


def _pooled(name: str, y: Any, v: Any, method: str, test: str) -> PooledFile:  # noqa: ANN401 - arrays
    result = random_effects(y, v, method, test)
    if result.k < 2 or method in COMMON:
        return PooledFile(name, result, None, None)
    return PooledFile(name, result, *q_profile(Data(y, v, intercept(len(y)))))


def _column(source: Source, name: str) -> int:
    found = [i for i, one in enumerate(source.header) if one == name]
    if len(found) == 1:
        return found[0]
    said = f"has the column {name!r} {len(found)} times" if found else f"has no column {name!r}"
    listed = ", ".join(one[:30] for one in source.header[:20]) or "none"
    raise ValidationError(
        f"{source.name} {said}; its columns are: {listed}.",
        hint="Name the columns with --effect, and --variance or --se (standard errors).",
    )


def _rows(source: Source, columns: list[int]) -> tuple[list[tuple[int, float, float]], list[str]]:
    """Return (line, effect, spread) of every record that holds both, and what is wrong with the others."""
    rows: list[tuple[int, float, float]] = []
    bad: list[str] = []
    for record in table.records(source):
        if not any(cell.strip() for cell in record.cells):
            continue
        values = [_cell(source, record, at, bad) for at in columns]
        if record.broken:
            bad.append(f"line {record.line}: {record.broken}")
        elif any(cell.strip() for cell in record.cells[len(source.header) :]):  # 0,3 between commas reads as 0 and 3
            bad.append(f"line {record.line}: {len(record.cells)} cells; the header has {len(source.header)}")
        elif values[0] is not None and values[1] is not None:
            rows.append((record.line, values[0], values[1]))
    return rows, bad


def _cell(source: Source, record: table.Record, at: int, bad: list[str]) -> float | None:
    text = record.cells[at].strip() if at < len(record.cells) else ""
    try:
        number = numbers.decimal(text)
    except ValueError:
        number = None
    if number is None:
        said = f"{text[:30]!r} is not a number" if text else "is empty"
        bad.append(f"line {record.line}, {source.header[at]}: {said}")
        return None
    return float(number)


def _not_above_0(row: tuple[int, float, float], name: str) -> str:
    line, _, spread = row
    return "" if spread > 0 else f"line {line}, {name}: {spread:g} is not above 0"
