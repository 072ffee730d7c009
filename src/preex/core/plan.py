"""Workouts as planned: sections of rounds, nested as deep as needed.

A section is `rounds` times its steps, and a step is an activity, a rest, or another section. Straight sets
(`3 x [bench, rest 120]`), a pre-exhaust pair (`3 x [fly, rest 20, bench, rest 120]`) and a giant set are one shape.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from preex.errors import OutOfRange


class Strategy(StrEnum):
    """How the compound of a pre-exhaust block is dosed (S69-S73)."""

    TRADITIONAL = "traditional"  # compound first
    KEEP_LOAD = "keep_load"  # usual load, fewer repetitions
    KEEP_REPS = "keep_reps"  # lighter load, usual repetitions
    COUNT_IT = "count_it"  # the isolation replaces compound sets in the weekly count


@dataclass(frozen=True, slots=True, kw_only=True)
class Prescription:
    """One set of one exercise, as planned."""

    exercise: str
    reps_low: int
    reps_high: int
    load_kg: float | None = None  # None = lifter chooses
    rir_low: float = 1.0
    rir_high: float = 3.0
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse impossible numbers."""
        if not 1 <= self.reps_low <= self.reps_high:
            raise OutOfRange(f"repetitions are {self.reps_low} to {self.reps_high}; they need 1 <= low <= high.")
        if self.load_kg is not None and self.load_kg < 0:
            raise OutOfRange(f"load_kg is {self.load_kg:g}; it must be 0 or more.")


@dataclass(frozen=True, slots=True)
class Rest:
    """A pause."""

    duration_s: float

    def __post_init__(self) -> None:
        """Refuse negative rest."""
        if self.duration_s < 0:
            raise OutOfRange(f"rest is {self.duration_s:g} s; it must be 0 or more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """`rounds` times the steps in order."""

    steps: tuple[Step, ...]
    rounds: int = 1
    pairing: str = ""  # catalogue id of the pairing, if the section is one
    strategy: Strategy | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """Refuse empty sections."""
        if self.rounds < 1 or not self.steps:
            raise OutOfRange(f"a section has {self.rounds} rounds of {len(self.steps)} steps; both must be 1 or more.")

    def unrolled(self) -> Iterator[Prescription | Rest]:
        """Yield every set and rest in the order they are done."""
        for _ in range(self.rounds):
            for step in self.steps:
                if isinstance(step, Section):
                    yield from step.unrolled()
                else:
                    yield step


Step = Prescription | Rest | Section


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkoutPlan:
    """One visit to the gym, as planned."""

    title: str
    sections: tuple[Section, ...]
    because: tuple[str, ...] = field(default=())  # claim ids

    def unrolled(self) -> Iterator[Prescription | Rest]:
        """Yield every set and rest in the order they are done."""
        for section in self.sections:
            yield from section.unrolled()

    def sets(self) -> tuple[tuple[Prescription, float | None], ...]:
        """Return each set with the rest before it. [s; None before the first set]"""
        out: list[tuple[Prescription, float | None]] = []
        rest_s = 0.0
        for step in self.unrolled():
            if isinstance(step, Rest):
                rest_s += step.duration_s
            else:
                out.append((step, rest_s if out else None))
                rest_s = 0.0
        return tuple(out)
