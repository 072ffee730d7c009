"""PreEx's own format: JSON Lines, in which no field of a set is lost.

The first line is `{"schema": "preex.log/1", "sets": 123}`, each line after it one set. Fields that hold their default
are left out. `FIELDS` is the dictionary of the format; a test holds it to `PerformedSet`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from preex.core.limit import GaveOut, Limit, gave_out_of
from preex.core.performed import PerformedSet, SetKind
from preex.errors import FieldError, UnknownFormat
from preex.logbook.report import RowProblem
from preex.logbook.rows import Doubt, Row, Source
from preex.units import Load, LoadUnit

SCHEMA = "preex.log/1"
_FAMILY = "preex.log/"
_TOO_LARGE = 2**63  # for a database


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a set, as the data dictionary tells it."""

    name: str
    type: str
    unit: str
    meaning: str

    @property
    def required(self) -> bool:
        """True for a field that every set has."""
        return self.name in _REQUIRED


FIELDS = (
    Field("exercise", "text", "", "id in the exercise catalogue, or the name as written if the catalogue lacks it"),
    Field(
        "load_kg", "number", "kg", "load as the exercise counts it: bar and plates, one dumbbell, the pin; 0 or more"
    ),
    Field("reps", "whole number", "", "full repetitions; 0 for a timed set or a failed first repetition"),
    Field("at", "time", "UTC", "of the set where it is known, else of the workout's start; ISO 8601"),
    Field("rir", "number", "repetitions", "repetitions in reserve as reported; absent if nobody asked"),
    Field("rest_before_s", "number", "s", "since the last repetition of the set before; absent if unknown"),
    Field("kind", "text", "", "working, warmup, drop or failure; absent for working"),
    Field("workout", "text", "", "id of the workout"),
    Field("superset", "text", "", "sets of a workout with the same value were done in turn"),
    Field("source_line", "whole number", "", "line of the file the set was first read from"),
    Field("name", "text", "", "exercise as written in that file"),
    Field("entered", "load", "", 'load as typed, as {"value": "45", "unit": "lb"}'),
    Field("local_date", "date", "", "where the lifter was; ISO 8601"),
    Field("zone", "text", "", "IANA time zone of the local date"),
    Field("duration_s", "number", "s", "length of a timed set"),
    Field("distance_m", "number", "m", "distance covered"),
    Field("note", "text", "", "as written"),
    Field("block", "whole number", "", "position of the exercise within the workout, from 0"),
    Field("flags", "list of text", "", "doubts of the reader, as reps_implausible; such a set does not count"),
    Field("source_id", "text", "", "identity of the set: two imports of the same set share it"),
    Field("gave_out", "text", "", "what ended the set: id of a muscle, breath or technique; absent if nobody asked"),
)

_DEFAULTS = {field.name: field.default for field in fields(PerformedSet) if field.default is not MISSING}
_REQUIRED = frozenset(field.name for field in fields(PerformedSet)) - _DEFAULTS.keys()


# ------------------------------------------------------------------ writing


def write_log(sets: Iterable[PerformedSet], file: IO[str]) -> None:
    """Write sets to a text file opened with `encoding="utf-8"`.

    Raises
    ------
    FieldError : a number below zero or not finite, or a time without zone.
    """
    for line in log_lines(sets):
        file.write(line)


def log_lines(sets: Iterable[PerformedSet]) -> Iterator[str]:
    """Yield the lines of a log, each with its newline."""
    sets = tuple(sets)
    yield json.dumps({"schema": SCHEMA, "sets": len(sets)}) + "\n"
    for i, performed in enumerate(sets):
        yield _dumped(as_object(performed, f"sets[{i}]")) + "\n"


def as_object(performed: PerformedSet, path: str = "set") -> dict[str, Any]:
    """Return a set as a JSON object, without the fields that hold their default.

    Raises
    ------
    FieldError : a number below zero or not finite, or a time without zone; its text begins with `path`.
    """
    found: dict[str, Any] = {}
    for field in FIELDS:
        value = getattr(performed, field.name)
        if field.required or value != _DEFAULTS[field.name]:
            found[field.name] = _written(f"{path}.{field.name}", value)
    return found


def _written(path: str, value: object) -> object:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise FieldError(path, f"is {value.isoformat()}, a time without zone.", hint="Give it in UTC.")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, Load):
        return {"value": str(value.value), "unit": str(value.unit)}
    if isinstance(value, int | float) and not 0 <= value < _TOO_LARGE:
        raise FieldError(path, f"is {value}; it must be a number, 0 or more.", hint="Correct the set.")
    return value


def _dumped(found: dict[str, Any]) -> str:
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair, from a broken file; JSON can escape it, UTF-8 cannot hold it
        return json.dumps(found, separators=(",", ":"))
    return text


# ------------------------------------------------------------------ reading


@dataclass(frozen=True, slots=True)
class Own:
    """Reads what `write_log` wrote. Every set comes back as it was, in the same order."""

    name: str = "preex"
    newest_first: bool = False
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look at the schema in the first line."""
        return _schema(source).startswith(_FAMILY)

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every set, and a problem for a line that holds none.

        Raises
        ------
        UnknownFormat : a schema of a later PreEx.
        """
        if (schema := _schema(source)) != SCHEMA:
            raise UnknownFormat(
                f"{source.name!r} has the schema {schema}; this PreEx reads {SCHEMA}.", hint="Update it."
            )
        lines = [(line, text) for line, text in enumerate((source.text or "").split("\n"), 1) if text.strip()]
        unknown: set[str] = set()
        for line, text in lines[1:]:
            yield _row(line, text, unknown)
        promised = _header(source).get("sets")
        if isinstance(promised, int) and promised != len(lines) - 1:
            yield Doubt(f"The file promises {promised:,} sets and has {len(lines) - 1:,}; is it cut off?")
        if unknown:
            yield Doubt(f"Fields this PreEx does not know were left out: {', '.join(sorted(unknown))[:200]}.")


def _header(source: Source) -> dict[str, Any]:
    first = next((line for line in (source.text or "").split("\n", 10) if line.strip()), "")
    try:
        header = json.loads(first)
    except (ValueError, RecursionError):
        return {}
    return header if isinstance(header, dict) else {}


def _schema(source: Source) -> str:
    return str(_header(source).get("schema", ""))


def _row(line: int, text: str, unknown: set[str]) -> Row:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        return RowProblem(line, "", text, "not a JSON object")
    unknown |= found.keys() - _READ.keys()
    try:
        return from_object(found)
    except FieldError as error:
        return RowProblem(line, error.path, json.dumps(found.get(error.path, "")), error.message)


def from_object(found: Mapping[str, Any]) -> PerformedSet:
    """Return the set that `as_object` wrote; fields it does not know are left out.

    Raises
    ------
    FieldError : a field is missing or holds what it cannot hold; `path` is its name.
    """
    values: dict[str, Any] = {}
    for name, read in _READ.items():
        if name in found:
            try:
                values[name] = read(found[name])
            except ValueError as error:
                raise FieldError(name, f"is {found[name]!r:.60}; it must be {error}.") from None
        elif name in _REQUIRED:
            raise FieldError(name, "is missing.")
    return PerformedSet(**values)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    raise ValueError("text")


def _whole(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _TOO_LARGE:
        return value
    raise ValueError("a whole number, 0 or more")


def _number(value: object) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < _TOO_LARGE:
        return float(value)
    raise ValueError("a number, 0 or more")


def _time(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(_text(value))
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError("an ISO time with its offset from UTC")


def _date(value: object) -> str:
    try:
        return date.fromisoformat(_text(value)).isoformat()
    except ValueError:
        raise ValueError("an ISO date") from None


def _kind(value: object) -> SetKind:
    try:
        return SetKind(_text(value))
    except ValueError:
        raise ValueError(f"one of {', '.join(SetKind)}") from None


def _gave_out(value: object) -> GaveOut:
    try:
        return gave_out_of(_text(value))
    except ValueError:
        raise ValueError(f"the id of a muscle, or one of {', '.join(Limit)}") from None


def _load(value: object) -> Load:
    if isinstance(value, dict):
        try:
            load = Load(Decimal(_text(value.get("value"))), LoadUnit(_text(value.get("unit"))))
        except (ValueError, InvalidOperation):
            load = None
        if load is not None and load.value.is_finite():
            return load
    raise ValueError('a load, as {"value": "45", "unit": "lb"}')


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(map(_text, value))
    raise ValueError("a list of text")


_READERS: dict[str, Callable[[object], Any]] = {
    "text": _text,
    "whole number": _whole,
    "number": _number,
    "time": _time,
    "date": _date,
    "load": _load,
    "list of text": _texts,
}
_READ: dict[str, Callable[[object], Any]] = {
    **{field.name: _READERS[field.type] for field in FIELDS},
    "kind": _kind,
    "gave_out": _gave_out,
}

own = Own()
