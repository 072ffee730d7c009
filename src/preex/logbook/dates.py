"""Points in time as apps and spreadsheets write them, in ten languages."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from functools import lru_cache

from preex.logbook.text import fold

EARLIEST, LATEST = 1950, 2100  # years in which a log can have been kept

# The first three letters of a month's name, full or shortened, accents dropped: English, Spanish, Portuguese, German,
# French, Italian, Dutch, Turkish, Polish, Russian. No two of these languages disagree about any of them. French June
# and July need a fourth letter.
_MONTHS = {
    word: month
    for month, words in enumerate(
        (
            "jan ene gen oca sty янв",
            "feb fev sub lut фев",
            "mar mrz mrt maa мар",
            "apr abr avr nis kwi апр",
            "may mai mag mei maj маи мая",
            "jun juin giu haz cze июн",
            "jul juil lug tem lip июл",
            "aug ago aou agu sie авг",
            "sep set eyl wrz сен",
            "oct out okt ott eki paz окт",
            "nov kas lis ноя",
            "dec dic dez ara gru дек",
        ),
        1,
    )
    for word in words.split()
}
_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d{1,9})?)? ?(Z|[+-]\d{2}:?\d{2})?)?"
)
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:,?\s+(.+))?")
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})(?:[:.](\d{2}))?(?:\s*([ap])\.?\s*m\.?)?", re.IGNORECASE)
_CJK = re.compile(r"(\d{4})[年년]\s*(\d{1,2})[月월]\s*(\d{1,2})[日일](.*)")
_WORDS_AND_NUMBERS = re.compile(r"\d+|[^\W\d_]+")


@lru_cache(maxsize=4096)
def moment(text: str, *, day_first: bool = True) -> datetime:
    """Read a date, with or without a time of day and an offset from UTC.

    Understood are ISO dates (`2025-02-23T10:13:53Z`, `2020-07-15 00:10:55 +0000`, `2018/8/31 5:49`), slashed dates
    (`13/09/2021 10:41`, `09.01.25`) and dates with the month in words (`22 Sep 2025, 06:00`,
    `Jun 11, 2026, 1:01 PM`, `3 févr. 2026, 18:00`).

    Parameters
    ----------
    text : one date.
    day_first : what the first number of a slashed date is; see `day_comes_first`.

    Returns
    -------
    Aware only if the text gives an offset.

    Raises
    ------
    ValueError : not a date, no such day, or outside 1950 to 2100.
    """
    text = " ".join(text.split())  # newer phones put a narrow no-break space before "PM"
    found = _iso(text) or _slashed(text, day_first=day_first) or _in_words(text)
    if found is None:
        raise ValueError("not a date")
    if not EARLIEST <= found.year <= LATEST:
        raise ValueError(f"not between {EARLIEST} and {LATEST}")
    return found


def day_comes_first(texts: Iterable[str]) -> bool | None:
    """Tell whether slashed dates of one file put the day before the month.

    A number above 12 settles it, in case of a wrong date the place where most of them stand. Where every date could be
    either, the reading in which they follow each other in time settles it, for logs are kept in order.

    Returns
    -------
    None if the dates leave it open.
    """
    pairs: list[tuple[int, int, int]] = []
    days = [0, 0]  # how often the first number must be the day, and how often the second
    for text in texts:
        if match := _SLASHED.match(text.strip()):
            first, second, year = int(match[1]), int(match[3]), int(match[4])
            days[0] += first > 12
            days[1] += second > 12
            if not pairs or pairs[-1] != (year, first, second):
                pairs.append((year, first, second))
    if days[0] != days[1]:
        return days[0] > days[1]
    day_first = _turns([(year, second, first) for year, first, second in pairs])
    month_first = _turns(pairs)
    return None if day_first == month_first else day_first < month_first


def on_the_clock(at: datetime) -> datetime:
    """Return a time as the clock on the wall showed it, so that times with and without offset compare."""
    return at.replace(tzinfo=None)


def _turns(dates: list[tuple[int, int, int]]) -> int:
    """Count how often a row of dates goes against its main direction."""
    falls = sum(later < earlier for earlier, later in itertools.pairwise(dates))
    return min(falls, len(dates) - 1 - falls) if dates else 0


def _iso(text: str) -> datetime | None:
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    year, month, day, hour, minute, second, offset = match.groups()
    zone = None if offset is None else _offset(offset)
    return datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=zone)


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes >= 24 * 60:
        raise ValueError("not an offset from UTC")
    return timezone(timedelta(minutes=-minutes if text[0] == "-" else minutes)) if minutes else UTC


def _slashed(text: str, *, day_first: bool) -> datetime | None:
    match = _SLASHED.fullmatch(text)
    if match is None:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    day, month = (first, second) if day_first else (second, first)
    return datetime(year if year > 99 else 2000 + year, month, day, *_time_of_day(match[5] or ""))  # noqa: DTZ001 - local time


def _in_words(text: str) -> datetime | None:
    if match := _CJK.fullmatch(text):
        return datetime(int(match[1]), int(match[2]), int(match[3]), *_time_of_day(match[4].strip()))  # noqa: DTZ001
    time = next((m for m in _TIME.finditer(text) if "." not in m[0][:3]), None)
    date = text if time is None else text[: time.start()] + " " + text[time.end() :]
    day = month = year = None
    for piece in _WORDS_AND_NUMBERS.findall(date):
        if not piece.isdecimal():
            month = month or _month(piece)
        elif len(piece) == 4:
            year = int(piece)
        elif day is None and len(piece) <= 2:
            day = int(piece)
        else:
            return None
    if day is None or month is None or year is None:
        return None
    return datetime(year, month, day, *_time_of_day(time[0] if time else ""))  # noqa: DTZ001 - local time


def _month(word: str) -> int | None:
    folded = fold(word)
    return _MONTHS.get(folded[:4] if folded.startswith("jui") else folded[:3])


def _time_of_day(text: str) -> tuple[int, int, int]:
    if not text:
        return 0, 0, 0
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError("not a time of day")
    hour, minute, second, half = int(match[1]), int(match[2]), int(match[3] or 0), match[4]
    if half is not None:
        if not 1 <= hour <= 12:
            raise ValueError("not a time of day")
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    return hour, minute, second
