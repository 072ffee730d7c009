"""What happened in a trial, one event after the other; each carries the hash of the one before, so that none can be edited.

The first event carries the hash of the protocol.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Self

from preex.errors import DataError
from preex.trials.protocol import sha256


class Kind(StrEnum):
    """What can happen."""

    CHECK_IN = "check_in"  # how the lifter feels, before the arm is shown
    REVEAL = "reveal"  # the arm was shown
    RECORD = "record"  # the workout was done
    REOPEN = "reopen"  # its record was taken back, to be made anew; both stay in the chain
    MISS = "miss"  # the arm was shown, the workout not done
    SWAP = "swap"  # another arm was done than the one drawn
    PAIN_STOP = "pain_stop"  # a joint ended the workout
    DEVIATION = "deviation"  # anything else that was not as planned
    AMEND = "amend"  # a term that may change was changed, with its date and reason
    LOOK = "look"  # the data were looked at
    END = "end"  # the lifter ended the trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event.

    number : from 1. data : JSON object, by kind. previous : hash of the event before, or of the protocol.
    """

    number: int
    kind: Kind
    at: datetime
    data: Mapping[str, Any]
    previous: str

    @property
    def hash(self) -> str:
        """SHA-256 of all fields."""
        return sha256(self._content())

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {**self._content(), "hash": self.hash}

    @classmethod
    def from_json(cls, document: object) -> Self:
        """Read an event; `checked` says whether it is as it was written.

        Raises
        ------
        DataError : it is none.
        """
        try:
            data: Any = document
            made = cls(
                number=int(data["number"]),
                kind=Kind(data["kind"]),
                at=datetime.fromisoformat(data["at"]),
                data=dict(data["data"]),
                previous=str(data["previous"]),
            )
            whole = made.at.tzinfo is not None and made.hash == data["hash"]
        except (KeyError, TypeError, ValueError, AttributeError):
            whole = False
        if not whole:
            raise DataError(
                f"an event of the trial was changed or is damaged: {str(document)[:60]}.",
                hint="Restore it from a backup.",
            )
        return made

    def _content(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "kind": self.kind.value,
            "at": self.at.astimezone(UTC).isoformat(),
            "data": dict(self.data),
            "previous": self.previous,
        }


def following(events: Sequence[Event], protocol_hash: str, kind: Kind, at: datetime, data: Mapping[str, Any]) -> Event:
    """Return the event that comes after others."""
    previous = events[-1].hash if events else protocol_hash
    return Event(number=len(events) + 1, kind=kind, at=at.astimezone(UTC), data=data, previous=previous)


def check_chain(events: Iterable[Event], protocol_hash: str) -> None:
    """Check that no event was edited, left out, added or moved.

    Raises
    ------
    DataError : one was.
    """
    previous = protocol_hash
    for number, event in enumerate(events, 1):
        if event.previous != previous or event.number != number:
            raise DataError(
                f"the record of the trial is broken at event {number}: something was changed, left out or put in.",
                hint="Restore it from a backup; a verdict on it would mean nothing.",
            )
        previous = event.hash
