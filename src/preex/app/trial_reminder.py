"""What to keep in mind of a trial while logging or planning: one line, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from preex.store import Store


def trial_note(store: Store, athlete: str) -> str:
    """Say what the athlete's latest trial waits for; "" = nothing, or there is none.

    Parameters
    ----------
    store, athlete : whose trial.

    Raises
    ------
    DataError : the trial was changed.
    """
    kept = store.latest_trial(athlete)
    if kept is None:
        return ""
    from preex.app.trial_records import instructions
    from preex.app.trials import trial_of  # a lifter without a trial does not wait for what one needs

    s = trial_of(kept).standing
    if s.open:
        todo = "; ".join(instructions(s.terms, s.open))
        return f"Workout {s.open.number} of trial {kept.id} is open: {todo}. To record it there: preex trial record."
    if s.ended:
        return ""
    return f"Trial {kept.id} goes on: before its next workout, preex trial next."
