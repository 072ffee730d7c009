"""`volume`: sets per muscle and ISO week, counted in three ways (S72), and the load moved (S18)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from preex.app.athlete import know
from preex.catalogue import load_catalogue
from preex.core.exercise import Family
from preex.core.muscle import GROUP_OF, Muscle
from preex.core.performed import PerformedSet
from preex.core.volume import Counting, performed_volume, volume_load_kg
from preex.errors import OutOfRange

if TYPE_CHECKING:
    from preex.store import Store

MOST_WEEKS = 520


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week of training.

    sets : counting -> muscle -> sets. [sets]
    volume_load_kg : repetitions times load over all sets of known exercises. [kg]
    """

    monday: date
    sets: dict[Counting, dict[Muscle, float]]
    volume_load_kg: float

    @property
    def name(self) -> str:
        """As ISO 8601 writes it: `2026-W48`."""
        year, week, _ = self.monday.isocalendar()
        return f"{year}-W{week:02d}"

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "week": self.name,
            "from": self.monday.isoformat(),
            "to": (self.monday + timedelta(days=6)).isoformat(),
            "sets": {
                muscle.value: {
                    counting.value: round(counts.get(muscle, 0.0), 2) for counting, counts in self.sets.items()
                }
                for muscle in self.muscles
            },
            "volume_load_kg": round(self.volume_load_kg, 1),
        }

    @property
    def muscles(self) -> tuple[Muscle, ...]:
        """Muscles trained in any way of counting, in the order of the body."""
        return tuple(m for m in Muscle if any(counts.get(m) for counts in self.sets.values()))


@dataclass(frozen=True, slots=True)
class Volume:
    """Weeks in a row, oldest first, weeks without training among them."""

    by: Counting
    weeks: tuple[Week, ...]

    @property
    def muscles(self) -> tuple[Muscle, ...]:
        """Muscles trained in any of the weeks."""
        trained = {muscle for week in self.weeks for muscle in week.muscles}
        return tuple(m for m in Muscle if m in trained)

    def mean(self, muscle: Muscle, counting: Counting) -> float:
        """Return the mean over the weeks. [sets a week]"""
        return sum(week.sets[counting].get(muscle, 0.0) for week in self.weeks) / max(1, len(self.weeks))

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.volume/1`."""
        return {
            "schema": "preex.volume/1",
            "by": self.by.value,
            "weeks": [week.to_json() for week in self.weeks],
            "mean": [
                {
                    "muscle": muscle.value,
                    "label": muscle.label,
                    "group": GROUP_OF[muscle],
                    **{counting.value: round(self.mean(muscle, counting), 2) for counting in Counting},
                }
                for muscle in self.muscles
            ],
            "because": ["S68", "S72"],
        }


def weekly_volume(
    store: Store, athlete: str, *, at: datetime, by: Counting | str = Counting.FRACTIONAL, weeks: int = 4
) -> Volume:
    """Count sets per muscle over the last weeks with training.

    Parameters
    ----------
    store, athlete : where, and whose log.
    at : now.
    by : the way of counting to show first; all three are counted.
    weeks : how many, up to the week of the last set. [1 to 520]

    Raises
    ------
    OutOfRange : `weeks` is outside its range.
    """
    if not 1 <= weeks <= MOST_WEEKS:
        raise OutOfRange(f"weeks is {weeks}; it lies between 1 and {MOST_WEEKS}.", hint="Correct it.")
    known = know(store, athlete, at=at)
    by_monday: dict[date, list[PerformedSet]] = defaultdict(list)
    for done in known.sets:
        by_monday[_monday(done)].append(done)
    last = max(by_monday, default=None)
    if last is None:
        return Volume(Counting(by), ())
    mondays = [last - timedelta(weeks=back) for back in reversed(range(weeks))]
    first = min(by_monday)
    body_mass_kg = known.profile.body_mass_kg or 0.0
    return Volume(Counting(by), tuple(_week(m, by_monday.get(m, []), body_mass_kg) for m in mondays if m >= first))


def _monday(done: PerformedSet) -> date:
    day = date.fromisoformat(done.local_date) if done.local_date else done.at.date()
    return day - timedelta(days=day.weekday())


def _week(monday: date, sets: Sequence[PerformedSet], body_mass_kg: float) -> Week:
    exercises = load_catalogue().exercises
    counted = {counting: performed_volume(sets, exercises, counting) for counting in Counting}
    moved = sum(
        volume_load_kg(exercises[s.exercise], s.load_kg, s.reps, body_mass_kg=body_mass_kg)
        for s in sets
        if s.counts and s.exercise in exercises and exercises[s.exercise].family is Family.STRENGTH
    )
    return Week(monday, counted, moved)
