"""Numbers as apps, spreadsheets and people in several languages write them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_PLAIN = re.compile(r"[+-]?\d{1,15}(?:\.\d{0,20})?(?:[eE][+-]?\d{1,2})?|[+-]?\.\d{1,20}")
_GROUPED = re.compile(
    r"[+-]?\d{1,3}(?:[ ']\d{3})+(?:[.,]\d+)?|[+-]?\d{1,3}(?:,\d{3})+\.\d+|[+-]?\d{1,3}(?:\.\d{3})+,\d+"
)
_ASCII = str.maketrans({"\u2212": "-", "\u2013": "-", "\u00a0": " ", "\u202f": " ", "\u2019": "'"})
_LEADING = re.compile(r"[+-]?\d[\d.,' ]*")

_SECONDS = {"h": 3600, "m": 60, "s": 1}
_PART = re.compile(r"(\d{1,7}(?:[.,]\d{1,9})?)\s*([hms])[^\W\d]*\.?\s*", re.IGNORECASE)
_CLOCK = re.compile(r"(?:(\d{1,5}):)?(\d{1,5}):(\d{1,2}(?:\.\d{1,9})?)")


@lru_cache(maxsize=4096)
def decimal(text: str) -> Decimal | None:
    """Read a number; None for a blank.

    A comma or a point is the decimal mark, whatever the language: `17,5`, `17.5`, `8.0`, `−20`, `1.0E-4`. Marks of
    thousands are understood where they cannot be anything else: `1,234.5`, `1.234,5`, `1 234,5`. A lone comma is
    always the decimal mark, so `1,234` is little more than one.

    Raises
    ------
    ValueError : anything else, `NaN` and infinity included.
    """
    text = text.strip()
    if not text:
        return None
    if not _PLAIN.fullmatch(text):
        text = _in_plain_digits(text.translate(_ASCII))
    return Decimal(text)


def _in_plain_digits(text: str) -> str:
    if _GROUPED.fullmatch(text):
        text = re.sub(r"[ ']", "", text)
        thousands = "," if text.rfind(".") > text.rfind(",") else "."
        text = text.replace(thousands, "")
    text = text.replace(",", ".")
    if not _PLAIN.fullmatch(text):
        raise ValueError("not a number")
    return text


def with_unit(text: str) -> tuple[Decimal | None, str]:
    """Split a number from the word after it: `62,50 kg` -> 62.50 and `kg`; None and an empty word for a blank.

    Raises
    ------
    ValueError : the text does not begin with a number.
    """
    text = text.translate(_ASCII).strip()
    match = _LEADING.match(text)
    if text and match is None:
        raise ValueError("not a number")
    number = match[0] if match else ""
    return decimal(number), text[len(number) :].strip()


@lru_cache(maxsize=4096)
def seconds(text: str) -> float | None:
    """Read a length of time; None for a blank. [s]

    Bare numbers are seconds. Understood are `1h 5m`, `55s`, `1 h 46 min`, `38min`, `0:01:30` and, as minutes and
    seconds, `1:30`.

    Raises
    ------
    ValueError : anything else, and what is below zero.
    """
    text = text.strip()
    if clock := _CLOCK.fullmatch(text):
        hours, minutes, rest = clock.groups()
        return int(hours or 0) * 3600.0 + int(minutes) * 60.0 + float(rest)
    parts = _PART.findall(text)
    if parts and not _PART.sub("", text):
        return sum(float(number.replace(",", ".")) * _SECONDS[unit.lower()] for number, unit in parts)
    try:
        number = decimal(text)
    except ValueError:
        raise ValueError("not a length of time") from None
    if number is not None and number < 0:
        raise ValueError("below zero")
    return None if number is None else float(number)
