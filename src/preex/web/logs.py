"""How lines of the server's log are written."""

from __future__ import annotations

import logging

_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(127, 160))} | {0x2028: "\\u2028", 0x2029: "\\u2029"}


class OneLine(logging.Formatter):
    """Writes a message on one line, since an address that somebody asks for may hold line breaks, and with them made-up lines."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - as logging calls it
        """Return the line; what breaks lines or moves the cursor is written out."""
        return super().formatMessage(record).translate(_CONTROLS)
