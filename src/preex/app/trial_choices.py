"""What a lifter chooses from: the trials there are, and pairs to try, two of them without a muscle in common proposed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from preex.app.catalogue import find_pairs
from preex.app.trial_records import KeptTrial
from preex.app.trials import trial_of
from preex.catalogue import load_catalogue
from preex.core.exercise import Exercise
from preex.core.performed import PerformedSet
from preex.errors import DataError, ValidationError
from preex.trials.pairs import Pair, pair_of, shared_muscles

if TYPE_CHECKING:
    from preex.store import Store

PROPOSED = ("leg_extension:leg_press", "dumbbell_fly:barbell_bench_press")  # where the log does not tell; studied most


@dataclass(frozen=True, slots=True)
class ListedTrial:
    """A trial in a list. kept : None where it was changed; why : then, in words."""

    id: str
    kept: KeptTrial | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class PairToTry:
    """A reviewed pair that a trial may ask about. group : of muscles, as `chest`."""

    pair: Pair
    group: str
    isolation: Exercise
    compound: Exercise

    @property
    def id(self) -> str:
        """As `new_trial` takes it."""
        return self.pair.id


def list_trials(store: Store, athlete: str) -> tuple[ListedTrial, ...]:
    """Return every trial, the latest first; one that was changed is listed with the reason why nothing is said of it."""
    return tuple(_listed(store, athlete))


@cache
def pairs_to_try() -> tuple[PairToTry, ...]:
    """Return the reviewed pairs that a trial may ask about, in the order of the catalogue."""
    return tuple(_fitting())


def propose_pairs(sets: Sequence[PerformedSet]) -> tuple[str, ...]:
    """Propose two pairs without a muscle in common: the ones a log trains most, else those studied most.

    Parameters
    ----------
    sets : the log, its exercises named by the catalogue.

    Returns
    -------
    Ids; a single one where no second pair goes with the first.
    """
    n = Counter(s.exercise for s in sets if s.counts)
    known = {one.id: one for one in pairs_to_try()}
    usual = [known[name] for name in PROPOSED if name in known]
    ranked = sorted(known.values(), key=lambda one: -min(n[one.pair.isolation], n[one.pair.compound]))
    trained = [one for one in ranked if min(n[one.pair.isolation], n[one.pair.compound])]
    first, *others = (*trained, *usual, *ranked)
    apart = (one for one in others if not shared_muscles(_two(first), _two(one)))
    second = next(apart, None)
    return (first.id, second.id) if second else (first.id,)


def _listed(store: Store, athlete: str) -> Iterator[ListedTrial]:
    for saved in store.trials(athlete):
        try:
            yield ListedTrial(saved.id, KeptTrial(saved.id, trial_of(saved)))
        except (DataError, ValidationError) as error:
            yield ListedTrial(saved.id, None, f"{error.message} {error.hint}".strip())


def _fitting() -> Iterator[PairToTry]:
    exercises = load_catalogue().exercises
    seen = set()
    for pairing in find_pairs():
        for compound in pairing.compounds:
            two = exercises[pairing.isolation], exercises[compound]
            if not pairing.is_pre_exhaust or (pairing.isolation, compound) in seen:
                continue
            try:
                pair = pair_of(*two)
            except ValidationError:  # reviewed, yet no isolation first: a back extension moves several joints
                continue
            seen.add((pairing.isolation, compound))
            yield PairToTry(pair, pairing.target_group, *two)


def _two(one: PairToTry) -> tuple[Exercise, Exercise]:
    return one.isolation, one.compound
