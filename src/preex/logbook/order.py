"""Workouts out of rows: which rows belong together, which are written twice, in which order the sets were done."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from preex.core.performed import SetKind
from preex.logbook.rows import RawSet

LONGEST_REST_S = 86_400.0  # a longer one is a slip of the finger and tells nothing. [s]
REP_S = 3.0  # time one repetition takes, where only the ends of sets are known. [s]


@dataclass(slots=True)
class RawWorkout:
    """The sets of one workout, in the order of the file."""

    started: datetime
    title: str
    sets: list[RawSet] = field(default_factory=list)
    stretches: list[int] = field(default_factory=list)  # where in `sets` the file comes back to this workout


def workouts(sets: Iterable[RawSet]) -> list[RawWorkout]:
    """Group sets by start and title, in order of first appearance. Files sorted by exercise come back to a workout."""
    found: dict[tuple[datetime, str], RawWorkout] = {}
    last: RawWorkout | None = None
    for raw in sets:
        key = (raw.started, raw.title)
        workout = found.get(key)
        if workout is None:
            workout = found[key] = RawWorkout(raw.started, raw.title)
        if workout is not last:
            workout.stretches.append(len(workout.sets))
        workout.sets.append(raw)
        last = workout
    return list(found.values())


def without_duplicates(workout: RawWorkout) -> tuple[list[RawSet], int]:
    """Drop rows that are written twice, and count them.

    Equal sets are common in training: three times 8 at 60 kg, or an exercise that comes back later in a workout. A row
    is a duplicate only if

    - it repeats the row right above it, the number of the set included; or
    - the file comes back to the workout after another one and tells the same set again.
    """
    kept: list[RawSet] = []
    told: Counter[tuple[object, ...]] = Counter()  # how often the stretches before this one tell a set
    for start, end in itertools.pairwise([*workout.stretches, len(workout.sets)]):
        here: Counter[tuple[object, ...]] = Counter()
        above: tuple[object, ...] | None = None
        for raw in workout.sets[start:end]:
            same = _content(raw)
            repeats_above = same == above and raw.set_index is not None
            above = same
            if repeats_above:
                continue
            here[same] += 1
            if here[same] > told[same]:
                kept.append(raw)
        told |= here
    return kept, len(workout.sets) - len(kept)


def _content(raw: RawSet) -> tuple[object, ...]:
    return (
        *(raw.name, raw.set_index, raw.load, raw.unit, raw.reps, raw.kind, raw.rpe, raw.rir),
        *(raw.duration_s, raw.distance_m, raw.at),
    )


@dataclass(slots=True)
class Block:
    """Sets of one exercise in a row."""

    number: int  # within the workout, from 0
    sets: list[RawSet]

    @property
    def superset(self) -> str | None:
        """What the file calls the superset of this block."""
        return self.sets[0].superset


def in_order_done(sets: list[RawSet], *, logging_order: bool) -> list[tuple[Block, RawSet]]:
    """Return the sets of a workout in the order they were done, each with its block.

    Where every set has a time of its own, the times tell the order. Where the file lists superset partners one after
    the other, they are taken in turn: A1, B1, A2, B2, after the warm-ups of each. That is a guess, the best there is.
    """
    if len(sets) > 1 and all(raw.at is not None for raw in sets):
        sets = sorted(sets, key=_time)
        logging_order = True
    blocks = list(_blocks(sets))
    _forget_single_supersets(blocks)
    if logging_order:
        return [(block, raw) for block in blocks for raw in block.sets]
    return list(_in_turn(blocks))


def _time(raw: RawSet) -> datetime:
    """Return the time of a set so that it compares with any other, offset or not."""
    at = raw.at or raw.started
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _blocks(sets: Sequence[RawSet]) -> Iterator[Block]:
    """Split at every other exercise, and where the numbers of the sets start again."""
    block: Block | None = None
    for raw in sets:
        if block is None or not _continues(block.sets[-1], raw):
            if block is not None:
                yield block
            block = Block(0 if block is None else block.number + 1, [])
        block.sets.append(raw)
    if block is not None:
        yield block


def _continues(above: RawSet, raw: RawSet) -> bool:
    if (above.name, above.superset) != (raw.name, raw.superset):
        return False
    return above.set_index is None or raw.set_index is None or raw.set_index > above.set_index


def _forget_single_supersets(blocks: Iterable[Block]) -> None:
    """Drop superset ids that only one exercise of the workout has: its partner was deleted."""
    exercises: dict[str, set[str]] = {}
    blocks = list(blocks)
    for block in blocks:
        if block.superset is not None:
            exercises.setdefault(block.superset, set()).add(block.sets[0].name)
    for block in blocks:
        if block.superset is not None and len(exercises[block.superset]) < 2:
            for raw in block.sets:
                raw.superset = None


def _in_turn(blocks: list[Block]) -> Iterator[tuple[Block, RawSet]]:
    partners: dict[str, list[Block]] = {}
    for block in blocks:
        if block.superset is not None:
            partners.setdefault(block.superset, []).append(block)
    for block in blocks:
        if block.superset is None:
            yield from ((block, raw) for raw in block.sets)
        else:
            yield from _rounds(partners.pop(block.superset, []))


def _rounds(blocks: list[Block]) -> Iterator[tuple[Block, RawSet]]:
    partners: dict[str, list[tuple[Block, RawSet]]] = {}
    for block in blocks:
        warmups = list(itertools.takewhile(lambda raw: raw.kind is SetKind.WARMUP, block.sets))
        yield from ((block, raw) for raw in warmups)
        partner = partners.setdefault(block.sets[0].name, [])
        partner += [(block, raw) for raw in block.sets[len(warmups) :]]
    for a_round in itertools.zip_longest(*partners.values()):
        yield from (done for done in a_round if done is not None)


def rests_before(sets: Sequence[RawSet]) -> list[float | None]:
    """Return the rest before each set of a workout, in the order done. [s]

    What the file says of the set comes first, then what it says of the set before, then an estimate from the times of
    the two sets: the gap less `REP_S` for each repetition, or less the length of a timed set, at least 0. Sets with
    the same time were ticked off together, which tells no rest. The first set has none before it.
    """
    timed = len({raw.at for raw in sets}) > 1
    rests: list[float | None] = [None] * len(sets)
    for i, (above, raw) in enumerate(itertools.pairwise(sets), 1):
        told = raw.rest_before_s if raw.rest_before_s is not None else above.rest_after_s
        if told is not None and 0 <= told <= LONGEST_REST_S:
            rests[i] = told
        elif timed and above.at is not None and raw.at is not None and _time(raw) > _time(above):
            lifting_s = raw.duration_s or raw.reps * REP_S
            rests[i] = max(0.0, (_time(raw) - _time(above)).total_seconds() - lifting_s)
    return rests
