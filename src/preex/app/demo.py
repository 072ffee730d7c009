"""A demo lifter: twelve weeks simulated by our own model, so that every page has something true to show.

Nobody's log is in it. A simulated lifter follows a plain programme three days a week, gets slowly stronger, and from the
seventh week does leg extensions right before the leg press. The same seed makes the same weeks again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from preex.app.recording import saved
from preex.catalogue import load_catalogue
from preex.core.gym import Gym
from preex.core.performed import PerformedSet
from preex.fatigue.session import PlannedSet
from preex.predictor import Predictor
from preex.units import Load, LoadUnit, to_loadable

if TYPE_CHECKING:
    from preex.store import SavedPrediction, Store

DEMO = "demo"
WEEKS = 12
PAIRED_FROM_WEEK = 6  # 0 is the first; before it the leg press comes first
PREDICTED_FROM_WEEK = 4  # as if PreEx had been in use since then
GAIN_PER_WEEK = 0.005  # share of strength; a plausible gain of an intermediate lifter
DAY_SD_REPS, SET_SD_REPS = 0.9, 1.1  # good and bad days; good and bad sets [reps]
SET_S = 40.0  # a set of about twelve repetitions
N_DRAW = 100
SEED = 20_261  # any number

BODY_MASS_KG = 78.0
_PROFILE = {
    "body_mass_kg": BODY_MASS_KG,
    "experience": "intermediate",
    "goal": "muscle",
    "unit": "kg",
    "lagging": ["quads_vasti", "rectus_femoris"],
}
# One-repetition maxima in the first week. [kg, as the load is written]
_ONE_RM_KG = {
    "leg_press": 230.0,
    "leg_extension": 92.0,
    "romanian_deadlift": 128.0,
    "seated_leg_curl": 74.0,
    "standing_calf_raise": 120.0,
    "barbell_bench_press": 97.0,
    "seated_dumbbell_shoulder_press": 33.0,
    "dumbbell_lateral_raise": 16.0,
    "triceps_pushdown": 46.0,
    "lat_pulldown": 92.0,
    "seated_cable_row": 88.0,
    "dumbbell_curl": 21.0,
}


@dataclass(frozen=True, slots=True)
class _Line:
    """`sets` of one exercise: repetitions aimed at, repetitions left in reserve, rest before each set. [s]"""

    exercise: str
    sets: int = 3
    aim: int = 10
    rir: float = 2.0
    rest_s: float = 120.0


@dataclass(frozen=True, slots=True)
class _Pair:
    """Isolation, gap, compound, rest, in rounds."""

    isolation: _Line
    compound: _Line
    rounds: int = 3
    gap_s: float = 30.0


_Day = tuple[_Line | _Pair, ...]
_PRESS = _Line("leg_press", aim=10, rest_s=150.0)
_EXTENSION = _Line("leg_extension", aim=12, rir=1.0, rest_s=90.0)
_LEGS: _Day = (_Line("romanian_deadlift", aim=8, rest_s=150.0), _Line("seated_leg_curl", aim=12, rir=1.0, rest_s=90.0))
_LEGS_TRADITIONAL: _Day = (_PRESS, _EXTENSION, *_LEGS, _Line("standing_calf_raise", aim=12, rest_s=90.0))
_LEGS_PAIRED: _Day = (_Pair(_EXTENSION, _PRESS), *_LEGS, _Line("standing_calf_raise", aim=12, rest_s=90.0))
_PUSH: _Day = (
    _Line("barbell_bench_press", aim=8, rest_s=150.0),
    _Line("seated_dumbbell_shoulder_press", aim=10),
    _Line("dumbbell_lateral_raise", aim=14, rir=1.0, rest_s=75.0),
    _Line("triceps_pushdown", aim=12, rir=1.0, rest_s=75.0),
)
_PULL: _Day = (
    _Line("lat_pulldown", aim=10),
    _Line("seated_cable_row", aim=10),
    _Line("dumbbell_curl", aim=12, rir=1.0, rest_s=75.0),
    _Line("leg_press", sets=2, aim=12, rir=3.0),
)
_DAYS_BACK = {0: 7, 2: 5, 4: 3}  # first, second and third day of a week, counted back from its end


def load_demo(store: Store, at: datetime) -> str:
    """Make the demo lifter, whose last workout was two or three days before `at`; later calls change nothing.

    Parameters
    ----------
    store : where.
    at : now.

    Returns
    -------
    Name of the athlete.
    """
    store.athlete(DEMO, create=True)
    if store.count_sets(DEMO):
        return DEMO
    store.update_profile(DEMO, **_PROFILE)
    learner = Predictor(body_mass_kg=BODY_MASS_KG)
    for number, (week, day, start) in enumerate(_calendar(at)):
        sets = tuple(_workout(day, week, start, number))
        expected = tuple(_expected(learner, sets, told=week >= PREDICTED_FROM_WEEK))
        store.record(DEMO, sets, at=sets[-1].at, predictions=expected)
    return DEMO


def _calendar(at: datetime) -> Iterator[tuple[int, _Day, datetime]]:
    """Yield week, programme and start of every workout, oldest first."""
    today: date = at.astimezone(UTC).date()
    for week in range(WEEKS):
        legs = _LEGS_PAIRED if week >= PAIRED_FROM_WEEK else _LEGS_TRADITIONAL
        for back, day in zip(_DAYS_BACK.values(), (legs, _PUSH, _PULL), strict=True):
            on = today - timedelta(days=back, weeks=WEEKS - 1 - week)
            yield week, day, datetime.combine(on, time(17, 30), UTC)


def _workout(day: _Day, week: int, start: datetime, number: int) -> Iterator[PerformedSet]:
    """Yield the sets of a workout as the lifter would log them: what the model expects, on a good or a bad day."""
    chance = Random(SEED + number)  # noqa: S311 - a simulated lifter, no secret
    form = chance.gauss(0.0, DAY_SD_REPS)
    planned = tuple(_planned(day, week))
    outcomes = _lifter(week).simulate([one for one, _ in planned], n_draw=N_DRAW, seed=SEED)
    at = start
    for place, ((one, superset), outcome) in enumerate(zip(planned, outcomes, strict=True)):
        at += timedelta(seconds=(one.rest_before_s or 0.0) + SET_S)
        reps = max(1, round(outcome.reps.mean + form + chance.gauss(0.0, SET_SD_REPS)))
        yield _performed(one, reps, superset, at, start, place)


def _performed(
    one: PlannedSet, reps: int, superset: str | None, at: datetime, start: datetime, place: int
) -> PerformedSet:
    load_kg = one.load_kg or 0.0
    return PerformedSet(
        exercise=one.exercise,
        load_kg=load_kg,
        reps=reps,
        at=at,
        rir=one.rir,
        rest_before_s=one.rest_before_s,
        workout=f"{DEMO} {start:%Y-%m-%d}",
        superset=superset,
        name=load_catalogue().exercises[one.exercise].name,
        entered=Load(Decimal(str(load_kg)), LoadUnit.KG),
        local_date=start.date().isoformat(),
        block=place,
        source_id=f"{DEMO}-{start:%Y%m%d}-{place}",
    )


def _planned(day: _Day, week: int) -> Iterator[tuple[PlannedSet, str | None]]:
    """Yield the sets of a day in order, with the superset each is part of."""
    first = True
    for block, part in enumerate(day):
        for line, rest_s, superset in _in_order(part, str(block)):
            yield _one(line, week, None if first else rest_s), superset
            first = False


def _in_order(part: _Line | _Pair, name: str) -> Iterator[tuple[_Line, float, str | None]]:
    if isinstance(part, _Line):
        yield from ((part, part.rest_s, None) for _ in range(part.sets))
        return
    for _ in range(part.rounds):
        yield part.isolation, part.compound.rest_s, name
        yield part.compound, part.gap_s, name


def _one(line: _Line, week: int, rest_s: float | None) -> PlannedSet:
    exercise = load_catalogue().exercises[line.exercise]
    wished = _lifter(week).load_for_reps(line.exercise, line.aim, line.rir)
    return PlannedSet(
        exercise=line.exercise,
        load_kg=to_loadable(wished, Gym().loadable_kg(exercise)),
        rir=line.rir,
        rest_before_s=rest_s,
    )


def _lifter(week: int) -> Predictor:
    """Return the simulated lifter as strong as in this week."""
    lifter = Predictor(body_mass_kg=BODY_MASS_KG)
    for exercise, one_rm_kg in _ONE_RM_KG.items():
        lifter.set_strength(exercise, one_rm_kg=one_rm_kg * (1 + GAIN_PER_WEEK * week))
    return lifter


def _expected(learner: Predictor, sets: tuple[PerformedSet, ...], *, told: bool) -> Iterator[SavedPrediction | None]:
    """Predict each set before it is learned from, as `preex.app.recording` does."""
    for done in sets:
        prediction = learner.foresee(done)
        learner.observe(done)
        yield saved(prediction) if told else None
