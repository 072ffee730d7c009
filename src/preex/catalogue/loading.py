"""Makes the catalogue of the packaged tables: every row, checked, as an exercise, a pairing or a piece of equipment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from preex.catalogue.choosing import Catalogue, Equipment
from preex.core.exercise import Exercise, ExerciseId, FailureSafety, Family, Kind, LoadType
from preex.core.muscle import Muscle
from preex.core.pairing import JOINTS, JointAdvice, Pairing, PairingType, check_order
from preex.core.table import Table, read_table

Kit = tuple[frozenset[str], ...]

_MUSCLE_COLUMNS = tuple((m, m.value) for m in Muscle)
_BODY_MASS_LOADS = {LoadType.BODYWEIGHT, LoadType.BODYWEIGHT_ADDED, LoadType.ASSISTED}
_WORST_FIRST = (FailureSafety.SPOTTER, FailureSafety.BAIL, FailureSafety.SAFE)


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
                table.fail(
                    n, "compound_ids", f"exercises that make it pre-exhaust ({second.id}: {', '.join(refusals)})"
                )


def kit_of(exercises: Sequence[Exercise]) -> str:
    """Return all equipment of `exercises` as one cell of a table, each item once, in the order met."""
    items = dict.fromkeys("|".join(sorted(item)) for e in exercises for item in e.equipment)
    return ";".join(items) or "none"


def _kit(cell: str) -> Kit:
    return () if cell == "none" else tuple(frozenset(item.split("|")) for item in cell.split(";"))


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(";")) if cell else ()
