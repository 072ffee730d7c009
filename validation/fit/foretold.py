"""Does a fit foretell later sets better than the population does? `python validation/fit/foretold.py --help`.

Writes `foretold.csv`: one row for each invented lifter, and for each real log beside the repository. A log that has a row is
not done again; delete the row, or the file, to have it done. All take about an hour on one core.
"""

import argparse
import csv
import sys
from pathlib import Path

from lifters import BODY_MASS_KG, BY_NAME, MOVES, invented

from preex.fatigue.fitting.fit import fit
from preex.scoring.fitted import foretell_later

HERE = Path(__file__).parent
TABLE = HERE / "foretold.csv"
SCORES = ("log_score", "mae", "capacity_mae")
FIELDS = (
    *("log", "group", "sets", "settled", "belief", "rests_known", "failures", "reported", "told"),
    *(f"{score}_{who}" for score in SCORES for who in ("n", "fitted", "population", "se")),
)
EVERY = 3  # first each third log, so that a run cut short has seen all kinds


def told(label, group, sets):
    """The row of one log."""
    found = fit(sets, MOVES, BODY_MASS_KG)
    d = found.diagnostics
    row = {
        "log": label,
        "group": group,
        "sets": len(sets),
        "settled": int(d.converged),
        "belief": d.belief,
        "rests_known": round(d.rests_known, 3),
        "failures": d.sets["failure"],
        "reported": d.sets["reported"],
        "told": " ".join(e.name for e in found.estimates() if e.told),
    }
    later = foretell_later(sets, BODY_MASS_KG)
    for score in SCORES if later else ():
        c = getattr(later, score)
        if c is not None:
            row |= {f"{score}_n": c.n, f"{score}_se": c.se}
            row |= {f"{score}_fitted": c.fitted, f"{score}_population": c.population}
    return {k: f"{v:.4g}" if isinstance(v, float) else v for k, v in row.items()}


def recorded():
    """The recorded table."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def record(row):
    """Add one row."""
    rows = [*(recorded() if TABLE.exists() else []), row]
    rows.sort(key=lambda r: (r["group"], int(r["log"].split()[-1])))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, FIELDS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def wanted(group, lifters):
    """Labels and how to get the sets."""
    if group == "real":
        sys.path.insert(0, str(HERE.parent / "prediction"))
        import logs

        paths = logs.paths()
        for k in (i for start in range(EVERY) for i in range(start, len(paths), EVERY)):
            yield f"log {k + 1}", lambda k=k: list(logs.in_any_unit(paths[k]).sets)
    else:
        for k in range(lifters):
            yield f"{group} {k}", lambda k=k: invented(BY_NAME[group], k)[1]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="+", choices=["real", *BY_NAME])
    parser.add_argument("--lifters", type=int, default=10, help="invented, of each group")
    parser.add_argument("--logs", type=int, nargs="*", help="numbers of the real logs; all without any")
    asked = parser.parse_args()
    done = {r["log"] for r in recorded()} if TABLE.exists() else set()
    for group in asked.groups:
        for label, sets in wanted(group, asked.lifters):
            chosen = not asked.logs or group != "real" or int(label.split()[-1]) in asked.logs
            if chosen and label not in done:
                row = told(label, group, sets())
                record(row)
                print(row, flush=True)


if __name__ == "__main__":
    main()
