"""Fits many invented lifters and records how near the fit comes: `python validation/fit/recovery.py --help`.

Writes `recovery.csv`, one row for each case and quantity. All cases of 40 lifters take about a quarter of an hour on one core.
"""

import argparse
import csv
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np
from lifters import BY_NAME, CASES, invented, judged
from scipy.stats import kstest

TABLE = Path(__file__).parent / "recovery.csv"
N_BIN = 10
INTERVALS = (50, 80, 95)
FIELDS = (
    "case",
    "lifters",
    "believed",
    "settled",
    "quantity",
    "n",
    "correlation",
    "bias",
    "rmse",
    "sd",
    "shrinkage",
    *(f"within_{p}" for p in INTERVALS),
    "uniform_p",
    *(f"bin_{k}" for k in range(N_BIN)),
)


def fitted(name, number):
    """Rows of one lifter, and whether the log was believed and the search came to rest."""
    rows, found = judged(*invented(BY_NAME[name], number))
    return rows, found.belief == 1.0, found.converged


def summary(rows):
    """What is recorded of one quantity of a case."""
    truth, centre, sd = (np.array([getattr(r, f) for r in rows]) for f in ("truth", "centre", "sd"))
    rank = np.array([r.rank for r in rows])
    within = {f"within_{p}": np.mean(np.abs(rank - 0.5) <= p / 200) for p in INTERVALS}
    bins = np.histogram(rank, N_BIN, (0, 1))[0]
    return {
        "n": len(rows),
        "correlation": np.corrcoef(truth, centre)[0, 1],
        "bias": np.mean((centre - truth) / sd),
        "rmse": np.sqrt(np.mean((centre - truth) ** 2)),
        "sd": np.sqrt(np.mean(sd**2)),
        "shrinkage": np.mean([r.sd / r.before for r in rows]),
        **within,
        "uniform_p": kstest(rank, "uniform").pvalue,
        **{f"bin_{k}": n for k, n in enumerate(bins)},
    }


def case_rows(name, results):
    """The recorded rows of one case."""
    of = defaultdict(list)
    for rows, _, _ in results:
        for r in rows:
            of[r.quantity].append(r)
    about = {
        "case": name,
        "lifters": len(results),
        "believed": sum(believed for _, believed, _ in results),
        "settled": sum(settled for _, _, settled in results),
    }
    return [about | {"quantity": q} | summary(rows) for q, rows in of.items()]


def recorded():
    """The recorded table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def record(new):
    """Put the rows of one case in place of those recorded."""
    kept = [r for r in (recorded() if TABLE.exists() else []) if r["case"] != new[0]["case"]]
    order = [c.name for c in CASES]
    rows = sorted([*kept, *new], key=lambda r: order.index(r["case"]))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows({k: f"{v:.3g}" if isinstance(v, float) else v for k, v in r.items()} for r in rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="*", choices=[[], *BY_NAME], help="which cases; all without any")
    parser.add_argument("--lifters", type=int, default=40, help="of each case")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    with ProcessPoolExecutor(asked.jobs) as pool:
        for name in asked.cases or BY_NAME:
            rows = case_rows(name, list(pool.map(partial(fitted, name), range(asked.lifters))))
            record(rows)
            print(name, *(f"{r['quantity']} {r['within_80']:.2f}" for r in rows), flush=True)


if __name__ == "__main__":
    main()
