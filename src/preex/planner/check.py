"""`check_plan`: what is wrong with a plan somebody wrote, or what it should know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from preex.catalogue import Catalogue
from preex.core.exercise import Exercise, Kind
from preex.core.pairing import REFUSAL_TEXT, JointAdvice, OrderCheck, check_order
from preex.core.plan import Prescription, Rest, Section, Step, WorkoutPlan
from preex.errors import FieldError
from preex.planner import notices as say
from preex.planner.assess import Question, assess
from preex.planner.background import Background
from preex.planner.document import Plan, plan_from_json
from preex.planner.notices import Level, Notice
from preex.planner.safety import anti_pattern, exercise_joint_advice, find_pairing

PAIR_WITHIN_S = 180.0  # two exercises further apart are no longer done one right after the other


@dataclass(frozen=True, slots=True)
class _Set:
    prescription: Prescription
    exercise: Exercise
    path: str


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two exercises done one right after the other, isolation first."""

    first: _Set
    second: _Set
    gap_s: float
    rounds: int


def check_plan(document: object, catalogue: Catalogue, background: Background | None = None) -> tuple[Notice, ...]:
    """Read a plan and say what a lifter should know before doing it.

    Parameters
    ----------
    document : a plan as JSON gives it, schema `preex.plan/1`.
    catalogue : exercises and reviewed pairings.
    background : what the log tells; None = no log.

    Returns
    -------
    Notices in the order of the plan, each with the path it points at; () = nothing to say. With an override reason in
    the plan, blocks about purpose (B-S65) become notes; safety blocks stay.

    Raises
    ------
    FieldError : a field is missing, unknown, of the wrong kind or out of range, or names no exercise.
    """
    plan = plan_from_json(document)
    found: list[Notice] = []
    for d, day in enumerate(plan.days):
        found += _workout(day.workout, f"days[{d}].workout", plan, catalogue, background or Background())
    return tuple(_lifted(n, plan.override) for n in found)


def _lifted(notice: Notice, override: str) -> Notice:
    if override and notice.code == "B-S65":
        return replace(notice, level=Level.NOTE, next_step=f"Overridden: {override}")
    return notice


def _workout(workout: WorkoutPlan, path: str, plan: Plan, catalogue: Catalogue, background: Background) -> list[Notice]:
    found: list[Notice] = [
        n for i, s in enumerate(workout.sections) for n in _claimed(s, f"{path}.sections[{i}]", catalogue)
    ]
    blocks = 0
    for pair in _pairs(workout, path, catalogue.exercises):
        checked = check_order(pair.first.exercise, pair.second.exercise)
        unsafe = _unsafe(pair, checked, catalogue)
        if checked.is_pre_exhaust:
            blocks += 1
            found += [n.at(pair.first.path) for n in _about(pair, checked, plan, catalogue, background)]
        elif unsafe is not None:
            found.append(unsafe.at(pair.first.path))
    too_many = say.blocks_notice(blocks)
    if too_many:
        found.append(too_many.at(path))
    return [*found, *_joints(workout, path, plan, catalogue.exercises)]


def _claimed(section: Section, path: str, catalogue: Catalogue) -> Iterator[Notice]:
    """Hold a section that names a pairing to what pre-exhaust is (S2) and to the pairing it names."""
    if not section.pairing:
        return
    pairing = next((p for p in catalogue.pairings if p.id == section.pairing), None)
    if pairing is None:
        raise FieldError(
            f"{path}.pairing", f"no pairing has the id {section.pairing[:40]!r}.", hint="See: preex pairs."
        )
    done = list(dict.fromkeys(s.exercise for s in section.unrolled() if isinstance(s, Prescription)))
    if done[:1] == [pairing.isolation] and len(done) > 1 and done[1] in pairing.compounds:
        return
    moves = [catalogue.exercises[e] for e in done[:2] if e in catalogue.exercises]
    reasons = check_order(moves[0], moves[1]).refusals if len(moves) == 2 else ()
    why = (
        "; ".join(REFUSAL_TEXT[r] for r in reasons)
        or f"{pairing.id} is {pairing.isolation}, then {pairing.compounds[0]}"
    )
    yield Notice(
        "B-S2", Level.BLOCK, f"This is not the pair it names: {why}.", ("S2",), "Correct the pair or its id.", path
    )


def _about(
    pair: _Pair, checked: OrderCheck, plan: Plan, catalogue: Catalogue, background: Background
) -> tuple[Notice, ...]:
    isolation, compound, target = pair.first.exercise, pair.second.exercise, checked.target
    if target is None:
        return ()
    pairing = find_pairing(isolation.id, compound.id, catalogue.pairings, target)
    question = Question(
        isolation=isolation,
        compound=compound,
        target=pairing.target if pairing else target,
        pairing=pairing,
        gap_s=pair.gap_s,
        rounds=pair.rounds,
        iso_reps=(pair.first.prescription.reps_low, pair.first.prescription.reps_high),
    )
    return assess(question, plan.lifter, background, plan.override).notices


def _unsafe(pair: _Pair, checked: OrderCheck, catalogue: Catalogue) -> Notice | None:
    first, second = pair.first.exercise, pair.second.exercise
    pairing = find_pairing(first.id, second.id, catalogue.pairings)
    # A reviewed anti-pattern is one whatever its exercises are: a back extension before the deadlift is two compounds.
    if pairing is None and (first.kind is not Kind.ISOLATION or second.kind is not Kind.COMPOUND):
        return None
    return anti_pattern(first, second, checked.target, pairing)


def _joints(workout: WorkoutPlan, path: str, plan: Plan, exercises: Mapping[str, Exercise]) -> list[Notice]:
    """Blocks for single exercises that a marked joint should avoid."""
    found: dict[tuple[str, str], Notice] = {}
    for done in _sets(workout, path, exercises):
        for joint in plan.lifter.joints:
            if exercise_joint_advice(done.exercise, joint) is JointAdvice.AVOID:
                part = joint.replace("_", " ")
                found.setdefault(
                    (done.exercise.id, joint),
                    Notice(
                        f"B-S63-{joint}", Level.BLOCK,
                        f"{done.exercise.name} is one to avoid with an irritable {part}.", ("S62", "S63"),
                        "Choose a substitute.", done.path,
                    ),
                )  # fmt: skip
    return list(found.values())


def _pairs(workout: WorkoutPlan, path: str, exercises: Mapping[str, Exercise]) -> Iterator[_Pair]:
    """Yield each different pair of neighbours once, with the number of times it is done."""
    neighbours: dict[tuple[str, str], tuple[_Set, _Set, float]] = {}
    times: dict[tuple[str, str], int] = {}
    before: _Set | None = None
    gap_s = 0.0
    for step in _walk(workout, path, exercises):
        if isinstance(step, Rest):
            gap_s += step.duration_s
            continue
        if before is not None and before.exercise.id != step.exercise.id and gap_s <= PAIR_WITHIN_S:
            key = (before.path, step.path)
            neighbours.setdefault(key, (before, step, gap_s))
            times[key] = times.get(key, 0) + 1
        before, gap_s = step, 0.0
    for key, (first, second, gap) in neighbours.items():
        yield _Pair(first, second, gap, times[key])


def _sets(workout: WorkoutPlan, path: str, exercises: Mapping[str, Exercise]) -> Iterator[_Set]:
    return (step for step in _walk(workout, path, exercises) if isinstance(step, _Set))


def _walk(workout: WorkoutPlan, path: str, exercises: Mapping[str, Exercise]) -> Iterator[_Set | Rest]:
    for i, section in enumerate(workout.sections):
        yield from _steps(section, f"{path}.sections[{i}]", exercises)


def _steps(section: Section, path: str, exercises: Mapping[str, Exercise]) -> Iterator[_Set | Rest]:
    for _ in range(section.rounds):
        for i, step in enumerate(section.steps):
            yield from _one(step, f"{path}.steps[{i}]", exercises)


def _one(step: Step, path: str, exercises: Mapping[str, Exercise]) -> Iterator[_Set | Rest]:
    if isinstance(step, Section):
        yield from _steps(step, path, exercises)
    elif isinstance(step, Rest):
        yield step
    else:
        exercise = exercises.get(step.exercise)
        if exercise is None:
            raise FieldError(
                f"{path}.exercise",
                f"no exercise is called {step.exercise[:80]!r}.",
                hint="Search: preex exercises NAME.",
            )
        yield _Set(step, exercise, path)
