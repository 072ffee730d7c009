"""Where people log in, attacked from outside: each test is an attack that worked once, or one that must never."""

import json
import logging
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client

from preex.accounts.models import Grant, Role, User
from preex.accounts.sessions import ABSOLUTE_S, SessionStore
from preex.accounts.sharing import let_in, take_back
from preex.accounts.tokens import make_token
from preex.errors import DataError
from preex.web.logs import OneLine
from preex.web.serve import SILENCE_S, THREADS, listening

PASSWORD = "leg press in the morning"  # noqa: S105 - of the accounts made here
COOKIE = django_settings.SESSION_COOKIE_NAME
ELSEWHERE = (
    "//evil.example", "/\\evil.example", "\\\\evil.example", "https:evil.example", "https://evil.example", "///evil.example",
    "/%2f%2fevil.example", "/%5cevil.example", "javascript:alert(1)", "data:text/html,x", "/\t/evil.example", " //evil.example",
    "/\r\nSet-Cookie: x=1", "http://testserver@evil.example", "http://testserver.evil.example", "//evil%E3%80%82example",
    "http://[::1", "http://testserver:9999/", "ftp://testserver/",
)  # fmt: skip


def place_of(answer):
    """Return the host a browser goes to: it drops tabs and line breaks, and takes backslashes for slashes."""
    target = answer.get("Location", "").strip()
    for dropped in "\t\r\n":
        target = target.replace(dropped, "")
    return urlsplit(urljoin("http://testserver/x", target.replace("\\", "/"))).netloc


@pytest.mark.parametrize("target", ELSEWHERE)
def test_no_form_of_the_accounts_leads_to_another_host(join, target):
    """T28."""
    anna = join("anna", admin=True)
    sent = [
        anna.post("/account/confirm", {"password": PASSWORD, "next": target}),
        anna.post("/language", {"language": "de", "next": target}),
        anna.post("/account/logout", {"next": target}),
    ]
    sent.append(anna.post("/account/login", {"login": "anna", "password": PASSWORD, "next": target}))
    assert {place_of(answer) for answer in sent} == {"testserver"}
    assert all(answer.status_code < 500 and "x" not in answer.cookies for answer in sent)


def test_half_requests_on_every_thread_hold_up_nobody_for_long(served, tmp_path, monkeypatch):
    """T24: four of them once stopped the server until they were taken back."""
    monkeypatch.setenv("PREEX_ACCOUNTS", "1")
    with served(tmp_path / "home", "-c", "import preex.web; preex.web.serve(port=0)") as address:
        place = ("127.0.0.1", urlsplit(address).port)
        halves = [socket.create_connection(place) for _ in range(THREADS)]
        for half in halves:
            half.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ")
        began = time.monotonic()
        with urllib.request.urlopen(f"{address}/healthz", timeout=3 * SILENCE_S) as answer:  # noqa: S310 - this machine's
            assert answer.status == 200
        assert time.monotonic() - began < SILENCE_S + 5
        for half in halves:
            half.close()


def test_the_door_hands_its_patience_to_connections():
    with listening("127.0.0.1", 0) as door, socket.create_connection(door.getsockname()[:2]):
        connection, _ = door.accept()
        with connection:
            kept = connection.getsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, 16)
    assert int.from_bytes(kept[:8], sys.byteorder) == SILENCE_S


def test_personal_pages_are_kept_by_no_cache_where_people_log_in(join):
    """T17: the browser goes to the next person, and so would its cache."""
    anna = join("anna", admin=True)
    for address in (
        "/",
        "/log",
        "/session",
        "/settings",
        "/progress",
        "/account",
        "/account/people",
        "/trial",
        "/nothing",
    ):
        assert "no-store" in anna.get(address).headers["Cache-Control"], address


def test_a_line_of_the_log_cannot_be_made_up_by_an_address(join, monkeypatch):
    """T21."""

    def broken(*_args, **_named):
        raise RuntimeError("inside of the server")

    anna = join("anna", admin=True)
    anna.raise_request_exception = False
    monkeypatch.setattr("preex.app.athlete_state", broken)
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(OneLine("%(levelname)s %(message)s").format(record))
    logging.getLogger("preex").addHandler(handler)
    try:
        answer = anna.get("/api/v1/status", {"athlete": "me"})
    finally:
        logging.getLogger("preex").removeHandler(handler)
    assert answer.status_code == 500
    assert "inside of the server" not in answer.content.decode()  # T22
    assert answer.json()["trace_id"] in lines[0]
    forged = logging.LogRecord("x", logging.ERROR, "", 0, "GET %s", ("/a\nERROR made up\x1b[2J\u2028",), None)
    assert OneLine("%(message)s").format(forged) == "GET /a\\x0aERROR made up\\x1b[2J\\u2028"


@pytest.mark.parametrize("address", ["/", "/api/v1/status?athlete=me"])
def test_no_place_on_the_machine_is_told_to_who_logs_in(join, monkeypatch, address):
    """T22: that a log is damaged or gone is told with its folder, to whoever looks at the server's own log."""

    def gone(*_args, **_named):
        raise DataError("there was a log in /srv/secret, and it is gone.", hint="Look into /srv/secret.")

    anna = join("anna", admin=True)
    monkeypatch.setattr("preex.app.athlete_state", gone)
    monkeypatch.setattr("preex.app.know", gone)
    answer = anna.get(address)
    assert answer.status_code == 500
    assert "secret" not in answer.content.decode()


CANARY = "canary-4711"


def test_no_log_holds_what_somebody_noted_or_types(join, monkeypatch, caplog):
    """T21: neither of what was sent well, nor of what a fault interrupted."""
    anna = join("anna", admin=True)
    anna.raise_request_exception = False
    key = make_token(User.objects.get(), name="x", kinds=["read"], days=1, at=datetime.now(UTC))
    with caplog.at_level(logging.DEBUG, logger="preex"):
        anna.post("/log", {"line": f"leg press 100x8 # {CANARY}"})
        anna.post("/account/login", {"login": "anna", "password": CANARY})
        monkeypatch.setattr("preex.app.record_line", lambda *_args, **_named: 1 / 0)
        assert anna.post("/log", {"line": f"leg press 100x8 # {CANARY}"}).status_code == 500
        Client(headers={"authorization": f"Bearer {key}"}).get("/api/v1/status?athlete=nobody")
    assert CANARY not in caplog.text
    assert key not in caplog.text


@pytest.mark.parametrize("address", ["/api/v1/status?athlete=a%00b", "/api/v1/changes?athlete=%00"])
def test_a_name_no_database_takes_is_one_there_is_not(join, address):
    anna = join("anna", admin=True)
    assert anna.get(address).status_code == 404
    assert anna.post("/account/look", {"athlete": "a\0b"}).status_code == 404


def test_a_session_too_old_is_told_to_programs_as_a_problem(join):
    anna = join("anna", admin=True)
    kept = SessionStore.held_by(anna.cookies[COOKIE].value)
    kept["began"] -= ABSOLUTE_S + 60
    kept.save()
    answer = anna.get("/api/v1/status?athlete=me")
    assert answer.status_code == 401
    assert answer.json()["code"] == "unauthorized"


def test_what_is_logged_out_replays_as_nobody(join):
    """T6."""
    anna = join("anna", admin=True)
    thief = Client()
    thief.cookies[COOKIE] = anna.cookies[COOKIE].value
    assert thief.get("/api/v1/status?athlete=me").status_code == 200
    anna.post("/account/logout")
    assert thief.get("/api/v1/status?athlete=me").status_code == 401
    assert thief.get("/").status_code == 302


OP = {
    "id": "0199b3c0-8a01-7000-8000-000000000002", "device": "5f0c2f4e-3f0b-4a52-9d5e-1f2a3b4c5d6e", "clock": 2,
    "at": "2026-11-24T18:05:00.000Z", "kind": "set.done",
    "body": {
        "session": "0199b3c0-8a00-7000-8000-0000000000aa", "set": "0199b3c0-8a01-7000-8000-0000000000bb",
        "exercise": "leg_press", "load": {"value": "160", "unit": "kg"}, "reps": 8, "note": CANARY,
    },
}  # fmt: skip


def send(browser, athlete, *ops):
    body = json.dumps({"athlete": athlete, "ops": ops})
    return browser.post("/api/v1/ops", body, content_type="application/json")


def test_operations_that_name_sets_of_somebody_else_change_nothing_of_theirs_and_show_nothing(join, store):
    """T1, inside a body: the same operation, the same set, a change and a removal of a set that is not one's own."""
    anna, ben = join("anna", admin=True), join("ben")
    assert send(anna, "me", OP).json()["results"][0]["status"] == "stored"
    before = store.sets("me")
    body = OP["body"]
    tried = [
        OP,
        OP | {"id": OP["id"].replace("02", "03"), "body": body | {"reps": 1}},
        OP
        | {
            "id": OP["id"].replace("02", "04"),
            "kind": "set.change",
            "body": {"set": body["set"], "fields": {"reps": 1}},
        },
        OP | {"id": OP["id"].replace("02", "05"), "kind": "set.remove", "body": {"set": body["set"]}},
    ]
    answer = send(ben, "ben", *tried)
    assert CANARY not in answer.content.decode()
    assert store.sets("me") == before
    assert send(ben, "me", *tried).status_code == 404
    assert store.sets("me") == before


def test_a_coach_sent_away_while_a_session_runs_can_send_it_nowhere(join, store):
    """What was done for the athlete lands neither in their log nor in the coach's own."""
    join("anna", admin=True)
    ben = join("ben")
    owner, now = User.objects.get(username="anna"), datetime.now(UTC)
    grant = let_in(owner, "ben", ["log:write", "log:read"], days=30, at=now)
    ben.post("/account/look", {"athlete": "me"})
    assert send(ben, "me", OP).status_code == 200
    assert take_back(owner, grant.pk, at=now)
    later = OP | {"id": OP["id"].replace("02", "09")}
    assert send(ben, "me", later).status_code == 404
    assert ben.get("/log").status_code == 404
    assert ben.post("/log", {"line": "leg press 100x8"}).status_code == 404
    assert [len(store.sets(name)) for name in ("me", "ben")] == [1, 0]


@pytest.mark.parametrize("extra", ["is_admin", "is_active", "user", "role", "athlete", "athlete_id", "scopes"])
def test_fields_no_form_has_are_not_taken(join, extra):
    """T3."""
    anna, ben = join("anna", admin=True), join("ben")
    sent = {extra: "1", "name": "anna", "may": ["log:read"], "days": "30"}
    ben.post("/settings", sent)
    ben.post("/account/sharing", sent)
    user = User.objects.get(username="ben")
    assert (user.is_admin, user.is_active) == (False, True)
    assert set(Grant.objects.filter(user=user).values_list("role", "athlete__name")) == {(Role.OWNER, "ben")}
    answer = anna.post(f"/api/v1/plans?athlete=me&{extra}=1", "{}", content_type="application/json")
    assert answer.status_code == 422


def test_who_has_a_shell_makes_a_link_that_sets_a_password_anew(tmp_path, served, monkeypatch):
    monkeypatch.setenv("PREEX_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PREEX_DATABASE_URL", "")
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    make = (
        "from preex.web.serve import prepare; prepare()\n"
        "from datetime import UTC, datetime\n"
        "from preex.accounts.models import User\n"
        "User.objects.create_user('anna', 'one that is forgotten', is_admin=True, joined_at=datetime.now(UTC))"
    )
    subprocess.run([sys.executable, "-c", make], check=True)
    ask = [sys.executable, "-m", "preex", "serve", "--reset-link"]
    told = subprocess.run([*ask, "Anna"], capture_output=True, text=True, check=True)
    link = told.stdout.strip()
    assert link.startswith("/account/reset/")
    nobody = subprocess.run([*ask, "ben"], capture_output=True, text=True, check=False)
    assert nobody.returncode != 0
    assert "There are: anna." in nobody.stderr
    monkeypatch.setenv("PREEX_ACCOUNTS", "1")
    with (
        served(tmp_path / "home", "-c", "import preex.web; preex.web.serve(port=0)") as address,
        urllib.request.urlopen(address + link, timeout=30) as page,  # noqa: S310 - this machine's
    ):
        assert "anna" in page.read().decode()
