"""`trial analyse FILE` of an old log: a hint at most, and the offer of a trial."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import product

import numpy as np

from preex.app.naming import exercise_named
from preex.catalogue import load_catalogue
from preex.core.exercise import Exercise, Kind
from preex.core.pairing import check_order
from preex.core.performed import PerformedSet
from preex.errors import ValidationError
from preex.trials.emulation import Emulation, emulate, rarer
from preex.trials.old_log import Visit, visits
from preex.trials.pairs import pair_of

TRIED = 6  # pairs most often trained in one workout that are looked at more closely


def hint_of(sets: Sequence[PerformedSet], pair: str = "", *, simulation: int = 0) -> Emulation:
    """Say what an old log hints at.

    Parameters
    ----------
    sets : the log, oldest first, its exercises named by the catalogue.
    pair : ISOLATION:COMPOUND; "" = the pair whose two orders are both most frequent.
    simulation : seed of the shuffles.

    Raises
    ------
    UnknownExercise : a name the catalogue does not know.
    ValidationError : no pre-exhaust pair, or none in the log.
    """
    if pair:
        isolation, _, compound = pair.partition(":")
        chosen = exercise_named(isolation), exercise_named(compound)
        pair_of(*chosen)
        found = _visits(sets, *chosen)
    else:
        chosen, found = _best(sets)
    return emulate(found, f"{chosen[0].id}:{chosen[1].id}", np.random.default_rng(simulation))


def _best(sets: Sequence[PerformedSet]) -> tuple[tuple[Exercise, Exercise], tuple[Visit, ...]]:
    exercises = load_catalogue().exercises
    by_workout: dict[str, set[str]] = {}
    for s in sets:
        if s.counts and s.exercise in exercises:
            by_workout.setdefault(s.workout, set()).add(s.exercise)
    together: Counter[tuple[str, str]] = Counter()
    for names in by_workout.values():
        isolations = [n for n in names if exercises[n].kind is Kind.ISOLATION]
        compounds = [n for n in names if exercises[n].kind is Kind.COMPOUND]
        together.update(sorted(product(isolations, compounds)))
    pairs = ((exercises[a], exercises[b]) for (a, b), _ in together.most_common())
    fitting = [pair for pair in pairs if check_order(*pair).is_pre_exhaust][:TRIED]
    if not fitting:
        raise ValidationError(
            "the log has no isolation and compound for the same muscle in one workout.",
            hint="Name a pair, or log more.",
        )
    seen = [(pair, _visits(sets, *pair)) for pair in fitting]
    return max(seen, key=lambda one: (rarer(one[1]), len(one[1])))


def _visits(sets: Sequence[PerformedSet], isolation: Exercise, compound: Exercise) -> tuple[Visit, ...]:
    target = check_order(isolation, compound).target
    return visits(sets, isolation, compound, load_catalogue().exercises, target) if target else ()
