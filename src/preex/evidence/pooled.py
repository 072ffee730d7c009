"""What the studies say to one question: rows, pooled effect, certainty, and a fingerprint of all that went in."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from preex.evidence.base import Evidence, packaged
from preex.evidence.effects import Finding
from preex.evidence.estimating import (
    Comparison,
    Estimate,
    Options,
    by_numbers,
    by_printed,
    comparisons,
    printed_by_study,
)
from preex.evidence.judging import judge, of_amount, people_of
from preex.evidence.measures import Measured, measured, ratio
from preex.evidence.questions import Question, all_questions
from preex.meta.certainty import Judgement

ENGINE = 1  # counts changes of how answers are computed
_AS_USUAL = Options()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One finding as an answer shows it.

    effect : None where means or spreads are missing. ratio : change as a share, from means alone.
    weight : share of the pool, 0 to 1; None = not in it, for the reason `apart`.
    """

    finding: Finding
    effect: Measured | None
    ratio: float | None
    weight: float | None
    apart: str


@dataclass(frozen=True, slots=True)
class Signs:
    """How many studies find more, no significant difference, or less; those that do not say are left out."""

    more: int
    none: int
    less: int

    @property
    def studies(self) -> int:
        """Studies that say which."""
        return self.more + self.none + self.less


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """The answer to a question.

    trials, people : what the estimate rests on; studies of one trial count once. estimate : None = directions can only be counted.
    judgement : certainty of the direction. amount : of the size, where it differs; else None.
    rows : of its contrast. beside : of other contrasts, never pooled. own : ids of the user's studies among the rows.
    fingerprint : changes when a row, an option or the way of computing does.
    """

    question: Question
    trials: int
    people: int
    estimate: Estimate | None
    signs: Signs
    judgement: Judgement
    amount: Judgement | None
    rows: tuple[Row, ...]
    beside: tuple[Row, ...]
    own: tuple[str, ...]
    fingerprint: str
    said: tuple[str, ...]

    @property
    def means(self) -> tuple[float, ...]:
        """Changes as shares, of rows that print means and are not recalled or a duplicate; smallest first."""
        return tuple(sorted(r.ratio for r in self.rows if r.ratio is not None and not r.finding.never_pooled))


def answer(question: Question, evidence: Evidence, options: Options = _AS_USUAL) -> Pooled:
    """Answer a question from the studies.

    Numbers lead, unless more studies print only directions and p values; what cannot be pooled at all is counted.
    """
    own, other = question.of(evidence)
    usable = tuple(f for f in own if not f.never_pooled)
    if usable:
        question.check(usable)
    samples = {s.id: s.sample for s in evidence.studies.values()}
    found, printed = comparisons(usable, options, samples), printed_by_study(usable)
    estimate = by_numbers(found, question.horizon, options)
    if len(printed) > len(found):
        estimate = by_printed(printed, options)
    signs = signs_of(usable)
    weights = _weights(estimate, found, printed, usable)
    judgement = judge(question, evidence, weights, estimate, signs)
    pooled = [evidence.findings[i] for i in weights]
    rows = tuple(_row(f, weights.get(f.id), options) for f in own)
    return Pooled(
        question=question,
        trials=len({evidence.studies[f.study].sample for f in pooled}),
        people=people_of(pooled, evidence),
        estimate=estimate,
        signs=_count(signs),
        judgement=judgement,
        amount=of_amount(judgement) if estimate and estimate.way == "printed" else None,
        rows=rows,
        beside=tuple(_row(f, None, options, "Another contrast: never pooled with these.") for f in other),
        own=tuple(dict.fromkeys(f.study for f in own if evidence.studies[f.study].own)),
        fingerprint=fingerprint(question, usable, options),
        said=(*_said(estimate, found, evidence, options), *_elsewhere(own, evidence)),
    )


def answered(question: Question, evidence: Evidence) -> Pooled:
    """Answer a question as usual; once only, where all that bears on it is packaged."""
    if question.of(evidence) == question.of(packaged()):
        return _of_packaged(question)
    return answer(question, evidence)


def answers(evidence: Evidence) -> tuple[Pooled, ...]:
    """Answer every question."""
    return tuple(answered(q, evidence) for q in all_questions())


@cache
def packaged_answers() -> Mapping[str, Pooled]:
    """Answer every question from the packaged studies, by key; later calls return the same object."""
    return {q.key: _of_packaged(q) for q in all_questions()}


@cache
def _of_packaged(question: Question) -> Pooled:
    return answer(question, packaged())


def signs_of(findings: Sequence[Finding]) -> dict[str, int]:
    """Return study -> which way it points; 0 where it finds no significant difference, or its rows disagree."""
    by_study: dict[str, set[int]] = {}
    for f in findings:
        if f.direction is not None:
            by_study.setdefault(f.study, set()).add(f.direction)
    return {study: next(iter(d)) if len(d) == 1 else 0 for study, d in by_study.items()}


def fingerprint(question: Question, findings: Sequence[Finding], options: Options) -> str:
    """Return twelve hexadecimal digits that change with the question, its rows, the options or the way of computing."""
    told = repr((ENGINE, question.key, options, [(f.id, repr(f)) for f in findings]))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _row(f: Finding, weight: float | None, options: Options, apart: str = "") -> Row:
    why = "" if weight is not None else apart or f.never_pooled or "It prints too little to be pooled."
    return Row(finding=f, effect=measured(f, options.r), ratio=ratio(f), weight=weight, apart=why)


def _weights(
    estimate: Estimate | None,
    found: Sequence[Comparison],
    printed: Sequence[tuple[str, object]],
    usable: Sequence[Finding],
) -> dict[str, float]:
    """Return finding -> share of the pool: by precision for numbers, by people for directions."""
    if estimate is not None and estimate.way == "numbers":
        parts = {f.id: 1 / e.v for c in found for f, e in zip(c.findings, c.effects, strict=True)}
    elif estimate is not None:
        studies = {study for study, _ in printed}
        rows = [f for f in usable if f.study in studies and f.printed is not None]
        parts = {f.id: (f.n or 0) / sum(g.study == f.study for g in rows) for f in rows}
    else:
        parts = {f.id: float(f.n or 1) for f in usable if f.direction is not None}
    total = sum(parts.values())
    return {i: part / total for i, part in parts.items()}


def _count(signs: Mapping[str, int]) -> Signs:
    values = list(signs.values())
    return Signs(more=values.count(1), none=values.count(0), less=values.count(-1))


def _said(
    estimate: Estimate | None, found: Sequence[Comparison], evidence: Evidence, options: Options
) -> tuple[str, ...]:
    if estimate is None:
        return ()
    said = list(estimate.said)
    if estimate.way == "numbers":
        trials = {evidence.studies[c.findings[0].study].sample for c in found}
        if len(trials) < len(found):
            said.append(
                f"The {len(found)} comparisons are of other people but come from {len(trials)} trial"
                f"{'' if len(trials) == 1 else 's'}; a new trial may differ more than they do."
            )
        if used := sorted({e.r for c in found for e in c.effects if e.r is not None}):
            listed = " and ".join(f"{r:g}" for r in used)
            source = "by outcome" if options.r is None else "as asked"
            said.append(f"No correlation within people is printed; {listed} is put in ({source}).")
        if any(f.digitised for c in found for f in c.findings):
            said.append("Numbers were read off figures.")
    return tuple(said)


def _elsewhere(own: Sequence[Finding], evidence: Evidence) -> tuple[str, ...]:
    """Tell of pools others have published, which share these trials and are shown beside them."""
    pools = [f for f in own if f.stated and evidence.studies[f.study].design == "meta_analysis"]
    return tuple(
        f"{evidence.studies[f.study].label}, a published pool that shares these trials: {f.stated.value:.2f}, p {f.p}."
        for f in pools
        if f.stated
    )
