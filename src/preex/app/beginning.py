"""The first session of somebody who begins: what they told is kept, and a plan is saved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from preex.app.kit import update_gym
from preex.app.planning import Kept, new_plan
from preex.app.profile import update_profile

if TYPE_CHECKING:
    from preex.store import Store

MINUTES = 60


def begin(  # noqa: PLR0913 - one argument for each question
    store: Store,
    athlete: str,
    *,
    at: datetime,
    months: float,
    goal: str,
    goal_lift: str = "",
    lagging: Sequence[str] = (),
    joints: Sequence[str] = (),
    have: Sequence[str] = ("full_gym",),
    unit: str = "kg",
) -> Kept:
    """Keep what a newcomer tells, and save their first session.

    Parameters
    ----------
    store, athlete, at : for whom, and when.
    months : of training with loads. [months]
    goal, goal_lift, lagging, joints : as `preex.app.athlete.lifter_of` takes them. With an irritable joint the muscles
        are trained around it.
    have : equipment at hand, ids or presets.
    unit : in which loads are shown, kg or lb.

    Raises
    ------
    NotFound, ValidationError : an answer that cannot be; nothing is kept then.
    """
    told: dict[str, Any] = {
        "months": months,
        "goal": goal,
        "goal_lift": goal_lift,
        "lagging": lagging,
        "joints": joints,
    }
    asked: dict[str, Any] = {"told": told, "minutes": MINUTES, "have": have, "train_around": lagging if joints else ()}
    new_plan(store, athlete, at=at, dry_run=True, **asked)  # refuses before anything is kept
    update_profile(store, athlete, unit=unit)
    update_gym(store, athlete, have=list(have))
    return new_plan(store, athlete, at=at, **asked)
