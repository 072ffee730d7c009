"""`compare`: the traditional order against three ways to pre-exhaust."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from preex.app.athlete import know
from preex.app.kit import gym_of
from preex.app.naming import exercise_named
from preex.catalogue import load_catalogue
from preex.planner.compare import compare as compare_pair
from preex.planner.comparison import Comparison
from preex.planner.lifter import Lifter
from preex.predictor import Predictor

if TYPE_CHECKING:
    from preex.store import Store


def compare(
    isolation: str,
    compound: str,
    *,
    store: Store | None = None,
    athlete: str = "me",
    at: datetime | None = None,
    predictor: Predictor | None = None,
    lifter: Lifter | None = None,
    told: dict[str, Any] | None = None,
    **options: Any,  # noqa: ANN401 - those of the planner
) -> Comparison:
    """Compare the traditional order of two exercises with three ways to pre-exhaust.

    Parameters
    ----------
    isolation, compound : ids, or names as lifters write them.
    store, athlete, at : whose log to learn from, and up to when; no store = the population.
    predictor, lifter : instead of a store: a predictor that has seen a log, and who asks.
    told : what the athlete says of themselves now, before the profile; see `preex.app.athlete.lifter_of`.
    **options : `load_kg`, `fresh_reps`, `gap_s`, `iso_load_kg`, `iso_reps`, `iso_rir`, `compound_rir`, `rounds`,
        `rest_s`, `gym`, `override`, `seed`; see `preex.planner.compare.compare`.

    Raises
    ------
    UnknownExercise : a name the catalogue does not know.
    OutOfRange : a number outside its range.
    ValidationError : one exercise twice, or one that is not a strength exercise.
    """
    catalogue = load_catalogue()
    known = know(store, athlete, at=at or datetime.now(UTC)) if store else None
    own_names = known.own_names if known else None
    first, second = (exercise_named(name, own_names) for name in (isolation, compound))
    background = None
    if known:
        predictor = known.predictor(about=(first.id, second.id))
        lifter, background = known.lifter(**(told or {})), known.background
        options.setdefault("gym", gym_of(known.profile))
    return compare_pair(
        predictor or Predictor(),
        first,
        second,
        pairings=catalogue.pairings,
        lifter=lifter,
        background=background,
        **options,
    )
