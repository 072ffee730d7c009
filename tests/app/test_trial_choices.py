"""What a lifter chooses from, and the sheet of a workout."""

from datetime import UTC, datetime, timedelta

import pytest

from preex import app
from preex.app.trial_choices import list_trials, pairs_to_try, propose_pairs
from preex.app.trial_sheet import DoneSet, as_performed, line_of_sheet, sheet_of
from preex.catalogue import load_catalogue
from preex.core.exercise import SYNERGIST_FROM
from preex.core.performed import PerformedSet

AT = datetime(2026, 3, 30, 18, tzinfo=UTC)
QUADS, CHEST = "leg_extension:leg_press", "dumbbell_fly:barbell_bench_press"


def workers(pair):
    exercises = load_catalogue().exercises
    return {
        m for name in pair.split(":") for m, share in exercises[name].involvement.items() if share >= SYNERGIST_FROM
    }


def trained(*names):
    return [
        PerformedSet(exercise=name, name=name, load_kg=40.0, reps=10, at=AT + timedelta(minutes=3 * i), workout="w", source_id=str(i))
        for i, name in enumerate(names * 5)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "names", [(), ("cable_pushdown",), ("dumbbell_fly", "barbell_bench_press"), ("leg_curl_seated", "hip_thrust")]
)
def test_two_pairs_are_proposed_that_no_muscle_works_in(names):
    first, second = propose_pairs(trained(*names))
    assert not workers(first) & workers(second)


def test_the_pair_a_lifter_trains_is_proposed_first():
    assert propose_pairs(trained("dumbbell_fly", "barbell_bench_press")) == (CHEST, QUADS)
    assert propose_pairs(()) == (QUADS, CHEST)


def test_every_pair_on_offer_can_be_planned_and_none_is_one_to_keep_away_from():
    kept_away = {(p.isolation, c) for p in app.find_pairs() if not p.is_pre_exhaust for c in p.compounds}
    offered = {(one.pair.isolation, one.pair.compound) for one in pairs_to_try()}
    assert len(offered) > 100
    assert not offered & kept_away


@pytest.fixture
def open_trial(store):
    """Lock a trial and show its first arm: `open_trial(pairs)` -> trial and workout."""

    def make(*pairs, seed="7", **terms):
        made = app.new_trial(store, "me", at=AT, seed=seed, pairs=pairs, weeks=12, loads_kg=[160.0], sets=2, **terms)
        trial = app.next_workout(store, "me", made.id, at=AT).trial
        return trial, trial.standing.open

    return make


def test_what_is_tried_goes_in_rounds_and_the_usual_way_one_exercise_after_the_other(open_trial):
    trial, workout = open_trial(QUADS)
    asked = [(s.exercise, s.round, s.gap_s, s.load_kg) for s in sheet_of(trial, workout)]
    rounds = [("leg_extension", 1, None, None), ("leg_press", 1, 10.0, 160.0), ("leg_extension", 2, None, None), ("leg_press", 2, 10.0, 160.0)]  # fmt: skip
    usual = [("leg_press", 1, None, 160.0), ("leg_press", 2, None, 160.0), ("leg_extension", 1, None, None), ("leg_extension", 2, None, None)]  # fmt: skip
    assert asked == (rounds if workout.arm else usual)


def test_a_sheet_becomes_the_line_the_log_reads(open_trial):
    trial, workout = open_trial(QUADS)
    done = [DoneSet(s, 10, s.load_kg or 40.0, 1.0) for s in sheet_of(trial, workout)]
    line = line_of_sheet(as_performed(trial, workout, done, 1), trial.standing.terms, "kg")
    assert line == (
        "leg_extension 10x40kg rir 1 > leg_press 10x160kg rir 1 gap 10 rest 150 ; "
        "leg_extension 10x40kg rir 1 > leg_press 10x160kg rir 1 gap 10"
    )
    other = line_of_sheet(as_performed(trial, workout, done, 0), trial.standing.terms, "kg")
    assert other.startswith("leg_press 10x160kg rir 1 rest 150 ; leg_press 10x160kg rir 1 rest 150 ; leg_extension")


def test_sets_left_out_leave_the_others_where_they_were(open_trial):
    trial, workout = open_trial(QUADS)
    sheet = [s for s in sheet_of(trial, workout) if s.exercise == "leg_press"]
    done = [DoneSet(s, 8, 160.0) for s in sheet]
    assert line_of_sheet(done, trial.standing.terms, "kg") == "leg_press 8x160kg rest 150 ; leg_press 8x160kg"


def test_two_pairs_are_asked_for_in_opposite_ways(open_trial):
    trial, workout = open_trial(QUADS, CHEST)
    joined = {s.exercise for s in sheet_of(trial, workout) if s.gap_s is not None}
    assert joined == ({"leg_press"} if workout.arm else {"barbell_bench_press"})


def test_the_other_questions_ask_for_what_their_arm_names(open_trial):
    trial, workout = open_trial(QUADS, asked="gap")
    assert {s.gap_s for s in sheet_of(trial, workout)} == {None, (10.0, 60.0, 180.0)[workout.arm]}
    trial, workout = open_trial(QUADS, asked="add_isolation")
    assert any(s.exercise == "leg_extension" for s in sheet_of(trial, workout)) is bool(workout.arm)


def test_trials_are_listed_the_latest_first_and_a_changed_one_says_so(store):
    made = app.new_trial(store, "me", at=AT, seed="1", pairs=[QUADS])
    store.save_trial("me", {**made.protocol.to_json(), "rope": 3.0}, "1", at=AT)
    second, first = list_trials(store, "me")
    assert (first.id, first.kept.id, first.why) == ("T-1", "T-1", "")
    assert (second.id, second.kept) == ("T-2", None)
    assert "changed after it was locked" in second.why
