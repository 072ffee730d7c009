import re
from datetime import timedelta

import numpy as np
import pytest

from preex.trials.analysis import analyse
from preex.trials.cent import ITEMS, NOT_RECORDED, Paper
from preex.trials.outcomes import series_of
from preex.trials.report import report
from preex.trials.worth import worth

# CENT 2015: items 1 to 25 with their parts, 44 in all
PARTS = {
    **dict.fromkeys((1, 4, 14), ("a", "b")),
    2: ("a.1", "a.2", "b"),
    3: ("a", "b"),
    4: ("a", "b", "c"),
    6: ("a.1", "a.2", "b"),
    7: ("a", "b"),
    8: ("a", "b", "c"),
    11: ("a", "b"),
    12: ("a", "b", "c"),
    13: ("a", "b", "c"),
    17: ("a.1", "a.2", "b"),
}
NUMBERS = [f"{n}{part}" for n in range(1, 26) for part in PARTS.get(n, ("",))]


@pytest.fixture(scope="module")
def lived(make_trial, train):
    """A trial of 16 workouts with two missed, one swapped and one amended."""
    trial, rng = make_trial(workouts=16, goal="compound_strength", expectation=-1), np.random.default_rng(2)
    while not trial.standing.ended:
        k = len(trial.standing.workouts)
        arm = int(trial.protocol.sequence(trial.seed)[k])
        if k in (3, 9):
            at = trial.standing.last_at + timedelta(days=1)
            trial = trial.check_in(at).reveal(at).miss(at + timedelta(hours=1), "ill | in bed")
            continue
        best = 11 - 2.0 * arm + rng.normal(0, 0.7)
        more = {"performed": 1 - arm} if k == 5 else {}
        trial = train(trial, reps=[max(1, round(best - i)) for i in range(3)], pain=float(k % 3), **more)
        if k == 6:
            trial = trial.amend(trial.standing.last_at, "rest_s", 180, "crowded gym")
    return trial


def results(trial, upto=None):
    arms = trial.protocol.sequence(trial.seed)
    found = {}
    for name in ("compound_reps", "isolation_reps"):
        series = series_of(trial.protocol, arms, trial.standing.workouts, name, upto=upto)
        found[name] = analyse(series, trial.protocol, outcome=name)
    return found


@pytest.fixture(scope="module")
def text(lived):
    found = results(lived)
    return report(lived, found, worth(found, "compound_strength"))


def item(text, number):
    checklist = text.split("## CENT 2015")[1]
    return re.search(rf"^\| {re.escape(number)} \|[^|]*\| (.*) \|$", checklist, re.MULTILINE)[1]


def test_every_item_is_there_once_and_answered(text):
    assert [number for number, *_ in ITEMS] == NUMBERS
    assert len(NUMBERS) == 44  # as the statement counts them
    for number in NUMBERS:
        assert text.split("## CENT 2015")[1].count(f"\n| {number} |") == 1
        assert item(text, number).strip()


def test_items_tell_what_was_fixed_and_what_happened(lived, text):
    assert "N-of-1" in item(text, "1a")
    assert "a stronger compound" in item(text, "2b")
    assert "rest_s 150.0 to 180.0 (crowded gym)" in item(text, "3b")
    assert "Looks fixed after 8, 12, 16 workouts" in item(text, "7b")
    assert lived.protocol.commitment in item(text, "9")
    assert lived.protocol.hash in item(text, "24")
    assert "-1 (-3 much worse, 3 much better)" in item(text, "11a")
    assert "16 drawn, 16 shown, 14 observed" in item(text, "13a")
    assert "workout 4: ill / in bed; workout 10: ill / in bed; workout 6: done with another arm" in item(text, "13b")
    assert item(text, "14b") == "complete"
    assert "worst 2; 0 times 4 or more" in item(text, "19")
    assert item(text, "22") == "For a stronger compound: not for this goal."


def test_what_nobody_recorded_is_said_to_be_missing(text):
    assert item(text, "15") == NOT_RECORDED


def test_the_answer_is_that_of_the_result(lived, text):
    e = results(lived)["compound_reps"].estimate
    assert item(text, "17a.1") == f"{e.median:+.2f} reps/set, 95 % {e.lo95:+.2f} to {e.hi95:+.2f}."
    assert "It says nothing about growth" in text


def test_every_workout_is_a_row_with_its_arm_as_drawn_and_as_done(lived, text):
    rows = re.findall(r"^\| (\d+) \| (\d{4}-\d\d-\d\d) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|", text, re.MULTILINE)
    assert len(rows) == 16
    names = ("compound first", "isolation first")
    for number, _, drawn, done, y in rows:
        w = lived.standing.workouts[int(number) - 1]
        assert drawn == names[w.arm]
        assert done == ("not done" if w.performed is None else names[w.performed])
        assert bool(y.strip()) == (w.performed is not None)


def test_every_table_is_whole(text):
    for line in text.splitlines():
        if line.startswith("|"):
            assert line.count("|") in {3, 4, 5, 7}
            assert line.endswith("|")


def test_a_report_under_way_tells_no_coming_arm(make_trial, train):
    trial = make_trial("a seed that is in no hash", workouts=16)
    for k in range(8):
        arm = int(trial.protocol.sequence(trial.seed)[k])
        trial = train(trial, reps=(10 - arm, 9 - arm, 8))
    found = results(trial, upto=8)
    sequence = {n: say for n, _, say in ITEMS}["8c"](Paper(trial, found, ()))
    assert len(re.findall(r"\b[01]\b(?! =)", sequence)) == 8
    assert "It goes on." in report(trial, found, worth(found, ""))
    assert trial.seed not in report(trial, found, worth(found, ""))


def test_nothing_in_a_report_promises_anything(text):
    assert not re.search(
        r"\b(prove[sn]?|optimal|activates? more|shocks?|responders?|guarantee\w*)\b", text, re.IGNORECASE
    )
