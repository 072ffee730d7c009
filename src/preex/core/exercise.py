"""Exercises: what moves, what works, and how its load is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from preex.core.muscle import Muscle

ExerciseId = NewType("ExerciseId", str)


class Kind(StrEnum):
    """Joints that move: one or several."""

    ISOLATION = "isolation"
    COMPOUND = "compound"


class LoadType(StrEnum):
    """What the written load means."""

    BARBELL = "barbell"  # bar and plates together
    DUMBBELL_EACH = "dumbbell_each"  # one hand's dumbbell
    STACK = "stack"  # the pin
    PLATE_MACHINE = "plate_machine"  # plates only
    CABLE = "cable"  # the pin
    BODYWEIGHT = "bodyweight"  # nothing added
    BODYWEIGHT_ADDED = "bodyweight_added"  # belt or vest; 0 = body mass alone
    ASSISTED = "assisted"  # help given: a bigger number is easier
    BAND = "band"
    KETTLEBELL = "kettlebell"
    NONE = "none"  # running, stretching


class FailureSafety(StrEnum):
    """What happens when a repetition fails."""

    SAFE = "safe"
    BAIL = "bail"
    SPOTTER = "spotter"


class Family(StrEnum):
    """Only strength exercises take part in pairing, volume and prediction."""

    STRENGTH = "strength"
    CONDITIONING = "conditioning"
    MOBILITY = "mobility"


class Role(StrEnum):
    """A muscle's part in an exercise."""

    AGONIST = "agonist"
    SYNERGIST = "synergist"
    STABILISER = "stabiliser"
    NONE = "none"


AGONIST_FROM = 0.75  # involvement from which a set counts as direct work
SYNERGIST_FROM = (
    0.5  # involvement from which a set counts as half a set (Pelland et al. 2025, doi:10.1007/s40279-025-02344-w)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """One exercise of the catalogue. Field meanings, units and allowed values: `data/fields.csv`."""

    id: ExerciseId
    name: str
    kind: Kind
    family: Family
    pattern: str
    equipment: tuple[frozenset[str], ...]  # all items needed; within an item any one will do; () = nothing
    station: str
    load_type: LoadType
    unilateral: bool
    joint_actions: str
    involvement: Mapping[Muscle, float]  # only muscles above 0
    body_mass_share: float  # share of body mass the working muscles move, 0 to 1
    spinal_load: int  # 0 to 3
    stability_demand: int  # 0 to 3
    failure_safety: FailureSafety
    grip: str = ""
    confidence: str = "med"
    basis: str = "expert_estimate"
    notes: str = ""

    def role(self, muscle: Muscle) -> Role:
        """Return the part `muscle` plays here."""
        share = self.involvement.get(muscle, 0.0)
        if share >= AGONIST_FROM:
            return Role.AGONIST
        if share >= SYNERGIST_FROM:
            return Role.SYNERGIST
        return Role.STABILISER if share > 0 else Role.NONE

    @property
    def prime_movers(self) -> tuple[Muscle, ...]:
        """Muscles with full involvement, likely to end a set."""
        return tuple(m for m, share in self.involvement.items() if share >= 1.0)

    def synergists(self, target: Muscle) -> tuple[Muscle, ...]:
        """Muscles that can take over from a tired `target`: involvement >= 0.5, the target left out (S26)."""
        return tuple(m for m, share in self.involvement.items() if share >= SYNERGIST_FROM and m != target)

    @property
    def hands(self) -> int:
        """Implements of the written load moved at once: two dumbbells for `dumbbell_each`, else one.

        Single-dumbbell lifts (a row, a goblet squat) are unilateral or list one implement; see `volume_load_kg`.
        """
        return (
            2 if self.load_type is LoadType.DUMBBELL_EACH and "dumbbells" in frozenset().union(*self.equipment) else 1
        )

    def effective_load_kg(self, load_kg: float, body_mass_kg: float) -> float:
        """Resistance the working muscles move. [kg]

        Body-mass exercises add their share of body mass; assistance is subtracted; others are the load as written.
        """
        own = self.body_mass_share * body_mass_kg
        if self.load_type is LoadType.ASSISTED:
            return max(0.0, own - abs(load_kg))
        return own + load_kg
