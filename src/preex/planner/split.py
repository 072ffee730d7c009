"""The traditional plan's skeleton: which movements on which day, and which exercise fills each (common practice)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from preex.core.exercise import Exercise, Family, Kind, LoadType
from preex.core.muscle import GROUP_OF, Muscle
from preex.core.pairing import JointAdvice
from preex.planner.background import Background
from preex.planner.request import PlanRequest, available
from preex.planner.safety import exercise_joint_advice
from preex.predictor import Predictor

LOWER_GROUPS = frozenset({"quads", "hamstrings", "glutes", "adductors", "calves"})


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a session: a movement, and the exercises most lifters would put there, best known first."""

    name: str
    kind: Kind
    patterns: frozenset[str]
    staples: tuple[str, ...]


def _slot(name: str, kind: Kind, patterns: str, staples: str) -> Slot:
    return Slot(name, kind, frozenset(patterns.split()), tuple(staples.split()))


SLOTS: Mapping[str, Slot] = MappingProxyType({
    s.name: s for s in (
        _slot("squat", Kind.COMPOUND, "squat", "leg_press barbell_back_squat hack_squat_machine goblet_squat "
              "dumbbell_squat smith_squat bodyweight_squat"),
        _slot("hinge", Kind.COMPOUND, "hinge", "romanian_deadlift dumbbell_rdl trap_bar_deadlift conventional_deadlift "
              "cable_pull_through kettlebell_deadlift smith_rdl band_good_morning"),
        _slot("lunge", Kind.COMPOUND, "lunge", "reverse_lunge bulgarian_split_squat walking_lunge step_up dumbbell_lunge "
              "split_squat bodyweight_lunge"),
        _slot("press", Kind.COMPOUND, "horizontal_press", "barbell_bench_press dumbbell_bench_press machine_chest_press "
              "smith_bench_press push_up"),
        _slot("incline press", Kind.COMPOUND, "incline_press", "incline_dumbbell_press incline_barbell_bench_press "
              "machine_incline_press landmine_press"),
        _slot("row", Kind.COMPOUND, "horizontal_pull", "seated_cable_row chest_supported_row dumbbell_row machine_row "
              "barbell_row inverted_row band_row"),
        _slot("pulldown", Kind.COMPOUND, "vertical_pull", "lat_pulldown pull_up assisted_pull_up machine_pulldown "
              "chin_up band_pulldown"),
        _slot("overhead press", Kind.COMPOUND, "vertical_press", "seated_dumbbell_shoulder_press machine_shoulder_press "
              "barbell_overhead_press smith_shoulder_press pike_push_up band_shoulder_press"),
        _slot("leg curl", Kind.ISOLATION, "knee_flexion", "seated_leg_curl lying_leg_curl dumbbell_leg_curl "
              "swiss_ball_leg_curl band_leg_curl"),
        _slot("calf raise", Kind.ISOLATION, "plantar_flexion", "standing_calf_raise seated_calf_raise "
              "dumbbell_calf_raise bodyweight_calf_raise"),
        _slot("lateral raise", Kind.ISOLATION, "shoulder_abduction", "dumbbell_lateral_raise cable_lateral_raise "
              "machine_lateral_raise band_lateral_raise"),
        _slot("rear delt", Kind.ISOLATION, "horizontal_abduction", "face_pull reverse_pec_deck "
              "bent_over_rear_delt_raise band_pull_apart"),
        _slot("curl", Kind.ISOLATION, "elbow_flexion", "dumbbell_curl cable_curl barbell_curl band_curl"),
        _slot("triceps", Kind.ISOLATION, "elbow_extension", "triceps_pushdown overhead_dumbbell_extension "
              "skull_crusher band_pushdown"),
        _slot("trunk", Kind.ISOLATION, "spinal_flexion", "cable_crunch crunch reverse_crunch machine_crunch"),
    )
})  # fmt: skip

_FULL = (
    ("squat", "press", "row", "hinge", "lateral raise", "trunk"),
    ("hinge", "overhead press", "pulldown", "lunge", "curl", "triceps"),
    ("squat", "incline press", "pulldown", "leg curl", "rear delt", "calf raise"),
)
_UPPER = (
    ("press", "row", "overhead press", "pulldown", "lateral raise", "triceps", "curl"),
    ("pulldown", "incline press", "row", "overhead press", "rear delt", "curl", "triceps"),
)
_LOWER = (
    ("squat", "hinge", "lunge", "leg curl", "calf raise", "trunk"),
    ("hinge", "squat", "leg curl", "lunge", "calf raise", "trunk"),
)
_PUSH = ("press", "overhead press", "incline press", "lateral raise", "triceps")
_PULL = ("pulldown", "row", "rear delt", "curl", "trunk")

Day = tuple[str, tuple[str, ...]]  # title, slot names in order
SPLITS: Mapping[int, tuple[Day, ...]] = MappingProxyType({
    2: (("Full body A", _FULL[0]), ("Full body B", _FULL[1])),
    3: (("Full body A", _FULL[0]), ("Full body B", _FULL[1]), ("Full body C", _FULL[2])),
    4: (("Upper A", _UPPER[0]), ("Lower A", _LOWER[0]), ("Upper B", _UPPER[1]), ("Lower B", _LOWER[1])),
    5: (("Upper A", _UPPER[0]), ("Lower A", _LOWER[0]), ("Push", _PUSH), ("Pull", _PULL), ("Lower B", _LOWER[1])),
    6: (("Push A", _PUSH), ("Pull A", _PULL), ("Lower A", _LOWER[0]),
        ("Push B", _PUSH), ("Pull B", _PULL), ("Lower B", _LOWER[1])),
})  # fmt: skip


def days_of(request: PlanRequest) -> tuple[Day, ...]:
    """Return the week's days; a single session is about the half of the body that holds the targets."""
    if request.days > 1:
        return SPLITS[request.days]
    lower = [is_lower(m) for target in request.targets for m in target]
    if lower and all(lower):
        return (("Lower body", _LOWER[0]),)
    if lower and not any(lower):
        return (("Upper body", _UPPER[0]),)
    return (("Full body", _FULL[0]),)


def is_lower(muscle: Muscle) -> bool:
    """Tell whether a muscle belongs to the lower body."""
    return GROUP_OF[muscle] in LOWER_GROUPS


def fill(
    slot: Slot,
    exercises: Iterable[Exercise],
    request: PlanRequest,
    background: Background,
    predictor: Predictor,
    taken: Mapping[str, int],
) -> Exercise | None:
    """Choose the exercise of a slot; None when nothing fits the equipment and the joints.

    A strength goal's own lift comes first, then what the lifter does already, then the staples in order. Exercises a
    marked joint should avoid never come, those that ask for caution and those most would fail at with body mass only
    when nothing else fits; one already taken this week steps back.
    """
    fitting = [e for e in exercises if _fits(slot, e, request)]

    def rank(e: Exercise) -> tuple[float, ...]:
        cautious = sum(exercise_joint_advice(e, j) is JointAdvice.CAUTION for j in request.lifter.joints)
        too_hard = e.id not in background.sets_logged and is_too_hard(e, predictor)
        staple = slot.staples.index(e.id) if e.id in slot.staples else len(slot.staples)
        goal_lift = e.id != request.lifter.goal_lift
        return (cautious, goal_lift, too_hard, taken.get(e.id, 0), -background.sets_logged.get(e.id, 0), staple)

    return min(fitting, key=lambda e: (*rank(e), e.id), default=None)


def is_too_hard(exercise: Exercise, predictor: Predictor) -> bool:
    """Tell whether body mass alone is over 80 % of the lifter's maximum, so that fewer than about 8 repetitions go."""
    own_kg = exercise.body_mass_share * predictor.body_mass_kg
    if own_kg == 0 or exercise.load_type is LoadType.ASSISTED:
        return False
    if exercise.id not in predictor.known:
        return True  # neither logged nor a staple: nobody knows
    return own_kg > 0.8 * (own_kg + predictor.strength(exercise.id).one_rm_kg)


def _fits(slot: Slot, exercise: Exercise, request: PlanRequest) -> bool:
    return (
        exercise.family is Family.STRENGTH
        and exercise.kind is slot.kind
        and exercise.pattern in slot.patterns
        and (exercise.id in slot.staples or exercise.confidence == "high")
        and available(exercise, request.equipment)
        and all(exercise_joint_advice(exercise, j) is not JointAdvice.AVOID for j in request.lifter.joints)
    )


def slot_for(exercise: Exercise, day: tuple[str, ...]) -> str | None:
    """Return the slot of a day that an exercise can take, the first with its pattern."""
    return next((name for name in day if exercise.pattern in SLOTS[name].patterns), None)


def block_days(compound: Exercise, days: tuple[Day, ...]) -> tuple[int, ...]:
    """Return the days, at most two and far apart, on which a block with this compound belongs (1 or 2 a week, expert)."""
    fitting = [i for i, (_, names) in enumerate(days) if slot_for(compound, names)]
    if not fitting:
        return (0,)
    return (fitting[0],) if len(fitting) == 1 else (fitting[0], fitting[-1])
