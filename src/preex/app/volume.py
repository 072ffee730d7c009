"""`volume`: sets per muscle and ISO week, counted in three ways (S72), and the load moved (S18)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from preex.app.naming import in_catalogue_terms
from preex.catalogue import load_catalogue
from preex.core.exercise import AGONIST_FROM, Family
from preex.core.muscle import GROUP_OF, Muscle
from preex.core.performed import PerformedSet
from preex.core.succession import pre_exhausted_by
from preex.core.volume import Counting, credit, volume_load_kg
from preex.errors import OutOfRange

if TYPE_CHECKING:
    from preex.store import Store

MOST_WEEKS = 520


@dataclass(frozen=True, slots=True)
class Parts:
    """What the sets of a muscle were. [sets]

    direct : of lifts that train it directly.
    helped : of lifts in which it helps.
    before : of isolations done right before a compound for the same muscle, as pre-exhaust has it; in neither of the others.
    """

    direct: float = 0.0
    helped: float = 0.0
    before: float = 0.0

    @property
    def total(self) -> float:
        """All of them."""
        return self.direct + self.helped + self.before

    def __add__(self, other: Parts) -> Parts:
        return Parts(self.direct + other.direct, self.helped + other.helped, self.before + other.before)


@dataclass(frozen=True, slots=True)
class Week:
    """One ISO week of training.

    sets : counting -> muscle -> sets. [sets]
    volume_load_kg : repetitions times load over all sets of known exercises. [kg]
    parts : counting -> muscle -> what `sets` is made of.
    """

    monday: date
    sets: dict[Counting, dict[Muscle, float]]
    volume_load_kg: float
    parts: dict[Counting, dict[Muscle, Parts]]

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
    """Weeks in a row, oldest first, weeks without training among them.

    unknown : names of these weeks that the catalogue does not know, so that their sets count 0; the most frequent first.
    """

    by: Counting
    weeks: tuple[Week, ...]
    unknown: tuple[str, ...] = ()

    @property
    def muscles(self) -> tuple[Muscle, ...]:
        """Muscles trained in any of the weeks."""
        trained = {muscle for week in self.weeks for muscle in week.muscles}
        return tuple(m for m in Muscle if m in trained)

    def mean(self, muscle: Muscle, counting: Counting) -> float:
        """Return the mean over the weeks. [sets a week]"""
        return sum(week.sets[counting].get(muscle, 0.0) for week in self.weeks) / max(1, len(self.weeks))

    def parts(self, muscle: Muscle, counting: Counting) -> Parts:
        """Return the mean over the weeks, by part. [sets a week]"""
        n = max(1, len(self.weeks))
        of = [week.parts[counting].get(muscle, Parts()) for week in self.weeks]
        return Parts(sum(p.direct for p in of) / n, sum(p.helped for p in of) / n, sum(p.before for p in of) / n)

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

    Only the sets of these weeks are read, however long the log is.

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
    up_to = at + timedelta(microseconds=1)  # a set of this very moment is known
    first, last = store.span(athlete, until=up_to)
    if first is None or last is None:
        return Volume(Counting(by), ())
    since = max(first, last - timedelta(weeks=weeks + 1))
    read = store.sets(athlete, since=since, until=up_to)
    sets = in_catalogue_terms(read, store.name_map(athlete))
    newest = max(_monday(s) for s in sets)
    mondays = [newest - timedelta(weeks=back) for back in reversed(range(weeks))]
    body_mass_kg = store.athlete(athlete).body_mass_kg or 0.0
    by_monday: dict[date, list[tuple[PerformedSet, bool]]] = defaultdict(list)
    for done, before in zip(sets, _before_compounds(sets), strict=True):
        by_monday[_monday(done)].append((done, before))
    began = min(by_monday) if since == first else mondays[0]  # no week before the log is a week without training
    shown = [monday for monday in mondays if monday >= began]
    return Volume(
        Counting(by),
        tuple(_week(monday, by_monday.get(monday, []), body_mass_kg) for monday in shown),
        _unknown([done for monday in shown for done, _ in by_monday.get(monday, [])]),
    )


def _monday(done: PerformedSet) -> date:
    day = date.fromisoformat(done.local_date) if done.local_date else done.at.date()
    return day - timedelta(days=day.weekday())


def _before_compounds(sets: Sequence[PerformedSet]) -> list[bool]:
    """Say of each set whether it was an isolation done right before the compound that it pre-exhausted."""
    causes = pre_exhausted_by(sets, load_catalogue().exercises)
    found = [False] * len(sets)
    for i in range(len(sets) - 1, 0, -1):
        one, after = sets[i - 1], sets[i]
        follows = causes[i] == one.exercise or (found[i] and one.exercise == after.exercise)
        found[i - 1] = follows and one.workout == after.workout
    return found


def _unknown(sets: Iterable[PerformedSet]) -> tuple[str, ...]:
    exercises = load_catalogue().exercises
    return tuple(name for name, _ in Counter(s.exercise for s in sets if s.exercise not in exercises).most_common())


def _week(monday: date, sets: Sequence[tuple[PerformedSet, bool]], body_mass_kg: float) -> Week:
    exercises = load_catalogue().exercises
    known = [
        (exercises[s.exercise], s, before)
        for s, before in sets
        if s.counts and s.exercise in exercises and exercises[s.exercise].family is Family.STRENGTH
    ]
    done: Counter[tuple[str, bool]] = Counter((exercise.id, before) for exercise, _, before in known)
    parts = {counting: _parts(done, counting) for counting in Counting}
    return Week(
        monday,
        {counting: {m: p.total for m, p in of.items() if p.total > 0} for counting, of in parts.items()},
        sum(volume_load_kg(e, s.load_kg, s.reps, body_mass_kg=body_mass_kg) for e, s, _ in known),
        parts,
    )


def _parts(done: Mapping[tuple[str, bool], int], counting: Counting) -> dict[Muscle, Parts]:
    exercises = load_catalogue().exercises
    total: dict[Muscle, Parts] = defaultdict(Parts)
    for (exercise, before), n in done.items():
        for muscle, share in exercises[exercise].involvement.items():
            sets = n * credit(share, counting)
            if before:
                total[muscle] += Parts(before=sets)
            elif share >= AGONIST_FROM:
                total[muscle] += Parts(direct=sets)
            else:
                total[muscle] += Parts(helped=sets)
    return dict(total)
