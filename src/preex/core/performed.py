"""Sets as they were done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from preex.core.limit import GaveOut
from preex.units import Load

_DOUBTS = frozenset({"reps_implausible", "load_implausible", "assistance"})


class SetKind(StrEnum):
    """What a set was for."""

    WORKING = "working"
    WARMUP = "warmup"
    DROP = "drop"
    FAILURE = "failure"  # a working set in which no further full repetition was possible


@dataclass(frozen=True, slots=True, kw_only=True)
class PerformedSet:
    """One set as it was done.

    `exercise` is a catalogue id, or the name as written when the catalogue does not know it.
    """

    exercise: str
    load_kg: float  # as the exercise's load type counts it; 0.0 for body mass alone
    reps: int  # full repetitions completed; 0 for a timed or distance set, or a failed first repetition
    at: datetime  # timezone-aware, UTC; of the set where the log has it, else of the workout's start
    rir: float | None = None  # as reported; None when nobody asked, which is not the same as 0
    rest_before_s: float | None = None  # since the last repetition of the previous set; None when unknown
    kind: SetKind = SetKind.WORKING
    workout: str = ""  # id of the workout, unique within a log
    superset: str | None = None  # sets of one workout with the same value were done in turn
    source_line: int | None = None  # line of the file it came from
    name: str = ""  # exercise as written in the source
    entered: Load | None = None  # load as typed
    local_date: str = ""  # ISO date where the lifter was
    zone: str = ""  # IANA zone of `local_date`, empty when unknown
    duration_s: float | None = None
    distance_m: float | None = None
    note: str = ""
    block: int = 0  # position of the exercise block within the workout, from 0
    flags: tuple[str, ...] = ()  # doubts a reader had, as `reps_implausible`
    source_id: str | None = None  # stable identity: of the source's row, or client-made for own records
    gave_out: GaveOut | None = None  # what ended the set, as the lifter felt it; None when nobody asked

    @property
    def to_failure(self) -> bool:
        """True when the set was marked as ended by a failed repetition."""
        return self.kind is SetKind.FAILURE

    @property
    def doubtful(self) -> bool:
        """True when a reader found a number nobody lifts, or help where a load belongs: kept but not believed."""
        return not _DOUBTS.isdisjoint(self.flags)

    @property
    def counts(self) -> bool:
        """True for sets that are training work: neither warm-up nor doubtful, with repetitions."""
        return self.kind is not SetKind.WARMUP and self.reps > 0 and not self.doubtful
