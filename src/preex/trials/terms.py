"""The terms of a trial: everything that is fixed before the first arm is shown, and what terms no trial can have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from preex.errors import FieldError, ValidationError
from preex.trials.allocation import Rule, default_scheme, rule
from preex.trials.pairs import Pair
from preex.trials.questions import GOAL_SCORE, NOT_MEASURABLE, Question, goal, outcome, primary_outcome, question

FIRST_LOOK, LOOK_EVERY = 8, 4  # workouts
FEWEST = 8  # below it no scheme can reach p < .05
_TIE = 1e-9  # shares that sum to 1 but for rounding
HEAVIEST_KG = 2000.0  # beyond, a load is a slip
_BLOCK = {"pairs": 2, "blocks4": 4, "maxrun3": 4, "williams3": 3, "williams4": 4, "minimisation": 4}
MISSED = "Not shown yet: the arm waits for the next workout. Shown: the workout counts as missing in its arm. Nothing is drawn again."
DEVIATIONS = "Analysed as drawn first; below 80 % done as drawn the estimate among those done is shown beside it. No arm is renamed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """When a trial ends early.

    conclusion : probability of an effect beyond the ROPE, either way. same : of one within it. At 0.975 five looks claim an effect
        at the edge of the ROPE in less than 5 of 100 trials (design 3.5, simulated).
    futility : predicted chance of a conclusion at the end below which going on is not worth it.
    pain, pain_times : so much joint pain, 0 to 10, so many times.
    """

    conclusion: float = 0.975
    same: float = 0.90
    futility: float = 0.10
    pain: float = 4.0
    pain_times: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """Everything that is fixed.

    question, outcome, goal : see `preex.trials.questions`; goal "" = none declared. rope : in the outcome's unit.
    weights : (outcome, share) of each outcome in `goal_score`, where the trial rests on it; shares sum to 1.
    workouts : planned, N. per_week, weeks : pace. scheme : of `preex.trials.allocation`. looks : workouts after which data are seen.
    covariates : what minimisation balances, told at check-in.
    sets : work sets of the compound. rir_target : where a set ends, the same in every arm.
    gap_s : from the isolation to the compound. rest_s : before the next round. [s]
    expectation : of the lifter, -3 much worse to 3 much better; None = not told.
    sd, effect : planned with. [unit of the outcome]
    concealed : the seed was drawn by the machine, so nobody knows it.
    consent : the result may be pooled with those of others.
    participant, baseline : what is known of the lifter, and of the outcome before the trial; "" = nothing.
    """

    question: str
    pairs: tuple[Pair, ...]
    workouts: int
    scheme: str
    looks: tuple[int, ...]
    outcome: str = "compound_reps"
    rope: float = 0.5
    goal: str = ""
    per_week: int = 2
    weeks: int = 0
    covariates: tuple[str, ...] = ()
    sets: int = 3
    rir_target: float = 1.0
    gap_s: float = 10.0
    rest_s: float = 150.0
    stop: Stop = field(default_factory=Stop)
    missed: str = MISSED
    deviations: str = DEVIATIONS
    expectation: int | None = None
    sd: float = 1.0
    effect: float = -1.5
    concealed: bool = True
    consent: bool = False
    participant: str = ""
    baseline: str = ""
    weights: tuple[tuple[str, float], ...] = ()
    purpose: str = "personal use, not medical research"

    @property
    def asked(self) -> Question:
        """The question."""
        return question(self.question)

    @property
    def two_pair(self) -> bool:
        """Two pairs in opposite arms within each workout."""
        return self.asked.two_pair and len(self.pairs) == 2

    @property
    def rule(self) -> Rule:
        """How arms are drawn."""
        return rule(self.scheme)

    @property
    def block(self) -> int:
        """Workouts of a block: within it loads stay, at its end one may look."""
        return _BLOCK[self.rule.name]


def check(terms: Terms) -> None:
    """Check terms.

    Raises
    ------
    NotMeasurable : an outcome that no data of one person can answer.
    ValidationError, OutOfRange : a field wrong or out of range, or fields that do not fit one another.
    """
    question(terms.question)
    primary_outcome(terms.outcome)
    if terms.goal:
        goal(terms.goal)
    _check_weights(terms)
    _check_pairs(terms)
    _check_numbers(terms)
    _check_scheme(terms)
    _check_looks(terms)


def _check_weights(terms: Terms) -> None:
    """Check that an overall score has a goal, and weights of outcomes that can be measured, and nothing else has any."""
    if terms.outcome != GOAL_SCORE:
        if terms.weights:
            raise FieldError("weights", f"{terms.outcome} has none.", hint=f"Leave them out, or take {GOAL_SCORE}.")
        return
    if not terms.goal:
        raise FieldError("goal", "none is declared; an overall score needs one.", hint="Declare it: --goal time.")
    for i, (name, share) in enumerate(terms.weights):
        if outcome(name).id != name or name in NOT_MEASURABLE or name == GOAL_SCORE:
            raise FieldError(
                f"weights[{i}]", f"{name} cannot be part of a score.", hint="Take compound_reps or effort."
            )
        within(f"weights[{i}]", share, 0.01, 1)
    names, total = {name for name, _ in terms.weights}, sum(share for _, share in terms.weights)
    if len(names) < len(terms.weights) or abs(total - 1) > _TIE:
        raise FieldError("weights", f"sum to {total:g}; each outcome once, they sum to 1.", hint="Correct them.")


def _check_pairs(terms: Terms) -> None:
    """Check how many pairs there are, their loads, and that the outcome can be told of each."""
    many = {"gap": (1,), "two_by_two": (2,)}.get(terms.asked.id, (1, 2))
    if len(terms.pairs) not in many or len({p.id for p in terms.pairs}) < len(terms.pairs):
        takes = f"{terms.asked.id} takes {' or '.join(map(str, many))}, not the same"
        raise FieldError("pairs", f"{len(terms.pairs)} are given; {takes}.")
    if terms.two_pair and not primary_outcome(terms.outcome).per_pair:
        raise FieldError(
            "outcome",
            f"{terms.outcome} is asked once a workout, and each workout holds both arms.",
            hint="Take one pair, or compound_reps.",
        )
    for i, pair in enumerate(terms.pairs):
        for name in ("isolation_load_kg", "compound_load_kg"):
            within(f"pairs[{i}].{name}", getattr(pair, name), 0, HEAVIEST_KG)


def _check_numbers(terms: Terms) -> None:
    for name, (low, high) in _RANGES.items():
        value = getattr(terms.stop, name[5:]) if name.startswith("stop.") else getattr(terms, name)
        within(name, value, low, high)


def _check_scheme(terms: Terms) -> None:
    """Check that the rule may be used, fits arms and covariates, and can draw so many."""
    arms, chosen = terms.asked.n_arm, terms.rule
    if chosen.refusal:
        raise ValidationError(f"the scheme {chosen.name!r} is refused: {chosen.refusal}.", hint="Take maxrun3.")
    if (arms > 2 or chosen.name.startswith("williams")) and chosen.name != f"williams{arms}":
        hint = f"Take {default_scheme(terms.workouts, arms)}."
        raise FieldError("scheme", f"{chosen.name} does not fit the {arms} arms of {terms.asked.id}.", hint=hint)
    if terms.covariates and chosen.name != "minimisation":
        hint = "Take minimisation, or leave them out."
        raise FieldError("covariates", f"{chosen.name} does not balance any.", hint=hint)
    chosen.check(terms.workouts)


def _check_looks(terms: Terms) -> None:
    looks = terms.looks
    if looks != tuple(sorted(set(looks))) or not looks or looks[-1] != terms.workouts:
        raise FieldError("looks", f"are {looks}; they grow and end at {terms.workouts}.", hint="Leave them out.")
    if looks[0] < FIRST_LOOK or any(look % terms.block for look in looks[:-1]):
        where = f"the first is at {FIRST_LOOK} or later, each at a complete block"
        raise FieldError("looks", f"are {looks}; {where}.", hint="Leave them out.")


def within(name: str, value: float | None, low: float, high: float) -> float | None:
    """Return a number of a trial, if it lies in its range; None = not told.

    Raises
    ------
    FieldError : it does not.
    """
    if value is not None and not low <= value <= high:
        raise FieldError(name, f"is {value:g}; it lies between {low:g} and {high:g}.", hint="Correct it.")
    return None if value is None else float(value)


# Ranges that allow every trial the design speaks of; beyond, a number is a slip.
_RANGES: Mapping[str, tuple[float, float]] = {
    "workouts": (FEWEST, 160),
    "per_week": (1, 7),
    "weeks": (0, 160),
    "rope": (1e-3, 100),
    "sets": (1, 10),
    "rir_target": (0, 5),
    "gap_s": (0, 600),
    "rest_s": (0, 1800),
    "expectation": (-3, 3),
    "sd": (0.05, 100),
    "effect": (-100, 100),
    "stop.conclusion": (0.9, 0.999),
    "stop.same": (0.8, 0.999),
    "stop.futility": (0, 0.5),
    "stop.pain": (1, 10),
    "stop.pain_times": (1, 10),
}


def default_looks(workouts: int, scheme: str) -> tuple[int, ...]:
    """Return the looks of a trial: at complete blocks, the first after 8 workouts or more, then every 4 or more, and the last."""
    looks: list[int] = []
    for n in range(FIRST_LOOK, workouts):
        if n % _BLOCK.get(scheme, 1) == 0 and (not looks or n - looks[-1] >= LOOK_EVERY):
            looks.append(n)
    return (*looks, workouts)
