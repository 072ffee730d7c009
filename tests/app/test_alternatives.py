"""What is done instead: judged against the catalogue's own rows, read here by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from preex.app.alternatives import AT_MOST, pairs_sparing, stand_ins, workout_again
from preex.catalogue import load_catalogue
from preex.core.performed import PerformedSet
from preex.core.plan import Rest

AT = datetime(2026, 11, 24, 18, tzinfo=UTC)


def done(*names, rest_s=120.0, workout="w1"):
    each = enumerate(names)
    return [
        PerformedSet(
            exercise=n, load_kg=50.0, reps=10, at=AT + timedelta(minutes=i), rest_before_s=rest_s, workout=workout
        )
        for i, n in each
    ]


def test_an_isolation_is_replaced_by_one_for_the_same_target():
    targets = {p.target for p in load_catalogue().pairings if p.isolation == "leg_extension" and p.is_pre_exhaust}
    found = stand_ins("leg_extension")
    assert 0 < len(found) <= AT_MOST
    for name in found:
        exercise = load_catalogue().exercises[name]
        paired = {p.target for p in load_catalogue().pairings if p.isolation == name}
        assert paired & targets or exercise.pattern == load_catalogue().exercises["leg_extension"].pattern


def test_a_compound_is_replaced_by_compounds():
    kinds = {load_catalogue().exercises[name].kind for name in stand_ins("leg_press")}
    assert kinds == {load_catalogue().exercises["leg_press"].kind}
    assert "leg_press" not in stand_ins("leg_press")


def test_an_exercise_of_ones_own_has_no_stand_in():
    assert stand_ins("my odd machine") == ()


@pytest.mark.parametrize("joint", ["knee", "shoulder", "elbow", "low_back"])
def test_a_pair_that_spares_a_joint_is_marked_so_in_the_catalogue(joint):
    for pairing in load_catalogue().pairings:
        other = pairs_sparing(pairing.id).get(joint)
        if other:
            assert other.joint_advice[joint] == "ok"
            assert other.target == pairing.target
            assert other.id != pairing.id


def test_the_last_workout_comes_again_in_its_rhythm():
    """Twice extension then press with 30 s between, then three squats: two sections."""
    pair = [
        replace(s, rest_before_s=30.0 if s.exercise == "leg_press" else 150.0)
        for s in done(*["leg_extension", "leg_press"] * 2)
    ]
    squats = [replace(s, at=s.at + timedelta(hours=1)) for s in done(*["barbell_back_squat"] * 3)]
    plan = workout_again([*done("dumbbell_curl", workout="w0"), *pair, *squats])
    first, second = plan.sections
    assert (first.rounds, second.rounds) == (2, 3)
    assert [s.exercise for s, _ in plan.sets()] == [*["leg_extension", "leg_press"] * 2, *["barbell_back_squat"] * 3]
    assert first.steps[1] == Rest(30.0)
    assert {(s.reps_low, s.reps_high, s.load_kg) for s, _ in plan.sets()} == {(8, 10, 50.0)}


def test_a_circuit_without_rhythm_is_repeated_set_by_set():
    names = ["leg_extension", "leg_press", "dumbbell_curl"]
    plan = workout_again(done(*names))
    assert [s.exercise for s, _ in plan.sets()] == names


def test_an_empty_log_has_nothing_to_repeat():
    assert workout_again([]) is None
    assert workout_again(done("my odd machine")) is None
