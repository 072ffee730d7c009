"""Edits of a plan keep what a lifter relies on: every set counted once, nothing lost, each edit undone."""

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.catalogue import load_catalogue
from preex.core.gym import usual_gym
from preex.core.muscle import Muscle
from preex.core.plan import Prescription, Rest, Section, Strategy, WorkoutPlan
from preex.core.volume import Counting, sets_per_muscle
from preex.errors import OutOfRange, PreexError, ValidationError
from preex.planner import editing, redosing
from preex.planner.check import check_plan
from preex.planner.document import Plan, PlannedDay, plan_from_json
from preex.planner.draft import Draft, draft_from_json
from preex.planner.ledger import day_ledger, week_sets
from preex.planner.lifter import Lifter
from preex.planner.request import PlanRequest
from preex.planner.retelling import retold
from preex.planner.sections import LoadBook
from preex.planner.week import new_plan
from preex.units import LoadUnit, from_kg

EXERCISES = load_catalogue().exercises
NAMES = ("barbell_back_squat", "leg_press", "leg_extension", "seated_leg_curl", "standing_calf_raise", "lat_pulldown")


def one(exercise, reps=(8, 12), load_kg=60.0):
    return Prescription(exercise=exercise, reps_low=reps[0], reps_high=reps[1], load_kg=load_kg)


def straight(exercise, rounds=3):
    return editing.straight(one(exercise), rounds, 120.0)


def day(*sections):
    return WorkoutPlan(title="Legs", sections=sections)


QUADS = day(straight("barbell_back_squat"), straight("leg_press"), straight("leg_extension"))

straights = st.builds(straight, st.sampled_from(NAMES), st.integers(1, 5))
pairs = st.builds(
    lambda names, rounds, gap_s: editing.pair(one(names[0]), one(names[1]), rounds, gap_s, 120.0),
    st.lists(st.sampled_from(NAMES), min_size=2, max_size=2, unique=True),
    st.integers(1, 5),
    st.floats(0, 180),
)
workouts = st.lists(st.one_of(straights, pairs), min_size=2, max_size=6).map(lambda s: day(*s))


def sets_done(workout):
    """How often each exercise is done, whatever the order."""
    return Counter(step.exercise for step in workout.unrolled() if isinstance(step, Prescription))


# ---------------------------------------------------------------- pure edits


@given(workouts, st.data())
def test_to_move_a_block_and_to_move_it_back_changes_nothing(workout, data):
    block = data.draw(st.integers(0, len(workout.sections) - 2))
    down = editing.moved(workout, block, 1)
    assert sets_done(down) == sets_done(workout)
    assert editing.moved(down, block + 1, -1) == workout


@given(workouts, st.data())
def test_to_pair_and_to_take_apart_keep_every_set(workout, data):
    block = data.draw(st.integers(0, len(workout.sections) - 2))
    for edit in (editing.paired, editing.split):
        try:
            after = edit(workout, block)
        except ValidationError:
            continue
        assert sets_done(after) == sets_done(workout)


@given(workouts, st.data())
def test_isolation_first_moves_one_block_and_changes_nothing_else(workout, data):
    block = data.draw(st.integers(0, len(workout.sections) - 1))
    to = editing.goes_first(workout, block, EXERCISES)
    if to is None:
        with pytest.raises(ValidationError, match="nothing before this block"):
            editing.reordered(workout, block, EXERCISES)
        return
    after = editing.reordered(workout, block, EXERCISES)
    assert Counter(after.sections) == Counter(workout.sections)
    assert after.sections[to] == workout.sections[block]
    assert editing.goes_first(after, to, EXERCISES) is None


@given(st.one_of(straights, pairs), st.integers(1, 20), st.floats(0, 900))
def test_rounds_and_rests_are_as_they_were_told(section, rounds, rest_s):
    after = editing.with_rest(editing.with_rounds(section, rounds), rest_s)
    assert editing.rounds_of(after) == rounds
    assert editing.rest_of(after) == rest_s
    assert editing.exercises_of(after) == editing.exercises_of(section)


def test_a_day_of_three_quad_exercises_keeps_its_nine_sets_when_the_extension_goes_first():  # S74
    after = editing.reordered(QUADS, 2, EXERCISES)
    done = [step.exercise for step in after.unrolled() if isinstance(step, Prescription)]
    before = [step.exercise for step in QUADS.unrolled() if isinstance(step, Prescription)]
    assert done[0] == "leg_extension"  # S75: the timeline has it at position 1
    assert len(done) == len(before) == 9
    count = [sets_per_muscle([EXERCISES[e] for e in names], Counting.FRACTIONAL) for names in (before, done)]
    assert count[0] == count[1]
    assert count[0][Muscle.QUADS_VASTI] == 9


def test_sets_that_one_of_two_blocks_has_more_of_stay_behind():
    after = editing.paired(day(straight("leg_extension", 4), straight("leg_press", 3)), 0)
    assert [editing.rounds_of(s) for s in after.sections] == [3, 1]
    assert sets_done(after) == {"leg_extension": 4, "leg_press": 3}


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (lambda w: editing.moved(w, 0, -1), "block is -1"),
        (lambda w: editing.moved(w, 9, 1), "there is no block 9"),
        (lambda w: editing.changed(w, 0, lambda s: editing.with_rounds(s, 0)), "rounds is 0"),
        (lambda w: editing.changed(w, 0, lambda s: editing.with_gap(s, 30)), "only a pair has a gap"),
        (lambda w: editing.split(w, 0), "only a pair can be taken apart"),
        (lambda _: editing.removed(day(straight("leg_press")), 0), "the day's last exercise"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(edit, error):
    with pytest.raises(PreexError, match=error):
        edit(QUADS)


def test_a_repeated_day_has_a_name_of_its_own():
    plan = Plan(lifter=Lifter(), days=(PlannedDay(workout=QUADS),))
    thrice = editing.with_day_twice(editing.with_day_twice(plan, 0), 0)
    assert {d.workout.title for d in thrice.days} == {"Legs", "Legs 2", "Legs 3"}
    assert len(editing.with_week_twice(thrice).days) == 6
    with pytest.raises(OutOfRange, match="days is 24; it lies between 1 and 14"):
        editing.with_week_twice(editing.with_week_twice(editing.with_week_twice(thrice)))


# ---------------------------------------------------------------- drafts


@given(
    workouts,
    st.lists(st.tuples(st.sampled_from(("up", "out", "rounds", "pair", "split")), st.integers(0, 6)), max_size=8),
)
def test_undo_goes_back_through_every_edit_to_the_plan_as_it_was(workout, edits):
    draft = Draft.of(Plan(lifter=Lifter(), days=(PlannedDay(workout=workout),)), "P-1")
    states = [draft]
    for name, block in edits:
        edit = {
            "up": lambda w, b: editing.moved(w, b, -1),
            "out": editing.removed,
            "rounds": lambda w, b: editing.changed(w, b, lambda s: editing.with_rounds(s, 4)),
            "pair": editing.paired,
            "split": editing.split,
        }[name]
        try:
            plan = editing.with_workout(draft.plan, 0, lambda w, b=block, e=edit: e(w, b))
        except PreexError:
            continue
        draft = draft.edited(name, "", plan)
        states.append(draft)
    for before in reversed(states[:-1]):
        draft = draft.undone()
        assert draft == before
        assert draft_from_json(draft.to_json()) == draft
    with pytest.raises(ValidationError, match="nothing to undo"):
        draft.undone()


# ---------------------------------------------------------------- with the planner's doses


@pytest.fixture(scope="module")
def planned(predictor, catalogue):
    wish = PlanRequest(lifter=Lifter(lagging=(Muscle.QUADS_VASTI, Muscle.RECTUS_FEMORIS)))
    return new_plan(wish, predictor, catalogue)


@pytest.fixture(scope="module")
def scene(planned, predictor, catalogue):
    return redosing.scene_of(planned, predictor, catalogue)


@pytest.fixture(scope="module")
def book(predictor):
    return LoadBook(predictor)


@pytest.fixture
def quad_pair(catalogue, scene, book):
    return redosing.pair_block(catalogue.pairing("P053"), "leg_press", Strategy.KEEP_LOAD, scene, book)


def test_each_way_to_do_a_pair_keeps_its_sets_and_leads_back(quad_pair, scene, book):
    for strategy in Strategy:
        other = redosing.with_strategy(quad_pair, strategy, scene, book)
        assert other.strategy is strategy
        assert sets_done(day(other)) == sets_done(day(quad_pair)) == {"leg_extension": 3, "leg_press": 3}
        assert sum(1 for p, _ in day(other).sets()) == 6
    lighter = redosing.with_strategy(quad_pair, Strategy.KEEP_REPS, scene, book)
    assert redosing.with_strategy(lighter, Strategy.KEEP_LOAD, scene, book) == quad_pair


def test_to_keep_the_repetitions_takes_a_lighter_load_the_gym_can_make(quad_pair, scene, book):  # S70
    usual, lighter = (
        editing.exercises_of(s)[1]
        for s in (quad_pair, redosing.with_strategy(quad_pair, Strategy.KEEP_REPS, scene, book))
    )
    assert lighter.load_kg < usual.load_kg
    assert lighter.load_kg in scene.request.gym.loadable_kg(EXERCISES["leg_press"])
    assert (lighter.reps_low, lighter.reps_high) == scene.usual_reps


def test_a_way_keeps_the_isolation_as_the_lifter_wrote_it(quad_pair, scene, book):
    mine = editing.with_exercise(quad_pair, 0, one("leg_extension", (6, 8), 50.0))
    for strategy in Strategy:
        kept = {p.exercise: p for p in editing.exercises_of(redosing.with_strategy(mine, strategy, scene, book))}
        assert kept["leg_extension"] == one("leg_extension", (6, 8), 50.0)


def test_two_straight_blocks_that_are_a_reviewed_pair_become_one(scene, book):
    after = redosing.paired(day(straight("leg_extension"), straight("leg_press")), 0, scene, book)
    (made,) = after.sections
    assert (made.pairing, made.strategy) == ("P053", Strategy.KEEP_LOAD)
    assert [n for n in check_plan(a_plan(after).to_json(), load_catalogue()) if n.code == "B-S2"] == []


def a_plan(*days):
    return Plan(lifter=Lifter(), days=tuple(PlannedDay(workout=w) for w in days))


def test_a_stand_in_makes_another_reviewed_pair_or_none(quad_pair, scene, book):
    hack = redosing.with_stand_in(quad_pair, 1, EXERCISES["hack_squat_machine"], scene, book)
    assert hack.strategy is quad_pair.strategy
    assert sets_done(day(hack)) == {"leg_extension": 3, "hack_squat_machine": 3}
    none = redosing.with_stand_in(quad_pair, 1, EXERCISES["lat_pulldown"], scene, book)
    assert (none.pairing, none.strategy) == ("", None)
    for block in (hack, none):
        assert not any(n.code == "B-S2" for n in check_plan(a_plan(day(block)).to_json(), load_catalogue()))


def test_the_ledger_of_a_pair_shows_what_its_compound_loses(quad_pair, scene):
    alone, paired = (day_ledger(day(s), scene).blocks[0] for s in (straight("leg_press"), quad_pair))
    press = {e.exercise: e for e in paired.first_sets}["leg_press"]
    assert press.now.mean < press.fresh.mean
    assert {e.exercise: e for e in alone.first_sets}["leg_press"].now == alone.first_sets[0].fresh
    assert paired.sets[Muscle.QUADS_VASTI] == 6  # S72: three of each
    assert 1 <= paired.effort <= 10


def test_common_draws_let_an_edit_be_compared_with_what_was_before(quad_pair, scene):
    assert day_ledger(day(quad_pair), scene) == day_ledger(day(quad_pair), scene)
    longer = editing.with_gap(quad_pair, 120)
    quick, slow = (day_ledger(day(s), scene).blocks[0].first_sets[1] for s in (quad_pair, longer))
    assert slow.now.mean > quick.now.mean
    assert slow.fresh == quick.fresh


def test_a_week_counts_what_an_edit_adds_against_what_was_told_of_it(planned, scene):
    now = editing.with_workout(
        planned, 0, lambda w: editing.changed(w, 0, lambda s: editing.with_rounds(s, editing.rounds_of(s) + 1))
    )
    quads = {w.muscle: w for w in week_sets(now, planned, scene)}[Muscle.QUADS_VASTI]
    told = {w["muscle"]: w["after"] for w in planned.advice["weekly_sets"]}[Muscle.QUADS_VASTI]
    assert quads.before == told
    assert quads.change in {1, 2}  # one more round of a pair, or of a straight lift
    assert all(w.change == 0 for w in week_sets(planned, planned, scene))


def test_an_edited_plan_tells_nothing_that_is_not_true_any_more(planned, scene, book):
    first = planned.days[0].workout.sections[0]
    assert first.pairing
    gone = editing.with_workout(planned, 0, lambda w: editing.removed(w, 0))
    told = retold(gone, planned, (), scene, book)
    assert told.advice["targets"] == []
    assert told.advice["edited"] is True
    assert len(told.advice["days"]) == 1
    assert told.days[0].traditional is None
    kept = retold(planned, planned, (), scene, book)
    assert [t["target"] for t in kept.advice["targets"]] == [t["target"] for t in planned.advice["targets"]]
    assert sets_done(kept.days[0].traditional) == sets_done(kept.days[0].workout)
    assert plan_from_json(told.to_json()) == told


def test_a_pair_in_the_usual_order_is_one_block_still(quad_pair, scene, book):
    block = redosing.with_strategy(quad_pair, Strategy.TRADITIONAL, scene, book)
    assert editing.is_traditional_pair(block)
    assert editing.rounds_of(editing.with_rounds(block, 2)) == 2
    assert [s.steps[0].exercise for s in block.steps] == ["leg_press", "leg_extension"]
    assert len(editing.taken_apart(block)) == 2
    assert replace(block, note="").pairing == ""


def test_a_nested_circuit_of_somebody_elses_can_be_moved_and_taken_out():
    circuit = Section(
        steps=(Section(steps=(one("leg_press"), Rest(30)), rounds=2), one("lat_pulldown"), Rest(60)), rounds=3
    )
    workout = day(circuit, straight("leg_extension"))
    assert sets_done(editing.moved(workout, 0, 1)) == sets_done(workout)
    assert editing.removed(workout, 0).sections == (straight("leg_extension"),)
    with pytest.raises(ValidationError):
        editing.split(workout, 0)


def test_sentences_and_loads_of_a_lifter_who_counts_in_pounds_are_in_pounds(predictor, catalogue):
    wish = PlanRequest(
        lifter=Lifter(lagging=(Muscle.QUADS_VASTI, Muscle.RECTUS_FEMORIS)), gym=usual_gym("lb"), unit=LoadUnit.LB
    )
    plan = new_plan(wish, predictor, catalogue)
    assert "add the smallest step (5 lb on a bar)" in plan.advice["progression"]["text"]
    (target,) = plan.advice["targets"]
    lighter = next(t for t in (target["choice"], target["other_strategy"]) if t["strategy"] == "keep_reps")
    assert re.fullmatch(r"\d+ \(\d+-\d+\) at \d+ lb instead of \d+ lb", lighter["expected"])
    loads = [p.load_kg for p, _ in plan.days[0].workout.sets() if p.load_kg]
    assert [kg for kg in loads if from_kg(kg, "lb") % 5] == []  # plates by 2.5 lb a side, dumbbells and pins by 5
