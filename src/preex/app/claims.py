"""`claims`: what advice rests on, how each sentence stands, and what the article and its sources say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from preex.evidence.claims import Claim, ClaimStatus, claim, claims

if TYPE_CHECKING:  # studies bring SciPy with them, which whoever only wants a claim's words need not wait for
    from preex.evidence.base import Evidence
    from preex.evidence.effects import Finding
    from preex.evidence.questions import Question
    from preex.evidence.studies import Study

_TRAINING = {"not_stated": "", "mixed": "trained and untrained", "recreational": "recreationally trained"}
_PEOPLE = {"male": "men", "female": "women", "mixed": "men and women"}
_DIRECTIONS = {-1: "lower", 0: "no clear difference", 1: "higher"}


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


def studies_of(c: Claim) -> tuple[Study, ...]:
    """Return the studies that bear on a claim, for or against."""
    known = _known()
    return tuple(known.study(one) for one in c.evidence)


def findings_of(c: Claim) -> tuple[Finding, ...]:
    """Return the findings a claim rests on: those it names, else those its questions are answered from."""
    known = _known()
    if c.effects:
        return tuple(known.findings[one] for one in c.effects)
    return tuple(f for q in _asked(c) for f in q.of(known)[0] if not f.never_pooled)


def findings_beside(c: Claim) -> tuple[Finding, ...]:
    """Return what the claim's other studies found on the same outcomes, which its questions do not pool."""
    if c.effects:
        return ()
    families = {q.family for q in _asked(c)}
    others = set(c.evidence) - {f.study for f in findings_of(c)}
    told = (f for f in _known().findings.values() if f.study in others and f.family in families)
    return tuple(f for f in told if not f.duplicate_of and f.verification.value != "recalled")


def _known() -> Evidence:
    from preex.evidence.base import packaged

    return packaged()


def _asked(c: Claim) -> Iterable[Question]:
    from preex.evidence.questions import questions

    return (q for q in questions() if q.key in c.questions)


def result_of(f: Finding) -> str:
    """Say in a few words what a finding is: its numbers where there are any, and the direction where one is told."""
    told = [_numbers(f)]
    if f.direction is not None:
        p = f"p {f.p}" if f.p[:1] in {"<", ">"} or f.p[:1].isdigit() else f.p
        told.append(", ".join(part for part in (_DIRECTIONS[f.direction], p) if part))
    return "; ".join(part for part in told if part) or "not told"


def _numbers(f: Finding) -> str:
    one, other = f.arm_1, f.arm_0
    if other and one.pct is not None and other.pct is not None:
        return f"{one.pct:+g} against {other.pct:+g} %"
    if other and one.mean is not None and other.mean is not None:
        return f"{one.mean:g} against {other.mean:g} {f.unit}"
    if f.stated:
        return f"{f.stated.value:g} {f.stated.what}"
    return f"{one.pct:+g} %" if one.pct is not None else ""


def compared_in(f: Finding) -> str:
    """Say what a finding is compared with; of one arm alone, what that arm did."""
    return f"against {f.arm_0.name}" if f.arm_0 else f.arm_1.name


def claim_json(c: Claim) -> dict[str, Any]:
    """Return a claim as plain data, a row of the document `preex.claims/1`."""
    studies = studies_of(c)
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
        "why_certainty": list(c.why),
        "k_studies": len(studies),
        "n_total": sum({s.sample: s.people or 0 for s in studies}.values()) or None,  # None = no paper tells
        "population": list(dict.fromkeys(who(s) for s in studies)),
        "questions": list(c.questions),
        "effects": [f.id for f in findings_of(c)],
        "contradicted_by": list(c.contradicted_by),
        "see": list(c.beside),
    }


def who(s: Study) -> str:
    """Say who took part, as far as it is told: `untrained men`."""
    training = _TRAINING.get(s.training, s.training)
    return " ".join(word for word in (training, _PEOPLE.get(s.sex, "")) if word) or "people not described"


def claims_json(ids: Iterable[str]) -> list[dict[str, Any]]:
    """Return the claims behind ids in plain words, each once, in order."""
    found = [claim(one) for one in dict.fromkeys(ids)]
    return [{"id": c.id, "text": c.text, "status": c.status.value, "evidence": list(c.evidence)} for c in found]
