"""Every conversion; no other module knows about pounds, miles or minutes.

Stored numbers are kilograms, seconds, metres and fractions. A load keeps the value and unit it was typed in
(`Load`), because 45 lb must come back as 45 lb and not as 44.99.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from preex.errors import OutOfRange, ValidationError

KG_PER_LB = 0.45359237  # exact by definition of the international pound, 1959
M_PER_MILE = 1609.344  # exact by definition of the international yard, 1959


class LoadUnit(StrEnum):
    """Units in which lifters write loads."""

    KG = "kg"
    LB = "lb"


_UNIT_WORDS = {
    "kg": LoadUnit.KG,
    "kgs": LoadUnit.KG,
    "kilogram": LoadUnit.KG,
    "kilograms": LoadUnit.KG,
    "lb": LoadUnit.LB,
    "lbs": LoadUnit.LB,
    "pound": LoadUnit.LB,
    "pounds": LoadUnit.LB,
}


def load_unit(word: str) -> LoadUnit:
    """Read a unit as people write it: `kg`, `kgs`, `lb`, `lbs`, `pounds`.

    Raises
    ------
    ValidationError : any other word.
    """
    try:
        return _UNIT_WORDS[word.strip().casefold()]
    except KeyError:
        raise ValidationError(f"unit is {word!r}; it must be kg or lb.", hint="Give one of the two.") from None


@dataclass(frozen=True, slots=True)
class Load:
    """A load as it was typed, beside its kilograms."""

    value: Decimal
    unit: LoadUnit

    @property
    def kg(self) -> float:
        """The load. [kg, rounded to the gram]"""
        return to_kg(float(self.value), self.unit)

    def __str__(self) -> str:
        """As typed: `45 lb`, `62.5 kg`."""
        return f"{format(self.value.normalize(), 'f')} {self.unit}"


def to_kg(value: float, unit: LoadUnit | str) -> float:
    """Convert a load to kilograms, rounded to the gram so that equal loads compare equal."""
    return round(value * KG_PER_LB if unit == LoadUnit.LB else value, 3)


def from_kg(load_kg: float, unit: LoadUnit | str) -> float:
    """Convert kilograms to `unit`, rounded to 0.01."""
    return round(load_kg / KG_PER_LB if unit == LoadUnit.LB else load_kg, 2)


def load_text(load_kg: float, unit: LoadUnit | str) -> str:
    """Write a load in `unit`, as sentences do: `62.5 kg`, `137.79 lb`."""
    return f"{from_kg(load_kg, unit):.2f}".rstrip("0").rstrip(".") + f" {unit}"


_M_PER_UNIT = {
    "m": 1.0,
    "meters": 1.0,
    "metres": 1.0,
    "km": 1000.0,
    "mi": M_PER_MILE,
    "miles": M_PER_MILE,
    "yd": 0.9144,  # exact, as the mile
    "yards": 0.9144,
    "ft": 0.3048,
    "feet": 0.3048,
    "in": 0.0254,
    "cm": 0.01,
}


def to_m(value: float, unit: str) -> float:
    """Convert a distance to metres.

    Parameters
    ----------
    value : the distance.
    unit : as apps write it: `m`, `km`, `mi`, `mi.`, `yd`, `ft`, `in`, `cm`, or the word in the plural.

    Raises
    ------
    ValidationError : any other word.
    """
    try:
        return value * _M_PER_UNIT[unit.strip().casefold().rstrip(".")]
    except KeyError:
        raise ValidationError(
            f"unit of a distance is {unit!r}.", hint=f"It must be one of {', '.join(_M_PER_UNIT)}."
        ) from None


def rpe_to_rir(rpe: float) -> float:
    """Repetitions in reserve from the RIR-based effort scale: `rir = 10 - rpe`. [reps]"""
    if not 0 <= rpe <= 10:
        raise OutOfRange(f"rpe is {rpe:g}; the scale runs from 0 to 10.", hint="Log 10 for a set to failure.")
    return 10.0 - rpe


def rir_to_rpe(rir: float) -> float:
    """Effort on the RIR-based scale, clipped to its ends: `rpe = 10 - rir`, 1 to 10."""
    return min(10.0, max(1.0, 10.0 - rir))


def to_loadable(load_kg: float, loadable_kg: Sequence[float], *, up_to_kg: float = math.inf) -> float:
    """Round a load to the nearest that the gym can make.

    Parameters
    ----------
    load_kg : wished load, >= 0. [kg]
    loadable_kg : loads the gym can make, ascending, not empty. [kg]
    up_to_kg : never exceed this load if a lighter one exists. [kg]

    Returns
    -------
    The nearest loadable load; of two equally near the lighter. [kg]

    Raises
    ------
    OutOfRange : the gym can make no load at all.
    """
    if not loadable_kg:
        raise OutOfRange(
            "the gym can make no load for this exercise.", hint="Add plates, dumbbells or a stack to the gym."
        )
    allowed = loadable_kg[: max(1, bisect.bisect_right(loadable_kg, up_to_kg + 1e-9))]
    i = bisect.bisect_left(allowed, load_kg)
    around = allowed[max(0, i - 1) : i + 1]
    return min(around, key=lambda kg: (abs(kg - load_kg), kg))
