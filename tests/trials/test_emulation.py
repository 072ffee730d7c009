from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from preex.catalogue import load_catalogue
from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet
from preex.trials.emulation import UNRECORDED_SD, emulate
from preex.trials.old_log import visits

START = datetime(2026, 1, 5, 18, tzinfo=UTC)
ISOLATION, COMPOUND, OTHER = "leg_extension", "leg_press", "barbell_curl"


def workout(number, *, first, reps, load_kg=160.0, days=3, curl=10, sets=2, between=()):
    """One workout: the pair in an order, then curls."""
    at = START + timedelta(days=days * number)
    pair = [(ISOLATION, 40.0, 12)] * sets + [(COMPOUND, load_kg, reps - i) for i in range(sets)]
    if not first:
        pair = pair[sets:] + pair[:sets]
    done = [*pair[:sets], *((name, 20.0, 10) for name in between), *pair[sets:], (OTHER, 30.0, curl)]
    return [
        PerformedSet(exercise=name, load_kg=kg, reps=n, rir=1.0, at=at, workout=f"w{number}", block=i)
        for i, (name, kg, n) in enumerate(done)
    ]


def log(*workouts):
    return [s for one in workouts for s in one]


def look(sets):
    exercises = load_catalogue().exercises
    found = visits(sets, exercises[ISOLATION], exercises[COMPOUND], exercises, Muscle.QUADS_VASTI)
    return emulate(found, f"{ISOLATION}:{COMPOUND}", np.random.default_rng(1))


def lived(effect, *, n=32, rng_seed=0, lighter=0.0, curl_too=0.0, noise=0.7, share=0.5):
    """A log in which the order was left to a coin, and what went with it."""
    rng = np.random.default_rng(rng_seed)
    days = []
    for i in range(n):
        first = bool(rng.random() < share)
        reps = round(10 + effect * first + rng.normal(0, noise))
        curl = round(10 + curl_too * first + rng.normal(0, noise))
        days.append(workout(i, first=first, reps=reps, load_kg=160 * (1 - lighter * first), curl=curl))
    return log(*days)


def test_a_log_without_one_order_hints_at_nothing_and_offers_a_trial():
    found = look(log(*(workout(i, first=i % 8 == 0, reps=9) for i in range(47))))
    assert (found.all_first, found.all_second) == (6, 41)
    assert found.verdict == "cannot_tell"
    assert "Your log has 6 workouts with isolation first and 41 with compound first." in found.text
    assert "A fair comparison is not possible." in found.text
    assert "58 % chance" in found.text
    assert "preex trial new --pair leg_extension:leg_press" in found.text
    assert found.to_json()["estimate"] is None


@pytest.mark.parametrize(("effect", "verdict"), [(-4.0, "hint_cost"), (4.0, "hint_gain")])
def test_even_a_large_and_clean_difference_is_a_hint_and_no_more(effect, verdict):
    found = look(lived(effect))
    shown = found.to_json()
    assert shown["verdict"] == verdict
    assert shown["grade"] == "D"
    assert shown["protocol_hash"] is None
    assert abs(shown["estimate"]["median"]) > 2


def test_no_difference_is_no_hint():
    verdicts = [look(lived(0.0, rng_seed=seed)).verdict for seed in range(20)]
    assert verdicts.count("cannot_tell") >= 19


def test_the_doubt_about_what_was_not_written_down_widens_the_error():
    found = look(lived(-4.0))
    assert found.effect.sd == pytest.approx(np.hypot(found.se_log, UNRECORDED_SD))


def test_lighter_loads_on_isolation_first_days_forbid_the_comparison():
    found = look(lived(-1.5, lighter=0.03))
    assert found.verdict == "cannot_tell"
    assert found.load_apart < -0.2
    assert "lighter" in found.reasons[0]


def test_loads_far_from_the_usual_are_not_eligible():
    found = look(lived(-1.5, lighter=0.10, share=0.25))
    assert found.verdict == "cannot_tell"
    assert found.isolation_first < 8


def test_days_on_which_other_muscles_differ_too_were_other_days():
    found = look(lived(-4.0, curl_too=-4.0))
    assert found.verdict == "cannot_tell"
    assert "An exercise for other muscles differed as well" in found.reasons[0]


def test_only_neighbours_count_and_a_tired_muscle_does_not():
    exercises = load_catalogue().exercises

    def seen(*workouts):
        return visits(log(*workouts), exercises[ISOLATION], exercises[COMPOUND], exercises, Muscle.QUADS_VASTI)

    assert seen(workout(0, first=True, reps=9, between=("barbell_curl",))) == ()
    (one,) = seen(workout(0, first=False, reps=9, between=("barbell_curl",)))
    assert not one.isolation_first
    first, second = seen(workout(0, first=True, reps=9), workout(1, first=True, reps=9, days=1))
    assert first.eligible
    assert not second.eligible
    assert second.days == 1


def test_the_value_is_the_top_set_in_repetitions_to_failure():
    exercises = load_catalogue().exercises
    sets = workout(0, first=True, reps=9)
    (one,) = visits(sets, exercises[ISOLATION], exercises[COMPOUND], exercises, Muscle.QUADS_VASTI)
    assert one.value == 9 + 1 + 0.5
    assert one.rir_told


def test_an_empty_log_says_so():
    assert "0 workouts with isolation first and 0 with compound first" in look([]).text
