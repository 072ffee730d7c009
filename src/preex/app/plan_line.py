"""A planned workout as the line it would be recorded with, to be corrected to what was done."""

from __future__ import annotations

from collections.abc import Iterator

from preex.catalogue import load_catalogue
from preex.core.exercise import LoadType
from preex.core.plan import Prescription, Rest, Section, WorkoutPlan
from preex.units import LoadUnit, from_kg

_BODY_MASS = frozenset({LoadType.BODYWEIGHT, LoadType.BODYWEIGHT_ADDED})


def line_of(workout: WorkoutPlan, unit: LoadUnit = LoadUnit.KG) -> str:
    """Write a workout as `preex log` reads it: pairs in rounds, straight sets as sets.

    Parameters
    ----------
    workout : as planned; the middle of each range of repetitions is written.
    unit : of the loads. A load that the plan leaves open is written `?`, which nothing reads: the lifter fills it in.
    """
    return "; ".join(part for section in workout.sections for part in _parts(section, unit))


def _parts(section: Section, unit: LoadUnit) -> Iterator[str]:
    inner = [step for step in section.steps if isinstance(step, Section)]
    if inner:
        for _ in range(section.rounds):
            for one in inner:
                yield from _parts(one, unit)
        return
    sets = list(_sets(section, unit))
    if len(sets) == 1:
        name_and_amount, rest = sets[0]
        yield f"{name_and_amount} x{section.rounds}{rest}"
    elif sets:
        chain = " > ".join(first + after for first, after in sets)
        yield f"{section.rounds}x({chain})"


def _sets(section: Section, unit: LoadUnit) -> Iterator[tuple[str, str]]:
    """Yield each set of a round as it is written, and the pause written behind it."""
    pause_s, first = 0.0, True
    steps = section.steps
    for i, step in enumerate(steps):
        if isinstance(step, Rest):
            pause_s = step.duration_s
        elif isinstance(step, Prescription):
            gap = "" if first else f" gap {pause_s:g}"
            last = not any(isinstance(later, Prescription) for later in steps[i + 1 :])
            after = next((later.duration_s for later in steps[i + 1 :] if isinstance(later, Rest)), None)
            yield _written(step, unit) + gap, f" rest {after:g}" if last and after is not None else ""
            pause_s, first = 0.0, False


def _written(step: Prescription, unit: LoadUnit) -> str:
    exercise = load_catalogue().exercise(step.exercise)
    reps = round((step.reps_low + step.reps_high) / 2)
    if step.load_kg is not None:
        load = f"{from_kg(step.load_kg, unit):g}{unit}"
    else:
        load = "bw" if exercise.load_type in _BODY_MASS else "?"
    return f"{exercise.name} {reps}x{load}"
