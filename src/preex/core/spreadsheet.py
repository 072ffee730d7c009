"""What spreadsheets do with text that looks like a formula, and how to stop them."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: what begins like one gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA) else text
