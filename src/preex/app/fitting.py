"""`fit`: the constants of the fatigue model for one athlete, what the log could not tell, and whether they foretell better."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from preex.app.athlete import know
from preex.catalogue import load_catalogue
from preex.core.exercise import Exercise
from preex.errors import ValidationError
from preex.fatigue.fitting.fit import LEAST_SETS, Q90, WORDS, Estimate, Fit, fit
from preex.fatigue.person import Person, prior_of
from preex.predictor import BODY_MASS_KG
from preex.scoring.fitted import Later, foretell_later

if TYPE_CHECKING:
    from preex.store import SavedFit, Store


@dataclass(frozen=True, slots=True)
class OwnEndurance:
    """How fast one exercise tires the athlete: phi relative to the population's, centre and 80 % interval."""

    exercise: str
    sets: int
    factor: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnFit:
    """A fit of an athlete's log.

    endurances : of the exercises done, the most frequent first.
    later : how later sets were foretold with a fit of the earlier ones; None where there were too few.
    """

    athlete: str
    at: datetime
    n_set: int
    fit: Fit
    endurances: tuple[OwnEndurance, ...]
    later: Later | None

    @property
    def used(self) -> bool:
        """Whether predictions use it: it came to rest, and does not foretell worse."""
        return self.fit.diagnostics.converged and self.later is not None and not self.later.worse

    @property
    def verdicts(self) -> tuple[str, ...]:
        """What to make of it, in sentences: first whether it is used."""
        return (_use(self.used, self.later), *self.fit.verdicts())

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.fit/1`."""
        return {
            "schema": "preex.fit/1",
            "athlete": self.athlete,
            "at": self.at.isoformat(),
            "sets": self.n_set,
            "used": self.used,
            "estimates": [_estimate_json(one) for one in self.fit.estimates()],
            "endurance": [
                {
                    "exercise": one.exercise,
                    "sets": one.sets,
                    "factor": {"centre": round(one.factor, 4), "q10": round(one.low, 4), "q90": round(one.high, 4)},
                }
                for one in self.endurances
            ],
            "later": self.later and self.later.to_json(),
            "diagnostics": self.fit.diagnostics.to_json(),
            "verdicts": list(self.verdicts),
        }


def fit_athlete(store: Store, athlete: str, *, at: datetime) -> tuple[OwnFit, SavedFit]:
    """Fit the model to an athlete's log up to `at`, keep the result, and use it unless it foretells later sets worse.

    Raises
    ------
    ValidationError : a log too short to say anything.
    NotFound : no athlete has this name.
    """
    known = know(store, athlete, at=at)
    if len(known.sets) < LEAST_SETS:
        raise ValidationError(
            f"the log of {athlete!r} holds {len(known.sets)} sets; a fit needs {LEAST_SETS}.",
            hint="Import the log you keep (preex import FILE), or record more sets.",
        )
    exercises, mass_kg = load_catalogue().exercises, known.profile.body_mass_kg
    found = fit(known.sets, exercises, mass_kg or BODY_MASS_KG)
    own = OwnFit(
        athlete=athlete,
        at=at,
        n_set=len(known.sets),
        fit=found,
        endurances=_endurances(found.person, Counter(s.exercise for s in known.sets), exercises),
        later=foretell_later(known.sets, mass_kg),
    )
    return own, store.save_fit(athlete, found.person.to_json() if own.used else None, about=own.to_json(), at=at)


def forget_fit(store: Store, athlete: str, *, at: datetime) -> SavedFit:
    """Predict with the population's constants again, until the next fit.

    Raises
    ------
    NotFound : no athlete has this name.
    """
    return store.save_fit(athlete, None, about={"forgotten": True}, at=at)


def _use(used: bool, later: Later | None) -> str:  # noqa: FBT001 - said once
    if later is None:
        return "Not used yet: too few sets to try it on. Predictions keep to the population's constants."
    rated = " with effort logged" if later.decides is later.capacity_mae else ""
    tried = f"on {later.decides.n} later sets{rated}, which a fit of the earlier ones had not seen,"
    if later.worse:
        return f"Not used: {tried} it foretold worse than the population's constants."
    if not used:
        return "Not used: the search did not come to rest. Predictions keep to the population's constants."
    better = "foretold better than" if later.decides.better else "was as good as"
    return f"Used from now on: {tried} it {better} the population's constants."


def _endurances(person: Person, sets: Mapping[str, int], exercises: Mapping[str, Exercise]) -> tuple[OwnEndurance, ...]:
    found = []
    for exercise, n in sorted(sets.items(), key=lambda item: (-item[1], item[0])):
        known = exercises.get(exercise)
        shift, sd = person.endurance(exercise, known).shift, person.endurance_sd(exercise, known)
        found.append(OwnEndurance(exercise, n, *(math.exp(shift + z * sd) for z in (0.0, -Q90, Q90))))
    return tuple(found)


def _estimate_json(e: Estimate) -> dict[str, Any]:
    centre, low, high = e.population
    return {
        "name": e.name,
        "words": WORDS[e.name],
        "unit": prior_of(e.name).unit,
        "centre": round(e.centre, 5),
        "q10": round(e.low, 5),
        "q90": round(e.high, 5),
        "population": {"centre": round(centre, 5), "q10": round(low, 5), "q90": round(high, 5)},
        "shrinkage": round(e.shrinkage, 3),
        "told": e.told,
    }
