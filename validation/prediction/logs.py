"""The real logs beside the repository: in which unit they are read, and whose fold they are in."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from pathlib import Path

from preex import read_log
from preex.core.performed import PerformedSet
from preex.errors import UnitNeeded
from preex.logbook.report import LogImport

LOGS = Path(__file__).parents[3] / "shared/data/logs"


@dataclass(frozen=True, slots=True)
class RealLog:
    """A log as read. `label` is how pages call it: nobody is named."""

    label: str
    path: Path
    log: LogImport

    @property
    def sets(self) -> tuple[PerformedSet, ...]:
        """Sets, oldest first."""
        return self.log.sets


def fold_of(path: str | Path, n_fold: int) -> int:
    """Return the fold of the person a log belongs to, by the name of its file (`format__person__project.csv`)."""
    parts = Path(path).name.split("__")
    person = parts[1] if len(parts) > 1 else parts[0]
    return zlib.crc32(re.sub(r"\W", "", person).encode()) % n_fold


def paths(*parts: str) -> list[Path]:
    """Return the logs whose file names hold one of `parts`; all without any."""
    found = (p for p in sorted(LOGS.iterdir()) if p.suffix != ".md")
    return [p for p in found if not parts or any(part in p.name for part in parts)]


def read(path: Path) -> RealLog:
    """Read one of the logs beside the repository."""
    return RealLog(f"log {paths().index(path) + 1}", path, in_any_unit(path))


def in_any_unit(path: str | Path) -> LogImport:
    """Read a log, as kilograms where it does not tell: ratios of loads are what the forecasts live on."""
    try:
        return read_log(path)
    except UnitNeeded:
        return read_log(path, unit="kg")
