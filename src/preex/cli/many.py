"""A command over several files: a bad one stops only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from preex.cli.failures import Failure, failure_of
from preex.errors import PreexError

PARTIAL = 9  # exit code: some was done

T = TypeVar("T")


def each_file(files: Iterable[str], do: Callable[[str], T]) -> tuple[list[T], dict[str, Failure]]:
    """Do something with each file; return what came of them, and why others failed.

    Raises
    ------
    PreexError : all are bad; the first one's error, with those of the others below it.
    """
    done: list[T] = []
    errors: dict[str, PreexError] = {}
    for name in files:
        try:
            done.append(do(name))
        except PreexError as error:
            errors[name] = error
    if not done:
        first, *others = errors.values()
        for other in others:
            first.add_note(f"       {other.message}")
        raise first
    return done, {name: failure_of(error) for name, error in errors.items()}


def failed_json(failed: Mapping[str, Failure]) -> list[dict[str, Any]]:
    """Return the failures as plain data."""
    return [{"file": name, "error": failure.to_json()["error"]} for name, failure in failed.items()]


def failed_text(failed: Mapping[str, Failure], done: str) -> Iterator[str]:
    """Say why files were not `done`, a line each."""
    for name, failure in failed.items():
        yield f"{name}: not {done}. {failure.message} {failure.hint}".rstrip()
