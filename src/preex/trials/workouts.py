"""The workouts of a trial, and the sets done in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialSet:
    """A work set of the trial.

    pair : 0 or 1. compound : of the pair's compound, else of its isolation. rir : None = not told; 0 = to failure.
    target_out : whether the pair's target muscle ended it; None = nobody said what did.
    """

    pair: int
    compound: bool
    load_kg: float
    reps: int
    rir: float | None = None
    target_out: bool | None = None

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        told = {} if self.target_out is None else {"target_out": self.target_out}
        return {
            "pair": self.pair,
            "compound": self.compound,
            "load_kg": self.load_kg,
            "reps": self.reps,
            "rir": self.rir,
            **told,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Workout:
    """A workout whose arm was shown.

    number : from 1. arm : as drawn. second_first : the second pair comes first. performed : arm done; None = not done.
    missing : why it was not done; "" = done, or still open. gap_h : since the muscle was last trained. [h]
    pain, effort : 0 to 10. minutes : of the pair. log : ids of its sets in the lifter's log.
    """

    number: int
    arm: int
    second_first: bool
    revealed_at: datetime
    check_in: Mapping[str, Any]
    performed: int | None = None
    sets: tuple[TrialSet, ...] = ()
    missing: str = ""
    pain: float | None = None
    effort: float | None = None
    minutes: float | None = None
    notes: tuple[str, ...] = ()
    log: tuple[str, ...] = ()
    closed: bool = False

    @property
    def as_drawn(self) -> bool:
        """Done with the arm that was drawn."""
        return self.performed == self.arm

    @property
    def gap_h(self) -> float | None:
        """Hours since the muscle was last trained, as told at check-in."""
        return self.check_in.get("gap_h")
