"""`review`: predicted against actual, fresh and pre-exhausted sets apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING, Any

from preex.app.athlete import Known, know
from preex.app.recording import RecordedSet, saved
from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.core.succession import pre_exhausted_by
from preex.predictor import Predictor

if TYPE_CHECKING:
    from preex.store import Store

REPLAYED_SETS = 3000  # takes about three seconds
Causes = Sequence[str | None]  # of each set the isolation that pre-exhausted it
INSIDE = 0.8  # share of sets that should fall inside the range, if the range is honest


@dataclass(frozen=True, slots=True)
class Row:
    """Sets of one exercise in one condition, oldest first.

    exercise : catalogue id; "" = all exercises.
    condition : `fresh`, `pre_exhausted`, or `all`.
    """

    exercise: str
    condition: str
    sets: tuple[RecordedSet, ...]

    def count(self, verdict: str) -> int:
        """Return how many sets fell `inside`, `above` or `below` their range."""
        return sum(s.verdict == verdict for s in self.sets)

    @property
    def bias_reps(self) -> float:
        """Mean of actual less predicted. [reps] Above 0: more was done than expected."""
        return fmean(s.set.reps - s.expected.mean for s in self.sets) if self.sets else 0.0

    @property
    def in_words(self) -> str:
        """As `8 of 10 inside the 80 % range`."""
        return f"{self.count('inside')} of {len(self.sets)} inside the {INSIDE * 100:.0f} % range"

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        errors = [abs(s.set.reps - s.expected.mean) for s in self.sets]
        return {
            "exercise": self.exercise or None,
            "condition": self.condition,
            "sets": len(self.sets),
            **{verdict: self.count(verdict) for verdict in ("inside", "above", "below")},
            "bias_reps": round(self.bias_reps, 2) if self.sets else None,
            "mean_absolute_error_reps": round(fmean(errors), 2) if errors else None,
            "text": self.in_words,
        }


@dataclass(frozen=True, slots=True)
class Review:
    """Predicted against actual.

    replayed : the predictions were made now, set by set from the sets before, and not at the time.
    known : the athlete whose sets these are.
    isolations : id of a pre-exhausted set -> the isolation set done right before it.
    """

    all: Row
    conditions: tuple[Row, ...]
    rows: tuple[Row, ...]
    replayed: bool
    known: Known
    isolations: Mapping[str, PerformedSet]

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.review/1`."""
        return {
            "schema": "preex.review/1",
            "replayed": self.replayed,
            "all": self.all.to_json(),
            "conditions": [row.to_json() for row in self.conditions],
            "rows": [row.to_json() for row in self.rows],
            "last_sets": [s.to_json() for s in self.all.sets[-10:]],
            "because": ["S14", "S66", "S73"],
        }


def review(store: Store, athlete: str, *, at: datetime, replay: bool = False, known: Known | None = None) -> Review:
    """Compare what was predicted with what was done.

    Parameters
    ----------
    store, athlete : where, and whose log.
    at : now.
    replay : predict the latest sets of the log anew, each from the sets before it, instead of reading the predictions
        kept with recorded sets. First sets of an exercise are left out: nothing of the lifter was known.
    known : of the athlete at this moment, where it was read before; None = read it.
    """
    known = known or know(store, athlete, at=at)
    causes = pre_exhausted_by(known.sets, load_catalogue().exercises)
    found = tuple(_replayed(known, causes) if replay else _kept(store, athlete, known, causes))
    conditions = tuple(Row("", c, _of(found, c)) for c in ("fresh", "pre_exhausted"))
    names = sorted({s.set.exercise for s in found})
    rows = (Row(e, c.condition, tuple(s for s in c.sets if s.set.exercise == e)) for e in names for c in conditions)
    return Review(
        Row("", "all", found),
        conditions,
        tuple(row for row in rows if row.sets),
        replay,
        known,
        _isolations(known, causes),
    )


def _isolations(known: Known, causes: Causes) -> dict[str, PerformedSet]:
    """Return the set that stood right before each pre-exhausted one, where that was the isolation itself."""
    return {
        s.source_id: before
        for (before, s), cause in zip(pairwise(known.sets), causes[1:], strict=True)
        if cause is not None and cause == before.exercise and s.source_id
    }


def _of(sets: Iterable[RecordedSet], condition: str) -> tuple[RecordedSet, ...]:
    return tuple(s for s in sets if (s.pre_exhausted_by is not None) == (condition == "pre_exhausted"))


def _kept(store: Store, athlete: str, known: Known, causes: Causes) -> Iterable[RecordedSet]:
    cause_of = {s.source_id: cause for s, cause in zip(known.sets, causes, strict=True)}
    for predicted in store.predictions(athlete):
        if predicted.set.counts and predicted.set.at <= known.at:
            yield RecordedSet(predicted.set, predicted.prediction, cause_of.get(predicted.set.source_id))


def _replayed(known: Known, causes: Causes) -> Iterable[RecordedSet]:
    exercises = load_catalogue().exercises
    sets: Sequence[PerformedSet] = known.sets[-REPLAYED_SETS:]
    predictor, seen = Predictor(body_mass_kg=known.profile.body_mass_kg), set[str]()
    for done, cause in zip(sets, causes[-REPLAYED_SETS:], strict=True):
        if done.counts and done.exercise in seen:
            prediction = predictor.foresee(done)
            yield RecordedSet(done, saved(prediction), cause)
        predictor.observe(done)
        if done.exercise in exercises:
            seen.add(done.exercise)
