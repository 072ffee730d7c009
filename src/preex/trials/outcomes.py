"""From sets to one number a workout and pair: the outcomes as they enter the analysis."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from preex.errors import ValidationError
from preex.trials.protocol import Protocol
from preex.trials.questions import GOAL_SCORE, OUTCOMES
from preex.trials.schemes import Arms, Floats
from preex.trials.series import NOT_DONE, Series
from preex.trials.workouts import TrialSet, Workout

NAN = float("nan")
# Lifters say fewer repetitions in reserve than they have, by 0.95 (0.17-1.73; I. Halperin et al. 2022, doi:10.1007/s40279-021-01559-x);
# about half of it is added back (design/statistics.md 4.2), where any were said. [reps] Status: assumed.
SAID_TOO_FEW = 0.5
_WHOLE = ("effort", "duration", "discomfort")  # asked once a workout


@dataclass(frozen=True, slots=True)
class _Pair:
    """What one pair of one workout gives; nan = nothing."""

    y: float
    rir: float
    rir_share: float
    load: float


def series_of(
    protocol: Protocol, arms: Arms, workouts: Sequence[Workout], outcome: str = "", *, upto: int | None = None
) -> Series:
    """Return a trial's series.

    Parameters
    ----------
    arms : (n_workout,) as drawn, of all planned workouts. workouts : those whose arm was shown.
    outcome : id; "" = the primary one. upto : only the first so many workouts; None = all.

    Raises
    ------
    ValidationError : an outcome asked once a workout, in a trial with both arms in each; an overall score that was not declared.
    """
    terms = protocol.terms
    name = outcome or terms.outcome
    if name == GOAL_SCORE:
        return _score(protocol, arms, workouts, upto)
    pairs = 2 if terms.two_pair else 1
    if name in _WHOLE and pairs == 2:
        raise ValidationError(
            f"{name} is asked once a workout, and each workout holds both arms.", hint="Take a trial with one pair."
        )
    n, shown = len(arms), [w for w in workouts if w.closed and w.number <= (upto or math.inf)]
    reference = _references(protocol, shown, pairs, compound=name != "isolation_reps")
    cells = [[_cell(w, p, name, reference[p]) for p in range(pairs)] for w in shown]
    table = {field: _grid(cells, field, n, pairs) for field in ("y", "rir", "rir_share", "load")}
    if name in ("compound_reps", "isolation_reps"):
        table["y"] = _repetitions(shown, n, pairs, compound=name == "compound_reps")
    rows = {w.number - 1: w for w in shown}
    made = Series.of(
        arms,
        table["y"],
        performed=[
            NOT_DONE if k not in rows or rows[k].performed is None else int(rows[k].performed or 0) for k in range(n)
        ],
        revealed=[k in rows for k in range(n)],
        rir=table["rir"],
        rir_share=np.nan_to_num(table["rir_share"]),
        load=table["load"],
        gap_h=[NAN if k not in rows or rows[k].gap_h is None else float(rows[k].gap_h or 0) for k in range(n)],
        pain=[NAN if k not in rows or rows[k].pain is None else float(rows[k].pain or 0) for k in range(n)],
    )
    return replace(made, levels=tuple(tuple(w.check_in.get("levels", ())) for w in shown) if terms.covariates else ())


def _score(protocol: Protocol, arms: Arms, workouts: Sequence[Workout], upto: int | None) -> Series:
    """Return the overall score: sum of share * outcome / ROPE, more is better; a workout counts that told every outcome."""
    if not protocol.terms.weights:
        raise ValidationError("this trial declared no overall score.", hint="Declare one: --outcome goal_score --goal.")
    total: Floats | float = 0.0
    for name, share in protocol.terms.weights:
        measured = OUTCOMES[name]
        total = total + share * measured.better / measured.rope * series_of(protocol, arms, workouts, name, upto=upto).y
    return replace(series_of(protocol, arms, workouts, "compound_reps", upto=upto), y=np.asarray(total))


def equivalent(one: TrialSet) -> float:
    """Return repetitions to failure that a set stands for; nan where nobody said how far it was. [reps]

    Notes
    -----
    reps + RIR, and half a repetition more where a repetition or more was said to be left, because lifters say too few.
    """
    return NAN if one.rir is None else to_failure(one.reps, one.rir)


def to_failure(reps: float, rir: float) -> float:
    """Return repetitions to failure, from those done and those said to be left. [reps]"""
    return reps + rir + (SAID_TOO_FEW if rir >= 1 else 0.0)


def _repetitions(shown: Sequence[Workout], n: int, pairs: int, *, compound: bool) -> Floats:
    """Return the mean over work sets, the mean of each place in the order taken out first, (n, n_pair).

    With sets missing, a workout is not judged by whether its early or its late ones were counted.
    """
    out = np.full((n, pairs), NAN)
    for p in range(pairs):
        rows = {w.number - 1: [equivalent(s) for s in _sets(w, p, compound=compound)] for w in shown}
        deepest = max((len(z) for z in rows.values()), default=0)
        table = np.array([z + [NAN] * (deepest - len(z)) for z in rows.values()]).reshape(len(rows), deepest)
        known = np.isfinite(table)
        if not known.any():
            continue
        filled = np.where(known, table, 0.0)
        place = filled.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
        centre = place @ known.sum(axis=0) / known.sum()
        left = np.where(known, table - place, 0.0).sum(axis=1)
        count = known.sum(axis=1)
        out[list(rows), p] = np.where(count > 0, centre + left / np.maximum(count, 1), NAN)
    return out


def _cell(workout: Workout, pair: int, outcome: str, reference: float) -> _Pair:
    compound = outcome != "isolation_reps"
    sets = _sets(workout, pair, compound=compound)
    told = [s.rir for s in sets if s.rir is not None]
    load = [s.load_kg for s in sets if s.load_kg > 0]
    change = 100 * math.log(float(np.mean(load)) / reference) if load and reference > 0 else 0.0
    return _Pair(
        y=_VALUES[outcome](workout, pair) if outcome in _VALUES and workout.performed is not None else NAN,
        rir=float(np.mean(told)) if told else NAN,
        rir_share=len(told) / len(sets) if sets else NAN,
        load=change,
    )


def _sets(workout: Workout, pair: int, *, compound: bool) -> list[TrialSet]:
    return [s for s in workout.sets if s.pair == pair and s.compound == compound]


def _volume(workout: Workout, pair: int) -> float:
    """Return 100 ln of the pair's volume load; nan without sets."""
    moved = sum(s.load_kg * s.reps for s in workout.sets if s.pair == pair)
    return 100 * math.log(moved) if moved > 0 else NAN


def _target(workout: Workout, pair: int) -> float:
    """Return the share of the compound's sets that the target ended, of those of which it was said; nan of none."""
    told = [s.target_out for s in _sets(workout, pair, compound=True) if s.target_out is not None]
    return sum(told) / len(told) if told else NAN


_VALUES: Mapping[str, Callable[[Workout, int], float]] = {
    "pair_volume": _volume,
    "target_limits": _target,
    "effort": lambda w, _: NAN if w.effort is None else w.effort,
    "duration": lambda w, _: NAN if w.minutes is None else w.minutes,
    "discomfort": lambda w, _: NAN if w.pain is None else w.pain,
}


def _references(protocol: Protocol, shown: Sequence[Workout], pairs: int, *, compound: bool) -> list[float]:
    """Return the load each pair is compared at: that of the protocol, else the first that was lifted. [kg]"""
    found = []
    for p in range(pairs):
        pair = protocol.terms.pairs[p]
        fixed = pair.compound_load_kg if compound else pair.isolation_load_kg
        lifted = (s.load_kg for w in shown for s in _sets(w, p, compound=compound) if s.load_kg > 0)
        found.append(float(fixed or next(lifted, 0.0)))
    return found


def _grid(cells: Sequence[Sequence[_Pair]], field: str, n: int, pairs: int) -> Floats:
    out = np.full((n, pairs), NAN)
    for k, row in enumerate(cells):
        out[k] = [getattr(cell, field) for cell in row]
    return out
