"""The workouts of a trial as they came out: which arm was drawn, what was done, what was measured.

One row a planned workout, in the order drawn; the analysis reads this and the terms of the protocol, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from preex.errors import FieldError
from preex.trials.schemes import Arms, Floats

Mask = NDArray[np.bool_]

ONE_PAIR, TWO_PAIR = "one_pair", "two_pair"
ARMS = (0, 1, 2, 3)
NOT_DONE = -1  # arm performed where the workout was not done
SHORT_GAP_H = 48.0  # below it a workout may still carry over into the next (design/statistics.md 3.4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A trial's workouts, n_workout rows; with two pairs of exercises the second pair has the opposite arm.

    assigned : (n_workout,) arm of the first pair: 0 the usual way, 1 what is tried; 2 and 3 where there are more arms.
    performed : (n_workout,) arm of the first pair as done; -1 = not done.
    revealed : (n_workout,) whether the arm was shown to the lifter.
    y : (n_workout, n_pair) outcome, the mean of the work sets; nan = not observed.
    session : (n_workout,) number of the workout, growing.
    rir : (n_workout, n_pair) mean repetitions in reserve as reported; nan = nobody said.
    rir_share : (n_workout, n_pair) share of the work sets with a reported RIR, 0 to 1.
    load : (n_workout, n_pair) 100 ln(load / reference). [%]
    gap_h : (n_workout,) since the muscle was last trained; nan = unknown. [h]
    pain : (n_workout,) worst joint pain reported, 0 to 10; nan = none reported.
    levels : covariates told at each check-in, for minimisation; () = none.
    """

    assigned: Arms
    performed: Arms
    revealed: Mask
    y: Floats
    session: Floats
    rir: Floats
    rir_share: Floats
    load: Floats
    gap_h: Floats
    pain: Floats
    levels: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def of(
        cls,
        assigned: ArrayLike,
        y: ArrayLike,
        *,
        performed: ArrayLike | None = None,
        revealed: ArrayLike | None = None,
        session: ArrayLike | None = None,
        **more: ArrayLike | None,
    ) -> Self:
        """Return a series from lists, checked.

        Parameters
        ----------
        assigned : (n_workout,) 0 to 3; with two pairs 0 or 1. y : (n_workout,) or (n_workout, 2); nan = not observed.
        performed : as assigned where y is observed, if not given. revealed : all up to the last one observed, if not given.
        session : 1, 2, 3 and so on, if not given.
        **more : rir, rir_share, load, gap_h, pain; a list of one column holds for both pairs.

        Raises
        ------
        FieldError : an array of another length, an arm that is none, or numbers of workouts that do not grow.
        """
        arm = _arms("assigned", assigned, ARMS)
        n = len(arm)
        outcome = _table("y", y, n)
        seen = np.asarray(np.isfinite(outcome).all(axis=1))
        rir = _table("rir", more.pop("rir", None), n, outcome.shape[1])
        share = more.pop("rir_share", None)
        known = cls(
            assigned=arm,
            performed=np.where(seen, arm, NOT_DONE).astype(np.int8)
            if performed is None
            else _arms("performed", performed, (*ARMS, NOT_DONE), n),
            revealed=_up_to_last(seen) if revealed is None else np.asarray(revealed, dtype=bool),
            y=outcome,
            session=np.arange(1.0, n + 1) if session is None else _column("session", session, n),
            rir=rir,
            rir_share=np.isfinite(rir).astype(float)
            if share is None
            else _table("rir_share", share, n, outcome.shape[1]),
            load=np.nan_to_num(_table("load", more.pop("load", None), n, outcome.shape[1])),
            gap_h=_column("gap_h", more.pop("gap_h", None), n),
            pain=_column("pain", more.pop("pain", None), n),
        )
        known.check()
        if more:
            raise FieldError(next(iter(more)), "a series has no such column.")
        return known

    def check(self) -> None:
        """Check what no array tells by itself.

        Raises
        ------
        FieldError : numbers of workouts that do not grow, lengths that differ, or more than two pairs.
        """
        if len(self.revealed) != len(self):
            raise FieldError("revealed", f"it has {len(self.revealed)} rows; {len(self)} are needed.")
        if self.y.shape[1] not in (1, 2):
            raise FieldError("y", f"it holds {self.y.shape[1]} pairs; one or two are analysed.")
        if self.design == TWO_PAIR and self.assigned.max() > 1:
            raise FieldError("assigned", "two pairs in opposite arms need two arms, 0 and 1.")
        falls = np.flatnonzero(np.diff(self.session) <= 0)
        if falls.size:
            at = int(falls[0])
            raise FieldError(
                f"session[{at + 1}]", f"it is {self.session[at + 1]:g} after {self.session[at]:g}; numbers grow."
            )

    def __len__(self) -> int:
        """Return the number of planned workouts."""
        return len(self.assigned)

    @property
    def design(self) -> str:
        """`one_pair`, or `two_pair` where each workout holds both arms."""
        return TWO_PAIR if self.y.shape[1] == 2 else ONE_PAIR

    @property
    def value(self) -> Floats:
        """What is analysed, (n_workout,): the outcome, or first pair minus second."""
        return np.asarray(self.y[:, 0] - self.y[:, 1] if self.design == TWO_PAIR else self.y[:, 0])

    @property
    def load_term(self) -> Floats:
        """Change of load that goes with `value`, (n_workout,). [%]"""
        return np.asarray(self.load[:, 0] - self.load[:, 1] if self.design == TWO_PAIR else self.load[:, 0])

    @property
    def observed(self) -> Mask:
        """Workouts with an outcome, (n_workout,)."""
        return np.isfinite(self.value)

    @property
    def n_observed(self) -> int:
        """Workouts with an outcome."""
        return int(self.observed.sum())

    @property
    def n_arm(self) -> int:
        """Arms drawn so far; two at least."""
        return max(2, int(self.assigned.max()) + 1)

    @property
    def per_arm(self) -> tuple[int, ...]:
        """Observed outcomes of each arm, the usual way first; with two pairs each workout gives one of both."""
        if self.design == TWO_PAIR:
            return self.n_observed, self.n_observed
        return tuple(np.bincount(self.assigned[self.observed], minlength=self.n_arm).tolist())

    @property
    def adherence(self) -> float:
        """Share of revealed workouts done as drawn, 0 to 1; 0 before the first."""
        done = (self.performed == self.assigned) & self.revealed
        return float(done.sum() / self.revealed.sum()) if self.revealed.any() else 0.0

    def compliance(self, arm: int = 1) -> float:
        """Return by how much more often an arm was done where it was drawn than in the usual way; 1 = all as drawn."""
        drawn, done = self.assigned[self.observed], self.performed[self.observed] == arm
        if not ((drawn == arm).any() and (drawn == 0).any()):
            return 0.0
        return float(done[drawn == arm].mean() - done[drawn == 0].mean())

    @property
    def rir_complete(self) -> float:
        """Share of work sets of observed workouts with a reported RIR, 0 to 1."""
        return float(self.rir_share[self.observed].mean()) if self.observed.any() else 0.0

    def rir_difference(self, arm: int = 1) -> float | None:
        """Return mean RIR with an arm minus the usual way; None where either has none. [reps]"""
        drawn = np.column_stack((self.assigned, 1 - self.assigned))[:, : self.y.shape[1]]
        said = np.isfinite(self.rir) & self.observed[:, None]
        tried, usual = said & (drawn == arm), said & (drawn == 0)
        if not (tried.any() and usual.any()):
            return None
        return float(self.rir[tried].mean() - self.rir[usual].mean())

    @property
    def short_gaps(self) -> Mask:
        """Observed workouts less than 48 h after the muscle was trained, (n_workout,)."""
        return np.asarray(self.observed & (np.nan_to_num(self.gap_h, nan=np.inf) < SHORT_GAP_H))

    def first(self, n: int) -> Series:
        """Return the trial as it was known after its first `n` workouts: those after are planned, not revealed."""
        later = np.arange(len(self)) >= n
        return replace(
            self,
            performed=np.where(later, NOT_DONE, self.performed).astype(np.int8),
            revealed=self.revealed & ~later,
            y=_hidden(self.y, later),
            rir=_hidden(self.rir, later),
            pain=_hidden(self.pain, later),
            gap_h=_hidden(self.gap_h, later),
        )

    def swapped(self) -> Series:
        """Return a trial of two arms with their names exchanged."""
        other = np.where(self.performed == NOT_DONE, NOT_DONE, 1 - self.performed).astype(np.int8)
        return replace(self, assigned=(1 - self.assigned).astype(np.int8), performed=other)


def _hidden(column: Floats, rows: Mask) -> Floats:
    return np.where(rows[:, None] if column.ndim == 2 else rows, np.nan, column)


def _up_to_last(seen: Mask) -> Mask:
    return np.asarray(np.cumsum(seen[::-1])[::-1] > 0)


def _arms(name: str, values: ArrayLike, known: Sequence[int], n: int | None = None) -> Arms:
    arms = np.asarray(values)
    if arms.ndim != 1 or not len(arms) or (n is not None and len(arms) != n):
        raise FieldError(name, f"it has the shape {arms.shape}; one arm a workout is needed.")
    bad = np.flatnonzero(~np.isin(arms, known))
    if bad.size:
        raise FieldError(f"{name}[{bad[0]}]", f"it is {arms[bad[0]]}; an arm is one of {', '.join(map(str, known))}.")
    return arms.astype(np.int8)


def _column(name: str, values: ArrayLike | None, n: int) -> Floats:
    if values is None:
        return np.full(n, np.nan)
    column = np.array(values, dtype=float)
    if column.shape != (n,):
        raise FieldError(name, f"it has the shape {column.shape}; {n} numbers are needed.")
    return column


def _table(name: str, values: ArrayLike | None, n: int, pairs: int = 0) -> Floats:
    table = np.full((n, max(pairs, 1)), np.nan) if values is None else np.array(values, dtype=float)
    table = table[:, None] if table.ndim == 1 else table
    if table.ndim != 2 or len(table) != n:
        raise FieldError(name, f"it has the shape {table.shape}; {n} rows are needed.")
    return np.array(np.broadcast_to(table, (n, pairs))) if pairs and table.shape[1] != pairs else table
