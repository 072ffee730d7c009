"""Looking things up: exercises, muscles, pairs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from preex.catalogue import load_catalogue
from preex.core.exercise import Exercise
from preex.core.muscle import GROUP_OF, Muscle
from preex.core.pairing import JointAdvice, Pairing, PairingType
from preex.errors import NotFound


def find_exercises(query: str = "") -> tuple[Exercise, ...]:
    """Return the exercises that a query names.

    Parameters
    ----------
    query : an id; or words that all stand in an exercise's name, id, muscles, equipment, kind or movement; or a name
        as lifters write it. Empty = all.

    Raises
    ------
    NotFound : nothing fits; the hint names what comes near.
    """
    catalogue = load_catalogue()
    if query in catalogue.exercises:
        return (catalogue.exercises[query],)
    words = query.casefold().replace("_", " ").split()
    found = tuple(e for e in catalogue.exercises.values() if all(word in _text_of(e) for word in words))
    if found:
        return found
    from preex.catalogue import names

    named = names.resolve(query)
    if named is not None:
        return (catalogue.exercise(named.exercise_id),)
    near = [catalogue.exercise(proposal.exercise_id) for proposal in names.propose(query)]
    hint = f"Did you mean {' or '.join(e.id for e in near)}?" if near else "All of them: preex exercises."
    raise NotFound(f"no exercise fits {query[:80]!r}.", hint=hint)


def list_muscles() -> tuple[Muscle, ...]:
    """Return the muscles PreEx tells apart, in the order of the body."""
    return tuple(Muscle)


def find_pairs(
    *,
    target: str | None = None,
    have: Collection[str] | None = None,
    joints: Iterable[str] = (),
    seed_only: bool = False,
    same_station: bool = False,
    beginner: bool = False,
    cost: Collection[str] = (),
    kind: PairingType | str | None = None,
) -> tuple[Pairing, ...]:
    """Return the reviewed pairs that meet every condition; see `preex.catalogue.Catalogue.pairs`.

    Raises
    ------
    NotFound : unknown target, equipment, joint or cost.
    """
    return load_catalogue().pairs(
        target=target,
        have=have,
        joint=tuple(joints) or None,
        seed_only=seed_only,
        same_station=same_station,
        beginner=beginner,
        cost=cost,
        kind=kind,
    )


def pair_relaxations(asked: Mapping[str, Any], *, keep: Collection[str] = ()) -> list[tuple[tuple[str, ...], int]]:
    """Say how many pairs there would be without a condition, or without two where no single one stands in the way.

    Parameters
    ----------
    asked : conditions as `find_pairs` takes them.
    keep : conditions that nobody may lift, as a joint that is irritable.

    Returns
    -------
    What is lifted, and how many pairs that leaves, the most first; only what leaves more than now.
    """
    now = len(find_pairs(**asked))
    lifted = [name for name, value in asked.items() if value and name not in keep]
    for how_many in (1, 2):
        options = [
            (names, len(find_pairs(**{name: value for name, value in asked.items() if name not in names})))
            for names in combinations(lifted, how_many)
        ]
        if wider := sorted(((names, n) for names, n in options if n > now), key=lambda option: -option[1]):
            return wider
    return []


@dataclass(frozen=True, slots=True)
class JointView:
    """How the pairs that meet every other condition suit joints that are irritable. [pairs]"""

    ok: int
    caution: int
    hidden: int


def joint_view(asked: Mapping[str, Any]) -> JointView:
    """Count how pairs suit the joints asked about.

    Parameters
    ----------
    asked : conditions as `find_pairs` takes them, `joints` among them.
    """
    joints = tuple(asked["joints"])
    others = [p for p in find_pairs(**{**asked, "joints": ()}) if p.is_pre_exhaust]
    worst = Counter(
        max((p.advice_for(j) for j in joints), key=(JointAdvice.OK, JointAdvice.CAUTION, JointAdvice.AVOID).index)
        for p in others
    )
    return JointView(worst[JointAdvice.OK], worst[JointAdvice.CAUTION], worst[JointAdvice.AVOID])


def exercise_json(exercise: Exercise) -> dict[str, Any]:
    """Return an exercise as plain data."""
    return {
        "id": exercise.id,
        "name": exercise.name,
        "kind": exercise.kind.value,
        "family": exercise.family.value,
        "pattern": exercise.pattern,
        "load_type": exercise.load_type.value,
        "unilateral": exercise.unilateral,
        "equipment": kit_json(exercise.equipment),
        "involvement": {muscle.value: share for muscle, share in exercise.involvement.items()},
        "prime_movers": [muscle.value for muscle in exercise.prime_movers],
        "joint_actions": exercise.joint_actions,
        "body_mass_share": exercise.body_mass_share,
        "spinal_load": exercise.spinal_load,
        "failure_safety": exercise.failure_safety.value,
        "confidence": exercise.confidence,
        "basis": exercise.basis,
        "notes": exercise.notes,
    }


def muscle_json(muscle: Muscle) -> dict[str, Any]:
    """Return a muscle as plain data."""
    return {"id": muscle.value, "label": muscle.label, "group": GROUP_OF[muscle]}


def pair_json(pairing: Pairing) -> dict[str, Any]:
    """Return a pair as plain data."""
    return {
        "id": pairing.id,
        "isolation": pairing.isolation,
        "compound": list(pairing.compounds),
        "target": pairing.target.value,
        "target_group": pairing.target_group,
        "order_type": pairing.type.value,
        "seed_named": pairing.seed_named,
        "why": pairing.why,
        "because": list(pair_because(pairing)),
        "equipment": kit_json(pairing.equipment),
        "same_station": pairing.same_station,
        "changeover_s": pairing.changeover_s,
        "gap_s": pairing.default_rest_s,
        "gap_options_s": list(pairing.rest_options_s),
        "iso_reps": [pairing.iso_low, pairing.iso_high],
        "iso_unit": pairing.iso_unit,
        "iso_rir": [pairing.iso_rir_low, pairing.iso_rir_high],
        "cost_class": pairing.cost_class,
        "compound_failure_safety": pairing.compound_failure_safety.value,
        "joints": {joint: advice.value for joint, advice in pairing.joint_advice.items()},
        "joint_note": pairing.joint_note,
        "joint_friendly_for": list(pairing.joint_friendly_for),
        "beginner": pairing.beginner,
        "setup_hint": pairing.setup_hint,
        "technique_caution": pairing.technique_caution,
        "evidence": list(pairing.evidence),
        "safer_pairing": pairing.safer_pairing or None,
        "confidence": pairing.confidence,
        "basis": pairing.basis,
    }


def pair_because(pairing: Pairing) -> tuple[str, ...]:
    """Return the claims a pair rests on: its own, else why such pairs are made (S42) or are to be avoided (S26)."""
    return pairing.seed_refs or (("S42",) if pairing.is_pre_exhaust else ("S26",))


def kit_json(kit: Collection[frozenset[str]]) -> list[list[str]]:
    """Return equipment as a list of what is needed, each a list of what will do."""
    return [sorted(item) for item in kit]


def _text_of(exercise: Exercise) -> str:
    parts: tuple[str, ...] = (
        exercise.name,
        exercise.id,
        exercise.kind.value,
        exercise.pattern,
        exercise.load_type.value,
        *(f"{muscle} {muscle.label} {GROUP_OF[muscle]}" for muscle in exercise.prime_movers),
        *(name for item in exercise.equipment for name in sorted(item)),
    )
    return " ".join(parts).casefold().replace("_", " ")
