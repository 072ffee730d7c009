"""Text and JSON from a file or from stdin, read strictly."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from preex.errors import NotFound, UnreadableFile, ValidationError

MAX_BYTES = 10_000_000


def read_json(name: str) -> Any:  # noqa: ANN401 - JSON may be anything
    """Read a JSON document.

    Parameters
    ----------
    name : of the file; `-` = stdin.

    Raises
    ------
    NotFound, UnreadableFile : as `read_text`.
    ValidationError : not JSON, a field that stands twice, or a number JSON does not have.
    """
    return _json_of(read_text(name), _shown(name))


def _json_of(text: str, shown: str) -> Any:  # noqa: ANN401 - JSON may be anything
    """Return the document a text holds; `shown` names it in errors.

    Raises
    ------
    ValidationError : not JSON, a field that stands twice, or a number JSON does not have.
    """
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_no_field_twice)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise ValidationError(f"{shown} is not JSON: {where}: {error.msg}.", hint="Correct the file.") from None
    except ValueError as error:  # a number with thousands of digits
        raise ValidationError(f"{shown} has a number that is too long.", hint="Correct the number.") from error
    except RecursionError:
        raise ValidationError(f"{shown} is nested too deep.", hint="Flatten the document.") from None


def read_text(name: str) -> str:
    """Read a text.

    Parameters
    ----------
    name : of the file; `-` = stdin.

    Raises
    ------
    NotFound : no such file.
    UnreadableFile : a folder, too large, or not UTF-8 text.
    """
    shown = _shown(name)
    try:
        return _read(name).decode("utf-8-sig")
    except FileNotFoundError:
        raise NotFound(f"there is no file {shown}.", hint="Check the path, or give - to read stdin.") from None
    except IsADirectoryError:
        raise UnreadableFile(f"{shown} is a folder.", hint="Name a file in it.") from None
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{shown} is not UTF-8 text: byte {error.start + 1}.", hint="Save it as UTF-8.") from None


def _shown(name: str) -> str:
    return "stdin" if name == "-" else repr(name[-80:])


def _read(name: str) -> bytes:
    if name == "-":
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
    else:
        with Path(name).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise UnreadableFile(f"the document has more than {MAX_BYTES / 1e6:g} MB.", hint="Split it.")
    return data


def _no_number(text: str) -> NoReturn:
    raise ValidationError(f"{text} is no number of JSON.", hint="Leave the field out when its value is unknown.")


def _no_field_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValidationError(f"the field {twice[:60]!r} stands twice in one object.", hint="Keep one of them.")
    return fields
