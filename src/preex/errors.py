"""The error tree.

A caller's mistake raises a child of `PreexError` whose text gives the value, the range and the next step.
Untidy data is not an error: readers return it as a value (`preex.logbook.RowProblem`).
"""

from __future__ import annotations

from typing import ClassVar


class PreexError(Exception):
    """Base of everything PreEx raises on purpose.

    Attributes
    ----------
    code : stable, machine-readable name of the error, the same in the CLI's JSON and over HTTP.
    exit_code : exit status of the command line (contract section 2).
    hint : what to do next, one sentence; may be empty.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        """Message and hint as one text."""
        return f"{self.message} {self.hint}".strip()


class ValidationError(PreexError):
    """What was given breaks a rule; nothing was changed."""

    code = "validation"
    exit_code = 3


class OutOfRange(ValidationError):
    """A number lies outside the range in which a formula or a field holds."""

    code = "out_of_range"


class FieldError(ValidationError):
    """A field of a structured input is wrong; `path` says which, as `sets[1].load_kg`."""

    code = "invalid_field"

    def __init__(self, path: str, message: str, *, hint: str = "") -> None:
        super().__init__(f"{path}: {message}", hint=hint)
        self.path = path


class UnitNeeded(ValidationError):
    """The file does not tell whether its loads are kilograms or pounds."""

    code = "unit_needed"


class ZoneNeeded(ValidationError):
    """A time-zone name is unknown or missing where it is needed."""

    code = "zone_needed"


class UnknownFormat(ValidationError):
    """The file is not a log in any format PreEx reads."""

    code = "unknown_format"


class UnreadableFile(ValidationError):
    """The file is empty, binary, too large or not readable as text."""

    code = "unreadable_file"


class NotFound(PreexError):
    """A named thing does not exist."""

    code = "not_found"
    exit_code = 4


class UnknownExercise(NotFound):
    """No exercise in the catalogue has this id."""

    code = "unknown_exercise"


class Conflict(PreexError):
    """The change clashes with what is already stored."""

    code = "conflict"
    exit_code = 5


class NotPermitted(PreexError):
    """The file system or the server refuses access."""

    code = "permission"
    exit_code = 6


class Unavailable(PreexError):
    """A server or network address cannot be used."""

    code = "unavailable"
    exit_code = 7


class DataError(PreexError):
    """Stored or packaged data breaks its own rules."""

    code = "data_integrity"
    exit_code = 8
