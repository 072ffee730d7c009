"""The catalogue as a phone keeps it: every strength exercise and every reviewed pair, in rows, since it travels with the page."""

from __future__ import annotations

from typing import Any

from preex.catalogue import load_catalogue
from preex.core.exercise import Exercise, Family
from preex.core.pairing import Pairing
from preex.web.language import name_of_exercise, name_of_muscle


def catalogue_rows() -> dict[str, Any]:
    """Return muscles by id, exercises and pairs as rows; `static/app/catalogue.js` reads them."""
    known = load_catalogue()
    strength = [e for e in known.exercises.values() if e.family is Family.STRENGTH]
    pairs = [p for p in known.pairings if p.is_pre_exhaust and p.iso_unit == "reps"]
    muscles = dict.fromkeys([m for e in strength for m in _muscles(e)] + [p.target for p in pairs])
    return {
        "muscles": {m.value: name_of_muscle(m) for m in muscles},
        "exercises": [_exercise_row(e) for e in sorted(strength, key=lambda e: name_of_exercise(e.id))],
        "pairs": [_pair_row(p) for p in pairs],
    }


def _muscles(one: Exercise) -> tuple[Any, ...]:
    return one.prime_movers[:2]


def _exercise_row(one: Exercise) -> list[Any]:
    """Return id, name, kind, load type, safety and prime movers."""
    movers = [m.value for m in _muscles(one)]
    return [one.id, name_of_exercise(one.id), one.kind.value, one.load_type.value, one.failure_safety.value, movers]


def _pair_row(one: Pairing) -> list[Any]:
    """Return id, target, isolation, compounds, gap in seconds, and the isolation's repetitions and reserve."""
    dose = [one.iso_low, one.iso_high, one.iso_rir_low, one.iso_rir_high]
    return [one.id, one.target.value, one.isolation, list(one.compounds), one.default_rest_s, *dose]
