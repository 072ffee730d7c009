"""Studies of pre-exhaust training: who took part, what was compared, and how. The table is `data/studies.csv`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from preex.core.table import Table
from preex.meta.contrast import Contrast, Horizon

NONE = "none"  # a contrast, target or layout that a row does not have
_MOST_LOST = 0.2  # share of people from which a result is at risk; D. Sackett et al., Evidence-Based Medicine, 1997


@dataclass(frozen=True, slots=True, kw_only=True)
class Study:
    """One study, by the fields of `data/fields.csv`; numbers that are not known are None, texts "".

    people : in all groups. lost_share : who was not measured at the end, 0 to 1. contrasts : () = it answers another question.
    sample : the trial; studies of one trial share it. own : added by this user, not packaged.
    """

    id: str
    authors: str
    published_in: str
    year: int | None
    doi: str
    link: str
    status: str
    people: int | None
    people_note: str
    population: str
    sex: str
    training: str
    design: str
    design_done: str
    allocation: str
    assessor: str
    lost_share: float | None
    horizon: Horizon
    comparator: str
    contrasts: tuple[Contrast, ...]
    sample: str
    last_reviewed: date
    note: str
    own: bool = False

    @property
    def citation(self) -> str:
        """Authors and place, as printed below a table."""
        return f"{self.authors.rstrip('.')}. {self.published_in}."

    @property
    def url(self) -> str:
        """Address of its record; "" where none is known."""
        return f"https://doi.org/{self.doi}" if self.doi else self.link

    @property
    def label(self) -> str:
        """First author and year; where no author is known, journal and year."""
        first = self.authors.split(",")[0].split(" et al")[0]
        words = first.split()
        name = " ".join(w for w in words if not (w.isupper() and len(w) <= 4)) or first
        if name.startswith("Authors not"):
            name = re.split(r"\s*[\d(;,]", self.published_in, maxsplit=1)[0] or self.id
        elif len(words) > 4:
            name = self.id
        return f"{name} {self.year}" if self.year and name != self.id else name

    @property
    def randomised(self) -> bool:
        """Whether chance could decide who got what, or which condition came first."""
        return self.design in {"crossover", "parallel", "within_limbs"} and self.allocation != NONE

    @property
    def at_risk(self) -> bool:
        """Whether allocation is unclear, who measured may have known the arm, or more than a fifth was lost."""
        chosen = self.allocation in {"unclear", NONE}
        return chosen or self.assessor != "blinded" or (self.lost_share or 0.0) > _MOST_LOST


def studies_of(table: Table, *, own: bool = False) -> dict[str, Study]:
    """Make studies of a checked table.

    Raises
    ------
    DataError : a date that is none, `none` beside a contrast, or a study without a DOI, link or journal to find it by.
    """
    found = {}
    for n, row in enumerate(table.rows):
        found[row["study_id"]] = _study(row, _date(table, n), own=own)
        if "none" in row["contrasts"].split(";") and row["contrasts"] != NONE:
            table.fail(n, "contrasts", "C1 to C4, or none alone")
    return found


def _study(row: Mapping[str, str], reviewed: date, *, own: bool) -> Study:
    return Study(
        id=row["study_id"],
        authors=row["authors"],
        published_in=row["published_in"],
        year=whole(row["year"]),
        doi=row["doi"],
        link=row["link"],
        status=row["status"],
        people=whole(row["people"]),
        people_note=row["people_note"],
        population=row["population"],
        sex=row["sex"],
        training=row["training"],
        design=row["design"],
        design_done=row["design_done"],
        allocation=row["allocation"],
        assessor=row["assessor"],
        lost_share=number(row["lost_share"]),
        horizon=Horizon(row["horizon"]),
        comparator=row["comparator"],
        contrasts=tuple(Contrast(c) for c in row["contrasts"].split(";") if c != NONE),
        sample=row["sample"],
        last_reviewed=reviewed,
        note=row["note"],
        own=own,
    )


def _date(table: Table, n: int) -> date:
    try:
        return date.fromisoformat(table.rows[n]["last_reviewed"])
    except ValueError:
        table.fail(n, "last_reviewed", "a date as 2026-11-24")


def whole(cell: str) -> int | None:
    """Return a cell as a whole number; None = empty."""
    return int(cell) if cell else None


def number(cell: str) -> float | None:
    """Return a cell as a number; None = empty."""
    return float(cell) if cell else None
