"""`predict`: what a given sequence of sets will give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from preex.app.scenario import Scenario, SetInput, read_scenario
from preex.catalogue import load_catalogue
from preex.core.pairing import check_order
from preex.core.succession import PAIR_WITHIN_S
from preex.core.volume import volume_load_kg
from preex.fatigue.parameters import priors
from preex.fatigue.session import Draws, PlannedSet, SetOutcome
from preex.predictor import Predictor


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAnswer:
    """What one set will give.

    volume_load_kg : repetitions times the load moved, both sides and both hands. [kg]
    because : claims the answer rests on.
    """

    outcome: SetOutcome
    volume_load_kg: Draws
    because: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return plain data. Muscle figures come from the model; nobody measured them."""
        o = self.outcome
        return {
            "exercise": o.planned.exercise,
            "load_kg": round(o.load_kg, 3),
            "rest_before_s": o.planned.rest_before_s,
            "reps": _summary(o.reps),
            "fresh_reps": _summary(o.fresh_reps),
            "rpe": {"mean": round(o.rpe.mean, 3), "sd": round(o.rpe.sd, 3)},
            "limiting_muscle": o.limiting_muscle.value if o.limiting_muscle else None,
            "activation": {
                muscle.value: {"fresh": round(fresh, 4), "now": round(now, 4)}
                for muscle, (fresh, now) in o.activation.items()
            },
            "volume_load_kg": _summary(self.volume_load_kg),
            "because": list(self.because),
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a scenario.

    notes : what was assumed because the scenario did not tell.
    """

    sets: tuple[SetAnswer, ...]
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.predict/1`."""
        return {
            "schema": "preex.predict/1",
            "sets": [one.to_json() for one in self.sets],
            "notes": list(self.notes),
        }


def simulate(
    scenario: Scenario | Mapping[str, Any], *, predictor: Predictor | None = None, n_draw: int = 1000, seed: int = 0
) -> Outcome:
    """Predict a sequence of sets done from fresh.

    Parameters
    ----------
    scenario : the sets and what is known of the athlete; see `preex.app.scenario`.
    predictor : of a lifter with a log; strengths in the scenario come before it. None = the population.
    n_draw, seed : of the simulation; the same seed gives the same answer.

    Raises
    ------
    FieldError : the scenario holds something impossible; its path is named.
    """
    asked = read_scenario(scenario)
    known = predictor.copy() if predictor else Predictor(body_mass_kg=asked.athlete.body_mass_kg)
    for exercise, load_kg in asked.athlete.ten_rm_kg.items():
        known.set_strength(exercise, load_kg=load_kg, reps=10)
    for exercise, load_kg in asked.athlete.one_rm_kg.items():
        known.set_strength(exercise, one_rm_kg=load_kg)
    planned, notes = _planned(asked)
    outcomes = known.simulate(planned, n_draw=n_draw, seed=seed)
    answers = tuple(
        SetAnswer(outcome=o, volume_load_kg=_volume(o, known.body_mass_kg), because=_because(planned[: i + 1]))
        for i, o in enumerate(outcomes)
    )
    return Outcome(answers, notes)


def _planned(asked: Scenario) -> tuple[tuple[PlannedSet, ...], tuple[str, ...]]:
    usual_s = priors()["rest_s"].centre
    planned, notes = [], []
    for i, one in enumerate(asked.sets):
        rest_s = one.rest_before_s
        if i == 0:
            rest_s = None  # nothing before it: fresh
        elif rest_s is None:
            rest_s = usual_s
            notes.append(f"sets[{i}].rest_before_s is not given; {usual_s:g} s, a usual rest, was taken.")
        planned.append(_one(one, rest_s))
    return tuple(planned), tuple(notes)


def _one(one: SetInput, rest_s: float | None) -> PlannedSet:
    return PlannedSet(
        exercise=one.exercise,
        load_kg=one.load_kg,
        relative_load=one.relative_load,
        reps=one.reps if isinstance(one.reps, int) else None,
        rir=one.rir,
        rest_before_s=rest_s,
    )


def _volume(outcome: SetOutcome, body_mass_kg: float) -> Draws:
    exercise = load_catalogue().exercises[outcome.planned.exercise]
    each = volume_load_kg(exercise, outcome.load_kg, 1.0, body_mass_kg=body_mass_kg)
    return Draws(each * outcome.reps.values)


def _because(done: tuple[PlannedSet, ...]) -> tuple[str, ...]:
    """Name the claims that the last of these sets rests on."""
    if len(done) == 1:
        return ("S18",)
    exercises = load_catalogue().exercises
    before, now = (exercises[s.exercise] for s in done[-2:])
    gap_s = done[-1].rest_before_s or 0.0
    if check_order(before, now).is_pre_exhaust and gap_s <= PAIR_WITHIN_S:
        return ("S13", "S14", "S16", "S18", "S56" if gap_s < 30 else "S57")
    shares_a_muscle = any(now.involvement.keys() & exercises[s.exercise].involvement.keys() for s in done[:-1])
    return ("S13", "S18") if shares_a_muscle else ("S18",)


def _summary(draws: Draws) -> dict[str, float]:
    figures = {"mean": draws.mean, "sd": draws.sd, "q10": draws.q10, "q50": draws.q50, "q90": draws.q90}
    return {name: round(value, 3) for name, value in figures.items()}
