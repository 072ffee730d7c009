"""Minimisation with a biased coin: arms that stay even over weekdays, gyms and whatever else is told at check-in."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np

from preex.trials.schemes import DRAWS, LIMIT, Arms, Floats, Scheme, whole

COIN = 0.8  # chance of the arm that is behind; with 1 the next arm could be told beforehand


@dataclass(frozen=True, slots=True)
class Minimisation(Scheme):
    """A coin biased towards the arm that is behind, over all workouts and among those alike in a covariate.

    levels : covariates of each workout, as ("monday", "home"); () = only the arms so far count. Workouts beyond have none.

    Notes
    -----
    S. J. Pocock, R. Simon, Biometrics 31, 1975, with the coin of B. Efron, Biometrika 58, 1971.
    """

    levels: tuple[tuple[str, ...], ...] = ()
    name: str = "minimisation"

    def check(self, n: int) -> None:
        """Any number will do."""
        whole(self.name, n, 1)

    def count(self, n: int) -> int:
        """Count all sequences: none is impossible, though some are unlikely."""
        self.check(n)
        return int(2**n)

    def min_p(self, n: int) -> float:
        """Return the chance of the least likely sequence and its mirror; of drawn ones one in all."""
        if self.count(n) > LIMIT:
            return 1 / (DRAWS + 1)
        return min(1.0, 2 * float(self.probabilities(self._every(n)).min()))

    def probabilities(self, sequences: Arms) -> Floats:
        """Return the chances where every sequence is listed; drawn ones already come as often as they are likely."""
        if len(sequences) != self.count(sequences.shape[1]):
            return np.full(len(sequences), 1 / len(sequences))
        chance = np.ones(len(sequences))
        for s in range(sequences.shape[1]):
            one = self.share_of_one(sequences, s)
            chance *= np.where(sequences[:, s] == 1, one, 1 - one)
        return chance

    def draw_many(self, n: int, many: int, rng: np.random.Generator) -> Arms:
        """Toss the coin workout after workout."""
        self.check(n)
        out, u = np.zeros((many, n), dtype=np.int8), rng.random((many, n))
        for s in range(n):
            out[:, s] = u[:, s] < self.share_of_one(out, s)
        return out

    def share_of_one(self, arms: Arms, s: int) -> Floats:
        """Return the chance of arm 1 in workout `s`, given the arms before it, (many,)."""
        lead = 2 * arms[:, :s].astype(np.intp) - 1
        ahead = lead.sum(axis=1)
        for factor, level in enumerate(self._level(s)):
            alike = [i for i in range(s) if self._level(i)[factor : factor + 1] == (level,)]
            ahead = ahead + lead[:, alike].sum(axis=1)
        return np.where(ahead > 0, 1 - COIN, np.where(ahead < 0, COIN, 0.5))

    def _every(self, n: int) -> Arms:
        return np.array(list(product((0, 1), repeat=n)), dtype=np.int8)

    def _level(self, s: int) -> tuple[str, ...]:
        return self.levels[s] if s < len(self.levels) else ()
