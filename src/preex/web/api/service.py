"""The API put together, and its description in OpenAPI 3.1."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from preex.app.operations import BODIES, Envelope
from preex.app.scenario import Scenario
from preex.web.api import athletes, catalogue, plans, syncing
from preex.web.api.errors import tell_failures
from preex.web.api.problems import MEDIA_TYPE

_REF = "#/components/schemas/"
_ABOUT = """\
Errors are `application/problem+json` (RFC 9457). Unknown parameters and fields are refused with 422. Loads are
kilograms unless a unit stands beside them, times are seconds, moments RFC 3339. A repeated `POST /ops` is harmless."""


class _Strict(Parser):
    """Reads JSON as RFC 8259 has it: no NaN, no infinity, no name twice."""

    def parse_body(self, request: HttpRequest) -> Any:  # noqa: ANN401 - any JSON
        return json.loads(request.body, parse_constant=_refused, object_pairs_hook=_once)


class _Api(NinjaAPI):
    """An API that describes its problems and operations."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the description."""
        found = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operation in (operation for methods in found["paths"].values() for operation in methods.values()):
            for status, told in operation["responses"].items():
                if int(status) >= 400:
                    told["content"] = {MEDIA_TYPE: next(iter(told["content"].values()))}
        schemas = found["components"]["schemas"]
        schemas.update(_more_schemas())
        schemas["OpsSent"]["properties"]["ops"]["items"] = {"$ref": f"{_REF}Operation"}
        schemas["ChangesAnswer"]["properties"]["ops"]["items"] = {"$ref": f"{_REF}LoggedOperation"}
        _body_of(found, "/api/v1/predict", "post")["schema"] = {"$ref": f"{_REF}Scenario"}
        return found

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name an operation as its function is."""
        return operation.view_func.__name__


@cache
def description() -> Mapping[str, Any]:
    """Return the API's description, OpenAPI 3.1."""
    plain: Mapping[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix="api/v1/")))
    return plain


def _body_of(found: Mapping[str, Any], path: str, method: str) -> dict[str, Any]:
    content: dict[str, Any] = found["paths"][path][method]["requestBody"]["content"]["application/json"]
    return content


def _more_schemas() -> dict[str, Any]:
    models: list[type[BaseModel]] = sorted({*BODIES.values(), Scenario}, key=lambda model: model.__name__)
    _, told = models_json_schema([(model, "validation") for model in models], ref_template=_REF + "{model}")
    envelope = Envelope.model_json_schema()
    kinds = list(_kinds(envelope))
    logged = {**envelope, "title": "LoggedOperation", "required": ["seq", *envelope["required"]]}
    logged["properties"] = {"seq": {"type": "integer", "minimum": 1}, **envelope["properties"]}
    return {**told["$defs"], "Operation": {"title": "Operation", "oneOf": kinds}, "LoggedOperation": logged}


def _kinds(envelope: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for kind, body in BODIES.items():
        own = {"kind": {"const": kind}, "body": {"$ref": f"{_REF}{body.__name__}"}}
        yield {**envelope, "title": kind, "properties": {**envelope["properties"], **own}}


def _refused(word: str) -> None:
    raise ValueError(f"{word} is no JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


api = _Api(title="PreEx", version="1", description=_ABOUT, docs_url=None, urls_namespace="api", parser=_Strict())
tell_failures(api)
for one in (syncing, catalogue, athletes, plans):
    api.add_router("", one.router)
