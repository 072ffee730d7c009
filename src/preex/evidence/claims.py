"""The claims S1 to S80 that advice rests on: what is said, how it stands, and which studies bear on it.

Every sentence PreEx says to a lifter cites claim ids (`because=("S54", "S57")`); this module turns an id into words.
The table is `data/claims.csv`. Where the article that PreEx began with and its sources differ, both have their say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from preex.core.table import Table, read_table
from preex.errors import NotFound

SENTENCES = " | "  # stands between the sentences of a cell
IDS = tuple(f"S{n}" for n in range(1, 81))


class ClaimStatus(StrEnum):
    """How a claim stands."""

    THEORY = "theory"  # an idea; not measured, or not measured directly
    SUPPORTED = "supported"
    MIXED = "mixed"  # studies disagree
    DISPUTED = "disputed"  # the source says something else
    CONTRADICTED = "contradicted"
    PRACTICE = "practice"  # what coaches do
    CONTEXT = "context"  # framing, no rule rests on it


class Check(StrEnum):
    """How the article stands beside primary sources."""

    AGREES = "agrees"
    NUANCE = "agrees with a nuance"
    DIFFERS = "differs"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim about pre-exhaust training."""

    id: str
    kind: str  # definition, mechanism, finding, number, pairing, protocol, trade-off, population, caution, ...
    text: str  # one sentence, at most 140 characters
    status: ClaimStatus
    evidence: tuple[str, ...]  # study ids; () = no study bears on it
    questions: tuple[str, ...]  # pooled questions that bear on it; () = none does
    effects: tuple[str, ...]  # findings it is about, where it is about some alone; () = all of its questions
    certainty: str  # high, moderate, low, very low, none
    computed: bool  # the certainty is that of its questions (`preex.evidence.certainties`); else it is recorded
    why: tuple[str, ...]  # the certainty, a sentence for each step
    check: Check
    as_of: str  # ISO date of the last look at the evidence
    article_says: str = ""  # in our words; "" = the same as `text`
    source_says: str = ""  # with the studies named; "" = nothing to set beside it
    contradicted_by: tuple[str, ...] = ()  # claims that speak against it
    see: tuple[str, ...] = ()  # claims to read beside it

    @property
    def evidence_refs(self) -> tuple[str, ...]:
        """Where it comes from: the seed article, and every study that bears on it."""
        return ("seed", *self.evidence)

    @property
    def differs(self) -> bool:
        """Whether a source says something else than the article."""
        return self.check is Check.DIFFERS

    @property
    def beside(self) -> tuple[str, ...]:
        """Every claim it is linked with: those that speak against it, those it speaks against, and the rest."""
        against = (other.id for other in claims().values() if self.id in other.contradicted_by)
        return tuple(dict.fromkeys((*self.contradicted_by, *against, *self.see)))


@cache
def claims() -> Mapping[str, Claim]:
    """Return every claim by id, in order.

    Raises
    ------
    DataError : the packaged table is not S1 to S80, each once and complete.
    """
    return MappingProxyType({c.id: c for c in build(read_table("claims"))})


def build(table: Table) -> tuple[Claim, ...]:
    """Make claims of a checked table, and check what no single cell can tell.

    Raises
    ------
    DataError : an id is missing or out of order, a reference leads nowhere, or a difference is told from one side only.
    """
    for n, row in enumerate(table.rows):
        if n >= len(IDS) or row["id"] != IDS[n]:
            table.fail(n, "id", f"{IDS[n]}, for the table holds S1 to S80 in order" if n < len(IDS) else "S1 to S80")
        _check(table, n)
    if len(table.rows) < len(IDS):
        table.fail(len(table.rows) - 1, "id", f"a table that goes on to {IDS[-1]}")
    return tuple(_claim(row) for row in table.rows)


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
            f"no claim is called {claim_id[:40]!r}; ids run from S1 to S80.", hint="List them: preex claims."
        ) from None


def in_words(ids: Iterable[str]) -> tuple[str, ...]:
    """Turn claim ids into sentences, each with its id and standing, for a "Why?" panel."""
    found = [claim(one) for one in ids]
    return tuple(f"{c.id}: {c.text} ({c.status})" for c in found)


def _check(table: Table, n: int) -> None:
    row = table.rows[n]
    for field in ("see", "contradicted_by"):
        if not set(_words(row[field])) <= set(IDS):
            table.fail(n, field, "ids S1 to S80")
    both = row["check"] in {Check.DIFFERS, Check.NUANCE}
    if row["basis"] == "computed" and not row["questions"]:
        table.fail(n, "basis", "recorded, unless there is a question to compute it from")
    if both and not (row["article_says"] and row["source_says"]):
        table.fail(n, "check", "agrees or unchecked, unless both article_says and source_says are told")


def _claim(row: Mapping[str, str]) -> Claim:
    return Claim(
        id=row["id"],
        kind=row["kind"],
        text=row["text"],
        status=ClaimStatus(row["status"]),
        evidence=_words(row["evidence"]),
        questions=_words(row["questions"]),
        effects=_words(row["effects"]),
        certainty=row["certainty"],
        computed=row["basis"] == "computed",
        why=tuple(row["why"].split(SENTENCES)),
        check=Check(row["check"]),
        as_of=row["as_of"],
        article_says=row["article_says"],
        source_says=row["source_says"],
        contradicted_by=_words(row["contradicted_by"]),
        see=_words(row["see"]),
    )


def _words(cell: str) -> tuple[str, ...]:
    return tuple(word for word in cell.split(";") if word)
