"""`preex profile`: what a lifter tells of themselves."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from preex import app
from preex.cli.lifter import lifter_options
from preex.cli.output import Out, Table, Text
from preex.cli.verb import verb, words
from preex.units import LoadUnit, from_kg, to_kg

if TYPE_CHECKING:
    from preex.store import Athlete

_NOT_TOLD = "not told"


@verb(
    "preex profile --body-mass 82.5 --unit kg",
    "preex profile --lagging chest --months 18 --have home",
    "preex profile",
)
@click.option("--body-mass", type=float, metavar="N", help="Body mass, in the unit of your loads.")
@click.option("--unit", type=click.Choice(["kg", "lb"]), help="Unit in which loads are shown and typed.")
@click.option("--zone", metavar="ZONE", help="Time zone, as Europe/Lisbon.")
@click.option("--have", metavar="A,B", help="Equipment at hand, ids or presets: full_gym, home, hotel.")
@lifter_options
@click.pass_obj
def profile(
    out: Out, body_mass: float | None, unit: str | None, zone: str | None, have: str | None, about: dict[str, Any]
) -> None:
    """Tell of yourself, or show what you told.

    What is left out stays as it is. Advice rests on it; body mass counts in pull-ups, dips and the like.
    """
    with app.open_store() as store:
        known = store.athlete(out.athlete)
        told = _told(about) | {name: value for name, value in (("unit", unit), ("zone", zone)) if value is not None}
        if body_mass is not None:
            told["body_mass_kg"] = to_kg(body_mass, unit or known.unit or LoadUnit.KG)
        if have is not None:
            known = app.update_gym(store, out.athlete, have=words(have) or None)
        if told:
            known = app.update_profile(store, out.athlete, **told)
    out.answer(lambda: _json(known), lambda: _text(known))


def _told(about: dict[str, Any]) -> dict[str, Any]:
    """Return what was said of the lifter as fields of the profile, which knows no months."""
    from preex.planner.lifter import experience_of

    told = dict(about)
    months = told.pop("months", None)
    experience = experience_of(months) if months is not None else None
    return told | ({"experience": experience.value} if experience else {})


def _json(known: Athlete) -> dict[str, Any]:
    return {
        "schema": "preex.profile/1",
        "athlete": known.name,
        "body_mass_kg": known.body_mass_kg,
        "experience": known.experience or None,
        "goal": known.goal or None,
        "goal_lift": known.goal_lift or None,
        "unit": known.unit.value if known.unit else None,
        "zone": known.zone or None,
        "lagging": None if known.lagging is None else list(known.lagging),
        "joints": dict(known.joints),
        "have": list(app.have_of(known) or ()) or None,
        "units": {exercise: unit.value for exercise, unit in app.units_of(known).items()},
    }


def _text(known: Athlete) -> Iterable[Text]:
    unit = known.unit or LoadUnit.KG
    mass = f"{from_kg(known.body_mass_kg, unit):g} {unit}" if known.body_mass_kg else _NOT_TOLD
    told = (
        ("body mass", mass),
        ("loads in", known.unit or _NOT_TOLD),
        ("experience", known.experience or _NOT_TOLD),
        ("goal", " ".join(filter(None, (known.goal, known.goal_lift))) or _NOT_TOLD),
        ("lagging", ", ".join(known.lagging or ()) or ("none" if known.lagging is not None else _NOT_TOLD)),
        ("joints", ", ".join(known.joints) or "none"),
        ("equipment", ", ".join(app.have_of(known) or ()) or _NOT_TOLD),
        ("time zone", known.zone or _NOT_TOLD),
    )
    yield Table(("", "told"), told, wrap=1)
