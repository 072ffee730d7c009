"""Does an answer hang on one study, on a correlation nobody printed, on the prior, or on numbers read off figures?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from preex.evidence.base import Evidence, packaged
from preex.evidence.estimating import Estimate, Options
from preex.evidence.measures import CORRELATION_STRIP
from preex.evidence.pooled import Pooled, answer, answered
from preex.evidence.questions import Question
from preex.meta.dependence import RHO_STRIP


@dataclass(frozen=True, slots=True)
class Variant:
    """An answer under one change. k : comparisons. estimate : None = nothing is left to pool."""

    change: str
    k: int
    estimate: Estimate | None


def variants(question: Question, evidence: Evidence) -> tuple[Variant, ...]:
    """Return the answer as it is, and under each change that applies to it; empty where nothing is pooled."""
    if question.of(evidence) == question.of(packaged()):
        return _of_packaged(question)
    return _variants(question, evidence)


@cache
def _of_packaged(question: Question) -> tuple[Variant, ...]:
    return _variants(question, packaged())


def _variants(question: Question, evidence: Evidence) -> tuple[Variant, ...]:
    usual = answered(question, evidence)
    if usual.estimate is None:
        return ()
    return (Variant("as it is", usual.estimate.k, usual.estimate), *_changed(usual, evidence))


def _changed(usual: Pooled, evidence: Evidence) -> Iterator[Variant]:
    estimate = usual.estimate
    if estimate is None:
        return
    yield from _optional(usual, evidence, estimate)
    pooled = [r.finding for r in usual.rows if r.weight is not None]
    studies = list(dict.fromkeys(f.study for f in pooled))
    if len(studies) > 1:
        for study in studies:
            yield _without(usual.question, evidence, f"without {evidence.studies[study].label}", {study})
        yield from _by_year(usual.question, evidence, studies)
    digitised = {f.study for f in pooled if f.digitised}
    if digitised:
        yield _without(usual.question, evidence, "without numbers read off figures", digitised)
    risky = {s for s in studies if evidence.studies[s].allocation in {"unclear", "none"}}
    if risky and risky != set(studies):
        yield _without(usual.question, evidence, "only where allocation is clear", risky)


def _by_year(question: Question, evidence: Evidence, studies: list[str]) -> Iterator[Variant]:
    """Yield the answers of earlier years: what the studies published by then said."""
    years = {s: evidence.studies[s].year for s in studies}
    known = sorted({year for year in years.values() if year is not None})
    for until in known[:-1]:
        yield _without(
            question, evidence, f"as known in {until}", {s for s, year in years.items() if (year or until + 1) > until}
        )


def _optional(usual: Pooled, evidence: Evidence, estimate: Estimate) -> Iterator[Variant]:
    if estimate.way == "numbers":
        for r in CORRELATION_STRIP:
            yield _with(usual.question, evidence, f"correlation within people {r:g}", Options(r=r))
        for rho in RHO_STRIP:
            yield _with(usual.question, evidence, f"correlation of outcomes {rho:g}", Options(rho=rho))
    if estimate.way == "numbers" and estimate.k > usual.trials:
        yield _with(usual.question, evidence, "comparisons of one trial as one study", Options(whole_trials=True))
    if estimate.way == "printed" or estimate.k > 1:
        for width, words in ((0.5, "half"), (2.0, "double")):
            yield _with(usual.question, evidence, f"{words} the prior's width", Options(prior=width))


def _with(question: Question, evidence: Evidence, change: str, options: Options) -> Variant:
    found = answer(question, evidence, options).estimate
    return Variant(change, found.k if found else 0, found)


def _without(question: Question, evidence: Evidence, change: str, left_out: set[str]) -> Variant:
    kept = {i: f for i, f in evidence.findings.items() if f.study not in left_out}
    found = answer(question, Evidence(evidence.studies, kept)).estimate
    return Variant(change, found.k if found else 0, found)
