"""The catalogue: reviewed exercises, pairings and equipment, read once from the packaged tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from preex.catalogue.choosing import Equipment, did_you_mean, owned, target_muscles, usable
from preex.catalogue.table import Table, read_table
from preex.core.exercise import Exercise, ExerciseId, FailureSafety, Family, Kind, LoadType
from preex.core.muscle import Muscle
from preex.core.pairing import JOINTS, JointAdvice, Pairing, PairingType, check_order
from preex.errors import NotFound, UnknownExercise

Kit = tuple[frozenset[str], ...]

_MUSCLE_COLUMNS = tuple((m, m.value) for m in Muscle)
_BODY_MASS_LOADS = {LoadType.BODYWEIGHT, LoadType.BODYWEIGHT_ADDED, LoadType.ASSISTED}
_WORST_FIRST = (FailureSafety.SPOTTER, FailureSafety.BAIL, FailureSafety.SAFE)


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
    ) -> tuple[Pairing, ...]:
        """Return the pairings that meet every condition given, in catalogue order.

        Anti-patterns (`PairingType.AVOID`) are listed too, so that they can be shown and explained; naming a joint
        or `beginner` asks what may be done, and leaves them out.

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

        Raises
        ------
        NotFound : unknown target, equipment or joint; the hint names the nearest ones.
        """
        joints = _joints(joint)
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


@cache
def load_catalogue() -> Catalogue:
    """Read, check and return the packaged catalogue; later calls return the same object.

    Raises
    ------
    DataError : a packaged table breaks its own rules; the text names file, line, field, value and what is allowed.
    """
    return build(read_table("exercises"), read_table("pairings"), read_table("equipment"))


def build(exercises: Table, pairings: Table, equipment: Table) -> Catalogue:
    """Make a catalogue of checked tables, and check what no single cell can tell.

    Raises
    ------
    DataError : a reference leads nowhere, or a derived column disagrees with what it is derived from.
    """
    kit = _equipment(equipment)
    moves = {str(e.id): e for e in _exercises(exercises, kit)}
    return Catalogue(
        exercises=MappingProxyType(moves),
        pairings=tuple(_pairings(pairings, moves)),
        equipment=MappingProxyType(kit),
    )


def _equipment(table: Table) -> dict[str, Equipment]:
    known = {row["equipment_id"] for row in table.rows}
    found = {}
    for n, row in enumerate(table.rows):
        includes = _list(row["includes"])
        if not known.issuperset(includes):
            table.fail(n, "includes", "ids of data/equipment.csv")
        presets = frozenset(p for p in ("home", "hotel", "full_gym") if row[p] == "yes")
        found[row["equipment_id"]] = Equipment(
            id=row["equipment_id"],
            name=row["name"],
            presets=presets,
            portable=row["portable"] == "yes",
            includes=includes,
        )
    return found


def _exercises(table: Table, equipment: Mapping[str, Equipment]) -> Iterable[Exercise]:
    shares = {text: float(text) for text in ("0.1", "0.25", "0.5", "0.75", "1")}
    for n, row in enumerate(table.rows):
        exercise = Exercise(
            id=ExerciseId(row["exercise_id"]),
            name=row["name"],
            kind=Kind(row["mechanic"]),
            family=Family(row["family"]),
            pattern=row["movement_pattern"],
            equipment=_kit(row["equipment"]),
            station=row["station"],
            load_type=LoadType(row["load_type"]),
            unilateral=row["unilateral"] == "yes",
            joint_actions=row["joint_actions"],
            involvement=MappingProxyType({m: shares[row[c]] for m, c in _MUSCLE_COLUMNS if row[c] != "0"}),
            body_mass_share=float(row["body_mass_share"]),
            spinal_load=int(row["spinal_load_0_3"]),
            stability_demand=int(row["stability_demand_0_3"]),
            failure_safety=FailureSafety(row["failure_safety"]),
            grip=row["grip"],
            confidence=row["confidence"],
            basis=row["basis"],
            notes=row["notes"],
        )
        _check_exercise(table, n, exercise, equipment)
        yield exercise


def _check_exercise(table: Table, n: int, exercise: Exercise, equipment: Mapping[str, Equipment]) -> None:
    row = table.rows[n]
    if not all(equipment.keys() >= item for item in exercise.equipment):
        table.fail(n, "equipment", "ids of data/equipment.csv")
    if row["prime_movers"] != ";".join(exercise.prime_movers):
        table.fail(n, "prime_movers", f"the muscles with involvement 1, {';'.join(exercise.prime_movers) or 'none'}")
    if (exercise.body_mass_share > 0) != (exercise.load_type in _BODY_MASS_LOADS):
        table.fail(n, "body_mass_share", "above 0 for body-mass load types and 0 for all others")


def _pairings(table: Table, exercises: Mapping[str, Exercise]) -> Iterable[Pairing]:
    ids = {row["pairing_id"] for row in table.rows}
    for n, row in enumerate(table.rows):
        for field in ("isolation_id", "compound_ids"):
            if not exercises.keys() >= set(_list(row[field])):
                table.fail(n, field, "ids of data/exercises.csv")
        if row["safer_pairing_id"] and row["safer_pairing_id"] not in ids:
            table.fail(n, "safer_pairing_id", "an id of data/pairings.csv, or nothing")
        pairing = _pairing(row)
        _check_pairing(table, n, pairing, exercises)
        yield pairing


def _pairing(row: Mapping[str, str]) -> Pairing:
    return Pairing(
        id=row["pairing_id"],
        type=PairingType(row["order_type"]),
        isolation=ExerciseId(row["isolation_id"]),
        compounds=tuple(ExerciseId(c) for c in _list(row["compound_ids"])),
        target=Muscle(row["target_muscle"]),
        target_group=row["target_group"],
        seed_named=row["seed_named"],
        seed_refs=_list(row["seed_refs"]),
        why=row["why"],
        equipment=_kit(row["equipment"]),
        same_station=row["same_station"] == "yes",
        changeover_s=int(row["changeover_s"]),
        setup_hint=row["setup_hint"],
        technique_caution=row["technique_caution"],
        iso_low=int(row["iso_low"]),
        iso_high=int(row["iso_high"]),
        iso_unit=row["iso_unit"],
        iso_rir_low=int(row["iso_rir_low"]),
        iso_rir_high=int(row["iso_rir_high"]),
        rest_options_s=tuple(int(s) for s in _list(row["rest_options_s"])),
        default_rest_s=int(row["default_rest_s"]),
        cost_class=row["cost_class"],
        compound_failure_safety=FailureSafety(row["compound_failure_safety"]),
        joint_advice=MappingProxyType({j: JointAdvice(row[f"ci_{j}"]) for j in JOINTS}),
        joint_note=row["ci_note"],
        joint_friendly_for=_list(row["joint_friendly_for"]),
        beginner=row["beginner"],
        evidence=_list(row["evidence"]),
        safer_pairing=row["safer_pairing_id"],
        confidence=row["confidence"],
        basis=row["basis"],
    )


def _check_pairing(table: Table, n: int, pairing: Pairing, exercises: Mapping[str, Exercise]) -> None:
    row, first = table.rows[n], exercises[pairing.isolation]
    seconds = [exercises[c] for c in pairing.compounds]
    if row["isolation_name"] != first.name:
        table.fail(n, "isolation_name", first.name)
    if row["compound_names"] != (names := "; ".join(e.name for e in seconds)):
        table.fail(n, "compound_names", names)
    if row["equipment"] != (kit := kit_of([first, *seconds])):
        table.fail(n, "equipment", kit)
    worst = next(s for s in _WORST_FIRST if any(e.failure_safety is s for e in seconds))
    if pairing.compound_failure_safety is not worst:
        table.fail(n, "compound_failure_safety", worst)
    overlap = min(e.involvement.get(pairing.target, 0.0) for e in [first, *seconds])
    if float(row["overlap_target"]) != overlap:
        table.fail(n, "overlap_target", f"{overlap:g}")
    usual = pairing.iso_unit == "reps" and pairing.iso_low >= 10 and pairing.iso_high <= 15
    if row["within_seed_rep_range"] != ("yes" if usual else "no"):
        table.fail(n, "within_seed_rep_range", "yes when the target lies in 10 to 15 repetitions, else no")
    if pairing.is_pre_exhaust:
        for second in seconds:
            if refusals := check_order(first, second, pairing.target).refusals:
                table.fail(n, "compound_ids", f"exercises that make it pre-exhaust ({second.id}: {', '.join(refusals)})")


def kit_of(exercises: Sequence[Exercise]) -> str:
    """Return all equipment of `exercises` as one cell of a table, each item once, in the order met."""
    items = dict.fromkeys("|".join(sorted(item)) for e in exercises for item in e.equipment)
    return ";".join(items) or "none"


def _joints(joint: str | Iterable[str] | None) -> tuple[str, ...]:
    names = [joint] if isinstance(joint, str) else list(joint or ())
    cleaned = tuple(name.strip().lower().replace(" ", "_").replace("-", "_") for name in names)
    for name in cleaned:
        if name not in JOINTS:
            raise NotFound(f"There is no joint {name[:80]!r}.", hint=f"Joints are {', '.join(JOINTS)}.")
    return cleaned


def _kit(cell: str) -> Kit:
    return () if cell == "none" else tuple(frozenset(item.split("|")) for item in cell.split(";"))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()
