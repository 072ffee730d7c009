"""Power and chance of an answer beside those simulated apart from this code for the design of the trials.

`make validate` prints both tables. There 400 to 1000 runs a cell, here 1500 and 800: a difference of two such figures has an error of
0.03 at most, and 84 of them were looked at.
"""

import numpy as np
import pytest

from preex.trials.allocation import default_scheme
from preex.trials.chance import workouts_for
from preex.trials.planner import Plan, chance, detect

EFFECTS = (0, -0.25, -0.5, -1, -1.5, -2, -3)
POWER = {  # (sd, workouts): half-width of the 95 % interval, then power at each effect
    (0.75, 8): (1.40, 0.03, 0.04, 0.05, 0.14, 0.26, 0.38, 0.55),
    (0.75, 16): (0.84, 0.04, 0.10, 0.22, 0.64, 0.92, 0.99, 1),
    (0.75, 24): (0.66, 0.06, 0.12, 0.32, 0.83, 0.99, 1, 1),
    (0.75, 48): (0.46, 0.05, 0.20, 0.60, 0.99, 1, 1, 1),
    (1.0, 8): (1.93, 0.03, 0.03, 0.04, 0.09, 0.18, 0.25, 0.42),
    (1.0, 16): (1.10, 0.06, 0.07, 0.13, 0.41, 0.74, 0.94, 1),
    (1.0, 24): (0.88, 0.04, 0.07, 0.19, 0.63, 0.93, 0.99, 1),
    (1.0, 48): (0.61, 0.05, 0.13, 0.39, 0.91, 1, 1, 1),
    (1.4, 8): (2.69, 0.02, 0.03, 0.04, 0.07, 0.11, 0.17, 0.29),
    (1.4, 16): (1.57, 0.05, 0.07, 0.09, 0.25, 0.48, 0.71, 0.95),
    (1.4, 24): (1.21, 0.07, 0.08, 0.12, 0.36, 0.69, 0.90, 1),
    (1.4, 48): (0.85, 0.05, 0.09, 0.22, 0.65, 0.94, 1, 1),
}
NEEDED = {  # workouts for 80 % power at -0.5, -0.75, -1, -1.5, -2, -3; None = more than 160
    0.75: (96, 40, 24, 16, 12, 12),
    1.0: (128, 64, 40, 20, 16, 12),
    1.4: (None, 128, 80, 32, 20, 12),
}
GRID = (8, 12, 16, 20, 24, 32, 40, 48, 64, 80, 96, 128, 160)
ANSWER = {  # chance of any clear answer, effects spread around -1.5 with SD 1; after 8, 12, 16, 24, 48 workouts
    1: (0.34, 0.41, 0.49, 0.60, 0.67),
    2: (0.58, 0.65, 0.70, 0.73, 0.82),
}
RPE = {8: (0.08, 0.15), 16: (0.21, 0.69), 24: (0.36, 0.89), 48: (0.66, 1.0)}  # power at +0.5 and +1 point, swing 0.7


@pytest.mark.parametrize(("sd", "workouts"), POWER)
def test_power_agrees_cell_by_cell(sd, workouts, capsys):
    rng = np.random.default_rng(20261124)
    half_width, *power = POWER[sd, workouts]
    found = [detect(Plan(workouts=workouts, sd=sd, effect=effect), rng) for effect in EFFECTS]
    with capsys.disabled():
        print(
            f"\nsd {sd}, {workouts:2d} workouts: half-width {found[4].half_width:.2f} ({half_width:.2f}); power ",
            end="",
        )
        print("  ".join(f"{one.power:.2f} ({was:.2f})" for one, was in zip(found, power, strict=True)), end="")
    assert [one.power for one in found] == pytest.approx(power, abs=0.09)
    assert found[4].half_width == pytest.approx(half_width, rel=0.05)


@pytest.mark.parametrize("sd", NEEDED)
def test_so_many_workouts_are_needed_for_80_percent(sd, capsys):
    rng, found = np.random.default_rng(5), []
    for effect in (-0.5, -0.75, -1, -1.5, -2, -3):
        near = workouts_for(effect, sd) or GRID[-1]
        tried = [n for n in GRID if near / 2 <= n <= 2 * near]
        found.append(next((n for n in tried if detect(Plan(workouts=n, sd=sd, effect=effect), rng).power >= 0.8), None))
    with capsys.disabled():
        print(f"\nsd {sd}: workouts for 80 % {found} ({list(NEEDED[sd])})", end="")
    for mine, theirs in zip(found, NEEDED[sd], strict=True):
        steps = [len(GRID) if n is None else GRID.index(n) for n in (mine, theirs)]
        assert abs(steps[0] - steps[1]) <= 1


@pytest.mark.parametrize("pairs", ANSWER)
def test_the_chance_of_an_answer_agrees(pairs, capsys):
    rng = np.random.default_rng(20261124)
    found = [chance(Plan(workouts=n, pairs=pairs), rng) for n in (8, 12, 16, 24, 48)]
    with capsys.disabled():
        shown = (
            f"{one.conclusive:.2f} ({was:.2f}, {100 * one.wrong:.1f} % wrong)"
            for one, was in zip(found, ANSWER[pairs], strict=True)
        )
        print(f"\n{pairs} pair(s): {'  '.join(shown)}", end="")
    assert [one.conclusive for one in found] == pytest.approx(ANSWER[pairs], abs=0.09)
    assert max(one.wrong for one in found) < 0.03


@pytest.mark.parametrize("workouts", RPE)
def test_effort_is_as_hard_to_compare_as_the_design_says(workouts, capsys):
    rng = np.random.default_rng(20261124)
    found = [detect(Plan(workouts=workouts, outcome="effort", sd=0.7, effect=e), rng).power for e in (0.5, 1.0)]
    with capsys.disabled():
        print(f"\neffort, {workouts} workouts: {found[0]:.2f} {found[1]:.2f} {RPE[workouts]}", end="")
    assert found == pytest.approx(RPE[workouts], abs=0.1)


def test_schemes_of_the_table_are_the_usual_ones():
    assert [default_scheme(n) for n in (8, 16, 24, 48)] == ["maxrun3", "blocks4", "blocks4", "blocks4"]
