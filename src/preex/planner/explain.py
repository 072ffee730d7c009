"""The plan's advice as plain data: verdict, choices with their reasons, weekly sets, progression, notices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from preex.core.exercise import Exercise
from preex.core.muscle import Muscle
from preex.core.plan import Prescription, WorkoutPlan
from preex.core.volume import Counting, sets_per_muscle
from preex.planner import notices as say
from preex.planner.advice import decide
from preex.planner.assess import no_risk_free_pair
from preex.planner.candidates import Candidate, Scene
from preex.planner.choice import Choice, candidate_to_json, case_without_pair
from preex.planner.document import PlannedDay
from preex.planner.lifter import Experience, Goal
from preex.planner.notices import Notice
from preex.planner.points import difference, why
from preex.planner.safety import who_takes_over
from preex.planner.session import Forecast
from preex.units import load_text

BAND_NOTE = "common practice, not a rule"


def advice(
    choices: Sequence[Choice],
    days: Sequence[PlannedDay],
    forecasts: Sequence[tuple[Forecast, Forecast | None]],
    scene: Scene,
) -> dict[str, object]:
    """Say what was decided for a plan and why; keys are documented in `docs/advice.md`."""
    lifter = scene.request.lifter
    decision = choices[0].decision if choices else decide(
        case_without_pair(scene, lagging=False if lifter.lagging is not None else None), scene.request.override
    )  # fmt: skip
    return {
        "verdict": decision.verdict.value,
        "decision": decision.to_json(),
        "targets": [_target_to_json(c, scene) for c in choices],
        "days": [forecast_to_json(f, beside) for f, beside in forecasts],
        "weekly_sets": weekly_sets(days, choices, scene),
        "band_note": BAND_NOTE,
        "progression": _progression(scene),
        "review": {"after_weeks": say.REVIEW_WEEKS, "because": ["S58", "S39"], "choices": ["keep", "drop", "test"]},
        "notices": [n.to_json() for n in _notices(choices, scene)],
    }


def _target_to_json(c: Choice, scene: Scene) -> dict[str, object]:
    out: dict[str, object] = {
        "target": c.label,
        "muscles": [m.value for m in c.muscles],
        "arranged": c.arranged,
        "decision": c.decision.to_json(),
        "filtered_out": c.search.removed,
        "candidates": len(c.search.found),
    }
    best = c.best
    if best is None:
        return out
    others = [x for x in c.search.found if (x.isolation.id, x.compound.id) != (best.isolation.id, best.compound.id)]
    ways = [
        x
        for x in c.search.found
        if x.pairing is best.pairing and x.compound is best.compound and x.strategy != best.strategy
    ]
    out["choice"] = candidate_to_json(best) | {"why": list(why(best.terms))}
    for name, rest in (("second_best", others), ("other_strategy", ways)):
        if rest:
            out[name] = candidate_to_json(rest[0]) | {"why_not": list(difference(best.terms, rest[0].terms))}
    out["takeover"] = [h.to_json() for h in who_takes_over(best.compound, best.target, scene.request.lifter.joints)]
    out["ledger"] = _ledger(best)
    out["checklist"] = [t for t in (best.pairing.setup_hint, best.pairing.technique_caution) if t]
    return out


def _ledger(c: Candidate) -> list[dict[str, object]]:
    sets = sets_per_muscle([c.isolation] * c.dose.rounds).get(c.target, 0.0)
    change = c.volume_change_percent
    return [
        {"what": c.target.label, "change": f"+{sets:g} sets that train it directly", "because": ["S40", "S60", "S38"]},
        {
            "what": c.compound.name,
            "change": f"{change.mean:+.0f} % repetitions x load ({change.q10:+.0f} to {change.q90:+.0f} %), "
            f"load {-c.load_cut_percent:+.0f} %",
            "because": ["S41", "S18", "S71"],
        },
    ]


def forecast_to_json(f: Forecast, beside: Forecast | None) -> dict[str, object]:
    """Return what a day is expected to be, and the same day in the traditional order, as plain data."""
    out: dict[str, object] = {
        "minutes": f.minutes.to_json(),
        "session_rpe": f.session_rpe.to_json(),
        "first_sets": [
            {"exercise": s.exercise, "reps": s.reps.to_json(), "fresh": s.fresh.to_json()} for s in f.first_sets
        ],
    }
    if beside is not None:
        out["traditional"] = {"minutes": beside.minutes.to_json(), "session_rpe": beside.session_rpe.to_json()}
    return out


def weekly_sets(days: Sequence[PlannedDay], choices: Sequence[Choice], scene: Scene) -> list[dict[str, object]]:
    """Fractional sets per muscle and week: as logged, and with this plan, beside the lifter's band.

    A single session takes the place of a usual one, so it adds only its isolation sets to the logged week; a whole
    week is counted by itself.
    """
    logged, exercises = scene.background.weekly_sets, scene.catalogue.exercises
    if scene.request.days == 1 and logged is not None:
        added = [
            c.best.isolation for c in choices if c.best and c.arranged != "template" for _ in range(c.best.dose.rounds)
        ]
        after = _sum(logged, sets_per_muscle(added, Counting.FRACTIONAL))
    else:
        after = sets_per_muscle(_exercises_done((d.workout for d in days), exercises), Counting.FRACTIONAL)
    low, high = scene.background.band
    return [
        {
            "muscle": m.value,
            "label": m.label,
            "before": None if logged is None else round(logged.get(m, 0.0), 1),
            "after": round(after.get(m, 0.0), 1),
            "low": low,
            "high": high,
        }
        for m in Muscle
        if after.get(m, 0.0) > 0 or (logged or {}).get(m, 0.0) > 0
    ]


def _sum(a: Mapping[Muscle, float], b: Mapping[Muscle, float]) -> dict[Muscle, float]:
    return {m: a.get(m, 0.0) + b.get(m, 0.0) for m in {*a, *b}}


def _exercises_done(workouts: Iterable[WorkoutPlan], exercises: Mapping[str, Exercise]) -> list[Exercise]:
    return [exercises[step.exercise] for w in workouts for step in w.unrolled() if isinstance(step, Prescription)]


def _progression(scene: Scene) -> dict[str, object]:
    gym, top = scene.request.gym, scene.usual_reps[1]
    step_kg = 2 * min(gym.plates_kg)
    step = load_text(step_kg, scene.request.unit)
    text = f"When every set reaches {top} repetitions, add the smallest step ({step} on a bar)."
    if scene.request.lifter.experience is Experience.BEGINNER or scene.request.lifter.goal is Goal.STRENGTH:
        return {"rule": "add_smallest_step", "step_kg": step_kg, "text": text, "because": ["S80"]}
    return {
        "rule": "like_with_like", "step_kg": step_kg, "because": ["S66", "S73"],
        "text": f"{text} Compare a pre-exhausted lift only with earlier pre-exhausted sessions.",
    }  # fmt: skip


def _notices(choices: Sequence[Choice], scene: Scene) -> list[Notice]:
    lifter = scene.request.lifter
    found: dict[str, Notice] = {}
    for c in choices:
        of_choice = c.best.assessment.notices if c.best else ()
        for n in (
            *of_choice,
            *no_risk_free_pair(_group_of(c), lifter.joints, scene.catalogue.pairings),
            *_nothing_fits(c),
        ):
            found.setdefault(n.code, n)
    if lifter.experience is Experience.BEGINNER:
        found.setdefault("N-S79", say.beginner_notice())
    if lifter.experience is None:
        found.setdefault("N-S79-unknown", say.experience_notice())
    if lifter.joints:
        found.setdefault("N-S62", say.pain_notice())
        if not choices:
            found["N-S63"] = _offer_train_around()
    return list(found.values())


def _group_of(c: Choice) -> str:
    return c.best.pairing.target_group if c.best else c.label


def _nothing_fits(c: Choice) -> tuple[Notice, ...]:
    if c.best is not None:
        return ()
    reasons = [f"{n} for the {why_not}" for why_not, n in c.search.removed.items() if n]
    left_out = f" Left out: {', '.join(reasons)}." if reasons else ""
    return (
        Notice(
            "N-S42", say.Level.NOTE, f"No pairing of the catalogue for the {c.label} fits what you asked for.{left_out}", ("S42",),
            "Allow more equipment, or train the muscle in the traditional order.",
        ),
    )  # fmt: skip


def _offer_train_around() -> Notice:
    return Notice(
        "N-S63", say.Level.NOTE, "A joint is marked and no muscle is named: the plan leaves out what the joint should avoid.",
        ("S62", "S63", "S64"), "Name a muscle to train around the joint with a lighter compound.",
    )  # fmt: skip
