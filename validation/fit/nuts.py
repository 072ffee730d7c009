"""Draws the posteriors of pinned logs by NUTS and records what they say: `python validation/fit/nuts.py --help`.

Needs the extra `verify`. Writes `nuts.json`: means and standard deviations with versions and seeds, which
`validation/test_fit.py` compares with the fit as it is now. Each takes about three minutes on one core.
"""

import argparse
import json
import time
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from zlib import crc32

import numpy as np
from lifters import BODY_MASS_KG, BY_NAME, MOVES, Case, invented

from preex.fatigue.fitting.scoring import search
from preex.fatigue.fitting.sheet import read
from preex.fatigue.person import NAMES
from preex.fatigue.verify import Density, draw

TABLE = Path(__file__).parent / "nuts.json"


@dataclass(frozen=True)
class Pinned:
    """A log that is compared: the first workouts of one lifter of a case."""

    case: Case
    number: int
    workouts: int

    @property
    def name(self):
        return f"{self.case.name} {self.number}, {self.workouts} workouts"

    def invented(self):
        """The truth and the log."""
        case = replace(self.case, habits=replace(self.case.habits, workouts=self.workouts))
        return invented(case, self.number)


PINNED = (
    Pinned(BY_NAME["exact"], 1, 15),
    Pinned(BY_NAME["careful"], 1, 20),
)


def fingerprint(sets):
    """A number that changes when the log does."""
    return crc32(repr([(s.exercise, s.load_kg, s.reps, s.rir, s.rest_before_s, s.kind.value) for s in sets]).encode())


def laplace(sheet, found):
    """Centre and standard deviation of everything that is compared, as the fit has it."""
    person = found.person(sheet)
    phi = [person.endurances[e] for e in sheet.exercises]
    phi_sd = [person.endurance_sd(e, MOVES.get(e)) for e in sheet.exercises]
    names = [*NAMES, *(f"phi {e}" for e in sheet.exercises), *(f"level {e}" for e in sheet.exercises)]
    centre = np.concatenate([person.centre_z, [p.shift for p in phi], found.last])
    return names, centre, np.concatenate([np.sqrt(np.diag(person.covariance)), phi_sd, found.last_sd])


def truths(truth, exercises):
    """The truth of everything that is compared."""
    return np.concatenate([truth.z, [truth.log_phi[e] for e in exercises], [truth.level[e] for e in exercises]])


def verified(pinned, *, draws, warm_up, seed):
    """What is recorded of one log; None where the fit does not believe it."""
    truth, sets = pinned.invented()
    sheet = read(sets, MOVES, BODY_MASS_KG)
    found = search(sheet)
    if found.belief < 1:
        return None
    began = time.process_time()
    drawn = draw(Density(sheet, found), draws=draws, warm_up=warm_up, seed=seed)
    cpu_s = time.process_time() - began
    names, centre, sd = laplace(sheet, found)
    all_ = drawn.quantities().reshape(-1, len(names))
    return {
        "log": pinned.name,
        "fingerprint": fingerprint(sets),
        "sets": len(sets),
        "unknowns": len(Density(sheet, found)),
        "draws": len(all_),
        "warm_up": 2 * warm_up,
        "seed": seed,
        "divergences": drawn.divergences,
        "leapfrogs": round(drawn.leapfrogs, 1),
        "cpu_s": round(cpu_s, 1),
        "rhat": rounded(drawn.rhat()),
        "ess": rounded(drawn.ess(), 0),
        "names": names,
        "mean": rounded(all_.mean(0)),
        "sd": rounded(all_.std(0, ddof=1)),
        "fit_centre": rounded(centre),
        "fit_sd": rounded(sd),
        "truth": rounded(truths(truth, sheet.exercises)),
        "rank": rounded((all_ < truths(truth, sheet.exercises)).mean(0)),
    }


def apart(entry, centre, sd):
    """How far a fit's centre lies from the mean of the draws, in their sds, and the fit's sd over theirs."""
    return (np.array(centre) - entry["mean"]) / entry["sd"], np.array(sd) / entry["sd"]


def fitted_now(pinned):
    """Centre and standard deviation as the fit has them now."""
    sheet = read(pinned.invented()[1], MOVES, BODY_MASS_KG)
    return laplace(sheet, search(sheet))[1:]


def rounded(values, digits=4):
    return [round(float(v), digits) for v in values]


def recorded():
    """The recorded table."""
    return json.loads(TABLE.read_text(encoding="utf-8"))


def record(entry):
    """Put one log in place of what was recorded of it."""
    kept = recorded()["logs"] if TABLE.exists() else []
    order = [p.name for p in PINNED]
    logs = sorted([*(e for e in kept if e["log"] != entry["log"]), entry], key=lambda e: order.index(e["log"]))
    made_with = {name: version(name) for name in ("nutpie", "arviz", "numpy", "scipy")}
    body = ",\n".join(json.dumps(e, separators=(",", ":")) for e in logs)
    TABLE.write_text(f'{{"made_with":{json.dumps(made_with)},"logs":[\n{body}\n]}}\n', encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=300, help="of each of two chains")
    parser.add_argument("--warm-up", type=int, default=150)
    asked = parser.parse_args()
    for seed, pinned in enumerate(PINNED):
        entry = verified(pinned, draws=asked.draws, warm_up=asked.warm_up, seed=seed)
        print(pinned.name, "is not believed" if entry is None else [entry["cpu_s"], min(entry["ess"])], flush=True)
        if entry:
            record(entry)


if __name__ == "__main__":
    main()
