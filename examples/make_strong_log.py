"""Makes `strong.csv`: twelve weeks of a lifter who does not exist, in the format of the Strong app.

The lifter is simulated with the project's own fatigue model and a fixed seed: `python examples/make_strong_log.py`.
"""

from __future__ import annotations

import csv
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from preex.catalogue import load_catalogue
from preex.fatigue import clocks
from preex.fatigue.parameters import centre, channels
from preex.fatigue.reps import cost, margin, repetitions

HEADER = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE"
WEEK = {  # day of the week -> workout: written name, catalogue id, load, target repetitions, sets
    0: (
        "Push",
        [
            ("Bench Press (Barbell)", "barbell_bench_press", 70.0, 8, 4),
            ("Overhead Press (Barbell)", "barbell_overhead_press", 42.5, 8, 3),
            ("Chest Fly (Dumbbell)", "dumbbell_fly", 14.0, 12, 3),
            ("Lateral Raise (Dumbbell)", "dumbbell_lateral_raise", 10.0, 12, 3),
            ("Triceps Pushdown (Cable - Straight Bar)", "triceps_pushdown", 30.0, 12, 3),
        ],
    ),
    2: (
        "Legs",
        [
            ("Squat (Barbell)", "barbell_back_squat", 90.0, 6, 3),
            ("Leg Press", "leg_press", 160.0, 10, 3),
            ("Leg Extension (Machine)", "leg_extension", 45.0, 12, 3),
            ("Lying Leg Curl (Machine)", "lying_leg_curl", 40.0, 10, 3),
            ("Standing Calf Raise (Machine)", "standing_calf_raise", 60.0, 12, 3),
        ],
    ),
    4: (
        "Pull",
        [
            ("Lat Pulldown (Cable)", "lat_pulldown", 60.0, 10, 4),
            ("Seated Row (Cable)", "seated_cable_row", 55.0, 10, 3),
            ("Face Pull (Cable)", "face_pull", 20.0, 15, 3),
            ("Bicep Curl (Dumbbell)", "dumbbell_curl", 12.0, 10, 3),
        ],
    ),
}
WEEKS, START = 12, datetime(2026, 1, 5, 18, 5, tzinfo=UTC)
GAIN_PER_WEEK = 0.006  # of log strength


def rows() -> list[list[str]]:
    """Return every row of the log, rests included."""
    rng = np.random.default_rng(20260105)
    out = []
    for week in range(WEEKS):
        for day, (title, exercises) in WEEK.items():
            at = START + timedelta(weeks=week, days=day)
            out += _workout(at, title, exercises, week, rng)
    return out


def _workout(
    at: datetime, title: str, exercises: list[tuple[str, str, float, int, int]], week: int, rng: np.random.Generator
) -> list[list[str]]:
    c, moves = centre(), load_catalogue().exercises
    state, form = clocks.fresh(), rng.normal(0, 0.015)
    head = [at.strftime("%Y-%m-%d %H:%M:%S"), title, f"{50 + int(rng.integers(0, 25))}m"]
    out = []
    for name, exercise, load, target, n_set in exercises:
        ch = channels(moves[exercise])
        step = 2.5 if load >= 20 else 2.0
        load_now = load + step * (week // 4)
        strength = math.log(load) + float(margin(target + 2.5, ch.phi, c.lam)) + GAIN_PER_WEEK * week + form
        for order in range(1, n_set + 1):
            lost = float(clocks.log_strength(clocks.channel_fatigue(state, exercise, ch, c), ch, c.rho))
            now = strength + lost + rng.normal(0, 0.02) - math.log(load_now)
            most = float(repetitions(now, ch.phi, c.lam))
            reps = max(1, min(target + (1 if rng.random() < 0.15 else 0), math.floor(most - 0.5)))
            rpe = min(10.0, max(6.0, round(2 * (10 - (most - reps - 0.5) + rng.normal(0, 0.4))) / 2))
            out.append([*head, name, str(order), f"{load_now:g}", str(reps), "0", "0", "", "", f"{rpe:g}"])
            out.append([*head, name, "Rest Timer", "0", "0", "0", "120", "", "", ""])
            state = clocks.deposit(state, exercise, ch, cost(reps, now, ch.phi, c.lam), reps * c.rep_s, c)
            state = clocks.rest(state, clocks.decay(float(rng.normal(125, 12)), c))
    return out


if __name__ == "__main__":
    with Path(__file__).with_name("strong.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\n")
        csv.writer(file, quoting=csv.QUOTE_MINIMAL, lineterminator="\n").writerows(rows())
