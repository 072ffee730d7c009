"""Strong: the app whose export has changed most often and is translated with the app."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from preex.core.performed import SetKind
from preex.errors import ValidationError
from preex.logbook import dates, headers, numbers
from preex.logbook.rows import Doubt, NoteRow, RawSet, RestRow, Row, Source
from preex.logbook.table import Cells, read_cells, records
from preex.logbook.text import fold
from preex.units import LoadUnit, load_unit, to_m

# Headers of English, Spanish, Portuguese, German, French and Italian exports, and of owners who renamed columns.
_HEADERS = {
    "date": "date|fecha|data|datum",
    "title": "workout name|nombre de entrenamiento|nombre del entrenamiento|nome do treino|workout-name|trainingsname"
    "|nom de l'entrainement|nom de la seance|nome allenamento|nome dell'allenamento",
    "workout_s": "duration|workout duration|duracion|duracao|dauer|duree|durata",
    "exercise": "exercise name|exercise|menu|nombre del ejercicio|nome do exercicio|name der ubung|ubungsname"
    "|nom de l'exercice|nome esercizio|nome dell'esercizio",
    "order": "set order|orden de la serie|ordem da serie|reihenfolge festlegen|satzreihenfolge|ordre de la serie"
    "|ordre des series|ordine serie|ordine della serie|ordine delle serie",
    "load": "weight|peso|gewicht|poids|kg|lb|lbs",
    "load_unit": "weight unit",
    "reps": "reps|rep|repeticiones|repeticoes|wiederh|wiederholungen|rep.|repetitions|ripetizioni",
    "distance": "distance|distancia|entfernung|distanz|distanza|km|mi|miles",
    "distance_unit": "distance unit",
    "seconds": "seconds|sec|segundos|sekunden|secondes|secondi",
    "note": "notes|note|notas|notizen|remarques",
    "workout_note": "workout notes|workout note|notas del entrenamiento|notas do treino|workout-notizen"
    "|trainingsnotizen|notes de l'entrainement|note dell'allenamento|note allenamento",
    "rpe": "rpe",
    "number": "workout #",
}
_MEANING = {name: meaning for meaning, names in _HEADERS.items() for name in names.split("|")}
_NEEDED = frozenset({"date", "exercise", "order", "reps"})
_UNIT_IN_HEADER = re.compile(r"^(.*?)\s*\((kg|lbs?|km|mi|miles|meters|sec)\)$")
_UNITS_AS_HEADER = frozenset({"kg", "lb", "lbs", "km", "mi", "miles"})

_KINDS = {
    "w": SetKind.WARMUP,
    "warm_up": SetKind.WARMUP,
    "warm up": SetKind.WARMUP,
    "warmup": SetKind.WARMUP,
    "d": SetKind.DROP,
    "drop_set": SetKind.DROP,
    "drop set": SetKind.DROP,
    "dropset": SetKind.DROP,
    "f": SetKind.FAILURE,
    "failure": SetKind.FAILURE,
}
_NOTES = frozenset({"note", "nota", "notiz"})

# Columns of the exports for languages without a row above, by their number.
_SHAPES = {
    9: "date title exercise order load reps distance seconds note",
    10: "date title workout_s exercise order load reps distance seconds rpe",
    11: "date title exercise order load reps distance seconds note workout_note rpe",
    12: "date title workout_s exercise order load reps distance seconds note workout_note rpe",
    13: "date title exercise order load load_unit reps rpe distance distance_unit seconds note workout_note",
    14: "date title exercise order load load_unit reps rpe distance distance_unit seconds note workout_note workout_s",
}
_SHAPE_10_OLD = "date title exercise order load reps distance seconds note workout_note"
_LOOKED_AT, _FITTING = 20, 0.75  # records from which a shape is told, and the share of them that must have it


@dataclass(frozen=True, slots=True)
class _Columns:
    """What the columns of a file mean, and the units in its header."""

    at: Mapping[str, int]
    load_unit: LoadUnit | None = None
    distance_unit: str | None = None


def _columns(header: tuple[str, ...]) -> _Columns:
    at: dict[str, int] = {}
    units: dict[str, str] = {}
    for i, written in enumerate(header):
        name = fold(written).replace("’", "'").replace("_", " ").rstrip(".")
        if match := _UNIT_IN_HEADER.match(name):
            name, unit = match.groups()
        else:
            unit = name if name in _UNITS_AS_HEADER else ""
        meaning = _MEANING.get(name)
        if meaning and meaning not in at:
            at[meaning] = i
            units[meaning] = unit
    told = units.get("load")
    return _Columns(at, load_unit(told) if told else None, units.get("distance") or None)


@dataclass(frozen=True, slots=True)
class Strong:
    """CSV exports of 2015 to 2026 in all their variants; see docs/formats.md.

    There are no supersets and no times of sets, and exercises stand in the order of the screen. `Rest Timer` rows tell
    the planned rest after the set above.
    """

    name: str = "strong"
    newest_first: bool = False
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look for the columns every variant has."""
        return source.text is not None and _columns(source.header).at.keys() >= _NEEDED

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row."""
        yield from _rows(source, _columns(source.header))


@dataclass(frozen=True, slots=True)
class StrongByShape:
    """The same exports in a language whose headers are unknown, told by the shape of their cells."""

    name: str = "strong"
    newest_first: bool = False
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look at the number of columns and at what kind of thing stands in them."""
        return source.text is not None and _shape(source) is not None

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row."""
        yield Doubt("The header is in a language PreEx does not know; the columns were told from their contents.")
        yield from _rows(source, _Columns(_shape(source) or {}))


def _shape(source: Source) -> dict[str, int] | None:
    width = len(source.header)
    names = _SHAPES.get(width)
    if names is None:
        return None
    some = [record.cells for record, _ in zip(records(source), range(_LOOKED_AT), strict=False)]
    some = [cells for cells in some if len(cells) == width]
    if width == 10 and some and not _is_duration(some[0][2]):
        names = _SHAPE_10_OLD
    at = {meaning: i for i, meaning in enumerate(names.split())}
    fitting = [cells for cells in some if _fits(cells, at)]
    enough = bool(some) and len(fitting) >= _FITTING * len(some)
    return at if enough and any(cells[at["order"]].isdecimal() for cells in fitting) else None


def _fits(cells: list[str], at: Mapping[str, int]) -> bool:
    if ":" not in cells[at["date"]] or not any(letter.isalpha() for letter in cells[at["exercise"]]):
        return False
    try:
        dates.moment(cells[at["date"]])
        for meaning in ("load", "reps", "distance", "seconds"):
            numbers.decimal(cells[at[meaning]])
        if "load_unit" in at and cells[at["load_unit"]]:
            load_unit(cells[at["load_unit"]])
    except (ValueError, ValidationError):
        return False
    return _is_duration(cells[at["workout_s"]]) if "workout_s" in at else True


def _is_duration(text: str) -> bool:
    try:
        return numbers.seconds(text) is not None and not text.strip().isdecimal()
    except ValueError:
        return False


def _rows(source: Source, columns: _Columns) -> Iterator[Row]:
    day_first, doubt = headers.day_first(source, columns.at["date"])
    if doubt:
        yield doubt
    reading = _Reading(columns, day_first=day_first)
    yield from read_cells(source, columns.at, reading.row)
    yield from reading.doubts()


@dataclass(slots=True)
class _Reading:
    """Reads records one by one, and remembers what is odd about them."""

    columns: _Columns
    day_first: bool
    odd_orders: dict[str, int] = field(default_factory=dict)
    distances: int = 0

    def row(self, cells: Cells) -> Row:
        """Turn a record into a row."""
        order = cells.line_of_text("order")
        known = fold(order)
        if known in _NOTES:
            return NoteRow(cells.line)
        duration_s = cells.seconds("seconds")
        load, (reps, flags) = cells.decimal("load"), cells.reps()
        index = int(float(order)) if re.fullmatch(r"\d{1,4}(?:\.0)?", order) else None
        kind = _KINDS.get(known, SetKind.WORKING)
        if index is None and known not in _KINDS:
            if not load and not reps and len(known) > 2:
                return RestRow(cells.line, duration_s)  # "Rest Timer" in the language of the app
            self.odd_orders[order] = self.odd_orders.get(order, 0) + 1
        distance_m, more = self._distance(cells)
        rpe = cells.number("rpe")
        return RawSet(
            line=cells.line,
            started=cells.moment("date", day_first=self.day_first),
            name=cells.text("exercise"),
            title=cells.text("title"),
            load=load,
            unit=self._unit(cells),
            reps=reps,
            rpe=rpe or None,  # 0 stands for a rating not given
            kind=kind,
            set_index=index,
            duration_s=duration_s or None,
            distance_m=distance_m,
            note=cells.text("note"),
            flags=flags + more,
            workout_s=self._workout_s(cells),
            raw=cells.raw(),
        )

    def _unit(self, cells: Cells) -> LoadUnit | None:
        written = cells.text("load_unit")
        if not written:
            return self.columns.load_unit
        try:
            return load_unit(written)
        except ValidationError:
            raise cells.bad("load_unit", "must be kg or lb") from None

    def _distance(self, cells: Cells) -> tuple[float | None, tuple[str, ...]]:
        distance = cells.number("distance")
        if not distance:
            return None, ()
        unit = cells.text("distance_unit") or self.columns.distance_unit
        if unit is None:
            self.distances += 1
            return None, ("distance_unit_unknown",)
        try:
            return to_m(distance, unit), ()
        except ValidationError:
            raise cells.bad("distance_unit", "no unit of distance") from None

    @staticmethod
    def _workout_s(cells: Cells) -> float | None:
        try:
            return numbers.seconds(cells.text("workout_s"))
        except ValueError:
            return None  # how long the workout took is no part of a set

    def doubts(self) -> Iterator[Doubt]:
        """Yield what the lifter should know about the file."""
        for order, count in self.odd_orders.items():
            yield Doubt(f"The kind of set {order[:40]!r} is unknown; {count:,} such sets were read as working sets.")
        if self.distances:
            yield Doubt(f"The file does not tell whether distances are km or miles; {self.distances:,} left out.")


strong = Strong()
strong_by_shape = StrongByShape()
