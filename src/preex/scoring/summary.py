"""From scores of single sets to figures of one log, of many, and to PreEx's error as a share of a rival's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from preex.scoring.calibration import LEVELS, coverage, randomised_coverage
from preex.scoring.forecasters import LABELS, PREEX
from preex.scoring.harness import LogScores, Scores
from preex.scoring.proper import FloatArray

_DRAWS = 2000


class Figures(NamedTuple):
    """What remains of many scores: means, and shares of sets inside intervals. Units as in `Scores`.

    inside_50, ... : share of sets in the central interval, both ends included, as a lifter reads it.
    even_50, ... : the same with outcomes on an edge counted in part; equals the level where the forecast is right.
    """

    mae: float
    mae_of_mean: float
    log_score: float
    crps: float
    inside_50: float
    inside_80: float
    inside_95: float
    even_50: float
    even_80: float
    even_95: float

    @classmethod
    def of(cls, s: Scores) -> Figures:
        """Sum up the scores of one forecaster; there must be one at least."""
        means = (float(np.mean(x)) for x in (s.off, s.off_mean, s.log_score, s.crps))
        inside = (coverage(s.low, s.high, level) for level in LEVELS)
        even = (randomised_coverage(s.low, s.high, level) for level in LEVELS)
        return cls(*means, *inside, *even)


class Ratio(NamedTuple):
    """PreEx's error divided by a rival's, with a 95 % interval over lifters; None where there is one lifter."""

    value: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Row:
    """One forecaster in the table.

    mean : of the figures of each log, so that every lifter counts the same.
    pooled : figures of all sets together, so that every set counts the same.
    share : PreEx's mean error divided by this one's; None where PreEx was not asked.
    """

    name: str
    mean: Figures
    pooled: Figures
    share: Ratio | None

    @property
    def label(self) -> str:
        """What it is, in words."""
        return LABELS[self.name]


def rows(logs: Sequence[LogScores]) -> tuple[Row, ...]:
    """Compare everybody, in the order of `LABELS`; there must be one log at least."""
    found = []
    for name in (n for n in LABELS if n in logs[0].by):
        each = [Figures.of(log.by[name]) for log in logs]
        mean = Figures(*np.mean(each, axis=0).tolist())
        share = ratio(_errors(logs, PREEX), _errors(logs, name)) if PREEX in logs[0].by else None
        found.append(Row(name, mean, Figures.of(pooled(logs, name)), share))
    return tuple(found)


def capacity_errors(logs: Sequence[LogScores]) -> dict[str, tuple[FloatArray, float]]:
    """Return forecaster -> (mean error of each log with rated sets, pooled error) of repetitions to failure. [reps]"""
    rated = [log.capacity for log in logs if any(len(errors) for errors in log.capacity.values())]
    if not rated:
        return {}
    return {
        name: (
            np.array([log[name].mean() for log in rated]),
            float(np.concatenate([log[name] for log in rated]).mean()),
        )
        for name in rated[0]
    }


def pooled(logs: Sequence[LogScores], name: str) -> Scores:
    """Return the scores of one forecaster on all sets."""
    return Scores(*(np.concatenate([getattr(log.by[name], f) for log in logs]) for f in Scores.__dataclass_fields__))


def ratio(ours: FloatArray, theirs: FloatArray, *, seed: int = 0) -> Ratio:
    """Return the ratio of two means over lifters, with a 95 % interval by drawing lifters anew.

    Parameters
    ----------
    ours, theirs : (n_log,) mean error of each lifter; a pair is drawn together.
    seed : of the draws.

    Notes
    -----
    Percentile bootstrap, B. Efron, R. Tibshirani, An Introduction to the Bootstrap, 1993. What was said before holds
    for lifters like these; logs that people publish are not a sample of all lifters.
    """
    value = _divided(float(ours.mean()), float(theirs.mean()))
    if len(ours) < 2:
        return Ratio(value, None, None)
    drawn = np.random.default_rng(seed).integers(0, len(ours), (_DRAWS, len(ours)))
    shares = [_divided(float(a), float(b)) for a, b in zip(ours[drawn].mean(1), theirs[drawn].mean(1), strict=True)]
    low, high = np.quantile(shares, [0.025, 0.975])
    return Ratio(value, float(low), float(high))


def _errors(logs: Sequence[LogScores], name: str) -> FloatArray:
    return np.array([log.by[name].off.mean() for log in logs])


def _divided(one: float, other: float) -> float:
    """Divide errors; two without any error are equal."""
    return one / other if other > 0 else 1.0 if one == 0 else float("inf")
