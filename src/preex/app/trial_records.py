"""What the commands of a trial under way answer, and what a workout's arm asks for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from preex.app.recording import Recorded
from preex.catalogue import load_catalogue
from preex.trials.conduct import Trial
from preex.trials.done import GAPS_S
from preex.trials.terms import Terms
from preex.trials.workouts import Workout


@dataclass(frozen=True, slots=True)
class KeptTrial:
    """A trial and the id under which it is kept."""

    id: str
    trial: Trial

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_status/1`; what was measured is left out until a look has shown it."""
        s, p = self.trial.standing, self.trial.protocol
        return {
            "schema": "preex.trial_status/1",
            "trial": self.id,
            "question": p.terms.question,
            "outcome": p.terms.outcome,
            "pairs": [pair.id for pair in s.terms.pairs],
            "arms": list(p.terms.asked.arms),
            "locked_at": p.locked_at.isoformat(),
            "hash": p.hash,
            "commitment": p.commitment,
            "seed": self.trial.seed if s.ended else None,
            "planned": p.terms.workouts,
            "revealed": len(s.workouts),
            "done": s.done,
            "missed": s.closed - s.done,
            "as_drawn": sum(one.as_drawn for one in s.workouts),
            "open": s.open.number if s.open else None,
            "look_due": s.look_due,
            "next_look": s.next_look,
            "looks": [dict(look) for look in s.looks],
            "ended": s.ended or None,
            "workouts": [_workout_json(one, p.terms) for one in s.workouts],
            "amendments": [dict(one) for one in s.amendments],
            "notes": list(s.notes),
            "events": len(self.trial.events),
            "last_hash": self.trial.events[-1].hash if self.trial.events else p.hash,
        }


@dataclass(frozen=True, slots=True)
class Shown:
    """What to do today. workout : None where the arm waits, as the lifter is not ready, or the trial just ended. warnings : in plain words."""

    id: str
    trial: Trial
    workout: Workout | None
    warnings: tuple[str, ...]

    @property
    def steps(self) -> tuple[str, ...]:
        """What to do, pair by pair."""
        return instructions(self.trial.standing.terms, self.workout) if self.workout else ()

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_next/1`."""
        terms, workout = self.trial.standing.terms, self.workout
        return {
            "schema": "preex.trial_next/1",
            "trial": self.id,
            "workout": workout.number if workout else None,
            "arm": terms.asked.arms[workout.arm] if workout else None,
            "waits": workout is None and not self.trial.standing.ended,
            "revealed_at": workout.revealed_at.isoformat() if workout else None,
            "steps": list(self.steps),
            "sets": terms.sets,
            "rir_target": terms.rir_target,
            "gap_s": terms.gap_s,
            "rest_s": terms.rest_s,
            "loads_kg": {pair.compound: pair.compound_load_kg for pair in terms.pairs},
            "warnings": list(self.warnings),
        }


@dataclass(frozen=True, slots=True)
class RecordedWorkout:
    """A workout as recorded. log : what went into the log; None where it was missed, or its sets were there before."""

    id: str
    trial: Trial
    workout: Workout
    log: Recorded | None

    @property
    def without_effort(self) -> int:
        """Sets of a compound that say nothing of how far they were from failure: they cannot be compared."""
        return sum(one.compound and one.rir is None for one in self.workout.sets)

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_record/1`."""
        s = self.trial.standing
        return {
            "schema": "preex.trial_record/1",
            "trial": self.id,
            **_workout_json(self.workout, s.terms),
            "sets": [one.to_json() for one in self.workout.sets],
            "sets_without_effort": self.without_effort,
            "entry": self.log.entry if self.log else None,
            "left": s.terms.workouts - s.closed,
            "look_due": s.look_due,
            "next_look": s.next_look,
            "ended": s.ended or None,
            "seed": self.trial.seed if s.ended else None,
        }


def instructions(terms: Terms, workout: Workout) -> tuple[str, ...]:
    """Say what a workout's arm asks for, pair by pair in the order to do them."""
    name: dict[str, str] = {e.id: e.name for e in load_catalogue().exercises.values()}
    if terms.question == "gap":
        pair = terms.pairs[0]
        return (f"{name[pair.isolation]}, {GAPS_S[workout.arm]:.0f} s later {name[pair.compound]}",)
    if terms.question == "two_by_two":
        first = [name[pair.isolation] for i, pair in enumerate(terms.pairs) if workout.arm >> i & 1]
        return (", then ".join((*first, name[terms.pairs[0].compound])),)
    steps = []
    for i, pair in enumerate(terms.pairs):
        tried = workout.arm == 1 if i == 0 else workout.arm == 0
        isolation, compound = name[pair.isolation], name[pair.compound]
        if tried:
            steps.append(f"{isolation}, {terms.gap_s:.0f} s later {compound}")
        else:
            steps.append(f"{compound}, then {isolation}" if terms.question == "order" else f"{compound} alone")
    return tuple(reversed(steps) if workout.second_first else steps)


def _workout_json(one: Workout, terms: Terms) -> dict[str, Any]:
    arms = terms.asked.arms
    return {
        "workout": one.number,
        "arm": arms[one.arm],
        "performed": None if one.performed is None else arms[one.performed],
        "as_drawn": one.as_drawn,
        "missing": one.missing or None,
        "revealed_at": one.revealed_at.isoformat(),
        "pain": one.pain,
        "notes": list(one.notes),
    }
