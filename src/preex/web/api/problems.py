"""Failures as the API tells them: `application/problem+json` (RFC 9457), the same for every route."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse

PREFIX = "/api/"
MEDIA_TYPE = "application/problem+json"


def is_api(request: HttpRequest) -> bool:
    """Tell whether a program asks, which wants JSON and no page."""
    return request.path.startswith(PREFIX)


def problem(
    status: int,
    code: str,
    detail: str,
    *,
    hint: str = "",
    errors: Sequence[Mapping[str, str]] = (),
    trace_id: str = "",
    also: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer with a problem.

    Parameters
    ----------
    status : HTTP status.
    code : stable name of the kind of problem; the same as on the command line where there is one.
    detail, hint : what is wrong, and what to do next.
    errors : for wrong fields: `pointer` (JSON Pointer into the body) or `parameter`, and `detail`.
    trace_id : under which the server's log tells more; made up when empty.
    also : further members.
    """
    told = {
        "type": f"urn:preex:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": int(status),
        "code": code,
        "detail": detail,
        "hint": hint,
        "errors": [dict(one) for one in errors],
        "trace_id": trace_id or uuid4().hex,
        **(also or {}),
    }
    text = json.dumps(told, ensure_ascii=False, allow_nan=False)
    headers = {"Cache-Control": "no-store", "Content-Type": MEDIA_TYPE}
    return HttpResponse(text, status=int(status), headers=headers)
