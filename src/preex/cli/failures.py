"""From an exception to what the user sees: exit code, one line, a hint. The only place that knows all of them."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from typing import Any

import click

from preex.errors import PreexError

INTERRUPTED = 130  # 128 + SIGINT, as shells report it

_PERMISSION = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.ENOTDIR}
_NETWORK = {errno.EADDRINUSE, errno.EADDRNOTAVAIL, errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH}


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as the command line reports it; exit codes are those of the public interface."""

    code: str
    exit_code: int
    message: str
    hint: str = ""
    notes: tuple[str, ...] = ()  # shown below the message, as the place in a line

    def to_json(self) -> dict[str, Any]:
        """Return the document `preex.error/1`."""
        error = {"code": self.code, "message": self.message, "hint": self.hint}
        return {"schema": "preex.error/1", "error": error}

    def lines(self) -> tuple[str, ...]:
        """Return what to print for people."""
        hint = (f"Hint: {self.hint}",) if self.hint else ()
        return (f"Error: {self.message}", *self.notes, *hint)


def failure_of(error: BaseException) -> Failure:
    """Translate an exception."""
    if isinstance(error, PreexError):
        return Failure(error.code, error.exit_code, error.message, error.hint, tuple(getattr(error, "__notes__", ())))
    if isinstance(error, click.ClickException):
        return _of_click(error)
    if isinstance(error, click.Abort | KeyboardInterrupt | EOFError):
        return Failure("interrupted", INTERRUPTED, "interrupted; nothing was left half done.")
    if isinstance(error, OSError):
        return _of_system(error)
    said = " ".join(str(error).split())[:300]
    return Failure(
        "unexpected",
        1,
        f"{type(error).__name__}: {said}" if said else type(error).__name__,
        "This is a fault of PreEx. Run the command again with --debug and report what it prints.",
    )


def _of_click(error: click.ClickException) -> Failure:
    message = error.format_message()
    if isinstance(error, click.FileError):
        return Failure("not_found", 4, message, "Check the name of the file.")
    where = getattr(error, "ctx", None)
    path = where.command_path if where else "preex"
    hint = getattr(error, "hint", "") or f"See: {path} --help"
    return Failure("usage", 2, message, hint)


def _of_system(error: OSError) -> Failure:
    name = f"{error.filename}: " if error.filename else ""
    message = f"{name}{error.strerror or error}."
    if isinstance(error, FileNotFoundError):
        return Failure("not_found", 4, message, "Check the path.")
    if isinstance(error, IsADirectoryError):
        return Failure("validation", 3, message, "Name a file in it.")
    if error.errno in _PERMISSION:
        return Failure("permission", 6, message, "Check owner, permissions and free space.")
    if error.errno in _NETWORK:
        return Failure("unavailable", 7, message, "Choose another address or port, or try again.")
    return Failure("system", 1, message, "Run the command again with --debug for details.")
