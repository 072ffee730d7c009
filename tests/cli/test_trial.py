import itertools
import json
import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from preex import app
from preex.app.trials import trial_of
from preex.trials.allocation import RULES
from preex.trials.questions import OUTCOMES, QUESTIONS
from preex.trials.workouts import TrialSet

START = datetime(2026, 3, 30, 18, tzinfo=UTC)
ORDER = ("trial", "new", "--question", "order", "--pair", "leg_extension:leg_press", "--load", "160")


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """Set the clock: `at(days=3)`."""

    def move(**since_start):
        monkeypatch.setenv("PREEX_NOW", (START + timedelta(**since_start)).isoformat())

    move()
    return move


@pytest.fixture
def live(preex, at):
    """Do the next workout as its arm says, or swapped, or not at all; a lifter whose compound loses `cost` repetitions."""
    noise = itertools.count()

    def workout(cost=2.0, *, missed=None, swap=False):
        at(days=3 * (n := next(noise)) + 1)
        shown = preex("trial", "next", "--readiness", "7", "--json").json
        at(days=3 * n + 1, hours=1)
        if missed:
            return preex("trial", "record", "--missed", missed, "--json")
        first = shown["arm"] == "isolation_first"
        first = not first if swap else first
        rng = np.random.default_rng(n)
        reps = [max(1, round(one + rng.normal(0, 0.6) - cost * first)) for one in (11, 10, 9)]
        iso = " ; ".join(["leg extension 12x40 rir 1"] * 3)
        compound = " ; ".join(f"leg press {one}x160 rir 1" for one in reps)
        line = f"{iso} ; {compound}" if first else f"{compound} ; {iso}"
        return preex("trial", "record", line, "--effort", "8", "--minutes", "20", "--json")

    return workout


@pytest.mark.usefixtures("home")
def test_power_is_printed_with_the_names_of_the_interface(preex):
    asked = ("trial", "power", "--sd", "1.0", "--effect", "-1.5", "--sessions", "16", "--json")
    one, two = preex(*asked).json, preex(*asked, "--pairs", "2").json
    assert one["schema"] == "preex.trial_power/1"
    assert one["power"] == pytest.approx(0.74, abs=0.06)  # of the design, as in tests/trials/test_planner.py
    assert one["p_conclusive"] == pytest.approx(0.49, abs=0.09)
    assert one["half_width"] == pytest.approx(1.10, rel=0.06)
    assert two["p_conclusive"] > one["p_conclusive"]
    assert two["half_width"] < one["half_width"]


def test_a_protocol_is_locked_in_one_line_and_its_arms_stay_hidden(preex):
    made = preex(*ORDER, "--weeks", "8", "--per-week", "2", "--json").json
    assert made["schema"] == "preex.trial_new/1"
    protocol = made["protocol"]
    assert (protocol["workouts"], protocol["scheme"], protocol["looks"]) == (16, "blocks4", [8, 12, 16])
    assert len(made["commitment"]) == 64
    assert protocol["concealed"]
    status = preex("trial", "status", "--json").json
    assert (status["seed"], status["workouts"], status["next_look"]) == (None, [], 8)


def test_the_same_seed_locks_the_same_arms_and_is_known_to_be_no_secret(preex):
    seen = []
    for _ in range(2):
        made = preex(*ORDER, "--seed", "7", "--weeks", "4", "--json").json
        assert not made["protocol"]["concealed"]
        seen.append(made["commitment"])
    assert seen[0] == seen[1]


@pytest.mark.parametrize(
    ("more", "code", "says"),
    [
        (("--outcome", "size"), 3, "Growth cannot be compared"),
        (("--outcome", "strength_gain"), 3, "Gain in strength"),
        (("--scheme", "ABAB"), 3, "no randomisation test possible"),
        (("--scheme", "complete"), 3, "refused"),
        (("--weeks", "3"), 3, "between 8 and 160"),
        (("--weeks", "5", "--scheme", "blocks4"), 3, "in steps of 4"),
        (("--pair", "dumbbell_fly:barbell_bench_press", "--outcome", "effort"), 3, "both arms"),
        (("--pair", "hack_squat:leg_press"), 3, "isolation"),
        (("--pair", "leg_extension"), 3, "ISOLATION:COMPOUND"),
        (("--pair", "no_such_thing:leg_press"), 4, "no exercise"),
        (("--question", "why"), 3, "unknown"),
        (("--expectation", "5"), 3, "between -3 and 3"),
    ],
)
def test_a_trial_that_could_tell_nothing_is_refused_in_words(preex, more, code, says):
    ran = preex(*ORDER, *more, "--json")
    assert ran.code == code
    assert says in ran.error["message"] + ran.error["hint"]
    assert preex("trial", "status", "--json").code == 4


def test_who_names_no_pair_gets_two_without_a_muscle_in_common(preex):
    made = preex("trial", "new", "--weeks", "4", "--json").json
    assert [p["compound"] for p in made["protocol"]["pairs"]] == ["leg_press", "barbell_bench_press"]
    assert "Proposed" in made["advice"][0]
    assert len(preex("trial", "new", "--weeks", "4", "--goal", "time", "--json").json["protocol"]["pairs"]) == 1
    assert preex("trial", "new", "--question", "two_by_two", "--json").code == 3


def test_a_trial_may_rest_on_several_outcomes_by_weights_that_are_locked(preex):
    score = (*ORDER, "--weeks", "8", "--goal", "time", "--outcome", "goal_score", "--dry-run", "--json")
    assert preex(*score).json["protocol"]["weights"] == [["duration", 0.7], ["compound_reps", 0.3]]
    assert "goal_score = 0.7 duration + 0.3 compound_reps; differences within 1" in preex(*score[:-1]).out
    own = preex(*score, "--weights", "duration=0.5, effort=0.5").json["protocol"]
    assert own["weights"] == [["duration", 0.5], ["effort", 0.5]]
    for weights, why in (("duration", "has no weight"), ("duration=much", "no weight"), ("duration=0.5", "sum to 0.5")):
        refused = preex(*score[:-1], "--weights", weights)
        assert refused.code == 3
        assert why in refused.err


def test_trials_are_listed_the_latest_first(preex):
    assert "no trial yet" in preex("trial", "list").out
    preex(*ORDER, "--weeks", "4")
    preex(*ORDER, "--weeks", "6")
    listed = preex("trial", "list", "--json").json["trials"]
    assert [(one["trial"], one["planned"], one["ended"]) for one in listed] == [("T-2", 12, None), ("T-1", 8, None)]
    assert "order: leg_extension:leg_press" in preex("trial", "list").out


def test_pairs_that_share_a_helper_are_refused(preex):
    pairs = ("--pair", "dumbbell_fly:barbell_bench_press", "--pair", "triceps_pushdown:close_grip_bench_press")
    ran = preex("trial", "new", *pairs, "--json")
    assert (ran.code, ran.error["code"]) == (3, "validation")
    assert "triceps" in ran.error["message"]


def test_the_arm_is_shown_after_check_in_and_never_drawn_again(preex, at):
    preex(*ORDER)
    waits = preex("trial", "next", "--not-ready", "--json").json
    assert (waits["workout"], waits["arm"], waits["waits"]) == (None, None, True)
    at(days=1)
    shown = preex("trial", "next", "--json").json
    assert shown["workout"] == 1
    assert len(shown["steps"]) == 1
    at(days=1, hours=20)
    again = preex("trial", "next", "--json").json
    assert (again["workout"], again["arm"]) == (1, shown["arm"])
    assert "stays" in again["warnings"][0]
    at(days=2, hours=1)
    later = preex("trial", "next", "--json").json
    assert later["workout"] == 2
    assert "counts as missing in its arm" in later["warnings"][0]
    assert preex("trial", "status", "--json").json["workouts"][0]["missing"] == "not done within a day of being shown"
    assert preex("trial", "record", "--missed", "ill", "--json").json["missing"] == "ill"
    assert preex("trial", "record", "--missed", "ill", "--json").code == 5


def test_the_sets_go_into_the_log_and_tell_the_arm_that_was_done(preex, live):
    preex(*ORDER)
    done = live(swap=True).json
    assert done["performed"] != done["arm"]
    assert not done["as_drawn"]
    assert preex("status", "--json").json["sets"] == 6
    assert "stays in the arm drawn" in preex("trial", "status").out or "did " in preex("trial", "status").out


def test_a_set_without_effort_is_told_since_it_cannot_be_compared(preex):
    preex(*ORDER)
    preex("trial", "next")
    ran = preex("trial", "record", "leg extension 12x40 ; leg press 8x160 ; leg press 8x160 fail")
    assert "1 set of the compound without effort" in ran.out


def test_a_record_without_a_way_or_without_the_trials_sets_changes_nothing(preex):
    preex(*ORDER)
    assert preex("trial", "record", "leg press 8x160 rir 1", "--json").code == 5
    preex("trial", "next")
    assert preex("trial", "record", "--json").code == 3
    assert preex("trial", "record", "leg press 8x160", "--missed", "ill", "--json").code == 3
    assert preex("trial", "record", "bench press 8x80 rir 1", "--json").code == 3
    assert preex("status", "--json").json["sets"] == 0
    assert preex("trial", "record", "--stopped", "--json").code == 3
    assert preex("trial", "status", "--json").json["open"] == 1


def test_pain_of_four_twice_ends_the_trial_and_shows_the_seed(preex, at):
    preex(*ORDER, "--seed", "11")
    for day in (1, 4):
        at(days=day)
        preex("trial", "next")
        ran = preex("trial", "record", "--stopped", "--pain", "5", "--joint", "knee", "--json").json
    assert (ran["ended"], ran["seed"]) == ("safety", "11")
    assert preex("trial", "next", "--json").code == 5


def test_who_logs_or_plans_is_told_of_the_trial(preex, at):
    line = "leg press 8x160 rir 1"
    assert "trial" not in preex("log", line).err
    preex(*ORDER)
    assert "preex trial next" in preex("log", line).err
    at(days=1)
    shown = preex("trial", "next", "--json").json
    ran = preex("log", line, "--json")
    assert f"Workout 1 of trial T-1 is open: {shown['steps'][0]}." in ran.err
    assert ran.json["schema"] == "preex.log/1"
    assert "T-1 is open" in preex("plan", "new", "--dry-run").err
    preex("trial", "record", "--missed", "ill")
    preex("trial", "end")
    assert "trial" not in preex("log", line).err


def test_a_load_is_amended_only_between_blocks_and_nothing_else_is(preex, live):
    preex(*ORDER)
    live()
    assert preex("trial", "amend", "compound_load_kg", "165", "--reason", "light", "--json").code == 5
    assert preex("trial", "amend", "rope", "1", "--reason", "light", "--json").code == 3
    changed = preex("trial", "amend", "rest_s", "180", "--reason", "queue", "--json").json
    assert changed["amendments"][0]["from"] == 150.0


def test_a_deviation_is_noted_and_stands_in_the_status(preex, live):
    preex(*ORDER)
    live()
    assert "noted" in preex("trial", "deviate", "the machine", "was another one").out
    assert preex("trial", "status", "--json").json["notes"] == ["the machine was another one"]
    assert "Not as planned: the machine was another one" in preex("trial", "status").out


def test_an_undo_after_a_trials_record_opens_its_workout_again(preex, live):
    preex(*ORDER)
    live()
    undone = preex("undo", "--json").json
    assert undone["trial"] == "Workout 1 of trial T-1 is open again: record it anew."
    status = preex("trial", "status", "--json").json
    assert (status["open"], status["done"]) == (1, 0)


def test_what_was_measured_stays_hidden_until_the_look(preex, live):
    preex(*ORDER)
    for _ in range(3):
        live()
    ran = preex("trial", "analyse", "--json")
    assert ran.code == 5
    assert "hidden until the look after 8" in ran.error["message"]
    told = json.dumps(preex("trial", "status", "--json").json)
    assert '"reps"' not in told
    size = preex("trial", "analyse", "--outcome", "size", "--json").json
    assert size["verdict"] == "not_measurable"
    assert size["estimate"] is None


def test_an_ended_trial_of_one_workout_gives_no_verdict(preex, live):
    preex(*ORDER)
    live()
    assert preex("trial", "end", "--json").json["ended"] == "withdrawn"
    ran = preex("trial", "analyse", "--json")
    assert ran.code == 3
    assert "one arm alone compares nothing" in ran.error["message"]
    assert preex("trial", "end", "--json").code == 5


def test_minimisation_asks_for_its_covariates_at_check_in(preex):
    preex(*ORDER, "--scheme", "minimisation", "--covariates", "weekday,gym")
    assert preex("trial", "next", "--json").code == 3
    assert preex("trial", "next", "--levels", "monday,home", "--json").json["workout"] == 1


def test_other_questions_show_what_their_arm_asks_for(preex):
    gap = ("trial", "new", "--question", "gap", "--pair", "leg_extension:leg_press", "--weeks", "6", "--per-week", "3")
    assert preex(*gap, "--json").json["protocol"]["scheme"] == "williams3"
    assert " s later Leg press" in preex("trial", "next", "--json").json["steps"][0]
    pairs = ("--pair", "dumbbell_fly:barbell_bench_press", "--pair", "triceps_pushdown:barbell_bench_press")
    made = preex("trial", "new", "--question", "two_by_two", *pairs, "--weeks", "8", "--json").json
    assert (made["protocol"]["scheme"], made["protocol"]["workouts"]) == ("williams4", 16)
    assert preex("trial", "next", "--json").json["steps"][0].endswith("Barbell bench press")


def test_two_pairs_are_trained_in_opposite_arms(preex):
    pairs = ("--pair", "leg_extension:leg_press", "--pair", "dumbbell_fly:barbell_bench_press")
    preex("trial", "new", *pairs, "--weeks", "4")
    steps = preex("trial", "next", "--json").json["steps"]
    assert len(steps) == 2
    assert sum("s later" in step for step in steps) == 1
    assert sum(", then " in step for step in steps) == 1
    said = preex("trial", "next").out.splitlines()[0]
    assert sorted(re.findall(r"(?:leg|bench) press (\w+) first", said)) == ["compound", "isolation"]


def test_a_lifter_lives_through_a_trial_from_plan_to_the_same_bytes_again(preex, at, live, tmp_path):
    # Sixteen workouts, two missed and one swapped; looks at 8, 12 and 16; a true cost of three repetitions.
    made = preex(*ORDER, "--weeks", "8", "--seed", "2026", "--goal", "compound_strength", "--json").json
    looks, words = [], {}
    for n in range(1, 17):
        done = live(3.0, missed="ill" if n in {3, 10} else None, swap=n == 6)
        assert done.code == 0, done.out
        if done.json["look_due"]:
            seen = preex("trial", "analyse", "--json")
            looks.append((done.json["look_due"], seen.json["verdict"], seen.json["n"]["observed"]))
            words[n] = preex("trial", "analyse").out
    status = preex("trial", "status", "--json").json
    assert [look[0] for look in looks] == [8, 12, 16]
    assert looks[0][2] == 7  # one of the first eight was missed
    assert (looks[0][1], looks[-1][1]) == ("cannot_tell", "cost_clear")
    assert (status["ended"], status["done"], status["missed"], status["as_drawn"]) == ("complete", 14, 2, 13)
    assert [one["as_drawn"] for one in status["workouts"]][5] is False
    assert status["seed"] == "2026"
    assert "Isolation first" in words[looks[-1][0]]
    assert "growth" in words[looks[-1][0]].lower()

    result = preex("trial", "analyse", "--json").json
    assert result["protocol_hash"] == made["protocol"]["hash"]
    assert result["estimate"]["lo95"] < -2 < result["estimate"]["hi95"]
    first, second = tmp_path / "trial.json", tmp_path / "again.json"
    assert preex("trial", "export", first, "--json").json["bytes"] == first.stat().st_size
    preex("trial", "export", second)
    assert first.read_bytes() == second.read_bytes()
    again = preex("trial", "analyse", first, "--json").json
    assert (again["verdict"], again["estimate"]) == (result["verdict"], result["estimate"])
    assert preex("trial", "analyse", first, "--outcome", "size", "--json").json["verdict"] == "not_measurable"
    assert preex("trial", "export", first, "--json").code == 5  # it is there
    report = preex("trial", "report").out
    assert report.startswith("# An N-of-1 trial: isolation first against compound first")
    assert made["protocol"]["hash"] in report
    assert "workout 3: ill" in report

    at(days=60)
    assert preex("trial", "next", "--json").code == 5
    bundle = json.loads(first.read_text(encoding="utf-8"))
    for name, change, code, says in (
        ("rope", lambda b: b["protocol"].update(rope=0.1), 8, "changed after it was locked"),
        ("unlocked", lambda b: b["protocol"].pop("locked_at"), 3, "not locked"),
        ("seed", lambda b: b.update(seed="1"), 8, "do not fit"),
        ("event", lambda b: b["events"][4]["data"].update(pain=9), 8, "changed or is damaged"),
        ("left out", lambda b: b["events"].pop(4), 8, "broken at event 5"),
        (
            "verdict",
            lambda b: b["results"]["compound_reps"].update(verdict="gain_clear"),
            8,
            "not what its events give",
        ),
        ("one", lambda b: b.update(events=b["events"][:3]), 5, "hidden until the look"),
    ):
        edited = json.loads(json.dumps(bundle))
        change(edited)
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(edited, indent=1), encoding="utf-8")
        ran = preex("trial", "analyse", path, "--json")
        assert (name, ran.code) == (name, code)
        assert says in ran.error["message"], name


def test_an_old_log_gives_a_hint_at_most_and_the_offer_of_a_trial(preex, leg_day):
    ran = preex("trial", "analyse", leg_day, "--unit", "kg", "--json").json
    assert ran["verdict"] == "cannot_tell"
    assert ran["whole_log"] == {"isolation_first": 1, "compound_first": 1}
    assert "You chose the order yourself" in ran["text"]
    assert "preex trial new --pair leg_extension:leg_press" in preex("trial", "analyse", leg_day, "--unit", "kg").out
    preex("import", leg_day, "--unit", "kg")
    assert preex("trial", "analyse", "log", "--json").json["verdict"] == "cannot_tell"
    assert preex("trial", "analyse", "nothing.csv", "--json").code == 4


def test_a_trial_under_way_is_not_exported_but_its_protocol_is(preex, tmp_path):
    preex(*ORDER)
    assert preex("trial", "export", tmp_path / "trial.json", "--json").code == 5
    assert preex("trial", "export", "T-1", tmp_path / "protocol.json", "--protocol", "--json").code == 0
    ran = preex("trial", "analyse", tmp_path / "protocol.json", "--json")
    assert (ran.code, "holds no data" in ran.error["message"]) == (3, True)


def straight_into_the_store(trial_id, losses, athlete="me", seed=0):
    """Live through a kept trial without the log: each compound loses so many repetitions in each arm."""
    rng = np.random.default_rng(seed)
    with app.open_store() as store:
        trial = trial_of(store.trial(athlete, trial_id))
        for k in range(trial.protocol.terms.workouts):
            at = START + timedelta(days=3 * k + 1)
            trial = trial.check_in(at).reveal(at)
            reps = [round(13 + rng.normal(0, 0.6) - losses[trial.standing.workouts[-1].arm] - i) for i in range(3)]
            sets = [TrialSet(pair=0, compound=True, load_kg=160.0, reps=n, rir=1.0) for n in reps]
            trial = trial.record(at + timedelta(hours=1), sets)
        store.append_trial_events(athlete, trial_id, [e.to_json() for e in trial.events], after=0)


def test_lifters_who_agreed_are_set_beside_each_other(preex, tmp_path):
    files = [tmp_path / "wren.json", tmp_path / "robin.json"]
    for i, file in enumerate(files):
        preex(*ORDER, "--weeks", "4", "--consent")
        straight_into_the_store(f"T-{i + 1}", (0, 2), seed=i)
        preex("trial", "export", f"T-{i + 1}", file)
    ran = preex("trial", "pool", *files)
    assert ran.code == 0
    assert ran.out.splitlines()[0] == "Effect [reps/set]"
    assert "next lifter: -" in ran.out
    pooled = preex("trial", "pool", *files, "--json").json
    assert pooled["k"] == 2
    assert f"By the draws of all together: p = {pooled['design_test']['p']:.3g}" in ran.out
    assert f"{pooled['one_model']['mean']:+.2f}" in ran.out
    assert preex("trial", "pool", files[0], "--json").code == 3


def test_a_two_by_two_tells_what_the_theories_expect(preex, at):
    pairs = ("--pair", "dumbbell_fly:barbell_bench_press", "--pair", "triceps_pushdown:barbell_bench_press")
    preex("trial", "new", "--question", "two_by_two", *pairs, "--weeks", "8", "--per-week", "4")
    straight_into_the_store("T-1", (0, 3, 2, 5))
    at(days=120)
    said = preex("trial", "analyse").out
    assert "0 if losses add up" in said
    assert "weakest link +" in said


PAGE = (Path(__file__).parents[2] / "docs" / "trials.md").read_text(encoding="utf-8")


def test_the_commands_of_the_page_run_one_after_the_other(preex):
    (block,) = re.findall(r"```console\n(.*?)```", PAGE, re.DOTALL)
    for command in block.strip().split("\n"):
        ran = preex(*shlex.split(command.removeprefix("$ preex ")))
        assert ran.code == 0, (command, ran.err)


def test_the_python_of_the_page_runs():
    (example,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    exec(compile(example, "trials.md", "exec"), {})  # noqa: S102 - our own page


def test_the_page_names_every_question_outcome_and_scheme():
    for name in (*QUESTIONS, *OUTCOMES, *RULES):
        assert f"`{name}`" in PAGE or (name in RULES and RULES[name].refusal)
