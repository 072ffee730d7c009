import pytest

from preex.catalogue import load_catalogue
from preex.predictor import Predictor


@pytest.fixture(scope="session")
def catalogue():
    return load_catalogue()


@pytest.fixture(scope="session")
def exercises(catalogue):
    return catalogue.exercises


@pytest.fixture(scope="session")
def predictor(exercises):
    """A lifter of 80 kg who has tested a few lifts: repetitions to failure at a load."""
    lifter = Predictor(exercises, body_mass_kg=80)
    for exercise, load_kg, reps in TESTED:
        lifter.set_strength(exercise, load_kg=load_kg, reps=reps)
    return lifter


TESTED = (
    ("leg_press", 180, 10),
    ("leg_extension", 60, 12),
    ("barbell_bench_press", 80, 10),
    ("dumbbell_fly", 16, 12),
    ("lat_pulldown", 60, 10),
    ("straight_arm_pulldown", 25, 12),
    ("barbell_back_squat", 110, 10),
)
