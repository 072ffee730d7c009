"""The API keeps to its description: any request that fits it, and any that does not."""

import json
import re
import runpy
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings

from preex.accounts.models import User
from preex.accounts.tokens import KINDS, make_token
from preex.app.operations import BODIES, Fields
from preex.web.api.service import description

DOCS = Path(__file__).parents[2] / "docs"
ROUTES = [(method, path) for path, methods in description()["paths"].items() for method in methods]


def test_the_description_checked_in_is_the_one_that_is_served(newcomer):
    checked_in = json.loads((DOCS / "openapi.json").read_text(encoding="utf-8"))
    assert checked_in == json.loads(runpy.run_path(str(DOCS / "generate_openapi.py"))["text"]())
    served = newcomer.get("/api/v1/openapi.json").json()
    assert served == checked_in
    assert served["openapi"].startswith("3.1")


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_declares_its_failures(method, path):
    responses = description()["paths"][path][method]["responses"]
    assert {"400", "403", "404", "405", "409", "413", "415", "422", "500", "503"} <= responses.keys()
    for status, told in responses.items():
        assert list(told["content"]) == ["application/problem+json" if int(status) >= 400 else "application/json"]


def test_references_in_the_description_lead_somewhere():
    text = json.dumps(description())
    schemas = description()["components"]["schemas"]
    named = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert named <= schemas.keys()


@contextmanager
def connection_stays():
    """Let requests that come by WSGI share the transaction of the test, as Django's test client does.

    That client connects the signals again after each request: so this begins after its last one.
    """
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_no_request_breaks_the_api(method, path, mode):
    _attack(method, path, mode, {})


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("mode", ["positive", "negative"])
def test_no_request_of_a_token_breaks_the_api_or_reaches_another_log(join, store, method, path, mode, monkeypatch):
    """Every athlete named is somebody else, or nobody: what is read is 404, and nothing is written."""
    join("anna", admin=True)
    join("ben")
    user = User.objects.get(username="ben")
    key = make_token(user, name="fuzz", kinds=KINDS, days=1, at=datetime.now(UTC))
    monkeypatch.setattr("preex.web.limits.LIMIT", 10_000)
    seen = _attack(method, path, mode, {"Authorization": f"Bearer {key}"}, athlete="me")
    if (
        "athlete" in json.dumps(description()["paths"][path][method].get("parameters", ""))
        and path != "/api/v1/predict"
    ):
        assert 200 not in seen
        assert 201 not in seen
    assert 401 not in seen
    assert store.sets("me") == store.sets("ben") == ()


@connection_stays()
def _attack(method, path, mode, headers, athlete=None):
    """Send what fits the description, or does not; return the statuses of the answers."""
    schemathesis = pytest.importorskip("schemathesis", reason="the test extra is not installed: no schemathesis")
    from schemathesis import GenerationMode, checks

    from preex.web.wsgi import application

    operation = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, headers=headers)[path][method]
    # An operation that is refused is an answer of 200, and a scenario or plan may fit the schema and still be impossible.
    left_out = [checks.CHECKS.get_one(n) for n in ("negative_data_rejection", "positive_data_acceptance")]

    @settings(max_examples=5, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)
    @given(case=operation.as_strategy(generation_mode=GenerationMode(mode)))
    def check(case):
        if athlete and isinstance(case.query, dict) and "athlete" in case.query:
            case.query["athlete"] = athlete
        answer = case.call_and_validate(headers={"Host": "localhost"} | headers, excluded_checks=left_out)
        seen.add(answer.status_code)

    seen = set()
    check()
    return seen


# ------------------------------------------------------------------ the page

PAGE = (DOCS / "api.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]


def test_the_operations_of_the_page_are_answered_as_it_says(newcomer):
    sent, answer, _ = EXAMPLES
    response = newcomer.post("/api/v1/ops", sent, content_type="application/json")
    assert response.json() == answer
    again = newcomer.post("/api/v1/ops", sent, content_type="application/json").json()
    assert {one["status"] for one in again["results"]} == {"known"}


def test_the_failure_of_the_page_is_told_as_it_says(newcomer):
    scenario = {"sets": [{"exercise": "leg_press", "load_kg": -1, "reps": 5}]}
    told = newcomer.post("/api/v1/predict", scenario, content_type="application/json").json()
    assert told | {"trace_id": ""} == EXAMPLES[2] | {"trace_id": ""}


def test_the_page_names_every_route_kind_and_field():
    for path in description()["paths"]:
        assert path.removeprefix("/api/v1").replace("{plan_id}", "P-3") in PAGE
    for kind, body in BODIES.items():
        row = next(line for line in PAGE.splitlines() if line.startswith("| ") and f"`{kind}`" in line)
        names = {field.alias or name for name, field in body.model_fields.items()}
        assert {name for name in names if name not in row} == set()
    assert all(name in PAGE for name in Fields.model_fields)
