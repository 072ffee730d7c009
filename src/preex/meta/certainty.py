"""How sure can one be of a pool? Recomputed from facts after GRADE; every step down or up is a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from preex.errors import OutOfRange

ENOUGH_PEOPLE = 200  # for an SMD of 0.4: two arms of 100 have a power of 0.8 (two-sided 5 %)


class Certainty(IntEnum):
    """Confidence that the true effect is near the pooled one."""

    VERY_LOW = 0
    LOW = 1
    MODERATE = 2
    HIGH = 3

    @property
    def label(self) -> str:
        """Name in words."""
        return self.name.lower().replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What certainty is computed from. Shares are of the pool's weight, 0 to 1.

    k : studies. people : in all. randomised : all of them, crossover or parallel.
    risky_share : rows with unclear allocation, no blinding of the assessor, or more than 20 % lost.
    secondary_share : rows read off a figure, or quoted by another paper.
    low, high : 95 % interval of the mean. rope : (below, above) sizes that make no difference.
    prediction : Bayesian 95 % interval of a next study; None below two studies.
    own_contrast : the contrast is C1. surrogate : the outcome stands for another, as EMG. like_user : people are like the reader.
    p_direction : probability that the mean lies on its side of 0. same_sign : all studies do.
    egger_p : None below ten studies.
    """

    k: int
    people: int
    randomised: bool
    risky_share: float
    secondary_share: float
    low: float
    high: float
    rope: tuple[float, float]
    prediction: tuple[float, float] | None
    own_contrast: bool
    surrogate: bool
    like_user: bool
    p_direction: float
    same_sign: bool
    egger_p: float | None = None

    def __post_init__(self) -> None:
        if not (0 <= self.risky_share <= 1 and 0 <= self.secondary_share <= 1 and 0 <= self.p_direction <= 1):
            raise OutOfRange("shares and probabilities lie between 0 and 1.")
        if not (self.rope[0] < self.rope[1] and self.low <= self.high and self.k >= 0):
            raise OutOfRange(f"rope {self.rope} and interval {self.low:g} to {self.high:g} must be in order, k >= 0.")


@dataclass(frozen=True, slots=True)
class Step:
    """One step down (negative) or up, with its reason in a sentence."""

    by: int
    domain: str
    because: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """The certainty, from where it began and by which steps."""

    start: Certainty
    steps: tuple[Step, ...]

    @property
    def level(self) -> Certainty:
        """Where the steps lead, within very low to high."""
        return Certainty(min(Certainty.HIGH, max(Certainty.VERY_LOW, self.start + sum(s.by for s in self.steps))))

    @property
    def sentences(self) -> tuple[str, ...]:
        """How it was reached, first to last."""
        kind = {Certainty.HIGH: "randomised studies", Certainty.LOW: "studies without randomisation"}
        steps = (f"{s.domain}, {s.by:+d}: {s.because}" for s in self.steps)
        return (
            f"Starts {self.start.label}: {kind.get(self.start, 'no study')}.",
            *steps,
            f"Certainty: {self.level.label}.",
        )


def certainty(facts: Facts) -> Judgement:
    """Judge a pool.

    Notes
    -----
    After G. Guyatt et al., BMJ 336:924, 2008, made computable. Very low without a study.
    """
    if facts.k == 0:
        return Judgement(Certainty.VERY_LOW, ())
    start = Certainty.HIGH if facts.randomised else Certainty.LOW
    found = (_bias(facts), _inconsistency(facts), _indirectness(facts), _imprecision(facts), _publication(facts))
    steps = tuple(step for step in (*found, _consistent(facts)) if step is not None)
    return Judgement(start, steps)


def _bias(f: Facts) -> Step | None:
    if f.risky_share <= 0.5:
        return None
    return Step(-1, "Risk of bias", f"{f.risky_share:.0%} of the weight is from studies at risk of bias.")


def _inconsistency(f: Facts) -> Step | None:
    if f.k < 3 or f.prediction is None or not (f.prediction[0] < f.rope[0] and f.prediction[1] > f.rope[1]):
        return None
    low, high = f.prediction
    return Step(-1, "Inconsistency", f"a next study may show a true effect from {low:.2f} to {high:.2f}, either way.")


def _indirectness(f: Facts) -> Step | None:
    reasons = []
    if not f.own_contrast:
        reasons.append("the other arm does not do the same sets in the other order")
    if f.surrogate:
        reasons.append("the outcome stands for another")
    if not f.like_user:
        reasons.append("the people are unlike you")
    return Step(-1, "Indirectness", f"{'; '.join(reasons)}.") if reasons else None


def _imprecision(f: Facts) -> Step | None:
    below, above = (f.low < edge < f.high for edge in f.rope)
    if below and above:
        return Step(
            -2, "Imprecision", f"the interval {f.low:.2f} to {f.high:.2f} holds a loss, next to nothing and a gain."
        )
    if below or above:
        return Step(-1, "Imprecision", f"the interval {f.low:.2f} to {f.high:.2f} holds a difference and none.")
    if f.people < ENOUGH_PEOPLE:
        return Step(-1, "Imprecision", f"{f.people} people in all; {ENOUGH_PEOPLE} would be needed.")
    return None


def _publication(f: Facts) -> Step | None:
    reasons = []
    if f.k >= 10 and f.egger_p is not None and f.egger_p < 0.1:
        reasons.append(f"small studies show larger effects (Egger's p {f.egger_p:.3f})")
    if f.secondary_share > 0.5:
        reasons.append(f"{f.secondary_share:.0%} of the weight was read off figures or quoted by others")
    return Step(-1, "Publication and extraction", f"{'; '.join(reasons)}.") if reasons else None


def _consistent(f: Facts) -> Step | None:
    if not (f.k >= 5 and f.p_direction > 0.99 and f.same_sign):
        return None
    return Step(
        1, "Large and consistent", f"all {f.k} studies point one way, with a probability of {f.p_direction:.3f}."
    )
