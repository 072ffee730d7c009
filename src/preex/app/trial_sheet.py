"""The sheet of a trial's workout: which sets its arm asks for, in the order to do them, and what was done as a line of the log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from preex.trials.conduct import Trial
from preex.trials.done import GAPS_S
from preex.trials.pairs import Pair
from preex.trials.terms import Terms
from preex.trials.workouts import Workout
from preex.units import LoadUnit, from_kg


@dataclass(frozen=True, slots=True)
class AskedSet:
    """A set that an arm asks for.

    round : from 1. gap_s : from the set before, where both make a round; None = a rest of `Terms.rest_s`, or nothing, before it. [s]
    load_kg : as fixed by the protocol or done last time; None = the lifter's choice.
    """

    exercise: str
    round: int
    gap_s: float | None = None
    load_kg: float | None = None


@dataclass(frozen=True, slots=True)
class DoneSet:
    """What a lifter says of a set that was asked for. load_kg : in kilograms. rir : None = not told."""

    asked: AskedSet
    reps: int
    load_kg: float
    rir: float | None = None


def sheet_of(trial: Trial, workout: Workout) -> tuple[AskedSet, ...]:
    """Return the sets of a workout whose arm was shown.

    What is tried goes in rounds, each isolation with its compound right after; the usual way does all sets of the compound first.
    """
    terms, loads = trial.standing.terms, _loads(trial)
    return tuple(s for one in _parts(terms, workout) for s in one(terms.sets, loads))


def as_performed(trial: Trial, workout: Workout, done: Sequence[DoneSet], arm: int) -> tuple[DoneSet, ...]:
    """Return sets told on the sheet of the arm shown in the order of the arm that was done instead."""
    told = {(one.asked.exercise, one.asked.round): one for one in done}
    sheet = sheet_of(trial, replace(workout, arm=arm))
    kept = [replace(told.pop(key), asked=s) for s in sheet if (key := (s.exercise, s.round)) in told]
    return (*kept, *told.values())


def line_of_sheet(done: Sequence[DoneSet], terms: Terms, unit: LoadUnit) -> str:
    """Write what was done as `preex log` reads it; rests are those the protocol asks for.

    Parameters
    ----------
    done : in the order of the sheet; sets that were not done are left out.
    terms : of the trial. unit : in which loads are written.
    """
    line = ""
    for before, one in zip((None, *done), done, strict=False):
        joined = before is not None and one.asked.gap_s is not None and before.asked.round == one.asked.round
        if before is not None:
            line += " > " if joined else f" rest {terms.rest_s:g} ; "
        line += f"{one.asked.exercise} {one.reps}x{from_kg(one.load_kg, unit):.8g}{unit}"
        line += f" rir {one.rir:g}" if one.rir is not None else ""
        line += f" gap {one.asked.gap_s:g}" if joined else ""
    return line


class _Part:
    """Exercises done together: in rounds, or one after the other."""

    def __init__(self, *exercises: str, gap_s: float | None = None) -> None:
        self._exercises = exercises
        self._gap_s = gap_s

    def __call__(self, sets: int, loads: Mapping[str, float]) -> Iterator[AskedSet]:
        """Yield the sets in order."""
        for n in range(1, sets + 1):
            for i, exercise in enumerate(self._exercises):
                yield AskedSet(exercise, n, self._gap_s if i else None, loads.get(exercise))


def _parts(terms: Terms, workout: Workout) -> list[_Part]:
    if terms.question == "gap":
        pair = terms.pairs[0]
        return [_Part(pair.isolation, pair.compound, gap_s=GAPS_S[workout.arm])]
    if terms.question == "two_by_two":
        first = [pair.isolation for i, pair in enumerate(terms.pairs) if workout.arm >> i & 1]
        return [_Part(*first, terms.pairs[0].compound, gap_s=terms.gap_s)]
    by_pair = [_of_pair(terms, pair, tried=(workout.arm == 1) is (i == 0)) for i, pair in enumerate(terms.pairs)]
    return [part for parts in (reversed(by_pair) if workout.second_first else by_pair) for part in parts]


def _of_pair(terms: Terms, pair: Pair, *, tried: bool) -> list[_Part]:
    if tried:
        return [_Part(pair.isolation, pair.compound, gap_s=terms.gap_s)]
    alone = [_Part(pair.compound)]
    return [*alone, _Part(pair.isolation)] if terms.question == "order" else alone


def _loads(trial: Trial) -> dict[str, float]:
    """Return the load of each exercise: as it is fixed, else as it was done last."""
    found: dict[str, float] = {}
    pairs = trial.standing.terms.pairs
    for workout in trial.standing.workouts:
        for s in workout.sets:
            pair = pairs[s.pair]
            found[pair.compound if s.compound else pair.isolation] = s.load_kg
    for pair in pairs:
        fixed = ((pair.isolation, pair.isolation_load_kg), (pair.compound, pair.compound_load_kg))
        found |= {name: load for name, load in fixed if load is not None}
    return found
