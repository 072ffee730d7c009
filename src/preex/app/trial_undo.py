"""What becomes of a trial when sets of one of its workouts are taken out of the log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from preex.errors import Conflict, DataError
from preex.trials.events import Kind

if TYPE_CHECKING:
    from preex.store import SavedTrial, Store

UNDONE = "Its sets were taken back."
REOPENED = "Workout {} of trial {} is open again: record it anew."
KEPT = "Trial {} keeps workout {} as it was recorded: too late to take that back. Note there what was wrong with it."
CHANGED = "Trial {} was changed outside of PreEx, so nothing of it was touched."


def reopen_for(store: Store, athlete: str, set_ids: Iterable[str], *, at: datetime) -> str:
    """Open the workout of a trial again that rests on sets just taken back; where it cannot be, leave it as it is.

    Parameters
    ----------
    store, athlete, at : whose trials, and when. set_ids : of the sets.

    Returns
    -------
    What became of it, in a sentence; "" = no trial rests on them.
    """
    gone = set(set_ids)
    for saved in store.trials(athlete):
        if gone.intersection(_recorded(saved)):
            return _reopened(store, athlete, saved, gone, at)
    return ""


def _recorded(saved: SavedTrial) -> set[str]:
    """Return the ids of all sets that a trial was told."""
    told = (event["data"].get("log", ()) for event in saved.events if event.get("kind") == Kind.RECORD)
    return {id_ for ids in told for id_ in ids}


def _reopened(store: Store, athlete: str, saved: SavedTrial, gone: set[str], at: datetime) -> str:
    from preex.app.trial_records import KeptTrial
    from preex.app.trials import keep, trial_of  # who takes back a set of no trial does not wait for what trials need

    try:
        trial = trial_of(saved)
    except DataError:
        return CHANGED.format(saved.id)
    workouts = trial.standing.workouts
    owner = next((w for w in workouts if gone.intersection(w.log)), None)
    if owner is None:  # open again since its first set was taken back
        return ""
    try:
        after = trial.reopen(at, UNDONE) if owner is workouts[-1] else None
    except Conflict:
        after = None
    if after is None:
        return KEPT.format(saved.id, owner.number)
    keep(store, athlete, KeptTrial(saved.id, trial), after)
    return REOPENED.format(owner.number, saved.id)
