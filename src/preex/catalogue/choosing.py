"""What narrows the catalogue down: equipment at hand, and the muscle meant."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from preex.core.exercise import Exercise
from preex.core.muscle import ROLL_UP, Muscle
from preex.core.pairing import Pairing
from preex.errors import NotFound

PRESETS = ("home", "hotel", "full_gym")


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """A piece of equipment. Field meanings: `data/fields.csv`."""

    id: str
    name: str
    presets: frozenset[str]
    portable: bool
    includes: tuple[str, ...]


def owned(have: Collection[str], equipment: Mapping[str, Equipment]) -> frozenset[str]:
    """Return all equipment ids at hand: those named, those of named presets, and what they include.

    Raises
    ------
    NotFound : a name is neither equipment nor a preset.
    """
    ids: set[str] = set()
    for name in have:
        key = plain(name)
        if key in PRESETS:
            ids |= {e.id for e in equipment.values() if key in e.presets}
        elif key in equipment:
            ids.add(key)
        elif key != "none":
            message = f"There is no equipment {name[:80]!r}; presets are {', '.join(PRESETS)}."
            raise NotFound(message, hint=did_you_mean(key, [*PRESETS, *equipment]))
    waiting = list(ids)
    while waiting:
        new = set(equipment[waiting.pop()].includes) - ids
        ids |= new
        waiting += new
    return frozenset(ids)


def usable(exercise: Exercise, owns: frozenset[str]) -> bool:
    """Return whether everything `exercise` needs is among `owns`, as returned by `owned`."""
    return all(not owns.isdisjoint(item) for item in exercise.equipment)


def target_muscles(target: str, pairings: Iterable[Pairing]) -> tuple[set[Muscle], set[str]]:
    """Return what `target` names: the muscles of a muscle or roll-up, else the target group.

    Raises
    ------
    NotFound : it names nothing.
    """
    groups = {plain(p.target_group): p.target_group for p in pairings}
    roll_ups = {plain(group): muscles for group, muscles in ROLL_UP.items()}
    muscles = {m.value: m for m in Muscle}
    key = plain(target)
    if key in muscles:
        return {muscles[key]}, set()
    if key in roll_ups:
        return set(roll_ups[key]), set()
    if key in groups:
        return set(), {groups[key]}
    message = f"There is no muscle or muscle group {target[:80]!r}."
    raise NotFound(message, hint=did_you_mean(key, [*roll_ups, *groups, *muscles]))


def plain(name: str) -> str:
    """Return `name` as an id: lower case, words joined by underscores."""
    return "_".join(name.strip().lower().replace("-", " ").replace("_", " ").split())


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of `known`."""
    from difflib import get_close_matches  # needed only when something is wrong

    near = get_close_matches(name[:80].lower(), list(dict.fromkeys(known)), n=3, cutoff=0.5)
    return f"Did you mean {' or '.join(near)}?" if near else "Run `preex exercises`, `preex muscles` or `preex pairs` for the names."
