"""The model against published repetitions. Each case prints what was published and what is predicted.

Sets to failure, population constants, means over 4,000 draws. Sources: set-to-set ratios, a synthesis of eight or more
acute bench press studies (between-study SD of a ratio about 0.10); de Salles 2008 and Senna (J Hum Kinet), order of
leg press and leg extension, bench press and fly; Nuzzo 2024 for repetitions against load.
"""

import pytest

from preex.fatigue.session import PlannedSet
from preex.predictor import Predictor

DRAWS = 4000


def lifter(reps=10, **loads_kg):
    predictor = Predictor()
    for exercise, load_kg in loads_kg.items():
        predictor.set_strength(exercise, load_kg=load_kg, reps=reps)
    return predictor


def means(predictor, *sets):
    """Mean repetitions of (exercise, load, rest before) to failure."""
    planned = [PlannedSet(exercise=e, load_kg=kg, rest_before_s=rest_s) for e, kg, rest_s in sets]
    return [outcome.reps.mean for outcome in predictor.simulate(planned, n_draw=DRAWS)]


@pytest.mark.parametrize(
    ("rest_s", "published"),
    [(60, (0.55, 0.375, 0.275)), (120, (0.725, 0.55, 0.45)), (180, (0.775, 0.65, 0.525)), (300, (0.9, 0.825, 0.75))],
)
def test_bench_press_sets_fade_as_published(rest_s, published):
    reps = means(lifter(barbell_bench_press=100), *[("barbell_bench_press", 100, rest_s)] * 4)
    ratios = [n / reps[0] for n in reps[1:]]
    print(f"rest {rest_s} s: published {published}, predicted {[round(r, 2) for r in ratios]}")
    assert ratios == pytest.approx(published, abs=0.20)  # two between-study standard deviations


def rounds(first, second, n, gap_s, rest_s):
    sets = []
    for _ in range(n):
        sets += [(first, 100, rest_s), (second, 100, gap_s)]
    return sets


@pytest.fixture(scope="module")
def orders():
    """Mean repetitions with the extension first, and with the press first: de Salles 2008, 4 rounds of 8RM."""
    predictor = lifter(8, leg_press=100, leg_extension=100)
    return (
        means(predictor, *rounds("leg_extension", "leg_press", 4, 20, 120)),
        means(predictor, *rounds("leg_press", "leg_extension", 4, 20, 120)),
    )


def test_leg_extensions_cost_the_leg_press_what_was_counted(orders):
    loss = 1 - sum(orders[0][1::2]) / sum(orders[1][0::2])
    print(f"leg press second: published -17 %, predicted {-loss:.0%}")
    assert loss == pytest.approx(0.17, abs=0.05)


@pytest.mark.xfail(strict=True, reason="known misfit: the compound costs the isolation more than the model says")
def test_the_leg_press_costs_leg_extensions_what_was_counted(orders):
    loss = 1 - sum(orders[1][1::2]) / sum(orders[0][0::2])
    print(f"leg extension second: published -47 %, predicted {-loss:.0%}")
    assert loss == pytest.approx(0.47, abs=0.10)


def test_the_compound_costs_the_isolation_more_than_the_other_way_round(orders):
    assert sum(orders[1][1::2]) / sum(orders[0][0::2]) < sum(orders[0][1::2]) / sum(orders[1][0::2])


@pytest.mark.parametrize(("gap_s", "published"), [(0, 6.6), (20, 7.7), (60, 8.8), (120, 9.3), (180, 9.5), (300, 9.6)])
def test_bench_press_after_a_fly_recovers_with_the_gap(gap_s, published):
    # the prototype's calibration of 2026-11, the reference for this implementation
    reps = means(
        lifter(barbell_bench_press=100, dumbbell_fly=30),
        ("dumbbell_fly", 30, None),
        ("barbell_bench_press", 100, gap_s),
    )
    print(f"gap {gap_s} s: reference {published}, predicted {reps[1]:.2f}")
    assert reps[1] == pytest.approx(published, abs=0.35)


@pytest.mark.parametrize(("exercise", "share", "published"), [
    ("barbell_bench_press", 0.8, 8.8),
    ("barbell_bench_press", 0.7, 14.1),
    ("leg_press", 0.8, 13.1),
    ("leg_press", 0.7, 19.0),
])  # fmt: skip
def test_repetitions_at_a_share_of_the_maximum_are_as_published(exercise, share, published):
    planned = [PlannedSet(exercise=exercise, relative_load=share)]
    reps = Predictor().simulate(planned, n_draw=DRAWS)[0].reps.mean
    print(f"{exercise} at {share:.0%}: published {published}, predicted {reps:.1f}")
    assert reps == pytest.approx(published, abs=1.5)
