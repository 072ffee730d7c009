"""Pairings, and the rule that says whether two exercises in a row are pre-exhaust (S2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from preex.core.exercise import AGONIST_FROM, SYNERGIST_FROM, Exercise, ExerciseId, FailureSafety, Family, Kind
from preex.core.muscle import Muscle


class Order(StrEnum):
    """What an ordered pair of exercises is."""

    PRE_EXHAUST = "pre_exhaust"
    TRADITIONAL = "traditional"  # compound first, isolation of the same muscle after
    NEITHER = "neither"


class Refusal(StrEnum):
    """Why an ordered pair is not pre-exhaust."""

    FIRST_NOT_ISOLATION = "first_not_isolation"
    SECOND_NOT_COMPOUND = "second_not_compound"
    NO_SHARED_TARGET = "no_shared_target"
    TARGET_TOO_WEAK_IN_ISOLATION = "target_too_weak_in_isolation"
    TARGET_TOO_WEAK_IN_COMPOUND = "target_too_weak_in_compound"
    NOT_STRENGTH = "not_strength"


REFUSAL_TEXT: Mapping[Refusal, str] = {
    Refusal.FIRST_NOT_ISOLATION: "the first exercise moves several joints; pre-exhaust starts with an isolation exercise",
    Refusal.SECOND_NOT_COMPOUND: "the second exercise moves one joint; pre-exhaust ends with a compound exercise",
    Refusal.NO_SHARED_TARGET: f"no muscle is trained by both (involvement >= {AGONIST_FROM} first, >= {SYNERGIST_FROM} second)",
    Refusal.TARGET_TOO_WEAK_IN_ISOLATION: f"the isolation barely trains the target (involvement below {AGONIST_FROM})",
    Refusal.TARGET_TOO_WEAK_IN_COMPOUND: f"the compound barely trains the target (involvement below {SYNERGIST_FROM})",
    Refusal.NOT_STRENGTH: "one of the two is not a strength exercise",
}


@dataclass(frozen=True, slots=True)
class OrderCheck:
    """Verdict on two exercises done one right after the other."""

    order: Order
    target: Muscle | None
    refusals: tuple[Refusal, ...] = ()

    @property
    def is_pre_exhaust(self) -> bool:
        """True when isolation, compound and shared target are all as S2 defines."""
        return self.order is Order.PRE_EXHAUST


def shared_target(isolation: Exercise, compound: Exercise) -> Muscle | None:
    """Return the muscle both train, strongest in the isolation and then in the compound; None if there is none."""
    shared = [
        (share, compound.involvement.get(muscle, 0.0), muscle)
        for muscle, share in isolation.involvement.items()
        if share >= AGONIST_FROM and compound.involvement.get(muscle, 0.0) >= SYNERGIST_FROM
    ]
    return max(shared, key=lambda row: row[:2])[2] if shared else None


def check_order(first: Exercise, second: Exercise, target: Muscle | None = None) -> OrderCheck:
    """Decide whether `first` then `second` is pre-exhaust, the traditional order, or neither.

    Parameters
    ----------
    first, second : the exercises in the order done.
    target : the muscle meant; None = find the strongest shared one.

    Returns
    -------
    The order, the target found, and every reason for a refusal.
    """
    if first.family != Family.STRENGTH or second.family != Family.STRENGTH:
        return OrderCheck(Order.NEITHER, None, (Refusal.NOT_STRENGTH,))
    refusals = []
    if first.kind is not Kind.ISOLATION:
        refusals.append(Refusal.FIRST_NOT_ISOLATION)
    if second.kind is not Kind.COMPOUND:
        refusals.append(Refusal.SECOND_NOT_COMPOUND)
    found = target or shared_target(first, second)
    refusals += _target_refusals(first, second, found)
    if not refusals:
        return OrderCheck(Order.PRE_EXHAUST, found)
    if first.kind is Kind.COMPOUND and second.kind is Kind.ISOLATION:
        swapped = target or shared_target(second, first)
        if swapped is not None and not _target_refusals(second, first, swapped):
            return OrderCheck(Order.TRADITIONAL, swapped, (Refusal.FIRST_NOT_ISOLATION,))
    return OrderCheck(Order.NEITHER, found, tuple(refusals))


def _target_refusals(isolation: Exercise, compound: Exercise, target: Muscle | None) -> list[Refusal]:
    if target is None:
        return [Refusal.NO_SHARED_TARGET]
    refusals = []
    if isolation.involvement.get(target, 0.0) < AGONIST_FROM:
        refusals.append(Refusal.TARGET_TOO_WEAK_IN_ISOLATION)
    if compound.involvement.get(target, 0.0) < SYNERGIST_FROM:
        refusals.append(Refusal.TARGET_TOO_WEAK_IN_COMPOUND)
    return refusals


class PairingType(StrEnum):
    """What a catalogue pairing is for."""

    PRE_EXHAUST = "pre_exhaust"
    SYNERGIST_PRE_EXHAUST = "synergist_pre_exhaust"  # helper first: for experiments only
    AVOID = "avoid"  # an anti-pattern the planner blocks


class JointAdvice(StrEnum):
    """How a pairing suits a joint that hurts at present."""

    OK = "ok"
    CAUTION = "caution"
    AVOID = "avoid"


JOINTS = ("knee", "shoulder", "elbow", "low_back")
COSTS = ("low", "medium", "high")  # what the compound loses


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """One reviewed pairing of the catalogue. Field meanings and units: `data/fields.csv`."""

    id: str
    type: PairingType
    isolation: ExerciseId
    compounds: tuple[ExerciseId, ...]
    target: Muscle
    target_group: str
    seed_named: str  # yes | partial | no
    seed_refs: tuple[str, ...]
    why: str
    equipment: tuple[frozenset[str], ...]
    same_station: bool
    changeover_s: int
    setup_hint: str
    technique_caution: str
    iso_low: int
    iso_high: int
    iso_unit: str
    iso_rir_low: int
    iso_rir_high: int
    rest_options_s: tuple[int, ...]
    default_rest_s: int
    cost_class: str  # high | medium | low
    compound_failure_safety: FailureSafety
    joint_advice: Mapping[str, JointAdvice]  # joint -> advice
    joint_note: str = ""
    joint_friendly_for: tuple[str, ...] = ()
    beginner: str = "not_recommended"
    evidence: tuple[str, ...] = field(default=())
    safer_pairing: str = ""
    confidence: str = "med"
    basis: str = "expert_estimate"

    @property
    def is_pre_exhaust(self) -> bool:
        """True for pairings the planner may offer as pre-exhaust."""
        return self.type is PairingType.PRE_EXHAUST

    def advice_for(self, joint: str) -> JointAdvice:
        """Return how the pairing suits an irritable `joint`."""
        return self.joint_advice.get(joint, JointAdvice.OK)
