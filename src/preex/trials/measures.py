"""From the sets of a trial's workouts to one number a workout: what the analysis reads."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

import numpy as np

from preex.core.performed import PerformedSet, SetKind
from preex.errors import ValidationError
from preex.trials.conduct import Trial
from preex.trials.schemes import Floats
from preex.trials.series import NOT_DONE, Series
from preex.trials.terms import Terms
from preex.trials.workouts import TrialSet, Workout

# Lifters stop with about one repetition more in reserve than they say, less near failure: half a repetition where they
# say 1 or more. I. Halperin et al. 2022, doi:10.1007/s40279-021-01559-x: 0.95 (0.17-1.73). Status: rounded down.
UNDERSTATED_RIR = 0.5
GAPS_S = (10.0, 60.0, 180.0)  # of the arms of the question `gap`
PER_PAIR = frozenset({"compound_reps", "isolation_reps", "pair_volume"})


def reps_to_failure(reps: int, rir: float | None) -> float:
    """Return repetitions to failure a set was worth, nan where nobody said how far it was from failure. [reps]"""
    if rir is None:
        return math.nan
    return reps + rir + (UNDERSTATED_RIR if rir >= 1 else 0.0)


def sets_of(terms: Terms, done: Sequence[PerformedSet]) -> tuple[TrialSet, ...]:
    """Return the work sets of a trial's pairs among sets done, in the order done; a set to failure has RIR 0."""
    place = {
        **{p.isolation: (i, False) for i, p in enumerate(terms.pairs)},
        **{p.compound: (i if terms.two_pair else 0, True) for i, p in enumerate(terms.pairs)},
    }
    return tuple(
        TrialSet(
            pair=place[s.exercise][0],
            compound=place[s.exercise][1],
            load_kg=s.load_kg,
            reps=s.reps,
            rir=0.0 if s.to_failure else s.rir,
        )
        for s in done
        if s.exercise in place and s.counts and s.kind in {SetKind.WORKING, SetKind.FAILURE}
    )


def arm_done(terms: Terms, done: Sequence[PerformedSet], drawn: int) -> int:
    """Return the arm that sets tell: which exercise began, what was left out, or how long the rest was.

    Parameters
    ----------
    terms : of the trial. done : sets in the order done. drawn : the arm of the workout, for what the sets do not tell.

    Returns
    -------
    With two pairs the first one's; where the second did not do the other arm, the workout was not done as drawn.
    """
    if terms.question == "gap":
        return _gap_done(terms, done, drawn)
    if terms.question == "two_by_two":
        first = [_before_compound(done, pair.isolation, pair.compound) is True for pair in terms.pairs]
        return int(first[0]) + 2 * int(first[1])
    found = [_before_compound(done, pair.isolation, pair.compound) for pair in terms.pairs]
    wanted = [drawn, 1 - drawn][: len(found)]
    as_drawn = all(one is None or int(one) == arm for one, arm in zip(found, wanted, strict=True))
    return drawn if as_drawn else 1 - drawn


def series_of(trial: Trial, outcome: str = "") -> Series:
    """Return what a trial measured, one row a planned workout.

    Parameters
    ----------
    trial : under way or over.
    outcome : of `preex.trials.questions`; "" = the primary one.

    Raises
    ------
    ValidationError : an outcome measured once a workout, with two pairs in opposite arms in it.
    """
    terms, name = trial.protocol.terms, outcome or trial.protocol.terms.outcome
    if terms.two_pair and name not in PER_PAIR:
        raise ValidationError(
            f"{name} is measured once a workout, and each workout holds both arms.", hint="Use one pair for it."
        )
    n, pairs = terms.workouts, 2 if terms.two_pair else 1
    rows = {one.number - 1: one for one in trial.standing.workouts}
    done = {i: one for i, one in rows.items() if one.performed is not None}
    return Series.of(
        trial.protocol.sequence(trial.seed, trial.standing.levels),
        _filled((n, pairs), {i: _MEASURES[name](one, pairs, _offsets(done, name, pairs)) for i, one in done.items()}),
        performed=[_performed(rows.get(i)) for i in range(n)],
        revealed=[i in rows for i in range(n)],
        rir=_filled((n, pairs), {i: _mean_rir(one, pairs) for i, one in done.items()}),
        rir_share=_filled((n, pairs), {i: _rir_share(one, pairs) for i, one in done.items()}),
        load=_loads(terms, done, n, pairs),
        gap_h=_column(n, {i: one.gap_h for i, one in rows.items()}),
        pain=_column(n, {i: one.pain for i, one in rows.items()}),
    )


Offsets = Mapping[tuple[int, int], float]


def _performed(workout: Workout | None) -> int:
    return NOT_DONE if workout is None or workout.performed is None else workout.performed


def _filled(shape: tuple[int, int], rows: Mapping[int, Sequence[float]]) -> Floats:
    table = np.full(shape, math.nan)
    for i, row in rows.items():
        table[i] = row
    return table


def _column(n: int, rows: Mapping[int, float | None]) -> Floats:
    return np.array([math.nan if rows.get(i) is None else rows[i] for i in range(n)], dtype=float)


def _worth(workout: Workout, pair: int, *, compound: bool) -> list[float]:
    return [reps_to_failure(s.reps, s.rir) for s in workout.sets if s.pair == pair and s.compound == compound]


def _offsets(done: Mapping[int, Workout], name: str, pairs: int) -> Offsets:
    """Return how far each set stands from the mean of its workout, over workouts with all their sets.

    A workout that lacks its last set would otherwise look better than it was.
    """
    offsets: dict[tuple[int, int], float] = {}
    for pair in range(pairs):
        rows = [_worth(one, pair, compound=name != "isolation_reps") for one in done.values()]
        longest = max(map(len, rows), default=0)
        whole = [row for row in rows if len(row) == longest and not any(map(math.isnan, row))]
        for k in range(longest if whole else 0):
            offsets[pair, k] = fmean(row[k] - fmean(row) for row in whole)
    return offsets


def _reps(workout: Workout, pairs: int, offsets: Offsets, *, compound: bool) -> list[float]:
    means = []
    for pair in range(pairs):
        worth = _worth(workout, pair, compound=compound)
        known = [z - offsets.get((pair, k), 0.0) for k, z in enumerate(worth) if not math.isnan(z)]
        means.append(fmean(known) if known else math.nan)
    return means


def _volume(workout: Workout, pairs: int) -> list[float]:
    """Return 100 times the logarithm of the volume load, so that differences are percent."""
    totals = [sum(s.load_kg * s.reps for s in workout.sets if s.pair == pair) for pair in range(pairs)]
    return [100 * math.log(total) if total > 0 else math.nan for total in totals]


def _told(value: float | None) -> list[float]:
    return [math.nan if value is None else value]


_MEASURES: Mapping[str, Callable[[Workout, int, Offsets], list[float]]] = {
    "compound_reps": lambda one, pairs, offsets: _reps(one, pairs, offsets, compound=True),
    "isolation_reps": lambda one, pairs, offsets: _reps(one, pairs, offsets, compound=False),
    "pair_volume": lambda one, pairs, _: _volume(one, pairs),
    "effort": lambda one, _pairs, _offsets: _told(one.effort),
    "duration": lambda one, _pairs, _offsets: _told(one.minutes),
    "discomfort": lambda one, _pairs, _offsets: _told(one.pain),
}


def _mean_rir(workout: Workout, pairs: int) -> list[float]:
    told = [[s.rir for s in workout.sets if s.pair == p and s.compound and s.rir is not None] for p in range(pairs)]
    return [fmean(one) if one else math.nan for one in told]


def _rir_share(workout: Workout, pairs: int) -> list[float]:
    sets = [[s.rir is not None for s in workout.sets if s.pair == p and s.compound] for p in range(pairs)]
    return [fmean(one) if one else 0.0 for one in sets]


def _loads(terms: Terms, done: Mapping[int, Workout], n: int, pairs: int) -> Floats:
    """Return how far the compound's load was from the protocol's, or from that of the first workout. [%]"""
    loads = np.full((n, pairs), math.nan)
    for i, one in done.items():
        for pair in range(pairs):
            used = [s.load_kg for s in one.sets if s.pair == pair and s.compound and s.load_kg > 0]
            loads[i, pair] = fmean(used) if used else math.nan
    for pair in range(pairs):
        known = loads[np.isfinite(loads[:, pair]), pair]
        reference = terms.pairs[pair].compound_load_kg or (known[0] if len(known) else 1.0)
        loads[:, pair] = 100 * np.log(loads[:, pair] / reference)
    return np.asarray(np.nan_to_num(loads))


def _before_compound(done: Sequence[PerformedSet], isolation: str, compound: str) -> bool | None:
    """Tell whether the isolation began before the compound; None where the compound was not done."""
    order = [s.exercise for s in done if s.counts and s.exercise in {isolation, compound}]
    return None if compound not in order else order[0] == isolation


def _gap_done(terms: Terms, done: Sequence[PerformedSet], drawn: int) -> int:
    rests = [s.rest_before_s for s in done if s.exercise == terms.pairs[0].compound and s.counts]
    known = [rest for rest in rests[:1] if rest is not None]
    return min(range(len(GAPS_S)), key=lambda arm: abs(GAPS_S[arm] - known[0])) if known else drawn
