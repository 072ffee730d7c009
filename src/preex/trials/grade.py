"""How good the evidence is, apart from what it says: a letter with its reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from preex.trials.gates import Gate, State
from preex.trials.verdict import Verdict, steps

GRADES = "ABCD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """What a grade takes; workouts with two pairs in opposite arms count more."""

    workouts: int
    workouts_two_pair: int
    adherence: float
    rir: float
    steps: int  # between the words under the priors


# design/statistics.md 6.4.
STANDARDS = {
    "A": Standard(workouts=24, workouts_two_pair=16, adherence=0.90, rir=0.90, steps=0),
    "B": Standard(workouts=16, workouts_two_pair=8, adherence=0.80, rir=0.75, steps=1),
}
FEWEST = 8  # workouts, for C


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the grade rests on.

    workouts : observed. concealed : nobody knew the next arm, and it was shown after check-in.
    rir : share of sets with a reported RIR; None = effort does not matter for the outcome.
    subjective : nobody was blind and the outcome is felt.
    """

    workouts: int
    two_pair: bool
    randomised: bool
    concealed: bool
    adherence: float
    rir: float | None
    subjective: bool
    by_prior: dict[str, Verdict]
    gates: Sequence[Gate]


def grade_of(facts: Facts) -> tuple[str, tuple[str, ...]]:
    """Return the grade, A to D, and why it is no better."""
    if not facts.randomised:
        return "D", ("The order was not drawn: a hint only.",)
    if facts.workouts < FEWEST:
        return "D", (f"{facts.workouts} workouts were observed; a grade takes {FEWEST}.",)
    better = {letter: _short_of(facts, standard) for letter, standard in STANDARDS.items()}
    if not facts.concealed:
        better["A"] = (*better["A"], "The next arm could be known.")
    if facts.subjective:
        better["A"] = (*better["A"], "What is felt cannot be compared blindly: B at best.")
    disturbed = tuple(g.text for g in facts.gates if g.state in {State.SOFT, State.FAIL})
    better = {letter: (*why, *disturbed) for letter, why in better.items()}
    if not better["A"]:
        return "A", ()
    return ("B", better["A"]) if not better["B"] else ("C", better["B"])


def _short_of(facts: Facts, standard: Standard) -> tuple[str, ...]:
    needed = standard.workouts_two_pair if facts.two_pair else standard.workouts
    apart = max((steps(a, b) for a, b in combinations(facts.by_prior.values(), 2)), default=0)
    short = [
        (facts.workouts < needed, f"{facts.workouts} workouts were observed, not {needed}."),
        (
            facts.adherence < standard.adherence,
            f"{100 * facts.adherence:.0f} % were done as drawn, not {100 * standard.adherence:.0f} %.",
        ),
        (
            facts.rir is not None and facts.rir < standard.rir,
            f"Effort is known of {100 * (facts.rir or 0):.0f} % of the sets, not {100 * standard.rir:.0f} %.",
        ),
        (apart > standard.steps, "The word depends on what is assumed beforehand."),
    ]
    return tuple(text for falls, text in short if falls)
