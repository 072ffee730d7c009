import pytest

from preex.trials.gates import Gate, State
from preex.trials.grade import Facts, grade_of
from preex.trials.verdict import Verdict

SAME = {"neutral": Verdict.COST_CLEAR, "published": Verdict.COST_CLEAR, "sceptical": Verdict.COST_CLEAR}
ONE_STEP = SAME | {"sceptical": Verdict.COST_LIKELY}
TWO_STEPS = SAME | {"sceptical": Verdict.CANNOT_TELL}
BEST = {
    "workouts": 24,
    "two_pair": False,
    "randomised": True,
    "concealed": True,
    "adherence": 0.95,
    "rir": 0.95,
    "subjective": False,
    "by_prior": SAME,
    "gates": (),
}


# design/statistics.md 6.4, a line of the table at a time
@pytest.mark.parametrize(
    ("changes", "grade"),
    [
        ({}, "A"),
        ({"workouts": 23}, "B"),
        ({"workouts": 16, "two_pair": True}, "A"),
        ({"workouts": 15, "two_pair": True}, "B"),
        ({"workouts": 8, "two_pair": True}, "B"),
        ({"workouts": 15}, "C"),
        ({"workouts": 8}, "C"),
        ({"workouts": 7}, "D"),
        ({"adherence": 0.89}, "B"),
        ({"adherence": 0.79}, "C"),
        ({"rir": 0.89}, "B"),
        ({"rir": 0.74}, "C"),
        ({"rir": None}, "A"),
        ({"by_prior": ONE_STEP}, "B"),
        ({"by_prior": TWO_STEPS}, "C"),
        ({"concealed": False}, "B"),
        ({"subjective": True}, "B"),
        ({"randomised": False}, "D"),
        ({"gates": (Gate("effort", State.SOFT, 0.7, 0.5, "Effort was not equal."),)}, "C"),
        ({"gates": (Gate("model_fit", State.WARN, 1, 0, "Unlike what the model shows."),)}, "A"),
    ],
)
def test_a_grade_is_that_of_the_table(changes, grade):
    found, reasons = grade_of(Facts(**(BEST | changes)))
    assert found == grade
    assert bool(reasons) == (grade != "A")
