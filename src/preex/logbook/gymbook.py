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
_COLUMNS = {
    name: position
    for position, name in enumerate(
        "date title time exercise region primary secondary kind amount load note skipped".split()
    )
}
_YES = frozenset("yes ja si sim oui da evet tak ano kylla igen nai hai はい 是 예 да true 1".split())
_NO = frozenset("no nein nao non nee nej nei nie ne ei nem hayir óχι いいえ 否 아니요 нет ні false 0".split())

# How words for repetitions and for times begin, accents dropped; the longest such beginning counts.
_REPS = ("rep", "rip", "wdh", "wied", "herh", "powt", "opak", "повт", "tekrar")
_SECONDS = {
    **dict.fromkeys(("s", "mas", "сек", "秒", "초"), 1.0),
    **dict.fromkeys(("m", "мин", "dak", "perc", "分", "분"), 60.0),
    **dict.fromkeys(("h", "or", "std", "stu", "uur", "tim", "saat", "godz", "ч", "時", "小時", "시간"), 3600.0),
}
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
    for raw in sorted(sets, key=lambda raw: raw.started):
        if visit and raw.started - visit[-1].started > _NEXT_VISIT:
            _settle(visit)
            visit = []
        visit.append(raw)
    _settle(visit)


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
        beginning = max((start for start in _SECONDS if word.startswith(start)), key=len, default="")
        if beginning:
            return 0, (), float(number) * _SECONDS[beginning]
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
