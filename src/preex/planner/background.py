"""What a log tells about a lifter before any advice: weekly sets, recent loads, how long the log is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from preex.core.exercise import Exercise
from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet
from preex.core.succession import pre_exhausted_by
from preex.core.volume import performed_volume
from preex.errors import ValidationError
from preex.planner.advice import DEFAULT_BAND

LOOK_BACK_WEEKS = 4  # a mean over four weeks forgives one missed week


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """What is known of a lifter's training. An empty one is a lifter without a log."""

    weeks_logged: float = 0.0
    workouts: int = 0
    weekly_sets: Mapping[Muscle, float] | None = None  # fractional sets a week, mean of the last four; None = no log
    recent_load_kg: Mapping[str, float] = field(default_factory=dict)  # exercise -> heaviest load of its last workout
    recent_reps: Mapping[str, int] = field(default_factory=dict)  # exercise -> repetitions at that load
    sets_logged: Mapping[str, int] = field(default_factory=dict)  # exercise -> sets in the look-back
    limiters: Mapping[str, Sequence[Muscle]] = field(default_factory=dict)  # compound -> what gave out, oldest first
    bad_workouts: int = 0  # of the last three: cut short, or not looked forward to
    weeks_on_block: Mapping[str, float] = field(default_factory=dict)  # pairing id -> weeks
    band: tuple[float, float] = DEFAULT_BAND  # sets per muscle and week the lifter aims at

    def __post_init__(self) -> None:
        """Refuse a band that is upside down."""
        low, high = self.band
        if not 0 <= low < high:
            raise ValidationError(f"the weekly band is {low:g} to {high:g} sets.", hint="Give a low and a higher end.")


def background_of(
    history: Iterable[PerformedSet],
    exercises: Mapping[str, Exercise],
    *,
    now: datetime | None = None,
    band: tuple[float, float] = DEFAULT_BAND,
) -> Background:
    """Summarise a log.

    Parameters
    ----------
    history : performed sets, any order, though those of one moment as done; warm-ups and doubtful sets are left out.
    exercises : the catalogue; sets of unknown exercises count for no muscle.
    now : end of the look-back; None = the last set.
    band : sets per muscle and week the lifter aims at.
    """
    history = sorted(history, key=lambda s: s.at)
    done = [s for s in history if s.counts]
    if not done:
        return Background(band=band)
    end = now or done[-1].at
    weeks = max((end - done[0].at).total_seconds() / (7 * 86_400), 0.0)
    recent = [s for s in done if end - timedelta(weeks=LOOK_BACK_WEEKS) < s.at <= end]
    span = min(LOOK_BACK_WEEKS, max(1.0, weeks))
    counts: dict[str, int] = {}
    for performed in recent:
        counts[performed.exercise] = counts.get(performed.exercise, 0) + 1
    last = _last_workouts(done)
    return Background(
        weeks_logged=weeks,
        workouts=len({s.workout or s.at.date().isoformat() for s in done}),
        weekly_sets={m: round(n / span, 2) for m, n in performed_volume(recent, exercises).items()},
        recent_load_kg={e: top.load_kg for e, top in last.items()},
        recent_reps={e: top.reps for e, top in last.items()},
        sets_logged=counts,
        limiters=_limiters(history, exercises),
        band=band,
    )


def _limiters(history: Sequence[PerformedSet], exercises: Mapping[str, Exercise]) -> dict[str, list[Muscle]]:
    """Return, for each exercise, the muscles that gave out in it, oldest first.

    A muscle tired just before gives out whoever the weakest was, so pre-exhausted sets tell nothing here.
    """
    found: dict[str, list[Muscle]] = {}
    for done, cause in zip(history, pre_exhausted_by(history, exercises), strict=True):
        if cause is None and done.counts and isinstance(done.gave_out, Muscle):
            found.setdefault(done.exercise, []).append(done.gave_out)
    return found


def _last_workouts(done: Sequence[PerformedSet]) -> dict[str, PerformedSet]:
    """Return, for each exercise, the heaviest set of the last workout that had it."""
    top: dict[str, PerformedSet] = {}
    for performed in done:
        best = top.get(performed.exercise)
        same_day = best is not None and best.at.date() == performed.at.date()
        if best is None or not same_day or performed.load_kg > best.load_kg:
            top[performed.exercise] = performed
    return top
