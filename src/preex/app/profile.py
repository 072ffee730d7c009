"""What a lifter tells of themselves, and the files they gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from preex.app.naming import exercise_named
from preex.planner.lifter import muscles_of

if TYPE_CHECKING:
    from preex.store import Athlete, BatchReport, Store


def update_profile(store: Store, athlete: str, **told: Any) -> Athlete:  # noqa: ANN401 - the store checks field by field
    """Change what is told of an athlete; the rest stays.

    Parameters
    ----------
    store, athlete : where, and whose profile.
    **told : fields of `preex.store.Athlete`. `goal_lift` may be a name as lifters write it, `lagging` muscles or groups
        as they name them, `joints` a list of the irritable ones.

    Raises
    ------
    UnknownExercise : `goal_lift` is no exercise of the catalogue.
    ValidationError : a field PreEx does not know, or a value out of its range; nothing is changed then.
    """
    if told.get("goal_lift"):
        told["goal_lift"] = exercise_named(told["goal_lift"], store.name_map(athlete)).id
    if told.get("lagging") is not None:
        told["lagging"] = [muscle.value for muscle in muscles_of(told["lagging"])]
    if "joints" in told:
        told["joints"] = dict.fromkeys(told["joints"], "irritable")
    return store.update_profile(athlete, **told)


def imported_files(store: Store, athlete: str) -> tuple[BatchReport, ...]:
    """Return the files an athlete imported, undone ones too, the latest first."""
    return store.batches(athlete)
