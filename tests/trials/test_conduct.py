import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.errors import Conflict, DataError, FieldError, PreexError, ValidationError
from preex.trials.conduct import AMENDABLE, ARM_HOLDS, CHECK_IN_HOLDS, Trial
from preex.trials.events import Event, Kind, following
from preex.trials.protocol import Protocol
from preex.trials.terms import Stop
from preex.trials.workouts import TrialSet

START = datetime(2026, 3, 30, 18, tzinfo=UTC)
SET = TrialSet(pair=0, compound=True, load_kg=160.0, reps=10, rir=1.0)
HOUR = timedelta(hours=1)

# What a lifter may try, in any order and as often as they like.
ACTS = {
    "check_in": lambda trial, at, x: trial.check_in(at, readiness=x),
    "not_ready": lambda trial, at, _: trial.check_in(at, ready=False),
    "reveal": lambda trial, at, _: trial.reveal(at),
    "record": lambda trial, at, x: trial.record(at, [SET], pain=x / 4),
    "swap": lambda trial, at, _: trial.record(at, [SET], performed=1 - trial.standing.workouts[-1].arm),
    "miss": lambda trial, at, _: trial.miss(at, "ill"),
    "reopen": lambda trial, at, _: trial.reopen(at, "a slip"),
    "pain_stop": lambda trial, at, x: trial.pain_stop(at, x / 4, "knee"),
    "deviation": lambda trial, at, _: trial.deviate(at, "another machine"),
    "amend": lambda trial, at, x: trial.amend(at, "rest_s", 100 + x, "gym is full"),
    "look": lambda trial, at, _: trial.look(at, verdict="cannot_tell", conclusion=False, predicted=0.5),
    "end": lambda trial, at, x: trial.end(at) if x > 9.5 else trial,
}


def lived(trial, acts):
    """Try acts an hour apart; those that are refused change nothing. Yield the trial after each."""
    for i, (act, x) in enumerate(acts, 1):
        try:
            trial = ACTS[act](trial, START + i * HOUR, x)
        except (PreexError, IndexError):  # IndexError: a swap before the first arm was shown
            continue
        yield trial


@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.floats(0, 10)), max_size=60))
def test_whatever_a_lifter_does_the_arms_are_those_that_were_drawn(make_trial, acts):
    start = make_trial(workouts=8, scheme="maxrun3")
    drawn = start.protocol.sequence(start.seed).tolist()
    shown = []
    for trial in lived(start, acts):
        now = [one.arm for one in trial.standing.workouts]
        assert now[: len(shown)] == shown  # an arm once shown never changes, is never drawn again, never moves
        assert now == drawn[: len(now)]
        shown = now


@given(acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.floats(0, 10)), max_size=60))
def test_no_arm_is_ever_shown_without_a_check_in_right_before_it(make_trial, acts):
    for trial in lived(make_trial(workouts=8, scheme="maxrun3"), acts):
        for before, event in zip(trial.events, trial.events[1:], strict=False):
            if event.kind is Kind.REVEAL:
                told = [e for e in trial.events[: event.number - 1] if e.kind in {Kind.CHECK_IN, Kind.REVEAL}][-1]
                assert told.kind is Kind.CHECK_IN
                assert told.data["ready"]
                assert event.at - told.at <= CHECK_IN_HOLDS
                assert before.number == event.number - 1
        assert not trial.events or trial.events[0].kind is not Kind.REVEAL


@given(
    acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.floats(0, 10)), min_size=5, max_size=40), data=st.data()
)
def test_a_kept_trial_comes_back_and_any_edit_of_its_events_is_seen(make_trial, acts, data):
    start = make_trial(workouts=8, scheme="maxrun3")
    trial = (start, *lived(start, acts))[-1]
    kept = json.loads(json.dumps([event.to_json() for event in trial.events]))
    again = Trial.read(start.protocol, start.seed, map(Event.from_json, kept))
    assert again.standing == trial.standing
    if len(kept) < 2:
        return
    i = data.draw(st.integers(0, len(kept) - 2))
    how = data.draw(st.sampled_from(["edit", "drop", "swap", "late", "reseal"]))
    if how == "edit":
        kept[i]["data"]["note"] = "edited"
    elif how == "drop":
        del kept[i]
    elif how == "swap":
        kept[i], kept[i + 1] = kept[i + 1], kept[i]
    elif how == "late":
        kept[i]["at"] = (START + 1000 * HOUR).isoformat()
    else:  # the hash of the edited event made anew: the next one tells
        edited = replace(Event.from_json(kept[i]), data={**kept[i]["data"], "note": "edited"})
        kept[i] = edited.to_json()
    with pytest.raises(DataError) as seen:
        Trial.read(start.protocol, start.seed, map(Event.from_json, kept))
    assert seen.value.exit_code == 8


def test_an_arm_other_than_the_one_drawn_is_seen_even_in_a_chain_made_anew(make_trial, train):
    trial = train(make_trial())
    forged = ()
    for event in trial.events:
        data = {**event.data, "arm": 1 - event.data["arm"]} if event.kind is Kind.REVEAL else event.data
        forged = (*forged, following(forged, trial.protocol.hash, event.kind, event.at, data))
    with pytest.raises(DataError, match="another arm than the one drawn"):
        Trial.read(trial.protocol, trial.seed, forged)


def test_events_that_cannot_follow_one_another_are_seen_even_in_a_chain_made_anew(make_trial):
    trial = make_trial()
    orders = [
        (Kind.REVEAL, {"workout": 1, "arm": 0, "second_first": False}),
        (Kind.RECORD, {"workout": 1}),
        (Kind.LOOK, {"workouts": 8}),
        (Kind.CHECK_IN, {}),  # says nothing of being ready; the next arm cannot be shown
    ]
    for kind, data in orders[:3]:
        forged = following((), trial.protocol.hash, kind, START, data)
        with pytest.raises(DataError, match="cannot follow"):
            Trial.read(trial.protocol, trial.seed, [forged])
    first = following((), trial.protocol.hash, *orders[3][:1], START, orders[3][1])
    second = following((first,), trial.protocol.hash, Kind.REVEAL, START, orders[0][1])
    with pytest.raises(DataError, match="cannot follow"):
        Trial.read(trial.protocol, trial.seed, [first, second])


def test_an_arm_not_yet_shown_waits_and_a_shown_one_is_missing_in_its_arm(make_trial, train):
    trial = make_trial()
    trial = trial.check_in(START, ready=False)
    with pytest.raises(Conflict, match="not ready"):
        trial.reveal(START)
    with pytest.raises(Conflict, match="waits"):
        trial.miss(START, "ill")
    trial = trial.check_in(START + HOUR).reveal(START + HOUR).miss(START + 2 * HOUR, "ill")
    (missed,) = trial.standing.workouts
    assert missed.arm == trial.protocol.sequence(trial.seed)[0]
    assert (missed.performed, missed.missing) == (None, "ill")
    trial = train(trial)
    assert trial.standing.workouts[1].arm == trial.protocol.sequence(trial.seed)[1]


def test_an_arm_shown_must_be_done_or_missed_before_the_next_is_shown(make_trial):
    trial = make_trial().check_in(START).reveal(START)
    for again in (trial.reveal, trial.check_in):
        with pytest.raises(Conflict, match="workout 1 is open"):
            again(START + HOUR)


def test_an_arm_shown_the_day_before_yesterday_was_not_done(make_trial):
    trial = make_trial().check_in(START).reveal(START)
    assert trial.lapsed(START + ARM_HOLDS) is trial
    lapsed = trial.lapsed(START + ARM_HOLDS + timedelta(seconds=1))
    assert lapsed.standing.workouts[0].missing
    assert lapsed.lapsed(START + 5 * ARM_HOLDS) is lapsed


def test_a_check_in_of_yesterday_shows_no_arm(make_trial):
    trial = make_trial().check_in(START)
    with pytest.raises(Conflict, match="only after a check-in"):
        trial.reveal(START + CHECK_IN_HOLDS + timedelta(seconds=1))
    assert trial.reveal(START + CHECK_IN_HOLDS).standing.open


def test_a_swap_stays_in_the_arm_that_was_drawn(make_trial, train):
    trial = train(make_trial())
    drawn = int(trial.protocol.sequence(trial.seed)[1])
    trial = train(trial, performed=1 - drawn, note="leg extension was taken")
    done = trial.standing.workouts[1]
    assert (done.arm, done.performed, done.as_drawn) == (drawn, 1 - drawn, False)
    assert [e.kind for e in trial.events[-2:]] == [Kind.SWAP, Kind.RECORD]


def test_pain_of_four_twice_stops_the_trial_without_statistics(make_trial, train):
    trial = train(train(make_trial(), pain=4), pain=3.9)
    assert trial.standing.ended == ""
    at = trial.standing.last_at + HOUR
    trial = trial.check_in(at).reveal(at).pain_stop(at, 6, "knee")
    assert trial.standing.ended == "safety"
    assert trial.standing.workouts[-1].missing == "joint pain (knee)"
    with pytest.raises(Conflict, match="safety"):
        trial.check_in(at + HOUR)


def test_a_look_comes_only_after_a_complete_block_and_once(make_trial, train):
    trial = make_trial()
    for n in range(1, 9):
        with pytest.raises(Conflict, match="no look is due"):
            trial.look(trial.standing.last_at or START, verdict="cannot_tell", conclusion=False)
        trial = train(trial)
        assert trial.standing.look_due == (8 if n == 8 else None)
    at = trial.standing.last_at
    looked = trial.look(at, verdict="cannot_tell", conclusion=False, predicted=0.4)
    assert (looked.standing.look_due, looked.standing.next_look, looked.standing.ended) == (None, 12, "")
    with pytest.raises(Conflict, match="after 12 workouts"):
        looked.look(at, verdict="cost_clear", conclusion=True)
    assert trial.look(at, verdict="cost_clear", conclusion=True).standing.ended == "conclusion"
    assert trial.look(at, verdict="cannot_tell", conclusion=False, predicted=0.09).standing.ended == "futility"


def test_a_trial_ends_with_its_last_workout_or_when_the_lifter_says_so(make_trial, train):
    trial = make_trial(workouts=8, scheme="maxrun3")
    assert trial.end(START).standing.ended == "withdrawn"
    for _ in range(8):
        trial = train(trial)
    assert trial.standing.ended == "complete"
    with pytest.raises(Conflict, match="complete"):
        trial.check_in(trial.standing.last_at)
    assert trial.look(trial.standing.last_at, verdict="cannot_tell", conclusion=False).standing.looks


def test_amendments_are_dated_and_change_no_comparison_of_arms(make_trial):
    trial = make_trial().amend(START + HOUR, "rest_s", 180, "longer queue")
    (made,) = trial.standing.amendments
    assert (made["field"], made["from"], made["to"], made["reason"]) == ("rest_s", 150.0, 180.0, "longer queue")
    assert made["at"] == (START + HOUR).isoformat()
    assert trial.protocol.terms.rest_s == 150.0  # what was locked stays as it was locked
    for fixed in ("outcome", "rope", "looks", "workouts", "seed"):
        assert fixed not in AMENDABLE
        with pytest.raises(ValidationError, match="fixed since"):
            trial.amend(START + HOUR, fixed, 1, "why not")
    with pytest.raises(ValidationError, match="reason"):
        trial.amend(START + HOUR, "rest_s", 180, " ")


def test_a_load_changes_only_between_blocks(make_trial, train):
    trial = train(make_trial())
    with pytest.raises(Conflict, match="between blocks") as refused:
        trial.amend(trial.standing.last_at, "compound_load_kg", 165, "too light")
    assert "after 3 more" in refused.value.hint
    for _ in range(3):
        trial = train(trial)
    trial = trial.amend(trial.standing.last_at, "compound_load_kg", 165, "too light")
    assert trial.standing.terms.pairs[0].compound_load_kg == 165
    assert trial.standing.amendments[0]["from"] == 160
    with pytest.raises(FieldError, match="pair"):
        trial.amend(trial.standing.last_at, "compound_load_kg", 165, "too light", pair=1)


def test_minimised_arms_follow_what_was_told_at_each_check_in(make_trial):
    trial = make_trial(scheme="minimisation", covariates=("weekday",), looks=(8, 16))
    for i in range(6):
        at = START + i * 24 * HOUR
        trial = trial.check_in(at, levels=["monday" if i % 2 else "thursday"]).reveal(at).miss(at, "test")
    told = [("thursday",), ("monday",)] * 3
    assert [one.arm for one in trial.standing.workouts] == trial.protocol.sequence(trial.seed, told)[:6].tolist()
    assert Trial.read(trial.protocol, trial.seed, trial.events).standing == trial.standing
    with pytest.raises(ValidationError, match="weekday"):
        trial.check_in(at)


@pytest.mark.parametrize(
    ("act", "error", "says"),
    [
        (lambda t: t.check_in(START, readiness=11), FieldError, "readiness"),
        (lambda t: t.check_in(START, levels=["monday"]), ValidationError, "covariates"),
        (lambda t: t.check_in(START.replace(tzinfo=None)), ValidationError, "no zone"),
        (lambda t: t.check_in(START - HOUR), ValidationError, "before"),
        (lambda t: t.record(START, [SET]), Conflict, "no workout is open"),
        (lambda t: t.check_in(START).reveal(START).record(START, []), ValidationError, "no work set"),
        (lambda t: t.check_in(START).reveal(START).record(START, [SET], performed=2), FieldError, "no such arm"),
        (lambda t: t.check_in(START).reveal(START).record(START, [SET], pain=11), FieldError, "pain"),
        (lambda t: t.deviate(START, ""), ValidationError, "words"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(make_trial, act, error, says):
    with pytest.raises(error, match=says):
        act(make_trial())


def test_a_trial_is_read_only_with_its_own_seed_and_protocol(make_trial, train):
    trial = train(make_trial())
    with pytest.raises(DataError):
        Trial.read(trial.protocol, "another", trial.events)
    other = make_trial(stop=Stop(pain=5))
    with pytest.raises(DataError):
        Trial.read(Protocol.from_json(other.protocol.to_json()), other.seed, trial.events)
    with pytest.raises(DataError, match="damaged"):
        Event.from_json({"number": 1})
