"""What a file holds, shown before anything of it is stored: names, days, first workouts, pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from preex.app.history import WorkoutDone, recent_workouts
from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.core.succession import pre_exhausted_by


class Sureness(StrEnum):
    """How a name of a file became an exercise."""

    SURE = "sure"  # the lifter said so, or the catalogue has the very name
    GUESS = "guess"  # a word was dropped or exchanged that should not change the movement
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class NameFound:
    """A name in a file. `exercise` is what it is taken for, `near` what comes near; the best first."""

    name: str
    sets: int
    sureness: Sureness
    exercise: str | None
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PairFound:
    """An isolation done right before a compound for the same muscle, and in how many workouts."""

    isolation: str
    compound: str
    workouts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inside:
    """What a file holds. `days` counts sets by day, `first` are the earliest workouts."""

    days: Mapping[date, int]
    first: tuple[WorkoutDone, ...]
    pairs: tuple[PairFound, ...]


def look_inside(sets: Sequence[PerformedSet], *, workouts: int = 20) -> Inside:
    """Sum up sets of a file, oldest first.

    Parameters
    ----------
    sets : as read.
    workouts : how many of the first to tell of.
    """
    wanted = set(list(dict.fromkeys(s.workout for s in sets))[:workouts])
    some = [s for s in sets if s.workout in wanted]
    return Inside(
        days=Counter(date.fromisoformat(s.local_date) if s.local_date else s.at.date() for s in sets),
        first=tuple(reversed(recent_workouts(some, workouts))),
        pairs=_pairs(sets),
    )


def names_in(names: Mapping[str, int], own_names: Mapping[str, str]) -> tuple[NameFound, ...]:
    """Say what each name of a file is taken for, in the order given.

    Parameters
    ----------
    names : as written -> sets.
    own_names : what the lifter said before.
    """
    return tuple(_found(name, n, own_names) for name, n in names.items())


def _found(name: str, sets: int, own_names: Mapping[str, str]) -> NameFound:
    from preex.catalogue import names

    if name in own_names:
        return NameFound(name=name, sets=sets, sureness=Sureness.SURE, exercise=own_names[name])
    match = names.resolve(name)
    if match is not None and match.exact:
        return NameFound(name=name, sets=sets, sureness=Sureness.SURE, exercise=match.exercise_id)
    near = tuple(one.exercise_id for one in names.propose(name[:200]))
    sureness = Sureness.GUESS if match else Sureness.UNKNOWN
    return NameFound(name=name, sets=sets, sureness=sureness, exercise=match.exercise_id if match else None, near=near)


def _pairs(sets: Sequence[PerformedSet]) -> tuple[PairFound, ...]:
    causes = pre_exhausted_by(sets, load_catalogue().exercises)
    once = {(cause, s.exercise, s.workout) for s, cause in zip(sets, causes, strict=True) if cause}
    counts = Counter((isolation, compound) for isolation, compound, _ in once)
    return tuple(PairFound(isolation, compound, n) for (isolation, compound), n in counts.most_common())
