"""What a command prints: one JSON object, or text for people; messages and progress beside it, on stderr."""

from __future__ import annotations

import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Any, TextIO

_PATIENCE_S = 1.0  # a bar for less would only flicker


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column heads; columns of numbers stand to the right.

    heads : one for each column; "" for a column without one.
    title : a line above; "" = none.
    wrap : column that may be broken over lines on a narrow terminal; -1 = the last.
    """

    heads: Sequence[str]
    rows: Sequence[Sequence[object]]
    title: str = ""
    wrap: int = -1


Text = str | Table


@dataclass(slots=True)
class Out:
    """The way out of a command, as the options shared by all commands set it."""

    athlete: str = "me"
    athlete_named: bool = False
    json: bool = False
    quiet: bool = False
    color: bool = True
    debug: bool = False

    def answer(self, document: Callable[[], Mapping[str, Any]], text: Callable[[], Iterable[Text]]) -> None:
        """Print the result of a command: the document with `--json`, else the text; only that one is made."""
        if self.json:
            write_json(document())
        else:
            for part in text():
                self._write(part)

    def say(self, message: str) -> None:
        """Print a message about what happens, unless `--quiet`."""
        if not self.quiet:
            put(message, sys.stderr)

    @contextmanager
    def progress(self, label: str) -> Iterator[Callable[[int, int], None]]:
        """Give a function to call with (done, total); a bar appears on a terminal after one second."""
        bar = _Bar(label) if sys.stderr.isatty() and not self.quiet else None
        try:
            yield bar.tick if bar else _no_tick
        finally:
            if bar:
                bar.close()

    def _write(self, part: Text) -> None:
        if isinstance(part, str):
            put(part)
        elif sys.stdout.isatty():
            self._write_rich(part)
        else:
            put("\n".join(plain(part)))

    def _write_rich(self, table: Table) -> None:
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table as RichTable
        from rich.text import Text as RichText

        # NO_COLOR: https://no-color.org; any non-empty value switches colour off
        colourless = not self.color or bool(os.environ.get("NO_COLOR"))
        console = Console(no_color=colourless, highlight=False)
        shown = RichTable(
            title=table.title or None, title_justify="left", box=SIMPLE_HEAD, pad_edge=False, header_style="cyan"
        )
        for i, (head, right) in enumerate(zip(table.heads, _numeric(table), strict=True)):
            wraps = i == table.wrap % len(table.heads)
            shown.add_column(head, justify="right" if right else "left", no_wrap=not wraps, overflow="fold")
        for row in table.rows:
            shown.add_row(*(RichText(printable(_cell(value))) for value in row))
        console.print(shown)


def count(number: int, noun: str, many: str = "") -> str:
    """Write a number of things: `1 set`, `1,234 sets`; `many` where the plural is no s."""
    return f"{number:,} {noun if number == 1 else many or f'{noun}s'}"


def put(text: str, stream: TextIO | None = None) -> None:
    """Write a line, to stdout unless told otherwise."""
    stream = stream or sys.stdout
    text = printable(text)
    try:
        stream.write(f"{text}\n")
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(f"{text.encode(encoding, 'replace').decode(encoding)}\n")


def write_json(document: Mapping[str, Any]) -> None:
    """Print one JSON object. Where the encoding is not UTF-8, other characters than ASCII are escaped."""
    ascii_only = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    text = json.dumps(document, ensure_ascii=ascii_only, allow_nan=False, indent=2)
    try:
        sys.stdout.write(f"{text}\n")
    except UnicodeEncodeError:  # half a surrogate pair, from the name of a file that is not UTF-8
        sys.stdout.write(f"{json.dumps(document, allow_nan=False, indent=2)}\n")


def plain(table: Table) -> Iterator[str]:
    """Yield a table as aligned lines, without a box, for files and pipes."""
    rows = [[printable(_cell(value)) for value in row] for row in (table.heads, *table.rows)]
    right = _numeric(table)
    widths = [max(_width(row[i]) for row in rows) for i in range(len(table.heads))]
    if table.title:
        yield table.title
    for row in rows if any(table.heads) else rows[1:]:
        cells = (_padded(cell, width, right=r) for cell, width, r in zip(row, widths, right, strict=True))
        yield "  ".join(cells).rstrip()


def printable(text: str) -> str:
    """Replace what could steer a terminal: control characters other than line breaks."""
    return "".join(c if c == "\n" or unicodedata.category(c) not in {"Cc", "Cs"} else "?" for c in text)


def _cell(value: object) -> str:
    if value is None:
        return "-"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _numeric(table: Table) -> list[bool]:
    return [
        any(isinstance(row[i], int | float) for row in table.rows)
        and all(row[i] is None or isinstance(row[i], int | float) for row in table.rows)
        for i in range(len(table.heads))
    ]


def _width(text: str) -> int:
    """Columns of a terminal: East Asian wide characters take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in {"W", "F"} else 1 for c in text
    )


def _padded(cell: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if right else cell + space


def _no_tick(done: int, total: int) -> None:
    """Nobody is watching."""


class _Bar:
    """A progress bar with count and rate, drawn by hand: loading a library would take longer than many imports."""

    def __init__(self, label: str) -> None:
        self._label, self._start, self._drawn = label, monotonic(), 0.0

    def tick(self, done: int, total: int) -> None:
        now = monotonic()
        if now - self._start < _PATIENCE_S or now - self._drawn < 0.1:
            return
        self._drawn = now
        rate = done / (now - self._start)
        share = min(1.0, done / total) if total else 0.0
        filled = round(20 * share)
        text = f"{self._label} [{'#' * filled}{'.' * (20 - filled)}] {done:,} of {total:,}, {rate:,.0f}/s  Ctrl-C stops"
        self._draw(text[: shutil.get_terminal_size().columns - 1])

    def close(self) -> None:
        if self._drawn:
            self._draw("")

    def _draw(self, text: str) -> None:
        sys.stderr.write(f"\r{text}\x1b[K")
        sys.stderr.flush()
