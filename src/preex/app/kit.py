"""What a lifter trains with: equipment at hand, what the gym can load, and the unit each machine is marked in.

It is kept under `Athlete.gym`, a JSON object: `have` (equipment or presets), `units` (exercise -> kg or lb) and the fields
of `preex.core.gym.Gym`. What is left out is as in a usual gym that counts in the lifter's unit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from preex.app.naming import exercise_named
from preex.catalogue import load_catalogue
from preex.core.gym import Gym, usual_gym
from preex.errors import OutOfRange, ValidationError
from preex.units import LoadUnit, load_unit

if TYPE_CHECKING:
    from preex.store import Athlete, Store

PRESETS = ("full_gym", "home", "hotel")
_INVENTORY = {field.name for field in fields(Gym)}
_HEAVIEST_KG = 1000.0
_MOST_SIZES = 100  # of plates, or of dumbbells


def unit_of(profile: Athlete, exercise: str) -> LoadUnit:
    """Return the unit in which loads of an exercise are shown and typed: its machine's, else the lifter's."""
    own = _told(profile, "units").get(exercise)
    return LoadUnit(own) if own in set(LoadUnit) else profile.unit or LoadUnit.KG


def units_of(profile: Athlete) -> dict[str, LoadUnit]:
    """Return the exercises that have a unit of their own."""
    return {exercise: unit_of(profile, exercise) for exercise in _told(profile, "units")}


def have_of(profile: Athlete) -> tuple[str, ...] | None:
    """Return the equipment at hand, as `new_plan` takes it; None = never told, which is a full gym."""
    told = profile.gym.get("have")
    return tuple(str(one) for one in told) if isinstance(told, list) and told else None


def gym_of(profile: Athlete) -> Gym:
    """Return what the lifter's gym can load."""
    usual = usual_gym(profile.unit or LoadUnit.KG)
    told: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in profile.gym.items() if k in _INVENTORY
    }
    return replace(usual, **told) if told else usual


def update_gym(store: Store, athlete: str, **told: Any) -> Athlete:  # noqa: ANN401 - checked field by field
    """Change what a lifter trains with; the rest stays.

    Parameters
    ----------
    store, athlete : where, and whose gym.
    **told : fields of `preex.core.gym.Gym`, loads in kg; `have`, a list of equipment or presets; None = as usual again.

    Raises
    ------
    NotFound : equipment that does not exist.
    ValidationError : a field that is none, or kit that cannot exist; nothing is changed then.
    """
    if unknown := sorted(told.keys() - _INVENTORY - {"have"}):
        raise ValidationError(
            f"{unknown[0]} is no field of a gym.", hint=f"Known: have, {', '.join(sorted(_INVENTORY))}."
        )
    profile = store.athlete(athlete)
    if told.get("have"):
        load_catalogue().pairs(have=told["have"])  # refuses what does not exist
    for field in ("plates_kg", "dumbbells_kg"):
        if told.get(field) is not None:
            told[field] = _sizes(field, told[field], falling=field == "plates_kg")
    kept = {k: v for k, v in {**profile.gym, **told}.items() if v is not None}
    gym_of(replace(profile, gym=kept))  # refuses kit that cannot exist
    return store.update_profile(athlete, gym=kept)


def set_unit(store: Store, athlete: str, exercise: str, unit: str | None) -> Athlete:
    """Remember the unit a machine is marked in; None = the lifter's own again.

    Raises
    ------
    UnknownExercise : the catalogue does not know the exercise.
    ValidationError : the unit is neither kg nor lb.
    """
    meant = exercise_named(exercise, store.name_map(athlete)).id
    profile = store.athlete(athlete)
    units = {k: v for k, v in _told(profile, "units").items() if k != meant}
    if unit:
        units[meant] = load_unit(unit).value
    return store.update_profile(athlete, gym={**profile.gym, "units": units})


def _told(profile: Athlete, name: str) -> Mapping[str, Any]:
    found = profile.gym.get(name)
    return found if isinstance(found, Mapping) else {}


def _sizes(field: str, loads_kg: Sequence[float], *, falling: bool) -> list[float]:
    if len(loads_kg) > _MOST_SIZES:
        raise OutOfRange(f"{field} has {len(loads_kg)} sizes; {_MOST_SIZES} are the most.", hint="Leave some out.")
    for load in loads_kg:
        if not 0 < load <= _HEAVIEST_KG:
            raise OutOfRange(
                f"{field} has {load:g} kg; it must be above 0, up to {_HEAVIEST_KG:g}.", hint="Correct it."
            )
    return sorted(set(loads_kg), reverse=falling)
