"""Athletes and their profiles."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from preex.errors import FieldError, OutOfRange, ValidationError, ZoneNeeded
from preex.store.codec import json_object, short_text
from preex.store.failures import in_our_words
from preex.store.link import Link
from preex.store.models import ID_LENGTH, AthleteRow
from preex.store.records import Athlete
from preex.units import LoadUnit, load_unit


def athletes(link: Link) -> tuple[Athlete, ...]:
    """Return everybody, by name."""
    with in_our_words():
        return tuple(_athlete(row) for row in AthleteRow.objects.using(link.alias).order_by("name"))


def athlete(link: Link, name: str, *, create: bool) -> Athlete:
    """Return one athlete, made if `create`."""
    with in_our_words():
        return _athlete(link.athlete_row(name, create=create))


def update_profile(link: Link, name: str, fields: Mapping[str, Any]) -> Athlete:
    """Change the fields given, after checking them all."""
    if unknown := sorted(fields.keys() - _CHECKS.keys()):
        raise FieldError(unknown[0], "is no field of a profile.", hint=f"Known: {', '.join(_CHECKS)}.")
    checked = {field: _CHECKS[field](value) for field, value in fields.items()}
    with link.writing(name) as row:
        for field, value in checked.items():
            setattr(row, field, value)
        row.save(using=link.alias)
        return _athlete(row)


def _athlete(row: AthleteRow) -> Athlete:
    return Athlete(
        id=row.pk,
        name=row.name,
        body_mass_kg=row.body_mass_kg,
        experience=row.experience,
        goal=row.goal,
        goal_lift=row.goal_lift,
        unit=LoadUnit(row.unit) if row.unit else None,
        zone=row.zone,
        gym=row.gym,
        joints=row.joints,
        lagging=None if row.lagging is None else tuple(row.lagging),
    )


def _body_mass(value: object) -> float | None:
    if value is None:
        return None
    if not (isinstance(value, int | float) and 20 <= value <= 400):
        raise OutOfRange(f"body_mass_kg is {value!r}; it must be 20 to 400 kg.", hint="Give kilograms.")
    return float(value)


def _word(field: str, value: object, *, longest: int = ID_LENGTH) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FieldError(field, f"is {value!r}; it must be a text.", hint="Give a word, or nothing.")
    return short_text(field, str(value), longest)


def _unit(value: object) -> str:
    word = _word("unit", value)
    return load_unit(word).value if word else ""


def _zone(value: object) -> str:
    word = _word("zone", value, longest=64)
    # A name with a path in it makes the library raise ValueError, one that is a folder OSError.
    try:
        return zoneinfo.ZoneInfo(word).key if word else ""
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ZoneNeeded(f"zone {word!r} is unknown.", hint="Write it as Europe/Berlin.") from None


def _joints(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping) or not all(isinstance(state, str) for state in value.values()):
        raise ValidationError("joints must map each joint to its state.", hint="Write {'knee': 'irritable'}.")
    return dict(json_object("joints", value))


def _lagging(value: object) -> list[str] | None:
    if value is None:
        return None
    if not isinstance(value, list | tuple) or not all(isinstance(muscle, str) for muscle in value):
        raise ValidationError("lagging must be a list of muscles.", hint="Write ['quads_vasti'].")
    return [short_text("lagging", muscle) for muscle in value]


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "body_mass_kg": _body_mass,
    "experience": partial(_word, "experience", longest=40),
    "goal": partial(_word, "goal", longest=40),
    "goal_lift": partial(_word, "goal_lift"),
    "unit": _unit,
    "zone": _zone,
    "gym": partial(json_object, "gym"),
    "joints": _joints,
    "lagging": _lagging,
}
