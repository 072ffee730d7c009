"""The unit of a log's loads: told by the file or asked for, never guessed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from preex.errors import UnitNeeded, ValidationError
from preex.logbook.rows import RawSet
from preex.units import LoadUnit

# Loads of an empty bar and the plates people add first, which hardly occur in the other unit.
_TYPICAL = {
    LoadUnit.KG: frozenset((20, 60, 100, 140, 180, 22.5, 42.5, 62.5, 82.5, 102.5)),
    LoadUnit.LB: frozenset((45, 95, 135, 185, 225, 275, 315, 365, 405)),
}


def settle_unit(sets: Iterable[RawSet], unit: LoadUnit | None) -> LoadUnit | None:
    """Return the unit of the file's loads, and check it against the one the caller gave.

    Parameters
    ----------
    sets : every set of the file.
    unit : what the caller says; None = nothing.

    Returns
    -------
    None if the file mixes units, or has no loads and nobody said.

    Raises
    ------
    UnitNeeded : a load without unit, and nobody said.
    ValidationError : the file says otherwise than the caller.
    """
    loaded = [raw for raw in sets if raw.load]
    told = Counter(raw.unit for raw in loaded)
    untold = told.pop(None, 0)
    if untold and unit is None:
        raise UnitNeeded(
            f"the file does not tell whether its loads are kg or lb. {_evidence(loaded)}",
            hint="Say so with --unit kg or --unit lb.",
        )
    for said, count in told.items():
        if unit is not None and said is not unit:
            raise ValidationError(
                f"unit is {unit}, but the file itself gives {count:,} of its {len(loaded):,} loads in {said}.",
                hint="Leave out --unit; it is only for files that do not tell.",
            )
    units = {*told, unit} - {None} if untold or not told else set(told)
    return units.pop() if len(units) == 1 else None


def _evidence(loaded: list[RawSet]) -> str:
    """Say what speaks for each unit, without deciding."""
    counts = {
        unit: sum(raw.load is not None and float(raw.load) in typical for raw in loaded)
        for unit, typical in _TYPICAL.items()
    }
    return (
        f"Of {len(loaded):,} loads {counts[LoadUnit.KG]:,} look like kilogram plates (20, 60, 62.5, 100, 140 ...) and "
        f"{counts[LoadUnit.LB]:,} like pound plates (45, 95, 135, 185, 225 ...)."
    )
