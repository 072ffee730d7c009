"""Scores PreEx and every rival on real logs. `make bench-prediction` runs it on all and writes `docs/prediction.md`.

While the model is being changed, a quick look at a few logs with PreEx alone:

    python validation/prediction/run.py --only preex cmartins kedarvartak nino775

Words are parts of file names; none = all logs. Without `--page` nothing is written but the figures to the terminal.
`--page` keeps the scores of single sets in `.cache/prediction.pickle`; `--page --again` makes page and plots from them
without scoring anew.

What PreEx learned from these logs is left out for the people it was learned from: where there are weights learned
without a fold (`choice_folds.json`), everybody is scored with those of their own fold. `--packaged` scores with the
weights that are shipped instead.
"""

from __future__ import annotations

import argparse
import json
import pickle
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

import numpy as np
from logs import fold_of, paths, read

from preex.predictor import Predictor
from preex.scoring import FEWEST_SETS, NAMES, LogScores, rows, score_sets
from preex.scoring.people import days_of, one_each

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache/prediction.pickle"
FOLDS = Path(__file__).parent / "choice_folds.json"


@dataclass(frozen=True, slots=True)
class Scored:
    """A log and its scores."""

    label: str
    format: str
    n_all: int
    years: float
    scores: LogScores


@dataclass(frozen=True, slots=True)
class Run:
    """All logs of one run.

    short, twice : labels of logs left out: too few sets, and another file of a person who is there already.
    held_out : whether PreEx's weights were learned without the person scored.
    """

    logs: tuple[Scored, ...]
    short: tuple[str, ...]
    twice: tuple[str, ...]
    held_out: bool
    seconds: float


@cache
def _fold_weights() -> list[dict[str, np.ndarray]]:
    stored = json.loads(FOLDS.read_text(encoding="utf-8"))["weights"]
    return [{name: np.array(values, dtype=float) for name, values in weights.items()} for weights in stored]


def held_out(path: Path) -> Callable[..., Predictor]:
    """Return the maker of a predictor that has learned nothing from the person of this log."""
    if not FOLDS.exists():
        return Predictor
    weights = _fold_weights()
    return partial(Predictor, choice=weights[fold_of(path, len(weights))])


def score(path: Path, only: Sequence[str], packaged: bool) -> Scored:
    """Read and score one log."""
    log = read(path)
    years = (log.sets[-1].at - log.sets[0].at).days / 365.25
    scores = score_sets(log.sets, only=only, predictor=Predictor if packaged else held_out(path))
    return Scored(log.label, log.log.format, len(log.sets), years, scores)


def score_all(chosen: Sequence[Path], only: Sequence[str], packaged: bool) -> list[Scored]:
    """Score logs in two processes, the longest first, so that no process waits for the last."""
    longest = sorted(chosen, key=lambda p: -p.stat().st_size)
    done = []
    with ProcessPoolExecutor(2) as pool:
        for path, one in zip(longest, pool.map(partial(score, only=only, packaged=packaged), longest), strict=True):
            figure = f"{one.scores.by[only[0]].off.mean():.3f}" if one.scores.n_set else "-"
            print(f"{one.label:8}{path.name:75}{one.scores.n_set:7} sets  {only[0]} {figure}", flush=True)
            done.append(one)
    return sorted(done, key=lambda s: int(s.label.split()[1]))


def run(chosen: Sequence[Path], only: Sequence[str], packaged: bool) -> Run:
    """Score one log of each person."""
    start = time.perf_counter()
    logs = [read(path) for path in chosen]
    kept = one_each([days_of(log.sets) for log in logs])
    twice = [log.label for i, log in enumerate(logs) if i not in kept]
    done = score_all([chosen[i] for i in kept], only, packaged)
    long = tuple(s for s in done if s.scores.n_set >= FEWEST_SETS)
    short = tuple(s.label for s in done if s.scores.n_set < FEWEST_SETS)
    return Run(long, short, tuple(twice), FOLDS.exists() and not packaged, time.perf_counter() - start)


def show(found: Run) -> None:
    """Print the table."""
    print(f"{'mean over logs':42}{'MAE':>7}{'pooled':>8}{'log':>8}{'CRPS':>8}{'in 80':>8}{'even 80':>9}  PreEx/this")
    for row in rows([s.scores for s in found.logs]):
        m, share = row.mean, row.share
        against = "" if share is None else f"{share.value:.3f}"
        if share and share.low is not None:
            against += f" ({share.low:.3f}-{share.high:.3f})"
        print(
            f"{row.label:42}{m.mae:7.3f}{row.pooled.mae:8.3f}{m.log_score:8.3f}{m.crps:8.3f}{m.inside_80:8.3f}"
            f"{m.even_80:9.3f}  {against}"
        )
    sets = sum(s.scores.n_set for s in found.logs)
    print(f"{len(found.logs)} logs, {sets:,} sets, {found.seconds:.0f} s; too short {found.short}, twice {found.twice}")
    print("PreEx's weights were learned " + ("without" if found.held_out else "also from") + " the people scored")


def main() -> None:
    """Score, show, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logs", nargs="*", help="parts of file names; none = all")
    parser.add_argument("--only", default=",".join(NAMES), help="forecasters, by comma: " + ", ".join(NAMES))
    parser.add_argument("--packaged", action="store_true", help="score with the weights that are shipped")
    parser.add_argument("--page", action="store_true", help="write docs/prediction.md and its plots")
    parser.add_argument("--again", action="store_true", help="use the scores kept by the last run with --page")
    asked = parser.parse_args()
    if asked.again:
        found = pickle.loads(CACHE.read_bytes())  # noqa: S301 - our own
    else:
        found = run(paths(*asked.logs), asked.only.split(","), asked.packaged)
    show(found)
    if asked.page:
        from page import write

        CACHE.parent.mkdir(exist_ok=True)
        CACHE.write_bytes(pickle.dumps(found))
        write(found)


if __name__ == "__main__":
    main()
