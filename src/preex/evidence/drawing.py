"""From answers to what a figure shows; `preex.plots` draws it."""

from __future__ import annotations

import math

from preex.evidence.base import Evidence
from preex.evidence.effects import Finding
from preex.evidence.figures import Direction, DirectionChart, ForestPlot, ForestRow
from preex.evidence.measures import Z95
from preex.evidence.pooled import Pooled, Row
from preex.evidence.wording import unit_words
from preex.meta.contrast import Outcome

_KINDS = {"agonist": "agonist", "synergist": "synergist", "pre_activation": "light"}


def forest_of(p: Pooled, evidence: Evidence) -> ForestPlot:
    """Return the forest plot of an answer: its rows, then those of other contrasts greyed, then the pool.

    A log ratio is shown as a change in percent; where only directions are printed there is no scale, and only means stand in it.
    """
    e = p.estimate
    numbers = e is not None and e.way == "numbers"
    percent = (e is not None and e.unit == "log_ratio") or (not numbers and bool(p.means))
    rows = [_forest_row(r, evidence, percent=percent, greyed=False) for r in p.rows]
    beside = [_forest_row(r, evidence, percent=percent, greyed=True) for r in p.beside]
    shown = e if numbers and e is not None else None
    ahead = None
    if shown and shown.next_low is not None and shown.next_high is not None:
        ahead = (_scaled(shown.next_low, percent=percent), _scaled(shown.next_high, percent=percent))
    return ForestPlot(
        title=p.question.title,
        unit="change, %" if percent else "standard deviations",
        favours_low=p.question.favours_less,
        favours_high=p.question.favours_more,
        rows=(*rows, *beside),
        pooled=_pooled_row(p, percent=percent),
        predicted=ahead,
        rope=(_scaled(-shown.matters, percent=percent), _scaled(shown.matters, percent=percent)) if shown else None,
    )


def directions_of(evidence: Evidence) -> DirectionChart:
    """Return which way the activity of each muscle went, study by study."""
    found = [f for f in evidence.findings.values() if f.family is Outcome.EMG and not f.never_pooled]
    rows = [
        Direction(
            muscle=f.measured,
            study=evidence.studies[f.study].label,
            label=f"{f.arm_1.name}; against {f.arm_0.name if f.arm_0 else ''}",
            sign=f.direction,
            n=f.n or 0,
            verification=f.verification.value,
            kind=_KINDS[f.target],
        )
        for f in sorted(found, key=lambda f: f.measured)
        if f.direction is not None and f.target in _KINDS
    ]
    return DirectionChart(title="Muscle activity in the compound after an isolation", rows=tuple(rows))


def _forest_row(row: Row, evidence: Evidence, *, percent: bool, greyed: bool) -> ForestRow:
    f = row.finding
    mid, low, high = _shown(row, percent=percent)
    return ForestRow(
        label=f"{evidence.studies[f.study].label}: {f.where}",
        comparator=f.arm_0.name if f.arm_0 else "",
        n=f.n or evidence.studies[f.study].people or 0,
        estimate=mid,
        low=low,
        high=high,
        weight=None if greyed else row.weight,
        hollow=_hollow(f, mid),
        greyed=greyed,
        grade="",
        verification=f.verification.value,
        note=_note(row, mid),
        sign=f.direction,
    )


def _shown(row: Row, *, percent: bool) -> tuple[float | None, float | None, float | None]:
    """Return the row's effect and interval in the unit of the plot; None where it has none in it."""
    effect = row.effect
    if effect is not None and (effect.scale.value == "log_ratio") == percent:
        low, high = effect.interval
        return tuple(_scaled(x, percent=percent) for x in (effect.y, low, high))  # type: ignore[return-value]
    if percent and row.ratio is not None:
        return 100 * row.ratio, None, None
    stated = row.finding.stated
    if not percent and stated is not None and stated.what.startswith("Hedges"):
        half = Z95 * stated.se if stated.se else None
        return stated.value, stated.value - half if half else None, stated.value + half if half else None
    return None, None, None


def _hollow(f: Finding, mid: float | None) -> bool:
    return mid is None or f.digitised or f.verification.value == "recalled" or f.stated is not None


def _note(row: Row, mid: float | None) -> str:
    f = row.finding
    way = {1: "more", 0: "no significant change", -1: "less"}.get(f.direction if f.direction is not None else 9, "")
    told = f"{way}{', p ' + f.p if f.p_bound is not None else ''}" if way and mid is None else ""
    apart = row.apart[:1].lower() + row.apart[1:].rstrip(".")
    return "; ".join(part for part in (told, apart) if part)


def _pooled_row(p: Pooled, *, percent: bool) -> ForestRow | None:
    e = p.estimate
    if e is None:
        return None
    numbers = e.way == "numbers"
    shown = [_scaled(x, percent=percent) if numbers else None for x in (e.mid, e.low, e.high)]
    words = f"{e.mid:.2f} {unit_words(e.unit)} [{e.low:.2f}, {e.high:.2f}]: a direction, its size follows the prior"
    return ForestRow(
        label="Pooled" if e.k > 1 else "The one study",
        comparator="",
        n=p.people,
        estimate=shown[0],
        low=shown[1],
        high=shown[2],
        weight=1.0,
        hollow=False,
        greyed=False,
        grade=p.judgement.level.label,
        verification="",
        note="" if numbers else words,
    )


def _scaled(value: float, *, percent: bool) -> float:
    return 100 * math.expm1(value) if percent else value
