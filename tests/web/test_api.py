"""The HTTP API: what programs may ask, and what they may not."""

import itertools
import json

import pytest
from django.test import Client

from preex import app
from preex.web.api import athletes
from preex.web.api.service import description

V1 = "/api/v1"
PHONE = "0199b3c0-0000-4000-8000-00000000000a"
SESSION = "0199b3c0-0000-7000-8000-000000000001"
_numbers = itertools.count(1)


def op(kind="set.done", *, number=None, **body):
    number = number or next(_numbers)
    if kind == "set.done":
        body = {
            "session": SESSION, "set": f"0199b3c0-0000-7000-8000-1{number:011d}", "exercise": "leg_press",
            "load": {"value": "160", "unit": "kg"}, "reps": 8, **body,
        }  # fmt: skip
    return {
        "id": f"0199b3c0-0000-7000-9000-{number:012d}", "device": PHONE, "clock": number,
        "at": f"2026-11-24T18:{number // 60 % 60:02d}:{number % 60:02d}.000Z", "kind": kind, "body": body,
    }  # fmt: skip


class Program(Client):
    """A program that speaks JSON."""

    def send(self, path, document, method="post", **headers):
        return getattr(self, method)(V1 + path, data=document, content_type="application/json", headers=headers)

    def ask(self, path, **query):
        return self.get(V1 + path, query)

    def tell(self, *ops):
        return self.send("/ops", {"athlete": "me", "ops": list(ops)})


@pytest.fixture
def program(db):  # noqa: ARG001 - a fixture is asked for by its name
    return Program()


def is_problem(response, status, code):
    told = response.json()
    assert (response.status_code, told["status"], told["code"]) == (status, status, code)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Cache-Control"] == "no-store"
    assert told["detail"]
    assert len(told["trace_id"]) == 32
    return told


# ------------------------------------------------------------------ operations


def test_a_set_that_a_phone_did_offline_stands_in_the_log(program, store):
    told = program.tell(op(reps=11)).json()
    assert told["schema"] == "preex.ops/1"
    assert told["athlete"] == "me"
    assert [one["status"] for one in told["results"]] == ["stored"]
    assert [s.reps for s in store.sets("me")] == [11]


def test_an_answer_that_was_lost_costs_nothing(program, store):
    one = op()
    first, second = program.tell(one).json(), program.tell(one).json()
    assert [r["results"][0]["status"] for r in (first, second)] == ["stored", "known"]
    assert first["cursor"] == second["cursor"]
    assert store.count_sets("me") == 1


def test_one_refused_operation_does_not_stop_the_others(program, store):
    one = op()
    other = one | {"body": one["body"] | {"reps": 3}}
    results = program.tell(one, other, op(reps=-1), op()).json()["results"]
    assert [r["status"] for r in results] == ["stored", "refused", "refused", "stored"]
    assert [r["problem"] and r["problem"]["code"] for r in results] == [None, "conflict", "invalid_field", None]
    assert [r["id"] for r in results][:2] == [one["id"], one["id"]]
    assert store.count_sets("me") == 2


def test_a_batch_of_500_is_taken_and_one_of_501_is_not(program, store):
    ops = [op() for _ in range(500)]
    assert {r["status"] for r in program.tell(*ops).json()["results"]} == {"stored"}
    assert store.count_sets("me") == 500
    told = is_problem(program.tell(*ops, op()), 422, "invalid_field")
    assert told["errors"][0]["pointer"] == "/ops"
    assert {r["status"] for r in program.tell(*ops).json()["results"]} == {"known"}


def test_another_phone_hears_everything_in_the_order_it_arrived(program):
    ops = [op() for _ in range(5)]
    program.tell(*ops[:2])
    program.tell(*ops[2:])
    first = program.ask("/changes", since=0, limit=3).json()
    rest = program.ask("/changes", since=first["cursor"], limit=200).json()
    assert (first["more"], rest["more"]) == (True, False)
    assert [o["id"] for o in first["ops"] + rest["ops"]] == [o["id"] for o in ops]
    assert [o["seq"] for o in first["ops"] + rest["ops"]] == [1, 2, 3, 4, 5]
    nothing = program.ask("/changes", since=rest["cursor"]).json()
    assert (nothing["ops"], nothing["cursor"]) == ([], rest["cursor"])


def test_undo_on_the_page_is_heard_by_phones(program):
    program.tell(op())
    assert program.post("/log/undo").status_code == 302
    kinds = [o["kind"] for o in program.ask("/changes").json()["ops"]]
    assert kinds == ["set.done", "set.remove"]


def test_one_set_costs_the_same_however_long_the_log_is(program, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(100) as seen:
            program.tell(op(session=f"0199b3c0-0000-7000-8000-2{next(_numbers):011d}"))
        return len(seen)

    program.tell(op())
    short = queries()
    for day in range(4):
        program.tell(*(op(session=f"0199b3c0-0000-7000-8000-3{day:011d}") for _ in range(100)))
    assert queries() == short


# ------------------------------------------------------------------ who may write


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://testserver.evil.example"},
        {"Origin": "https://testserver"}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ],
)  # fmt: skip
def test_a_page_of_another_site_cannot_write(headers, program, store):
    is_problem(program.send("/ops", {"athlete": "me", "ops": [op()]}, **headers), 403, "permission")
    assert store.count_sets("me") == 0


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}])
def test_our_own_page_and_programs_can(headers, program):
    assert program.send("/ops", {"athlete": "me", "ops": [op()]}, **headers).status_code == 200


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_body_that_is_no_json_is_refused_whatever_it_holds(kind, program, store):
    text = json.dumps({"athlete": "me", "ops": [op()]})
    is_problem(program.generic("POST", f"{V1}/ops", text, content_type=kind), 415, "unsupported_media_type")
    assert store.count_sets("me") == 0


def test_a_method_named_in_a_header_or_form_changes_nothing(program):
    response = program.get(f"{V1}/plans/current", headers={"X-HTTP-Method-Override": "PUT"})
    is_problem(response, 404, "not_found")
    is_problem(program.get(f"{V1}/plans/current?_method=PUT"), 422, "invalid_field")


def test_a_forgotten_name_is_me_only_on_this_machine(program):
    assert program.ask("/status").json()["athlete"] == "me"
    for elsewhere in ({"REMOTE_ADDR": "192.168.1.4"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.9"}):
        told = is_problem(program.get(f"{V1}/status", **elsewhere), 422, "invalid_field")
        assert told["errors"][0]["pointer"] == "/athlete"
        assert program.get(f"{V1}/status?athlete=me", **elsewhere).status_code == 200


# ------------------------------------------------------------------ failures

BAD = {
    "unknown route": ("get", "/nothing", None, 404, "not_found"),
    "unknown parameter": ("get", "/pairs?zone=x", None, 422, "invalid_field"),
    "parameter twice": ("get", "/status?athlete=me&athlete=you", None, 422, "invalid_field"),
    "parameter of a write": ("post", "/ops?athlete=me", {"ops": []}, 422, "invalid_field"),
    "limit above 200": ("get", "/exercises?limit=201", None, 422, "invalid_field"),
    "limit in words": ("get", "/changes?limit=many", None, 422, "invalid_field"),
    "foreign cursor": ("get", "/exercises?cursor=eA", None, 422, "invalid_field"),
    "broken cursor": ("get", "/exercises?cursor=%C3%A9", None, 422, "invalid_field"),
    "nobody": ("get", "/status?athlete=nobody", None, 404, "not_found"),
    "NUL in a name": ("get", "/status?athlete=a%00b", None, 404, "not_found"),
    "unknown target": ("get", "/pairs?target=tail", None, 404, "not_found"),
    "unknown claim": ("get", "/claims?id=S999", None, 404, "not_found"),
    "unknown exercise": ("get", "/compare?isolation=zorb&compound=leg_press", None, 404, "unknown_exercise"),
    "one exercise twice": ("get", "/compare?isolation=leg_press&compound=leg_press", None, 422, "validation"),
    "no body": ("post", "/ops", "", 415, "unsupported_media_type"),
    "body null": ("post", "/ops", "null", 422, "invalid_field"),
    "body no JSON": ("post", "/ops", "{", 400, "malformed"),
    "NaN": ("post", "/predict", '{"sets": [NaN]}', 400, "malformed"),
    "a name twice": ("post", "/ops", '{"ops": [], "ops": []}', 400, "malformed"),
    "deep nesting": ("post", "/predict", "[" * 100_000, 400, "malformed"),
    "unknown field": ("post", "/ops", {"ops": [], "role": "admin"}, 422, "invalid_field"),
    "unknown field of a plan": ("post", "/plans", {"owner": "anna"}, 422, "invalid_field"),
    "negative load": ("post", "/predict", {"sets": [{"exercise": "leg_press", "load_kg": -1, "reps": 5}]}, 422, "invalid_field"),
    "no such plan": ("get", "/plans/P-9", None, 404, "not_found"),
    "no id of a plan": ("get", "/plans/nine", None, 422, "invalid_field"),
    "method not allowed": ("delete", "/ops", None, 405, "method_not_allowed"),
}  # fmt: skip


@pytest.mark.parametrize("what", BAD)
def test_what_cannot_be_answered_is_told_as_a_problem(what, program):
    method, path, document, status, code = BAD[what]
    response = program.get(V1 + path) if method == "get" else program.send(path, document or "", method)
    is_problem(response, status, code)


def test_the_field_at_fault_is_named(program):
    told = is_problem(
        program.send("/predict", {"sets": [{"exercise": "leg_press", "load_kg": -1, "reps": 5}]}), 422, "invalid_field"
    )
    assert [one["pointer"] for one in told["errors"]] == ["/sets/0/load_kg"]


def test_a_body_too_large_is_refused(program):
    is_problem(program.send("/ops", "x" * 1_100_000), 413, "too_large")


def test_a_fault_of_ours_tells_nothing_of_its_inside(program, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("secret of the inside")

    monkeypatch.setattr(athletes.app, "athlete_state", fail, raising=False)
    response = program.ask("/status")
    told = is_problem(response, 500, "error")
    assert "secret" not in response.content.decode()
    assert told["errors"] == []


def test_a_host_that_is_not_ours_gets_a_problem(program):
    assert program.get(f"{V1}/status", headers={"Host": "evil.example"}).status_code == 400


# ------------------------------------------------------------------ reading

READ = ["/exercises", "/muscles", "/pairs", "/claims", "/evidence", "/status", "/volume", "/plans", "/changes"]


@pytest.mark.parametrize("path", READ)
def test_what_can_be_read_is_a_document_that_no_cache_keeps(path, program):
    response = program.ask(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.json()["schema"].startswith("preex.")


@pytest.mark.parametrize(
    ("path", "name"), [("/exercises", "exercises"), ("/muscles", "muscles"), ("/pairs", "pairs"), ("/claims", "claims")]
)
def test_pages_put_together_are_the_whole_list(path, name, program):
    whole = {
        "exercises": [e.id for e in app.find_exercises()],
        "muscles": [m.value for m in app.list_muscles()],
        "pairs": [p.id for p in app.find_pairs()],
        "claims": [c.id for c in app.find_claims()],
    }[name]
    found, address = [], f"{V1}{path}?limit=50"
    while address:
        response = program.get(address)
        found += [one["id"] for one in response.json()[name]]
        link = response.headers.get("Link", "")
        assert bool(link) == (response.json()["cursor"] is not None)
        address = link.partition(">")[0].removeprefix("<")
    assert found == whole
    assert len(set(found)) == len(found)


def test_filters_are_those_of_the_command_line(program):
    told = program.ask("/pairs", target="quads", joint=["knee", "shoulder"], same_station="true").json()
    assert {p["target_group"] for p in told["pairs"]} <= {"quads"}
    assert len(told["pairs"]) < len(program.ask("/pairs", target="quads").json()["pairs"])


def test_an_exercise_nobody_knows_gives_an_empty_list(program):
    assert program.ask("/exercises", query="zorbing").json()["exercises"] == []


def test_predictions_and_comparisons_are_those_of_the_command_line(program):
    scenario = {"sets": [{"exercise": "leg_press", "load_kg": 100, "reps": 8}]}
    assert len(program.send("/predict", scenario).json()["sets"]) == 1
    assert program.send("/predict?athlete=me", scenario).json()["athlete"] == "me"
    told = program.ask("/compare", isolation="leg_extension", compound="leg_press", gap_s=30).json()
    assert set(told["strategies"]) == {"traditional", "keep_load", "keep_reps", "count_it"}


# ------------------------------------------------------------------ plans


@pytest.fixture
def planned(program):
    response = program.send("/plans", {"lagging": ["quads"], "months": 30})
    assert response.status_code == 201
    return response


def test_a_plan_is_changed_by_whoever_has_read_the_latest(program, planned, store):
    document, tag = planned.json(), planned.headers["ETag"]
    document["days"][0]["workout"]["title"] = "Legs"
    changed = program.send("/plans/current", document, "put", **{"If-Match": tag})
    assert changed.status_code == 200
    assert changed.json()["days"][0]["workout"]["title"] == "Legs"
    assert changed.headers["ETag"] != tag
    assert [p.id for p in store.plans("me")] == ["P-2", "P-1"]
    assert program.ask("/plans/P-1").json()["days"][0]["workout"]["title"] != "Legs"  # the old one stays
    assert [p["id"] for p in program.ask("/plans").json()["plans"]] == ["P-2", "P-1"]

    late = program.send("/plans/current", document, "put", **{"If-Match": tag})
    told = is_problem(late, 412, "precondition_failed")
    assert told["current"]["days"][0]["workout"]["title"] == "Legs"
    assert late.headers["ETag"] == changed.headers["ETag"]
    assert len(store.plans("me")) == 2


def test_a_plan_is_not_changed_blindly(program, planned, store):
    is_problem(program.send("/plans/current", planned.json(), "put"), 428, "precondition_required")
    assert len(store.plans("me")) == 1


@pytest.mark.parametrize("bad", [{"schema": "preex.plan/1"}, {}, {"athlete": "anna"}])
def test_a_plan_that_is_none_is_not_kept(bad, program, planned, store):
    response = program.send("/plans/current", bad, "put", **{"If-Match": planned.headers["ETag"]})
    is_problem(response, 422, "invalid_field")
    assert len(store.plans("me")) == 1


@pytest.mark.parametrize("name", ["months", "goal", "goal_lift", "lagging", "joints"])
def test_null_is_as_good_as_leaving_out(program, name):
    told = program.send("/plans", {"lagging": ["quads"], "months": 30, "dry_run": True} | {name: None})
    left_out = {n: v for n, v in {"lagging": ["quads"], "months": 30, "dry_run": True}.items() if n != name}
    assert told.status_code == 200
    assert told.json() == program.send("/plans", left_out).json()


def test_a_dry_run_keeps_no_plan(program, store):
    assert program.send("/plans", {"dry_run": True}).status_code == 200
    assert store.plans("me") == ()


def test_every_route_is_tried_here():
    tried = {*READ, "/ops", "/predict", "/compare", "/plans/current", "/plans/{plan_id}"}
    assert {path.removeprefix(V1) for path in description()["paths"]} == tried
