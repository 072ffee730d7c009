"""openweight: an open JSON format for training logs, version 0.4."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from preex.core.performed import SetKind
from preex.errors import ValidationError
from preex.logbook import dates, numbers
from preex.logbook.report import RowProblem
from preex.logbook.rows import NoteRow, RawSet, Row, Source
from preex.logbook.text import fold
from preex.units import load_unit, to_m

_KINDS = {"warmup": SetKind.WARMUP, "dropset": SetKind.DROP, "failure": SetKind.FAILURE}
_LISTS = ("workouts", "workoutLogs", "logs")
_T = TypeVar("_T")


class _BadField(Exception):
    """A field that cannot be read."""

    def __init__(self, field: str, value: object, reason: str) -> None:
        super().__init__(reason)
        self.field, self.value, self.reason = field, value, reason


@dataclass(frozen=True, slots=True)
class OpenWeight:
    """A workout, or a list of them, in JSON.

    A row is one set, or an exercise or workout without any; lines mean nothing in JSON, so `line` counts the rows from
    1. Partners of a superset stand one after the other.
    """

    name: str = "openweight"
    newest_first: bool = False
    logging_order: bool = False

    def recognises(self, source: Source) -> bool:
        """Look for a workout with a date and exercises."""
        return any("date" in workout and isinstance(workout.get("exercises"), list) for workout in _workouts(source))

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row."""
        line = 0
        for workout in _workouts(source):
            exercises = _in_order(_list(workout, "exercises"))
            if not exercises:
                yield NoteRow(line := line + 1)
            for exercise in exercises:
                sets = _list(exercise, "sets")
                if not sets:
                    yield NoteRow(line := line + 1)
                for index, one in enumerate(sets):
                    yield _row(line := line + 1, workout, exercise, one, index)


def _workouts(source: Source) -> list[Mapping[str, Any]]:
    """Return the workouts of a document, none if it is no JSON or holds none."""
    text = (source.text or "").lstrip()
    if not text.startswith(("{", "[")):
        return []
    try:
        document = json.loads(text, parse_float=Decimal, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return []
    if isinstance(document, dict) and "exercises" not in document:
        document = next((document[name] for name in _LISTS if name in document), [])
    workouts = document if isinstance(document, list) else [document]
    return [workout for workout in workouts if isinstance(workout, dict)]


def _no_constant(word: str) -> float:
    raise ValueError(f"{word} is no JSON")


def _list(parent: object, field: str) -> list[Any]:
    found = parent.get(field) if isinstance(parent, dict) else None
    return found if isinstance(found, list) else []


def _in_order(exercises: list[Any]) -> list[Any]:
    """Sort exercises by their `order`, which counts from 1; those without keep their place."""

    def place(numbered: tuple[int, Any]) -> float:
        position, exercise = numbered
        order = exercise.get("order") if isinstance(exercise, dict) else None
        return order if isinstance(order, int) and abs(order) < 2**53 else position

    return [exercise for _, exercise in sorted(enumerate(exercises, 1), key=place)]


def _row(line: int, workout: Mapping[str, Any], exercise: Mapping[str, Any], one: object, index: int) -> Row:
    try:
        return _set(line, workout, exercise, one, index)
    except _BadField as bad:
        return RowProblem(line, bad.field, str(bad.value), bad.reason)


def _set(line: int, workout: Mapping[str, Any], exercise: Mapping[str, Any], one: object, index: int) -> RawSet:
    if not isinstance(one, dict):
        raise _BadField("sets", one, "not a set")
    reps = _quantity(one, "reps") or Decimal(0)
    return RawSet(
        line=line,
        started=_started(workout),
        name=_name(exercise.get("exercise")),
        title=_text(workout, "name"),
        load=_number(one, "weight"),
        unit=_read(one, "unit", lambda word: load_unit(str(word))),
        reps=int(reps),
        rpe=_float(_number(one, "rpe")),
        rir=_float(_number(one, "rir")),
        kind=_kind(one),
        superset=_text(exercise, "supersetId") or None,
        set_index=index,
        rest_after_s=_float(_quantity(one, "restSeconds")),
        duration_s=_float(_quantity(one, "durationSeconds")),
        distance_m=_distance(one),
        note=_text(one, "notes") or (_text(exercise, "notes") if index == 0 else ""),
        flags=() if reps == int(reps) else ("reps_partial",),
        workout_s=_float(_number(workout, "durationSeconds")),
        raw={field: str(value) for field, value in one.items()},
    )


def _read(parent: Mapping[str, Any], field: str, read: Callable[[Any], _T]) -> _T | None:
    """Return a field as `read` makes it, None if it is missing."""
    value = parent.get(field)
    if value is None:
        return None
    try:
        return read(value)
    except (ValueError, ValidationError) as error:
        reason = error.message if isinstance(error, ValidationError) else str(error)
        raise _BadField(field, value, reason) from None


def _number(parent: Mapping[str, Any], field: str) -> Decimal | None:
    return _read(parent, field, lambda value: numbers.decimal(str(value)))


def _quantity(parent: Mapping[str, Any], field: str) -> Decimal | None:
    number = _number(parent, field)
    if number is not None and number < 0:
        raise _BadField(field, number, "below zero")
    return number


def _float(number: Decimal | None) -> float | None:
    return None if number is None else float(number)


def _text(parent: Mapping[str, Any], field: str) -> str:
    value = parent.get(field)
    return "" if value is None else str(value)


def _started(workout: Mapping[str, Any]) -> datetime:
    started = _read(workout, "date", lambda value: dates.moment(str(value)))
    if started is None:
        raise _BadField("date", "", "no date")
    return started


def _name(exercise: object) -> str:
    """Return the name of an exercise, with the equipment where the name leaves it out: `Bench Press (dumbbell)`."""
    if not isinstance(exercise, dict):
        return str(exercise or "")
    name, equipment = _text(exercise, "name"), _text(exercise, "equipment")
    told = fold(equipment).replace("-", " ") in fold(name).replace("-", " ")
    return name if told or not name or fold(equipment) == "bodyweight" else f"{name} ({equipment})"


def _kind(one: Mapping[str, Any]) -> SetKind:
    kind = _KINDS.get(fold(_text(one, "type")).replace("-", "").replace(" ", ""), SetKind.WORKING)
    return SetKind.FAILURE if kind is SetKind.WORKING and one.get("toFailure") is True else kind


def _distance(one: Mapping[str, Any]) -> float | None:
    distance = _float(_quantity(one, "distance"))
    if not distance:
        return None
    return _read(one, "distanceUnit", lambda word: to_m(distance, str(word)))


openweight = OpenWeight()
