"""From probabilities to one of seven words; "cannot tell" is what remains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

LIKELY = 0.80  # probability beyond the ROPE from which a side is probable
FIXED = 0.95  # the same for "clearly", with a single look; with several the protocol's 0.975


class Verdict(StrEnum):
    """What may be said, in the codes of the interface."""

    COST_CLEAR = "cost_clear"
    COST_LIKELY = "cost_likely"
    ABOUT_SAME = "about_same"
    GAIN_LIKELY = "gain_likely"
    GAIN_CLEAR = "gain_clear"
    CANNOT_TELL = "cannot_tell"
    NOT_MEASURABLE = "not_measurable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bars:
    """What a verdict takes.

    clear, likely : probability of an effect beyond the ROPE on one side. same : of one within it.
    """

    clear: float = FIXED
    likely: float = LIKELY
    same: float = 0.90


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Where the effect lies: below, inside and above the ROPE. direction : below 0."""

    below: float
    inside: float
    above: float
    direction: float

    def cost(self, better: int) -> float:
        """Return the probability of a cost beyond the ROPE; `better` is 1 where more is better, else -1."""
        return self.below if better > 0 else self.above

    def gain(self, better: int) -> float:
        """Return the probability of a gain beyond the ROPE."""
        return self.above if better > 0 else self.below


_SIDE: Mapping[Verdict, int] = {
    Verdict.COST_CLEAR: -2,
    Verdict.COST_LIKELY: -1,
    Verdict.CANNOT_TELL: 0,
    Verdict.GAIN_LIKELY: 1,
    Verdict.GAIN_CLEAR: 2,
}
_BY_SIDE: Mapping[int, Verdict] = {side: verdict for verdict, side in _SIDE.items()}
CONCLUSIONS = frozenset({Verdict.COST_CLEAR, Verdict.GAIN_CLEAR, Verdict.ABOUT_SAME})


def judge(sides: Probabilities, better: int, bars: Bars) -> Verdict:
    """Return the word for one posterior, before any gate.

    Parameters
    ----------
    better : 1 where more is better for the lifter, -1 where less is.
    """
    cost, gain = sides.cost(better), sides.gain(better)
    if cost > bars.clear:
        return Verdict.COST_CLEAR
    if gain > bars.clear:
        return Verdict.GAIN_CLEAR
    if sides.inside > bars.same:
        return Verdict.ABOUT_SAME
    if cost > bars.likely:
        return Verdict.COST_LIKELY
    return Verdict.GAIN_LIKELY if gain > bars.likely else Verdict.CANNOT_TELL


def steps(one: Verdict, other: Verdict) -> int:
    """Return how many steps of strength lie between two words; "about the same" is one from "cannot tell"."""
    if one == other:
        return 0
    if Verdict.ABOUT_SAME in {one, other}:
        rest = other if one == Verdict.ABOUT_SAME else one
        return 1 + abs(_SIDE[rest])
    return abs(_SIDE[one] - _SIDE[other])


def weakened(verdict: Verdict) -> Verdict:
    """Return the next weaker word: "clearly" becomes "probably", anything less "cannot tell"."""
    side = _SIDE.get(verdict, 0)
    return _BY_SIDE[side // 2 if side > 0 else -(-side // 2)]


def at_most_likely(verdict: Verdict) -> Verdict:
    """Return a word for an outcome that the trial does not rest on: none stronger than "probably"."""
    if verdict == Verdict.ABOUT_SAME:
        return Verdict.CANNOT_TELL
    side = _SIDE.get(verdict)
    return verdict if side is None else _BY_SIDE[max(-1, min(1, side))]
