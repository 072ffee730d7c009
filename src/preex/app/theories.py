"""`theory`: what a pair would show if Kennedy were right, and how many workouts would tell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from preex.app.naming import exercise_named
from preex.catalogue import load_catalogue
from preex.core.exercise import Exercise, Role
from preex.core.muscle import Muscle
from preex.core.pairing import REFUSAL_TEXT, PairingType, check_order
from preex.errors import OutOfRange, ValidationError
from preex.fatigue.parameters import centre, channels
from preex.fatigue.theory import (
    WEAKEST_LINK,
    Bout,
    TwoByTwo,
    after,
    read,
    replicate_sd,
    replicates_needed,
    two_by_two,
)

NOTE = "Model-based, not measured: what one model expects for several ways in which muscles share a load."
BECAUSE = ("S3", "S10", "S20", "S26")
GAP_S, GAPS_S = 10.0, (0.0, 600.0)
FRESH_REPS, REPS = 10, (3, 30)  # 10RM, as in the studies of this pair of questions
IN_USE = "others_take_over"
# Name -> in words, and the exponent of load sharing; None = as fitted to EMG (data/priors.csv).
THEORIES: Mapping[str, tuple[str, float | None]] = {
    "weakest_link": ("the most tired muscle alone ends the set", WEAKEST_LINK),
    "bottleneck": ("the most tired muscle counts most", -3.0),
    "all_add_up": ("every tired muscle takes its share", 0.0),
    IN_USE: ("others take over from a tired muscle", None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Theory:
    """What one theory expects.

    rho : of the model.
    limiter : muscle -> its part in the strength lost to the isolation, sums to 1.
    activation_change : muscle -> change of its mean activation in the compound after the isolation, as a share; None for
        the weakest link, which in the limit puts the whole load on one muscle and says nothing of the kind.
    design : the four workouts that tell theories apart.
    replicates : of the four workouts to tell it from the theory in use; None if they agree.
    """

    name: str
    in_words: str
    rho: float
    limiter: Mapping[Muscle, float]
    activation_change: Mapping[Muscle, float] | None
    design: TwoByTwo
    replicates: int | None

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {
            "name": self.name,
            "words": self.in_words,
            "rho": self.rho,
            "limiter": {m.value: round(share, 3) for m, share in self.limiter.items()},
            "activation_change": self.activation_change
            and {m.value: round(change, 3) for m, change in self.activation_change.items()},
            "reps": {condition: round(reps, 2) for condition, reps in self.design.reps.items()},
            "interaction_reps": round(self.design.interaction_reps, 2),
            "replicates": self.replicates,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TheoryTest:
    """The theories beside each other, for one pair and a helper's isolation."""

    isolation: Exercise
    synergist_isolation: Exercise
    compound: Exercise
    target: Muscle
    synergist: Muscle
    gap_s: float
    fresh_reps: int
    replicate_sd_reps: float
    theories: tuple[Theory, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.theory/1`."""
        return {
            "schema": "preex.theory/1",
            "isolation": self.isolation.id,
            "synergist_isolation": self.synergist_isolation.id,
            "compound": self.compound.id,
            "target": self.target.value,
            "synergist": self.synergist.value,
            "gap_s": self.gap_s,
            "fresh_reps": self.fresh_reps,
            "replicate_sd_reps": round(self.replicate_sd_reps, 2),
            "theories": [theory.to_json() for theory in self.theories],
            "in_use": IN_USE,
            "model_based": True,
            "note": NOTE,
            "because": list(BECAUSE),
        }


def compare_theories(
    isolation: str,
    compound: str,
    *,
    synergist_isolation: str | None = None,
    gap_s: float = GAP_S,
    fresh_reps: int = FRESH_REPS,
) -> TheoryTest:
    """Set the theories of what ends a compound beside each other.

    Parameters
    ----------
    isolation, compound : a pre-exhaust pair; ids, or names as lifters write them.
    synergist_isolation : an isolation for a helper of the compound; None = one is chosen.
    gap_s : from each isolation to what follows, 0 to 600. [s]
    fresh_reps : to failure of every exercise when fresh, 3 to 30. [reps]

    Raises
    ------
    UnknownExercise : a name the catalogue does not know.
    ValidationError : no pre-exhaust pair, or no isolation for a helper.
    OutOfRange : gap or repetitions.
    """
    _check(gap_s, fresh_reps)
    first, second = exercise_named(isolation), exercise_named(compound)
    target = _target(first, second)
    helper = exercise_named(synergist_isolation) if synergist_isolation else _helper(first, second, target)
    synergist = _target(helper, second)
    if synergist == target:
        raise ValidationError(
            f"{helper.name} trains the target itself, the {target.label}.", hint="Name an isolation for a helper."
        )
    bouts = [Bout(e.id, channels(e), float(fresh_reps)) for e in (first, helper, second)]
    muscles = tuple(m for m, share in second.involvement.items() if share > 0)
    return TheoryTest(
        isolation=first,
        synergist_isolation=helper,
        compound=second,
        target=target,
        synergist=synergist,
        gap_s=gap_s,
        fresh_reps=fresh_reps,
        replicate_sd_reps=replicate_sd(bouts[2], centre()),
        theories=tuple(_theories(bouts[0], bouts[1], bouts[2], muscles, gap_s)),
    )


def _theories(
    target: Bout, synergist: Bout, compound: Bout, muscles: tuple[Muscle, ...], gap_s: float
) -> Iterator[Theory]:
    c = centre()
    sd, in_use = replicate_sd(compound, c), two_by_two(target, synergist, compound, gap_s=gap_s, c=c)
    for name, (in_words, rho) in THEORIES.items():
        under = replace(c, rho=c.rho if rho is None else rho)
        design = two_by_two(target, synergist, compound, gap_s=gap_s, c=under)
        reading = read(after((None, target), gap_s, under), compound, under)
        yield Theory(
            name=name,
            in_words=in_words,
            rho=under.rho,
            limiter=dict(zip(muscles, reading.limiter.tolist(), strict=True)),
            activation_change=dict(zip(muscles, (reading.activation - 1).tolist(), strict=True))
            if rho != WEAKEST_LINK
            else None,
            design=design,
            replicates=replicates_needed(design.interaction_reps - in_use.interaction_reps, sd),
        )


def _check(gap_s: float, fresh_reps: int) -> None:
    for name, value, (low, high) in (("gap_s", gap_s, GAPS_S), ("fresh_reps", fresh_reps, REPS)):
        if not low <= value <= high:
            raise OutOfRange(f"{name} is {value:g}; it lies between {low:g} and {high:g}.", hint="Correct it.")


def _target(isolation: Exercise, compound: Exercise) -> Muscle:
    """Return the muscle a pair shares."""
    found = check_order(isolation, compound)
    if found.target is None or not found.is_pre_exhaust:
        why = "; ".join(REFUSAL_TEXT[refusal] for refusal in found.refusals)
        raise ValidationError(f"{isolation.name}, then {compound.name}: {why}.", hint="See preex pairs.")
    return found.target


def _helper(isolation: Exercise, compound: Exercise, target: Muscle) -> Exercise:
    """Choose an isolation for a helper that leaves the target alone: the reviewed one, else one for the main helper.

    A helper that the isolation tires as well would blur the test, so it comes last.
    """
    catalogue = load_catalogue()
    helpers = sorted(
        compound.synergists(target), key=lambda m: (isolation.involvement.get(m, 0.0), -compound.involvement[m])
    )
    for reviewed, muscle in ((True, None), *((False, m) for m in helpers)):
        for pairing in catalogue.pairings:
            meant = compound.id in pairing.compounds and pairing.type is PairingType.SYNERGIST_PRE_EXHAUST
            found = catalogue.exercises[pairing.isolation]
            order = check_order(found, compound)
            fits = order.is_pre_exhaust and order.target in helpers and found.role(target) is Role.NONE
            if fits and (meant if reviewed else order.target == muscle):
                return found
    raise ValidationError(
        f"no isolation for a helper of {compound.name} is known.", hint="Name one with --synergist-isolation."
    )
