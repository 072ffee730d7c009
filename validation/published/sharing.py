"""How much load does a tired muscle hand to its helpers? Compares values of `rho` on published muscle activity.

Run `python validation/published/sharing.py`. Calibration rows of `targets.csv` alone: no change counts as 0 %, a
significant rise as 10 % or more (about two standard errors of a study this size), a number as itself; each with the
tolerance it has there.
"""

from dataclasses import replace

import measures
from targets import rows

from preex.fatigue.parameters import centre

GRID = (-1.0, -0.5, 0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0)
RISE = 10.0  # [%]


def misfit(rho):
    """Sum of squared misses, in tolerances, and the predictions."""
    total, predicted = 0.0, []
    for row in rows():
        if row["measure"] != "activity" or row["split"] != "calibration":
            continue
        here = measures.activity(row, replace(centre(), rho=rho))
        predicted.append(round(float(here)))
        if row["kind"] == "number":
            total += ((here - float(row["published"])) / (float(row["high"]) - float(row["published"]))) ** 2
        else:
            total += (here if row["published"] == "no change" else min(0.0, here - RISE)) ** 2 / RISE**2
    return total, predicted


if __name__ == "__main__":
    for rho in GRID:
        print(rho, round(misfit(rho)[0], 2), misfit(rho)[1])
