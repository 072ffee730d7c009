"""What may be pooled with what, and how sure one can be: the rules as written down."""

import pytest

from preex.errors import OutOfRange, ValidationError
from preex.meta.certainty import Certainty, Facts, certainty
from preex.meta.contrast import Contrast, Horizon, Outcome, Question, check_poolable

SURE = {
    "k": 6, "people": 240, "randomised": True, "risky_share": 0.1, "secondary_share": 0.0, "low": 0.3, "high": 0.5,
    "rope": (-0.2, 0.2), "prediction": (0.1, 0.7), "own_contrast": True, "surrogate": False, "like_user": True,
    "p_direction": 0.9, "same_sign": False,
}  # fmt: skip


def judged(**changed):
    return certainty(Facts(**SURE | changed))


def test_a_randomised_precise_consistent_pool_is_of_high_certainty():
    assert judged().level is Certainty.HIGH
    assert judged().sentences == ("Starts high: randomised studies.", "Certainty: high.")


@pytest.mark.parametrize(
    ("changed", "level", "sentence"),
    [
        ({"randomised": False}, Certainty.LOW, "Starts low: studies without randomisation."),
        ({"risky_share": 0.6}, Certainty.MODERATE, "60% of the weight is from studies at risk of bias"),
        ({"prediction": (-0.5, 0.7)}, Certainty.MODERATE, "a next study may show a true effect from -0.50 to 0.70"),
        ({"own_contrast": False}, Certainty.MODERATE, "the other arm does not do the same sets"),
        ({"surrogate": True, "like_user": False}, Certainty.MODERATE, "stands for another; the people are unlike you"),
        ({"low": 0.1}, Certainty.MODERATE, "holds a difference and none"),
        ({"low": -0.3}, Certainty.LOW, "holds a loss, next to nothing and a gain"),
        ({"people": 60}, Certainty.MODERATE, "60 people in all; 200 would be needed"),
        ({"k": 12, "egger_p": 0.03}, Certainty.MODERATE, "small studies show larger effects"),
        ({"secondary_share": 0.7}, Certainty.MODERATE, "70% of the weight was read off figures"),
        (
            {"randomised": False, "p_direction": 0.999, "same_sign": True},
            Certainty.MODERATE,
            "all 6 studies point one way",
        ),
    ],
)
def test_every_step_down_or_up_is_a_sentence(changed, level, sentence):
    found = judged(**changed)
    assert found.level is level
    assert any(sentence in one for one in found.sentences)


@pytest.mark.parametrize("changed", [{"k": 9, "egger_p": 0.01}, {"k": 2, "prediction": (-0.5, 0.7)}])
def test_too_few_studies_are_not_held_against_a_pool_by_tests_they_cannot_take(changed):
    assert judged(**changed).level is Certainty.HIGH


def test_certainty_has_a_floor_and_no_study_lies_on_it():
    worst = {"risky_share": 1, "surrogate": True, "low": -1, "secondary_share": 1, "prediction": (-2, 2)}
    assert judged(**worst).level is Certainty.VERY_LOW
    assert judged(k=0).sentences == ("Starts very low: no study.", "Certainty: very low.")


def test_more_trouble_never_makes_anybody_surer():
    levels = [judged(risky_share=1).level, judged(risky_share=1, low=0.1).level, judged(risky_share=1, low=-0.3).level]
    assert levels == sorted(levels, reverse=True)


@pytest.mark.parametrize("wrong", [{"risky_share": 1.2}, {"low": 1, "high": 0}, {"rope": (0.2, -0.2)}, {"k": -1}])
def test_facts_that_cannot_be_are_refused(wrong):
    with pytest.raises(OutOfRange):
        Facts(**SURE | wrong)


def row(code, outcome="compound_reps", horizon="acute", target="agonist"):
    return Question(Contrast(code), target, Outcome(outcome), Horizon(horizon))


def test_the_same_question_is_pooled():
    assert check_poolable([row("C1"), row("C1")]) == row("C1")


def test_acute_repetitions_of_the_compound_join_with_and_without_an_isolation_after_it():
    assert check_poolable([row("C1"), row("C2")]) == row("C1")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row("C1", "size", "chronic"), row("C2", "size", "chronic")], "contrast C1 and C2"),
        ([row("C1", "strength_compound", "chronic"), row("C2", "strength_compound", "chronic")], "contrast C1 and C2"),
        ([row("C1", "isolation_reps"), row("C2", "isolation_reps")], "contrast C1 and C2"),
        ([row("C1"), row("C3")], "contrast C1 and C3"),
        ([row("C1"), row("C1", "rpe")], "outcome compound_reps and rpe"),
        ([row("C1"), row("C1", target="synergist")], "target agonist and synergist"),
        ([row("C1", "volume_load"), row("C1", "volume_load", "chronic")], "horizon acute and chronic"),
        ([row("C4")], "C4"),
        ([row("C4"), row("C1")], "C4"),
        ([], "no row"),
    ],
)
def test_different_questions_are_not_pooled(rows, said):
    with pytest.raises(ValidationError, match=said):
        check_poolable(rows)
