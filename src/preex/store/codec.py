"""A `PerformedSet` as columns of a table, and back, without loss.

Loads are kept to the gram, the resolution of `preex.units`. What no database could hold, or what could never have been
lifted, is refused with the path of the field.
"""

from __future__ import annotations

import json
import math
import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar

from preex.core.limit import gave_out_of
from preex.core.performed import PerformedSet, SetKind
from preex.errors import FieldError, ValidationError
from preex.store.models import ID_LENGTH
from preex.units import Load, LoadUnit

_MAX_INT = 2**63 - 1
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # as JSON writes it; a backslash of the text itself is doubled
_T = TypeVar("_T")
_U = TypeVar("_U")


def columns(performed: PerformedSet, path: str) -> dict[str, Any]:
    """Return the columns of a set, checked; the keys are fields of `SetRow`.

    Parameters
    ----------
    performed : the set.
    path : where it stood in the caller's input, as `sets[3]`; begins the text of an error.

    Raises
    ------
    FieldError : negative, not finite, too large, naive time, or text that no database takes.
    """
    s = performed
    entered = s.entered
    return {
        "source_id": maybe(_identity, f"{path}.source_id", s.source_id),
        "exercise": text(f"{path}.exercise", s.exercise),
        "name": text(f"{path}.name", s.name),
        "kind": str(SetKind(s.kind)),
        "reps": whole(f"{path}.reps", s.reps),
        "load_g": whole(f"{path}.load_kg", round(quantity(f"{path}.load_kg", s.load_kg) * 1000)),
        "load_typed": "" if entered is None else _typed(f"{path}.entered", entered.value),
        "load_unit": "" if entered is None else str(LoadUnit(entered.unit)),
        "rir": maybe(quantity, f"{path}.rir", s.rir),
        "rest_before_s": maybe(quantity, f"{path}.rest_before_s", s.rest_before_s),
        "duration_s": maybe(quantity, f"{path}.duration_s", s.duration_s),
        "distance_m": maybe(quantity, f"{path}.distance_m", s.distance_m),
        "at": instant(f"{path}.at", s.at),
        "local_date": _date(f"{path}.local_date", s.local_date) if s.local_date else None,
        "zone": short_text(f"{path}.zone", s.zone, 64),
        "superset": maybe(text, f"{path}.superset", s.superset),
        "block": whole(f"{path}.block", s.block),
        "source_line": maybe(whole, f"{path}.source_line", s.source_line),
        "flags": _codes(f"{path}.flags", s.flags) if s.flags else "",
        "note": text(f"{path}.note", s.note),
        "gave_out": None if s.gave_out is None else str(gave_out_of(s.gave_out)),
    }


def performed_sets(rows: Iterable[tuple[Any, ...]]) -> Iterator[PerformedSet]:
    """Yield sets from rows of `SET_COLUMNS`."""
    for (
        exercise, load_g, reps, at, rir, rest_before_s, kind, workout, superset, source_line, name, load_typed,
        load_unit, local_date, zone, duration_s, distance_m, note, block, flags, source_id, gave_out,
    ) in rows:  # fmt: skip
        yield PerformedSet(
            exercise=exercise,
            load_kg=load_g / 1000,
            reps=reps,
            at=at,
            rir=rir,
            rest_before_s=rest_before_s,
            kind=_KINDS[kind],
            workout=workout,
            superset=superset,
            source_line=source_line,
            name=name,
            entered=_load(load_typed, load_unit) if load_unit else None,
            local_date=local_date.isoformat() if local_date else "",
            zone=zone,
            duration_s=duration_s,
            distance_m=distance_m,
            note=note,
            block=block,
            flags=tuple(flags.split(" ")) if flags else (),
            source_id=source_id,
            gave_out=None if gave_out is None else gave_out_of(gave_out),
        )


_KINDS = {kind.value: kind for kind in SetKind}


@lru_cache(maxsize=4096)  # a lifter's loads repeat, and decimals are slow to make
def _load(typed: str, unit: str) -> Load:
    return Load(Decimal(typed), LoadUnit(unit))


def to_the_gram(performed: PerformedSet) -> PerformedSet:
    """Return the set as it will be read back."""
    return replace(performed, load_kg=round(performed.load_kg * 1000) / 1000)


def maybe(check: Callable[[str, _T], _U], path: str, value: _T | None) -> _U | None:
    """Check a value that may be None."""
    return None if value is None else check(path, value)


def quantity(path: str, value: float) -> float:
    """Check a physical quantity: finite and not negative."""
    if not 0 <= value < math.inf:
        raise FieldError(path, f"is {value!r}; it must be a number, 0 or more.", hint="Correct the set.")
    return float(value)


def whole(path: str, value: int) -> int:
    """Check a count: a whole number, 0 to 2^63 - 1."""
    try:
        number = operator.index(value)
    except TypeError:
        raise FieldError(path, f"is {value!r}; it must be a whole number.", hint="Correct the set.") from None
    if not 0 <= number <= _MAX_INT:
        raise FieldError(path, f"is {number}; it must be 0 or more, and less than 2^63.", hint="Correct the set.")
    return number


def text(path: str, value: str) -> str:
    """Check a text: any length, but no NUL and no half of a character, which PostgreSQL and UTF-8 cannot hold."""
    if "\0" in value or (not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value)):
        raise FieldError(path, f"{value[:40]!r} holds a character no database takes.", hint="Remove the character.")
    return value


def short_text(path: str, value: str, longest: int = ID_LENGTH) -> str:
    """Check a text of limited length."""
    if len(value) > longest:
        raise FieldError(path, f"has {len(value)} characters; at most {longest} are kept.", hint="Shorten it.")
    return text(path, value)


def instant(path: str, value: datetime) -> datetime:
    """Check an instant: aware of its zone; given back in UTC."""
    if value.utcoffset() is None:
        raise FieldError(path, f"is {value.isoformat()}, without a zone.", hint="Give an aware time, in UTC.")
    return value.astimezone(UTC)


def json_object(path: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Return `value` as JSON gives it back: keys text, tuples lists.

    Raises
    ------
    FieldError : it is not a JSON object, holds a number that is not finite, or a character no database takes.
    """
    try:
        written = json.dumps(value, allow_nan=False, ensure_ascii=False)
    except (TypeError, ValueError) as error:
        raise FieldError(path, f"cannot be written as JSON: {error}.", hint="Give plain data.") from None
    if _NUL.search(written):
        raise FieldError(path, "holds a NUL character.", hint="Remove it.")
    found = json.loads(text(path, written))
    if not isinstance(found, dict):
        raise ValidationError(f"{path} is a {type(value).__name__}; it must be a JSON object.")
    return found


def _date(path: str, value: str) -> date:
    found = _iso_date(value)
    if found is None:
        raise FieldError(path, f"is {value!r}; it must be an ISO date.", hint="Write it as 2026-11-24.")
    return found


@lru_cache(maxsize=4096)  # the sets of a day share it
def _iso_date(value: str) -> date | None:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return None
    return found if found.isoformat() == value else None


def _typed(path: str, value: Decimal) -> str:
    if not value.is_finite():
        raise FieldError(path, f"is {value}; it must be a number.", hint="Correct the load.")
    return short_text(path, str(value), 64)


def _identity(path: str, value: str) -> str:
    if not value:
        raise FieldError(path, "is empty.", hint="Give None for a set without an id.")
    return short_text(path, value)


def _codes(path: str, flags: tuple[str, ...]) -> str:
    if any(not flag or " " in flag for flag in flags):
        raise FieldError(path, f"are {flags!r}; a flag is one word.", hint="Write it with underscores.")
    return text(path, " ".join(flags))
