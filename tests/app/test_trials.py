import json
import zipfile
from datetime import timedelta

import numpy as np
import pytest

from preex import app
from preex.app.trials import trial_of
from preex.core.performed import PerformedSet
from preex.errors import Conflict, DataError, NotFound, UnknownExercise, ValidationError
from preex.trials.bundle import bundle_of
from preex.trials.conduct import Trial
from preex.trials.events import Event
from preex.trials.protocol import Protocol
from preex.trials.workouts import TrialSet

HOUR = timedelta(hours=1)
QUADS, CHEST = "leg_extension:leg_press", "dumbbell_fly:barbell_bench_press"


@pytest.fixture
def new(store, now):
    def make(pairs=(QUADS,), athlete="me", **terms):
        return app.new_trial(store, athlete, at=now, **({"seed": "5eed", "pairs": pairs, "weeks": 4} | terms))

    return make


@pytest.fixture
def lived(store, now):
    """Live through a kept trial without the log: each compound loses so many repetitions in each arm."""

    def live(trial_id, losses, workouts=None, rng_seed=0, athlete="me"):
        kept = store.trial(athlete, trial_id)
        trial, rng = trial_of(kept), np.random.default_rng(rng_seed)
        for k in range(workouts or trial.protocol.terms.workouts):
            at = now + timedelta(days=3 * k + 1)
            trial = trial.check_in(at, gap_h=72).reveal(at)
            loss = losses[trial.standing.workouts[-1].arm]
            reps = [round(13 + rng.normal(0, 0.6) - loss - i) for i in range(3)]
            trial = trial.record(
                at + HOUR, [TrialSet(pair=0, compound=True, load_kg=160.0, reps=n, rir=1.0) for n in reps]
            )
        store.append_trial_events(athlete, trial_id, [e.to_json() for e in trial.events], after=0)
        return trial

    return live


def test_a_trial_is_planned_with_what_the_goal_rests_on(new):
    made = new(wanted="time")
    assert made.protocol.terms.outcome == "duration"
    assert (made.protocol.terms.rope, made.protocol.terms.sd, made.protocol.terms.effect) == (2.0, 4.0, 6.0)
    assert made.protocol.terms.scheme == "maxrun3"
    assert "8 workouts with two pairs" in made.advice[0]


def test_a_trial_may_rest_on_the_overall_score_of_its_goal_by_its_weights_or_ones_own(new):
    terms = new(wanted="time", outcome="goal_score").protocol.terms
    assert (terms.outcome, terms.rope, terms.sd) == ("goal_score", 1.0, 1.3)
    assert dict(terms.weights) == {"duration": 0.7, "compound_reps": 0.3}
    own = (("duration", 0.5), ("effort", 0.5))
    assert new(wanted="time", outcome="goal_score", weights=own).protocol.terms.weights == own
    with pytest.raises(ValidationError, match="overall score needs one"):
        new(outcome="goal_score", dry_run=True)


def test_two_pairs_are_taken_for_both_arms_at_once_and_need_no_advice(new):
    made = new(pairs=(QUADS, CHEST))
    assert made.protocol.terms.two_pair
    assert made.advice == ()
    assert made.outlook.plan.pairs == 2


def test_pairs_may_be_named_as_lifters_write_them(new):
    assert new(pairs=("Leg Extension : Leg Press",)).protocol.terms.pairs[0].id == QUADS
    with pytest.raises(UnknownExercise):
        new(pairs=("leg wiggle:leg press",))
    with pytest.raises(ValidationError, match="none is given"):
        new(pairs=(), asked="two_by_two")


def test_a_williams_square_has_as_many_arms_as_the_question(new):
    made = new(asked="gap", scheme="Williams", weeks=6, per_week=3)
    assert made.protocol.terms.scheme == "williams3"
    # Two of three arms get 12 of 18 workouts, over the same six weeks.
    assert (made.outlook.plan.workouts, made.outlook.weeks) == (12, 6)
    assert "two of the arms, with the 12 workouts" in made.advice[0]


def test_the_protocol_says_what_the_profile_tells_of_the_lifter(new, store):
    assert new().protocol.terms.participant == ""
    store.update_profile("me", experience="intermediate", joints={"low_back": "irritable"})
    assert new().protocol.terms.participant == "Experience: intermediate. Joints: low back irritable."


def test_a_dry_run_keeps_nothing(new, store):
    assert new(dry_run=True).id is None
    assert store.trials("me") == ()
    with pytest.raises(NotFound, match="no trial yet"):
        app.trial_named(store, "me")


def test_the_lifters_own_swing_is_planned_with_where_the_log_tells_it(new, store, now):
    sets = [
        PerformedSet(
            exercise="leg_press",
            load_kg=160.0,
            reps=reps,
            at=now - timedelta(days=60 - 3 * i),
            workout=f"w{i}",
            source_id=f"s{i}",
        )
        for i, reps in enumerate([8, 11, 9, 12, 8, 11, 9, 12, 8, 11, 9, 12])
    ]
    store.record("me", sets, at=now)
    made = new()
    # By hand: residuals of about +/-1.5 around a flat line.
    assert made.protocol.terms.sd == pytest.approx(1.65, abs=0.15)
    assert any("12 workouts at 160 kg" in text for text in made.advice)
    assert made.protocol.terms.baseline.startswith("Day-to-day swing 1.")
    assert new(sd=1.0).protocol.terms.sd == 1.0


def test_a_muscle_trained_yesterday_is_told_before_the_workout(new, store, now):
    new()
    done = PerformedSet(exercise="leg_press", load_kg=160.0, reps=8, at=now, workout="w", source_id="s")
    store.record("me", [done], at=now)
    shown = app.next_workout(store, "me", at=now + 20 * HOUR)
    assert "20 h ago" in shown.warnings[0]
    assert shown.workout.gap_h == pytest.approx(20)


def test_a_last_workout_that_lapsed_ends_the_trial_for_good(new, store, now):
    new()
    kept = app.trial_named(store, "me")
    trial = kept.trial
    for day in range(7):
        at = now + timedelta(days=day)
        trial = trial.check_in(at).reveal(at).miss(at, "ill")
    store.append_trial_events("me", "T-1", [e.to_json() for e in trial.events], after=0)
    app.next_workout(store, "me", at=now + timedelta(days=8))
    shown = app.next_workout(store, "me", at=now + timedelta(days=10))
    assert shown.warnings[0].startswith("Workout 8 was shown more than a day ago")
    assert "over: complete" in shown.warnings[1]
    assert (shown.workout, shown.to_json()["waits"]) == (None, False)
    assert app.trial_named(store, "me").trial.standing.workouts[-1].missing
    with pytest.raises(Conflict, match="over: complete"):
        app.next_workout(store, "me", at=now + timedelta(days=11))


def test_a_note_no_database_takes_changes_neither_trial_nor_log(new, store, now):
    new()
    app.next_workout(store, "me", at=now + HOUR)
    with pytest.raises(ValidationError):
        app.record_workout(store, "me", "leg press 8x160 rir 1", at=now + 2 * HOUR, note="a\0b")
    assert app.trial_named(store, "me").trial.standing.open
    assert store.sets("me") == ()


def test_what_another_program_added_meanwhile_is_not_written_over(new, store, now):
    new()
    kept = app.trial_named(store, "me")
    app.next_workout(store, "me", at=now + HOUR)
    with pytest.raises(Conflict, match="another program wrote"):
        store.append_trial_events("me", kept.id, [{}], after=0)


def test_a_trial_edited_in_the_store_is_not_read(new, store, now):
    new()
    app.next_workout(store, "me", at=now + HOUR)
    kept = store.trial("me", "T-1")
    for change in ({"rope": 0.1}, {"workouts": 12}, {"commitment": "0" * 64}):
        store.save_trial("me", {**kept.protocol, **change}, "5eed", at=now)
        with pytest.raises(DataError):
            app.trial_named(store, "me")


def test_a_look_is_noted_once_and_shown_again_without_another(new, store, lived, now):
    new(weeks=8)
    lived("T-1", (0, 3), workouts=8)
    at = now + timedelta(days=40)
    first = app.analyse_trial(store, "me", "T-1", at=at)
    assert [look["workouts"] for look in app.trial_named(store, "me").trial.standing.looks] == [8]
    again = app.analyse_trial(store, "me", "t-1", at=at + HOUR)
    assert again.to_json() == first.to_json()
    assert len(app.trial_named(store, "me").trial.standing.looks) == 1


def test_other_outcomes_are_never_said_as_strongly_as_the_primary_one(new, store, lived, now):
    new()
    lived("T-1", (0, 4))
    answer = app.analyse_trial(store, "me", at=now + timedelta(days=40))
    assert answer.result.verdict == "cost_clear"
    assert answer.found.results["pair_volume"].verdict in {"cost_likely", "cannot_tell"}
    assert answer.found.worth[0] == "Compound reps: clearly a cost."
    with pytest.raises(ValidationError, match="never recorded"):
        app.analyse_trial(store, "me", at=now + timedelta(days=40), measured="duration")


def test_a_two_by_two_is_set_beside_what_each_theory_expects(new, store, lived, now):
    pairs = ("dumbbell_fly:barbell_bench_press", "triceps_pushdown:barbell_bench_press")
    new(pairs=pairs, asked="two_by_two", weeks=8, per_week=4)
    lived("T-1", (0, 3, 2, 5))  # losses add up
    told = app.analyse_trial(store, "me", at=now + timedelta(days=120)).to_json()["interaction"]
    assert abs(told["median"]) < 1.2  # three standard errors of 32 workouts at a noise of 0.6
    assert told["lo95"] < told["median"] < told["hi95"]
    assert told["expected"]["weakest_link"] > 1 > abs(told["expected"]["all_add_up"])


def test_lifters_who_agreed_are_pooled_and_others_are_not(new, store, lived, tmp_path):
    files = []
    for i, name in enumerate(("Wren", "Robin", "Finch")):
        store.athlete(name, create=True)
        new(athlete=name, consent=name != "Finch")
        path = tmp_path / f"{name}.json"
        path.write_bytes(bundle_of(lived("T-1", (0, 2), rng_seed=i, athlete=name)))
        files.append(str(path))
    pooled = app.pool_trials(files[:2]).to_json()
    assert (pooled["schema"], pooled["k"], pooled["unit"]) == ("preex.trial_pool/1", 2, "reps/set")
    assert pooled["mean"]["median"] == pytest.approx(-2, abs=0.8)
    assert [one["name"] for one in pooled["lifters"]] == ["Wren", "Robin"]
    assert pooled["one_model"]["mean"] == pytest.approx(-2, abs=0.8)
    assert 0 < pooled["design_test"]["p"] < 0.1
    assert app.pool_trials(files[:2]).to_json() == pooled
    with pytest.raises(ValidationError, match="did not agree"):
        app.pool_trials(files)
    with pytest.raises(ValidationError, match="cannot be pooled"):
        app.pool_trials(files[:1])
    with pytest.raises(NotFound):
        app.pool_trials(["nowhere.json"])
    broken = json.loads((tmp_path / "Wren.json").read_text())
    broken["events"].pop()
    (tmp_path / "Wren.json").write_text(json.dumps(broken))
    with pytest.raises(Conflict):
        app.pool_trials(files[:2])


def test_the_export_of_a_log_holds_its_trials(new, store, now, tmp_path):
    new()
    app.next_workout(store, "me", at=now + HOUR)
    app.export_log(store, "me", tmp_path / "all.zip")
    (kept,) = json.loads(zipfile.ZipFile(tmp_path / "all.zip").read("trials.json"))
    assert kept["id"] == "T-1"
    trial = Trial.read(Protocol.from_json(kept["protocol"]), kept["seed"], map(Event.from_json, kept["events"]))
    assert trial.standing.open.number == 1


def test_a_deviation_is_dated_told_in_status_and_report_and_moves_no_workout(new, store, lived, now):
    new()
    lived("T-1", (0, 3))
    before = app.trial_named(store, "me").trial
    found = app.analyse_trial(store, "me", at=now + timedelta(days=40)).to_json()
    after = app.deviate_trial(store, "me", "the machine was another one", at=now + timedelta(days=41)).trial
    assert after.standing.notes == ("the machine was another one",)
    again = app.deviate_trial(store, "me", "the machine was another one", at=now + timedelta(days=41)).trial
    assert again.events == after.events
    assert [w.arm for w in after.standing.workouts] == [w.arm for w in before.standing.workouts]
    assert "the machine was another one" in app.report_trial(store, "me").markdown
    assert app.analyse_trial(store, "me", at=now + timedelta(days=42)).to_json() == found
    with pytest.raises(ValidationError, match="needs words"):
        app.deviate_trial(store, "me", "  ", at=now + timedelta(days=43))


LINE = "leg extension 12x40 rir 1 ; leg press 9x160 rir 1"


def test_an_undo_opens_the_workout_again_and_it_can_be_recorded_anew(new, store, now):
    new()
    app.next_workout(store, "me", at=now + HOUR)
    app.record_workout(store, "me", LINE, at=now + 2 * HOUR)
    taken = app.undo_record(store, "me", at=now + 3 * HOUR)
    assert taken.trial == "Workout 1 of trial T-1 is open again: record it anew."
    assert store.count_sets("me") == 0
    assert app.trial_named(store, "me").trial.standing.open.number == 1
    again = app.record_workout(store, "me", LINE.replace("9x160", "10x160"), at=now + 4 * HOUR)
    assert again.workout.sets[1].reps == 10
    assert again.workout.notes == ("Its sets were taken back.",)
    kinds = [e["kind"] for e in store.trial("me", "T-1").events if e["kind"] in {"record", "reopen"}]
    assert kinds == ["record", "reopen", "record"]  # both records stay in the chain


@pytest.mark.parametrize("why", ["the next arm was shown", "a day passed"])
def test_an_undo_too_late_for_the_trial_says_what_it_leaves(new, store, now, why):
    new()
    app.next_workout(store, "me", at=now + HOUR)
    app.record_workout(store, "me", LINE, at=now + 2 * HOUR)
    later = now + 30 * HOUR
    if why == "the next arm was shown":
        later = now + 5 * HOUR
        app.next_workout(store, "me", at=later)
    events = store.trial("me", "T-1").events
    taken = app.undo_record(store, "me", at=later)
    assert taken.trial.startswith("Trial T-1 keeps workout 1 as it was recorded")
    assert store.count_sets("me") == 0
    assert store.trial("me", "T-1").events == events


def test_an_undo_of_other_sets_leaves_every_trial_alone(new, store, now):
    new()
    app.next_workout(store, "me", at=now + HOUR)
    app.record_workout(store, "me", LINE, at=now + 2 * HOUR)
    app.record_line(store, "me", "lat pulldown 8x60", at=now + 3 * HOUR)
    assert app.undo_record(store, "me", at=now + 4 * HOUR).trial == ""
    assert app.trial_named(store, "me").trial.standing.open is None


def test_a_look_that_saw_a_record_keeps_it(new, store, lived, now):
    new()
    lived("T-1", (0, 1), workouts=7)
    at = now + timedelta(days=30)
    app.next_workout(store, "me", at=at)
    app.record_workout(store, "me", LINE, at=at + HOUR)
    app.analyse_trial(store, "me", at=at + 2 * HOUR)
    assert "keeps workout 8" in app.undo_record(store, "me", at=at + 3 * HOUR).trial


def test_with_three_workouts_in_an_arm_a_look_ends_nothing_for_futility(new, store, now):
    new(weeks=6)
    kept = app.trial_named(store, "me")
    trial, rng, seen = kept.trial, np.random.default_rng(4), [0, 0]
    for day in range(8):
        at = now + timedelta(days=day)
        trial = trial.check_in(at).reveal(at)
        arm = trial.standing.open.arm
        seen[arm] += 1
        if seen[arm] == 4:  # as the design's minimum is four an arm, three tell nothing
            trial = trial.miss(at, "ill")
        else:
            reps = round(9 + rng.normal(0, 4))
            trial = trial.record(at, [TrialSet(pair=0, compound=True, load_kg=160, reps=max(1, reps), rir=1)] * 3)
    store.append_trial_events("me", "T-1", [e.to_json() for e in trial.events], after=0)
    answer = app.analyse_trial(store, "me", at=now + timedelta(days=9))
    assert answer.result.verdict == "cannot_tell"
    assert answer.result.needs.at_end < 0.10  # which would have ended it
    standing = app.trial_named(store, "me").trial.standing
    assert standing.looks[0]["predicted"] is None
    assert standing.ended == ""
