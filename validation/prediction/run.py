"""Scores PreEx and every rival on real logs. `make bench-prediction` runs it on all and writes `docs/prediction.md`.

While the model is being changed, a quick look at a few logs with PreEx alone:

    python validation/prediction/run.py --only preex cmartins kedarvartak nino775

Words are parts of file names; none = all logs. Without `--page` nothing is written but the figures to the terminal.
Scores of single sets are kept in `.cache/prediction/`; `--again` makes page and plots from them without scoring.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from logs import RealLog, paths, persons, read

from preex.scoring import FEWEST_SETS, NAMES, LogScores, rows, score_sets

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache/prediction"


@dataclass(frozen=True, slots=True)
class Scored:
    """A log and its scores."""

    label: str
    format: str
    n_all: int
    years: float
    scores: LogScores


def score(path: Path, only: Sequence[str]) -> Scored:
    """Read and score one log."""
    log = read(path)
    years = (log.sets[-1].at - log.sets[0].at).days / 365.25
    return Scored(log.label, log.log.format, len(log.sets), years, score_sets(log.sets, only=only))


def score_all(chosen: Sequence[Path], only: Sequence[str], processes: int) -> list[Scored]:
    """Score logs, the longest first, so that no process waits for the last."""
    longest = sorted(chosen, key=lambda p: -p.stat().st_size)
    with ProcessPoolExecutor(processes) as pool:
        scored = []
        for path, one in zip(longest, pool.map(partial(score, only=only), longest), strict=True):
            figure = f"{one.scores.by[only[0]].off.mean():.3f}" if one.scores.n_set else "-"
            print(f"{one.label:8}{path.name:75}{one.scores.n_set:7} sets  {only[0]} {figure}", flush=True)
            scored.append(one)
    return sorted(scored, key=lambda s: int(s.label.split()[1]))


def show(scored: Sequence[Scored]) -> None:
    """Print the table."""
    print(f"{'mean over logs':42}{'MAE':>7}{'pooled':>8}{'log':>8}{'CRPS':>8}{'in 80':>8}{'even 80':>9}  PreEx/this")
    for row in rows([s.scores for s in scored]):
        m, share = row.mean, row.share
        known = share and share.low is not None
        interval = f"{share.value:.3f} ({share.low:.3f}-{share.high:.3f})" if known else share and f"{share.value:.3f}"
        print(
            f"{row.label:42}{m.mae:7.3f}{row.pooled.mae:8.3f}{m.log_score:8.3f}{m.crps:8.3f}{m.inside_80:8.3f}"
            f"{m.even_80:9.3f}  {interval or ''}"
        )


def one_each(chosen: Sequence[Path]) -> tuple[list[Path], list[RealLog]]:
    """Return one log for each person, and those left out."""
    logs = [read(path) for path in chosen]
    kept = {log.path for log in persons(logs)}
    return [p for p in chosen if p in kept], [log for log in logs if log.path not in kept]


def main() -> None:
    """Score, show, keep."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("logs", nargs="*", help="parts of file names; none = all")
    parser.add_argument("--only", default=",".join(NAMES), help="forecasters, by comma: " + ", ".join(NAMES))
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--page", action="store_true", help="write docs/prediction.md and its plots")
    parser.add_argument("--again", action="store_true", help="use the scores kept from the last run with --page")
    asked = parser.parse_args()
    start = time.perf_counter()
    chosen, _ = one_each(paths(*asked.logs))
    scored = score_all(chosen, asked.only.split(","), asked.processes)
    enough = [s for s in scored if s.scores.n_set >= FEWEST_SETS]
    show(enough)
    print(f"{len(enough)} logs, {sum(s.scores.n_set for s in enough):,} sets, {time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
