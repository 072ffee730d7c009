import pytest

from preex.errors import ValidationError
from preex.trials.questions import GOALS, OUTCOMES, QUESTIONS, goal, outcome, primary_outcome, question
from preex.trials.unanswerable import SEM_MM, STRENGTH_SE, NotMeasurable, limb_trial, people_needed, refusal_text


# What one limb for each way could show: SE, smallest detectable difference, power at 0.1, 0.3, 0.6 and 1.1 mm, chance of a wrong
# sign and exaggeration at 0.3 mm. Worked out apart from this code, for the design of the trials.
@pytest.mark.parametrize(
    ("hand", "days", "se", "detectable", "power", "wrong_sign", "exaggeration"),
    [
        ("trained", 1, 1.08, 2.1, (0.05, 0.06, 0.09, 0.18), 0.21, 8.5),
        ("trained", 3, 0.70, 1.4, (0.05, 0.07, 0.14, 0.35), 0.12, 5.6),
        ("ordinary", 1, 2.10, 4.1, (0.05, 0.05, 0.06, 0.08), 0.34, 16),
        ("ordinary", 3, 1.25, 2.5, (0.05, 0.06, 0.08, 0.14), 0.25, 10),
        ("self", 3, 1.78, 3.5, (0.05, 0.05, 0.06, 0.09), 0.31, 14),
    ],
)
def test_one_limb_each_way_shows_next_to_nothing(hand, days, se, detectable, power, wrong_sign, exaggeration):
    trial = limb_trial(SEM_MM[hand], days)
    assert trial.se == pytest.approx(se, abs=0.006)
    assert trial.detectable == pytest.approx(detectable, abs=0.06)
    assert [trial.power(mm) for mm in (0.1, 0.3, 0.6, 1.1)] == pytest.approx(power, abs=0.006)
    assert trial.wrong_sign(0.3) == pytest.approx(wrong_sign, abs=0.006)
    assert trial.exaggeration(0.3) == pytest.approx(exaggeration, rel=0.04)


@pytest.mark.parametrize(
    ("difference", "people"),
    [(0.08, (1536, 718, 5513, 2044)), (0.3, (112, 53, 394, 148)), (0.6, (30, 15, 100, 39)), (1.1, (11, 6, 32, 13))],
)
def test_a_study_of_growth_needs_as_many_people_as_the_design_says(difference, people):
    needed = [people_needed(difference, SEM_MM[hand], days) for hand in ("trained", "ordinary") for days in (1, 3)]
    assert needed == pytest.approx(people, abs=1)


def test_growth_and_gain_in_strength_are_refused_with_the_numbers_that_say_why():
    for name in ("size", "E9", "strength_gain", "E8"):
        with pytest.raises(NotMeasurable) as refused:
            primary_outcome(name)
        assert refused.value.code == "not_measurable"
        assert refused.value.exit_code == 3
    assert "53 to 394 people" in refusal_text("size")
    assert all(f"{se:g} % after {weeks} weeks" in refusal_text("strength_gain") for weeks, se in STRENGTH_SE.items())


def test_the_limiting_muscle_is_reported_and_never_decides():
    with pytest.raises(ValidationError, match="never as one"):
        primary_outcome("target_limits")


def test_every_outcome_of_the_design_has_its_smallest_difference_that_matters():
    assert [(one.code, one.rope, one.unit) for one in OUTCOMES.values()] == [
        ("E1", 0.5, "reps/set"),
        ("E2", 0.5, "reps/set"),
        ("E3", 5.0, "%"),
        ("E4", 0.5, "points"),
        ("E5", 0.15, "probability"),
        ("E6", 2.0, "min"),
        ("E7", 1.0, "points"),
        ("G", 1.0, "steps"),
        ("E8", 1.0, "%/4 wk"),
        ("E9", 0.5, "mm"),
    ]


def test_a_goal_rests_on_an_outcome_that_can_be_answered_and_its_weights_make_one():
    for one in GOALS.values():
        assert primary_outcome(one.primary)
        assert sum(one.weights.values()) == pytest.approx(1)
        assert one.weights.keys() <= OUTCOMES.keys()


def test_names_are_found_as_people_write_them_and_others_are_refused():
    assert question("order_only") is question("Order") is QUESTIONS["order"]
    assert outcome("e1") is outcome("compound-reps") is OUTCOMES["compound_reps"]
    assert goal("joint comfort") is GOALS["joint_comfort"]
    assert question("order").arm("isolation first") == 1
    for find in (question, outcome, goal, question("gap").arm):
        with pytest.raises(ValidationError, match="nonsense"):
            find("nonsense")


def test_four_arms_make_the_two_by_two_and_three_rests_the_gap():
    assert QUESTIONS["two_by_two"].n_arm == 4
    assert QUESTIONS["gap"].n_arm == 3
    assert [one.id for one in QUESTIONS.values() if one.two_pair] == ["order", "add_isolation"]
