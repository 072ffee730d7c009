"""The overall score of a goal: worked out by hand, locked with its weights, judged like any other outcome."""

from dataclasses import replace

import numpy as np
import pytest

from preex.errors import DataError, FieldError, ValidationError
from preex.trials.analysis import analyse
from preex.trials.outcomes import series_of
from preex.trials.protocol import Protocol, lock
from preex.trials.questions import GOALS
from preex.trials.results import results_of
from preex.trials.series import Series
from preex.trials.terms import check
from preex.trials.verdict import Verdict
from preex.trials.wording import headline, lines

TIME = (("duration", 0.7), ("compound_reps", 0.3))


@pytest.fixture
def make_scored(make_trial):
    """Lock a trial that rests on the score of the goal time."""

    def make(**changes):
        return make_trial(**({"outcome": "goal_score", "rope": 1.0, "goal": "time", "weights": TIME} | changes))

    return make


def lived(trial, train, swing=1):
    """Live through a trial: with the isolation first 2 repetitions fewer and 10 min shorter."""
    for k, arm in enumerate(trial.protocol.sequence(trial.seed)):
        reps, minutes = 10 - 2 * int(arm) + swing * (k % 2), 30.0 - 10 * int(arm) + swing * (k % 3)
        trial = train(trial, reps=(reps,) * 3, minutes=minutes, effort=7.0 + k % 2)
    return trial


@pytest.fixture
def over(make_scored, train):
    """A trial of 16 workouts that was lived through."""
    return lived(make_scored(looks=(16,)), train)


def by_least_squares(trial, outcome):
    return analyse(read(trial, outcome), trial.protocol, outcome=outcome).sensitivity["least_squares"]["median"]


def read(trial, outcome=""):
    arms = trial.protocol.sequence(trial.seed)
    return series_of(trial.protocol, arms, trial.standing.workouts, outcome)


def test_a_workouts_score_is_the_weighted_sum_of_its_outcomes_in_steps_of_what_matters(make_scored, train):
    # 10, 9, 8 with one in reserve stand for 10.5 repetitions, in steps of half a repetition 21; 28 min, where less is better and a
    # step is 2 min, are -14: 0.3 * 21 - 0.7 * 14 = -3.5
    s = read(train(make_scored(), minutes=28.0))
    assert s.value[0] == pytest.approx(-3.5)


def test_a_workout_that_did_not_tell_one_of_the_outcomes_has_no_score(make_scored, train):
    assert read(train(make_scored())).n_observed == 0


def test_the_effect_on_the_score_is_the_weighted_sum_of_the_effects(over, make_scored, train):
    one, *others = (by_least_squares(over, name) for name in ("goal_score", "duration", "compound_reps"))
    assert one == pytest.approx(-0.7 * others[0] / 2 + 0.3 * others[1] / 0.5)
    # on days that do not stray: 0.7 * 10 / 2 - 0.3 * 2 / 0.5 = 2.3
    assert by_least_squares(lived(make_scored(), train, swing=0), "goal_score") == pytest.approx(2.3)


def test_the_score_is_judged_as_the_outcome_the_trial_rests_on(over):
    found = results_of(over).primary
    assert (found.outcome, found.primary, found.rope, found.better) == ("goal_score", True, 1.0, 1)
    assert found.verdict in {Verdict.GAIN_CLEAR, Verdict.GAIN_LIKELY}
    assert found.design_test is not None
    assert found.grade >= "B"  # part of it is felt
    assert "steps in the goal's overall score" in headline(found)
    assert all("None" not in line for line in lines(found))
    assert {"duration", "compound_reps", "effort"} <= results_of(over).results.keys()  # each beside it


def test_without_an_effect_a_score_is_seldom_called_better_or_worse(make_scored):
    trial = make_scored(workouts=24)
    arms = trial.protocol.sequence(trial.seed)
    told = [
        analyse(
            Series.of(arms, np.random.default_rng(k).normal(0, 1.3, 24), revealed=[True] * 24, rir=np.ones(24)),
            trial.protocol,
        ).verdict
        for k in range(30)
    ]
    assert sum(one not in {Verdict.CANNOT_TELL, Verdict.ABOUT_SAME} for one in told) <= 3


def test_the_weights_are_locked_with_the_protocol(make_scored):
    sealed = make_scored().protocol.to_json()
    assert sealed["weights"] == [["duration", 0.7], ["compound_reps", 0.3]]
    assert Protocol.from_json(sealed).terms.weights == TIME
    with pytest.raises(DataError, match="changed after it was locked"):
        Protocol.from_json(sealed | {"weights": [["duration", 0.5], ["compound_reps", 0.5]]})


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"goal": ""}, "overall score needs one"),
        ({"weights": ()}, "sum to 0"),
        ({"weights": (("duration", 0.7), ("compound_reps", 0.4))}, "sum to 1.1"),
        ({"weights": (("duration", 0.5), ("duration", 0.5))}, "each outcome once"),
        ({"weights": (("size", 0.5), ("duration", 0.5))}, "size cannot be part"),
        ({"weights": (("goal_score", 1.0),)}, "cannot be part"),
        ({"weights": (("happiness", 1.0),)}, "unknown"),
        ({"weights": (("duration", 1.5), ("compound_reps", -0.5))}, "between 0.01 and 1"),
        ({"outcome": "duration"}, "duration has none"),
    ],
)
def test_weights_that_make_no_score_are_refused(make_scored, changes, match):
    terms = make_scored().protocol.terms
    with pytest.raises((FieldError, ValidationError), match=match):
        check(replace(terms, **changes))


def test_a_score_needs_one_pair_as_part_of_it_is_asked_once_a_workout(make_scored, two_pairs):
    terms = make_scored().protocol.terms
    with pytest.raises(FieldError, match="each workout holds both arms"):
        lock(replace(terms, pairs=two_pairs), seed="5eed", at=make_scored().protocol.locked_at)


def test_every_goal_can_be_scored_by_its_own_weights(make_scored):
    terms = make_scored().protocol.terms
    for goal in GOALS.values():
        check(replace(terms, goal=goal.id, weights=tuple(goal.weights.items())))


def test_a_trial_that_declared_no_score_has_none(make_trial, train):
    with pytest.raises(ValidationError, match="declared no overall score"):
        read(train(make_trial()), "goal_score")
