"""How sure one can be of an answer: the facts that `preex.meta.certainty` judges, taken from studies and findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from preex.evidence.base import Evidence
from preex.evidence.effects import Finding, Verification
from preex.evidence.estimating import Estimate
from preex.evidence.questions import Question
from preex.meta.certainty import Facts, Judgement, Step, certainty
from preex.meta.contrast import Contrast

_WIDE = 9.0  # stands for "no interval": beyond any edge
_CONSISTENT = "Large and consistent"


def judge(
    question: Question,
    evidence: Evidence,
    weights: Mapping[str, float],
    estimate: Estimate | None,
    signs: Mapping[str, int],
) -> Judgement:
    """Judge an answer.

    Parameters
    ----------
    weights : finding -> share of the pool, summing to 1. estimate : None = only directions can be counted.
    signs : study -> -1, 0 or 1.
    """
    if not weights:
        return certainty(_facts(question, evidence, weights, None, signs, k=0))
    pooled = [evidence.findings[i] for i in weights]
    k = len({evidence.studies[f.study].sample for f in pooled})
    found = certainty(_facts(question, evidence, weights, estimate, signs, k=k))
    if estimate is not None:
        return found
    counted = Step(-2, "Imprecision", "no interval can be computed from what the papers print.")
    return replace(found, steps=tuple(counted if s.domain == "Imprecision" else s for s in found.steps))


def of_amount(direction: Judgement) -> Judgement:
    """Judge how much, where only the direction is printed: one step below, and consistency of direction does not count."""
    kept = tuple(s for s in direction.steps if s.domain != _CONSISTENT)
    return replace(
        direction,
        steps=(*kept, Step(-1, "Amount", "only directions and p values are printed, so its size is not measured.")),
    )


def people_of(findings: Sequence[Finding], evidence: Evidence) -> int:
    """Return how many people the findings rest on, each study's once."""
    most: dict[str, int] = {}
    for f in findings:
        known = f.n or evidence.studies[f.study].people or 0
        most[f.study] = max(most.get(f.study, 0), known)
    return sum(most.values())


def _facts(
    question: Question,
    evidence: Evidence,
    weights: Mapping[str, float],
    estimate: Estimate | None,
    signs: Mapping[str, int],
    *,
    k: int,
) -> Facts:
    pooled = [evidence.findings[i] for i in weights]
    risky = sum(w for i, w in weights.items() if evidence.studies[evidence.findings[i].study].at_risk)
    second = sum(w for i, w in weights.items() if _second_hand(evidence.findings[i]))
    edge = estimate.matters if estimate else 1.0
    low, high = (estimate.low, estimate.high) if estimate else (-_WIDE, _WIDE)
    return Facts(
        k=k,
        people=people_of(pooled, evidence),
        randomised=all(evidence.studies[f.study].randomised for f in pooled),
        risky_share=min(1.0, risky),
        secondary_share=min(1.0, second),
        low=low,
        high=high,
        rope=(-edge, edge),
        prediction=_prediction(estimate),
        own_contrast=question.contrast is Contrast.ORDER,
        surrogate=question.surrogate,
        like_user=True,
        p_direction=estimate.p_direction if estimate else 0.5,
        egger_p=estimate.egger_p if estimate else None,
        same_sign=bool(signs) and set(signs.values()) in ({1}, {-1}),
    )


def _prediction(estimate: Estimate | None) -> tuple[float, float] | None:
    if estimate is None or estimate.next_low is None or estimate.next_high is None:
        return None
    return estimate.next_low, estimate.next_high


def _second_hand(f: Finding) -> bool:
    return f.digitised or f.verification is not Verification.PAPER
