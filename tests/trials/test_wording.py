import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from preex.trials.analysis import analyse
from preex.trials.questions import QUESTIONS
from preex.trials.series import Series
from preex.trials.verdict import Verdict
from preex.trials.wording import ARMS, SHORT, headline, lines, of_ten, table
from preex.trials.worth import worth

FORBIDDEN = re.compile(r"\b(prove[sn]?|optimal|activates? more|shocks?|responders?|guarantee\w*)\b", re.IGNORECASE)
NUMBER = re.compile(r"(?<![\w.])[+-]?\d+(?:,\d{3})*(?:\.\d+)?")


@pytest.fixture(scope="module")
def trial(make_trial):
    return make_trial(workouts=16)


def numbers_of(value):
    """Every number a document holds."""
    if isinstance(value, dict):
        return [n for one in value.values() for n in numbers_of(one)]
    if isinstance(value, list | tuple):
        return [n for one in value for n in numbers_of(one)]
    return [float(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []


def shown(text):
    """Numbers in a text, with the decimals they are shown with."""
    for found in NUMBER.findall(text):
        plain = found.replace(",", "")
        yield abs(float(plain)), len(plain.partition(".")[2])


@settings(max_examples=25)
@given(effect=st.floats(-4, 4), sd=st.floats(0.4, 2.0), seed=st.integers(0, 1000), missing=st.floats(0, 0.3))
def test_every_number_that_is_said_is_in_the_document(make_trial, come_out, effect, sd, seed, missing):
    trial = make_trial(workouts=16)
    s = come_out(trial, effect, sd=sd, seed=seed, missing=missing)
    if min(s.per_arm) == 0:
        return
    result = analyse(s, trial.protocol)
    document = result.to_json()
    known = np.abs(numbers_of({k: v for k, v in document.items() if k not in {"density", "sessions"}}))
    fixed = [0, 0.05, 50, 80, 95, 3, 1, 99, 100, 160]  # of the sentences: "half a rep", "95 %", "> 99 %"
    known = np.concatenate((known, 100 * known, fixed, [float(n) for g in result.gates for n, _ in shown(g.text)]))
    known = np.concatenate((known, [float(n) for why in result.grade_reasons for n, _ in shown(why)]))
    for text in (*lines(result), *(f"{a}: {b}" for a, b in table(result))):
        for number, decimals in shown(text):
            # a p is shown with three digits, so that small ones have many decimals
            assert np.min(np.abs(known - number)) <= 0.5000001 * 10.0**-decimals, text


@pytest.mark.parametrize(
    ("effect", "sd", "verdict", "says"),
    [
        (-3.0, 1.0, Verdict.COST_CLEAR, "Isolation first costs you about"),
        (3.0, 1.0, Verdict.GAIN_CLEAR, "Isolation first gains you about"),
        (0.0, 1.0, Verdict.CANNOT_TELL, "Cannot tell yet: somewhere between"),
        (0.0, 0.15, Verdict.ABOUT_SAME, "Any difference is smaller than half a rep per set"),
    ],
)
def test_each_verdict_has_its_sentence(trial, come_out, effect, sd, verdict, says):
    result = analyse(come_out(trial, effect, sd=sd, seed=2), trial.protocol)
    assert result.verdict == verdict
    assert headline(result).startswith(says)
    if verdict != Verdict.CANNOT_TELL:
        assert "It says nothing about growth." in headline(result)


def test_a_clear_cost_gives_size_interval_workouts_and_chance(trial, come_out):
    result = analyse(come_out(trial, -2.5), trial.protocol)
    e = result.estimate
    assert headline(result) == (
        f"Isolation first costs you about {-e.median:.1f} reps per set on leg press "
        f"(95 %: {-e.hi95:.1f} to {-e.lo95:.1f}; 16 workouts). "
        "Chance that it is more than half a rep per set: > 99 %. It says nothing about growth."
    )


def test_a_likely_cost_says_what_more_workouts_would_bring(trial, come_out):
    found = [analyse(come_out(trial, -1.1, seed=k), trial.protocol) for k in range(40)]
    likely = next(r for r in found if r.verdict == Verdict.COST_LIKELY)
    assert "probably costs you about" in headline(likely)
    assert re.search(r"clear answer: \d+ % after 4 more workouts and \d+ % after 8", headline(likely))


def test_unequal_effort_is_said_with_the_verdict(trial, come_out):
    arms = trial.protocol.sequence(trial.seed)
    result = analyse(come_out(trial, -2.5, rir=2.0 - 1.3 * arms), trial.protocol)
    assert "stopped 1.3 reps closer to failure" in headline(result)


@pytest.mark.parametrize("outcome", ["size", "strength_gain"])
def test_what_cannot_be_measured_is_refused_with_numbers(trial, come_out, outcome):
    said = lines(analyse(come_out(trial), trial.protocol, outcome=outcome))
    assert len(said) == 1
    assert "cannot be compared with your data" in said[0]
    assert any(True for _ in shown(said[0]))


def everything_said(trial, come_out):
    for effect, sd, seed in ((-3, 1, 1), (-1, 1, 2), (0, 0.2, 3), (0, 2, 4), (1.2, 1, 5), (3, 1, 6)):
        result = analyse(come_out(trial, effect, sd=sd, seed=seed), trial.protocol)
        yield from lines(result)
        yield from (f"{a}: {b}" for a, b in table(result))
        for goal in ("compound_strength", "target_focus", "joint_comfort", "time", "enjoyment", ""):
            yield from worth({"compound_reps": result}, goal)
    for outcome in ("size", "strength_gain"):
        yield from lines(analyse(come_out(trial), trial.protocol, outcome=outcome))


def test_nothing_that_is_said_promises_anything(trial, come_out):
    for text in everything_said(trial, come_out):
        assert not FORBIDDEN.search(text), text
        if re.search(r"grow|muscle size", text, re.IGNORECASE):
            assert re.search(r"nothing about growth|unknown|cannot be compared", text), text
        if "no difference" in text.lower():
            assert "matters" in text or "certainty very low" in text, text


def test_every_arm_and_every_verdict_has_words():
    assert set(ARMS) == {arm for q in QUESTIONS.values() for arm in q.arms}
    assert set(SHORT) == set(Verdict)


@pytest.mark.parametrize(("p", "n"), [(0.0, 0), (0.004, 0), (0.02, 1), (0.5, 5), (0.94, 9), (0.99, 9), (0.996, 10)])
def test_nine_of_ten_is_never_ten_before_it_is_sure(p, n):
    assert of_ten(p) == n


def test_the_summary_has_five_lines_growth_and_the_goals_sentence(trial, come_out):
    cost = analyse(come_out(trial, -3.0), trial.protocol)
    said = worth({"compound_reps": cost}, "compound_strength")
    assert [line.partition(":")[0] for line in said[:6]] == [
        "Compound reps",
        "Isolation reps",
        "Total work",
        "Effort and comfort",
        "Time",
        "Growth",
    ]
    assert said[0] == "Compound reps: clearly a cost."
    assert said[1] == "Isolation reps: not recorded."
    assert said[-1] == "For a stronger compound: not for this goal."


def test_a_gain_for_the_target_muscle_names_its_price(make_trial, come_out):
    trial = make_trial(workouts=24)
    cost = analyse(come_out(trial, -3.0), trial.protocol)
    gain = analyse(come_out(trial, 4.0), trial.protocol, outcome="isolation_reps")
    said = worth({"compound_reps": cost, "isolation_reps": gain}, "target_focus")[-1]
    assert "does what you want, at a price" in said
    assert "costs you about" in said
    assert "no personal sign" in worth({"compound_reps": cost}, "target_focus")[-1]


def test_minutes_and_points_speak_their_own_unit(make_trial):
    timed = make_trial(outcome="duration", rope=2.0, effect=-5.0, sd=4.0)
    arms = timed.protocol.sequence(timed.seed)
    y = 30 - 8.0 * arms + np.random.default_rng(1).normal(0, 1.5, 16)
    said = headline(analyse(Series.of(arms, y), timed.protocol))
    assert re.search(r"gains you about \d\.\d min in duration of the pair", said)
