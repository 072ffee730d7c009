"""Reads `targets.csv` and says of each row what the model predicts and whether that lies inside its tolerance."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import measures

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Verdict:
    """A row, and what came out; `predicted` is None where the model does not speak to the quantity."""

    row: dict
    predicted: float | None

    @property
    def inside(self):
        if self.predicted is None:
            return None
        low, high = (float(self.row[k] or s) for k, s in (("low", "-inf"), ("high", "inf")))
        return bool(low <= self.predicted <= high)


def rows():
    with (HERE / "targets.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@cache
def verdicts():
    """Every row with its prediction, in the order of the file."""
    return tuple(Verdict(r, getattr(measures, r["measure"])(r) if r["measure"] else None) for r in rows())


def chosen(split, kind, *, verified=True):
    """Verdicts of one split and kind the model speaks to; `verified` leaves out numbers nobody looked up."""
    return [
        v
        for v in verdicts()
        if v.row["split"] == split and v.row["kind"] == kind and not (verified and v.row["level"] == "recalled")
    ]
