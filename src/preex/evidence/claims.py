"""The claims S1 to S80 that advice rests on: what is said, how it stands, and which studies bear on it.

Every sentence PreEx says to a lifter cites claim ids (`because=("S54", "S57")`); this module turns an id into words.
The table is `data/claims.csv`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from preex.errors import DataError, NotFound


class ClaimStatus(StrEnum):
    """How a claim stands."""

    THEORY = "theory"  # an idea; not measured, or not measured directly
    SUPPORTED = "supported"
    MIXED = "mixed"  # studies disagree
    DISPUTED = "disputed"  # the source says something else
    CONTRADICTED = "contradicted"
    PRACTICE = "practice"  # what coaches do
    CONTEXT = "context"  # framing, no rule rests on it


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim about pre-exhaust training."""

    id: str
    kind: str  # definition, mechanism, finding, number, pairing, protocol, trade-off, population, caution, ...
    text: str  # one sentence, at most 140 characters
    status: ClaimStatus
    evidence: tuple[str, ...]  # study ids; () = no study bears on it
    certainty: str  # high, moderate, low, very low, none
    check: str  # agrees | agrees with a nuance | differs | unchecked, against primary sources
    as_of: str  # ISO date of the last look at the evidence
    see: tuple[str, ...] = ()  # claims to read beside it, above all those that speak against it

    @property
    def evidence_refs(self) -> tuple[str, ...]:
        """Where it comes from: the seed article, and every study that bears on it."""
        return ("seed", *self.evidence)


@cache
def claims() -> Mapping[str, Claim]:
    """Return every claim by id, in order.

    Raises
    ------
    DataError : the packaged table is not S1 to S80, each once and complete.
    """
    text = files("preex").joinpath("data", "claims.csv").read_text(encoding="utf-8")
    table = {row["id"]: _claim(row) for row in csv.DictReader(text.splitlines())}
    wanted = [f"S{n}" for n in range(1, 81)]
    if list(table) != wanted:
        raise DataError(
            f"claims.csv holds {len(table)} claims; it must hold S1 to S80 in order.", hint="Reinstall PreEx."
        )
    return MappingProxyType(table)


def claim(claim_id: str) -> Claim:
    """Return one claim.

    Raises
    ------
    NotFound : there is no such id.
    """
    try:
        return claims()[claim_id.strip().upper()]
    except KeyError:
        raise NotFound(
            f"no claim is called {claim_id!r}; ids run from S1 to S80.", hint="List them: preex claims."
        ) from None


def in_words(ids: Iterable[str]) -> tuple[str, ...]:
    """Turn claim ids into sentences, each with its id and standing, for a "Why?" panel."""
    found = [claim(one) for one in ids]
    return tuple(f"{c.id}: {c.text} ({c.status})" for c in found)


def _claim(row: Mapping[str, str]) -> Claim:
    try:
        status = ClaimStatus(row["status"])
    except ValueError:
        raise DataError(f"claim {row['id']} has status {row['status']!r}.", hint="Reinstall PreEx.") from None
    return Claim(
        id=row["id"],
        kind=row["kind"],
        text=row["text"],
        status=status,
        evidence=_words(row["evidence"]),
        certainty=row["certainty"],
        check=row["check"],
        as_of=row["as_of"],
        see=_words(row["see"]),
    )


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split(";") if word)
