"""One pair, one lifter: the decision and every notice that belongs to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from preex.core.exercise import Exercise
from preex.core.muscle import Muscle
from preex.core.pairing import JointAdvice, Pairing
from preex.core.volume import Counting, credit
from preex.planner import notices as say
from preex.planner.advice import Case, Decision, decide, limiter_is_other
from preex.planner.background import Background
from preex.planner.lifter import Experience, Goal, Lifter, felt_as_one
from preex.planner.notices import Level, Notice
from preex.planner.safety import anti_pattern, joint_notices, takeover_notices, worst_advice

# Powers 2014 (patellofemoral stress, n = 10): low in these ranges.
_KNEE_RANGES = " Extend from 90 to 45 degrees only; squat or press no deeper than 45 degrees of knee bend."
_LOUDEST = {Level.BLOCK: 0, Level.WARN: 1, Level.NOTE: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A pre-exhaust block somebody thinks of doing."""

    isolation: Exercise
    compound: Exercise
    target: Muscle
    pairing: Pairing | None = None  # the reviewed pairing, if the catalogue has one
    gap_s: float
    rounds: int
    iso_reps: tuple[int, int]
    times: int = 1  # a week

    @property
    def added_sets(self) -> float:
        """Fractional sets a week the isolation adds to the target. [sets]"""
        return self.times * self.rounds * credit(self.isolation.involvement.get(self.target, 0.0), Counting.FRACTIONAL)


@dataclass(frozen=True, slots=True)
class Assessment:
    """The decision with its notices, loudest first."""

    decision: Decision
    notices: tuple[Notice, ...]


def assess(question: Question, lifter: Lifter, background: Background, override: str = "") -> Assessment:
    """Decide one pair for one lifter and collect what they should know.

    Parameters
    ----------
    question : the block in question.
    lifter, background : who asks, and what the log tells.
    override : a reason to go on against D3, D4 or D5; "" = none.
    """
    decision = decide(case_of(question, lifter, background), override)
    found = [*_safety(question, lifter), *_purpose(question, lifter, background), *_dose(question, background)]
    return Assessment(decision, tuple(sorted(found, key=lambda n: _LOUDEST[n.level])))


def case_of(question: Question, lifter: Lifter, background: Background) -> Case:
    """Turn a question into what the decision table looks at."""
    pair = (question.isolation, question.compound)
    unsafe = anti_pattern(*pair, question.target, question.pairing) is not None
    advice = worst_advice(*pair, question.pairing, lifter.joints)
    now = None if background.weekly_sets is None else background.weekly_sets.get(question.target, 0.0)
    limiters = background.limiters.get(question.compound.id, ())
    pairing_id = question.pairing.id if question.pairing else ""
    return Case(
        avoid_listed=unsafe,
        joint_flagged=bool(lifter.joints),
        joint_advice=advice,
        experience=lifter.experience,
        goal=Goal.STRENGTH if lifter.wants_strength_on(question.compound.id) else _other_goal(lifter),
        lagging=None if lifter.lagging is None else any(felt_as_one(m, question.target) for m in lifter.lagging),
        limiter_is_other=limiter_is_other(limiters, question.target),
        weekly_sets_after=None if now is None else now + question.added_sets,
        weekly_upper=background.band[1],
        bad_workouts=background.bad_workouts,
        weeks_on_block=background.weeks_on_block.get(pairing_id, 0.0),
    )


def _other_goal(lifter: Lifter) -> Goal | None:
    return None if lifter.goal is Goal.STRENGTH else lifter.goal


def _safety(q: Question, lifter: Lifter) -> list[Notice]:
    unsafe = anti_pattern(q.isolation, q.compound, q.target, q.pairing)
    joints = joint_notices(q.isolation, q.compound, q.pairing, lifter.joints)
    found = [unsafe, *joints, *takeover_notices(q.compound, q.target, lifter.joints), say.safeties_notice(q.compound)]
    if lifter.joints:
        found.append(say.pain_notice())
    return [n for n in found if n is not None]


def _purpose(q: Question, lifter: Lifter, background: Background) -> list[Notice]:
    wanted = lifter.lagging or ()
    found = [
        say.strength_notice(lifter, q.compound),
        say.helper_first_notice(q.isolation, q.compound, wanted, q.target),
        say.beginner_notice() if lifter.experience is Experience.BEGINNER else None,
        say.baseline_notice(background.weeks_logged) if wanted else None,
    ]
    return [n for n in found if n is not None]


def _dose(q: Question, background: Background) -> list[Notice]:
    now = None if background.weekly_sets is None else background.weekly_sets.get(q.target, 0.0)
    found = [
        say.iso_reps_notice(*q.iso_reps),
        say.gap_notice(q.gap_s, q.pairing.changeover_s) if q.pairing else None,
        None if now is None else say.volume_notice(q.target, now + q.added_sets, background.band[1]),
        say.dislike_notice(background.bad_workouts),
        say.review_notice(background.weeks_on_block.get(q.pairing.id, 0.0)) if q.pairing else None,
    ]
    return [n for n in found if n is not None]


def no_risk_free_pair(group: str, joints: Sequence[str], pairings: Sequence[Pairing]) -> tuple[Notice, ...]:
    """N-S64-<joint>: every reviewed pairing of a muscle group asks for caution with a marked joint."""
    of_group = [p for p in pairings if p.is_pre_exhaust and p.target_group == group]
    out = []
    for joint in joints:
        if of_group and all(p.advice_for(joint) is not JointAdvice.OK for p in of_group):
            ranges = _KNEE_RANGES if joint == "knee" else ""
            part = joint.replace("_", " ")
            out.append(
                Notice(
                    f"N-S64-{joint}", Level.NOTE,
                    f"No {group} pairing is risk-free for a painful {part}.{ranges}",
                    ("S62", "S63", "S64"), "Take one marked caution, keep it light, and stop on pain.",
                )
            )  # fmt: skip
    return tuple(out)
