"""Logs that cannot tell something, planted on purpose, and what the fit says of them: `python validation/fit/planted.py`.

Writes `planted.csv`. Each log is the same lifter's, so that what differs is the log.
"""

import csv
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from lifters import BODY_MASS_KG, LIFTS, MOVES

from preex.core.performed import PerformedSet, SetKind
from preex.fatigue.fitting.fit import fit
from preex.fatigue.fitting.invented import Habits, Truth, log_of
from preex.fatigue.person import NAMES

TABLE = Path(__file__).parent / "planted.csv"
SEED = 7
START = datetime(2025, 1, 6, 18, tzinfo=UTC)
FULL = Habits(lifts=LIFTS[:4], workouts=40, per_workout=4)


@dataclass(frozen=True)
class Planted:
    """A log, what it lacks, and the constants it can tell nothing of."""

    name: str
    sets: list
    silent: tuple = ()


def usual(habits):
    """The log of a lifter who is as the population, with some habits."""
    truth = Truth(np.zeros(len(NAMES)), 0.0, dict.fromkeys(habits.lifts, 0.0))
    return log_of(truth, habits, MOVES, np.random.default_rng(SEED), BODY_MASS_KG)


def equal(n=120):
    """Three sets of ten a day with the same load and reserve."""
    return [
        PerformedSet(
            exercise="leg_press",
            load_kg=160.0,
            reps=10,
            rir=1.0,
            at=START + timedelta(days=2 * (i // 3)),
            workout=str(i // 3),
            rest_before_s=120.0 if i % 3 else None,
        )
        for i in range(n)
    ]


def noise(n=600):
    """Repetitions that have nothing to do with loads."""
    rng = np.random.default_rng(SEED)
    return [
        replace(s, load_kg=float(rng.choice([40, 60, 80, 100, 120, 160])), reps=int(rng.integers(1, 16)), rir=0.0)
        for s in equal(n)
    ]


def planted():
    """All cases."""
    slow = replace(FULL, rests_s=(60.0, 240.0))
    return (
        Planted("everything written", usual(FULL)),
        Planted("no rest written", usual(replace(slow, rests_known=0.0))),
        Planted("no set to failure", usual(replace(FULL, failure=0.0, unreported=0.0)), ("omega",)),
        Planted(
            "no failure, no reserve, no rest",
            usual(replace(slow, failure=0.0, unreported=1.0, rests_known=0.0)),
            ("omega",),
        ),
        Planted("one exercise alone", usual(replace(FULL, lifts=LIFTS[2:3], per_workout=1)), ("kappa",)),
        Planted(
            "one set a workout",
            usual(replace(FULL, lifts=LIFTS[2:3], per_workout=1, sets_each=1)),
            ("tau_fast_s", "tau_slow_s", "beta", "kappa", "omega", "gain"),
        ),
        Planted("all sets equal", equal(), ("kappa", "omega")),
        Planted("repetitions at random", noise()),
        Planted(
            "warm-ups alone",
            [replace(s, kind=SetKind.WARMUP, rir=None) for s in equal(30)],
            ("tau_fast_s", "tau_slow_s", "beta", "kappa", "omega", "gain", "phi_person"),
        ),
        Planted("nothing", [], tuple(NAMES)),
    )


def said(case):
    """The row of one case."""
    found = fit(case.sets, MOVES, BODY_MASS_KG)
    return {
        "log": case.name,
        "sets": len(case.sets),
        "belief": f"{found.diagnostics.belief:.3g}",
        "told": " ".join(e.name for e in found.estimates() if e.told),
        "verdicts": " | ".join(found.verdicts()),
    }


def recorded():
    """The recorded table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def main():
    rows = [said(case) for case in planted()]
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
