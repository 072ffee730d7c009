"""`trial new` and `trial power`: lock a trial, and say beforehand what it could tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from preex.app.athlete import Known, know
from preex.app.naming import exercise_named
from preex.errors import FieldError
from preex.trials.allocation import default_scheme
from preex.trials.pairs import Pair, check_apart, check_one_compound, pair_of
from preex.trials.planner import Plan
from preex.trials.planner_noise import Swing, swing_of
from preex.trials.planner_outlook import Outlook, outlook
from preex.trials.protocol import Protocol, lock
from preex.trials.questions import GOAL_SCORE, Outcome, goal, primary_outcome, question
from preex.trials.terms import Terms, check, default_looks

if TYPE_CHECKING:
    from preex.core.exercise import Exercise
    from preex.store import Athlete, Store

STEP = 4  # workouts, a block
LEAST_SWING = 0.3  # repetitions; rounding to whole ones alone makes 0.29
A_SECOND_PAIR = (
    "A second pair without a muscle in common, trained in the opposite arm of the same workout, makes day-to-day form cancel: "
    "8 workouts with two pairs tell about as much as 24 with one."
)

PROPOSED = "Proposed, as no pair was named: {}."
OWN_SWING = "Day-to-day swing {:.1f} reps, from {} workouts at {:g} kg."
TWO_OF_MORE = "Weighed is the contrast of two of the arms, with the {} workouts they get."


@dataclass(frozen=True, slots=True)
class NewTrial:
    """A trial as locked. id : None for a dry run. outlook : of more than two arms that of two. advice : in plain words."""

    id: str | None
    protocol: Protocol
    outlook: Outlook
    advice: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_new/1`."""
        return {
            "schema": "preex.trial_new/1",
            "trial": self.id,
            "protocol": self.protocol.to_json(),
            "commitment": self.protocol.commitment,
            "outlook": self.outlook.to_json(),
            "advice": list(self.advice),
        }


def new_trial(  # noqa: PLR0913 - one argument for each term
    store: Store,
    athlete: str,
    *,
    at: datetime,
    seed: str,
    pairs: Sequence[str] = (),
    asked: str = "order",
    weeks: int = 8,
    per_week: int = 2,
    scheme: str = "",
    outcome: str = "",
    wanted: str = "",
    sd: float | None = None,
    effect: float | None = None,
    loads_kg: Sequence[float] = (),
    weights: Sequence[tuple[str, float]] = (),
    dry_run: bool = False,
    simulation: int = 0,
    **terms: Any,  # noqa: ANN401 - other fields of `Terms`, checked there
) -> NewTrial:
    """Lock a trial and keep it.

    Parameters
    ----------
    store, athlete, at : for whom, and when.
    seed : decides every arm; secret until the trial is over.
    pairs : as `leg_extension:leg_press`, ids or names; two without a muscle in common are trained in opposite arms. () = those the
        log trains most, two where they fit.
    asked : question. wanted : goal. outcome : "" = what the goal rests on, else the compound's repetitions.
    weeks, per_week : pace; their product is the number of workouts.
    scheme : "" = the usual one for so many.
    sd : from day to day; None = the lifter's own where the log tells, else usual for the outcome. effect : to find; None = a cost of 1.5 standard deviations.
    weights : (outcome, share) of each in `goal_score`; () = those of the goal.
    loads_kg : of each pair's compound. dry_run : keep nothing. simulation : seed of the outlook.
    **terms : other fields of `preex.trials.terms.Terms`.

    Raises
    ------
    UnknownExercise : a name the catalogue does not know.
    NotMeasurable : growth or strength. ValidationError : terms no trial can have.
    """
    measured = primary_outcome(outcome or (goal(wanted).primary if wanted else "compound_reps"))
    known, n = know(store, athlete, at=at), weeks * per_week
    named, pairs = bool(pairs), pairs or _proposed(known, asked, measured)
    own = _own_swing(known, pairs) if sd is None and measured.id == "compound_reps" else None
    chosen = scheme.strip().casefold() or default_scheme(n, question(asked).n_arm)
    chosen = f"{chosen}{question(asked).n_arm}" if chosen == "williams" else chosen
    made = Terms(
        question=question(asked).id,
        pairs=_pairs(pairs, asked, known.own_names, loads_kg),
        workouts=n,
        scheme=chosen,
        looks=default_looks(n, chosen),
        outcome=measured.id,
        rope=measured.rope,
        goal=goal(wanted).id if wanted else "",
        weights=_weights(measured, wanted, weights),
        per_week=per_week,
        weeks=weeks,
        sd=own.sd if own else measured.sd if sd is None else sd,
        effect=-1.5 * measured.better * measured.sd if effect is None else effect,
        participant=_participant(known.profile),
        baseline=OWN_SWING.format(own.sd, own.workouts, own.load_kg) if own else "",
        **terms,
    )
    check(made)
    protocol = lock(made, seed=seed, at=at)
    plan = replace(_plan(made), sd_known=own is not None)
    seen = outlook(plan, np.random.default_rng(simulation), looks=_looks(made), stop=made.stop, curve=False)
    advice = (
        *(() if named else (PROPOSED.format(" and ".join(pairs)),)),
        *((A_SECOND_PAIR,) if made.asked.two_pair and not made.two_pair else ()),
        *((TWO_OF_MORE.format(plan.workouts),) if made.asked.n_arm > 2 else ()),
        *((f"Planned with your own noise. {made.baseline}",) if own else ()),
    )
    if dry_run:
        return NewTrial(None, protocol, seen, advice)
    return NewTrial(store.save_trial(athlete, protocol.to_json(), seed, at=at), protocol, seen, advice)


def trial_power(  # noqa: PLR0913 - one argument for each number
    *,
    sessions: int,
    sd: float | None = None,
    effect: float | None = None,
    pairs: int = 1,
    scheme: str = "",
    outcome: str = "compound_reps",
    adherence: float = 0.9,
    per_week: int = 2,
    simulation: int = 0,
) -> Outlook:
    """Say what a trial of two arms could tell.

    Parameters
    ----------
    sessions : workouts. sd, effect : in the unit of the outcome; None = as in `new_trial`. pairs : 1, or 2 in opposite arms.
    scheme : "" = the usual one. adherence : share of workouts that will be observed. simulation : seed.

    Raises
    ------
    NotMeasurable, ValidationError, OutOfRange : a plan no trial can have.
    """
    measured = primary_outcome(outcome)
    plan = Plan(
        workouts=sessions,
        pairs=pairs,
        scheme=scheme,
        sd=measured.sd if sd is None else sd,
        effect=-1.5 * measured.better * measured.sd if effect is None else effect,
        adherence=adherence,
        outcome=measured.id,
        per_week=per_week,
    )
    return outlook(plan, np.random.default_rng(simulation))


def _pairs(texts: Sequence[str], asked: str, own: Mapping[str, str], loads_kg: Sequence[float]) -> tuple[Pair, ...]:
    """Read pairs and check that they go together."""
    if not texts:
        raise FieldError("pairs", "none is given.", hint="Name one: --pair leg_extension:leg_press.")
    if len(loads_kg) > len(texts):
        raise FieldError("loads_kg", f"{len(loads_kg)} are given for {len(texts)} pairs.", hint="Give one for each.")
    found = [_exercises(text, own) for text in texts]
    pairs = [pair_of(*one) for one in found]
    if len(found) == 2:
        (check_one_compound if question(asked).id == "two_by_two" else check_apart)(*found)
    loads = [*loads_kg, *[None] * len(pairs)]
    return tuple(replace(pair, compound_load_kg=load) for pair, load in zip(pairs, loads, strict=False))


def _exercises(text: str, own: Mapping[str, str]) -> tuple[Exercise, Exercise]:
    isolation, colon, compound = text.partition(":")
    if not colon:
        raise FieldError("pairs", f"{text[:60]!r} is no pair.", hint="Write ISOLATION:COMPOUND.")
    return exercise_named(isolation.strip(), own), exercise_named(compound.strip(), own)


def _proposed(known: Known, asked: str, measured: Outcome) -> tuple[str, ...]:
    """Return pairs for a lifter who names none: two where each workout can hold both arms; none for a two by two."""
    from preex.app.trial_choices import propose_pairs

    if question(asked).id == "two_by_two":
        return ()
    found = propose_pairs(known.sets)
    return found if question(asked).two_pair and measured.per_pair else found[:1]


def _participant(profile: Athlete) -> str:
    """Return what the profile tells of a lifter, for the report; "" = nothing."""
    joints = ", ".join(f"{joint} {state}" for joint, state in sorted(profile.joints.items()))
    told = (
        f"Experience: {profile.experience}." if profile.experience else "",
        f"Goal: {profile.goal}." if profile.goal else "",
        f"Joints: {joints.replace('_', ' ')}." if joints else "",
    )
    return " ".join(one for one in told if one)


def _own_swing(known: Known, texts: Sequence[str]) -> Swing | None:
    """Return how much the first pair's compound swings, if the log tells; no less than 0.3, for 24 workouts may fall in line."""
    if not texts:
        return None
    swing = swing_of(known.sets, _exercises(texts[0], known.own_names)[1].id)
    return replace(swing, sd=max(swing.sd, LEAST_SWING)) if swing else None


def _weights(measured: Outcome, wanted: str, given: Sequence[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Return what is locked: weights as given, and for an overall score those of the goal where none are."""
    if measured.id == GOAL_SCORE and wanted and not given:
        return tuple(goal(wanted).weights.items())
    return tuple((name, float(share)) for name, share in given)


def _plan(terms: Terms) -> Plan:
    """Return what is weighed: of more than two arms the contrast of two, with their share of the workouts."""
    if terms.asked.n_arm == 2:
        return Plan(
            workouts=terms.workouts,
            pairs=2 if terms.two_pair else 1,
            scheme=terms.scheme,
            sd=terms.sd,
            effect=terms.effect,
            outcome=terms.outcome,
            per_week=terms.per_week,
            sets=terms.sets,
        )
    share = 2 * terms.workouts // terms.asked.n_arm
    workouts = max(2 * STEP, share - share % STEP)
    pace = max(1, round(terms.per_week * workouts / terms.workouts))  # of the workouts that two arms get
    return Plan(workouts=workouts, sd=terms.sd, effect=terms.effect, outcome=terms.outcome, per_week=pace)


def _looks(terms: Terms) -> tuple[int, ...]:
    return terms.looks if terms.asked.n_arm == 2 else ()
