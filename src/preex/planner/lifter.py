"""The lifter, as far as advice needs to know them. Everything may be unknown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from preex.core.muscle import GROUP_OF, ROLL_UP, Muscle, muscles_named
from preex.core.pairing import JOINTS
from preex.errors import OutOfRange, ValidationError

BEGINNER_MONTHS = 6  # S79, S80
EXPERIENCED_MONTHS = 24  # S77
_MOST_MONTHS = 1200
BEGINNER_WORKOUTS = 24
MAX_LAGGING = 2  # S59


class Experience(StrEnum):
    """Time spent training with loads."""

    BEGINNER = "beginner"  # under 6 months, or fewer than 24 workouts
    INTERMEDIATE = "intermediate"
    EXPERIENCED = "experienced"  # 2 years or more


class Goal(StrEnum):
    """What the training is for."""

    MUSCLE = "muscle"
    STRENGTH = "strength"  # on `Lifter.goal_lift`, or on compounds at large
    GENERAL = "general"


def experience_of(months: float | None = None, workouts: int | None = None) -> Experience | None:
    """Place a lifter by months of training, or else by logged workouts; None when neither tells.

    A short log says nothing about someone who trained for years before it, so workouts can only make a beginner
    of a lifter who did not tell their months.
    """
    if months is not None:
        if not 0 <= months <= _MOST_MONTHS:
            raise OutOfRange(
                f"months is {months:g}; it lies between 0 and {_MOST_MONTHS}.", hint="Give months of training."
            )
        if months < BEGINNER_MONTHS:
            return Experience.BEGINNER
        return Experience.EXPERIENCED if months >= EXPERIENCED_MONTHS else Experience.INTERMEDIATE
    return Experience.BEGINNER if workouts is not None and workouts < BEGINNER_WORKOUTS else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifter:
    """Who asks."""

    experience: Experience | None = None
    goal: Goal | None = None
    goal_lift: str = ""  # exercise id, for a strength goal; "" = compounds at large
    lagging: tuple[Muscle, ...] | None = None  # muscles that do not respond; () = none, None = not asked
    joints: tuple[str, ...] = ()  # irritable at present

    def __post_init__(self) -> None:
        """Refuse joints PreEx knows nothing about."""
        for joint in self.joints:
            if joint not in JOINTS:
                raise ValidationError(f"joint is {joint!r}.", hint=f"Use one of {', '.join(JOINTS)}.")

    def wants_strength_on(self, exercise_id: str) -> bool:
        """Tell whether getting stronger on this very lift is the goal (S65)."""
        return self.goal is Goal.STRENGTH and self.goal_lift in {"", exercise_id}


# Heads that are one muscle to the lifter who says what lags or what gave out.
_FELT_AS_ONE = frozenset({"chest", "quads", "glutes", "calves"})


def felt_as_one(one: Muscle, other: Muscle) -> bool:
    """Tell whether a lifter would call two muscles the same: upper and lower chest, but not biceps and triceps."""
    return one == other or (GROUP_OF[one] == GROUP_OF[other] and GROUP_OF[one] in _FELT_AS_ONE)


def muscles_of(names: Iterable[str]) -> tuple[Muscle, ...]:
    """Read muscles as people name them: an id (`quads_vasti`) or a group (`quads`, `side delts`).

    Raises
    ------
    ValidationError : a name is neither.
    """
    found: dict[Muscle, None] = {}
    for name in names:
        meant = muscles_named(name)
        if not meant:
            groups = ", ".join(ROLL_UP)
            raise ValidationError(f"no muscle is called {name!r}.", hint=f"Use a muscle id or one of: {groups}.")
        found.update(dict.fromkeys(meant))
    return tuple(found)
