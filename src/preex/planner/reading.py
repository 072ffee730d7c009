"""Reading structured input strictly: every mistake is named with its path, and no field is ignored."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TypeVar, cast

from preex.errors import FieldError

E = TypeVar("E", bound=StrEnum)
_MISSING = object()


class Reader:
    """One JSON object on its way to becoming one of ours.

    Parameters
    ----------
    data : what JSON gave.
    path : where it stands, as `days[0].workout`; "" for the whole document.

    Raises
    ------
    FieldError : it is not an object.
    """

    def __init__(self, data: object, path: str = "") -> None:
        if not isinstance(data, Mapping):
            raise FieldError(path or "document", f"is {_kind(data)}; it must be an object.", hint="Use {...}.")
        self._data = cast("Mapping[str, object]", data)
        self.path = path
        self._read: set[str] = set()

    def at(self, name: str) -> str:
        """Return the path of one field."""
        return f"{self.path}.{name}" if self.path else name

    def has(self, name: str) -> bool:
        """Tell whether a field is there and not null."""
        self._read.add(name)
        return self._data.get(name) is not None

    def raw(self, name: str, default: object = _MISSING) -> object:
        """Return a field as it is."""
        self._read.add(name)
        if self._data.get(name) is None:
            if default is _MISSING:
                raise FieldError(self.at(name), "is missing.", hint="Add it.")
            return default
        return self._data[name]

    def text(self, name: str, default: object = _MISSING) -> str:
        """Return a text field."""
        value = self.raw(name, default)
        if not isinstance(value, str):
            raise FieldError(self.at(name), f"is {_kind(value)}; it must be text.", hint="Put it in quotes.")
        return value

    def number(self, name: str, low: float, high: float, default: object = _MISSING) -> float:
        """Return a number within `low` to `high`."""
        value = self.raw(name, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            raise FieldError(self.at(name), f"is {_kind(value)}; it must be a number.", hint="Give digits.")
        if not low <= value <= high:
            raise FieldError(self.at(name), f"is {value:g}; it lies between {low:g} and {high:g}.", hint="Correct it.")
        return float(value)

    def whole(self, name: str, low: int, high: int, default: object = _MISSING) -> int:
        """Return a whole number within `low` to `high`."""
        value = self.number(name, low, high, default)
        if value != int(value):
            raise FieldError(self.at(name), f"is {value:g}; it must be a whole number.", hint="Round it.")
        return int(value)

    def choice(self, name: str, of: type[E]) -> E | None:
        """Return one word of a fixed set, or None when absent."""
        word = self.text(name, "")
        if word and word not in set(of):
            raise FieldError(self.at(name), f"is {word!r}.", hint=f"Use one of {', '.join(of)}.")
        return of(word) if word else None

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; empty when absent."""
        return tuple(r for r in self._texts(name))

    def items(self, name: str) -> Iterator[tuple[str, object]]:
        """Yield each element of a list with its path."""
        value = self.raw(name)
        if not isinstance(value, list | tuple):
            raise FieldError(self.at(name), f"is {_kind(value)}; it must be a list.", hint="Use [...].")
        for i, one in enumerate(value):
            yield f"{self.at(name)}[{i}]", one

    def done(self) -> None:
        """Refuse the first field that nobody asked for."""
        for name in self._data:
            if name not in self._read:
                known = ", ".join(sorted(self._read))
                raise FieldError(self.at(name), "is not a field here.", hint=f"Known are: {known}.")

    def _texts(self, name: str) -> Iterator[str]:
        if not self.has(name):
            return
        for path, one in self.items(name):
            if not isinstance(one, str):
                raise FieldError(path, f"is {_kind(one)}; it must be text.", hint="Put it in quotes.")
            yield one


def _kind(value: object) -> str:
    if value is None:
        return "null"
    names = {bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list", dict: "an object"}
    return names.get(type(value), type(value).__name__)
