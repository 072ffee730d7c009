"""What an old log may hint at, never more: the order was chosen, not drawn, and usually with less weight or on worse days.

A target trial is emulated as far as the log allows (eligible workouts, the same position, load, trend, days since, work before),
and the doubt about what was not written down is added to the error. M. A. Hernan, J. M. Robins, Am J Epidemiol 183, 2016.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

import numpy as np

from preex.meta.mixture import Mixture
from preex.trials.described import ENGINE_VERSION
from preex.trials.gaussian import Priors, fit
from preex.trials.old_log import Visit
from preex.trials.priors import NEUTRAL, SCALES
from preex.trials.questions import OUTCOMES
from preex.trials.result import FORBIDDEN_CLAIMS, SCHEMA, Estimate
from preex.trials.schemes import Floats
from preex.trials.verdict import LIKELY

# What reasons nobody wrote down leave in the estimate, simulated: with readiness moving the choice at log-odds of 1, 0.6 repetitions
# remain after all that a log knows was taken out; unadjusted, a true -1.5 shows as +0.5. Status: simulated for the design.
UNRECORDED_SD = 0.6
FEWEST = 8  # workouts of each order
WITHIN = timedelta(days=120)
LOAD_APART = 0.2  # standardised difference of loads beyond which the days are not alike
COVARIATE_SD = 0.5  # repetitions per standard deviation of days since, position, and work before; weakly informative
SHUFFLES, SHUFFLED_P = 999, 0.1  # above it chance within the months does as well
TWO_PAIR_CHANCE = 0.58  # of a clear answer from 8 workouts with two pairs in opposite arms
CODE = "E1"
ROPE = OUTCOMES["compound_reps"].rope


@dataclass(frozen=True, slots=True, kw_only=True)
class Emulation:
    """What an old log hints at.

    isolation_first, compound_first : eligible workouts within 120 days. all_first, all_second : in the whole log.
    effect : with the doubt added; None = too few workouts, or days that are not alike.
    verdict : `hint_cost`, `hint_gain` or `cannot_tell`. reasons : why it is no more.
    """

    pair: str
    isolation_first: int
    compound_first: int
    all_first: int
    all_second: int
    effect: Mixture | None
    se_log: float | None
    load_apart: float | None
    shuffled_p: float | None
    control: tuple[float, float] | None
    next_time: tuple[float, float] | None
    rir_told: float
    verdict: str
    reasons: tuple[str, ...]

    @property
    def text(self) -> str:
        """What to say, with the offer of a trial."""
        said = (
            f"Your log has {_count(self.all_first, 'workout')} with isolation first and {self.all_second} with compound first. "
            "You chose the order yourself, usually with less weight or on other days. "
        )
        if self.verdict == "cannot_tell":
            said += "A fair comparison is not possible. "
        elif self.effect is not None:
            way = "cost" if self.verdict == "hint_cost" else "gain"
            said += (
                f"It hints at a {way} of {abs(self.effect.quantile(0.5)):.1f} reps on the compound when the isolation comes first "
                f"({self.effect.quantile(0.025):+.1f} to {self.effect.quantile(0.975):+.1f}), with room for reasons nobody wrote down. "
            )
        return said + (
            f"An experiment of 8 workouts with two pairs would have a {100 * TWO_PAIR_CHANCE:.0f} % chance of a clear answer: "
            f"preex trial new --pair {self.pair}. It says nothing about growth."
        )

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.trial_result/1`, the fields of a trial's result that an old log has."""
        e, rope = self.effect, ROPE
        below = e.p_below(-rope) if e else 0.0
        above = 1 - e.p_below(rope) if e else 0.0
        return {
            "schema": SCHEMA,
            "engine_version": ENGINE_VERSION,
            "protocol_hash": None,
            "contrast": f"order {self.pair}",
            "outcome": "compound_reps",
            "unit": "reps/set",
            "design": "old_log",
            "n": {
                "assigned": 0,
                "revealed": 0,
                "observed": self.isolation_first + self.compound_first,
                "per_arm": {"compound_first": self.compound_first, "isolation_first": self.isolation_first},
            },
            "estimate": e and asdict(Estimate.of(e)),
            "p": e and {"below": below, "inside": 1 - below - above, "above": above, "direction": e.p_below(0.0)},
            "rope": rope,
            "design_test": None,
            "verdict": self.verdict,
            "grade": "D",
            "grade_reasons": ["The order was chosen, not drawn: a hint at most.", *self.reasons],
            "rir": {"complete": self.rir_told, "arm_difference": None},
            "sensitivity": {
                "unrecorded_sd": UNRECORDED_SD,
                "se_of_the_log_alone": self.se_log,
                "hidden_difference_that_explains_it_away": e and abs(e.quantile(0.5)),
                "load_standardised_difference": self.load_apart,
                "p_shuffled_within_months": self.shuffled_p,
                "control_exercise": self.control and {"difference": self.control[0], "se": self.control[1]},
                "compound_next_time": self.next_time and {"difference": self.next_time[0], "se": self.next_time[1]},
            },
            "whole_log": {"isolation_first": self.all_first, "compound_first": self.all_second},
            "text": self.text,
            "offer": f"preex trial new --pair {self.pair}",
            "forbidden_claims": list(FORBIDDEN_CLAIMS),
        }


def emulate(found: Sequence[Visit], pair: str, rng: np.random.Generator) -> Emulation:
    """Say what an old log hints at.

    Parameters
    ----------
    found : workouts with both exercises, oldest first. pair : as ISOLATION:COMPOUND. rng : shuffles orders within months.
    """
    first = sum(one.isolation_first for one in found)
    used = _best_window([one for one in found if one.eligible])
    arms = [sum(one.isolation_first is way for one in used) for way in (True, False)]
    counts: dict[str, Any] = {
        "pair": pair,
        "isolation_first": arms[0],
        "compound_first": arms[1],
        "all_first": first,
        "all_second": len(found) - first,
        "rir_told": float(np.mean([one.rir_told for one in used])) if used else 0.0,
    }
    if min(arms) < FEWEST:
        why = f"{min(arms)} eligible workouts of one order within 120 days; {FEWEST} of each are needed."
        return _nothing(counts, why)
    apart = _standardised(used)
    if abs(apart) >= LOAD_APART:
        way = "lighter" if apart < 0 else "heavier"
        return _nothing(counts, f"On isolation-first days the compound was {way}: the days are not alike.", apart)
    bare, shuffled = _estimate(used), _shuffled_p(used, rng)
    effect = Mixture(bare.weight, bare.centre, np.hypot(bare.spread, UNRECORDED_SD))
    order = [one.isolation_first for one in used]
    control = _difference(order, [one.control for one in used])
    next_time = _difference(order[:-1], [one.value for one in used[1:]])
    reasons = _doubts(control, next_time, shuffled)
    verdict = "cannot_tell" if reasons else _hint(effect)
    return Emulation(
        **counts,
        effect=effect,
        se_log=bare.sd,
        load_apart=apart,
        shuffled_p=shuffled,
        control=control,
        next_time=next_time,
        verdict=verdict,
        reasons=reasons,
    )


def _nothing(counts: Mapping[str, Any], why: str, apart: float | None = None) -> Emulation:
    return Emulation(
        **counts,
        effect=None,
        se_log=None,
        load_apart=apart,
        shuffled_p=None,
        control=None,
        next_time=None,
        verdict="cannot_tell",
        reasons=(why,),
    )


def _hint(effect: Mixture) -> str:
    if effect.p_below(-ROPE) > LIKELY:
        return "hint_cost"
    return "hint_gain" if 1 - effect.p_below(ROPE) > LIKELY else "cannot_tell"


def _best_window(found: Sequence[Visit]) -> list[Visit]:
    """Return the workouts of the 120 days in which the rarer order is most frequent, of equals the latest."""
    best: list[Visit] = []
    for i, start in enumerate(found):
        window = [one for one in found[i:] if one.at - start.at <= WITHIN]
        if rarer(window) >= rarer(best):
            best = window
    return best


def rarer(window: Sequence[Visit]) -> int:
    """Return how many workouts the rarer of the two orders has."""
    first = sum(one.isolation_first for one in window)
    return min(first, len(window) - first)


def _standardised(used: Sequence[Visit]) -> float:
    """Return the difference of mean loads, isolation first minus compound first, in their standard deviation."""
    loads = np.log([one.load_kg for one in used])
    first = np.array([one.isolation_first for one in used])
    sd = math.sqrt((loads[first].var(ddof=1) + loads[~first].var(ddof=1)) / 2)
    gap = float(loads[first].mean() - loads[~first].mean())
    return gap / sd if sd > 1e-9 else (0.0 if abs(gap) < 1e-9 else math.copysign(math.inf, gap))


def _estimate(used: Sequence[Visit], order: Floats | None = None) -> Mixture:
    """Return what the log alone believes of the effect, under the neutral prior of a trial."""
    scale, n = SCALES[CODE], len(used)
    X, mean, sd = _columns(used, order)
    priors = Priors((9.0, *mean), (4.0, *sd), scale.noise)
    y = np.array([one.value for one in used])
    return fit(y, np.column_stack((np.ones(n), X)), np.arange(1.0, n + 1), priors).coefficients[1]


def _columns(used: Sequence[Visit], order: Floats | None) -> tuple[Floats, tuple[float, ...], tuple[float, ...]]:
    scale = SCALES[CODE]
    arm = np.array([one.isolation_first for one in used], dtype=float) if order is None else order
    time = np.arange(len(used)) - (len(used) - 1) / 2
    load = 100 * np.log(np.array([one.load_kg for one in used]) / used[0].load_kg)
    slope = scale.load or (0.0, 1.0)
    rows = [(arm - 0.5, *scale.effects[NEUTRAL]), (time, 0.0, scale.trend_sd), (load - load.mean(), *slope)]
    for name in ("days", "before", "worked"):
        values = np.array([float(getattr(one, name)) for one in used])
        if values.std() > 0:
            rows.append(((values - values.mean()) / values.std(), 0.0, COVARIATE_SD))
    columns, mean, sd = zip(*rows, strict=True)
    return np.column_stack(columns), mean, sd


def _shuffled_p(used: Sequence[Visit], rng: np.random.Generator) -> float:
    """Return how often orders shuffled within each month differ as much, by least squares beside trend and load."""
    X, _, _ = _columns(used, None)
    others = np.column_stack((np.ones(len(used)), X[:, 1:]))
    q, _ = np.linalg.qr(others)
    y = np.array([one.value for one in used])
    left = y - q @ (q.T @ y)
    months = np.array([one.at.year * 12 + one.at.month for one in used])
    arm = X[:, 0]

    def statistic(order: Floats) -> float:
        own = order - q @ (q.T @ order)
        size = float(own @ own)
        return abs(float(own @ left) / size) if size > 1e-9 else 0.0

    observed, far = statistic(arm), 0
    for _ in range(SHUFFLES):
        shuffled = arm.copy()
        for month in np.unique(months):
            where = np.flatnonzero(months == month)
            shuffled[where] = arm[rng.permutation(where)]
        far += statistic(shuffled) >= observed - 1e-12
    return (far + 1) / (SHUFFLES + 1)


def _difference(order: Sequence[bool], values: Sequence[float]) -> tuple[float, float] | None:
    """Return a mean difference that should be near 0, isolation first minus compound first, and its error; None for too few."""
    rows = [np.array([v for way, v in zip(order, values, strict=True) if way is first]) for first in (True, False)]
    known = [row[np.isfinite(row)] for row in rows]
    if min(map(len, known)) < 4:
        return None
    return float(known[0].mean() - known[1].mean()), math.sqrt(sum(row.var(ddof=1) / len(row) for row in known))


def _doubts(
    control: tuple[float, float] | None, next_time: tuple[float, float] | None, shuffled_p: float
) -> tuple[str, ...]:
    """Return what speaks against reading anything into the difference."""
    found = []
    for checked, what in ((control, "An exercise for other muscles"), (next_time, "The compound of the next workout")):
        if checked is not None and abs(checked[0]) > 2 * checked[1] > 0:
            found.append(f"{what} differed as well ({checked[0]:+.1f} reps): isolation-first days were other days.")
    if shuffled_p > SHUFFLED_P:
        found.append(f"Orders shuffled within each month differ as much in {100 * shuffled_p:.0f} % of the cases.")
    return tuple(found)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
