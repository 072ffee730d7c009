"""The ways in, as a person walks them: in chromium, with an authenticator of its own, against a server of its own."""

import base64
import hashlib
import hmac
import os
import re
import struct
import subprocess
import sys
import time

import pytest

PASSWORD = "leg press in the morning"  # noqa: S105 - of the account made here
# What a thumb taps and is lower than 44 px; chips are tapped by their labels.
TOO_SMALL = """[...document.querySelectorAll("main a, main button, main label:has(> input), main input:not([type=hidden])")]
    .filter((e) => e.offsetHeight && e.offsetHeight < 44 && !e.closest(".hidden") && !e.matches("label > input"))
    .map((e) => e.outerHTML.slice(0, 160))"""
SERVE = "import preex.web; preex.web.serve(port=0)"


@pytest.fixture
def server(tmp_path):
    """A server where people log in; its address and the link of the first account."""
    environment = {
        **os.environ, "PREEX_ACCOUNTS": "1", "PREEX_DATABASE_URL": "", "PREEX_HOME": str(tmp_path / "home"),
    }  # fmt: skip
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    process = subprocess.Popen([sys.executable, "-c", SERVE], stderr=subprocess.PIPE, text=True, env=environment)
    try:
        port = re.search(r":(\d+)/", process.stderr.readline()).group(1)
        code = re.search(r"/account/first/(\w+)", process.stderr.readline()).group(1)
        yield f"http://localhost:{port}", code
    finally:
        process.terminate()
        process.wait(20)
        process.stderr.close()


@pytest.fixture
def opened(chromium, server):
    """Opens another phone, as `opened()`: its page. What the console says is kept in `page.said`."""

    def phone():
        page = chromium.new_context(base_url=server[0], viewport={"width": 360, "height": 640}).new_page()
        page.said = []
        page.on("console", lambda message: page.said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: page.said.append(str(error)))
        return page

    return phone


def with_authenticator(page):
    """Give a phone a fingerprint reader that always says yes."""
    tool = page.context.new_cdp_session(page)
    tool.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tool.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return page


def code_of(secret, at):
    """Return the six digits an app shows (RFC 6238), written here from the document."""
    key = base64.b32decode(secret)
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def next_code(secret):
    """Return a code that lives for some seconds yet."""
    if time.time() % 30 > 25:
        time.sleep(31 - time.time() % 30)
    return code_of(secret, time.time())


def log_in(page, password=PASSWORD):
    page.goto("/account/login")
    page.get_by_label("Name", exact=True).fill("anna")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_test_id("log-in").click()


def log_out(page):
    page.goto("/account/logout")
    page.get_by_test_id("log-out").click()
    arrive(page, "/account/login")


def confirm(page):
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def arrive(page, path):
    """Wait until the phone is there; what stands behind the question mark does not count."""
    page.wait_for_url(lambda address: "/" + address.split("/", 3)[3].partition("?")[0] == path)


def path_of(page):
    return "/" + page.url.split("/", 3)[3].partition("?")[0]


def test_from_the_first_account_to_passkey_codes_recovery_and_a_lost_phone(opened, server):  # noqa: PLR0915 - a walk
    """One walk, since each step needs the one before it."""
    assert code_of(base64.b32encode(b"12345678901234567890"), 59) == "287082"  # RFC 6238, appendix B

    page = with_authenticator(opened())
    page.goto("/log")
    assert path_of(page) == "/account/login"

    # The first account.
    page.goto(f"/account/first/{server[1]}")
    page.get_by_label("Name to log in by").fill("Anna")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_test_id("join").click()
    arrive(page, "/")
    assert page.get_by_text("anna").is_visible()

    # A passkey, after the password was asked for once more; recovery codes come with it.
    page.goto("/account/factors/")
    page.get_by_test_id("add-passkey").click()
    assert path_of(page) == "/account/confirm"
    confirm(page)
    page.get_by_label("Name").fill("My phone")
    page.get_by_test_id("make-passkey").click()
    page.get_by_test_id("recovery-codes").wait_for()
    codes = page.get_by_test_id("recovery-codes").get_by_role("listitem").all_inner_texts()
    assert len(set(codes)) == 10

    # Out, and in again with the passkey alone.
    log_out(page)
    page.goto("/log")
    page.get_by_test_id("passkey-login").click()
    arrive(page, "/log")

    # Codes of an app.
    page.goto("/account/factors/")
    page.get_by_test_id("add-totp").click()
    if path_of(page) == "/account/confirm":
        confirm(page)
    secret = page.get_by_test_id("totp-secret").inner_text()
    page.get_by_label("Code").fill(next_code(secret))
    page.get_by_role("button", name="Turn on").click()
    arrive(page, "/account/factors/")
    log_out(page)
    assert page.said == []

    # Another phone, without the passkey: password, then a code; a wrong one does not do.
    other = opened()
    log_in(other)
    assert path_of(other) == "/account/factors/authenticate/"
    other.get_by_label("Code").fill("000000")
    other.get_by_role("button", name="Log in").click()
    assert other.get_by_text("That code is not right").is_visible()
    other.get_by_label("Code").fill(next_code(secret))
    other.get_by_role("button", name="Log in").click()
    arrive(other, "/")

    # A third, with a recovery code, which works once.
    third = opened()
    for code, works in ((codes[0], True), (codes[0], False)):
        log_in(third)
        third.get_by_label("Code").fill(code)
        third.get_by_role("button", name="Log in").click()
        assert (path_of(third) == "/") is works
        if works:
            log_out(third)

    # The other phone is lost: it is logged out from here within a second.
    log_in(page)
    page.get_by_test_id("passkey-second").click()
    arrive(page, "/")
    page.goto("/account/sessions")
    assert page.get_by_test_id("session").count() == 2
    began = time.monotonic()
    page.get_by_test_id("end-session").click()
    page.get_by_text("That device is logged out").wait_for()
    other.goto("/")
    assert time.monotonic() - began < 1
    assert path_of(other) == "/account/login"
    assert [said for said in page.said + third.said if "422" not in said] == []


def test_a_phone_that_logs_out_keeps_no_record(opened, server):
    """T18."""
    page = opened()
    page.goto(f"/account/first/{server[1]}")
    page.get_by_label("Name to log in by").fill("anna")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_test_id("join").click()
    page.goto("/session")
    kept = "indexedDB.databases().then((found) => found.length)"
    page.wait_for_function(f"{kept}.then((number) => number > 0)")
    log_out(page)
    assert page.evaluate(kept) == 0
    assert page.evaluate("caches.keys().then((found) => found.length)") == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((found) => found.length)") == 0


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_no_page_of_the_accounts_has_a_serious_fault_runs_wide_or_has_too_small_a_target(opened, server, width, scheme):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe, which reads pages, is not installed"
    )
    page = opened()
    page.set_viewport_size({"width": width, "height": 640})
    page.emulate_media(color_scheme=scheme)
    faults = []

    def look(address=None):
        if address:
            page.goto(address)
        found = axe.Axe().run(page).response["violations"]
        bad = [(one["id"], one["nodes"][0]["html"][:160]) for one in found if one["impact"] in {"serious", "critical"}]
        wide = page.evaluate("document.documentElement.scrollWidth") > width
        if bad or wide or page.evaluate(TOO_SMALL):
            faults.append((path_of(page), bad, wide, page.evaluate(TOO_SMALL)))

    look("/account/login")
    look("/account/forgotten")
    look(f"/account/first/{server[1]}")
    page.get_by_label("Name to log in by").fill("anna")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_test_id("join").click()
    look("/account/confirm")
    confirm(page)
    page.goto("/account/people")
    page.get_by_test_id("invite").click()
    look()
    page.goto("/account/tokens")
    page.get_by_label("Which program").fill("Watch")
    page.get_by_role("button", name="Make it").click()
    look()
    for name in ("", "/sessions", "/sharing", "/password", "/logout"):
        look(f"/account{name}")
    for name in ("", "totp/activate/", "webauthn/add/", "webauthn/"):
        look(f"/account/factors/{name}")
    assert faults == []


def test_the_login_asks_nothing_of_other_hosts_and_fits_a_small_phone(opened, server):
    page = opened()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/account/login")
    page.get_by_test_id("passkey-login").wait_for()
    assert [address for address in asked if not address.startswith(f"{server[0]}/")] == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(TOO_SMALL) == []
    assert page.said == []


# ------------------------------------------------------------------ one phone, two people

KEPT = "indexedDB.databases().then((found) => found.length)"
ASKED = """new Promise((done, failed) => {
  const asked = indexedDB.open("preex-me");
  asked.onsuccess = () => {
    const count = asked.result.transaction("outbox").objectStore("outbox").count();
    count.onsuccess = () => { asked.result.close(); done(count.result); };
  };
  asked.onerror = () => failed(asked.error);
})"""


def join(page, link, name):
    page.goto(link)
    page.get_by_label("Name to log in by").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_test_id("join").click()
    page.wait_for_url(lambda address: "/account/" not in address)


def invitation(page):
    page.goto("/account/people")
    page.get_by_role("button", name="Make an invitation").click()
    return re.search(r"/account/invitation/\w+", page.content()).group()


def with_a_kept_session(page):
    page.goto("/session")
    page.wait_for_function(f"{KEPT}.then((number) => number > 0)")
    page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    page.wait_for_function("caches.match('/session').then((found) => Boolean(found))")
    page.wait_for_function("Boolean(navigator.serviceWorker.controller)")


def test_what_one_account_leaves_is_neither_shown_nor_sent_as_anothers(opened, server):
    """The first one's login ran out with sets not yet sent; nobody logged out."""
    page = opened()
    join(page, f"/account/first/{server[1]}", "anna")
    link = invitation(page)
    with_a_kept_session(page)
    page.context.set_offline(True)
    page.goto("/session")
    page.get_by_role("button", name="Free session").click()
    page.wait_for_function(f"{ASKED}.then((number) => number > 0)")
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.goto("/account/login")
    page.wait_for_function("caches.match('/session').then((found) => !found)")
    sent = []
    page.on("request", lambda request: sent.append(request.post_data or "") if "/api/" in request.url else None)
    join(page, link, "ben")
    page.context.set_offline(True)
    page.goto("/session")
    assert page.locator("#session-data").count() == 0  # the page that says there is no network, not the first one's
    page.context.set_offline(False)
    with_a_kept_session(page)
    assert page.evaluate("JSON.parse(document.getElementById('session-data').textContent).athlete") == "ben"
    page.wait_for_timeout(1000)
    assert [text for text in sent if '"me"' in text or "session.start" in text] == []
    assert page.evaluate(ASKED) > 0  # still there for the one whose they are


def test_logging_out_clears_the_phone_even_where_no_header_would(opened, server):
    """Over plain http browsers do not heed Clear-Site-Data; here the answer has none."""
    page = opened()
    join(page, f"/account/first/{server[1]}", "anna")
    with_a_kept_session(page)
    page.goto("/account/logout")
    nothing = {"status": 204}  # which leaves the page where it is
    page.route("**/account/logout", lambda r: r.fulfill(**nothing) if r.request.method == "POST" else r.continue_())
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/account/logout")):
        page.get_by_test_id("log-out").click()
    assert page.evaluate(KEPT) == 0
    assert page.evaluate("caches.keys().then((found) => found.length)") == 0
    page.unroute("**/account/logout")
    page.goto("/account/logout")
    page.get_by_test_id("log-out").click()
    arrive(page, "/account/login")
