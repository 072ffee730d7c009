"""The page a lifter sees before a trial: how likely an answer is, how that grows with the weeks, and what no trial can tell."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import isotonic_regression

from preex.trials.chance import workouts_for
from preex.trials.planner import EFFECTS_SD, RUNS, Chance, Plan, Tested, chance, detect, larger
from preex.trials.terms import Stop
from preex.trials.unanswerable import refusal_text
from preex.trials.verdict import Bars

BAND = (0.75, 1.0, 1.4)  # quartiles and median of day-to-day noise among lifters, in units of the median
CURVE = (8, 16, 24, 32)  # workouts
CURVE_RUNS = 250  # for each point of the curve: error at most 0.03
CANNOT = (
    refusal_text("size"),
    refusal_text("strength_gain"),
    "That there is no difference that matters: a single lifter can hardly ever show it. Expect cannot tell.",
    "What others should do: the answer holds for you, these exercises, loads and rests.",
)


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the curve. sd : [unit of the outcome] width : of the 95 % interval."""

    sd: float
    workouts: int
    weeks: float
    p_conclusive: float
    width: float


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a trial could tell.

    test : of its own randomisation. chance : of a clear answer at the end. with_looks : the same where a clear answer at one of
    the looks ends the trial; None = one look at the end.
    """

    plan: Plan
    test: Tested
    chance: Chance
    with_looks: Chance | None
    curve: tuple[Point, ...]

    @property
    def weeks(self) -> float:
        """How long the trial takes."""
        return self.plan.workouts / self.plan.per_week

    @property
    def sentence(self) -> str:
        """The answer in one sentence."""
        judged = self.with_looks or self.chance
        unit = self.plan.measured.unit
        return (
            f"Chance that this trial ends with an answer: {100 * judged.conclusive:.0f} %. After {self.plan.workouts} workouts, "
            f"{self.weeks:.2g} weeks, the effect is known to within about {judged.width / 2:.2g} {unit} either way."
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        p = self.plan
        return {
            "outcome": p.outcome,
            "unit": p.measured.unit,
            "rope": p.measured.rope,
            "workouts": p.workouts,
            "weeks": round(self.weeks, 1),
            "pairs": p.pairs,
            "scheme": p.rule.name,
            "sd": p.sd,
            "effect": p.effect,
            "adherence": p.adherence,
            "min_p": p.rule.min_p(p.workouts),
            "power": round(self.test.power, 3),
            "p_conclusive": round(self.chance.conclusive, 3),
            "p_wrong": round(self.chance.wrong, 3),
            "half_width": round(self.test.half_width, 3) if math.isfinite(self.test.half_width) else None,
            "believed_half_width": round(self.chance.width / 2, 3),
            "p_conclusive_with_looks": round(self.with_looks.conclusive, 3) if self.with_looks else None,
            "sessions_for_80": workouts_for(p.effect, p.sd, two_pair=p.pairs == 2) if p.effect else None,
            "effects": {"mean": p.effect, "sd": EFFECTS_SD * p.measured.sd},
            "curve": [
                {
                    "sd": point.sd,
                    "sessions": point.workouts,
                    "weeks": round(point.weeks, 1),
                    "p_conclusive": round(point.p_conclusive, 3),
                    "width": round(point.width, 3),
                }
                for point in self.curve
            ],
            "monte_carlo_error": round(0.5 / math.sqrt(RUNS), 3),
            "sentence": self.sentence,
            "cannot_tell_you": list(CANNOT),
        }


def outlook(
    plan: Plan, rng: np.random.Generator, *, looks: Sequence[int] = (), stop: Stop | None = None, curve: bool = True
) -> Outlook:
    """Return what a trial could tell.

    Parameters
    ----------
    plan : checked here.
    rng : of the simulation.
    looks, stop : of the protocol; a clear answer at one of several looks ends the trial.
    curve : also for other lengths and noises, which takes a second or two.

    Raises
    ------
    NotMeasurable, ValidationError, OutOfRange : a plan that no trial can have.
    """
    plan.check()
    stop = stop or Stop()
    sequential = (
        chance(plan, rng, looks=looks, bars=Bars(clear=stop.conclusion, same=stop.same)) if len(looks) > 1 else None
    )
    return Outlook(plan, detect(plan, rng), chance(plan, rng), sequential, curve_of(plan, rng) if curve else ())


def curve_of(plan: Plan, rng: np.random.Generator) -> tuple[Point, ...]:
    """Return the chance of a clear answer against the weeks, for a steady, a usual and a restless lifter.

    More workouts never tell less, so the simulated chances are smoothed to rise (isotonic regression).
    """
    points, seed = [], int(rng.integers(2**32))
    for sd in (plan.measured.sd * factor for factor in BAND):
        at_sd = replace(plan, sd=sd, sd_known=True)
        # Every point with the same chance, so that they differ by less than their error.
        found = [chance(larger(at_sd, n), np.random.default_rng(seed), runs=CURVE_RUNS) for n in CURVE]
        rising = isotonic_regression([one.conclusive for one in found]).x
        points += [
            Point(sd, n, n / plan.per_week, float(p), one.width) for n, p, one in zip(CURVE, rising, found, strict=True)
        ]
    return tuple(points)
