"""What each strategy does, as a sequence of sets (S69-S75).

traditional
    All rounds of the compound, then all rounds of the isolation: the usual order with the same number of sets.
keep_load
    Isolation, gap, compound, rest; the compound at its usual load. Fewer repetitions, fewer kilograms moved (S69).
keep_reps
    The same, with the compound's load lowered until the usual repetitions fit again, rounded to what the gym can load
    and never above the usual load (S70). Less load is less tension on the compound (S71).
count_it
    The session of keep_load; what differs is the week. The isolation sets count as sets of the target, and so many
    other sets of the target are left out that the weekly number stays as it was without them (S72, S73, S74).
"""

from __future__ import annotations

from dataclasses import dataclass

from preex.core.plan import Strategy
from preex.fatigue.session import PlannedSet

STRATEGIES = tuple(Strategy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """Loads, stops, rests and rounds of a pair. Sets end at a number of repetitions in reserve."""

    iso_load_kg: float
    compound_load_kg: float  # usual load, fresh
    iso_rir: float = 1.0
    compound_rir: float = 0.0
    gap_s: float = 30.0
    rest_s: float = 120.0
    rounds: int = 3


@dataclass(frozen=True, slots=True)
class Course:
    """Sets in the order done, and where the compound's and the isolation's are among them."""

    sets: tuple[PlannedSet, ...]
    compound_at: tuple[int, ...]
    isolation_at: tuple[int, ...]

    @property
    def rest_s(self) -> float:
        """All rests and gaps together. [s]"""
        return sum(s.rest_before_s or 0.0 for s in self.sets)


def course(strategy: Strategy, isolation: str, compound: str, dose: Dose, compound_load_kg: float) -> Course:
    """Lay out a strategy's sets; `compound_load_kg` is the load it uses, lower than usual for `keep_reps`."""
    iso = [(isolation, dose.iso_load_kg, dose.iso_rir)] * dose.rounds
    heavy = [(compound, compound_load_kg, dose.compound_rir)] * dose.rounds
    if strategy is Strategy.TRADITIONAL:
        order = [*heavy, *iso]
        rests = [dose.rest_s] * len(order)
    else:
        order = [one for pair in zip(iso, heavy, strict=True) for one in pair]
        rests = [dose.rest_s, dose.gap_s] * dose.rounds
    sets = tuple(
        PlannedSet(exercise=exercise, load_kg=load_kg, rir=rir, rest_before_s=rest_s if i else None)
        for i, ((exercise, load_kg, rir), rest_s) in enumerate(zip(order, rests, strict=True))
    )
    return Course(
        sets,
        tuple(i for i, s in enumerate(sets) if s.exercise == compound),
        tuple(i for i, s in enumerate(sets) if s.exercise == isolation),
    )


def first_isolation(isolation: str, dose: Dose) -> tuple[PlannedSet, ...]:
    """Return the sets before the first compound set of a pre-exhaust strategy."""
    return (PlannedSet(exercise=isolation, load_kg=dose.iso_load_kg, rir=dose.iso_rir, rest_before_s=None),)
