"""The course of a trial as far as it may be seen: its blocks, why workouts are missing, where a load changed, each way block by block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from preex.trials.conduct import Trial
from preex.trials.result import Result
from preex.trials.workouts import Workout

_SAME_KG = 0.05  # loads closer than this are one load


@dataclass(frozen=True, slots=True)
class LoadChange:
    """A compound was lifted with another load. before : the workout from which on. pair : from 0. [kg]"""

    before: int
    pair: int
    from_kg: float
    to_kg: float


@dataclass(frozen=True, slots=True)
class Course:
    """What a timeline shows beside the outcomes.

    upto : workouts that may be seen. hidden : workouts that are over and wait for the next look. block : workouts of one. missing : number of a workout -> why it was not
    done. changes : of loads, in order.
    """

    upto: int
    hidden: int
    block: int
    missing: Mapping[int, str]
    changes: tuple[LoadChange, ...]


@dataclass(frozen=True, slots=True)
class BlockMeans:
    """One block of one pair. number, pair : from 1, from 0. means : arm -> mean outcome of its observed workouts, and how many."""

    number: int
    pair: int
    means: Mapping[int, tuple[float, int]]


def course_of(trial: Trial, upto: int) -> Course:
    """Return the course of the first `upto` workouts, which `results.seen_upto` tells."""
    seen = [w for w in trial.standing.workouts if w.closed and w.number <= upto]
    return Course(
        upto=upto,
        hidden=trial.standing.closed - len(seen),
        block=trial.protocol.terms.block,
        missing={w.number: w.missing for w in seen if w.missing},
        changes=tuple(sorted(_changes(seen, len(trial.protocol.terms.pairs)), key=lambda one: one.before)),
    )


def block_means(result: Result, block: int) -> tuple[BlockMeans, ...]:
    """Return the mean outcome of each arm in each block, pair by pair; of an arm not observed in a block nothing.

    Parameters
    ----------
    result : with two pairs the second pair has the opposite arm. block : workouts of one.
    """
    pairs = 2 if any(s.y_second is not None for s in result.sessions) else 1
    blocks = sorted({(s.number - 1) // block for s in result.sessions})
    return tuple(BlockMeans(b + 1, p, _means(result, b, p, block)) for p in range(pairs) for b in blocks)


def _means(result: Result, number: int, pair: int, block: int) -> dict[int, tuple[float, int]]:
    by_arm: dict[int, list[float]] = {}
    for s in result.sessions:
        y, arm = (s.y_second, 1 - s.arm) if pair else (s.y, s.arm)
        if (s.number - 1) // block == number and y is not None:
            by_arm.setdefault(arm, []).append(y)
    return {arm: (fmean(ys), len(ys)) for arm, ys in sorted(by_arm.items())}


def _changes(seen: Sequence[Workout], pairs: int) -> Iterator[LoadChange]:
    for pair in range(pairs):
        last = None
        for w in seen:
            loads = [s.load_kg for s in w.sets if s.pair == pair and s.compound]
            if not loads:
                continue
            load = fmean(loads)
            if last is not None and abs(load - last) > _SAME_KG:
                yield LoadChange(w.number, pair, last, load)
            last = load
