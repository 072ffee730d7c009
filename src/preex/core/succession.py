"""What came right before what: which sets were pre-exhausted, and in which orders a log pairs its exercises (S2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

from preex.core.exercise import Exercise
from preex.core.pairing import Order, OrderCheck, check_order
from preex.core.performed import PerformedSet

PAIR_WITHIN_S = 180.0  # two sets further apart are no longer done one right after the other


def pre_exhausted_by(sets: Sequence[PerformedSet], exercises: Mapping[str, Exercise]) -> tuple[str | None, ...]:
    """Say of each set which isolation exercise pre-exhausted it.

    A compound set is pre-exhausted when the set right before it in the same workout is an isolation for the same
    muscle, at most `PAIR_WITHIN_S` earlier or an unknown time. So are the sets of the compound that follow it without
    another exercise between: none of them starts as fresh as it would have without the isolation.

    Parameters
    ----------
    sets : oldest first and in the order done.
    exercises : the catalogue; sets of unknown exercises are neither.

    Returns
    -------
    For each set the id of the isolation, or None for a set that was not pre-exhausted.
    """
    check = _checker(exercises)
    found: list[str | None] = []
    before: PerformedSet | None = None
    for s in sets:
        cause: str | None = None
        if before is not None and before.workout == s.workout:
            if before.exercise == s.exercise:
                cause = found[-1]
            elif _right_after(s) and before.reps > 0 and check(before.exercise, s.exercise).is_pre_exhaust:
                cause = before.exercise
        found.append(cause)
        before = s
    return tuple(found)


def count_orders(sets: Iterable[PerformedSet], exercises: Mapping[str, Exercise]) -> Counter[Order]:
    """Count neighbouring exercise blocks that are pre-exhaust pairs and those in the traditional order.

    Exercises done in turn are one block each, in the order they began. Warm-ups and sets in doubt make no block.
    """
    check = _checker(exercises)
    workouts: dict[str, dict[int, str]] = {}
    for s in sets:
        if s.counts:
            workouts.setdefault(s.workout, {}).setdefault(s.block, s.exercise)
    orders: Counter[Order] = Counter()
    for blocks in workouts.values():
        done = [blocks[number] for number in sorted(blocks)]
        orders.update(check(one, other).order for one, other in pairwise(done) if one != other)
    return orders


def _right_after(s: PerformedSet) -> bool:
    return s.rest_before_s is None or s.rest_before_s <= PAIR_WITHIN_S


def _checker(exercises: Mapping[str, Exercise]) -> Callable[[str, str], OrderCheck]:
    @cache
    def check(first: str, second: str) -> OrderCheck:
        if first not in exercises or second not in exercises:
            return OrderCheck(Order.NEITHER, None)
        return check_order(exercises[first], exercises[second])

    return check
