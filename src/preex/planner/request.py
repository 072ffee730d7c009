"""What a lifter asks the planner for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from preex.catalogue.choosing import usable
from preex.core.exercise import Exercise
from preex.core.gym import Gym
from preex.core.muscle import GROUP_OF, Muscle
from preex.errors import OutOfRange, ValidationError
from preex.planner.lifter import MAX_LAGGING, Lifter
from preex.units import LoadUnit

MINUTES = (20, 180)
DAYS = (1, 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """One session (`days=1`) or a training week.

    equipment : ids or presets (`home`, `hotel`, `full_gym`) of the equipment at hand; None = anything.
    train_around : muscles to train in spite of an irritable joint, with a block of their own.
    minutes : longest session, warm-up included.
    gym, unit : what can be loaded, and the unit in which sentences write loads.
    override : a reason to go on against D3, D4 or D5.
    """

    lifter: Lifter = field(default_factory=Lifter)
    days: int = 1
    minutes: int = 60
    equipment: frozenset[str] | None = None
    train_around: tuple[Muscle, ...] = ()
    gym: Gym = field(default_factory=Gym)
    unit: LoadUnit = LoadUnit.KG
    override: str = ""
    seed: int = 0

    def __post_init__(self) -> None:
        """Refuse what no plan can meet."""
        for name, value, (low, high) in (("days", self.days, DAYS), ("minutes", self.minutes, MINUTES)):
            if not low <= value <= high:
                raise OutOfRange(f"{name} is {value}; it lies between {low} and {high}.", hint="Ask for less or more.")
        if len(self.targets) > MAX_LAGGING:
            shown = ", ".join(targets_label(t) for t in self.targets)
            raise ValidationError(
                f"{len(self.targets)} muscle groups are named ({shown}); {MAX_LAGGING} are the most (S59).",
                hint="Name the one or two that matter most.",
            )

    @property
    def targets(self) -> tuple[tuple[Muscle, ...], ...]:
        """Muscles that get a block, those of one group together."""
        groups: dict[str, list[Muscle]] = {}
        for muscle in (*(self.lifter.lagging or ()), *self.train_around):
            heads = groups.setdefault(_together(muscle), [])
            if muscle not in heads:
                heads.append(muscle)
        return tuple(tuple(heads) for heads in groups.values())


def targets_label(muscles: Sequence[Muscle]) -> str:
    """Name the muscles of a target: `quads` for both its heads."""
    return GROUP_OF[muscles[0]] if len(muscles) > 1 else muscles[0].label


def _together(muscle: Muscle) -> str:
    """Heads of one muscle share a block; delts, arms and back muscles do not."""
    apart = {"shoulders", "back", "arms", "core"}
    return muscle.value if GROUP_OF[muscle] in apart else GROUP_OF[muscle]


def available(exercise: Exercise, equipment: frozenset[str] | None) -> bool:
    """Tell whether everything the exercise needs is at hand; `equipment` as `catalogue.choosing.owned` returns it."""
    return equipment is None or usable(exercise, equipment)
