"""From choices to sections: a pre-exhaust block, the same sets in the traditional order, straight sets."""

from __future__ import annotations

from dataclasses import dataclass

from preex.core.exercise import Exercise, FailureSafety, Kind
from preex.core.gym import Gym
from preex.core.plan import Prescription, Rest, Section, Strategy
from preex.fatigue.session import PlannedSet
from preex.planner import dosing
from preex.planner.candidates import Candidate
from preex.planner.lifter import Goal
from preex.planner.notices import ISO_REPS
from preex.predictor import Predictor

STRAIGHT_SETS = 3
ISOLATION_REST_S = 90.0
SURE_LOG_SD = 0.25  # a strength less sure than this gets no load written down (half the lifters would be 18 % off)

_USUAL_REPS = {Goal.STRENGTH: (4, 6)}
_COST_NOTE = "Fewer reps are expected today; that is the cost, not a failure."
_FORM_NOTE = "If form changes, the set is over."


def usual_reps(goal: Goal | None) -> tuple[int, int]:
    """Return a compound's repetitions when fresh: 4 to 6 for strength, 8 to 12 otherwise (common practice)."""
    return _USUAL_REPS.get(goal, (8, 12)) if goal else (8, 12)


@dataclass(frozen=True, slots=True)
class LoadBook:
    """Decides which loads are sure enough to write down."""

    predictor: Predictor

    def written(self, exercise: Exercise, load_kg: float, reps: int) -> tuple[float | None, str]:
        """Return the load to write down, or None, with a note on where it comes from."""
        strength = self.predictor.strength(exercise.id)
        if strength.n_sets > 0:
            return load_kg, ""
        if strength.log_sd <= SURE_LOG_SD:
            return load_kg, "Load estimated from your other lifts."
        return None, f"Take a load you could lift {reps} times."


def block(c: Candidate, book: LoadBook) -> Section:
    """Isolation, gap, compound, rest, for as many rounds as chosen."""
    compound = _compound(c, book, c.compound_load_kg, c.reps, tired=True)
    steps = (_isolation(c, book), Rest(c.dose.gap_s), compound, Rest(c.dose.rest_s))
    setup = f"{c.pairing.setup_hint}." if c.pairing.setup_hint else ""
    note = " ".join(filter(None, (setup, _FORM_NOTE, _replaces(c))))
    return Section(steps=steps, rounds=c.dose.rounds, pairing=c.pairing.id, strategy=c.strategy, note=note)


def _replaces(c: Candidate) -> str:
    if c.strategy is not Strategy.COUNT_IT:
        return ""
    return f"These sets count: leave out {c.dose.rounds} other sets for the {c.target.label} in exchange."


def traditional(c: Candidate, book: LoadBook, reps: tuple[int, int]) -> tuple[Section, Section]:
    """Put the same sets in the usual order: the compound at its usual load, then the isolation."""
    heavy = _compound(c, book, c.dose.compound_load_kg, reps, tired=False)
    rest = Rest(c.dose.rest_s)
    return (
        Section(steps=(heavy, rest), rounds=c.dose.rounds, strategy=Strategy.TRADITIONAL),
        Section(steps=(_isolation(c, book), rest), rounds=c.dose.rounds, strategy=Strategy.TRADITIONAL),
    )


def straight(exercise: Exercise, predictor: Predictor, book: LoadBook, gym: Gym, goal: Goal | None) -> Section:
    """Return three straight sets of one exercise."""
    compound = exercise.kind is Kind.COMPOUND
    reps = usual_reps(goal) if compound else ISO_REPS
    rir = dosing.compound_effort(exercise) if compound else (1.0, 2.0)
    middle = round(sum(reps) / 2)
    wished = dosing.load_for(predictor, exercise, gym, reps=middle, rir=sum(rir) / 2)
    if wished > 0 or exercise.body_mass_share == 0:
        load, note = book.written(exercise, wished, middle)
    else:  # body mass alone is the load, so the repetitions are what they are
        load, note = None, ""
        reps = _reps_possible(exercise, predictor, sum(rir) / 2, reps) if compound else reps
    done = Prescription(
        exercise=exercise.id,
        reps_low=reps[0],
        reps_high=reps[1],
        load_kg=load,
        rir_low=rir[0],
        rir_high=rir[1],
        note=note,
    )
    rest_s = dosing.rest_between_rounds_s(exercise) if compound else ISOLATION_REST_S
    return Section(steps=(done, Rest(rest_s)), rounds=STRAIGHT_SETS)


def _reps_possible(exercise: Exercise, predictor: Predictor, rir: float, usual: tuple[int, int]) -> tuple[int, int]:
    """Repetitions of a body-mass exercise: at most the usual ones, fewer where strength does not allow them."""
    once = PlannedSet(exercise=exercise.id, load_kg=0.0, rir=rir)
    likely = round(predictor.simulate([once], n_draw=200)[0].reps.q50)
    top = min(usual[1], max(3, likely))
    return (max(1, min(usual[0], top - 3)), top)


def _isolation(c: Candidate, book: LoadBook) -> Prescription:
    low, high = dosing.isolation_reps(c.pairing)
    rir_low, rir_high = dosing.isolation_effort(c.pairing, c.compound)
    load, note = book.written(c.isolation, c.dose.iso_load_kg, round((low + high) / 2))
    if c.compound.failure_safety is FailureSafety.SPOTTER:
        note = f"{note} Leave 2 or 3: the next lift needs safeties.".strip()
    return Prescription(
        exercise=c.isolation.id,
        reps_low=low,
        reps_high=high,
        load_kg=load,
        rir_low=rir_low,
        rir_high=rir_high,
        note=note,
    )


def _compound(c: Candidate, book: LoadBook, load_kg: float, reps: tuple[int, int], *, tired: bool) -> Prescription:
    rir_low, rir_high = dosing.compound_effort(c.compound)
    load, note = book.written(c.compound, load_kg, round(sum(reps) / 2))
    if tired and c.strategy is not Strategy.KEEP_REPS:
        note = f"{note} {_COST_NOTE}".strip()
    return Prescription(
        exercise=c.compound.id,
        reps_low=reps[0],
        reps_high=reps[1],
        load_kg=load,
        rir_low=rir_low,
        rir_high=rir_high,
        note=note,
    )
