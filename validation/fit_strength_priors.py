"""Fits `src/preex/data/strength_priors.csv`: where the 8RM of a population lies, exercise by exercise.

Run `python validation/fit_strength_priors.py LOG…` on logs that tell their unit; others are left out, because pounds taken
for kilograms would shift the prior. Only medians over lifters leave this program: no row of any log does.
Within a log an exercise counts with ten or more working sets of 3 to 15 repetitions. A set's 8RM is its load moved along
the model's repetition curve, two repetitions left where none were reported; a lifter's level is the upper quartile.
"""

from __future__ import annotations

import csv
import hashlib
import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from preex import __version__, logbook
from preex.catalogue import load_catalogue
from preex.catalogue.names import resolve
from preex.core.exercise import Exercise, Family
from preex.core.performed import PerformedSet
from preex.errors import PreexError
from preex.fatigue.lift import ANCHOR_REPS
from preex.fatigue.parameters import centre, channels
from preex.fatigue.reps import margin

FEWEST_SETS, FEWEST_LIFTERS, SHRINK = 10, 3, 2.0
BODY_MASS_KG = 80.0
NARROWEST_SD = 0.3  # the logs are few, and their lifters alike
TARGET = Path(__file__).parent.parent / "src/preex/data/strength_priors.csv"


def levels(sets: Iterable[PerformedSet], moves: Mapping[str, Exercise]) -> dict[str, float]:
    """Return one lifter's level per exercise. [log kg]"""
    lam, found = centre().lam, defaultdict(list)
    for s in sets:
        move = moves.get(s.exercise)
        if move is None or move.family is not Family.STRENGTH or not s.counts or not 3 <= s.reps <= 15:
            continue
        load_kg = move.effective_load_kg(s.load_kg, BODY_MASS_KG)
        if not 1 < load_kg < 600:
            continue
        left = 2.0 if s.rir is None else s.rir
        phi = channels(move).phi
        found[s.exercise].append(
            math.log(load_kg) + float(margin(s.reps + left + 0.5, phi, lam) - margin(ANCHOR_REPS, phi, lam))
        )
    return {e: float(np.quantile(v, 0.75)) for e, v in found.items() if len(v) >= FEWEST_SETS}


def fit(lifters: list[dict[str, float]], moves: Mapping[str, Exercise]) -> list[tuple[str, float, float, int]]:
    """Return (key, mean, between-lifter SD, lifters) from exercise to any exercise, each shrunk towards the wider one."""
    groups: dict[str, list[float]] = defaultdict(list)
    for lifter in lifters:
        for exercise, level in lifter.items():
            for key in _keys(moves[exercise]):
                groups[key].append(level)
    means: dict[str, float] = {}
    rows = []
    for key in sorted(groups, key=_width):
        values = groups[key]
        if len(values) < FEWEST_LIFTERS:
            continue
        wider = next((means[k] for k in _wider(key, moves) if k in means), float(np.median(values)))
        mean = (len(values) * float(np.median(values)) + SHRINK * wider) / (len(values) + SHRINK)
        sd = max(NARROWEST_SD, float(np.sqrt(np.mean((np.array(values) - mean) ** 2))))
        means[key] = mean
        rows.append((key, round(mean, 3), round(sd, 3), len(values)))
    return rows


def _keys(move: Exercise) -> tuple[str, ...]:
    return move.id, f"{move.pattern}:{move.load_type}", f"*:{move.load_type}", "*"


def _width(key: str) -> tuple[int, str]:
    return (0 if key == "*" else 1 if key.startswith("*:") else 2 if ":" in key else 3, key)


def _wider(key: str, moves: Mapping[str, Exercise]) -> tuple[str, ...]:
    if key in moves:
        return _keys(moves[key])[1:]
    return (f"*:{key.split(':')[1]}", "*") if ":" in key else ()


def main(paths: list[str]) -> None:
    """Read logs, fit, write the table."""
    moves, lifters, digest = load_catalogue().exercises, [], hashlib.sha256()
    for path in sorted(paths):
        try:
            log = logbook.read(path, resolve=lambda name: m.exercise_id if (m := resolve(name)) else None)
        except PreexError:
            continue  # the unit is not told, or the format not known
        found = levels(log.sets, moves)
        if found:
            lifters.append(found)
            digest.update(Path(path).read_bytes())
    rows = fit(lifters, moves)
    source = (
        f"median over {len(lifters)} public logs that tell their unit; fitted {datetime.now(UTC):%Y-%m} with preex "
        f"{__version__}; data fingerprint {digest.hexdigest()[:12]}"
    )
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["key", "ln_8rm_kg", "between_sd", "n_lifters", "status", "source"])
        writer.writerows([*row, "fitted", source if row[0] == "*" else ""] for row in rows)
    print(f"{len(lifters)} lifters, {len(rows)} rows")


if __name__ == "__main__":
    main(sys.argv[1:])
