"""What is known of an athlete: the profile, the log, and a predictor that has learned from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from preex.app.naming import exercise_named, in_catalogue_terms
from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.fatigue.person import Person
from preex.planner.background import Background, background_of
from preex.planner.lifter import Experience, Goal, Lifter, experience_of, muscles_of
from preex.predictor import Predictor

if TYPE_CHECKING:
    from preex.store import Athlete, SavedFit, Store

# What the predictor learns from: the latest sets, for form and habits, and the last ones of every exercise, for its
# strength. Older ones have faded from what it believes; so a log of 50,000 sets is learned in a second or two.
RECENT_SETS = 1000
SETS_EACH = 15
SETS_ASKED = 200  # of each exercise asked about


@dataclass(frozen=True)
class Known:
    """An athlete as of a moment."""

    profile: Athlete
    sets: tuple[PerformedSet, ...]  # up to `at`, oldest first
    at: datetime
    own_names: Mapping[str, str]  # what the athlete means by names the catalogue does not know
    fit: SavedFit | None = None  # the latest

    def predictor(self, about: Iterable[str] = ()) -> Predictor:
        """Return a predictor that has seen the log.

        Parameters
        ----------
        about : exercises that will be asked about; more of their sets are learned.
        """
        predictor = Predictor(body_mass_kg=self.profile.body_mass_kg, person=self.person)
        for done in _worth_learning(self.sets, frozenset(about)):
            predictor.observe(done)
        return predictor

    @cached_property
    def person(self) -> Person | None:
        """The fit to predict with; None = the population. One made for other constants, by another version, has had its day."""
        if self.fit is None or self.fit.person is None:
            return None
        try:
            return Person.from_json(self.fit.person)
        except (KeyError, TypeError, ValueError):
            return None

    @cached_property
    def background(self) -> Background:
        """What the log tells the planner."""
        return background_of(self.sets, load_catalogue().exercises, now=self.at)

    def lifter(self, **told: Any) -> Lifter:  # noqa: ANN401 - the fields of `lifter_of`
        """Return the athlete as advice sees them; what is `told` now comes before the profile.

        Raises
        ------
        UnknownExercise, ValidationError : a lift, muscle, joint or goal PreEx does not know.
        """
        if told.get("goal_lift"):
            told["goal_lift"] = exercise_named(told["goal_lift"], self.own_names).id
        return lifter_of(self.profile, workouts=self.background.workouts or None, **told)


def know(store: Store, athlete: str, *, at: datetime) -> Known:
    """Read what is known of an athlete.

    Raises
    ------
    NotFound : no athlete has this name.
    """
    own_names = store.name_map(athlete)
    up_to = at + timedelta(microseconds=1)  # a set of this very moment is known
    sets = in_catalogue_terms(store.sets(athlete, until=up_to), own_names)
    return Known(store.athlete(athlete), sets, at, own_names, store.latest_fit(athlete))


def lifter_of(
    profile: Athlete,
    *,
    workouts: int | None = None,
    months: float | None = None,
    goal: str | None = None,
    goal_lift: str | None = None,
    lagging: Sequence[str] | None = None,
    joints: Sequence[str] | None = None,
) -> Lifter:
    """Join a profile with what is told now.

    Parameters
    ----------
    profile : of the athlete.
    workouts : in the log; None = no log.
    months : of training. [months]
    goal : muscle, strength or general.
    goal_lift : exercise id, for a goal of strength.
    lagging : muscles or groups that do not respond; () = none.
    joints : irritable at present.

    Raises
    ------
    ValidationError : a muscle, joint or goal PreEx does not know.
    """
    known = Experience(profile.experience) if profile.experience else None
    named = profile.lagging if lagging is None else lagging
    return Lifter(
        experience=experience_of(months) if months is not None else known or experience_of(workouts=workouts),
        goal=Goal(goal or profile.goal) if goal or profile.goal else None,
        goal_lift=profile.goal_lift if goal_lift is None else goal_lift,
        lagging=None if named is None else muscles_of(named),
        joints=tuple(profile.joints if joints is None else joints),
    )


def _worth_learning(sets: Sequence[PerformedSet], about: frozenset[str]) -> Iterator[PerformedSet]:
    """Yield the sets to learn from, oldest first."""
    recent, left = len(sets) - RECENT_SETS, dict.fromkeys(about, SETS_ASKED)
    wanted = []
    for i, done in zip(reversed(range(len(sets))), reversed(sets), strict=True):
        more = left.get(done.exercise, SETS_EACH)
        left[done.exercise] = more - 1
        if i >= recent or more > 0:
            wanted.append(done)
    return reversed(wanted)
