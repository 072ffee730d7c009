"""The API where people log in: tokens, what they may, and how often."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import caches
from django.test import Client

from preex.accounts.models import Grant, Role, Token, User
from preex.accounts.tokens import KINDS, make_token
from preex.errors import OutOfRange, ValidationError
from preex.web.limits import LIMIT

PASSWORD = "leg press in the morning"  # noqa: S105 - of the accounts made here
pytestmark = pytest.mark.usefixtures("accounts")


@pytest.fixture(autouse=True)
def _nothing_counted_yet():
    caches["counts"].clear()


@pytest.fixture
def anna(join):
    return join("anna", admin=True)


@pytest.fixture
def bearer(anna):  # noqa: ARG001 - whose token it is
    """A program with a token, as `bearer("read")`."""

    def program(*kinds, days=1, at=None):
        user = User.objects.get(username="anna")
        key = make_token(user, name="script", kinds=kinds, days=days, at=at or datetime.now(UTC))
        return Client(headers={"authorization": f"Bearer {key}"})

    return program


def ask(program, method, address, body=None):
    return program.generic(method, address, body or "{}", content_type="application/json").status_code


@pytest.mark.parametrize(("kind", "statuses"), [
    ("read", (200, 200, 403, 403)), ("log", (200, 403, 200, 403)), ("plan", (200, 403, 403, 200)),
])  # fmt: skip
def test_a_token_may_do_what_it_was_made_for(bearer, kind, statuses):
    program = bearer(kind)
    plan = '{"days": 1, "dry_run": true}'
    said = (
        ask(program, "GET", "/api/v1/status?athlete=me"),
        ask(program, "GET", "/api/v1/changes?athlete=me"),
        ask(program, "POST", "/api/v1/ops", '{"athlete": "me", "ops": []}'),
        ask(program, "POST", "/api/v1/plans?athlete=me", plan),
    )
    assert said == statuses


def test_a_token_opens_nobody_elses_log(bearer, join):
    join("ben")
    assert ask(bearer(*KINDS), "GET", "/api/v1/status?athlete=ben") == 404
    assert ask(bearer(*KINDS), "GET", "/api/v1/status?athlete=nobody") == 404


def test_a_coachs_token_opens_no_more_than_the_coach(bearer, join, store):
    join("ben")
    athlete = store.athlete("ben").id
    user = User.objects.get(username="anna")
    Grant.objects.create(user=user, athlete_id=athlete, role=Role.COACH, scopes=["log:read"], since=datetime.now(UTC))
    assert ask(bearer("read", "plan"), "GET", "/api/v1/status?athlete=ben") == 200
    assert ask(bearer("read", "plan"), "GET", "/api/v1/changes?athlete=ben") == 404
    assert ask(bearer("read", "plan"), "POST", "/api/v1/plans?athlete=ben", '{"days": 1}') == 404


def test_a_token_opens_no_page(bearer):
    assert bearer(*KINDS).get("/").status_code == 302
    assert bearer(*KINDS).get("/account/people").status_code == 302


@pytest.mark.parametrize("sent", ["Bearer preex_0", "Bearer ", "Basic YW5uYTp4", "preex_0", "Bearer\tx"])
def test_a_wrong_token_is_nobody_even_beside_a_login(anna, sent):
    assert anna.get("/api/v1/status?athlete=me").status_code == 200
    assert anna.get("/api/v1/status?athlete=me", headers={"authorization": sent}).status_code == 401


def test_a_token_ends_with_its_time_its_user_or_by_hand_at_once(bearer, anna):
    assert (
        ask(bearer("read", at=datetime.now(UTC) - timedelta(days=1, minutes=1)), "GET", "/api/v1/status?athlete=me")
        == 401
    )
    program = bearer("read")
    assert ask(program, "GET", "/api/v1/status?athlete=me") == 200
    assert anna.post(f"/account/tokens/{Token.objects.latest('pk').pk}/end").status_code == 302
    assert ask(program, "GET", "/api/v1/status?athlete=me") == 401
    program = bearer("read")
    User.objects.update(is_active=False)
    assert ask(program, "GET", "/api/v1/status?athlete=me") == 401


def test_nobody_ends_the_token_of_somebody_else(bearer, join):
    program = bearer("read")
    ben = join("ben")
    assert ben.post(f"/account/tokens/{Token.objects.get().pk}/end").status_code == 404
    assert ask(program, "GET", "/api/v1/status?athlete=me") == 200


def test_a_token_is_shown_once_kept_as_a_hash_and_made_after_the_password(anna):
    fields = {"name": "my script", "may": ["read", "log"], "days": "30"}
    assert anna.post("/account/tokens", fields).status_code == 302  # asks for the password first
    anna.post("/account/confirm", {"password": PASSWORD})
    key = re.search(r"preex_[0-9a-f]{48}", anna.post("/account/tokens", fields).content.decode()).group()
    assert key not in anna.get("/account/tokens").content.decode()
    assert "my script" in anna.get("/account/tokens").content.decode()
    assert key not in str(list(Token.objects.values()))
    program = Client(headers={"authorization": f"Bearer {key}"})
    assert ask(program, "GET", "/api/v1/status?athlete=me") == 200
    assert Token.objects.get().used_at is not None


@pytest.mark.parametrize(("kinds", "days", "error"), [
    (["read"], 0, OutOfRange), (["read"], 366, OutOfRange), ([], 30, ValidationError), (["admin"], 30, ValidationError),
])  # fmt: skip
def test_no_token_outlives_a_year_or_does_what_there_is_not(bearer, kinds, days, error):
    with pytest.raises(error):
        bearer(*kinds, days=days)


def test_who_asks_too_often_is_told_how_long_to_wait(bearer, monkeypatch):
    program, started = bearer("read"), 1_800_000_015  # 15 s into a minute
    monkeypatch.setattr("preex.web.limits.time.time", lambda: started)
    answers = [program.get("/api/v1/nothing") for _ in range(LIMIT)]
    assert [int(answer.headers["RateLimit-Remaining"]) for answer in answers] == list(range(LIMIT - 1, -1, -1))
    answer = program.get("/api/v1/status?athlete=me")
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == answer.headers["RateLimit-Reset"] == "45"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "too_many_requests"
    started += 45
    assert program.get("/api/v1/status?athlete=me").status_code == 200
