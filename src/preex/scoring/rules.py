"""What a lifter could use instead: rules that foretell the next set from the diary. Each says one number, or None.

None means that the diary holds nothing to go by. The e1RM formulas are used beyond the range in which they hold
(`preex.core.strength` refuses there), because those who use them do; written as "the set at another load", where the
maximum itself drops out, so that the same load always gives the same repetitions.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from preex.scoring.past import Done, Past, Place

Rule = Callable[[Past, Place], float | None]

MOST_SAID = 50.0  # a formula sent far from the load it came from says no more than this. [reps]
_BRZYCKI_POLE = 37.0
FATIGUE_EACH, FATIGUE_MOST = 0.015, 0.15  # share of e1RM per set before, as published in another app
GROWTH = 1.25  # each further set loses so many times the repetitions of the step before


def last_set(past: Past, place: Place) -> float | None:
    """Say what the last set of the exercise had."""
    last = past.last(place.exercise)
    return last[0].reps if last else None


def same_set(past: Past, place: Place) -> float | None:
    """Say what the set of the same number had last time; where last time had fewer sets, what the last set had."""
    before = past.last_time(place)
    return before[place.order].reps if place.order < len(before) else last_set(past, place)


def exercise_mean(past: Past, place: Place) -> float | None:
    """Say the lifter's mean of the exercise so far."""
    sets = [done.reps for workout in past.workouts.get(place.exercise, []) for done in workout]
    return math.fsum(sets) / len(sets) if sets else None


def epley(kg: float, reps: float, at_kg: float) -> float:
    """Move a set to another load along Epley's line: 30 + r falls as the load rises. [reps]"""
    return (30 + reps) * kg / at_kg - 30


def brzycki(kg: float, reps: float, at_kg: float) -> float:
    """Move a set to another load along Brzycki's line: 37 - r rises with the load. [reps]"""
    return _BRZYCKI_POLE - (_BRZYCKI_POLE - min(reps, _BRZYCKI_POLE - 1)) * at_kg / kg


# Share of the 1RM that goes for 1, 2, ... 12 repetitions to failure in the chart that coaches use with RPE (M. Tuchscherer,
# The Reactive Training Manual, 2008). Beyond 12 each repetition takes the same part again as the last step of the chart.
_CHART = (1.0, 0.955, 0.922, 0.892, 0.863, 0.837, 0.811, 0.786, 0.762, 0.739, 0.707, 0.68)
_CHART_REPS = np.arange(1.0, MOST_SAID + 1)
_CHART_LOG = np.log(_CHART[-1]) + np.log(_CHART[-1] / _CHART[-2]) * (_CHART_REPS - len(_CHART))
_CHART_LOG[: len(_CHART)] = np.log(_CHART)


def chart(kg: float, reps: float, at_kg: float) -> float:
    """Move a set to another load along the RPE chart, read as repetitions plus those in reserve. [reps]"""
    log_share = float(np.interp(reps, _CHART_REPS, _CHART_LOG)) + math.log(at_kg / kg)
    return float(np.interp(-log_share, -_CHART_LOG, _CHART_REPS))


def _moved(curve: Callable[[float, float, float], float], done: Done, reps: float, at_kg: float) -> float:
    """Say what a set of `reps` would have been at another load; without a load, the same."""
    if done.place.load_kg <= 0 or at_kg <= 0:
        return reps
    return min(max(curve(done.place.load_kg, reps, at_kg), 1.0), MOST_SAID)


def e1rm_of_last(curve: Callable[[float, float, float], float]) -> Rule:
    """Make the rule that moves the last set of the exercise to the new load."""

    def rule(past: Past, place: Place) -> float | None:
        last = past.last(place.exercise)
        return _moved(curve, last[0], last[0].reps, place.load_kg) if last else None

    return rule


def e1rm_of_best(curve: Callable[[float, float, float], float]) -> Rule:
    """Make the rule that moves the strongest of the last three sets of the exercise to the new load."""

    def rule(past: Past, place: Place) -> float | None:
        moved = [_moved(curve, done, done.reps, place.load_kg) for done in past.last(place.exercise, 3)]
        return max(moved) if moved else None

    return rule


def rpe_chart(past: Past, place: Place) -> float | None:
    """Move the last set, its reserve added, along the RPE chart, and stop as far from failure as then.

    A set without RPE is taken as one to failure.
    """
    last = past.last(place.exercise)
    if not last:
        return None
    left = last[0].rir or 0.0
    return max(_moved(chart, last[0], last[0].reps + left, place.load_kg) - left, 1.0)


def fixed_fatigue(past: Past, place: Place) -> float | None:
    """Move the last set along Epley's line; the e1RM is 1.5 % lower for each set before on the same muscle, at most 15 %."""
    last = past.last(place.exercise)
    if not last:
        return None
    done = last[0]
    left_then, left_now = (1 - min(FATIGUE_EACH * n, FATIGUE_MOST) for n in (done.place.before, place.before))
    return _moved(epley, done, done.reps, place.load_kg * left_then / left_now)


def growing_loss(past: Past, place: Place) -> float | None:
    """Say that each step from set to set costs 1.25 times the repetitions of the step before.

    The first step is today's loss from set 1 to 2; for set 2 last time's; set 1 is last time's set 1.
    """
    today, before = past.today(place), past.last_time(place)
    if not today:
        return before[0].reps if before else None
    if len(today) == 1:
        return today[0].reps - (before[0].reps - before[1].reps if len(before) > 1 else 0.0)
    step = (today[0].reps - today[1].reps) * GROWTH ** (len(today) - 1)
    return min(max(today[-1].reps - step, 1.0), MOST_SAID)


RULES: dict[str, Rule] = {
    "last_set": last_set,
    "same_set": same_set,
    "exercise_mean": exercise_mean,
    "epley_last": e1rm_of_last(epley),
    "epley_best_of_3": e1rm_of_best(epley),
    "brzycki_last": e1rm_of_last(brzycki),
    "brzycki_best_of_3": e1rm_of_best(brzycki),
    "rpe_chart": rpe_chart,
    "fixed_fatigue": fixed_fatigue,
    "growing_loss": growing_loss,
}
