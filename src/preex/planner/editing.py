"""Edits of a plan that need no model: order, rounds, numbers, pairs. Each gives a new plan and leaves the old one as it was.

A block is one section of a workout: straight sets, a pair done in rounds, or a pair in the traditional order, which is
a section around two others. `at` counts the exercises of a block from 0 in the order written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import count

from preex.core.exercise import Exercise, Kind
from preex.core.pairing import shared_target
from preex.core.plan import Prescription, Rest, Section, Step, Strategy, WorkoutPlan
from preex.errors import OutOfRange, ValidationError
from preex.planner.document import Plan, PlannedDay

MOST_DAYS = 14  # two weeks, written out
MOST_BLOCKS = 20
MOST_ROUNDS = 20
LONGEST_GAP_S, LONGEST_REST_S = 180.0, 900.0
USUAL_GAP_S, USUAL_REST_S = 30.0, 120.0  # where an edit needs a pause that the plan does not tell


# ---------------------------------------------------------------- what a block is


def exercises_of(section: Section) -> tuple[Prescription, ...]:
    """Return the exercises of a block in the order written, each once for every place it has in a round."""
    found: list[Prescription] = []
    for step in section.steps:
        if isinstance(step, Section):
            found += exercises_of(step)
        elif isinstance(step, Prescription):
            found.append(step)
    return tuple(found)


def is_straight(section: Section) -> bool:
    """Tell whether a block is sets of one exercise."""
    return len(exercises_of(section)) == 1 and not _inner(section)


def is_pair(section: Section) -> bool:
    """Tell whether a block is two exercises done in turn."""
    return len(exercises_of(section)) == 2 and not _inner(section)


def is_traditional_pair(section: Section) -> bool:
    """Tell whether a block is a pair in the traditional order: all sets of one exercise, then all of the other."""
    inner = _inner(section)
    return (
        section.strategy is Strategy.TRADITIONAL
        and len(inner) == len(section.steps) == 2
        and all(is_straight(one) for one in inner)
    )


def rounds_of(section: Section) -> int:
    """Return how often a block is done; of a traditional pair, the sets of its first exercise."""
    return _inner(section)[0].rounds if is_traditional_pair(section) else section.rounds


def gap_of(section: Section) -> float | None:
    """Return the pause between the two exercises of a pair; None where a block has none. [s]"""
    return _pauses(section)[0] if is_pair(section) else None


def rest_of(section: Section) -> float:
    """Return the pause at the end of a round; 0 = none. [s]"""
    inner = _inner(section)
    return rest_of(inner[0]) if inner else _pauses(section)[-1]


def straight(done: Prescription, rounds: int, rest_s: float) -> Section:
    """Write straight sets of one exercise."""
    return Section(steps=(done, Rest(rest_s)), rounds=rounds)


def pair(first: Prescription, second: Prescription, rounds: int, gap_s: float, rest_s: float) -> Section:
    """Write two exercises in turn, of no reviewed pairing."""
    return Section(steps=(first, Rest(gap_s), second, Rest(rest_s)), rounds=rounds)


def _inner(section: Section) -> tuple[Section, ...]:
    return tuple(step for step in section.steps if isinstance(step, Section))


def _pauses(section: Section) -> list[float]:
    """Return the pause after each exercise of a round. [s]"""
    found: list[float] = []
    for step in section.steps:
        if isinstance(step, Rest) and found:
            found[-1] += step.duration_s
        elif isinstance(step, Prescription):
            found.append(0.0)
    return found or [0.0]


# ---------------------------------------------------------------- edits of a block


def with_rounds(section: Section, rounds: int) -> Section:
    """Change how often a block is done."""
    _within("rounds", rounds, 1, MOST_ROUNDS)
    if is_traditional_pair(section):
        return replace(section, steps=tuple(replace(one, rounds=rounds) for one in _inner(section)))
    return replace(section, rounds=rounds)


def with_exercise(section: Section, at: int, done: Prescription) -> Section:
    """Put another prescription in one place of a block."""
    return _mapped(section, {at: done})


def with_gap(section: Section, gap_s: float) -> Section:
    """Change the pause between the two exercises of a pair."""
    _within("gap_s", gap_s, 0, LONGEST_GAP_S)
    if not is_pair(section):
        raise ValidationError("only a pair has a gap.", hint="Change the rest instead.")
    first, second = exercises_of(section)
    return replace(section, steps=(first, Rest(gap_s), second, Rest(rest_of(section))))


def with_rest(section: Section, rest_s: float) -> Section:
    """Change the pause at the end of a round."""
    _within("rest_s", rest_s, 0, LONGEST_REST_S)
    inner = _inner(section)
    if inner:
        return replace(section, steps=tuple(with_rest(one, rest_s) for one in inner))
    steps = section.steps
    while isinstance(steps[-1], Rest):
        steps = steps[:-1]
    return replace(section, steps=(*steps, Rest(rest_s)))


def turned(section: Section) -> Section:
    """Turn a pair round: it then has no name in the catalogue and no strategy."""
    if not is_pair(section):
        raise ValidationError("only a pair can be turned round.", hint="Move the block up or down instead.")
    first, second = exercises_of(section)
    return pair(second, first, section.rounds, gap_of(section) or 0.0, rest_of(section))


def taken_apart(section: Section) -> tuple[Section, ...]:
    """Turn a pair into straight sets of its exercises, in the same order and as many."""
    if is_traditional_pair(section):
        return _inner(section)
    if not is_pair(section):
        raise ValidationError("only a pair can be taken apart.", hint="Straight sets stand alone already.")
    return tuple(straight(done, section.rounds, rest_of(section)) for done in exercises_of(section))


def without_exercise(section: Section, at: int) -> tuple[Section, ...]:
    """Take an exercise out of a block; () when nothing is left."""
    if is_straight(section):
        return ()
    parts = taken_apart(section)
    if not 0 <= at < len(parts):
        raise OutOfRange(f"exercise {at} is not in a block of {len(parts)}.", hint="Reload the page.")
    return tuple(one for i, one in enumerate(parts) if i != at)


def together(one: Section, other: Section, gap_s: float = USUAL_GAP_S) -> tuple[Section, ...]:
    """Do two straight blocks in turn; sets that one has more of stay behind as straight sets."""
    if not (is_straight(one) and is_straight(other)):
        raise ValidationError("a pair is made of two blocks of straight sets.", hint="Take the pair apart first.")
    first, second = exercises_of(one)[0], exercises_of(other)[0]
    if first.exercise == second.exercise:
        raise ValidationError("both blocks are the same exercise.", hint="Pair two different ones.")
    rounds = min(one.rounds, other.rounds)
    made = pair(first, second, rounds, gap_s, rest_of(other) or USUAL_REST_S)
    longer = one if one.rounds > other.rounds else other
    left = longer.rounds - rounds
    return (made, replace(longer, rounds=left)) if left else (made,)


def _mapped(section: Section, new: Mapping[int, Prescription]) -> Section:
    counted = 0

    def walk(one: Section) -> Section:
        nonlocal counted
        steps: list[Step] = []
        for step in one.steps:
            if isinstance(step, Section):
                steps.append(walk(step))
            elif isinstance(step, Prescription):
                steps.append(new.get(counted, step))
                counted += 1
            else:
                steps.append(step)
        return replace(one, steps=tuple(steps))

    out = walk(section)
    for at in new:
        _within("exercise", at, 0, counted - 1)
    return out


# ---------------------------------------------------------------- edits of a workout


def moved(workout: WorkoutPlan, block: int, by: int) -> WorkoutPlan:
    """Move a block up (`by=-1`) or down (`by=1`)."""
    _there(workout, block)
    _within("block", block + by, 0, len(workout.sections) - 1)
    sections = list(workout.sections)
    sections.insert(block + by, sections.pop(block))
    return replace(workout, sections=tuple(sections))


def with_blocks(workout: WorkoutPlan, block: int, new: Sequence[Section], *, instead_of: int = 1) -> WorkoutPlan:
    """Put blocks in place of `instead_of` others, from `block` on."""
    sections = (*workout.sections[:block], *new, *workout.sections[block + instead_of :])
    if not sections:
        raise ValidationError("this is the day's last exercise.", hint="Add another one first, or remove the day.")
    _within("blocks", len(sections), 1, MOST_BLOCKS)
    return replace(workout, sections=sections)


def changed(workout: WorkoutPlan, block: int, change: Callable[[Section], Section]) -> WorkoutPlan:
    """Change one block."""
    return with_blocks(workout, block, (change(_there(workout, block)),))


def removed(workout: WorkoutPlan, block: int, at: int | None = None) -> WorkoutPlan:
    """Take a block out, or one exercise of a pair."""
    section = _there(workout, block)
    return with_blocks(workout, block, () if at is None else without_exercise(section, at))


def paired(workout: WorkoutPlan, block: int, gap_s: float = USUAL_GAP_S) -> WorkoutPlan:
    """Do a block in turn with the one after it."""
    one, other = _there(workout, block), _there(workout, block + 1)
    return with_blocks(workout, block, together(one, other, gap_s), instead_of=2)


def split(workout: WorkoutPlan, block: int) -> WorkoutPlan:
    """Take a pair apart."""
    return with_blocks(workout, block, taken_apart(_there(workout, block)))


def goes_first(workout: WorkoutPlan, block: int, exercises: Mapping[str, Exercise]) -> int | None:
    """Return where an isolation block would go to come before the compounds it shares a muscle with; None = it does."""
    section = _there(workout, block)
    if not is_straight(section):
        return None
    isolation = exercises.get(exercises_of(section)[0].exercise)
    if isolation is None or isolation.kind is not Kind.ISOLATION:
        return None
    for i, other in enumerate(workout.sections[:block]):
        compounds = (exercises[p.exercise] for p in exercises_of(other) if p.exercise in exercises)
        if any(c.kind is Kind.COMPOUND and shared_target(isolation, c) for c in compounds):
            return i
    return None


def reordered(workout: WorkoutPlan, block: int, exercises: Mapping[str, Exercise]) -> WorkoutPlan:
    """Do an isolation block before the compounds it shares a muscle with, and change nothing else (S74).

    Raises
    ------
    ValidationError : no compound that shares a muscle with it comes before it.
    """
    to = goes_first(workout, block, exercises)
    if to is None:
        raise ValidationError(
            "nothing before this block shares its muscle.",
            hint="Only an isolation exercise after such a compound moves.",
        )
    return moved(workout, block, to - block)


def _there(workout: WorkoutPlan, block: int) -> Section:
    if not 0 <= block < len(workout.sections):
        raise OutOfRange(
            f"there is no block {block} on this day; it has {len(workout.sections)}.", hint="Reload the page."
        )
    return workout.sections[block]


# ---------------------------------------------------------------- edits of a plan


def with_workout(plan: Plan, day: int, change: Callable[[WorkoutPlan], WorkoutPlan]) -> Plan:
    """Change one day; what stood beside it belonged to the day as it was."""
    workout = change(_day(plan, day).workout)
    return replace(plan, days=(*plan.days[:day], PlannedDay(workout=workout), *plan.days[day + 1 :]))


def with_day_twice(plan: Plan, day: int) -> Plan:
    """Repeat a day right after itself."""
    days = list(plan.days)
    days.insert(day + 1, _renamed(_day(plan, day), days))
    return _with_days(plan, days)


def with_week_twice(plan: Plan) -> Plan:
    """Repeat all days once more."""
    days = list(plan.days)
    for day in plan.days:
        days.append(_renamed(day, days))
    return _with_days(plan, days)


def with_day_moved(plan: Plan, day: int, by: int) -> Plan:
    """Move a day up or down the list."""
    _day(plan, day)
    _within("day", day + by, 0, len(plan.days) - 1)
    days = list(plan.days)
    days.insert(day + by, days.pop(day))
    return _with_days(plan, days)


def without_day(plan: Plan, day: int) -> Plan:
    """Take a day out."""
    _day(plan, day)
    if len(plan.days) == 1:
        raise ValidationError("this is the plan's last day.", hint="Change it, or make a new plan.")
    return _with_days(plan, [one for i, one in enumerate(plan.days) if i != day])


def _day(plan: Plan, day: int) -> PlannedDay:
    if not 0 <= day < len(plan.days):
        raise OutOfRange(f"there is no day {day} in this plan; it has {len(plan.days)}.", hint="Reload the page.")
    return plan.days[day]


def _with_days(plan: Plan, days: Iterable[PlannedDay]) -> Plan:
    new = tuple(days)
    _within("days", len(new), 1, MOST_DAYS)
    return replace(plan, days=new)


def _renamed(day: PlannedDay, days: Iterable[PlannedDay]) -> PlannedDay:
    """Give a repeated day a title of its own: `Push`, `Push 2`, `Push 3`."""
    stem, _, tail = day.workout.title.rpartition(" ")
    title = stem if stem and tail.isdecimal() else day.workout.title
    taken = {one.workout.title for one in days}
    free = next(f"{title} {n}".strip() for n in count(2) if f"{title} {n}".strip() not in taken)
    return replace(day, workout=replace(day.workout, title=free))


def _within(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise OutOfRange(f"{name} is {value:g}; it lies between {low:g} and {high:g}.", hint="Correct it.")
