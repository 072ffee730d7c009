"""What is assumed before a trial's first workout, for each kind of outcome: every number with its source.

The headline rests on the neutral prior, which favours no side; the result under the two others is shown beside it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

NEUTRAL, PUBLISHED, SCEPTICAL = "neutral", "published", "sceptical"
FLAT = 50.0  # standard deviation of the effect, in units of a day's noise, where lifters are pooled afterwards
WIDE = 1e4  # intercept of an outcome whose level nobody knows beforehand, in units of a day's noise


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """How an outcome is measured and what is assumed of it.

    name : of the kind.
    effects : mean and standard deviation of the effect under each prior; without "published" where no study tells.
    noise : mean and standard deviation of ln of the day-to-day standard deviation.
    trend_sd : of the trend per workout, around 0.
    intercept : mean and standard deviation of the level; None = unknown.
    load : mean and standard deviation of the slope per 1 % of load; None = load does not enter.
    step : of reported points with known ends 0 and 10; 0 = a measured quantity.
    needs_rir : the comparison is fair only with equal effort.
    """

    name: str
    effects: Mapping[str, tuple[float, float]]
    noise: tuple[float, float]
    trend_sd: float
    intercept: tuple[float, float] | None = None
    load: tuple[float, float] | None = None
    step: float = 0.0
    needs_rir: bool = False


# Intercept: spread between people, J. L. Nuzzo et al. 2024, doi:10.1007/s40279-023-01937-7, SD 2.5-4.4 repetitions. Effect:
# neutral and sceptical are conventions; published is the censored synthesis of five acute trials (Augustsson 2003, Vilaca-Alves
# 2014, Soares 2016, Pinto 2018, Barbosa 2021). Noise and trend: 77 windows of 24 workouts in 19 public logs, median 1.03, SD of
# its logarithm 0.46, drift 0.09-0.15 a workout. Load: the tables of Nuzzo 2024 (8.8 repetitions at 80 %, 14.1 at 70 %, bench) and
# S. Mitter 2022, doi:10.1371/journal.pone.0268074. Status: measured, but the conventions.
REPS = Scale(
    name="reps",
    effects={NEUTRAL: (0.0, 2.0), PUBLISHED: (-1.5, 1.5), SCEPTICAL: (0.0, 0.75)},
    noise=(0.03, 0.5),
    trend_sd=0.15,
    intercept=(9.0, 4.0),
    load=(-0.35, 0.15),
    needs_rir=True,
)
# The studies are of the compound's repetitions; those of the isolation itself have no published prior.
ISOLATION_REPS = replace(REPS, name="isolation reps", effects={k: v for k, v in REPS.effects.items() if k != PUBLISHED})
# Logarithms times 100: noise of 7 % and an effect within 15 %, as a day's noise and its share are for repetitions. Status: assumed.
PERCENT = Scale(
    name="percent",
    effects={NEUTRAL: (0.0, 15.0), SCEPTICAL: (0.0, 5.6)},
    noise=(math.log(7.0), 0.5),
    trend_sd=1.0,
    needs_rir=True,
)
# A pair's duration varies by about 4 minutes; the priors are those of repetitions in units of that noise. Status: assumed.
MINUTES = Scale(
    name="minutes",
    effects={NEUTRAL: (0.0, 8.0), SCEPTICAL: (0.0, 3.0)},
    noise=(math.log(4.0), 0.5),
    trend_sd=0.6,
)
# Session RPE: M. L. Day 2004, A. D. Egan 2003, ICC 0.88-0.95, SD about 0.7. Joint discomfort is taken to vary alike (assumed).
POINTS = Scale(
    name="points",
    effects={NEUTRAL: (0.0, 1.5), SCEPTICAL: (0.0, 0.56)},
    noise=(math.log(0.7), 0.4),
    trend_sd=0.0,
    intercept=(6.0, 3.0),
    step=0.5,
)
# The chance that the target muscle ends a set, as a logit (design/statistics.md 4.4). Status: convention.
STOPPED = Scale(
    name="stopped",
    effects={NEUTRAL: (0.0, 1.5), SCEPTICAL: (0.0, 0.56)},
    noise=(0.0, 0.5),
    trend_sd=0.0,
    intercept=(0.0, 1.5),
)

# A goal's weighted sum, in steps of what matters: the priors of repetitions in units of its noise (`questions.OUTCOMES`). Status: assumed.
SCORE = Scale(
    name="goal score",
    effects={NEUTRAL: (0.0, 2.6), SCEPTICAL: (0.0, 1.0)},
    noise=(math.log(1.3), 0.5),
    trend_sd=0.2,
    needs_rir=True,
)

# By the code of the outcome; what no personal data can answer has no scale.
SCALES: Mapping[str, Scale] = {
    "E1": REPS,
    "E2": ISOLATION_REPS,
    "E3": PERCENT,
    "E4": POINTS,
    "E5": STOPPED,
    "E6": MINUTES,
    "E7": POINTS,
    "G": SCORE,
}
