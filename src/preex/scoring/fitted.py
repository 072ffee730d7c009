"""Do a lifter's fitted constants foretell later sets better than the population's? Asked on sets that the fit has not seen."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.fatigue.fitting.fit import fit
from preex.fatigue.person import Person, population
from preex.predictor import BODY_MASS_KG, Predictor
from preex.scoring.forecasters import PREEX
from preex.scoring.harness import FEWEST_SETS, LogScores, score_sets
from preex.scoring.proper import FloatArray

FEWEST_RATED = 20  # sets with effort logged, to judge a fit by
MOST_SETS = 900  # the latest: a third of them is for learning strengths, the others are foretold


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure, lower is better: the mean over `n` sets with the fitted constants and with the population's.

    difference, se : fitted less population, and its standard error over sets.
    """

    n: int
    fitted: float
    population: float
    difference: float
    se: float

    @classmethod
    def of(cls, fitted: FloatArray, population: FloatArray) -> Compared:
        """Compare two figures of the same sets, at least one, shape (n_set,) each."""
        away, n = fitted - population, len(fitted)
        se = float(away.std(ddof=1)) / math.sqrt(n) if n > 1 else math.inf
        return cls(n, float(fitted.mean()), float(population.mean()), float(away.mean()), se)

    @property
    def worse(self) -> bool:
        """Whether the fitted constants do worse, by more than their standard error."""
        return self.difference > self.se

    @property
    def better(self) -> bool:
        """Whether they do better, by more than their standard error."""
        return self.difference < -self.se

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        figures = {"fitted": self.fitted, "population": self.population, "difference": self.difference, "se": self.se}
        return {"sets": self.n} | {name: round(float(value), 5) for name, value in figures.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """How later sets were foretold with the lifter's constants and with the population's.

    log_score : of the repetitions logged: mean negative log probability. [nats]
    mae : of the repetitions logged: mean error, at most 10 each. [reps]
    capacity_mae : the same of repetitions to failure, where effort was logged; None without such a set. [reps]
    """

    log_score: Compared
    mae: Compared
    capacity_mae: Compared | None

    @property
    def decides(self) -> Compared:
        """What a fit is judged by.

        The constants are about what is possible, which is known where effort was logged; what is logged otherwise is mostly
        habit.
        """
        rated = self.capacity_mae
        return rated if rated is not None and rated.n >= FEWEST_RATED else self.log_score

    @property
    def worse(self) -> bool:
        """Whether the lifter's own constants foretell worse, by more than chance makes of two equals."""
        return self.decides.worse

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "log_score": self.log_score.to_json(),
            "mae": self.mae.to_json(),
            "capacity_mae": self.capacity_mae and self.capacity_mae.to_json(),
            "worse": self.worse,
        }


def foretell_later(sets: Sequence[PerformedSet], body_mass_kg: float | None) -> Later | None:
    """Fit the earlier sets of a log and foretell the later ones.

    Parameters
    ----------
    sets : oldest first and in the order done.
    body_mass_kg : of the lifter; None = unknown. [kg]

    Returns
    -------
    The comparison; None where fewer than `FEWEST_SETS` sets could be foretold.
    """
    later = sets[-min(len(sets) // 2, MOST_SETS) :] if len(sets) > 1 else ()
    before = sets[: len(sets) - len(later)]
    mass_kg = body_mass_kg or BODY_MASS_KG
    person = fit(before, load_catalogue().exercises, mass_kg).person
    own, usual = (_scored(later, one, mass_kg) for one in (person, population()))
    if own.n_set < FEWEST_SETS:
        return None
    a, b, rated = own.by[PREEX], usual.by[PREEX], (own.capacity[PREEX], usual.capacity[PREEX])
    return Later(
        log_score=Compared.of(a.log_score, b.log_score),
        mae=Compared.of(a.off, b.off),
        capacity_mae=Compared.of(*rated) if len(rated[0]) else None,
    )


def _scored(sets: Sequence[PerformedSet], person: Person, body_mass_kg: float) -> LogScores:
    return score_sets(sets, only=(PREEX,), body_mass_kg=body_mass_kg, predictor=partial(Predictor, person=person))
