"""The catalogue and the questions people ask of it: by id, muscle, equipment at hand, joint that hurts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from preex.core.exercise import Exercise
from preex.core.muscle import ROLL_UP, Muscle
from preex.core.pairing import COSTS, JOINTS, JointAdvice, Pairing, PairingType
from preex.errors import NotFound, UnknownExercise

PRESETS = ("home", "hotel", "full_gym")


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment:
    """A piece of equipment. Field meanings: `data/fields.csv`."""

    id: str
    name: str
    presets: frozenset[str]
    portable: bool
    includes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Exercises, pairings and equipment, with the questions people ask of them."""

    exercises: Mapping[str, Exercise]
    pairings: tuple[Pairing, ...]
    equipment: Mapping[str, Equipment]

    def exercise(self, exercise_id: str) -> Exercise:
        """Return the exercise with this id.

        Raises
        ------
        UnknownExercise : no such id; the hint names the nearest ones.
        """
        try:
            return self.exercises[exercise_id]
        except KeyError:
            message = f"There is no exercise {exercise_id[:80]!r} in the catalogue."
            raise UnknownExercise(message, hint=did_you_mean(exercise_id, self.exercises)) from None

    def pairing(self, pairing_id: str) -> Pairing:
        """Return the pairing with this id, as `P053`.

        Raises
        ------
        NotFound : no such id; the hint names the nearest ones.
        """
        for pairing in self.pairings:
            if pairing.id == pairing_id:
                return pairing
        message = f"There is no pairing {pairing_id[:80]!r} in the catalogue."
        raise NotFound(message, hint=did_you_mean(pairing_id, [p.id for p in self.pairings]))

    def pairing_of(self, isolation: str, compound: str) -> Pairing | None:
        """Return the reviewed pairing of these two exercises in this order, if there is one."""
        return next((p for p in self.pairings if p.isolation == isolation and compound in p.compounds), None)

    def pairs(
        self,
        *,
        target: str | None = None,
        have: Collection[str] | None = None,
        joint: str | Iterable[str] | None = None,
        seed_only: bool = False,
        same_station: bool = False,
        beginner: bool = False,
        cost: Collection[str] = (),
        kind: PairingType | str | None = None,
    ) -> tuple[Pairing, ...]:
        """Return the pairings that meet every condition given, in catalogue order.

        Anti-patterns (`PairingType.AVOID`) are listed too, so that they can be shown and explained; naming a joint,
        a cost or `beginner` asks what may be done, and leaves them out.

        Parameters
        ----------
        target : a muscle (`quads_vasti`), a roll-up (`quads`, `chest`) or a target group (`side delts`).
        have : ids or presets (`home`, `hotel`, `full_gym`) of the equipment at hand; None = anything. A pairing
            stays when the isolation and at least one compound can be done.
        joint : irritable joint or joints: `knee`, `shoulder`, `elbow`, `low_back`. Pairings to avoid with one of them
            and experiments (`synergist_pre_exhaust`) are left out; `advice_for` tells caution from ok.
        seed_only : only pairings named exactly in the seed article.
        same_station : only pairings that can be done in one place.
        beginner : only pairings a beginner may do with a coach.
        cost : only pairings whose compound loses so much: `high`, `medium` or `low`; () = any.
        kind : only pairings of this type, as `avoid`; None = all.

        Raises
        ------
        NotFound : unknown target, equipment, joint or cost; the hint names the nearest ones.
        """
        joints = _joints(joint)
        for name in cost:
            if name not in COSTS:
                raise NotFound(f"There is no cost {name[:80]!r}.", hint=f"Costs are {', '.join(COSTS)}.")
        muscles, groups = target_muscles(target, self.pairings) if target is not None else (set(), set())
        owns = owned(have, self.equipment) if have is not None else None
        return tuple(
            p
            for p in self.pairings
            if (target is None or p.target in muscles or p.target_group in groups)
            and (owns is None or self._can_do(p, owns))
            and (not joints or (p.is_pre_exhaust and all(p.advice_for(j) is not JointAdvice.AVOID for j in joints)))
            and (not seed_only or p.seed_named == "yes")
            and (not same_station or p.same_station)
            and (not beginner or p.beginner == "ok_with_coach")
            and (not kind or p.type == kind)
            and (not cost or (p.is_pre_exhaust and p.cost_class in cost))
        )

    def usable(self, exercise_id: str, have: Collection[str]) -> bool:
        """Return whether the exercise can be done with the equipment `have` (ids or presets)."""
        return usable(self.exercise(exercise_id), owned(have, self.equipment))

    def share_station(self, first: str, second: str) -> bool:
        """Return whether two exercises need no walk: one station, or portable kit carried to it.

        For reviewed pairings `Pairing.same_station` rules; this is for pairings of the lifter's own.
        """
        a, b = self.exercise(first), self.exercise(second)
        return a.station == b.station or self._comes_along(a) or self._comes_along(b)

    def _comes_along(self, exercise: Exercise) -> bool:
        return exercise.station == "floor" and all(
            any(self.equipment[i].portable for i in item) for item in exercise.equipment
        )

    def _can_do(self, pairing: Pairing, owns: frozenset[str]) -> bool:
        return usable(self.exercises[pairing.isolation], owns) and any(
            usable(self.exercises[c], owns) for c in pairing.compounds
        )


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


def _joints(joint: str | Iterable[str] | None) -> tuple[str, ...]:
    names = [joint] if isinstance(joint, str) else list(joint or ())
    cleaned = tuple(name.strip().lower().replace(" ", "_").replace("-", "_") for name in names)
    for name in cleaned:
        if name not in JOINTS:
            raise NotFound(f"There is no joint {name[:80]!r}.", hint=f"Joints are {', '.join(JOINTS)}.")
    return cleaned


def plain(name: str) -> str:
    """Return `name` as an id: lower case, words joined by underscores."""
    return "_".join(name.strip().lower().replace("-", " ").replace("_", " ").split())


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the nearest of `known`."""
    from difflib import get_close_matches  # needed only when something is wrong

    near = get_close_matches(name[:80].lower(), list(dict.fromkeys(known)), n=3, cutoff=0.5)
    return (
        f"Did you mean {' or '.join(near)}?"
        if near
        else "Run `preex exercises`, `preex muscles` or `preex pairs` for the names."
    )
