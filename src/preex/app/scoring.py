"""`score`: how well sets are foretold, beside everybody a lifter could ask instead."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from preex.app.athlete import know
from preex.app.importing import Progress, read_log
from preex.core.performed import PerformedSet
from preex.errors import ValidationError
from preex.scoring import FEWEST_SETS, LABELS, Figures, LogScores, Ratio, Row, capacity_errors, rows, score_sets
from preex.scoring.people import Days, days_of, one_each
from preex.units import LoadUnit

if TYPE_CHECKING:
    from preex.store import Store

PREEX, USUAL, LAST_E1RM = "preex", "same_set", "epley_last"
LEAST_SETS = 10  # scored, for any figure at all


@dataclass(frozen=True, slots=True)
class ScoredLog:
    """One log and how everybody did on it."""

    name: str
    sets: int
    scores: LogScores
    days: Days  # by which the same training in another file is recognised

    @property
    def is_short(self) -> bool:
        """Whether the figures would change much with another month of training."""
        return self.scores.n_set < FEWEST_SETS

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {"file": self.name, "sets": self.sets, "scored": self.scores.n_set, "short": self.is_short}


@dataclass(frozen=True, slots=True)
class Score:
    """PreEx beside everybody else, on one log or more.

    twice : names of logs left out, because the same training is in another one.
    """

    logs: tuple[ScoredLog, ...]
    rows: tuple[Row, ...]
    twice: tuple[str, ...] = ()

    @classmethod
    def of(cls, logs: Sequence[ScoredLog]) -> Score:
        """Compare everybody on logs; there must be one at least."""
        kept = one_each([log.days for log in logs])
        twice = tuple(log.name for i, log in enumerate(logs) if i not in kept)
        return cls(tuple(logs[i] for i in kept), rows([logs[i].scores for i in kept]), twice)

    def row(self, name: str) -> Row:
        """Return one forecaster's row."""
        return next(row for row in self.rows if row.name == name)

    @property
    def scored(self) -> int:
        """Scored sets of all logs."""
        return sum(log.scores.n_set for log in self.logs)

    @property
    def in_words(self) -> str:
        """The answer in one sentence."""
        ours, usual = self.row(PREEX).mean.mae, self.row(USUAL).mean.mae
        return (
            f"PreEx was off by {ours:.1f} repetitions on average; writing down the same as last time {usual:.1f}; "
            f"the e1RM of the last set {self.row(LAST_E1RM).mean.mae:.1f}."
        )

    @property
    def capacity(self) -> Mapping[str, float]:
        """Forecaster -> error of repetitions to failure, mean over logs where effort was logged. [reps]"""
        found = capacity_errors([log.scores for log in self.logs])
        return {name: float(each.mean()) for name, (each, _) in found.items()}

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.score/1`."""
        return {
            "schema": "preex.score/1",
            "text": self.in_words,
            "scored": self.scored,
            "logs": [log.to_json() for log in self.logs],
            "repeated": list(self.twice),
            "forecasters": [_row_json(row) for row in self.rows],
            "capacity_mae": {name: round(error, 4) for name, error in self.capacity.items()},
            "rated_sets": sum(len(next(iter(log.scores.capacity.values()))) for log in self.logs),
        }


def score_log(
    path: str | os.PathLike[str],
    unit: LoadUnit | str | None = None,
    tz: str | None = None,
    format: str = "auto",
    *,
    progress: Progress | None = None,
) -> ScoredLog:
    """Score everybody on a log in a file; nothing is stored.

    Parameters
    ----------
    path, unit, tz, format : see `preex.app.read_log`.
    progress : called now and then with sets done and sets in all.

    Raises
    ------
    ValidationError : too few sets to say anything.
    UnitNeeded, UnknownFormat, UnreadableFile, NotFound, NotPermitted, ZoneNeeded : see `preex.app.read_log`.
    """
    name = Path(path).name
    return _scored(name, repr(name), read_log(path, unit, tz, format).sets, None, progress)


def score_own_log(store: Store, athlete: str, *, at: datetime, progress: Progress | None = None) -> ScoredLog:
    """Score everybody on an athlete's log up to `at`.

    Raises
    ------
    ValidationError : too few sets to say anything.
    NotFound : no athlete has this name.
    """
    known = know(store, athlete, at=at)
    whose = f"the log of {athlete!r}"
    return _scored(athlete, whose, known.sets, known.profile.body_mass_kg, progress)


def _scored(
    name: str, shown: str, sets: Sequence[PerformedSet], body_mass_kg: float | None, progress: Progress | None
) -> ScoredLog:
    scores = score_sets(sets, body_mass_kg=body_mass_kg, progress=progress)
    if scores.n_set < LEAST_SETS:
        raise ValidationError(
            f"{shown} leaves {scores.n_set} sets to score; {LEAST_SETS} are needed.",
            hint=f"Two of three working sets are scored, so it takes {LEAST_SETS * 3 // 2}. Import the log you keep.",
        )
    return ScoredLog(name, len(sets), scores, days_of(sets))


def _row_json(row: Row) -> dict[str, Any]:
    return {
        "name": row.name,
        "label": LABELS[row.name],
        **_figures_json(row.mean),
        "pooled": _figures_json(row.pooled),
        "preex_share": _ratio_json(row.share),
    }


def _figures_json(f: Figures) -> dict[str, Any]:
    means = {name: round(getattr(f, name), 4) for name in ("mae", "mae_of_mean", "log_score", "crps")}
    return means | {
        kind: {level: round(getattr(f, f"{field}_{level}"), 4) for level in ("50", "80", "95")}
        for kind, field in (("coverage", "inside"), ("randomised_coverage", "even"))
    }


def _ratio_json(share: Ratio | None) -> dict[str, float | None] | None:
    return share and {name: None if x is None else round(x, 4) for name, x in share._asdict().items()}
