"""What is compared with what: the codes of contrasts, and which of them may be pooled.

Pooling what adds volume with what only changes the order would answer neither question.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from preex.errors import ValidationError


class Contrast(StrEnum):
    """What the arms of a study differ in."""

    ORDER = "C1"  # isolation then compound against compound then isolation, the same sets
    ADDED = "C2"  # isolation and compound against the compound alone
    REST = "C3"  # with against without rest between the pair, the same order
    EXTRA = "C4"  # an extra set of the same exercise


class Horizon(StrEnum):
    """Whether the outcome is of one workout or of weeks of training."""

    ACUTE = "acute"
    CHRONIC = "chronic"


class Outcome(StrEnum):
    """What was measured, as families that may be pooled."""

    COMPOUND_REPS = "compound_reps"
    ISOLATION_REPS = "isolation_reps"
    PAIR_TOTAL = "pair_total"
    VOLUME_LOAD = "volume_load"
    COMPOUND_VOLUME = "compound_volume"
    RPE = "rpe"
    EMG = "emg"
    STRENGTH_COMPOUND = "strength_compound"
    STRENGTH_ISOLATION = "strength_isolation"
    SIZE = "size"
    BODY_COMPOSITION = "body_composition"
    TIME = "time"
    PAIN = "pain"


@dataclass(frozen=True, slots=True)
class Question:
    """What a row of evidence answers; `target` is agonist, synergist or pre-activation."""

    contrast: Contrast
    target: str
    outcome: Outcome
    horizon: Horizon


def pool_key(q: Question) -> Question:
    """Return the pool a row belongs to.

    An added isolation costs the compound its repetitions in the same workout whether or not the other arm does it later, so acute
    repetitions of C2 join C1; nothing else crosses.
    """
    acute_reps = q.horizon is Horizon.ACUTE and q.outcome is Outcome.COMPOUND_REPS
    joins = q.contrast is Contrast.ADDED and acute_reps
    return Question(Contrast.ORDER if joins else q.contrast, q.target, q.outcome, q.horizon)


def check_poolable(questions: Sequence[Question]) -> Question:
    """Return the one pool all rows belong to.

    Raises
    ------
    ValidationError : rows of different pools, or of C4, which is context and is not pooled.
    """
    if not questions:
        raise ValidationError("there is no row to pool.")
    if any(q.contrast is Contrast.EXTRA for q in questions):
        raise ValidationError("an extra set of the same exercise (C4) is not pooled.", hint="Show it as context.")
    keys = {pool_key(q) for q in questions}
    if len(keys) > 1:
        differing = [
            f"{name} {' and '.join(sorted({str(getattr(key, name)) for key in keys}))}"
            for name in ("contrast", "target", "outcome", "horizon")
            if len({getattr(key, name) for key in keys}) > 1
        ]
        raise ValidationError(
            f"rows answer different questions: {'; '.join(differing)}.", hint="Pool each question on its own."
        )
    return keys.pop()
