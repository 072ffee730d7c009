"""Who is the same person: a lifter whose training is in two files counts once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from preex.core.performed import PerformedSet
from preex.scoring.past import is_scored

# Share of the shorter log's days that are found, repetition by repetition, in the longer one. In 69 public logs files of
# one person share half or more, those of two people less than one day in fifty (2026-11).
SAME_PERSON = 0.2

Days = frozenset[tuple[object, ...]]


def days_of(sets: Iterable[PerformedSet]) -> Days:
    """Return each day with the repetitions done on it, sorted: loads and names differ between apps, these do not."""
    days: dict[str, list[int]] = defaultdict(list)
    for s in sets:
        if is_scored(s):
            days[s.local_date or s.at.date().isoformat()].append(s.reps)
    return frozenset((day, *sorted(reps)) for day, reps in days.items())


def one_each(logs: Sequence[Days]) -> list[int]:
    """Return the places of the logs to keep, one for each person, that with the most days; in the order given."""
    kept: list[int] = []
    for i in sorted(range(len(logs)), key=lambda i: -len(logs[i])):
        if all(len(logs[i] & logs[k]) <= SAME_PERSON * len(logs[i]) for k in kept):
            kept.append(i)
    return sorted(kept)
