"""Evidence as JSON: numbers with their unit and how they are known, never one without the other."""

from __future__ import annotations

from typing import Any

from preex.evidence.estimating import Estimate
from preex.evidence.pooled import Pooled, Row
from preex.evidence.sensitivity import Variant
from preex.evidence.studies import Study
from preex.evidence.wording import COMPARED, say


def pool_json(p: Pooled) -> dict[str, Any]:
    """Return an answer."""
    q, said = p.question, say(p)
    return {
        "question": q.key,
        "title": q.title,
        "contrast": q.contrast.value,
        "compared_with": COMPARED[q.contrast],
        "family": q.family.value,
        "horizon": q.horizon.value,
        "trials": p.trials,
        "people": p.people,
        "own_studies": list(p.own),
        "basis": said.basis,
        "answer": said.answer,
        "amount": said.amount,
        "how_sure": said.certainty,
        "certainty": p.judgement.level.label if p.trials else "none",
        "certainty_amount": p.amount.level.label if p.amount else None,
        "why": list((p.amount or p.judgement).sentences),
        "estimate": estimate_json(p.estimate) if p.estimate else None,
        "studies_more": p.signs.more,
        "studies_none": p.signs.none,
        "studies_less": p.signs.less,
        "changes_of_means": list(p.means),
        "notes": list(p.said),
        "fingerprint": p.fingerprint,
        "rows": [row_json(r) for r in p.rows],
        "beside": [row_json(r) for r in p.beside],
    }


def estimate_json(e: Estimate) -> dict[str, Any]:
    """Return an estimate; `way` is numbers or printed, `unit` smd, log_ratio or dz."""
    c = e.classical
    return {
        "way": e.way,
        "unit": e.unit,
        "comparisons": e.k,
        "mid": e.mid,
        "low": e.low,
        "high": e.high,
        "p_more": e.p_more,
        "p_within": e.p_within,
        "matters": e.matters,
        "next_low": e.next_low,
        "next_high": e.next_high,
        "prior_matters": e.prior_matters,
        "classical": {"mu": c.mu, "ci_low": c.ci_low, "ci_high": c.ci_high, "tau2": c.tau2, "test": c.test}
        if c
        else None,
        "robust": list(e.robust) if e.robust else None,
    }


def row_json(r: Row) -> dict[str, Any]:
    """Return a finding as an answer shows it."""
    f, e = r.finding, r.effect
    low, high = e.interval if e else (None, None)
    return {
        "effect_id": f.id,
        "study_id": f.study,
        "measured": f.measured,
        "site": f.site,
        "contrast": f.contrast.value if f.contrast else None,
        "arm_1": f.arm_1.name,
        "arm_0": f.arm_0.name if f.arm_0 else None,
        "n": f.n,
        "direction": f.direction,
        "p": f.p,
        "effect": e.y if e else None,
        "low": low,
        "high": high,
        "scale": e.scale.value if e else None,
        "change": r.ratio,
        "weight": r.weight,
        "not_pooled": r.apart,
        "verification": f.verification.value,
        "digitised": f.digitised,
    }


def variant_json(v: Variant) -> dict[str, Any]:
    """Return an answer under one change."""
    e = v.estimate
    found = {"mid": e.mid, "low": e.low, "high": e.high, "p_more": e.p_more} if e else dict.fromkeys(_VARIANT)
    return {"change": v.change, "comparisons": v.k} | found


def study_json(s: Study) -> dict[str, Any]:
    """Return a study."""
    return {
        "id": s.id,
        "citation": s.citation,
        "year": s.year,
        "doi": s.doi,
        "url": s.url,
        "status": s.status,
        "people": s.people,
        "people_note": s.people_note,
        "population": s.population,
        "sex": s.sex,
        "training": s.training,
        "design": s.design,
        "design_done": s.design_done,
        "allocation": s.allocation,
        "assessor": s.assessor,
        "horizon": s.horizon.value,
        "comparator": s.comparator,
        "contrasts": [c.value for c in s.contrasts],
        "sample": s.sample,
        "last_reviewed": s.last_reviewed.isoformat(),
        "own": s.own,
        "note": s.note,
    }


_VARIANT = ("mid", "low", "high", "p_more")
