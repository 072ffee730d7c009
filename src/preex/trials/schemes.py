"""Schemes whose sequences are all equally likely: blocks, balanced with short runs, Williams squares.

Arm 0 is the usual way, the others are what is tried. Only uniform numbers are asked of the generator, so that a seed draws the
same sequence with every version of NumPy.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import permutations, product

import numpy as np
from numpy.typing import NDArray

from preex.errors import OutOfRange, ValidationError

Arms = NDArray[np.int8]
Floats = NDArray[np.float64]

LIMIT = 20_000  # sequences that are listed; beyond, some are drawn
DRAWS = 9_999  # so many, which makes 10,000 with the one that was used
LONGEST = 160  # workouts; a year and a half at two a week


class Scheme(ABC):
    """What the rules share; `preex.trials.allocation.Rule` says what each method means."""

    refusal = ""

    @abstractmethod
    def check(self, n: int) -> None:
        """Raise `OutOfRange` unless `n` arms can be drawn."""

    @abstractmethod
    def count(self, n: int) -> int:
        """Count the sequences of `n` arms."""

    @abstractmethod
    def draw_many(self, n: int, many: int, rng: np.random.Generator) -> Arms:
        """Draw sequences, (many, n)."""

    @abstractmethod
    def _every(self, n: int) -> Arms:
        """List every sequence, (n_sequence, n)."""

    def min_p(self, n: int) -> float:
        """Return the share of the best sequence and its mirror."""
        return min(1.0, 2 / self.count(n))

    def sequences(self, n: int, rng: np.random.Generator | None = None) -> Arms:
        """List every sequence, or draw `DRAWS` of more than `LIMIT`, (n_sequence, n)."""
        count = self.count(n)
        if count <= LIMIT:
            return self._every(n)
        if rng is None:
            raise ValidationError(
                f"there are {count:,} sequences, more than the {LIMIT:,} that are listed.", hint="Give a generator."
            )
        return self.draw_many(n, DRAWS, rng)

    def probabilities(self, sequences: Arms) -> Floats:
        """Return the share of each sequence in a test, (n_sequence,)."""
        return np.full(len(sequences), 1 / len(sequences))

    def draw(self, n: int, rng: np.random.Generator) -> Arms:
        """Draw one sequence, (n,)."""
        return np.asarray(self.draw_many(n, 1, rng)[0])


@dataclass(frozen=True, slots=True)
class Blocks(Scheme):
    """Blocks of equal length with both arms equally often in each; blocks of two are pairs."""

    name: str
    length: int

    def check(self, n: int) -> None:
        """Blocks are whole."""
        whole(self.name, n, self.length)

    def count(self, n: int) -> int:
        """Count one block's sequences, to the power of the blocks."""
        self.check(n)
        return int(len(_balanced(self.length)) ** (n // self.length))

    def draw_many(self, n: int, many: int, rng: np.random.Generator) -> Arms:
        """Draw each block by itself."""
        self.check(n)
        block = _balanced(self.length)
        chosen = (rng.random((many, n // self.length)) * len(block)).astype(np.intp)
        return block[chosen].reshape(many, n)

    def _every(self, n: int) -> Arms:
        block = _balanced(self.length)
        chosen = np.array(list(product(range(len(block)), repeat=n // self.length)), dtype=np.intp)
        return block[chosen].reshape(len(chosen), n)


@dataclass(frozen=True, slots=True)
class Balanced(Scheme):
    """Both arms equally often, none more than `max_run` times in a row."""

    name: str
    max_run: int
    refusal: str = ""

    def check(self, n: int) -> None:
        """Both arms come equally often, so workouts are even in number."""
        whole(self.name, n, 2)

    def count(self, n: int) -> int:
        """Count the ways from the start."""
        self.check(n)
        return _ways(n // 2, n // 2, -1, 0, self.max_run)

    def draw_many(self, n: int, many: int, rng: np.random.Generator) -> Arms:
        """Draw arm after arm, each with the share of the sequences that go on with it."""
        self.check(n)
        out, u = np.empty((many, n), dtype=np.int8), rng.random((many, n))
        ones, last, run = np.zeros(many, dtype=np.intp), np.full(many, -1, dtype=np.intp), np.zeros(many, dtype=np.intp)
        for s in range(n):
            arm = (u[:, s] < _share_of_one(n, s, self.max_run)[ones, last, run]).astype(np.intp)
            run = np.where(arm == last, run + 1, 1)
            ones, last = ones + arm, arm
            out[:, s] = arm
        return out

    def _every(self, n: int) -> Arms:
        found: list[tuple[tuple[int, ...], int]] = [((), 0)]  # arms so far, and the length of their last run
        for s in range(n):
            after = [((*row, arm), run + 1 if row[-1:] == (arm,) else 1) for row, run in found for arm in (0, 1)]
            half = n // 2
            found = [
                (row, run)
                for row, run in after
                if _ways(half - s - 1 + sum(row), half - sum(row), row[-1], run, self.max_run)
            ]
        return np.array([row for row, _ in found], dtype=np.int8)


@dataclass(frozen=True, slots=True)
class Williams(Scheme):
    """Three or four arms in cycles, each cycle a row of a Williams square: every arm follows every other equally often.

    A square's rows come in random order, under labels drawn anew for each square. E. J. Williams, Aust J Sci Res A 2, 1949.
    """

    name: str
    arms: int

    def check(self, n: int) -> None:
        """Cycles are whole."""
        whole(self.name, n, self.arms)

    def count(self, n: int) -> int:
        """Count the squares, and the beginnings of the last one."""
        self.check(n)
        rows = len(_SQUARES[self.arms])
        squares, rest = divmod(n // self.arms, rows)
        return int(self._beginnings(rows) ** squares * self._beginnings(rest))

    def draw_many(self, n: int, many: int, rng: np.random.Generator) -> Arms:
        """Draw labels and the order of the rows, square after square."""
        self.check(n)
        square, parts = _SQUARES[self.arms].astype(np.intp), []
        for _ in range(0, n, square.size):
            label = rng.random((many, self.arms)).argsort(axis=1)
            order = rng.random((many, len(square))).argsort(axis=1)
            parts.append(np.take_along_axis(label, square[order].reshape(many, -1), axis=1))
        return np.concatenate(parts, axis=1)[:, :n].astype(np.int8)

    def _beginnings(self, cycles: int) -> int:
        """Count the first `cycles` rows of a square; turning its labels round only changes the order of its rows."""
        rows = len(_SQUARES[self.arms])
        return math.factorial(self.arms) * math.perm(rows, cycles) // rows if cycles else 1

    def _every(self, n: int) -> Arms:
        square = _SQUARES[self.arms]
        squares, rest = divmod(n // self.arms, len(square))
        lengths = [len(square)] * squares + [rest] * (rest > 0)
        parts = [
            {
                tuple(label[arm] for row in order for arm in square[row])
                for label in permutations(range(self.arms))
                for order in permutations(range(len(square)), cycles)
            }
            for cycles in lengths
        ]
        return np.array([sum(one, ()) for one in product(*map(sorted, parts))], dtype=np.int8)


_SQUARES: Mapping[int, Arms] = {
    3: np.array(list(permutations(range(3))), dtype=np.int8),
    4: np.array([[0, 1, 3, 2], [1, 2, 0, 3], [2, 3, 1, 0], [3, 0, 2, 1]], dtype=np.int8),
}


def whole(name: str, n: int, step: int) -> None:
    """Check that a rule can draw `n` arms.

    Raises
    ------
    OutOfRange : no multiple of `step`, below it, or above `LONGEST`.
    """
    if not (step <= n <= LONGEST and n % step == 0):
        raise OutOfRange(
            f"a trial of {n} workouts cannot use {name}; it takes {step} to {LONGEST}, in steps of {step}.",
            hint="Change the number of workouts or the scheme.",
        )


@cache
def _balanced(length: int) -> Arms:
    """Return the sequences of one block."""
    return np.array([row for row in product((0, 1), repeat=length) if 2 * sum(row) == length], dtype=np.int8)


@cache
def _ways(zeros: int, ones: int, last: int, run: int, max_run: int) -> int:
    """Count the ways to go on with so many of each arm left, after a run of `run` of the arm `last`."""
    if run > max_run or min(zeros, ones) < 0:
        return 0
    if run + zeros + ones <= max_run:
        return math.comb(zeros + ones, ones)
    after_zero = _ways(zeros - 1, ones, 0, run + 1 if last == 0 else 1, max_run)
    return after_zero + _ways(zeros, ones - 1, 1, run + 1 if last == 1 else 1, max_run)


@cache
def _share_of_one(n: int, s: int, max_run: int) -> Floats:
    """Return the chance of arm 1 in workout `s`, (ones so far, last arm, its run); the third last arm is "none yet"."""
    runs = min(s, max_run) + 1
    share = np.zeros((s + 1, 3, runs))
    for ones, last, run in product(range(s + 1), (0, 1, -1), range(runs)):
        zeros_left, ones_left = n // 2 - s + ones, n // 2 - ones
        ways = _ways(zeros_left, ones_left, last, run, max_run)
        if ways:
            share[ones, last, run] = _ways(zeros_left, ones_left - 1, 1, run + 1 if last == 1 else 1, max_run) / ways
    return share
