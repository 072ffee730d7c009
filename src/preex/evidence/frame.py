"""Effects as a table for pandas, polars or a loop: one flat record each, with what it was computed from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

from preex.evidence.base import Evidence, packaged
from preex.evidence.effects import Finding
from preex.evidence.measures import measured, ratio
from preex.evidence.questions import topic
from preex.evidence.studies import Study


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One effect or arm. None = not known.

    arm_1, arm_0 : the arm of interest and its comparator. direction : arm 1 against arm 0: -1, 0 = no significant difference, 1.
    effect, variance, ci_low, ci_high : computed; scale : smd or log_ratio; r : correlation put in for one nobody printed.
    change : arm 1 against arm 0 from means alone, as a share. verification : paper, quoted or recalled.
    pooled : whether it may be; never_pooled : why not.
    """

    effect_id: str
    study_id: str
    citation: str
    year: int | None
    population: str
    sex: str
    training: str
    design: str
    outcome: str
    measured: str
    site: str
    family: str | None
    horizon: str
    contrast: str | None
    target: str
    arm_1: str
    arm_0: str | None
    n: int | None
    mean_1: float | None
    sd_1: float | None
    mean_0: float | None
    sd_0: float | None
    unit: str
    direction: int | None
    p: str
    effect: float | None
    variance: float | None
    ci_low: float | None
    ci_high: float | None
    scale: str | None
    r: float | None
    change: float | None
    verification: str
    digitised: bool
    pooled: bool
    never_pooled: str
    last_reviewed: str
    source: str
    note: str


class Frame(tuple[Record, ...]):
    """Records in order. `pandas.DataFrame(frame)` and `polars.DataFrame(frame.to_dicts())` take it as it is."""

    __slots__ = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the fields, in order."""
        return tuple(field.name for field in fields(Record))

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return one dictionary a record."""
        return [asdict(record) for record in self]


def evidence(outcome: str = "", *, contrast: str = "", population: str = "", design: str = "") -> Frame:
    """Return what studies found, one record an effect; this is `preex.evidence()`.

    Parameters
    ----------
    outcome : a question as `compound_reps`, or all of a kind as `emg`; "" = every effect, context too.
    contrast : C1 to C4; "" = any. population, design : as `trained`, `crossover`; "" = all.

    Raises
    ------
    NotFound : an outcome, population or design that is not known.
    """
    return frame(packaged().only(population=population, design=design), outcome, contrast)


def frame(known: Evidence, outcome: str = "", contrast: str = "") -> Frame:
    """Return the effects of `known` as records."""
    kept = findings(known, outcome, contrast)
    return Frame(_record(f, known.studies[f.study]) for f in kept)


def findings(known: Evidence, outcome: str = "", contrast: str = "") -> tuple[Finding, ...]:
    """Return the findings about an outcome and of a contrast, in the order of their table."""
    asked, wanted = topic(outcome), contrast.strip().upper()
    answering = {f.id for q in asked.questions for part in q.of(known) for f in part}
    return tuple(
        f
        for f in known.findings.values()
        if (f.id in answering or asked.has(f)) and (not wanted or f.contrast == wanted)
    )


def _record(f: Finding, s: Study) -> Record:
    effect = measured(f)
    low, high = effect.interval if effect else (None, None)
    return Record(
        effect_id=f.id,
        study_id=f.study,
        citation=s.citation,
        year=s.year,
        population=s.population,
        sex=s.sex,
        training=s.training,
        design=s.design,
        outcome=f.outcome,
        measured=f.measured,
        site=f.site,
        family=f.family.value if f.family else None,
        horizon=f.horizon.value,
        contrast=f.contrast.value if f.contrast else None,
        target=f.target,
        arm_1=f.arm_1.name,
        arm_0=f.arm_0.name if f.arm_0 else None,
        n=f.n,
        mean_1=f.arm_1.mean,
        sd_1=f.arm_1.sd,
        mean_0=f.arm_0.mean if f.arm_0 else None,
        sd_0=f.arm_0.sd if f.arm_0 else None,
        unit=f.unit,
        direction=f.direction,
        p=f.p,
        effect=effect.y if effect else None,
        variance=effect.v if effect else None,
        ci_low=low,
        ci_high=high,
        scale=effect.scale.value if effect else None,
        r=effect.r if effect else None,
        change=ratio(f),
        verification=f.verification.value,
        digitised=f.digitised,
        pooled=not f.never_pooled,
        never_pooled=f.never_pooled,
        last_reviewed=s.last_reviewed.isoformat(),
        source=f.source,
        note=f.note,
    )
