"""Which arm each workout gets: one object draws the sequence, lists those it could have drawn, and counts them.

The draw, the randomisation test and the planner share it, so that a test can never assume another design than the one that was
used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np

from preex.errors import ValidationError
from preex.trials.minimisation import Minimisation
from preex.trials.schemes import LONGEST, Arms, Balanced, Blocks, Floats, Williams

TOO_UNEVEN = "one arm may come late, and a trend then passes for an effect: up to 76 % of the precision is lost"


class Rule(Protocol):
    """How the arms of a trial are drawn. Arm 0 is the usual way."""

    @property
    def name(self) -> str:
        """Name of the scheme."""

    @property
    def refusal(self) -> str:
        """Why no trial may use it; empty = it may."""

    def check(self, n: int) -> None:
        """Raise `OutOfRange` unless the rule can draw `n` arms."""

    def count(self, n: int) -> int:
        """Return how many sequences of `n` arms the rule can draw."""

    def min_p(self, n: int) -> float:
        """Return a bound below which no two-sided p of a randomisation test can fall."""

    def sequences(self, n: int, rng: np.random.Generator | None = None) -> Arms:
        """Return every sequence, (n_sequence, n); of more than `schemes.LIMIT` so many as `schemes.DRAWS`, drawn with `rng`."""

    def probabilities(self, sequences: Arms) -> Floats:
        """Return the share of each of these sequences in a test, (n_sequence,), summing to 1."""

    def draw(self, n: int, rng: np.random.Generator) -> Arms:
        """Draw one sequence, (n,)."""

    def draw_many(self, n: int, many: int, rng: np.random.Generator) -> Arms:
        """Draw sequences, (many, n)."""


# Precision lost to a linear trend, mean: pairs 0-1 %, blocks of four 0-4 %, runs of at most three 4-12 %, complete 7-14 %.
RULES: Mapping[str, Rule] = {
    "pairs": Blocks("pairs", 2),
    "blocks4": Blocks("blocks4", 4),
    "maxrun3": Balanced("maxrun3", 3),
    "complete": Balanced("complete", LONGEST, TOO_UNEVEN),
    "williams3": Williams("williams3", 3),
    "williams4": Williams("williams4", 4),
    "minimisation": Minimisation(),
}
_SYSTEMATIC = frozenset({"abab", "abba", "alternate", "alternating", "systematic"})


def rule(name: str, *, levels: Sequence[Sequence[str]] = ()) -> Rule:
    """Return the rule of a name.

    Parameters
    ----------
    name : one of `RULES`.
    levels : covariates of each workout, for `minimisation`.

    Raises
    ------
    ValidationError : unknown, or a fixed alternation.
    """
    plain = name.strip().casefold()
    if plain in _SYSTEMATIC:
        raise ValidationError(
            f"the scheme {plain!r} is a fixed alternation: no randomisation test possible.",
            hint="Take pairs, blocks4 or maxrun3.",
        )
    if plain not in RULES:
        raise ValidationError(f"the scheme {name[:40]!r} is unknown.", hint=f"Choose from {', '.join(RULES)}.")
    return Minimisation(tuple(tuple(one) for one in levels)) if levels and plain == "minimisation" else RULES[plain]


def default_scheme(n: int, arms: int = 2) -> str:
    """Return the scheme for `n` workouts: `maxrun3` below 12, where blocks of four have too few sequences for a test."""
    if arms > 2:
        return f"williams{arms}"
    return "blocks4" if n >= 12 and n % 4 == 0 else "maxrun3"
