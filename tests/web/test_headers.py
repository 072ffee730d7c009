"""What answers tell the browser, and which requests are turned away."""

import pytest
from django.test import Client

from preex.store.database import secret_key


@pytest.fixture
def answer(newcomer):
    return newcomer.get("/")


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cache-Control", "private, no-cache"),
    ],
)
def test_a_page_comes_with_the_header(answer, header, value):
    assert answer.headers[header] == value


def test_the_policy_allows_only_what_comes_from_here_and_no_inline_code(answer):
    policy = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/nothing", "/compare?isolation=x&compound=y", "/static/preex.css"])
def test_errors_and_files_are_guarded_like_pages(newcomer, address):
    answer = newcomer.get(address)
    answer.close()
    headers = answer.headers
    assert "Content-Security-Policy" in headers
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_style_sheet_is_kept_for_a_year_under_an_address_that_changes_with_it(newcomer):
    page = newcomer.get("/").content.decode()
    assert '<link rel="stylesheet" href="/static/preex.css?v=' in page
    sheet = newcomer.get("/static/preex.css")
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "max-age=31536000" in sheet.headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in sheet.headers
    sheet.close()


def test_the_style_sheet_asks_nothing_of_other_hosts(newcomer):
    sheet = b"".join(newcomer.get("/static/preex.css").streaming_content).decode()
    assert "url(" not in sheet
    assert "@import" not in sheet


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.0.0.1:8000", "[::1]:8000"])
def test_this_machine_may_ask(newcomer, host):
    assert newcomer.get("/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.7"])
def test_a_page_under_a_foreign_name_is_refused(newcomer, host):
    """Else a web page of somebody else could point its own name at this machine and read the log."""
    assert newcomer.get("/", headers={"host": host}).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/demo", "/me", "/log", "/log/undo", "/import", "/plan", "/settings"])
def test_a_form_that_did_not_come_from_here_changes_nothing(address):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(address, {"line": "leg press 8x160", "days": "1", "unit": "kg"})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()


@pytest.mark.django_db
def test_a_form_from_here_is_taken():
    browser = Client(enforce_csrf_checks=True)
    browser.get("/log")
    token = browser.cookies["csrftoken"].value
    answer = browser.post("/log", {"line": "leg press 8x160", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(newcomer):
    newcomer.get("/log")
    newcomer.post("/demo")
    for name in ("csrftoken", "preex"):
        assert newcomer.cookies[name]["httponly"]
        assert newcomer.cookies[name]["samesite"] == "Lax"


def test_the_key_of_the_cookies_is_made_once_and_kept_from_others(home, newcomer):
    newcomer.post("/me")
    assert secret_key(home) == secret_key(home)
    assert (home / "secret_key").stat().st_mode & 0o077 == 0
