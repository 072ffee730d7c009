"""Safety of a pair: anti-patterns, irritable joints, and the muscles that take over from a tired target."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from preex.core.exercise import AGONIST_FROM, Exercise
from preex.core.muscle import Muscle
from preex.core.pairing import JointAdvice, Pairing, PairingType
from preex.planner.notices import Level, Notice

# Muscles that keep a joint or the spine safe: never tired on purpose before a loaded compound. Back: lumbar fatigue
# changes coordination and raises spinal load (Ergonomics 2015;58:1424, n = 15; J Sport Rehabil 2009;18:327, n = 13).
# Cuff and grip: expert.
GUARDS = frozenset({Muscle.SPINAL_ERECTORS, Muscle.ROTATOR_CUFF, Muscle.FOREARMS})
BRACE = frozenset({Muscle.ABS, Muscle.OBLIQUES})
BALLISTIC = "ballistic"  # prefix of the movement patterns of fast lifts

CROSSED_BY: Mapping[str, frozenset[Muscle]] = MappingProxyType(
    {
        "knee": frozenset({Muscle.QUADS_VASTI, Muscle.RECTUS_FEMORIS, Muscle.HAMSTRINGS, Muscle.GASTROCNEMIUS}),
        "shoulder": frozenset({Muscle.DELT_ANTERIOR, Muscle.DELT_LATERAL, Muscle.DELT_POSTERIOR, Muscle.ROTATOR_CUFF}),
        "elbow": frozenset({Muscle.BICEPS, Muscle.TRICEPS, Muscle.FOREARMS}),
        "low_back": frozenset({Muscle.SPINAL_ERECTORS}),
    }
)

# How a movement suits an irritable joint where no reviewed pairing says so (expert; ux.md 5.2 and its sources:
# Powers 2014 for the knee, Kolber 2014 for the shoulder).
_PATTERN_ADVICE: Mapping[str, Mapping[str, JointAdvice]] = MappingProxyType(
    {
        "knee": {
            "lunge": JointAdvice.AVOID, "locomotion": JointAdvice.AVOID,
            "squat": JointAdvice.CAUTION, "knee_extension": JointAdvice.CAUTION,
        },
        "shoulder": {
            "upright_pull": JointAdvice.AVOID, "ballistic_press": JointAdvice.AVOID, "vertical_push": JointAdvice.AVOID,
            "vertical_press": JointAdvice.CAUTION, "horizontal_press": JointAdvice.CAUTION,
            "incline_press": JointAdvice.CAUTION, "decline_press": JointAdvice.CAUTION,
            "horizontal_adduction": JointAdvice.CAUTION, "shoulder_abduction": JointAdvice.CAUTION,
            "vertical_pull": JointAdvice.CAUTION,
        },
        "elbow": {"elbow_flexion": JointAdvice.CAUTION, "elbow_extension": JointAdvice.CAUTION},
        "low_back": {},
    }
)  # fmt: skip
_WORST = {JointAdvice.OK: 0, JointAdvice.CAUTION: 1, JointAdvice.AVOID: 2}


@dataclass(frozen=True, slots=True)
class Helper:
    """A muscle that can take over from the tired target (S26)."""

    muscle: Muscle
    involvement: float
    joint: str = ""  # the irritable joint it works at, if any

    def to_json(self) -> dict[str, object]:
        """Return plain data."""
        return {"muscle": self.muscle.value, "involvement": self.involvement, "joint": self.joint}


def who_takes_over(compound: Exercise, target: Muscle, joints: Iterable[str] = ()) -> tuple[Helper, ...]:
    """List the compound's helpers (involvement 0.5 or more, the target left out), strongest first."""
    flagged = list(joints)
    helpers = [
        Helper(m, compound.involvement[m], next((j for j in flagged if m in CROSSED_BY[j]), ""))
        for m in compound.synergists(target)
    ]
    return tuple(sorted(helpers, key=lambda h: -h.involvement))


def takeover_notices(compound: Exercise, target: Muscle, joints: Iterable[str]) -> tuple[Notice, ...]:
    """W-S26-<joint>: a helper that takes over works at an irritable joint."""
    by_joint: dict[str, list[str]] = {}
    for helper in who_takes_over(compound, target, joints):
        if helper.joint:
            by_joint.setdefault(helper.joint, []).append(helper.muscle.label)
    return tuple(
        Notice(
            f"W-S26-{joint}", Level.WARN,
            f"A tired target shifts work to the {' and '.join(muscles)}, at the {joint.replace('_', ' ')} you marked.",
            ("S26",), "Choose another pair, or keep the compound light and stop on pain.",
        )
        for joint, muscles in by_joint.items()
    )  # fmt: skip


def find_pairing(
    isolation: str, compound: str, pairings: Iterable[Pairing], target: Muscle | None = None
) -> Pairing | None:
    """Return the reviewed pairing of two exercises: an anti-pattern before all others, then the one for `target`."""
    found = [p for p in pairings if p.isolation == isolation and compound in p.compounds]
    found.sort(key=lambda p: (p.type is not PairingType.AVOID, p.target != target, p.id))
    return found[0] if found else None


def anti_pattern(
    isolation: Exercise, compound: Exercise, target: Muscle | None, pairing: Pairing | None = None
) -> Notice | None:
    """B-S26: a pair on the avoid list, or one that breaks the rule behind that list."""
    why = _why_unsafe(isolation, compound, target, pairing)
    if not why:
        return None
    return Notice(
        "B-S26", Level.BLOCK, f"{isolation.name} right before {compound.name} is an anti-pattern: {why}", ("S26",),
        f"Safer order: {compound.name} first, {isolation.name} at the end of the session.",
    )  # fmt: skip


def _why_unsafe(isolation: Exercise, compound: Exercise, target: Muscle | None, pairing: Pairing | None) -> str:
    if pairing is not None and pairing.type is PairingType.AVOID:
        return f"{pairing.why}."
    if compound.pattern.startswith(BALLISTIC):
        return "fast lifts need fresh prime movers."
    worked = {m for m, share in isolation.involvement.items() if share >= AGONIST_FROM}
    if target in GUARDS or (worked & GUARDS and not worked - GUARDS):
        guard = target if target in GUARDS else next(iter(worked & GUARDS))
        assert guard is not None  # noqa: S101 - narrowed above
        return f"the {guard.label} keeps you safe in the lift and must be fresh."
    if worked & BRACE and compound.spinal_load >= 2:
        return "the trunk braces the spine under this load and must be fresh."
    return ""


def joint_advice(isolation: Exercise, compound: Exercise, pairing: Pairing | None, joint: str) -> JointAdvice:
    """Say how a pair suits one irritable joint: as reviewed, or by movement pattern and spinal load."""
    if pairing is not None:
        return pairing.advice_for(joint)
    return max((exercise_joint_advice(e, joint) for e in (isolation, compound)), key=_WORST.__getitem__)


def exercise_joint_advice(exercise: Exercise, joint: str) -> JointAdvice:
    """Say how one exercise suits an irritable joint, by movement pattern and spinal load (expert)."""
    if joint == "low_back":
        return (JointAdvice.OK, JointAdvice.CAUTION, JointAdvice.AVOID, JointAdvice.AVOID)[exercise.spinal_load]
    return _PATTERN_ADVICE[joint].get(exercise.pattern, JointAdvice.OK)


def worst_advice(
    isolation: Exercise, compound: Exercise, pairing: Pairing | None, joints: Iterable[str]
) -> JointAdvice:
    """Return the sternest advice over all marked joints."""
    found = [joint_advice(isolation, compound, pairing, joint) for joint in joints]
    return max(found, key=_WORST.__getitem__, default=JointAdvice.OK)


def joint_notices(
    isolation: Exercise, compound: Exercise, pairing: Pairing | None, joints: Iterable[str]
) -> tuple[Notice, ...]:
    """B-S63-<joint> where a pair is to be avoided for a marked joint, W-S63-<joint> where it asks for caution."""
    out = []
    for joint in joints:
        advice = joint_advice(isolation, compound, pairing, joint)
        if advice is JointAdvice.OK:
            continue
        level, letter = (Level.BLOCK, "B") if advice is JointAdvice.AVOID else (Level.WARN, "W")
        part = joint.replace("_", " ")
        verb = "is one to avoid" if advice is JointAdvice.AVOID else "asks for caution"
        note = f" {pairing.joint_note}." if pairing is not None and pairing.joint_note else ""
        step = "Choose a substitute." if advice is JointAdvice.AVOID else "Use the range that does not hurt."
        text = f"{isolation.name} before {compound.name} {verb} with an irritable {part}.{note}"
        out.append(Notice(f"{letter}-S63-{joint}", level, text, ("S62", "S63"), step))
    return tuple(out)
