"""GymBook: headers and units in the language of the app, a time of day for each set, skipped sets among the done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from preex.core.performed import SetKind
from preex.errors import ValidationError
from preex.logbook import dates, headers, numbers
from preex.logbook.rows import NoteRow, RawSet, Row, Source
from preex.logbook.table import Cells, read_cells
from preex.logbook.text import fold
from preex.units import LoadUnit, load_unit, to_m

# The same columns in the same order, whatever the language.
_ORDER = (
    "date",
    "title",
    "time",
    "exercise",
    "region",
    "primary",
    "secondary",
    "kind",
    "amount",
    "load",
    "note",
    "skipped",
)
_COLUMNS = {name: position for position, name in enumerate(_ORDER)}

# Languages the app speaks, and some it may learn. Accents are dropped before comparing.
_YES = frozenset(
    map(fold, ("yes", "ja", "sì", "sim", "oui", "да", "tak", "evet", "ano", "kyllä", "igen", "はい", "是"))
)
_NO = frozenset(
    map(fold, ("no", "nein", "não", "non", "nee", "nej", "нет", "nie", "hayır", "ne", "ei", "nem", "いいえ", "否"))
)

# How words for repetitions and for times begin, and what stands for a time when it is cut to one letter.
_REPS = tuple(map(fold, ("rep", "rip", "wdh", "wied", "herh", "powt", "opak", "повт", "tekrar", "回", "次")))
_SECONDS = {
    **dict.fromkeys(map(fold, ("sec", "sek", "seg", "сек", "san", "mas", "秒")), 1.0),
    **dict.fromkeys(map(fold, ("min", "мин", "dak", "perc", "分")), 60.0),
    **dict.fromkeys(
        map(fold, ("or", "hor", "hou", "heu", "std", "stu", "uur", "tim", "saat", "god", "час", "時")), 3600.0
    ),
}
_ONE_LETTER = {"s": 1.0, "m": 60.0, "h": 3600.0}
_NEXT_VISIT = timedelta(hours=3)  # a longer gap between two sets is another workout


@dataclass(frozen=True, slots=True)
class GymBook:
    """CSV exports in any language, the newest day first, the sets of a day in the order done.

    What a set was for is told in the words of its column's header, as `Set / Warm-up set / Cool-down set`. Some sets
    of a workout lack the name of its programme, so a workout is told by its times.
    """

    name: str = "gymbook"
    newest_first: bool = True
    logging_order: bool = True

    def recognises(self, source: Source) -> bool:
        """Look at the shape of the header: twelve columns, of which three name alternatives and two are in brackets."""
        if source.text is None or len(source.header) != len(_COLUMNS):
            return False
        slashes = [cell.count("/") for cell in source.header]
        brackets = [i for i, cell in enumerate(source.header) if cell.endswith(")")]
        return slashes[7:10] == [2, 1, 1] and sum(slashes) == 4 and brackets == [5, 6]

    def rows(self, source: Source) -> Iterator[Row]:
        """Yield every row; a skipped set is a note."""
        day_first, doubt = headers.day_first(source, _COLUMNS["date"])
        if doubt:
            yield doubt
        reading = _Reading(source.header, day_first=day_first)
        rows = list(read_cells(source, _COLUMNS, reading.row))
        _tell_visits(row for row in rows if isinstance(row, RawSet))
        yield from rows


def _tell_visits(sets: Iterable[RawSet]) -> None:
    """Give the sets of one visit to the gym a common start and the first programme that one of them names."""
    visit: list[RawSet] = []
    for raw in sorted(sets, key=_clock):
        if visit and _clock(raw) - _clock(visit[-1]) > _NEXT_VISIT:
            _settle(visit)
            visit = []
        visit.append(raw)
    _settle(visit)


def _clock(raw: RawSet) -> datetime:
    return dates.on_the_clock(raw.started)


def _settle(visit: list[RawSet]) -> None:
    title = next((raw.title for raw in visit if raw.title), "")
    started = visit[0].started if visit else None
    for raw in visit:
        raw.started, raw.title = started or raw.started, title


class _Reading:
    """Reads records one by one, by the words of the header."""

    def __init__(self, header: tuple[str, ...], *, day_first: bool) -> None:
        self._day_first = day_first
        _, *lighter = (fold(word) for word in header[_COLUMNS["kind"]].split("/"))
        self._lighter = frozenset(lighter)  # a cool-down is no training work either
        self._reps = (fold(header[_COLUMNS["amount"]])[:4], *_REPS)

    def row(self, cells: Cells) -> Row:
        """Turn a record into a row."""
        if self._skipped(cells):
            return NoteRow(cells.line)
        reps, flags, duration_s = self._amount(cells)
        load, unit, distance_m = _load(cells)
        at = self._moment(cells)
        timed = bool(cells.text("time"))
        return RawSet(
            line=cells.line,
            started=at,
            at=at if timed else None,
            name=cells.text("exercise"),
            title=cells.line_of_text("title"),
            load=load,
            unit=unit,
            reps=reps,
            kind=SetKind.WARMUP if fold(cells.text("kind")) in self._lighter else SetKind.WORKING,
            duration_s=duration_s,
            distance_m=distance_m,
            note=cells.text("note"),
            flags=flags,
            raw=cells.raw(),
        )

    @staticmethod
    def _skipped(cells: Cells) -> bool:
        word = fold(cells.text("skipped"))
        if word in _YES:
            return True
        if word and word not in _NO:
            raise cells.bad("skipped", "neither yes nor no in a language PreEx knows")
        return False

    def _moment(self, cells: Cells) -> datetime:
        try:
            return dates.moment(f"{cells.text('date')} {cells.text('time')}", day_first=self._day_first)
        except ValueError as error:
            raise cells.bad("date", str(error)) from None

    def _amount(self, cells: Cells) -> tuple[int, tuple[str, ...], float | None]:
        """Return repetitions, what is odd about them, and the length of a timed set."""
        number, word = _number(cells, "amount")
        if number is None:
            return 0, (), None
        if number < 0:
            raise cells.bad("amount", "below zero")
        if word.startswith(self._reps) or not word:
            whole = int(number)
            return whole, () if whole == number else ("reps_partial",), None
        unit_s = _ONE_LETTER.get(word) or next((s for start, s in _SECONDS.items() if word.startswith(start)), None)
        if unit_s is not None:
            return 0, (), float(number) * unit_s
        raise cells.bad("amount", "neither repetitions nor a time")


def _load(cells: Cells) -> tuple[Decimal | None, LoadUnit | None, float | None]:
    """Return a load and its unit, or a distance. [m]"""
    number, word = _number(cells, "load")
    if number is None or not word:
        return number, None, None
    try:
        return number, load_unit(word), None
    except ValidationError:
        pass
    try:
        return None, None, to_m(float(number), word)
    except ValidationError:
        raise cells.bad("load", "neither a load nor a distance") from None


def _number(cells: Cells, meaning: str) -> tuple[Decimal | None, str]:
    try:
        number, word = numbers.with_unit(cells.text(meaning))
    except ValueError as error:
        raise cells.bad(meaning, str(error)) from None
    return number, fold(word)


gymbook = GymBook()
