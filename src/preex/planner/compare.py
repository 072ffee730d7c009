"""What does pre-exhaust cost and give, for two exercises and one lifter? Four strategies side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from preex.core.exercise import Exercise, Family
from preex.core.gym import Gym
from preex.core.muscle import Muscle
from preex.core.pairing import REFUSAL_TEXT, Order, OrderCheck, Pairing, check_order
from preex.core.plan import Strategy
from preex.core.volume import Counting, credit, sets_per_muscle
from preex.errors import OutOfRange, ValidationError
from preex.fatigue.session import PlannedSet
from preex.planner import dosing
from preex.planner.advice import Action, Verdict
from preex.planner.assess import Assessment, Question, assess
from preex.planner.background import Background
from preex.planner.comparison import Comparison, LedgerRow, StrategyOutcome
from preex.planner.interval import Interval
from preex.planner.lifter import Lifter
from preex.planner.notices import Level, Notice, iso_load_notice, no_lighter_notice
from preex.planner.safety import find_pairing, who_takes_over
from preex.planner.strategies import STRATEGIES, Dose, first_isolation
from preex.planner.tally import Tally, change_in_percent, tally
from preex.predictor import Predictor

N_DRAW = 1000


def compare(  # noqa: PLR0913 - one argument for each option of the command line
    predictor: Predictor,
    isolation: Exercise,
    compound: Exercise,
    *,
    load_kg: float | None = None,
    fresh_reps: int | None = None,
    gap_s: float | None = None,
    iso_load_kg: float | None = None,
    iso_reps: int | None = None,
    iso_rir: float = 1.0,
    compound_rir: float = 0.0,
    rounds: int = dosing.ROUNDS,
    rest_s: float = dosing.REST_S,
    gym: Gym | None = None,
    pairings: Iterable[Pairing] = (),
    lifter: Lifter | None = None,
    background: Background | None = None,
    override: str = "",
    n_draw: int = N_DRAW,
    seed: int = 0,
) -> Comparison:
    """Compare the traditional order with three ways to pre-exhaust.

    Parameters
    ----------
    predictor : of this lifter; it is not changed.
    isolation, compound : the two exercises. Given in the traditional order they are turned round, and the answer says
        so; a pair that is no pre-exhaust at all is compared as given, with the refusal.
    load_kg : usual load of the compound; None = the load for `fresh_reps`. [kg, > 0]
    fresh_reps : repetitions of the compound when fresh, leaving `compound_rir`; None = what the lifter's log says, 10
        without one. [1 to 30]
    gap_s : between isolation and compound; None = the pairing's. [s, 0 to 600]
    iso_load_kg, iso_reps : of the isolation. `iso_reps` chooses the load for so many repetitions with `iso_rir` left;
        with neither it is the load for 12 with 1 left. At most 80 % of e1RM, unless the load is given.
    iso_rir, compound_rir : repetitions left at which each set stops; 0 = to failure. [0 to 10]
    rounds : sets of each exercise. [1 to 10]
    rest_s : after the compound, and between the traditional order's sets. [s, 0 to 900]
    gym : what can be loaded.
    pairings : the reviewed pairings, for joints, changeover and anti-patterns.
    lifter, background : who asks, and what the log tells.
    override : a reason to go on against D3, D4 or D5.
    n_draw, seed : of the simulation; the same seed gives the same draws for every strategy.

    Returns
    -------
    The comparison. Repetitions, volume, effort and time come with 80 % intervals.

    Raises
    ------
    OutOfRange : a number outside its range.
    ValidationError : one exercise twice, or one that is not a strength exercise.
    """
    _check(load_kg, fresh_reps, gap_s, iso_load_kg, iso_reps, iso_rir, compound_rir, rounds, rest_s)
    lifter, background, gym = lifter or Lifter(), background or Background(), gym or Gym()
    check, isolation, compound, turned = _ordered(isolation, compound)
    pairing = find_pairing(isolation.id, compound.id, pairings, check.target)
    target = check.target
    twin = predictor.copy()
    dose = Dose(
        compound_load_kg=_usual_load(twin, compound, gym, load_kg, fresh_reps, compound_rir),
        iso_load_kg=_isolation_load(twin, isolation, gym, iso_load_kg, iso_reps, iso_rir),
        iso_rir=iso_rir,
        compound_rir=compound_rir,
        gap_s=dosing.default_gap_s(isolation, compound, pairing) if gap_s is None else gap_s,
        rest_s=rest_s,
        rounds=rounds,
    )
    loads = _loads(twin, isolation, compound, dose, gym)
    tallies = {s: tally(twin, s, isolation, compound, dose, loads[s], n_draw=n_draw, seed=seed) for s in STRATEGIES}
    reps = iso_reps or dosing.ISO_REPS_DEFAULT
    question = Question(
        isolation=isolation,
        compound=compound,
        target=target or max(isolation.involvement, key=isolation.involvement.__getitem__),
        pairing=pairing,
        gap_s=dose.gap_s,
        rounds=rounds,
        iso_reps=(reps, reps),
    )
    found = _advise(check, question, lifter, background, override, turned=turned)
    outcomes = {
        s: _outcome(tallies[s], tallies[Strategy.TRADITIONAL], isolation, compound, dose, target) for s in STRATEGIES
    }
    fresh = Interval.of(tallies[Strategy.TRADITIONAL].compound_reps[0])
    loss = tallies[Strategy.TRADITIONAL].compound_reps[0] - tallies[Strategy.KEEP_LOAD].compound_reps[0]
    return Comparison(
        isolation=isolation,
        compound=compound,
        target=target,
        check=check,
        pairing=pairing,
        dose=dose,
        fresh_reps=fresh,
        expected_reps=Interval.of((fresh.mean - loss).clip(min=0.0)),
        strategies=outcomes,
        decision=found.decision,
        notices=(*found.notices, *_load_notices(twin, isolation, compound, dose, gym)),
        takeover=who_takes_over(compound, target, lifter.joints) if target else (),
        ledger=_ledger(target, isolation, compound, outcomes[Strategy.KEEP_LOAD], dose),
    )


def _check(  # noqa: PLR0913, PLR0917 - one for each number of the question
    load_kg: float | None,
    fresh_reps: int | None,
    gap_s: float | None,
    iso_load_kg: float | None,
    iso_reps: int | None,
    iso_rir: float,
    compound_rir: float,
    rounds: int,
    rest_s: float,
) -> None:
    ranges = {
        "load_kg": (load_kg, 0.5, 2000, "kg"),
        "fresh_reps": (fresh_reps, 1, 30, "repetitions"),
        "gap_s": (gap_s, 0, 600, "s"),
        "iso_load_kg": (iso_load_kg, 0, 2000, "kg"),
        "iso_reps": (iso_reps, 1, 50, "repetitions"),
        "iso_rir": (iso_rir, 0, 10, "repetitions"),
        "compound_rir": (compound_rir, 0, 10, "repetitions"),
        "rounds": (rounds, 1, 10, "rounds"),
        "rest_s": (rest_s, 0, 900, "s"),
    }
    for name, (value, low, high, unit) in ranges.items():
        if value is not None and not low <= value <= high:
            raise OutOfRange(f"{name} is {value:g}; it lies between {low:g} and {high:g} {unit}.", hint="Correct it.")


def _ordered(first: Exercise, second: Exercise) -> tuple[OrderCheck, Exercise, Exercise, bool]:
    """Return the check, the isolation, the compound, and whether they had to be turned round."""
    if first.id == second.id:
        raise ValidationError(f"{first.id} is given twice.", hint="A pair needs two exercises.")
    for exercise in (first, second):
        if exercise.family is not Family.STRENGTH:
            raise ValidationError(f"{exercise.id} is not a strength exercise.", hint="Choose another exercise.")
    check = check_order(first, second)
    if check.order is Order.TRADITIONAL:
        return check, second, first, True
    return check, first, second, False


def _usual_load(
    twin: Predictor, compound: Exercise, gym: Gym, load_kg: float | None, fresh_reps: int | None, rir: float
) -> float:
    """Return the compound's usual load; what the caller states about it becomes the twin's strength."""
    own = compound.id in twin.known
    reps = fresh_reps or dosing.FRESH_REPS_DEFAULT
    load = dosing.load_for(twin, compound, gym, reps=reps, rir=rir) if load_kg is None else load_kg
    if load > 0 and (not own or (load_kg is not None and fresh_reps is not None)):
        twin.set_strength(compound.id, load_kg=load, reps=round(reps + rir))
    return load


def _isolation_load(
    twin: Predictor, isolation: Exercise, gym: Gym, load_kg: float | None, iso_reps: int | None, rir: float
) -> float:
    reps, left = (dosing.ISO_REPS_DEFAULT, dosing.ISO_RIR_DEFAULT) if iso_reps is None else (iso_reps, rir)
    load = dosing.isolation_load(twin, isolation, gym, reps=reps, rir=left) if load_kg is None else load_kg
    if load > 0 and isolation.id not in twin.known:
        twin.set_strength(isolation.id, load_kg=load, reps=round(reps + left))
    return load


def _loads(twin: Predictor, isolation: Exercise, compound: Exercise, dose: Dose, gym: Gym) -> dict[Strategy, float]:
    """Return the compound's load for each strategy; only `keep_reps` changes it (S70)."""
    loads = dict.fromkeys(STRATEGIES, dose.compound_load_kg)
    once = PlannedSet(exercise=compound.id, load_kg=dose.compound_load_kg, rir=dose.compound_rir)
    usual = twin.simulate([once], n_draw=200)[0].reps.q50
    loads[Strategy.KEEP_REPS] = dosing.load_that_keeps(
        twin,
        compound,
        gym,
        reps=max(1, round(usual)),
        rir=dose.compound_rir,
        before=first_isolation(isolation.id, dose),
        rest_before_s=dose.gap_s,
        usual_kg=dose.compound_load_kg,
    )
    return loads


def _outcome(
    t: Tally, usual: Tally, isolation: Exercise, compound: Exercise, dose: Dose, target: Muscle | None
) -> StrategyOutcome:
    done = [isolation] * dose.rounds + [compound] * dose.rounds
    added = dose.rounds * _credit(isolation, target)
    counted = t.strategy is Strategy.COUNT_IT
    return StrategyOutcome(
        strategy=t.strategy,
        compound_load_kg=t.compound_load_kg,
        isolation_load_kg=dose.iso_load_kg,
        compound_reps=Interval.of(t.compound_reps[0]),
        isolation_reps=Interval.of(t.isolation_reps[0]),
        compound_reps_by_set=tuple(Interval.of(d) for d in t.compound_reps),
        isolation_reps_by_set=tuple(Interval.of(d) for d in t.isolation_reps),
        compound_volume_load_kg=Interval.of(t.compound_volume_load_kg),
        isolation_volume_load_kg=Interval.of(t.isolation_volume_load_kg),
        fractional_sets=sets_per_muscle(done, Counting.FRACTIONAL),
        direct_sets=sets_per_muscle(done, Counting.DIRECT),
        weighted_sets=sets_per_muscle(done, Counting.WEIGHTED),
        session_rpe=Interval.of(t.session_rpe),
        duration_s=Interval.of(t.duration_s),
        volume_change_percent=Interval.of(change_in_percent(t.compound_volume_load_kg, usual.compound_volume_load_kg)),
        rpe_change=Interval.of(t.session_rpe - usual.session_rpe),
        load_cut_percent=round(t.load_cut_percent, 1),
        target_sets_added_to_week=0.0 if counted else added,
        sets_left_out_of_week=added if counted else 0.0,
    )


def _credit(exercise: Exercise, target: Muscle | None) -> float:
    return credit(exercise.involvement.get(target, 0.0), Counting.FRACTIONAL) if target else 0.0


def _load_notices(twin: Predictor, isolation: Exercise, compound: Exercise, dose: Dose, gym: Gym) -> list[Notice]:
    found = []
    if isolation.body_mass_share == 0:
        heavy = iso_load_notice(dose.iso_load_kg / max(twin.strength(isolation.id).one_rm_kg, 1e-9))
        found += [heavy] if heavy else []
    if not dosing.lighter_exists(compound, dose.compound_load_kg, gym):
        found.append(no_lighter_notice(compound))
    return found


def _advise(
    check: OrderCheck, question: Question, lifter: Lifter, background: Background, override: str, *, turned: bool
) -> Assessment:
    found = assess(question, lifter, background, override)
    isolation, compound = question.isolation, question.compound
    if turned:
        note = Notice(
            "N-S2-order", Level.NOTE,
            f"{compound.name} before {isolation.name} is the traditional order; pre-exhaust is the other way round.",
            ("S2",), f"Compared as {isolation.name}, then {compound.name}.",
        )  # fmt: skip
        return replace(found, notices=(note, *found.notices))
    if check.order is Order.NEITHER:
        why = "; ".join(REFUSAL_TEXT[r] for r in check.refusals)
        block = Notice(
            "B-S2", Level.BLOCK, f"{isolation.name} before {compound.name} is not pre-exhaust: {why}.", ("S2",),
            "Choose an isolation and a compound for the same muscle; the numbers are what this order would do.",
        )  # fmt: skip
        decision = replace(found.decision, rule="S2", verdict=Verdict.AVOID, action=Action.TRADITIONAL, because=("S2",))
        return Assessment(decision, (block, *found.notices))
    return found


def _ledger(
    target: Muscle | None, isolation: Exercise, compound: Exercise, keep_load: StrategyOutcome, dose: Dose
) -> tuple[LedgerRow, ...]:
    if target is None:
        return ()
    lost = keep_load.volume_change_percent
    sets = dose.rounds * _credit(isolation, target)
    return (
        LedgerRow(what=target.label, change=f"+{sets:g} sets that train it directly", because=("S40", "S60", "S38")),
        LedgerRow(
            what=compound.name,
            change=f"{lost.mean:+.0f} % repetitions x load at the usual load ({lost.q10:+.0f} to {lost.q90:+.0f} %)",
            because=("S41", "S18", "S13"),
        ),
    )
