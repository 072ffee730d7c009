"""Should this lifter pre-exhaust at all? Rules D1 to D10: the first that fires decides, all that fire are shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from preex.core.muscle import Muscle
from preex.core.pairing import JointAdvice
from preex.planner.lifter import Experience, Goal, felt_as_one
from preex.planner.notices import REVIEW_WEEKS

LIMITERS_LOOKED_AT = 5  # S10
LIMITERS_NEEDED = 3  # S10
DEFAULT_BAND = (10.0, 20.0)  # sets per muscle and week; common practice, not a rule


class Verdict(StrEnum):
    """The answer in one word."""

    USE = "use"
    OPTIONAL = "optional"
    AVOID = "avoid"


class Action(StrEnum):
    """What to do about it."""

    SAFER_ORDER = "safer_order"
    SUBSTITUTE = "substitute"
    TRADITIONAL = "traditional"
    COMPOUND_FIRST = "compound_first"
    TRADITIONAL_WITH_OPTION = "traditional_with_option"
    PAIR = "pair"
    TRAIN_AROUND = "train_around"
    REPLACE_SETS = "replace_sets"
    SHORTEN = "shorten"
    REVIEW = "review"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What the rules look at. None = not known; a rule that needs it then does not fire."""

    avoid_listed: bool = False  # the pair is an anti-pattern
    joint_flagged: bool = False  # some joint is irritable at present
    joint_advice: JointAdvice = JointAdvice.OK  # of the pair, for the sternest marked joint
    experience: Experience | None = None
    goal: Goal | None = None  # STRENGTH = on this very compound
    lagging: bool | None = None  # the target was named as lagging
    limiter_is_other: bool | None = None  # another muscle ends most sets of the compound
    weekly_sets_after: float | None = None  # fractional sets of the target with the isolation added
    weekly_upper: float = DEFAULT_BAND[1]
    bad_workouts: int = 0  # of the last three: cut short, or not looked forward to
    weeks_on_block: float = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the decision table."""

    id: str
    fires: Callable[[Case], bool]
    verdict: Verdict
    action: Action
    because: tuple[str, ...]
    text: str
    next_step: str

    def to_json(self) -> dict[str, object]:
        """Return plain data, as a reason shown to the lifter."""
        return {"rule": self.id, "text": self.text, "because": list(self.because), "next_step": self.next_step}


def _no_purpose(case: Case) -> bool:
    return case.lagging is False and not case.joint_flagged


RULES: tuple[Rule, ...] = (
    Rule(
        "D1", lambda c: c.avoid_listed, Verdict.AVOID, Action.SAFER_ORDER, ("S26",),
        "This pair tires something that keeps the second lift safe.",
        "Do the compound first, the isolation at the end.",
    ),
    Rule(
        "D2", lambda c: c.joint_flagged and c.joint_advice is JointAdvice.AVOID, Verdict.AVOID, Action.SUBSTITUTE,
        ("S62", "S63", "S64"), "A joint you marked does not suit this pair.", "Take the substitute pair.",
    ),
    Rule(
        "D3", lambda c: c.experience is Experience.BEGINNER, Verdict.AVOID, Action.TRADITIONAL, ("S79", "S80"),
        "Under six months of training the added complexity gives little back.",
        "Compound first; add the smallest plate when all repetitions are done.",
    ),
    Rule(
        "D4", lambda c: c.goal is Goal.STRENGTH, Verdict.AVOID, Action.COMPOUND_FIRST, ("S65", "S66", "S67"),
        "Strength on this compound is the goal, and starting it tired costs load and repetitions.",
        "Do the compound first; give a reason to override.",
    ),
    Rule(
        "D5", lambda c: _no_purpose(c) and c.experience is Experience.EXPERIENCED, Verdict.OPTIONAL,
        Action.TRADITIONAL_WITH_OPTION, ("S58", "S77"),
        "No muscle lags and no joint hurts, so there is no need for it; with two years of training it is an option.",
        "Stay with the traditional plan, or try it for six weeks.",
    ),
    Rule(
        "D5", lambda c: _no_purpose(c) and c.experience is not Experience.EXPERIENCED, Verdict.AVOID,
        Action.TRADITIONAL, ("S58", "S77"), "No muscle lags and no joint hurts: it is a tool without a task here.",
        "Stay with the traditional plan.",
    ),
    Rule(
        "D6", lambda c: c.lagging is True and c.limiter_is_other is True, Verdict.USE, Action.PAIR,
        ("S10", "S54", "S55", "S56", "S57", "S58", "S59"),
        "The muscle lags, and another muscle ends most of its compound sets: the case this method is meant for.",
        "10 to 15 repetitions first, a gap of 0 to 60 s, 2 or 3 rounds, at most 2 blocks.",
    ),
    Rule(
        "D7", lambda c: c.joint_flagged and c.joint_advice is not JointAdvice.AVOID, Verdict.OPTIONAL,
        Action.TRAIN_AROUND, ("S62", "S63", "S64"),
        "A joint is irritable: a tired muscle works hard with less load. No trial has tested it for pain.",
        "Cut the load and stop on pain.",
    ),
    Rule(
        "D8", lambda c: c.weekly_sets_after is not None and c.weekly_sets_after > c.weekly_upper + 1e-9,
        Verdict.OPTIONAL, Action.REPLACE_SETS, ("S68", "S74"),
        "Adding sets would take the week past your upper bound.",
        "Let the isolation replace sets: change the order, not the number.",
    ),
    Rule(
        "D9", lambda c: c.bad_workouts >= 2, Verdict.AVOID, Action.SHORTEN, ("S78",),
        "Two of the last three sessions were cut short or not looked forward to.", "Drop the block or shorten it.",
    ),
    Rule(
        "D10", lambda c: c.weeks_on_block >= REVIEW_WEEKS, Verdict.OPTIONAL, Action.REVIEW, ("S58", "S39"),
        "Six weeks on this block.", "Keep it, drop it, or test it with an experiment.",
    ),
)  # fmt: skip

# What is said when no rule fires; first match again.
OTHERWISE: tuple[Rule, ...] = (
    Rule(
        "D0", lambda c: c.lagging is True and c.limiter_is_other is False, Verdict.OPTIONAL,
        Action.TRADITIONAL_WITH_OPTION, ("S10", "S38", "S39"),
        "The muscle lags, but it already ends its compound sets: tiring it first adds sets and little else.",
        "Isolation after the compound gives the same sets at less cost; pre-exhaust is a matter of taste.",
    ),
    Rule(
        "D0", lambda c: c.lagging is True, Verdict.OPTIONAL, Action.PAIR, ("S10", "S38", "S59"),
        "The muscle lags; which muscle ends its compound sets is not known.",
        "Watch which muscle gives out in five sets of the compound: another one speaks for the pair.",
    ),
    Rule(
        "D0", lambda _: True, Verdict.OPTIONAL, Action.ASK, ("S38", "S39", "S58"),
        "Studies show about equal results for both orders; too little is known about you to say more.",
        "Give experience, goal and lagging muscles.",
    ),
)  # fmt: skip

_CHOSEN = Rule(
    "D0", lambda _: True, Verdict.OPTIONAL, Action.PAIR, ("S58", "S38"),
    "You go on for a reason of your own; results are about equal either way.",
    "Keep to two blocks and look again after six weeks.",
)  # fmt: skip

# A coach or the lifter may go on with a reason; safety (D1, D2) cannot be overridden.
OVERRIDABLE = frozenset({"D3", "D4", "D5"})
_ADJUSTMENTS = frozenset({Action.TRAIN_AROUND, Action.REPLACE_SETS, Action.SHORTEN, Action.REVIEW})


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict with every reason that was found."""

    rule: str
    verdict: Verdict
    action: Action
    because: tuple[str, ...]
    reasons: tuple[Rule, ...]  # the deciding rule first, then all others that fired
    override: str = ""  # the reason given for going on against a rule
    overridden: tuple[str, ...] = ()

    @property
    def adjustments(self) -> frozenset[Action]:
        """Changes the fired rules ask for, whichever of them decided."""
        return frozenset(r.action for r in self.reasons) & _ADJUSTMENTS

    @property
    def plans_a_block(self) -> bool:
        """True when the planner may put a pre-exhaust block first and not merely mention it."""
        return self.verdict is not Verdict.AVOID and self.action is not Action.TRADITIONAL_WITH_OPTION

    def to_json(self) -> dict[str, object]:
        """Return plain data."""
        return {
            "rule": self.rule,
            "verdict": self.verdict.value,
            "action": self.action.value,
            "because": list(self.because),
            "reasons": [r.to_json() for r in self.reasons],
            "override": self.override,
            "overridden": list(self.overridden),
        }


def decide(case: Case, override: str = "") -> Decision:
    """Decide one case.

    Parameters
    ----------
    case : what is known about the lifter and the pair.
    override : a reason to go on although D3, D4 or D5 advise against; "" = none.

    Returns
    -------
    The first rule that fires, with every other that fires as a further reason. Exactly one decision for any case.
    """
    fired = [rule for rule in RULES if rule.fires(case)]
    set_aside = tuple(r for r in fired if override and r.id in OVERRIDABLE)
    standing = [r for r in fired if r not in set_aside]
    if not standing:
        standing = [_CHOSEN if set_aside else next(rule for rule in OTHERWISE if rule.fires(case))]
    first = standing[0]
    return Decision(
        rule=first.id,
        verdict=first.verdict,
        action=first.action,
        because=first.because,
        reasons=(*standing, *set_aside),
        override=override if set_aside else "",
        overridden=tuple(r.id for r in set_aside),
    )


def limiter_is_other(limiters: Sequence[Muscle], target: Muscle) -> bool | None:
    """Tell whether other muscles than `target` end most sets of a compound (S10).

    Parameters
    ----------
    limiters : the muscle that gave out in each set, oldest first.
    target : the muscle meant to be brought up.

    Returns
    -------
    True when at least 3 of the last 5 were others; None while too few are logged to tell.
    """
    last = limiters[-LIMITERS_LOOKED_AT:]
    others = sum(not felt_as_one(muscle, target) for muscle in last)
    if others >= LIMITERS_NEEDED:
        return True
    return False if len(last) == LIMITERS_LOOKED_AT else None
