from dataclasses import replace

import numpy as np
import pytest

from preex.catalogue import load_catalogue
from preex.predictor import Predictor
from preex.scoring import NAMES, score_sets
from preex.scoring.forecasters import forecasters
from preex.scoring.harness import blind
from preex.scoring.past import Past
from preex.scoring.spread import N_REPS

PRESS = "barbell_bench_press"


@pytest.fixture
def log(diary):
    """Thirty sets in ten weeks, with two warm-ups, a drop set and a typing error that are not to be foretold."""
    weeks = [
        [f"{PRESS} {80 + week}x{10 - week % 3}", f"{PRESS} 80x8 @1", f"leg_press 150x{9 + week % 2}"]
        for week in range(10)
    ]
    weeks[4] += [f"{PRESS} 40x20 w", "leg_press 60x5 w", "leg_press 90x25 d"]
    sets = diary(*weeks)
    return (*sets, replace(sets[-1], reps=877_777, flags=("reps_implausible",)))


def test_the_later_two_thirds_of_the_sets_that_count_are_scored(log):
    scores = score_sets(log, only=("preex", "last_set"))
    assert scores.n_set == 20
    assert scores.reps.tolist() == [s.reps for s in log if s.kind == "working"][10:30]
    assert len(scores.by["last_set"].off) == 20
    # three sets a week, two of the press: the first scored set, the eleventh of all, is the press's eighth
    assert scores.seen[:3].tolist() == [7, 3, 8]


def test_errors_are_those_of_a_walk_through_the_log_by_hand(log):
    counted = [s for s in log if s.kind == "working"][:30]
    by_hand = [
        abs(s.reps - next(x.reps for x in reversed(counted[:i]) if x.exercise == s.exercise))
        for i, s in enumerate(counted)
        if i >= 10
    ]
    assert score_sets(log, only=("last_set",)).by["last_set"].off.tolist() == by_hand


def test_preex_is_scored_by_what_its_predictor_says_in_the_order_of_the_log(log):
    predictor, said = Predictor(), []
    for s in log:
        said.append(predictor.foresee(s))
        predictor.observe(s)
    foretold = [(p, s.reps) for p, s in zip(said, log, strict=True) if s.kind == "working"][10:30]
    scores = score_sets(log, only=("preex",)).by["preex"]
    assert scores.off == pytest.approx([abs(p.quantile(0.5) - reps) for p, reps in foretold])
    assert scores.high - scores.low == pytest.approx([p.pmf(reps) for p, reps in foretold])


def test_nobody_sees_the_answer_beforehand(log):
    asked = blind(log[1])
    assert (asked.reps, asked.rir, asked.note) == (0, None, "")
    changed = replace(log[20], reps=log[20].reps + 5)
    before, after = (
        score_sets((*log[:20], last), only=[n for n in NAMES if n != "cheat"]) for last in (log[20], changed)
    )
    for name, scores in before.by.items():  # a better answer of the last set alone changes its error, not what was said
        assert (scores.off[:-1] == after.by[name].off[:-1]).all()
        assert abs(scores.off[-1] - after.by[name].off[-1]) <= 5


def test_only_the_cheat_knows_the_future(diary):
    sets = diary(*[[f"{PRESS} 80x{reps}"] for reps in (5, 5, 5, 12, 12, 12, 12)])
    scores = score_sets(sets, only=("last_set", "cheat"))
    assert scores.by["last_set"].off.tolist() == [7, 0, 0, 0]
    assert scores.by["cheat"].off.tolist() == [0, 0, 0, 0]  # 12 is the median of all seven


@pytest.mark.parametrize("name", NAMES)
def test_what_everybody_says_is_a_probability_of_each_number(name, log):
    one = forecasters(log, (name,))[name]
    past = Past(load_catalogue().exercises)
    for done in log[:-1]:
        if done.kind == "working":
            forecast = one.foresee(blind(done), past, past.place(done))
            assert forecast.pmf.shape == (N_REPS,)
            assert forecast.pmf.sum() == pytest.approx(1)
            assert (forecast.pmf >= 0).all()
            assert forecast.said >= 0
        one.observe(done, past, past.place(done))
        past.learn(done)


def test_a_rule_that_is_always_two_too_low_learns_to_say_so(diary):
    sets = diary(*[[f"{PRESS} 80x{reps}"] for reps in range(5, 65, 2)])
    one = forecasters(sets, ("last_set",))["last_set"]
    past = Past(load_catalogue().exercises)
    for done in sets[:-1]:
        one.observe(done, past, past.place(done))
        past.learn(done)
    forecast = one.foresee(blind(sets[-1]), past, past.place(sets[-1]))
    assert forecast.said == 61
    assert np.argmax(forecast.pmf) == 63


def test_without_any_history_the_answer_is_ten(diary):
    sets = diary([f"{PRESS} 80x7"])
    past = Past(load_catalogue().exercises)
    one = forecasters(sets, ("same_set",))["same_set"]
    assert one.foresee(blind(sets[0]), past, past.place(sets[0])).said == 10


def test_capacity_is_scored_where_effort_was_logged(log):
    capacity = score_sets(log, only=("preex", "same_set", "cheat")).capacity
    assert capacity.keys() == {"preex", "same_set"}
    # 8 repetitions and 1 left each week: the same set last time always knew it
    assert capacity["same_set"].tolist() == [0.0] * 7
    assert len(capacity["preex"]) == 7


def test_numbers_of_repetitions_beyond_the_table_are_not_scored(log):
    odd = [replace(s, reps=10_000) if i in {3, 25} else s for i, s in enumerate(log)]
    assert score_sets(odd).reps.max() < 200


def test_an_empty_log_has_no_scores():
    assert score_sets(()).n_set == 0
