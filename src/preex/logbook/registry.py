"""All formats, in the order in which a file is tried against them."""

from __future__ import annotations

import importlib

from preex.logbook.rows import Reader

_PLACES = (
    ("preex.logbook.strong", "strong"),
    ("preex.logbook.hevy", "hevy"),
    ("preex.logbook.fitnotes", "fitnotes"),
    ("preex.logbook.fitnotes", "fitnotes_sessions"),
    ("preex.logbook.fitnotes_backup", "fitnotes_backup"),
    ("preex.logbook.strong", "strong_by_shape"),
)


def _readers() -> tuple[Reader, ...]:
    found = []
    for module, name in _PLACES:
        try:
            found.append(getattr(importlib.import_module(module), name))
        except (ImportError, AttributeError):
            continue
    return tuple(found)


READERS: tuple[Reader, ...] = _readers()
