"""What a lifter may ask of a trial: the arms, the outcomes with what counts as a difference, and what the answer is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from preex.errors import ValidationError
from preex.trials.unanswerable import NotMeasurable, refusal_text


@dataclass(frozen=True, slots=True)
class Question:
    """A contrast of ways to train.

    id : as the command line names it.
    contrast : which studies ask the same (C1 order, C2 isolation added, C3 rest within the pair); "" = none.
    words : the question in plain words.
    arms : name of each arm, arm 0 first: the usual way.
    two_pair : whether two pairs may be trained in opposite arms within one workout.
    """

    id: str
    contrast: str
    words: str
    arms: tuple[str, ...]
    two_pair: bool

    @property
    def n_arm(self) -> int:
        """Number of arms."""
        return len(self.arms)

    def arm(self, name: str) -> int:
        """Return the number of an arm.

        Raises
        ------
        ValidationError : no such arm.
        """
        plain = name.strip().casefold().replace(" ", "_").replace("-", "_")
        if plain not in self.arms:
            raise ValidationError(f"{name[:40]!r} is no arm of this trial.", hint=f"Arms: {', '.join(self.arms)}.")
        return self.arms.index(plain)


QUESTIONS: Mapping[str, Question] = {
    one.id: one
    for one in (
        Question(
            "order",
            "C1",
            "Same exercises, sets and loads: does it matter that the isolation comes first?",
            ("compound_first", "isolation_first"),
            two_pair=True,
        ),
        Question(
            "add_isolation",
            "C2",
            "What does an isolation before the compound cost, against the compound alone?",
            ("compound_only", "isolation_added"),
            two_pair=True,
        ),
        Question(
            "gap",
            "C3",
            "Isolation first: does the rest before the compound matter?",
            ("gap_10_s", "gap_60_s", "gap_180_s"),
            two_pair=False,
        ),
        Question(
            "two_by_two",
            "",
            "Which muscle ends the compound: after nothing, the target's isolation, a helper's, or both?",
            ("nothing", "target_first", "helper_first", "both_first"),
            two_pair=False,
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is measured in every workout.

    id, code : name, and number in the design (E1 to E9; G = the weighted sum of a goal).
    unit : of the outcome and of `rope`.
    rope : differences within +/- this do not matter.
    better : +1 where more is better for the lifter, -1 where less is.
    subjective : nobody is blind, so the grade is capped.
    primary : whether a trial may rest on it.
    sessions : when it is answerable, in words.
    sd : day-to-day standard deviation to plan with. [unit]
    per_pair : measured on each pair; else asked once a workout.
    """

    id: str
    code: str
    words: str
    unit: str
    rope: float
    better: int
    sessions: str
    sd: float
    subjective: bool = False
    primary: bool = True
    per_pair: bool = True


# ROPE: half a repetition is half of the day-to-day error and 5 % at 10 repetitions; the others after design E1 to E9. SD of
# repetitions: median of 77 windows of 10 lifters' logs, 1.03; session RPE 0.7; minutes 4 and volume 8 %, assumed.
OUTCOMES: Mapping[str, Outcome] = {
    one.id: one
    for one in (
        Outcome("compound_reps", "E1", "repetitions of the compound", "reps/set", 0.5, 1, "8 to 24 workouts", 1.0),
        Outcome("isolation_reps", "E2", "repetitions of the isolation", "reps/set", 0.5, 1, "8 to 24 workouts", 1.0),
        Outcome("pair_volume", "E3", "volume load of the pair", "%", 5.0, 1, "16 to 24 workouts", 8.0),
        Outcome(
            "effort",
            "E4",
            "effort of the workout",
            "points",
            0.5,
            -1,
            "16 to 48 workouts",
            0.7,
            subjective=True,
            per_pair=False,
        ),
        Outcome(
            "target_limits",
            "E5",
            "share of sets the target muscle ended",
            "probability",
            0.15,
            1,
            "24 workouts or more",
            0.5,
            subjective=True,
            primary=False,
        ),
        Outcome("duration", "E6", "duration of the pair", "min", 2.0, -1, "8 to 24 workouts", 4.0, per_pair=False),
        Outcome(
            "discomfort", "E7", "joint discomfort", "points", 1.0, -1, "in part", 1.0, subjective=True, per_pair=False
        ),
        # One step = the smallest difference that matters, of all outcomes together: sum of weight * effect / ROPE (design 3.1).
        # Its noise is that of the goals' own weights, 0.9 to 1.6 where outcomes stray apart from each other. Status: assumed.
        Outcome(
            "goal_score",
            "G",
            "the goal's overall score",
            "steps",
            1.0,
            1,
            "16 to 48 workouts",
            1.3,
            subjective=True,
            per_pair=False,
        ),
        Outcome("strength_gain", "E8", "gain in strength", "%/4 wk", 1.0, 1, "never", 0.0, primary=False),
        Outcome("size", "E9", "growth of the muscle", "mm", 0.5, 1, "never", 0.0, primary=False),
    )
}
GOAL_SCORE = "goal_score"  # the only outcome that is worked out from others
NOT_MEASURABLE = frozenset({"strength_gain", "size"})


@dataclass(frozen=True, slots=True)
class Goal:
    """What the answer is for; fixed before the first arm is shown.

    primary : outcome a trial for this goal rests on.
    weights : of the outcomes in an overall score, in units of their ROPE, summing to 1.
    rule : how a verdict becomes advice.
    """

    id: str
    words: str
    primary: str
    weights: Mapping[str, float]
    rule: str


GOALS: Mapping[str, Goal] = {
    one.id: one
    for one in (
        Goal(
            "compound_strength",
            "a stronger compound",
            "compound_reps",
            {"compound_reps": 0.8, "effort": 0.2},
            "A clear or likely cost in the compound's repetitions: not for this goal. About the same: no harm seen.",
        ),
        Goal(
            "target_focus",
            "more work for the target muscle",
            "isolation_reps",
            {"isolation_reps": 0.4, "pair_volume": 0.4, "discomfort": 0.2},
            "At least a likely gain in the isolation or the pair, and no worse joints: does what you want, at a price.",
        ),
        Goal(
            "joint_comfort",
            "joints that hurt less",
            "discomfort",
            {"discomfort": 0.8, "compound_reps": 0.2},
            "At least a likely gain in comfort: helps you train more comfortably.",
        ),
        Goal(
            "time",
            "a shorter workout",
            "duration",
            {"duration": 0.7, "compound_reps": 0.3},
            "A clear gain in time: saves so many minutes at a cost of so many repetitions.",
        ),
        Goal(
            "enjoyment",
            "a workout you like",
            "effort",
            {"effort": 1.0},
            "A question of preference: the numbers are shown and do not decide.",
        ),
    )
}


def question(name: str) -> Question:
    """Return the question of a name.

    Raises
    ------
    ValidationError : unknown.
    """
    plain = name.strip().casefold().replace("-", "_")
    found = QUESTIONS.get(_ALSO.get(plain, plain))
    if found is None:
        raise ValidationError(f"the question {name[:40]!r} is unknown.", hint=f"Choose from {', '.join(QUESTIONS)}.")
    return found


def outcome(name: str) -> Outcome:
    """Return the outcome of a name or of a code, as `E1`.

    Raises
    ------
    ValidationError : unknown.
    """
    plain = name.strip().casefold().replace("-", "_")
    for one in OUTCOMES.values():
        if plain in {one.id, one.code.casefold()}:
            return one
    raise ValidationError(f"the outcome {name[:40]!r} is unknown.", hint=f"Choose from {', '.join(OUTCOMES)}.")


def primary_outcome(name: str) -> Outcome:
    """Return the outcome of a name, if a trial may rest on it.

    Raises
    ------
    NotMeasurable : growth or gain in strength, whatever the data.
    ValidationError : unknown, or no outcome to rest a trial on.
    """
    found = outcome(name)
    if found.id in NOT_MEASURABLE:
        raise NotMeasurable(
            refusal_text(found.id), hint="Rest the trial on compound_reps; measurements of size are shown beside it."
        )
    if not found.primary:
        raise ValidationError(
            f"{found.words} needs {found.sessions}; it is reported beside a primary outcome, never as one.",
            hint=f"Choose from {', '.join(one.id for one in OUTCOMES.values() if one.primary)}.",
        )
    return found


def goal(name: str) -> Goal:
    """Return the goal of a name.

    Raises
    ------
    ValidationError : unknown.
    """
    plain = name.strip().casefold().replace(" ", "_").replace("-", "_")
    if plain not in GOALS:
        raise ValidationError(f"the goal {name[:40]!r} is unknown.", hint=f"Choose from {', '.join(GOALS)}.")
    return GOALS[plain]


_ALSO = {"order_only": "order"}
