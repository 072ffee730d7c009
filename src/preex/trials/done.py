"""What sets done tell of a trial's workout: which of them count, and which arm was done."""

from __future__ import annotations

from collections.abc import Sequence

from preex.core.muscle import GROUP_OF, Muscle
from preex.core.performed import PerformedSet, SetKind
from preex.trials.terms import Terms
from preex.trials.workouts import TrialSet

_ONE = frozenset({"chest", "quads", "glutes", "calves"})  # groups whose muscles a lifter does not feel apart
GAPS_S = (10.0, 60.0, 180.0)  # of the arms of the question `gap`


def work_sets(terms: Terms, done: Sequence[PerformedSet]) -> tuple[PerformedSet, ...]:
    """Return the work sets of a trial's pairs among sets done, in the order done."""
    place = _place(terms)
    return tuple(s for s in done if s.exercise in place and s.counts and s.kind in {SetKind.WORKING, SetKind.FAILURE})


def sets_of(terms: Terms, done: Sequence[PerformedSet]) -> tuple[TrialSet, ...]:
    """Return the work sets of a trial's pairs as the trial keeps them; a set to failure has RIR 0."""
    place = _place(terms)
    return tuple(
        TrialSet(
            pair=place[s.exercise][0],
            compound=place[s.exercise][1],
            load_kg=s.load_kg,
            reps=s.reps,
            rir=0.0 if s.to_failure else s.rir,
            target_out=_target_out(terms.pairs[place[s.exercise][0]].target, s),
        )
        for s in work_sets(terms, done)
    )


def _place(terms: Terms) -> dict[str, tuple[int, bool]]:
    """Return exercise -> (pair, whether it is the compound)."""
    return {
        **{p.isolation: (i, False) for i, p in enumerate(terms.pairs)},
        **{p.compound: (i if terms.two_pair else 0, True) for i, p in enumerate(terms.pairs)},
    }


def _target_out(target: str, done: PerformedSet) -> bool | None:
    """Tell whether what gave out is the target, or a muscle of its group; None where nobody said."""
    if done.gave_out is None:
        return None
    if done.gave_out == target:
        return True
    group = GROUP_OF.get(Muscle(target))
    return isinstance(done.gave_out, Muscle) and group in _ONE and GROUP_OF.get(done.gave_out) == group


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


def _before_compound(done: Sequence[PerformedSet], isolation: str, compound: str) -> bool | None:
    """Tell whether the isolation began before the compound; None where the compound was not done."""
    order = [s.exercise for s in done if s.counts and s.exercise in {isolation, compound}]
    return None if compound not in order else order[0] == isolation


def _gap_done(terms: Terms, done: Sequence[PerformedSet], drawn: int) -> int:
    rests = [s.rest_before_s for s in done if s.exercise == terms.pairs[0].compound and s.counts]
    known = [rest for rest in rests[:1] if rest is not None]
    return min(range(len(GAPS_S)), key=lambda arm: abs(GAPS_S[arm] - known[0])) if known else drawn
