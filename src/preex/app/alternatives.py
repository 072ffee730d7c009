"""What to do instead: exercises for a machine that is taken, pairs for a joint that hurts, a workout once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from preex.catalogue import load_catalogue
from preex.core.exercise import Exercise, Family, Kind
from preex.core.pairing import JOINTS, JointAdvice, Pairing
from preex.core.performed import PerformedSet
from preex.core.plan import Prescription, Rest, Section, WorkoutPlan
from preex.core.succession import PAIR_WITHIN_S

AT_MOST = 6  # as many as fit on a phone without scrolling
USUAL_REST_S = 120.0  # where the log does not tell; between rounds, 90 to 180 (expert)
FEWER_REPS = 2  # a repeated set aims at what was done, down to this much less


def stand_ins(exercise: str) -> tuple[str, ...]:
    """Return exercises that can be done instead, the most alike first; () when the catalogue does not know it.

    An isolation is replaced by one for the same target that is paired with the same compounds, a compound by one that
    takes the same isolations; what is in no pairing, by the same movement.
    """
    known = load_catalogue().exercises
    if exercise not in known:
        return ()
    one = known[exercise]
    pairings = [p for p in load_catalogue().pairings if p.is_pre_exhaust]
    votes: Counter[str] = Counter()
    if one.kind is Kind.ISOLATION:
        mine = [p for p in pairings if p.isolation == exercise]
        targets, compounds = {p.target for p in mine}, {c for p in mine for c in p.compounds}
        votes.update({p.isolation: 1 + len(compounds & set(p.compounds)) for p in pairings if p.target in targets})
    else:
        votes.update(c for p in pairings if exercise in p.compounds for c in p.compounds)
    votes.update(e.id for e in known.values() if _alike(e, one))
    del votes[exercise]
    return tuple(name for name, _ in votes.most_common(AT_MOST))


def _alike(other: Exercise, one: Exercise) -> bool:
    return other.family is Family.STRENGTH and other.kind is one.kind and other.pattern == one.pattern


def pairs_sparing(pairing_id: str) -> dict[str, Pairing]:
    """Return for each joint a pair for the same target that does not load it with caution, where there is one."""
    pairings = [p for p in load_catalogue().pairings if p.is_pre_exhaust]
    target = next((p.target for p in pairings if p.id == pairing_id), None)
    found: dict[str, Pairing] = {}
    for joint in JOINTS:
        kind = [p for p in pairings if p.target == target]
        kind = [p for p in kind if p.id != pairing_id and p.advice_for(joint) is JointAdvice.OK]
        kind.sort(key=lambda p: joint not in p.joint_friendly_for)
        if kind:
            found[joint] = kind[0]
    return found


def workout_again(sets: Sequence[PerformedSet]) -> WorkoutPlan | None:
    """Turn the last workout of a log into a plan: the same sets in the same order; None of an empty log.

    Parameters
    ----------
    sets : of a log, oldest first and in the order done. Warm-ups and sets of unknown exercises are left out.
    """
    known = load_catalogue().exercises
    counted = [s for s in sets if s.counts and s.exercise in known and s.reps > 0]
    if not counted:
        return None
    last = [s for s in counted if s.workout == counted[-1].workout]
    sections: list[Section] = []
    while last:
        period, rounds = _rhythm([s.exercise for s in last])
        sections.append(_section(last[:period], rounds))
        last = last[period * rounds :]
    return WorkoutPlan(title="Last workout, again", sections=tuple(sections))


def _rhythm(names: Sequence[str]) -> tuple[int, int]:
    """Return how many exercises are done in turn at the start, and how often: `a b a b c` is two, twice."""
    same = len(next([*g] for _, g in groupby(names)))
    if same > 1 or len(names) < 2:
        return 1, same
    rounds = 1
    while list(names[2 * rounds : 2 * rounds + 2]) == list(names[:2]):
        rounds += 1
    return (2, rounds) if rounds > 1 else (1, 1)


def _section(first: Sequence[PerformedSet], rounds: int) -> Section:
    steps: list[Prescription | Rest] = []
    for i, s in enumerate(first):
        low = max(1, s.reps - FEWER_REPS)
        steps.append(Prescription(exercise=s.exercise, reps_low=low, reps_high=s.reps, load_kg=s.load_kg))
        after = first[i + 1].rest_before_s if i + 1 < len(first) else None
        gap_s = after if after is not None and after <= PAIR_WITHIN_S else USUAL_REST_S
        steps.append(Rest(float(round(gap_s)) if i + 1 < len(first) else USUAL_REST_S))
    return Section(steps=tuple(steps), rounds=rounds)
