"""Plans as documents: schema `preex.plan/1`, written and read without loss, strict about what it does not know.

    {"schema": "preex.plan/1",
     "lifter": {"experience", "goal", "goal_lift", "lagging", "joints"}, "override",
     "days": [{"workout": {"title", "because", "sections": [section]}, "traditional": {...} or absent}],
     "advice": {...}}

A section is `{"rounds", "steps", "pairing", "strategy", "note"}`; a step is a set `{"exercise", "reps_low",
"reps_high", "load_kg", "rir_low", "rir_high", "note"}`, a pause `{"rest_s"}`, or another section.
`advice` is what the planner says about the plan; it is carried along and never trusted by `check_plan`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from preex.core.muscle import Muscle
from preex.core.pairing import JOINTS
from preex.core.plan import Prescription, Rest, Section, Step, Strategy, WorkoutPlan
from preex.errors import FieldError
from preex.planner.lifter import Experience, Goal, Lifter
from preex.planner.reading import Reader

SCHEMA = "preex.plan/1"
_DEEPEST = 8  # sections within sections; a giant set needs 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDay:
    """One visit to the gym, with the traditional way to do the same beside it."""

    workout: WorkoutPlan
    traditional: WorkoutPlan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A session or a training week, with reasons."""

    lifter: Lifter
    days: tuple[PlannedDay, ...]
    override: str = ""  # the reason for going on against a rule
    advice: Mapping[str, object] = field(default_factory=dict)  # plain data; see `preex.planner.week`

    def to_json(self) -> dict[str, object]:
        """Return the document."""
        return {
            "schema": SCHEMA,
            "lifter": lifter_to_json(self.lifter),
            "override": self.override,
            "days": [_day_to_json(day) for day in self.days],
            "advice": dict(self.advice),
        }


def plan_from_json(document: object) -> Plan:
    """Read a plan.

    Raises
    ------
    FieldError : a field is missing, unknown, of the wrong kind or out of range; its path is named.
    """
    r = Reader(document)
    schema = r.text("schema")
    if schema != SCHEMA:
        raise FieldError("schema", f"is {schema!r}; it must be {SCHEMA!r}.", hint="Make a plan with: preex plan new.")
    lifter = lifter_from_json(r.raw("lifter", {}))
    days = tuple(_day(one, path) for path, one in r.items("days"))
    if not days:
        raise FieldError("days", "is empty.", hint="Add a day.")
    advice = r.raw("advice", {})
    plan = Plan(
        lifter=lifter,
        days=days,
        override=r.text("override", ""),
        advice=advice if isinstance(advice, Mapping) else {},
    )
    r.done()
    return plan


def lifter_to_json(lifter: Lifter) -> dict[str, object]:
    """Return a lifter as plain data; what is unknown is left out."""
    out: dict[str, object] = {}
    if lifter.experience:
        out["experience"] = lifter.experience.value
    if lifter.goal:
        out["goal"] = lifter.goal.value
    if lifter.goal_lift:
        out["goal_lift"] = lifter.goal_lift
    if lifter.lagging is not None:
        out["lagging"] = [m.value for m in lifter.lagging]
    if lifter.joints:
        out["joints"] = list(lifter.joints)
    return out


def lifter_from_json(data: object) -> Lifter:
    """Read a lifter."""
    r = Reader(data, "lifter")
    lagging = r.words("lagging") if r.has("lagging") else None
    for i, name in enumerate(lagging or ()):
        if name not in set(Muscle):
            raise FieldError(f"lifter.lagging[{i}]", f"is {name!r}.", hint="Use a muscle id, as quads_vasti.")
    for i, joint in enumerate(r.words("joints")):
        if joint not in JOINTS:
            raise FieldError(f"lifter.joints[{i}]", f"is {joint!r}.", hint=f"Use one of {', '.join(JOINTS)}.")
    lifter = Lifter(
        experience=r.choice("experience", Experience),
        goal=r.choice("goal", Goal),
        goal_lift=r.text("goal_lift", ""),
        lagging=None if lagging is None else tuple(Muscle(name) for name in lagging),
        joints=r.words("joints"),
    )
    r.done()
    return lifter


def workout_to_json(workout: WorkoutPlan) -> dict[str, object]:
    """Return a workout as plain data."""
    sections = [_step_to_json(s) for s in workout.sections]
    return {"title": workout.title, "because": list(workout.because), "sections": sections}


def _day_to_json(day: PlannedDay) -> dict[str, object]:
    out: dict[str, object] = {"workout": workout_to_json(day.workout)}
    if day.traditional is not None:
        out["traditional"] = workout_to_json(day.traditional)
    return out


def _step_to_json(step: Step) -> dict[str, object]:
    if isinstance(step, Rest):
        return {"rest_s": step.duration_s}
    if isinstance(step, Prescription):
        return {name: getattr(step, name) for name in Prescription.__slots__ if getattr(step, name) not in {None, ""}}
    out: dict[str, object] = {"rounds": step.rounds, "steps": [_step_to_json(s) for s in step.steps]}
    if step.pairing:
        out["pairing"] = step.pairing
    if step.strategy:
        out["strategy"] = step.strategy.value
    if step.note:
        out["note"] = step.note
    return out


def _day(data: object, path: str) -> PlannedDay:
    r = Reader(data, path)
    workout = _workout(r.raw("workout"), r.at("workout"))
    traditional = _workout(r.raw("traditional"), r.at("traditional")) if r.has("traditional") else None
    r.done()
    return PlannedDay(workout=workout, traditional=traditional)


def _workout(data: object, path: str) -> WorkoutPlan:
    r = Reader(data, path)
    sections = tuple(_section(Reader(one, at), depth=1) for at, one in r.items("sections"))
    workout = WorkoutPlan(title=r.text("title", ""), sections=sections, because=r.words("because"))
    r.done()
    if not sections:
        raise FieldError(r.at("sections"), "is empty.", hint="Add a section.")
    return workout


def _section(r: Reader, depth: int) -> Section:
    if depth > _DEEPEST:
        raise FieldError(r.path, f"is nested more than {_DEEPEST} deep.", hint="Flatten the plan.")
    steps = tuple(_step(one, at, depth) for at, one in r.items("steps"))
    if not steps:
        raise FieldError(r.at("steps"), "is empty.", hint="Add a set.")
    section = Section(
        steps=steps,
        rounds=r.whole("rounds", 1, 50, 1),
        pairing=r.text("pairing", ""),
        strategy=r.choice("strategy", Strategy),
        note=r.text("note", ""),
    )
    r.done()
    return section


def _step(data: object, path: str, depth: int) -> Step:
    r = Reader(data, path)
    if r.has("rest_s"):
        rest = Rest(r.number("rest_s", 0, 3600))
        r.done()
        return rest
    r = Reader(data, path)
    return _section(r, depth + 1) if r.has("steps") else _prescription(Reader(data, path))


def _prescription(r: Reader) -> Prescription:
    low = r.whole("reps_low", 1, 200)
    prescription = Prescription(
        exercise=r.text("exercise"),
        reps_low=low,
        reps_high=r.whole("reps_high", low, 200),
        load_kg=r.number("load_kg", 0, 2000) if r.has("load_kg") else None,
        rir_low=r.number("rir_low", 0, 10, 1),
        rir_high=r.number("rir_high", 0, 10, 3),
        note=r.text("note", ""),
    )
    r.done()
    return prescription
