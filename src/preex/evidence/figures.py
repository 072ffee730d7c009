"""What a figure of the evidence shows, as plain values: `preex.plots` draws them and computes nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestRow:
    """One study, effect or pool of a forest plot.

    label : study, and the outcome where a study has several. comparator : what the other arm did.
    n : people, all arms compared. estimate, low, high : effect and 95 % interval in the plot's unit; None = no number is known.
    weight : share of the pool, 0 to 1; None outside it.
    hollow : the paper gives no number, or it was read off a figure or imputed. greyed : of another contrast, not in the pool.
    grade : certainty in words; "" = not graded. verification : paper, quoted or recalled; "" for a pool. note : a sentence, or "".
    sign : which way the effect went where no number is known: -1 lower, 0 no significant difference, 1 higher; None = unknown.
    """

    label: str
    comparator: str
    n: int
    estimate: float | None
    low: float | None
    high: float | None
    weight: float | None
    hollow: bool
    greyed: bool
    grade: str
    verification: str
    note: str
    sign: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ForestPlot:
    """A forest plot.

    unit : of the effects. favours_low, favours_high : what lies left and right of 0.
    pooled : the diamond; None = nothing is pooled. predicted : where a next study's true effect lies, 95 %.
    rope : (below, above) sizes that make no difference.
    """

    title: str
    unit: str
    favours_low: str
    favours_high: str
    rows: tuple[ForestRow, ...]
    pooled: ForestRow | None
    predicted: tuple[float, float] | None
    rope: tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """Which way a muscle's activity went in one study.

    label : the pair of exercises. sign : -1 lower with the isolation first, 0 no significant change, 1 higher.
    n : people. verification : paper, quoted or recalled.
    kind : agonist or synergist = the isolation was for the target or for a helper; light = far from failure.
    """

    muscle: str
    study: str
    label: str
    sign: int
    n: int
    verification: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionChart:
    """Directions by muscle and study."""

    title: str
    rows: tuple[Direction, ...]
