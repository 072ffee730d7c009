"""From names as people write them to exercises of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from preex.catalogue import load_catalogue
from preex.core.exercise import Exercise
from preex.errors import UnknownExercise


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


def unknown(name: str) -> UnknownExercise:
    """Make the error for a name nobody knows, with proposals; nothing is guessed."""
    from preex.catalogue import names

    near = names.propose(name[:200])
    meant = " or ".join(one.exercise_id for one in near[:3])
    hint = f"Did you mean {meant}?" if meant else "Search: preex exercises WORD."
    shown = repr(name if len(name) <= 60 else f"{name[:59]}…")
    return UnknownExercise(f"the catalogue has no exercise {shown}.", hint=hint)
