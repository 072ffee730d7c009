"""A trial in the session runner: the check-in that shows the arm, the arm's sets as a day, and what the trial hears at the end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from preex import app
from preex.app.trial_serving import ServedSet, TrialToday
from preex.core.plan import Prescription, Rest, Section, WorkoutPlan
from preex.errors import Conflict, PreexError, ValidationError
from preex.planner.document import workout_to_json
from preex.web.pages.session_json import read_json, refusal
from preex.web.visitor import Visitor, visitor_of

MOST_REPS = 30  # repetitions are not planned in a trial: each set ends at the protocol's reserve
_FEELS = ("readiness", "sleep_h", "soreness")
_TOLD = ("pain", "effort", "minutes")


def trial_data(visitor: Visitor) -> dict[str, Any] | None:
    """Return what the begin screen offers of a trial under way; no arm before its check-in."""
    today = app.trial_today(visitor.store, visitor.name, at=visitor.now)
    return None if today is None else _told(today)


def _told(today: TrialToday) -> dict[str, Any]:
    told = today.to_json()
    keys = ("trial", "workout", "planned", "due", "due_from", "check_in", "covariates", "asks", "holds_until")
    return {**{key: told[key] for key in keys}, "day": _day(today) if today.sets else None}


def _day(today: TrialToday) -> dict[str, Any]:
    workout = WorkoutPlan(title=f"Trial, workout {today.number}", sections=tuple(_sections(today)))
    belongs = {"id": today.kept.id, "workout": today.number, "asks": list(today.asks)}
    document = workout_to_json(workout)
    return {"plan_id": None, "day": None, "title": workout.title, "workout": document, "trial": belongs}


def _sections(today: TrialToday) -> Iterator[Section]:
    """Yield the sets as sections: what is done in turn without a rest is a round."""
    rounds: list[list[ServedSet]] = []
    for one in today.sets:
        if one.joined and rounds:
            rounds[-1].append(one)
        else:
            rounds.append([one])
    terms = today.kept.trial.standing.terms
    for _, same in groupby(rounds, key=lambda r: [(s.exercise, s.load_kg) for s in r]):
        together = list(same)
        yield Section(steps=tuple(_steps(together[0], terms.rir_target, terms.rest_s)), rounds=len(together))


def _steps(sets: Sequence[ServedSet], rir: float, rest_s: float) -> Iterator[Prescription | Rest]:
    for i, one in enumerate(sets):
        if i:
            yield Rest(float(one.rest_before_s or 0))
        yield Prescription(
            exercise=one.exercise, reps_low=1, reps_high=MOST_REPS, load_kg=one.load_kg, rir_low=rir, rir_high=rir
        )
    yield Rest(float(rest_s))


@require_POST
def check_in(request: HttpRequest) -> JsonResponse:
    """Check in to the trial and show its arm; who is not ready sees none."""
    visitor = visitor_of(request)
    try:
        asked = read_json(request)
        feels = {name: asked.get(name) for name in _FEELS}
        ready, levels = asked.get("ready") is not False, [str(one) for one in asked.get("levels") or ()]
        app.next_workout(visitor.store, visitor.name, at=visitor.now, ready=ready, levels=levels, **feels)
        told = trial_data(visitor)
    except PreexError as error:
        return refusal(error)
    return JsonResponse({"schema": "preex.session_trial/1", "trial": told})


@require_POST
def record(request: HttpRequest) -> JsonResponse:
    """Tell the trial of a session: its sets, which came as operations, or that a joint ended it. A repeat changes nothing."""
    visitor = visitor_of(request)
    try:
        asked = read_json(request)
        said = _stopped(visitor, asked) if asked.get("stopped") else _recorded(visitor, asked)
    except PreexError as error:
        return refusal(error)
    return JsonResponse({"schema": "preex.session_trial/1", "text": said})


def _recorded(visitor: Visitor, asked: dict[str, Any]) -> str:
    told: dict[str, Any] = {name: asked.get(name) for name in _TOLD}
    found = app.record_trial_workout(
        visitor.store,
        visitor.name,
        str(asked.get("session")),
        str(asked.get("trial")),
        at=visitor.now,
        note=str(asked.get("note") or "")[:300],
        **told,
    )
    return f"Workout {found.workout.number} is recorded."


def _stopped(visitor: Visitor, asked: dict[str, Any]) -> str:
    stopped, trial_id = asked["stopped"], str(asked.get("trial"))
    if not isinstance(stopped, dict):
        raise ValidationError("stopped is no JSON object.", hint="Send the joint and its level.")
    number = app.trial_named(visitor.store, visitor.name, trial_id).trial.standing.open
    if number is None:
        raise Conflict("no workout is open any more.", hint="Look at the trial's page.")
    pain, joint = float(stopped.get("level") or 0), str(stopped.get("joint") or "")
    app.stop_for_pain(visitor.store, visitor.name, pain, joint, trial_id, at=visitor.now)
    return "The trial knows that a joint ended this workout."
