"""The 23 muscles PreEx distinguishes and the groups that displays roll them up to.

Fewer would merge what pre-exhaust studies measure apart (vasti and rectus femoris, three deltoid heads); more
would split what cannot be trained apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Muscle(StrEnum):
    """A muscle, or muscles that cannot be trained apart. Values are the column names of `data/exercises.csv`."""

    PEC_CLAVICULAR = "pec_clavicular"
    PEC_STERNAL = "pec_sternal"
    DELT_ANTERIOR = "delt_anterior"
    DELT_LATERAL = "delt_lateral"
    DELT_POSTERIOR = "delt_posterior"
    ROTATOR_CUFF = "rotator_cuff"
    LATS = "lats"
    UPPER_BACK = "upper_back"
    UPPER_TRAPS = "upper_traps"
    BICEPS = "biceps"
    TRICEPS = "triceps"
    FOREARMS = "forearms"
    ABS = "abs"
    OBLIQUES = "obliques"
    SPINAL_ERECTORS = "spinal_erectors"
    GLUTE_MAX = "glute_max"
    GLUTE_MED = "glute_med"
    QUADS_VASTI = "quads_vasti"
    RECTUS_FEMORIS = "rectus_femoris"
    HAMSTRINGS = "hamstrings"
    ADDUCTORS = "adductors"
    GASTROCNEMIUS = "gastrocnemius"
    SOLEUS = "soleus"

    @property
    def label(self) -> str:
        """Plain English, for screens."""
        return _LABELS[self]


_LABELS: Mapping[Muscle, str] = MappingProxyType(
    {
        Muscle.PEC_CLAVICULAR: "upper chest",
        Muscle.PEC_STERNAL: "mid and lower chest",
        Muscle.DELT_ANTERIOR: "front delts",
        Muscle.DELT_LATERAL: "side delts",
        Muscle.DELT_POSTERIOR: "rear delts",
        Muscle.ROTATOR_CUFF: "rotator cuff",
        Muscle.LATS: "lats",
        Muscle.UPPER_BACK: "upper back",
        Muscle.UPPER_TRAPS: "upper traps",
        Muscle.BICEPS: "biceps",
        Muscle.TRICEPS: "triceps",
        Muscle.FOREARMS: "forearms",
        Muscle.ABS: "abs",
        Muscle.OBLIQUES: "obliques",
        Muscle.SPINAL_ERECTORS: "lower back",
        Muscle.GLUTE_MAX: "glutes",
        Muscle.GLUTE_MED: "side glutes",
        Muscle.QUADS_VASTI: "quads (vasti)",
        Muscle.RECTUS_FEMORIS: "front quad (rectus femoris)",
        Muscle.HAMSTRINGS: "hamstrings",
        Muscle.ADDUCTORS: "adductors",
        Muscle.GASTROCNEMIUS: "calves (gastrocnemius)",
        Muscle.SOLEUS: "calves (soleus)",
    }
)

ROLL_UP: Mapping[str, tuple[Muscle, ...]] = MappingProxyType(
    {
        "chest": (Muscle.PEC_CLAVICULAR, Muscle.PEC_STERNAL),
        "shoulders": (Muscle.DELT_ANTERIOR, Muscle.DELT_LATERAL, Muscle.DELT_POSTERIOR),
        "rotator cuff": (Muscle.ROTATOR_CUFF,),
        "back": (Muscle.LATS, Muscle.UPPER_BACK, Muscle.UPPER_TRAPS),
        "arms": (Muscle.BICEPS, Muscle.TRICEPS, Muscle.FOREARMS),
        "core": (Muscle.ABS, Muscle.OBLIQUES, Muscle.SPINAL_ERECTORS),
        "glutes": (Muscle.GLUTE_MAX, Muscle.GLUTE_MED),
        "quads": (Muscle.QUADS_VASTI, Muscle.RECTUS_FEMORIS),
        "hamstrings": (Muscle.HAMSTRINGS,),
        "adductors": (Muscle.ADDUCTORS,),
        "calves": (Muscle.GASTROCNEMIUS, Muscle.SOLEUS),
    }
)

GROUP_OF: Mapping[Muscle, str] = MappingProxyType({m: group for group, muscles in ROLL_UP.items() for m in muscles})

# Everyday words that are neither an id nor a roll-up.
_ALSO: Mapping[str, Muscle] = MappingProxyType(
    {
        "side delts": Muscle.DELT_LATERAL,
        "front delts": Muscle.DELT_ANTERIOR,
        "rear delts": Muscle.DELT_POSTERIOR,
        "traps": Muscle.UPPER_TRAPS,
        "upper chest": Muscle.PEC_CLAVICULAR,
        "vasti": Muscle.QUADS_VASTI,
        "lower back": Muscle.SPINAL_ERECTORS,
        "grip": Muscle.FOREARMS,
    }
)

MUSCLE_WORDS = (*ROLL_UP, *_ALSO, *Muscle)  # every word `muscles_named` knows


def muscles_named(word: str) -> tuple[Muscle, ...]:
    """Return the muscles people mean by a word: an id (`quads_vasti`) or a group (`quads`, `side delts`); () = none."""
    plain = word.strip().casefold()
    if plain in ROLL_UP:
        return ROLL_UP[plain]
    if plain in _ALSO:
        return (_ALSO[plain],)
    id_ = plain.replace(" ", "_")
    return (Muscle(id_),) if id_ in set(Muscle) else ()
