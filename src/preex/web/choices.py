"""Choices that several forms offer, in the words of lifters."""

from __future__ import annotations

from collections.abc import Iterable

from preex.core.muscle import Muscle
from preex.planner.lifter import muscles_of

KITS = (("full_gym", "Full gym"), ("home", "Home, dumbbells"), ("hotel", "Hotel"))
GOALS = (("muscle", "A bigger muscle"), ("strength", "A stronger lift"), ("general", "Just training"))
EXPERIENCE = (
    ("beginner", "Under 6 months"),
    ("intermediate", "6 to 24 months"),
    ("experienced", "2 years or more"),
)
MONTHS = {"beginner": 3.0, "intermediate": 12.0, "experienced": 36.0}  # within each range; only the range is used

_NAMES = (
    "chest", "upper chest", "front delts", "side delts", "rear delts", "lats", "upper back", "traps", "biceps",
    "triceps", "quads", "hamstrings", "glutes", "adductors", "calves", "abs",
)  # fmt: skip
MUSCLES = tuple((name, name.capitalize()) for name in _NAMES)


def lagging_of(ids: Iterable[str]) -> tuple[str, ...]:
    """Return the fewest choices that name these muscles, the widest first: both heads of the quads are `quads`."""
    left = [Muscle(one) for one in ids if one in set(Muscle)]
    found = []
    for name in sorted(_NAMES, key=lambda name: -len(muscles_of([name]))):
        named = muscles_of([name])
        if named and set(named) <= set(left):
            found.append(name)
            left = [one for one in left if one not in named]
    return tuple(found)
