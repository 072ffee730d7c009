"""A session on a phone, in a real browser: offline, killed, resumed, and every set on the server just once."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright, which drives chromium, is not installed")

CHROMIUM = shutil.which("chromium")
SERVER = Path(__file__).with_name("session_server.py")
PHONE, SMALL, DESK = {"width": 360, "height": 640}, {"width": 320, "height": 568}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A server on a free port, by the name under which browsers trust this machine."""
    environment = {**os.environ, "PREEX_HOME": str(tmp_path_factory.mktemp("home")), "PREEX_DATABASE_URL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    server = subprocess.Popen([sys.executable, str(SERVER)], stderr=subprocess.PIPE, text=True, env=environment)
    try:
        port = re.search(r":(\d+)/", server.stderr.readline()).group(1)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(20)
        server.stderr.close()


@pytest.fixture(scope="module")
def chromium():
    if not CHROMIUM:
        pytest.skip("no chromium on the path")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium, address):
    """A phone that looks at the demo lifter, with a plan saved. What goes wrong on its console is checked at the end."""
    wrong, contexts = [], []

    def make(*, viewport=PHONE, scheme="light"):
        context = chromium.new_context(
            base_url=address, viewport=viewport, color_scheme=scheme, has_touch=viewport is not DESK
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto("/")
        if page.get_by_test_id("load-demo").count():
            page.get_by_test_id("load-demo").click()
        return page

    yield make
    for context in contexts:
        context.close()
    assert wrong == []


def ready(page):
    page.wait_for_selector("body[data-ready=true]")
    return page


def number(page, name):
    return int(re.sub(r"\D", "", page.get_by_test_id(name).inner_text()))


def log_set(page):
    """Log the set that is shown, and wait until the phone has it."""
    before = page.locator("#progress").inner_text()
    page.get_by_test_id("log-set").click()
    page.wait_for_function("before => document.getElementById('progress').textContent !== before", arg=before)


def stored(page):
    """Return the operations the server holds."""
    return page.evaluate(
        "fetch('/api/v1/changes?athlete=demo&since=0&limit=200').then(r => r.json()).then(page => page.ops)"
    )


def killed(page):
    """Kill the tab and open another on the same phone."""
    phone = page.context
    page.close()
    return phone.new_page()


def all_sent(page):
    sync_api.expect(page.get_by_test_id("queue-count")).to_have_text("0")


def test_a_session_survives_no_network_a_killed_tab_and_second_thoughts(phone):
    page = phone()
    page.goto("/plan?days=1&lagging=quads")
    page.get_by_test_id("save-plan").click()
    page.get_by_test_id("nav-today").click()
    page.get_by_test_id("start-session").click()
    ready(page)
    sync_api.expect(page.get_by_test_id("current-exercise")).not_to_be_empty()
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    all_sent(page)
    first = page.get_by_test_id("current-exercise").inner_text()

    page.context.set_offline(True)
    log_set(page)  # one tap, as planned
    sync_api.expect(page.get_by_test_id("queue-count")).to_have_text("1")
    second = page.get_by_test_id("current-exercise").inner_text()
    assert second != first
    assert re.fullmatch(r"\+?\d+:\d\d", page.locator("#timer-face").inner_text())
    reps = number(page, "reps-value")
    page.get_by_test_id("reps-minus").click()  # two taps when the repetitions were others
    page.wait_for_timeout(1100)
    log_set(page)
    page.get_by_role("button", name="2 left in reserve").click()
    page.get_by_test_id("undo").click()  # the reserve
    page.get_by_test_id("undo").click()  # and the set
    sync_api.expect(page.get_by_test_id("current-exercise")).to_have_text(second)
    assert number(page, "reps-value") == reps - 1  # as it was logged
    log_set(page)
    for _ in range(2):
        log_set(page)

    page.get_by_test_id("taken").click()
    page.locator("#sheet .choice").last.click()
    sync_api.expect(page.get_by_test_id("current-exercise")).not_to_have_text(first)
    page.get_by_test_id("undo").click()
    sync_api.expect(page.get_by_test_id("current-exercise")).to_have_text(first)
    page.get_by_test_id("pain").click()
    page.get_by_role("button", name="knee").click()
    page.get_by_role("button", name="2 of 10", exact=True).click()
    waiting = number(page, "queue-count")
    assert waiting >= 9

    page = killed(page)  # still without a network
    page.goto("/session")
    ready(page)
    sync_api.expect(page.get_by_test_id("current-exercise")).to_have_text(first)
    sync_api.expect(page.locator("#progress")).to_contain_text("round 3 of 3")
    assert number(page, "queue-count") == waiting
    for _ in range(2):
        log_set(page)

    page.context.set_offline(False)
    all_sent(page)
    ops = stored(page)
    done = [op["body"] for op in ops if op["kind"] == "set.done"]
    removed = [op["body"]["set"] for op in ops if op["kind"] == "set.remove"]
    kept = [one for one in done if one["set"] not in removed]
    assert [one["position"] for one in kept] == [0, 1, 2, 3, 4, 5]
    assert len({one["set"] for one in done}) == len(done) == 7
    assert len({op["id"] for op in ops}) == len(ops)
    assert kept[1]["reps"] == reps - 1
    assert kept[0]["rest_before_s"] is None
    assert all(one["rest_source"] == "estimated" and one["rest_before_s"] >= 0 for one in kept[1:])
    assert [one["gap_planned_s"] is not None for one in kept] == [False, True] * 3
    assert [op["body"]["level"] for op in ops if op["kind"] == "pain"] == [2]
    assert not any(op["kind"].startswith("local.") for op in ops)
