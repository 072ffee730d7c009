"""Sessions, passwords, guesses, headers: the controls of the threat list, each held against what it promises."""

import re
import time
from datetime import UTC, datetime
from hashlib import sha256

import pytest
from allauth.usersessions.models import UserSession
from argon2 import extract_parameters
from django.conf import settings as django_settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from preex.accounts.joining import make_link
from preex.accounts.models import Link, LinkKind, User
from preex.accounts.sessions import ABSOLUTE_S, IDLE_S

PASSWORD = "leg press in the morning"  # noqa: S105 - of the accounts made here
COOKIE = django_settings.SESSION_COOKIE_NAME
pytestmark = pytest.mark.usefixtures("accounts")


@pytest.fixture
def anna(join):
    return join("anna", admin=True)


def log_in(name="anna", password=PASSWORD, browser=None, **headers):
    return (browser or Client()).post("/account/login", {"login": name, "password": password}, **headers)


def invited(password):
    code = make_link(LinkKind.INVITATION, at=datetime.now(UTC))
    return Client().post(f"/account/invitation/{code}", {"name": "ben", "password": password})


# ------------------------------------------------------------------ T6: sessions


@pytest.mark.usefixtures("anna")
def test_a_login_gives_a_new_session_and_ends_the_one_before():
    browser = Client()
    browser.get("/account/login")
    browser.cookies[COOKIE] = "chosen-by-somebody-else"
    log_in(browser=browser)
    first = browser.cookies[COOKIE].value
    assert first != "chosen-by-somebody-else"
    thief = Client()
    thief.cookies[COOKIE] = first
    assert thief.get("/").status_code == 200
    browser.post("/account/logout")
    assert thief.get("/").status_code == 302
    log_in(browser=browser)
    assert browser.cookies[COOKIE].value != first


def test_a_session_has_256_random_bits_and_its_tables_hold_its_hash_alone(anna):
    secret = anna.cookies[COOKIE].value
    assert len(secret) == 43  # 32 bytes in base64
    keys = [
        *Session.objects.values_list("session_key", flat=True),
        *UserSession.objects.values_list("session_key", flat=True),
    ]
    assert set(keys) == {sha256(secret.encode()).hexdigest()[:40]}
    thief = Client()
    thief.cookies[COOKIE] = keys[0]
    assert thief.get("/").status_code == 302


def test_a_session_ended_elsewhere_is_out_with_its_next_request(anna):
    other = Client()
    log_in(browser=other, headers={"user-agent": "Mozilla/5.0 (Android 15) Firefox/140.0"})
    assert other.get("/").status_code == 200
    page = anna.get("/account/sessions").content.decode()
    assert "Firefox, Android" in page
    address = re.search(r"/account/sessions/\d+/end", page).group()
    assert anna.post(address).status_code == 302
    assert other.get("/").status_code == 302
    assert anna.get("/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(anna, join):
    ben = join("ben")
    theirs = UserSession.objects.get(user__username="anna")
    assert ben.post(f"/account/sessions/{theirs.pk}/end").status_code == 404
    assert anna.get("/").status_code == 200


@pytest.mark.parametrize(("unseen_s", "age_s", "status"), [
    (0, 0, 200), (IDLE_S - 60, IDLE_S - 60, 200), (IDLE_S + 60, IDLE_S + 60, 302),
    (0, ABSOLUTE_S - 60, 200), (0, ABSOLUTE_S + 60, 302),
])  # fmt: skip
def test_a_session_ends_after_thirty_days_unused_and_after_ninety_in_any_case(anna, unseen_s, age_s, status):
    now = time.time()
    row = Session.objects.get()
    store = row.get_session_store_class()()
    held = {**row.get_decoded(), "began": int(now - age_s), "seen": int(now - unseen_s)}
    row.session_data = store.encode(held)
    row.expire_date = datetime.fromtimestamp(now - unseen_s + IDLE_S, UTC)
    row.save()
    assert anna.get("/").status_code == status


def test_a_visit_prolongs_a_session_and_is_noted(anna):
    row = Session.objects.get()
    store = row.get_session_store_class()()
    row.session_data = store.encode({**row.get_decoded(), "seen": int(time.time()) - 86_400})
    row.expire_date = datetime.fromtimestamp(time.time() + IDLE_S - 86_400, UTC)
    row.save()
    before = UserSession.objects.get().last_seen_at
    anna.get("/")
    assert Session.objects.get().expire_date.timestamp() == pytest.approx(time.time() + IDLE_S, abs=5)
    assert UserSession.objects.get().last_seen_at > before


def test_a_new_password_ends_every_other_session_and_keeps_this_one(anna):
    other = Client()
    log_in(browser=other)
    fields = {"oldpassword": PASSWORD, "password1": "another long one of mine", "password2": "another long one of mine"}
    assert anna.post("/account/confirm", {"password": PASSWORD}).status_code == 302
    assert anna.post("/account/password", fields).status_code == 302
    assert other.get("/").status_code == 302
    assert anna.get("/").status_code == 200
    assert log_in().status_code == 200  # the old one: the form again
    assert log_in(password="another long one of mine").status_code == 302  # noqa: S106 - a test's


def test_a_reset_link_sets_a_password_once_and_logs_every_device_out(anna, join):
    ben = join("ben")
    anna.post("/account/confirm", {"password": PASSWORD})
    page = anna.post(f"/account/people/{User.objects.get(username='ben').pk}/reset").content.decode()
    link = re.search(r"/account/reset/\w+", page).group()
    assert Client().post(link, {"password": "quite another one"}).status_code == 302
    assert ben.get("/").status_code == 302
    assert Client().post(link, {"password": "and one more of them"}).status_code == 404
    assert log_in("ben", "quite another one").status_code == 302


@pytest.mark.parametrize(
    "address", ["/account/factors/totp/activate/", "/account/factors/webauthn/add/", "/settings/export"]
)
def test_what_changes_how_one_gets_in_asks_who_it_is_once_more(anna, address):
    answer = anna.get(address)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/confirm?next=")
    anna.post(f"/account/confirm?next={address}", {"password": PASSWORD})
    answer = anna.get(address)
    assert answer.status_code == 200
    answer.close()


def test_logging_out_tells_the_browser_to_keep_nothing(anna):
    answer = anna.post("/account/logout")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert anna.cookies[COOKIE].value == ""


# ------------------------------------------------------------------ T7: passwords


@pytest.mark.usefixtures("anna")
def test_a_password_is_kept_by_argon2id_no_weaker_than_advised():
    kept = User.objects.get().password
    found = extract_parameters(kept.removeprefix("argon2"))
    assert found.type.name == "ID"
    assert (found.memory_cost >= 19_456, found.time_cost >= 2, found.parallelism >= 1) == (True, True, True)
    assert found.salt_len >= 16
    assert PASSWORD not in kept


@pytest.mark.usefixtures("anna")
def test_a_password_kept_more_weakly_is_kept_anew_at_the_next_login():
    weak = type("Weak", (Argon2PasswordHasher,), {"memory_cost": 8192, "time_cost": 1, "parallelism": 1})()
    user = User.objects.get()
    user.password = weak.encode(PASSWORD, weak.salt())
    user.save()
    assert log_in().status_code == 302
    kept = User.objects.get().password
    assert extract_parameters(kept.removeprefix("argon2")).memory_cost == 65_536


@pytest.mark.parametrize("password", [
    "x9" * 36 + "end", "y7" * 400, "\N{GREEK SMALL LETTER ALPHA}\N{SNOWMAN} \N{FLEXED BICEPS} kr\N{LATIN SMALL LETTER A WITH DIAERESIS}ftig",
    "  spaces count  ", "all the same word word word",
])  # fmt: skip
def test_a_password_may_be_long_and_of_any_characters_and_counts_whole(password):
    assert invited(password).status_code == 302
    assert log_in("ben", password).status_code == 302
    for other in (password[:-1], password[:72], password.strip(), password.lower()):
        if other != password:
            assert log_in("ben", other).status_code == 200


@pytest.mark.parametrize("password", ["short7!", "password123", "qwertyuiop", "iloveyou1", "PreEx2026!", "12345678"])
def test_a_password_that_guessers_try_first_is_refused_and_the_link_lives(password):
    assert invited(password).status_code == 422
    assert not User.objects.exists()
    assert Link.objects.get().used_at is None


# ------------------------------------------------------------------ T8: guesses


@pytest.mark.usefixtures("anna")
def test_after_ten_wrong_guesses_even_the_right_one_has_to_wait():
    for number in range(10):
        answer = log_in(password=f"wrong guess {number}", REMOTE_ADDR=f"192.0.2.{number}")
        assert "do not belong together" in answer.content.decode()
    told = log_in(REMOTE_ADDR="192.0.2.200").content.decode()
    assert "Wait a quarter of an hour" in told


@pytest.mark.parametrize("dodge", [
    lambda number: {"HTTP_HOST": f"localhost:{8000 + number}"},
    lambda number: {"HTTP_X_FORWARDED_FOR": f"198.51.100.{number}"},
    lambda number: {"HTTP_USER_AGENT": f"browser {number}"},
])  # fmt: skip
@pytest.mark.usefixtures("anna")
def test_no_header_gives_a_guesser_more_guesses(dodge):
    said = [log_in(password=f"wrong guess {number}", **dodge(number)).content.decode() for number in range(12)]
    assert ["Wait a quarter" in text for text in said] == [False] * 10 + [True] * 2


@pytest.mark.usefixtures("anna")
def test_capitals_give_no_more_guesses():
    said = [log_in("ANNA" if number % 2 else "anna", f"wrong guess {number}").content.decode() for number in range(12)]
    assert sum("Wait a quarter" in text for text in said) == 2


@pytest.mark.usefixtures("anna")
def test_one_network_has_thirty_guesses_over_all_names():
    for number in range(30):
        log_in(f"name{number}", "wrong guess", REMOTE_ADDR="192.0.2.9")
        cache.delete_many([])
    assert log_in(REMOTE_ADDR="192.0.2.9").status_code in {200, 429}
    assert log_in(REMOTE_ADDR="192.0.2.10").status_code == 302


@pytest.mark.usefixtures("anna")
def test_a_forged_address_is_not_believed():
    log_in(headers={"x-forwarded-for": "198.51.100.1", "x-real-ip": "198.51.100.2", "forwarded": "for=198.51.100.3"})
    assert set(UserSession.objects.values_list("ip", flat=True)) == {"127.0.0.1"}


@pytest.mark.usefixtures("anna")
def test_a_proxy_of_ours_is_believed_once_it_is_named(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    log_in(headers={"x-forwarded-for": "198.51.100.66, 198.51.100.1"})  # the first is what the client claimed
    assert "198.51.100.1" in set(UserSession.objects.values_list("ip", flat=True))


@pytest.mark.usefixtures("anna")
def test_an_unknown_name_is_answered_like_a_wrong_password():
    wrong, unknown = (
        re.sub(r'value="[^"]*"', "", log_in(name, "wrong guess").content.decode()) for name in ("anna", "nobody")
    )
    assert wrong == unknown


@pytest.mark.usefixtures("anna")
def test_an_unknown_name_takes_as_long_as_a_wrong_password(settings):
    settings.ACCOUNT_RATE_LIMITS = False
    took = {"anna": [], "nobody": []}
    for number in range(12):
        for name, found in took.items():
            began = time.process_time()
            log_in(name, f"wrong guess {number}")
            found.append(time.process_time() - began)
    # Time of the processor, and the quickest of twelve: how busy the machine is does not count.
    assert abs(min(took["anna"]) - min(took["nobody"])) < 0.020


@pytest.mark.parametrize("target", [
    "//evil.example/", "https://evil.example/", "http://localhost:1/", "http://127.0.0.1/", "javascript:alert(1)", "/\\evil.example",
    "http:///evil.example", "\thttps://evil.example",
])  # fmt: skip
@pytest.mark.usefixtures("anna")
def test_a_login_leads_to_no_other_place(target):
    """T28."""
    answer = Client().post("/account/login", {"login": "anna", "password": PASSWORD, "next": target})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/"


@pytest.mark.usefixtures("anna")
def test_a_login_leads_where_one_wanted_to_go():
    answer = Client().post("/account/login", {"login": "anna", "password": PASSWORD, "next": "/log?x=1"})
    assert answer.headers["Location"] == "/log?x=1"


def test_no_form_of_the_accounts_is_taken_from_elsewhere(anna):
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = anna.cookies
    for address in ("/account/logout", "/account/people/invite", "/account/password", "/account/sessions"):
        assert browser.post(address).status_code == 403


def test_no_page_of_the_accounts_runs_inline_code_or_asks_other_hosts(anna):
    anna.post("/account/confirm", {"password": PASSWORD})
    pages = ["/account", "/account/people", "/account/sessions", "/account/password", "/account/logout", "/account/confirm",
             "/account/factors/", "/account/factors/totp/activate/", "/account/factors/webauthn/add/", "/account/factors/webauthn/"]  # fmt: skip
    for address in pages:
        answer = anna.get(address)
        text = answer.content.decode()
        assert answer.status_code == 200, address
        assert not re.search(
            r"<script(?![^>]*(?:src=|application/json))|<style|\sstyle=|\son\w+=|(?:src|href)=\"(?:https?:)?//", text
        ), address
        assert text.count("<h1") == 1, address
    for address in ("/account/login", "/account/by-invitation", "/account/forgotten"):
        assert Client().get(address).status_code == 200
