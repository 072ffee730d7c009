"""The pairs of exercises of a trial: each a pre-exhaust pair, and two of them with no muscle in common."""

from __future__ import annotations

from dataclasses import dataclass

from preex.core.exercise import SYNERGIST_FROM, Exercise
from preex.core.muscle import Muscle
from preex.core.pairing import REFUSAL_TEXT, check_order
from preex.errors import ValidationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A pair as the protocol fixes it; a load of None is the one of the first workout."""

    isolation: str
    compound: str
    target: str
    isolation_load_kg: float | None = None
    compound_load_kg: float | None = None

    @property
    def id(self) -> str:
        """As the command line names a pair."""
        return f"{self.isolation}:{self.compound}"


def pair_of(isolation: Exercise, compound: Exercise) -> Pair:
    """Return a pair without loads.

    Raises
    ------
    ValidationError : the two are no pre-exhaust pair.
    """
    found = check_order(isolation, compound)
    if found.target is None or not found.is_pre_exhaust:
        why = "; ".join(REFUSAL_TEXT[refusal] for refusal in found.refusals)
        raise ValidationError(f"{isolation.name}, then {compound.name}: {why}.", hint="See preex pairs.")
    return Pair(isolation=isolation.id, compound=compound.id, target=found.target.value)


def shared_muscles(first: tuple[Exercise, Exercise], second: tuple[Exercise, Exercise]) -> tuple[Muscle, ...]:
    """Return the muscles that work as prime mover or helper in both pairs: then one pair tires the other."""
    work = [
        {m for e in pair for m, share in e.involvement.items() if share >= SYNERGIST_FROM} for pair in (first, second)
    ]
    return tuple(m for m in Muscle if m in work[0] & work[1])


def check_apart(first: tuple[Exercise, Exercise], second: tuple[Exercise, Exercise]) -> None:
    """Check that two pairs can be trained in opposite arms within one workout.

    Raises
    ------
    ValidationError : they share a muscle.
    """
    shared = shared_muscles(first, second)
    if shared:
        raise ValidationError(
            f"both pairs work the {', '.join(m.label for m in shared)}: what is done with one would tire the other.",
            hint="Choose pairs without a muscle in common, as quads and chest, or run the trial with one pair.",
        )


def check_one_compound(target: tuple[Exercise, Exercise], helper: tuple[Exercise, Exercise]) -> None:
    """Check the pairs of a two by two: the target's isolation and a helper's, before the same compound.

    Raises
    ------
    ValidationError : two compounds, or two isolations for the same muscle.
    """
    if target[1].id != helper[1].id:
        raise ValidationError(
            f"a two by two has one compound, not {target[1].name} and {helper[1].name}.",
            hint="Give the target's isolation and a helper's, each with the same compound.",
        )
    if check_order(*target).target == check_order(*helper).target:
        raise ValidationError(
            f"{target[0].name} and {helper[0].name} train the same muscle.", hint="Name an isolation for a helper."
        )
