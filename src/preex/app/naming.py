"""From names as people write them to exercises of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from preex.catalogue import load_catalogue
from preex.core.exercise import Exercise
from preex.core.performed import PerformedSet
from preex.errors import UnknownExercise

if TYPE_CHECKING:
    from preex.store import Store


def resolver(own_names: Mapping[str, str] | None = None) -> Callable[[str], str | None]:
    """Return a function from a name to an exercise id, or None for an unknown name.

    Parameters
    ----------
    own_names : what the lifter means by names of their own; they come first.
    """
    from preex.catalogue import names

    own = own_names or {}
    known = load_catalogue().exercises

    def resolve(name: str) -> str | None:
        if name in own:
            return own[name]
        if name in known:
            return name
        match = names.resolve(name)
        return match.exercise_id if match else None

    return resolve


def exercise_named(name: str, own_names: Mapping[str, str] | None = None) -> Exercise:
    """Return the exercise that a name or id means.

    Raises
    ------
    UnknownExercise : none; the hint names what comes near.
    """
    found = resolver(own_names)(name)
    if found is None:
        raise unknown(name)
    return load_catalogue().exercise(found)


def set_own_name(store: Store, athlete: str, name: str, exercise: str) -> Exercise:
    """Remember which exercise an athlete means by a name; sets under it count for that exercise from now on.

    Parameters
    ----------
    store, athlete : where, and whose name.
    name : as the athlete's log writes it.
    exercise : id, or a name the catalogue knows.

    Raises
    ------
    UnknownExercise : the catalogue does not know `exercise`; the hint names what comes near.
    FieldError : `name` is empty or longer than 255 characters.
    """
    meant = exercise_named(exercise)
    store.set_name(athlete, name, meant.id)
    return meant


def in_catalogue_terms(sets: Iterable[PerformedSet], own_names: Mapping[str, str]) -> tuple[PerformedSet, ...]:
    """Return sets with names of the athlete's own replaced by what they mean."""
    return tuple(replace(s, exercise=own_names[s.exercise]) if s.exercise in own_names else s for s in sets)


def unknown(name: str) -> UnknownExercise:
    """Make the error for a name nobody knows, with proposals; nothing is guessed."""
    from preex.catalogue import names

    near = names.propose(name[:200])
    meant = " or ".join(one.exercise_id for one in near[:3])
    hint = f"Did you mean {meant}?" if meant else "Search: preex exercises WORD."
    shown = repr(name if len(name) <= 60 else f"{name[:59]}…")
    return UnknownExercise(f"the catalogue has no exercise {shown}.", hint=hint)
