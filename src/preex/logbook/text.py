"""Text as files hold it: cleaned for keeping, folded for comparing."""

from __future__ import annotations

import re
import unicodedata

# Control characters, halves of broken surrogate pairs, invisible marks and direction overrides. The zero-width joiner
# stays: emoji are made with it.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
# A spreadsheet-safe export puts an apostrophe before text that a spreadsheet would take for a formula.
_GUARDED = ("'=", "'+", "'-", "'@", "'\t", "'\r")


def clean(text: str) -> str:
    """Return `text` without characters that are not meant to be read, guards against formulas and outer blanks."""
    if not text.isascii() or not text.isprintable():
        text = _UNWANTED.sub("", text)
    text = text.strip()
    return text[1:] if text.startswith(_GUARDED) else text


def one_line(text: str) -> str:
    """Return `text` cleaned, with every run of blanks and line breaks as one space."""
    return " ".join(clean(text).split())


def fold(text: str) -> str:
    """Return `text` without differences of case, accents, width and spacing, for comparing words."""
    decomposed = unicodedata.normalize("NFKD", one_line(text).casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c)).replace("ı", "i")
