"""Streams a log as it was lived: each set is foretold from the sets before it, then shown.

Every working or failure set that is believed is foretold; warm-ups and drop sets are shown alone. The first third of
them is for learning, the later two thirds are scored. Nothing is fitted on the person beforehand: everybody begins with
the constants of a population.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.predictor import BODY_MASS_KG, Predictor
from preex.scoring import proper
from preex.scoring.capacity import Capacity
from preex.scoring.forecasters import NAMES, Forecast, Forecaster, forecasters
from preex.scoring.past import Past, is_scored
from preex.scoring.proper import FloatArray

LEARNING = 1 / 3  # of the sets
FEWEST_SETS = 60  # scored, for figures that mean something of one lifter

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Scores:
    """How one forecaster did on each scored set, all of shape (n_set,).

    off : error of the one number said, at most 10. [reps]
    off_mean : the same of the mean of the forecast. [reps]
    log_score : negative log probability. [nats]
    crps : continuous ranked probability score. [reps]
    low, high : ends of the probability integral transform.
    """

    off: FloatArray
    off_mean: FloatArray
    log_score: FloatArray
    crps: FloatArray
    low: FloatArray
    high: FloatArray

    @classmethod
    def of(cls, rows: Sequence[tuple[float, ...]]) -> Scores:
        """Turn rows of `judge` into columns."""
        return cls(*np.array(rows, dtype=float).reshape(-1, 6).T)


@dataclass(frozen=True, slots=True)
class LogScores:
    """How everybody did on one log.

    reps : (n_set,) repetitions done in the scored sets.
    seen : (n_set,) sets of the exercise foretold before.
    by : forecaster -> its scores.
    capacity : forecaster -> (n_rated,) error of repetitions to failure where effort was logged, at most 10. [reps]
    """

    reps: npt.NDArray[np.int64]
    seen: npt.NDArray[np.int64]
    by: dict[str, Scores]
    capacity: dict[str, FloatArray]

    @property
    def n_set(self) -> int:
        """Scored sets."""
        return len(self.reps)


def judge(forecast: Forecast, reps: int) -> tuple[float, float, float, float, float, float]:
    """Score one forecast, in the order of the fields of `Scores`."""
    mean = float(forecast.pmf @ np.arange(len(forecast.pmf)))
    return (
        proper.absolute_error(forecast.said, reps),
        proper.absolute_error(mean, reps),
        proper.log_score(forecast.pmf, reps),
        proper.crps(forecast.pmf, reps),
        *proper.pit(forecast.pmf, reps),
    )


def score_sets(
    sets: Sequence[PerformedSet],
    *,
    only: Sequence[str] = NAMES,
    body_mass_kg: float | None = None,
    predictor: Callable[..., Predictor] = Predictor,
    progress: Progress | None = None,
) -> LogScores:
    """Score everybody on one log.

    Parameters
    ----------
    sets : oldest first and in the order done.
    only : names of the forecasters wanted, from `forecasters.NAMES`.
    body_mass_kg : of the lifter; None = unknown, the same guess for everybody. [kg]
    predictor : makes PreEx's predictor, see `forecasters.forecasters`.
    progress : called now and then with sets done and sets in all.
    """
    body_mass_kg = body_mass_kg or BODY_MASS_KG
    past = Past(load_catalogue().exercises, body_mass_kg)
    everybody = forecasters(sets, only, body_mass_kg, predictor)
    able = Capacity(everybody, body_mass_kg)
    rows: dict[str, list[tuple[float, ...]]] = {name: [] for name in everybody}
    asked: list[tuple[int, int]] = []
    learning, seen = math.ceil(sum(map(is_scored, sets)) * LEARNING), Counter[str]()
    for i, done in enumerate(sets):
        if is_scored(done):
            if seen.total() >= learning:
                asked.append((done.reps, seen[done.exercise]))
                _ask(everybody, done, past, rows)
                able.ask(done)
            seen[done.exercise] += 1
        _show(everybody, done, past)
        able.show(done)
        if progress and i % 100 == 0:
            progress(i, len(sets))
    reps, before = np.array(asked, dtype=np.int64).reshape(-1, 2).T
    return LogScores(reps, before, {n: Scores.of(r) for n, r in rows.items()}, able.errors())


def blind(s: PerformedSet) -> PerformedSet:
    """Return a set without its answer."""
    return replace(s, reps=0, rir=None, duration_s=None, note="")


def _ask(
    everybody: dict[str, Forecaster], done: PerformedSet, past: Past, rows: dict[str, list[tuple[float, ...]]]
) -> None:
    asked, place = blind(done), past.place(done)
    for name, one in everybody.items():
        rows[name].append(judge(one.foresee(asked, past, place), done.reps))


def _show(everybody: dict[str, Forecaster], done: PerformedSet, past: Past) -> None:
    place = past.place(done)
    for one in everybody.values():
        one.observe(done, past, place)
    past.learn(done)
