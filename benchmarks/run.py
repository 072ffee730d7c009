"""How fast is it? `make bench` prints one line per figure: what, measured, target. Timings never fail a test."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from phone import phone
from plans import plans
from web import web

from preex import logbook
from preex.catalogue import load_catalogue
from preex.catalogue.names import resolve
from preex.core.performed import PerformedSet, SetKind
from preex.fatigue.fitting.fit import fit
from preex.fatigue.fitting.invented import Habits, lifter, log_of
from preex.fatigue.reps import repetitions
from preex.fatigue.session import PlannedSet
from preex.logbook.rows import Source
from preex.logbook.table import records
from preex.planner.lifter import Experience, Goal, Lifter, muscles_of
from preex.planner.request import PlanRequest
from preex.planner.week import new_plan
from preex.predictor import Predictor
from preex.trials.allocation import rule
from preex.trials.analysis import analyse
from preex.trials.model import believe
from preex.trials.ordinal import ordinal_effect
from preex.trials.pairs import Pair
from preex.trials.planner import Plan
from preex.trials.planner_outlook import outlook
from preex.trials.priors import NEUTRAL, REPS
from preex.trials.protocol import lock
from preex.trials.randomisation import randomisation_test
from preex.trials.series import Series
from preex.trials.terms import Terms

START = datetime(2024, 1, 1, 18, tzinfo=UTC)
LIFTS = ("barbell_bench_press", "dumbbell_fly", "leg_press", "leg_extension", "lat_pulldown", "barbell_back_squat")


def best_s(action: Callable[[], object], times: int = 3) -> float:
    """Best of several wall times: the machine is shared. [s]"""
    measured = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        measured.append(time.perf_counter() - start)
    return min(measured)


def show(what: str, seconds: float, target: str) -> None:
    """Print one figure."""
    value = f"{seconds * 1000:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"
    print(f"{what:<62}{value:>12}   target {target}")


def synthetic_log(n_set: int) -> tuple[PerformedSet, ...]:
    """Return a plausible log: three sets of six lifts per workout, every other day."""
    rng = np.random.default_rng(0)
    sets = []
    for i in range(n_set):
        workout, within = divmod(i, 18)
        sets.append(
            PerformedSet(
                exercise=LIFTS[within // 3],
                load_kg=float(40 + 2.5 * rng.integers(0, 20)),
                reps=int(rng.integers(6, 13)),
                rir=float(rng.integers(0, 4)),
                rest_before_s=None if within == 0 else float(rng.integers(60, 180)),
                at=START + timedelta(days=2 * workout),
                workout=str(workout),
                kind=SetKind.WORKING,
            )
        )
    return tuple(sets)


def strong_csv(n_row: int) -> bytes:
    """Return a Strong export of `n_row` sets."""
    out = io.StringIO()
    out.write(
        "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,Workout Notes,RPE\n"
    )
    names = ("Bench Press (Barbell)", "Chest Fly (Dumbbell)", "Leg Press", "Leg Extension (Machine)", "Squat (Barbell)")
    for i in range(n_row):
        workout, within = divmod(i, 15)
        day = (START + timedelta(hours=6 * workout)).strftime("%Y-%m-%d %H:00:00")  # 60,000 sets end before today
        out.write(f'{day},"Push",1h,"{names[within // 3]}",{within % 3 + 1},{60 + i % 40},{6 + i % 7},0,0,"","",8\n')
    return out.getvalue().encode()


def model() -> None:
    """Time the model."""
    sets = synthetic_log(2000)
    predictor = Predictor()

    def stream() -> None:
        for s in sets:
            predictor.predict(s.exercise, load_kg=s.load_kg, rest_before_s=s.rest_before_s, at=s.at)
            predictor.observe(s)

    show("predict + observe, per set (2,000-set log)", best_s(stream, 1) / len(sets), "1 ms")
    plan = [PlannedSet(exercise=LIFTS[i % 6], load_kg=60, reps=10, rest_before_s=90) for i in range(20)]
    show("simulate 20 planned sets, 1,000 draws", best_s(lambda: predictor.simulate(plan)), "-")
    show("the same, 10,000 draws", best_s(lambda: predictor.simulate(plan, n_draw=10_000)), "200 ms")
    many = best_s(lambda: predictor.simulate(candidates(10_000), n_draw=10_000, seed=None))
    show("10,000 candidate sessions of 20 sets at once", many, "200 ms")
    single = best_s(lambda: predictor.simulate(candidates(1), n_draw=1, seed=None)) * 10_000
    print(f"{'the same, one session after another, against at once':<62}{single / many:>10.0f} x")
    long = synthetic_log(20_000)
    show("replay 10,000 sets (observe alone)", best_s(lambda: replay(long[:10_000]), 1), "200 ms")
    print(f"{'memory that sets 10,001 to 20,000 add to a predictor':<62}{grown_bytes(long):>10} B   target 0")
    log = lifter_log(10_000)
    show(
        f"fit {len(log):,} sets of an invented lifter, CPU time",
        cpu_s(lambda: fit(log, load_catalogue().exercises, 80.0)),
        "3 s",
    )
    margins = np.random.default_rng(0).uniform(0.1, 0.6, 100_000)
    closed = best_s(lambda: repetitions(margins, 0.03, 0.5))
    looped = best_s(lambda: [_loop(float(m)) for m in margins[:2000]], 1) * len(margins) / 2000
    print(f"{'repetitions to failure: closed form against a repetition loop':<62}{looped / closed:>10.0f} x")


def lifter_log(n_set: int) -> list[PerformedSet]:
    """Return a log of an invented lifter whose constants are drawn: the fit has something to find."""
    rng, exercises = np.random.default_rng(0), load_catalogue().exercises
    habits = Habits(lifts=LIFTS, workouts=n_set // 18)
    return log_of(lifter(rng, LIFTS, exercises), habits, exercises, rng)


def cpu_s(action: Callable[[], object]) -> float:
    """Processor time of an action, all threads together. [s]"""
    start = time.process_time()
    action()
    return time.process_time() - start


def replay(sets: Sequence[PerformedSet]) -> Predictor:
    """Return a predictor that has seen a log."""
    predictor = Predictor()
    for s in sets:
        predictor.observe(s)
    return predictor


def candidates(n: int) -> list[PlannedSet]:
    """Return `n` sessions of 20 sets as one, with loads, repetitions and rests of their own."""
    rng = np.random.default_rng(1)
    return [
        PlannedSet(
            exercise=LIFTS[i % 6],
            load_kg=rng.integers(16, 40, n) * 2.5,
            reps=rng.integers(5, 13, n),
            rest_before_s=rng.uniform(5, 180, n),
        )
        for i in range(20)
    ]


def grown_bytes(sets: Sequence[PerformedSet]) -> int:
    """Return how much more memory a predictor that foresees and observes holds after a log than half-way. [bytes]"""
    tracemalloc.start()
    predictor, used = Predictor(), []
    for half in (sets[: len(sets) // 2], sets[len(sets) // 2 :]):
        for s in half:
            predictor.foresee(s)
            predictor.observe(s)
        used.append(tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    return used[1] - used[0]


def _loop(log_margin: float) -> int:
    done = 0
    while log_margin > 0:
        log_margin -= 0.03 * float(np.exp(-0.5 * log_margin))
        done += 1
    return done


def trials() -> None:
    """Time trials of one: posterior, test by the draw, a whole result, the plan."""
    rng = np.random.default_rng(13)
    long = invented_trial("blocks4", 24, rng)
    prior = REPS.effects[NEUTRAL]
    show("trial: posterior of 24 workouts", best_s(lambda: believe(long, REPS, prior), 20), "10 ms")
    for scheme, n in (("maxrun3", 8), ("blocks4", 16), ("maxrun3", 16), ("blocks4", 24), ("maxrun3", 48)):
        series = invented_trial(scheme, n, rng)
        test = best_s(lambda series=series, scheme=scheme: randomisation_test(series, rule(scheme), rng))
        show(f"trial: test by the draw, {scheme}, {n} workouts", test, "300 ms")
    said = np.clip(np.rint(6 + long.assigned + 0.7 * rng.standard_normal(24)), 0, 10)
    tried = long.assigned.astype(float)
    show("trial: effort in points, 24 workouts", best_s(lambda: ordinal_effect(said, tried, (0.0, 1.5))), "300 ms")
    pair = Pair(isolation="leg_extension", compound="leg_press", target="quads_vasti")
    terms = Terms(question="order", pairs=(pair,), workouts=24, scheme="blocks4", looks=(8, 12, 16, 20, 24))
    protocol = lock(terms, seed="bench", at=START)
    show("trial: a whole result, 24 workouts", best_s(lambda: analyse(long, protocol)), "500 ms")
    planned = best_s(lambda: outlook(Plan(workouts=24), np.random.default_rng(1), looks=terms.looks), 1)
    show("trial: the plan of 24 workouts with five looks", planned, "3 s")


def invented_trial(scheme: str, n: int, rng: np.random.Generator) -> Series:
    """Return a trial of so many workouts, none missed, that costs 1.5 repetitions."""
    arms = rule(scheme).draw(n, rng)
    y = np.round(3 * (9 - 1.5 * arms + rng.standard_normal(n))) / 3
    return Series.of(arms, y, revealed=[True] * n, rir=np.ones(n))


def planning() -> None:
    """Time a plan for a session and for a week."""
    predictor, catalogue = Predictor(), load_catalogue()
    lagging = Lifter(lagging=muscles_of(["quads"]), experience=Experience.INTERMEDIATE, goal=Goal.MUSCLE)
    for days, target in ((1, "1.5 s"), (6, "4 s")):
        asked = PlanRequest(lifter=lagging, days=days)
        show(f"plan, days a week: {days}", best_s(lambda asked=asked: new_plan(asked, predictor, catalogue), 1), target)


def reading() -> None:
    """Time the logbook and the catalogue."""
    data = strong_csv(50_000)
    show(
        "read 50,000 rows of a Strong export",
        best_s(lambda: logbook.read(data, unit="kg", name="strong.csv"), 1),
        "10 s",
    )
    names = [f"{movement} ({implement})" for movement in ("Bench Press", "Squat") for implement in ("Barbell", "Cable")]
    show("name 50,000 sets", best_s(lambda: [resolve(names[n % 4]) for n in range(50_000)], 1), "1 s")
    slow = "flat seated wide close neutral pause high cable machine barbell dumbbell rope band ez {} press"
    show("a name made to be slow", best_s(lambda: [resolve(slow.format(n)) for n in range(200)], 1) / 200, "50 ms")
    quotes = "a,b\n" + '1,"x\n' * 20_001
    source = Source("log", quotes.encode(), quotes, ("a", "b"), ",")
    show("20,001 quotation marks that nobody closes", best_s(lambda: list(records(source)), 1), "2 s")
    load_catalogue.cache_clear()
    show("load the catalogue", best_s(load_catalogue, 1), "30 ms")


def command(*arguments: str) -> float:
    """Time one command in a new process. [s]"""
    with tempfile.TemporaryDirectory() as home:
        env = os.environ | {"PREEX_HOME": home}
        run = [sys.executable, "-m", "preex", *arguments]
        return best_s(lambda: subprocess.run(run, env=env, check=True, capture_output=True))


def commands() -> None:
    """Time the command line."""
    show("preex --help", command("--help"), "300 ms")
    show("preex pairs --target quads", command("pairs", "--target", "quads"), "-")
    show("preex compare leg_extension leg_press", command("compare", "leg_extension", "leg_press"), "-")
    with tempfile.TemporaryDirectory() as home:
        log = Path(home) / "strong.csv"
        log.write_bytes(strong_csv(50_000))
        env = os.environ | {"PREEX_HOME": home}
        run = [sys.executable, "-m", "preex", "import", str(log), "--unit", "kg"]
        show(
            "preex import of 50,000 sets, committed",
            best_s(lambda: subprocess.run(run, env=env, check=True, capture_output=True), 1),
            "20 s",
        )


if __name__ == "__main__":
    with redirect_stderr(io.StringIO()):
        model()
        trials()
        planning()
        reading()
        commands()
        plans()
        phone()
        web({n: strong_csv(n) for n in (0, 5_000, 60_000)})
