"""What the session runner asks and is answered in JSON, beside the operations."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, JsonResponse

from preex.errors import PreexError, ValidationError
from preex.web.failures import status_of


def read_json(request: HttpRequest) -> dict[str, Any]:
    """Read the body of a request.

    Raises
    ------
    ValidationError : it is no JSON object.
    """
    try:
        read = json.loads(request.body)
    except ValueError:
        raise ValidationError("the request is no JSON.", hint="Send a JSON object, as the runner does.") from None
    if not isinstance(read, dict):
        raise ValidationError("the request is no JSON object.", hint="Send a JSON object, as the runner does.")
    return read


def refusal(error: PreexError) -> JsonResponse:
    """Answer with an error."""
    said = {"code": error.code, "message": error.message, "hint": error.hint}
    return JsonResponse({"schema": "preex.error/1", "error": said}, status=status_of(error))
