"""Which pre-exhaust block for a muscle? Every reviewed pairing that fits, dosed every sensible way, simulated, scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from preex.catalogue import Catalogue
from preex.core.exercise import Exercise
from preex.core.muscle import Muscle
from preex.core.pairing import JointAdvice, Pairing
from preex.core.plan import Strategy
from preex.planner import dosing
from preex.planner.advice import Action
from preex.planner.assess import Assessment, Question, assess
from preex.planner.background import Background
from preex.planner.interval import Interval
from preex.planner.points import Facts, Term, terms_of
from preex.planner.request import PlanRequest, available
from preex.planner.safety import CROSSED_BY, anti_pattern, worst_advice
from preex.planner.split import block_days, days_of, is_lower
from preex.planner.strategies import Dose, first_isolation
from preex.planner.tally import Tally, change_in_percent, tally
from preex.predictor import Predictor
from preex.units import LoadUnit, load_text

N_DRAW = 200  # enough to rank by means and to show an 80 % interval to half a repetition


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A block that could be done."""

    pairing: Pairing
    isolation: Exercise
    compound: Exercise
    target: Muscle
    strategy: Strategy
    dose: Dose
    compound_load_kg: float
    load_cut_percent: float
    reps: tuple[int, int]  # of the compound
    assessment: Assessment
    terms: tuple[Term, ...]
    fresh_reps: float  # of the first compound set, in the traditional order
    expected_reps: Interval  # of the first compound set of this block
    lost_reps: Interval
    volume_change_percent: Interval
    minutes: float
    unit: LoadUnit = LoadUnit.KG  # in which sentences write loads

    @property
    def score(self) -> float:
        """Sum of the terms. [points]"""
        return sum(t.points for t in self.terms)

    @property
    def expected(self) -> str:
        """The cost in one line: `10 -> 7 (5-8)` at the usual load (S14), `10 at 92.5 kg instead of 100 kg` below it."""
        fresh, e = f"{self.fresh_reps:.0f}", self.expected_reps
        if self.compound_load_kg == self.dose.compound_load_kg:
            return f"{fresh} -> {e.mean:.0f} ({e.q10:.0f}-{e.q90:.0f})"
        now, usual = (load_text(kg, self.unit) for kg in (self.compound_load_kg, self.dose.compound_load_kg))
        return f"{e.mean:.0f} ({e.q10:.0f}-{e.q90:.0f}) at {now} instead of {usual}"

    @property
    def name(self) -> str:
        """One line for lists."""
        return f"{self.isolation.name} -> {self.compound.name}, {self.strategy.value.replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class Search:
    """All candidates for a target, best first, and how many pairings each filter removed."""

    found: tuple[Candidate, ...]
    removed: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything a choice depends on.

    predictor : a scratch pad: strengths nobody knows are set to the population's median, so that what a block costs
        does not drown in not knowing the lifter.
    usual_reps : repetitions of a compound when fresh.
    """

    request: PlanRequest
    predictor: Predictor
    catalogue: Catalogue
    background: Background
    usual_reps: tuple[int, int]
    known: frozenset[str] = frozenset()  # exercises whose strength rests on the lifter's own sets

    @property
    def middle_reps(self) -> int:
        """The middle of the usual repetitions, for which loads are chosen."""
        return round(sum(self.usual_reps) / 2)


def search(targets: Sequence[Muscle], scene: Scene) -> Search:
    """Enumerate and score every block for a muscle, or for the heads of one muscle."""
    request, catalogue = scene.request, scene.catalogue
    removed = {"equipment": 0, "joint": 0, "safety": 0}
    found: list[Candidate] = []
    for pairing in catalogue.pairings:
        if pairing.target not in targets or not pairing.is_pre_exhaust:
            continue
        for compound_id in pairing.compounds:
            pair = (catalogue.exercises[pairing.isolation], catalogue.exercises[compound_id])
            reason = _removed_by(pairing, pair, request)
            if reason:
                removed[reason] += 1
            else:
                found += _ways(pairing, pair, scene)
    found.sort(key=lambda c: (not c.assessment.decision.plans_a_block, -round(c.score, 6), c.name, c.dose.gap_s))
    return Search(tuple(found), removed)


def _removed_by(pairing: Pairing, pair: tuple[Exercise, Exercise], request: PlanRequest) -> str:
    if not all(available(e, request.equipment) for e in pair):
        return "equipment"
    if worst_advice(*pair, pairing, request.lifter.joints) is JointAdvice.AVOID:
        return "joint"
    return "safety" if anti_pattern(*pair, pairing.target, pairing) else ""


def _ways(pairing: Pairing, pair: tuple[Exercise, Exercise], scene: Scene) -> list[Candidate]:
    """Dose one pair every sensible way: rounds, gaps and strategies."""
    base = base_dose(pairing, pair, scene)
    seed = scene.request.seed
    times = len(block_days(pair[1], days_of(scene.request)))
    out: list[Candidate] = []
    for rounds in (2, 3):
        dose = replace(base, rounds=rounds)
        usual = tally(
            scene.predictor, Strategy.TRADITIONAL, *pair, dose, dose.compound_load_kg, n_draw=N_DRAW, seed=seed
        )
        for gap_s in dosing.gap_options_s(pairing):
            question = Question(
                isolation=pair[0], compound=pair[1], target=pairing.target, pairing=pairing, gap_s=gap_s, rounds=rounds,
                iso_reps=dosing.isolation_reps(pairing), times=times,
            )  # fmt: skip
            found = assess(question, scene.request.lifter, scene.background, scene.request.override)
            if Action.SHORTEN in found.decision.adjustments and rounds > 2:
                continue
            block = Block(question, replace(dose, gap_s=gap_s), found)
            ways = _strategies(found.decision.adjustments, around=trains_around(pair[1], scene.request))
            out += [_candidate(block, strategy, usual, scene) for strategy in ways]
    return out


def dosed(pairing: Pairing, compound: Exercise, dose: Dose, strategy: Strategy, scene: Scene) -> Candidate:
    """Dose one pair in one way that somebody chose; `dose` says loads, gap, rest and rounds."""
    isolation = scene.catalogue.exercises[pairing.isolation]
    question = Question(
        isolation=isolation, compound=compound, target=pairing.target, pairing=pairing, gap_s=dose.gap_s,
        rounds=dose.rounds, iso_reps=dosing.isolation_reps(pairing),
    )  # fmt: skip
    found = assess(question, scene.request.lifter, scene.background, scene.request.override)
    usual = tally(
        scene.predictor, Strategy.TRADITIONAL, isolation, compound, dose, dose.compound_load_kg,
        n_draw=N_DRAW, seed=scene.request.seed,
    )  # fmt: skip
    return _candidate(Block(question, dose, found), strategy, usual, scene)


@dataclass(frozen=True, slots=True)
class Block:
    """A pair with its dose and what the rules say about it."""

    question: Question
    dose: Dose
    assessment: Assessment


def _strategies(asked: frozenset[Action], *, around: bool) -> tuple[Strategy, ...]:
    if around:  # the load is cut, which is what keeping the repetitions does
        return (Strategy.KEEP_REPS,)
    return (Strategy.COUNT_IT,) if Action.REPLACE_SETS in asked else (Strategy.KEEP_LOAD, Strategy.KEEP_REPS)


def base_dose(pairing: Pairing, pair: tuple[Exercise, Exercise], scene: Scene) -> Dose:
    """Return the usual loads and efforts of a pair; strengths nobody knows are taken from the population."""
    isolation, compound = pair
    predictor, gym = scene.predictor, scene.request.gym
    iso_rir = sum(dosing.isolation_effort(pairing, compound)) / 2
    rir = sum(dosing.compound_effort(compound)) / 2
    iso_reps = round(sum(dosing.isolation_reps(pairing)) / 2)
    return Dose(
        iso_load_kg=dosing.isolation_load(predictor, isolation, gym, reps=iso_reps, rir=iso_rir),
        compound_load_kg=dosing.load_for(predictor, compound, gym, reps=scene.middle_reps, rir=rir),
        iso_rir=iso_rir,
        compound_rir=rir,
        rest_s=dosing.rest_between_rounds_s(compound),
    )


def _candidate(block: Block, strategy: Strategy, usual: Tally, scene: Scene) -> Candidate:
    q, dose = block.question, block.dose
    pairing = cast("Pairing", q.pairing)  # candidates come from reviewed pairings
    load = _load(strategy, block, scene)
    t = tally(scene.predictor, strategy, q.isolation, q.compound, dose, load, n_draw=N_DRAW, seed=scene.request.seed)
    candidate = Candidate(
        pairing=pairing,
        isolation=q.isolation,
        compound=q.compound,
        target=q.target,
        strategy=strategy,
        dose=dose,
        compound_load_kg=load,
        load_cut_percent=t.load_cut_percent,
        reps=_reps(strategy, t, scene.usual_reps, much_lighter=load < 0.9 * dose.compound_load_kg),
        assessment=block.assessment,
        terms=(),
        fresh_reps=float(usual.compound_reps[0].mean()),
        expected_reps=Interval.of(t.compound_reps[0]),
        lost_reps=Interval.of(usual.compound_reps[0] - t.compound_reps[0]),
        volume_change_percent=Interval.of(change_in_percent(t.compound_volume_load_kg, usual.compound_volume_load_kg)),
        minutes=float(t.duration_s.mean()) / 60,
        unit=scene.request.unit,
    )
    facts = Facts(
        isolation=q.isolation,
        compound=q.compound,
        target=q.target,
        pairing=pairing,
        added_sets=q.added_sets,
        replaces_sets=strategy is Strategy.COUNT_IT,
        lost_volume_percent=-candidate.volume_change_percent.mean,
        load_cut_percent=0.0 if trains_around(q.compound, scene.request) else candidate.load_cut_percent,
        extra_minutes=candidate.minutes - float(usual.duration_s.mean()) / 60,
        known=scene.known,
    )
    return replace(candidate, terms=terms_of(facts, scene.request.lifter, scene.background))


def _load(strategy: Strategy, block: Block, scene: Scene) -> float:
    q, dose, gym = block.question, block.dose, scene.request.gym
    around = trains_around(q.compound, scene.request)
    if strategy is not Strategy.KEEP_REPS and not around:
        return dose.compound_load_kg
    solved = dosing.load_that_keeps(
        scene.predictor, q.compound, gym, reps=scene.middle_reps, rir=dose.compound_rir,
        usual_kg=dose.compound_load_kg, before=first_isolation(q.isolation.id, dose), rest_before_s=dose.gap_s,
    )  # fmt: skip
    if around:
        recent = scene.background.recent_load_kg.get(q.compound.id, dose.compound_load_kg)
        return dosing.train_around_load(q.compound, solved, recent, gym)
    return solved


def trains_around(compound: Exercise, request: PlanRequest) -> bool:
    """Tell whether a marked joint concerns the compound, so that its load is cut (S64)."""
    return any(_concerns(joint, compound) for joint in request.lifter.joints)


def _concerns(joint: str, compound: Exercise) -> bool:
    if joint in {"knee", "low_back"}:
        return compound.spinal_load > 0 or any(is_lower(m) for m in compound.prime_movers)
    return any(compound.involvement.get(m, 0.0) >= 0.25 for m in CROSSED_BY[joint])


def _reps(strategy: Strategy, t: Tally, usual_reps: tuple[int, int], *, much_lighter: bool) -> tuple[int, int]:
    """Repetitions to write down: the usual ones at a slightly lighter load, else what is expected (S14)."""
    if strategy is Strategy.KEEP_REPS and not much_lighter:
        return usual_reps
    first, last = Interval.of(t.compound_reps[0]), Interval.of(t.compound_reps[-1])
    low = max(1, round(min(last.mean, first.q10)))
    return (low, max(low, round(first.q90)))
