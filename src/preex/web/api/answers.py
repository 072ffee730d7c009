"""How routes answer: documents as JSON, lists in pages."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from preex.errors import FieldError
from preex.web.api.forms import Document, Paged, Problem

T = TypeVar("T")
FAILURES = dict.fromkeys((400, 403, 404, 405, 409, 413, 415, 422, 500, 503), Problem)
ANSWERS = {200: Document, **FAILURES}


def answer(document: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
    """Answer with a document."""
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    return HttpResponse(text, status=status, content_type="application/json")


def of_athlete(athlete: str, document: Mapping[str, Any]) -> HttpResponse:
    """Answer with a document about an athlete, who is named in it."""
    return answer({**document, "athlete": athlete})


def page(
    request: HttpRequest,
    asked: Paged,
    name: str,
    items: Sequence[T],
    key: Callable[[T], str],
    to_json: Callable[[T], Mapping[str, Any]],
    **also: str,
) -> HttpResponse:
    """Answer with a part of a list.

    Parameters
    ----------
    request, asked : which part: the items after the one the cursor names.
    name : of the list, and of its schema.
    items, key : the whole list in a fixed order, and what names an item.
    to_json : an item as plain data.
    **also : further members of the answer.

    Raises
    ------
    FieldError : the cursor is none of this list.
    """
    start = 0
    if asked.cursor is not None:
        after = _decoded(asked.cursor)
        start = next((i + 1 for i, item in enumerate(items) if key(item) == after), -1)
        if start < 0:
            raise FieldError("cursor", "is none of this list.", hint="Begin without a cursor.")
    part = items[start : start + asked.limit]
    more = start + len(part) < len(items)
    cursor = _encoded(key(part[-1])) if more else None
    told = answer({"schema": f"preex.{name}/1", **also, name: [to_json(one) for one in part], "cursor": cursor})
    if cursor is not None:
        query = request.GET.copy()
        query["cursor"] = cursor
        told.headers["Link"] = f'<{request.path}?{query.urlencode()}>; rel="next"'
    return told


def etag_of(document: Mapping[str, Any]) -> str:
    """Return a strong entity tag: a digest of the document."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True)
    return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'


def _encoded(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _decoded(cursor: str) -> str:
    try:
        return base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""
