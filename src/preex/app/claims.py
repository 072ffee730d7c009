"""`claims`: what advice rests on, how each sentence stands, and what the article and its sources say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from preex.evidence.claims import Claim, ClaimStatus, claim, claims


def find_claims(
    ids: Iterable[str] = (), *, status: ClaimStatus | None = None, differing: bool = False
) -> tuple[Claim, ...]:
    """Return the claims that are asked for, in the order asked; all of them, S1 to S80, unless ids are named.

    Parameters
    ----------
    ids : of claims, each once.
    status : only those that stand so.
    differing : only those where a source says something else than the article.

    Raises
    ------
    NotFound : there is no such id.
    """
    named = dict.fromkeys(claim(one).id for one in ids)
    found = (claims()[one] for one in named or claims())
    return tuple(c for c in found if status in (None, c.status) and (c.differs or not differing))


def claim_json(c: Claim) -> dict[str, Any]:
    """Return a claim as plain data, a row of the document `preex.claims/1`."""
    return {
        "id": c.id,
        "text": c.text,
        "kind": c.kind,
        "status": c.status.value,
        "evidence": list(c.evidence),
        "certainty": c.certainty,
        "as_of": c.as_of,
        "check": c.check.value,
        "article_says": c.article_says or None,
        "source_says": c.source_says or None,
        "why_certainty": [c.certainty_because] if c.certainty_because else [],
        "outcomes": list(c.outcomes),
        "contradicted_by": list(c.contradicted_by),
        "see": list(c.beside),
    }


def claims_json(ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return the claims behind ids in plain words, each once, in order."""
    found = [claim(one) for one in dict.fromkeys(ids)]
    return [{"id": c.id, "text": c.text, "status": c.status.value, "evidence": list(c.evidence)} for c in found]
