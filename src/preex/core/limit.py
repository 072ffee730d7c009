"""What gave out: what ended a set, as the lifter felt it (S10)."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from preex.core.muscle import MUSCLE_WORDS, Muscle, muscles_named


class Limit(StrEnum):
    """What can end a set and is no muscle. Grip is one: it stands as the forearms."""

    BREATH = "breath"
    TECHNIQUE = "technique"  # the movement fell apart before a muscle did


GaveOut = Muscle | Limit

_ALSO = {"form": Limit.TECHNIQUE}

GAVE_OUT_WORDS = (*Limit, *_ALSO, *MUSCLE_WORDS)  # every word `gave_out_named` knows

# What a form offers, in the words of `gave_out_named`.
ASKED = (
    "chest", "front delts", "side delts", "rear delts", "triceps", "biceps", "grip", "lats", "upper back", "lower back",
    "abs", "glutes", "quads", "hamstrings", "adductors", "calves", "breath", "technique",
)  # fmt: skip


def gave_out_label(what: GaveOut) -> str:
    """Name it in plain English, for screens."""
    return what.label if isinstance(what, Muscle) else what.value


def gave_out_of(value: str) -> GaveOut:
    """Return what is written as `value`, the id of a muscle or of a limit.

    Raises
    ------
    ValueError : it is neither.
    """
    return Limit(value) if value in set(Limit) else Muscle(value)


def gave_out_named(word: str, involvement: Mapping[Muscle, float]) -> GaveOut | None:
    """Return what a lifter means by `word`: a muscle, a group (`chest`, `quads`) or a limit; None = nothing known.

    Parameters
    ----------
    word : as typed.
    involvement : muscles of the exercise, 0 to 1. Of a group the muscle is meant that works most in it.
    """
    plain = word.strip().casefold()
    if plain in set(Limit) or plain in _ALSO:
        return _ALSO.get(plain) or Limit(plain)
    meant = muscles_named(plain)
    return max(meant, key=lambda m: involvement.get(m, 0.0)) if meant else None
