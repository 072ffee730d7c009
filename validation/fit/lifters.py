"""Invented lifters and how they keep their logs: whose constants are known, and can be compared with the fit's.

Each case is a way to train and to write it down. Lifters are drawn from the population, by a seed for each lifter, so that any
of them can be made again alone.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import chdtri, ndtr

from preex.catalogue import load_catalogue
from preex.fatigue.fitting.invented import Habits, Truth, lifter, log_of
from preex.fatigue.fitting.scoring import search
from preex.fatigue.fitting.sheet import read
from preex.fatigue.fitting.unknowns import LIFTER
from preex.fatigue.lift import population_level
from preex.fatigue.person import NAMES, phi_sds, population

MOVES = load_catalogue().exercises
LIFTS = (
    "barbell_bench_press",
    "dumbbell_fly",
    "leg_press",
    "leg_extension",
    "lat_pulldown",
    "barbell_back_squat",
    "dumbbell_curl",
    "triceps_pushdown",
)
BODY_MASS_KG = 80.0
SEED = 20261124
PHI_PERSON_SD = phi_sds()[0]
RARE = 0.01  # share of lifters who are as strange as the rare ones


@dataclass(frozen=True)
class Case:
    """How a group of invented lifters trains; `rare` = all of them are lifters of whom there is one in a hundred."""

    name: str
    words: str
    habits: Habits
    rare: bool = False


_USUAL = Habits(lifts=LIFTS)
_EXACT = replace(_USUAL, open_loop=True, unreported=0.0)
CASES = (
    Case("exact", "as the fit takes a log to be: all rests and reserves written, fatigue by what is written", _EXACT),
    Case("rare", "the same, of lifters of whom there is one in a hundred", _EXACT, rare=True),
    Case("careful", "40 % to failure, reserves of 70 % of the others, all rests (60 workouts, 1,080 sets)", _USUAL),
    Case("short", "the same, 15 workouts", replace(_USUAL, workouts=15)),
    Case("no failures", "the same, 3 % to failure", replace(_USUAL, failure=0.03)),
    Case("no rests", "the same, no rest written", replace(_USUAL, rests_known=0.0, rests_s=(60.0, 240.0))),
    Case(
        "reps alone",
        "no reserve written, 10 % to failure, no rest written",
        replace(_USUAL, failure=0.1, unreported=1.0, rests_known=0.0, rests_s=(60.0, 240.0)),
    ),
)
BY_NAME = {case.name: case for case in CASES}


def rng_of(case, number):
    """Random numbers of one lifter of a case."""
    return np.random.default_rng([SEED, [c.name for c in CASES].index(case.name), number])


def strange(truth, rng):
    """The same lifter with constants farther out, to where one lifter in a hundred is or beyond."""
    distance2 = float(chdtri(len(LIFTER), RARE * rng.random()))  # the tail alone
    z = truth.z.copy()
    z[LIFTER] *= np.sqrt(distance2 / (z[LIFTER] @ z[LIFTER]))
    stretched = float(z[NAMES.index("phi_person")] - truth.z[NAMES.index("phi_person")])
    return Truth(z, truth.drift, {e: v + PHI_PERSON_SD * stretched for e, v in truth.log_phi.items()})


def invented(case, number):
    """One lifter of a case: the truth, and the log."""
    rng = rng_of(case, number)
    truth = lifter(rng, case.habits.lifts, MOVES)
    if case.rare:
        truth = strange(truth, rng)
    return truth, log_of(truth, case.habits, MOVES, rng, BODY_MASS_KG)


@dataclass(frozen=True)
class Row:
    """One quantity of one lifter: the truth, the centre of the fit, its standard deviation, and that known beforehand."""

    quantity: str
    truth: float
    centre: float
    sd: float
    before: float

    @property
    def rank(self):
        """Share of the posterior below the truth: uniform between lifters where intervals hold what they promise."""
        return float(ndtr((self.truth - self.centre) / self.sd))


def judged(truth, sets):
    """Fit a log, and put each quantity beside its truth. Returns the rows and the search's result."""
    sheet = read(sets, MOVES, BODY_MASS_KG)
    found = search(sheet)
    person = found.person(sheet)
    sd = np.sqrt(np.diag(person.covariance))
    rows = [Row(name, truth.z[i], person.centre_z[i], sd[i], 1.0) for i, name in enumerate(NAMES)]
    for e, level, level_sd in zip(sheet.exercises, found.last, found.last_sd, strict=True):
        known = MOVES[e]
        rows.append(Row("level", truth.level[e], level, level_sd, population_level(known).sd))
        phi_sd = population().endurance_sd(e, known)
        rows.append(Row("phi", truth.log_phi[e], person.endurances[e].shift, person.endurance_sd(e, known), phi_sd))
    return rows, found
