"""A session on a phone, in a real browser: offline, killed, resumed, and every set on the server just once."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright, which drives chromium, is not installed")

SERVER = Path(__file__).with_name("session_server.py")
PHONE, SMALL, DESK = {"width": 360, "height": 640}, {"width": 320, "height": 568}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def address(tmp_path_factory, served):
    """The app, with operations kept in memory: each test begins with none."""
    with served(tmp_path_factory.mktemp("home"), str(SERVER)) as found:
        yield found


@pytest.fixture(scope="module")
def whole_app(tmp_path_factory, served):
    """The app as it is installed."""
    with served(tmp_path_factory.mktemp("whole"), "-c", "import preex.web; preex.web.serve(port=0)") as found:
        yield found


@pytest.fixture(scope="module")
def demo_cookies(chromium, address):
    """What a browser remembers once it looks at the demo lifter."""
    context = chromium.new_context(base_url=address)
    page = context.new_page()
    page.goto("/")
    page.get_by_test_id("load-demo").click()
    yield context.storage_state()
    context.close()


@pytest.fixture
def phone(chromium, address, demo_cookies):
    """A phone that looks at the demo lifter; the server holds no operations. No error may be left on its console."""
    wrong, contexts = [], []
    with urllib.request.urlopen(f"{address}/api/v1/forget"):  # noqa: S310 - our own server
        pass

    def make(*, viewport=PHONE, scheme="light", zone=None):
        context = chromium.new_context(
            base_url=address,
            viewport=viewport,
            color_scheme=scheme,
            has_touch=viewport is not DESK,
            storage_state=demo_cookies,
            timezone_id=zone,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
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


def stored(page, athlete="demo"):
    """Return the operations the server holds."""
    return page.evaluate(
        "name => fetch(`/api/v1/changes?athlete=${name}&since=0&limit=200`).then(r => r.json()).then(page => page.ops)",
        athlete,
    )


def until(page, promise):
    """Wait for what a promise resolves to; the browser's own waiting takes the promise for the answer."""
    for _ in range(100):
        if page.evaluate(promise):
            return
        page.wait_for_timeout(100)
    raise AssertionError(promise)


def killed(page):
    """Kill the tab and open another on the same phone."""
    phone = page.context
    page.close()
    return phone.new_page()


def all_sent(page):
    sync_api.expect(page.get_by_test_id("queue-count")).to_have_text("0")


def said(page, words):
    sync_api.expect(page.locator("#said")).to_have_text(words)


def planned(page):
    """Save a plan with a pair for the quads, open its session from Today, and wait until it works offline."""
    page.goto("/plan?days=1&lagging=quads")
    page.get_by_test_id("save-plan").click()
    page.get_by_test_id("nav-today").click()
    page.get_by_test_id("start-session").click()
    ready(page)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    all_sent(page)
    return page.get_by_test_id("current-exercise").inner_text()


def first_round_with_second_thoughts(page, first):
    """Log two sets offline, one of them taken back and logged again. Return the repetitions of the second."""
    log_set(page)  # one tap, as planned
    sync_api.expect(page.get_by_test_id("queue-count")).to_have_text("1")
    second = page.get_by_test_id("current-exercise").inner_text()
    assert second != first
    assert re.fullmatch(r"\+?\d+:\d\d", page.locator("#timer-face").inner_text())
    page.get_by_test_id("reps-minus").click()  # two taps when the repetitions were others
    reps = number(page, "reps-value")
    log_set(page)
    page.get_by_role("button", name="2 left in reserve").click()
    page.get_by_test_id("undo").click()  # the reserve
    page.get_by_test_id("undo").click()  # and the set
    sync_api.expect(page.get_by_test_id("current-exercise")).to_have_text(second)
    sync_api.expect(page.get_by_test_id("reps-value")).to_have_text(str(reps))  # as it was logged
    log_set(page)
    return reps


def test_a_session_survives_no_network_a_killed_tab_and_second_thoughts(chromium, whole_app):
    context = chromium.new_context(base_url=whole_app, viewport=PHONE, has_touch=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto("/")
    page.get_by_test_id("load-demo").click()
    first = planned(page)
    page.context.set_offline(True)
    reps = first_round_with_second_thoughts(page, first)
    log_set(page)
    log_set(page)
    page.get_by_test_id("taken").click()
    page.locator("#sheet .choice").last.click()
    sync_api.expect(page.get_by_test_id("current-exercise")).not_to_have_text(first)
    page.get_by_test_id("undo").click()
    sync_api.expect(page.get_by_test_id("current-exercise")).to_have_text(first)
    page.get_by_test_id("pain").click()
    page.get_by_role("button", name="knee").click()
    page.get_by_role("button", name="2 of 10", exact=True).click()
    said(page, "Pain 2 of 10 written down")
    waiting = number(page, "queue-count")

    page = killed(page)  # still without a network
    page.goto("/session")
    ready(page)
    sync_api.expect(page.get_by_test_id("current-exercise")).to_have_text(first)
    sync_api.expect(page.locator("#progress")).to_contain_text("round 3 of 3")
    assert number(page, "queue-count") == waiting
    log_set(page)
    log_set(page)

    page.context.set_offline(False)
    all_sent(page)
    every_set_is_there_once(stored(page), reps)
    page.goto("/")  # and the log of the app has them
    sync_api.expect(page.locator("details[open] summary")).to_contain_text("6 sets")
    context.close()


def every_set_is_there_once(ops, reps):
    """Three rounds of two sets, in order, with the gaps as they were; one set was taken back."""
    done = [op["body"] for op in ops if op["kind"] == "set.done"]
    removed = [op["body"]["set"] for op in ops if op["kind"] == "set.remove"]
    kept = [one for one in done if one["set"] not in removed]
    assert [one["position"] for one in kept] == [0, 1, 2, 3, 4, 5]
    assert len({one["set"] for one in done}) == len(done) == 7
    assert len({op["id"] for op in ops}) == len(ops)
    assert kept[1]["reps"] == reps
    assert kept[0]["rest_before_s"] is None
    assert all(one["rest_source"] == "estimated" and one["rest_before_s"] >= 0 for one in kept[1:])
    assert [one["gap_planned_s"] is not None for one in kept] == [False, True] * 3
    assert [op["body"]["level"] for op in ops if op["kind"] == "pain"] == [2]
    assert not any(op["kind"].startswith("local.") for op in ops)


def begun(page):
    page.goto("/session")
    ready(page)
    page.get_by_test_id("start-session").click()
    said(page, "Session started")
    return page


BOXES = """() => [...document.querySelectorAll('button, a, input')].filter(e => e.checkVisibility() && e.getClientRects().length)
  .map(e => [e.id || e.textContent.trim(), e.getBoundingClientRect().toJSON(), (e.getAttribute('aria-label') || e.textContent).trim()])"""


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(SMALL, "dark"), (PHONE, "light"), (DESK, "dark")], ids=["320", "360", "1280"]
)
def test_what_a_thumb_needs_is_large_within_reach_and_named(phone, viewport, scheme):
    page = begun(phone(viewport=viewport, scheme=scheme))
    log_set(page)
    boxes = page.evaluate(BOXES)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert [name for name, box, _ in boxes if min(box["width"], box["height"]) < 43.5] == []
    assert [name for name, _, label in boxes if not label] == []
    by_id = {name: box for name, box, _ in boxes}
    for name in ("load-minus", "load-plus", "reps-minus", "reps-plus"):
        assert min(by_id[name]["width"], by_id[name]["height"]) >= 56
    assert by_id["done"]["height"] >= 64
    assert by_id["done"]["width"] >= 0.9 * page.evaluate("document.querySelector('.controls').clientWidth")
    for name in ("load-minus", "reps-plus", "done", "lift", "undo", "taken", "pain", "finish"):
        assert by_id[name]["y"] >= 0.4 * viewport["height"]
        assert by_id[name]["y"] + by_id[name]["height"] <= viewport["height"]


def test_a_keyboard_at_the_rack_is_enough(phone):
    page = begun(phone(viewport=DESK))
    reps, progress = number(page, "reps-value"), page.locator("#progress")
    load = float(page.get_by_test_id("load-value").inner_text())
    page.locator("body").press("ArrowUp")
    page.keyboard.press("ArrowRight")
    assert number(page, "reps-value") == reps + 1
    assert float(page.get_by_test_id("load-value").inner_text()) > load
    page.keyboard.press("Enter")
    sync_api.expect(progress).to_contain_text("· 1 of")
    page.keyboard.press("p")
    sync_api.expect(page.locator("#pause")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("g")
    sync_api.expect(page.get_by_test_id("timer")).to_contain_text("Lifting")
    page.keyboard.press("?")
    sync_api.expect(page.get_by_role("dialog")).to_contain_text("Keys")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    sync_api.expect(progress).to_contain_text("· 0 of")


def tapped_through(page):
    """Answer the first questions by taps alone, then save a plan with a pair and open its session."""
    page.goto("/")
    for test_id in ("goal-muscle", "experience-intermediate", "lagging-quads", "begin-next", "equipment-full_gym"):
        target = page.get_by_test_id(test_id)
        (page.locator("label", has=target).locator(".chip") if "lagging" in test_id else target).tap()
    page.get_by_test_id("onboarding-done").tap()
    page.get_by_test_id("start-session").wait_for()
    return planned(page)


def with_a_load(page):
    """Choose a load where nobody knows one yet."""
    if page.locator("#plates").inner_text() == "tap to set the load":
        page.get_by_test_id("load-plus").tap()


def lifted(page, wait_ms=0):
    """Wait, tap "lifting", log the set. Return how long the wait was at most, as a watch has it. [s]"""
    began = time.monotonic()
    page.wait_for_timeout(wait_ms)
    page.locator("#lift").tap()
    sync_api.expect(page.get_by_test_id("timer")).to_contain_text("Lifting")
    longest = time.monotonic() - began
    with_a_load(page)
    log_set(page)
    return longest


def test_the_whole_way_from_the_first_question_to_every_set_on_the_server(chromium, tmp_path, served):
    with served(tmp_path, "-c", "import preex.web; preex.web.serve(port=0)") as base:
        context = chromium.new_context(base_url=base, viewport=PHONE, has_touch=True)
        context.set_default_timeout(15_000)
        page = context.new_page()
        first = tapped_through(page)
        context.set_offline(True)
        with_a_load(page)
        log_set(page)
        lifted(page)
        page.get_by_test_id("undo").tap()  # the set
        page.get_by_test_id("undo").tap()  # the set before it
        sync_api.expect(page.locator("#progress")).to_contain_text("· 0 of")
        log_set(page)
        gap = lifted(page, 1500)
        page.get_by_test_id("taken").tap()
        page.locator("#sheet .choice").last.tap()
        sync_api.expect(page.get_by_test_id("current-exercise")).not_to_have_text(first)
        other = page.get_by_test_id("current-exercise").inner_text()
        lifted(page)
        page.get_by_test_id("pain").tap()
        page.get_by_role("button", name="knee", exact=True).tap()
        page.get_by_role("button", name="3 of 10", exact=True).tap()
        said(page, "Pain 3 of 10 written down")
        page = killed(page)  # still without a network
        page.goto("/session")
        ready(page)
        lifted(page)
        sync_api.expect(page.get_by_test_id("current-exercise")).to_have_text(other)
        sync_api.expect(page.locator("#progress")).to_contain_text("round 3")
        rest = lifted(page, 1200)
        lifted(page)
        context.set_offline(False)
        all_sent(page)
        ops = stored(page, "me")
        removed = {op["body"]["set"] for op in ops if op["kind"] == "set.remove"}
        done = [op["body"] for op in ops if op["kind"] == "set.done" and op["body"]["set"] not in removed]
        assert [one["position"] for one in done] == [0, 1, 2, 3, 4, 5]
        assert len({op["id"] for op in ops}) == len(ops)
        assert [one["rest_source"] for one in done] == [None] + ["tapped"] * 5
        assert 1.5 <= done[1]["rest_before_s"] <= gap + 1
        assert 1.2 <= done[4]["rest_before_s"] <= rest + 1
        assert [(op["body"]["joint"], op["body"]["level"]) for op in ops if op["kind"] == "pain"] == [("knee", 3)]
        page.goto("/")  # and so the log has them
        sync_api.expect(page.locator("details[open] summary")).to_contain_text("6 sets")
        context.close()


FOCUS = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  return {id: at.id, body: at === document.body, seen: box.width > 0 && at.matches(':focus-visible') && style.outlineStyle !== 'none'};
}"""


def keyed(page, *keys):
    """Press keys; after each something has the focus, and shows it."""
    for key in keys:
        page.keyboard.press(key)
        page.wait_for_timeout(60)
        found = page.evaluate(FOCUS)
        assert not found["body"], key
        assert found["seen"], (key, found)


def reach(page, locator):
    """Go on by Tab until this has the focus."""
    for _ in range(40):
        if locator.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")  # past the last it goes to the browser itself
    raise AssertionError(locator)


def test_a_pair_in_three_rounds_by_keys_alone_and_the_focus_is_never_lost(phone):
    page = phone(viewport=DESK)
    planned(page)
    page.evaluate(
        "() => { window.heard = []; new MutationObserver(() => window.heard.push(document.getElementById('said').textContent))"
        ".observe(document.getElementById('said'), {childList: true}) }"
    )
    reach(page, page.locator("#done"))
    for done in range(1, 7):
        keyed(page, "ArrowUp", "ArrowRight", "Enter")
        sync_api.expect(page.locator("#progress")).to_contain_text(f"{done} of")
        if done == 1:
            keyed(page, "g", "p", "p", "u")
            sync_api.expect(page.locator("#progress")).to_contain_text("0 of")
            keyed(page, "Enter")
            sync_api.expect(page.locator("#progress")).to_contain_text("1 of")
        if done == 2:
            reach(page, page.locator("#ask-chips button").first)
            keyed(page, "Enter")  # nothing was left
            sync_api.expect(page.locator("#ask-words")).to_contain_text("what gave out?")
            keyed(page, "Enter")
            sync_api.expect(page.locator("#ask")).to_be_hidden()
            keyed(page, "s", "Escape", "?", "Escape")
            reach(page, page.locator("#done"))
        if done == 3:
            reach(page, page.locator("#lift"))
            keyed(page, "Enter")
            sync_api.expect(page.get_by_test_id("timer")).to_contain_text("Lifting")
    saved = [words for words in page.evaluate("window.heard") if words.startswith("Saved")]
    assert len(saved) == 7  # once for each set, the one that was taken back too
    reach(page, page.get_by_test_id("finish-session"))
    keyed(page, "Enter", "Tab", "Enter")
    sync_api.expect(page.get_by_role("heading", level=1)).to_have_text("Session done")
    keyed(page, "Tab")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_state_of_a_session_has_a_serious_fault(phone, scheme):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe, which reads pages, is not installed"
    )
    page, found = phone(scheme=scheme), {}
    page.emulate_media(reduced_motion="reduce")

    def judge(state):
        faults = [v for v in axe.Axe().run(page).response["violations"] if v["impact"] in {"serious", "critical"}]
        if faults:
            found[state] = [(v["id"], v["nodes"][0]["html"][:150]) for v in faults]

    planned(page)
    judge("first set")
    log_set(page)
    judge("gap, and the reserve is asked")
    page.locator("#ask-chips button").first.click()
    page.locator("#lift").click()
    judge("lifting")
    for test_id in ("taken", "pain", "finish-session"):
        page.get_by_test_id(test_id).click()
        judge(test_id)
        page.keyboard.press("Escape")
    for opener in ("#load", "#more", "#queue", "#round .row-button"):
        page.locator(opener).first.click()
        judge(opener)
        page.keyboard.press("Escape")
    page.get_by_test_id("pain").click()
    page.get_by_role("button", name="knee", exact=True).click()
    judge("how much it hurts")
    page.get_by_role("button", name="5 of 10", exact=True).click()
    judge("the block is over")
    page.keyboard.press("Escape")
    page.evaluate(
        "() => { IDBDatabase.prototype.transaction = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    page.locator("#load-plus").click()
    page.get_by_test_id("log-set").click()
    page.keyboard.press("Escape")  # where it asks for safeties
    judge("storage full")
    page.get_by_test_id("finish-session").click()
    page.get_by_test_id("finish-session").click()
    sync_api.expect(page.get_by_role("heading", level=1)).to_have_text("Session done")
    judge("over")
    assert found == {}


def test_a_key_held_down_logs_one_set(phone):
    page = begun(phone(viewport=DESK))
    page.locator("#done").focus()
    for _ in range(4):
        page.keyboard.down("Enter")  # again and again without a way up: as the system repeats it
    page.keyboard.up("Enter")
    sync_api.expect(page.locator("#progress")).to_contain_text("· 1 of")
    page.wait_for_timeout(300)
    sync_api.expect(page.locator("#progress")).to_contain_text("· 1 of")


@pytest.mark.parametrize("typed", ["-20", "0x10", "1e3", "2001", "many"])
def test_a_load_that_cannot_be_is_refused_with_what_can(phone, typed):
    page = begun(phone())
    page.locator("#load").click()
    page.get_by_label("Load in kg").fill(typed)
    page.keyboard.press("Enter")
    sync_api.expect(page.get_by_role("alert").filter(visible=True)).to_contain_text(
        f"{typed} is no load from 0 to 2,000"
    )


def test_a_button_that_is_held_counts_while_it_is_held_and_no_further(phone):
    page = begun(phone(viewport=DESK))
    page.evaluate(
        "() => addEventListener('pointerup', () => { window.held = +document.getElementById('reps-value').textContent }, true)"
    )
    for test_id in ("reps-plus", "reps-minus"):
        before = number(page, "reps-value")
        page.get_by_test_id(test_id).hover()
        page.mouse.down()
        page.wait_for_timeout(900)
        page.mouse.up()
        page.wait_for_timeout(300)
        held = page.evaluate("window.held")  # as it was let go
        assert abs(held - before) >= 2
        assert number(page, "reps-value") == held
    page.mouse.down()
    sync_api.expect(page.get_by_test_id("reps-value")).to_have_text("0")
    page.mouse.up()
    page.get_by_test_id("reps-plus").click()
    page.wait_for_timeout(400)
    assert number(page, "reps-value") == 1


def test_no_and_two_hundred_repetitions_are_taken_and_more_are_not(phone):
    page = begun(phone())
    for typed in ("0", "200"):
        page.locator("#reps").click()
        page.get_by_role("textbox", name="Repetitions").fill(typed)
        page.keyboard.press("Enter")
        log_set(page)
    page.locator("#reps").click()
    page.get_by_role("textbox", name="Repetitions").fill("201")
    page.keyboard.press("Enter")
    sync_api.expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("no whole number from 0 to 200")
    all_sent(page)
    assert [op["body"]["reps"] for op in stored(page) if op["kind"] == "set.done"] == [0, 200]


def test_a_storage_that_is_cleared_under_way_loses_no_set(phone):
    page = begun(phone())
    log_set(page)
    page.context.set_offline(True)
    log_set(page)
    origin = page.evaluate("location.origin")
    page.context.new_cdp_session(page).send(
        "Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "indexeddb,cache_storage"}
    )
    log_set(page)
    sync_api.expect(page.get_by_role("alert")).to_contain_text("Can't save on this phone")
    page.context.set_offline(False)
    all_sent(page)
    assert [op["body"]["position"] for op in stored(page) if op["kind"] == "set.done"] == [0, 1, 2]


def test_a_machine_marked_in_pounds_stands_beside_one_in_kilograms(chromium, tmp_path, served):
    with served(tmp_path, "-c", "import preex.web; preex.web.serve(port=0)") as base:
        context = chromium.new_context(base_url=base, viewport=PHONE, has_touch=True)
        page = context.new_page()
        page.goto("/")
        page.get_by_test_id("load-demo").click()
        page.goto("/settings/gym")
        page.get_by_label("Exercise").fill("leg extension")
        page.locator("form", has=page.get_by_label("Exercise")).get_by_text("lb", exact=True).click()
        page.locator("form", has=page.get_by_label("Exercise")).get_by_role("button").click()
        assert planned(page) == "Leg extension"
        sync_api.expect(page.locator("#load-unit")).to_have_text("lb")
        before = float(page.get_by_test_id("load-value").inner_text())
        page.get_by_test_id("load-plus").click()
        assert float(page.get_by_test_id("load-value").inner_text()) == before + 5  # pins of a stack in pounds
        log_set(page)
        sync_api.expect(page.locator("#load-unit")).to_have_text("kg")
        sync_api.expect(page.locator("#plates")).to_contain_text("a side")
        log_set(page)
        all_sent(page)
        done = [op["body"]["load"]["unit"] for op in stored(page) if op["kind"] == "set.done"]
        assert done == ["lb", "kg"]
        context.close()


def test_a_second_tap_of_a_double_tap_logs_nothing(phone):
    page = begun(phone())
    page.get_by_test_id("log-set").dblclick()
    sync_api.expect(page.locator("#progress")).to_contain_text("· 1 of")
    page.wait_for_timeout(300)
    sync_api.expect(page.locator("#progress")).to_contain_text("· 1 of")


def test_a_phone_that_keeps_nothing_says_so_and_goes_on(phone):
    page = begun(phone())
    page.evaluate(
        "() => { IDBDatabase.prototype.transaction = () => { throw new DOMException('full', 'QuotaExceededError') } }"
    )
    log_set(page)
    sync_api.expect(page.get_by_role("alert")).to_contain_text("Can't save on this phone")
    with page.expect_download() as found:
        page.get_by_role("button", name="Export now").click()
    assert '"set.done"' in Path(found.value.path()).read_text(encoding="utf-8")
    all_sent(page)  # the server has it all the same


def test_finishing_with_sets_left_takes_two_taps_and_can_be_undone(phone):
    page = begun(phone())
    log_set(page)
    page.get_by_test_id("finish-session").click()
    sync_api.expect(page.get_by_role("dialog")).to_contain_text("left")
    page.get_by_test_id("finish-session").click()
    sync_api.expect(page.get_by_role("heading", level=1)).to_have_text("Session done")
    page.get_by_role("button", name="Undo finish").click()
    sync_api.expect(page.locator("#progress")).to_contain_text("· 1 of")


@pytest.mark.parametrize(
    ("begins", "zone", "day"),
    [
        ("2026-11-24T23:59:00Z", "UTC", "2026-11-24"),
        ("2026-10-25T00:59:00Z", "Europe/Berlin", "2026-10-25"),  # 02:59, then 02:00 again
        ("2026-03-29T00:59:00Z", "Europe/Berlin", "2026-03-29"),  # 01:59, then 03:00
    ],
    ids=["midnight", "autumn", "spring"],
)
def test_a_session_over_a_turn_of_the_clock_keeps_its_day_and_its_rest(phone, begins, zone, day):
    page = phone(zone=zone)
    page.clock.install(time=begins)
    begun(page)
    page.clock.fast_forward(40_000)
    log_set(page)
    page.clock.fast_forward(57_000)
    log_set(page)
    all_sent(page)
    ops = stored(page)
    start = [op["body"] for op in ops if op["kind"] == "session.start"][-1]
    sets = [op["body"] for op in ops if op["kind"] == "set.done" and op["body"]["session"] == start["session"]]
    assert start["local_date"] == day
    assert 57 - 3 * sets[1]["reps"] <= sets[1]["rest_before_s"] <= 60 - 3 * sets[1]["reps"]


def test_a_server_gone_for_a_day_gets_every_set_when_it_is_back(phone):
    page = phone()
    page.clock.install(time="2026-11-24T18:00:00Z")
    begun(page)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.evaluate("() => fetch('/api/v1/shake?share=1')")
    log_set(page)
    page.clock.fast_forward(26 * 3600 * 1000)
    log_set(page)  # the session was never left: it goes on
    page = killed(page)
    page.goto("/session")
    ready(page)
    assert page.get_by_test_id("start-session").is_visible()  # begun more than a day ago: another can be begun
    page.evaluate("() => fetch('/api/v1/shake?share=0')")
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    until(page, "async () => (await (await fetch('/api/v1/changes?athlete=demo&since=0')).json()).ops.length === 3")
    done = [op["body"] for op in stored(page) if op["kind"] == "set.done"]
    assert [one["position"] for one in done] == [0, 1]
    assert done[1]["rest_before_s"] is None  # a day is no rest


def test_two_phones_on_one_session_end_with_the_same(phone):
    here, there = begun(phone()), phone()
    log_set(here)
    all_sent(here)
    there.goto("/session")
    ready(there)
    there.get_by_role("button", name="Go on with it").click()
    title = here.locator("#progress").inner_text()
    sync_api.expect(there.locator("#progress")).to_have_text(title)
    log_set(there)
    all_sent(there)
    here.evaluate("window.dispatchEvent(new Event('focus'))")
    sync_api.expect(here.locator("#progress")).to_have_text(there.locator("#progress").inner_text())


def test_two_tabs_on_one_phone_do_not_log_one_set_twice(phone):
    here = begun(phone())
    there = here.context.new_page()
    there.goto("/session")
    ready(there)
    log_set(here)
    sync_api.expect(there.locator("#progress")).to_contain_text("· 1 of")
    log_set(there)
    all_sent(there)
    assert [op["body"]["position"] for op in stored(here) if op["kind"] == "set.done"] == [0, 1]


def test_clearing_the_phone_leaves_nothing_on_it(phone):
    page = begun(phone())
    log_set(page)
    all_sent(page)
    page.locator("#more").click()
    page.locator("#sheet").get_by_role("button", name="This phone").click()
    page.get_by_role("button", name="Clear this phone").click()
    page.get_by_role("button", name="Clear this phone").click()
    page.wait_for_url("**/")
    left = "async () => [(await indexedDB.databases()).length, (await caches.keys()).length]"
    assert page.evaluate(left) == [0, 0]


def test_a_load_can_be_typed_in_pounds_with_a_comma(phone):
    page = begun(phone())
    first = page.get_by_test_id("current-exercise").inner_text()
    page.locator("#load").click()
    page.get_by_role("button", name="Type it in lb").click()
    page.get_by_label("Load in lb").fill("forty")
    page.keyboard.press("Enter")
    sync_api.expect(page.get_by_role("alert").filter(visible=True)).to_contain_text("forty is no load")
    page.get_by_label("Load in lb").fill("102,5")
    page.keyboard.press("Enter")
    log_set(page)
    while page.get_by_test_id("current-exercise").inner_text() != first:
        log_set(page)  # what is paired with it
    all_sent(page)
    done, *_ = [op["body"] for op in stored(page) if op["kind"] == "set.done"]
    assert done["load"] == {"value": "102.5", "unit": "lb"}
    sync_api.expect(page.get_by_test_id("load-value")).to_have_text("102.5")  # and so it is offered again


def test_a_network_that_loses_a_third_of_everything_loses_no_set(phone):
    page = begun(phone())
    all_sent(page)
    page.evaluate("() => fetch('/api/v1/shake?share=0.3')")
    for _ in range(8):
        log_set(page)
    page.get_by_test_id("undo").click()
    said(page, "Taken back")
    page.evaluate("() => fetch('/api/v1/shake?share=0')")
    page.evaluate("() => window.dispatchEvent(new Event('online'))")
    all_sent(page)
    ops = stored(page)
    assert [op["body"]["position"] for op in ops if op["kind"] == "set.done"] == list(range(8))
    assert len([op for op in ops if op["kind"] == "set.remove"]) == 1
    assert [op["clock"] for op in ops] == sorted({op["clock"] for op in ops})


def test_a_new_version_waits_until_the_session_is_over_and_reloads_nothing(phone):
    page = begun(phone())
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.wait_for_selector("body[data-installed=true]")
    page.evaluate("() => { window.mark = 'still here' }")
    page.evaluate("() => fetch('/api/v1/newer')")
    page.evaluate("async () => { await (await navigator.serviceWorker.ready).update() }")
    until(page, "async () => (await navigator.serviceWorker.ready).waiting !== null")
    log_set(page)
    page.locator("#more").click()
    sync_api.expect(page.get_by_role("dialog")).to_contain_text("A new version comes after this session")
    page.keyboard.press("Escape")
    page.get_by_test_id("finish-session").click()
    page.get_by_test_id("finish-session").click()
    sync_api.expect(page.get_by_role("heading", level=1)).to_have_text("Session done")
    assert page.evaluate("() => window.mark") == "still here"
    page = killed(page)  # at the latest with the tab the old one goes
    page.goto("/session")
    until(page, "async () => (await caches.keys()).every(name => name.startsWith('preex-newer'))")


def offline_without_a_plan(phone):
    page = phone()
    page.goto("/session")
    ready(page)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    return page


def test_a_pair_picked_by_muscle_begins_without_a_network(phone):
    page = offline_without_a_plan(phone)
    page.locator("#quick").click()
    page.get_by_role("button", name="quads (vasti)").click()
    page.locator("#sheet .choice").first.click()
    sync_api.expect(page.locator("#progress")).to_contain_text("round 1 of 3")
    first = page.get_by_test_id("current-exercise").inner_text()
    if page.get_by_test_id("load-value").inner_text() == "–":
        page.get_by_test_id("load-plus").click()
    log_set(page)
    assert page.get_by_test_id("current-exercise").inner_text() != first


def test_a_free_session_goes_by_what_is_picked_and_survives_a_killed_tab(phone):
    page = offline_without_a_plan(phone)
    page.locator("#free").click()
    page.get_by_role("searchbox").fill("leg press")
    page.locator("#sheet .picks .choice").first.click()
    page.get_by_role("button", name="2 sets", exact=True).click()
    sync_api.expect(page.locator("#progress")).to_contain_text("round 1 of 2")
    log_set(page)
    page = killed(page)
    page.goto("/session")
    ready(page)
    sync_api.expect(page.get_by_test_id("current-exercise")).to_have_text("Leg press")
    sync_api.expect(page.locator("#progress")).to_contain_text("round 2 of 2")
    log_set(page)
    page.get_by_role("button", name="One more set of Leg press").click()
    sync_api.expect(page.locator("#progress")).to_contain_text("round 3 of 3")
    page.get_by_test_id("undo").click()  # takes the set that was added out again
    sync_api.expect(page.locator("#progress")).to_contain_text("2 of 2 sets")
    page.get_by_test_id("finish-session").click()
    sync_api.expect(page.locator("#install")).to_contain_text("home screen")
    sync_api.expect(page.locator("#over-backup")).to_contain_text("1 session")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    sync_api.expect(page.locator("#over-backup")).to_be_hidden()
    done = [op["body"] for op in stored(page) if op["kind"] == "set.done"]
    assert [(one["exercise"], one["position"]) for one in done] == [("leg_press", 0), ("leg_press", 1)]


def test_what_the_screen_expected_of_a_set_goes_with_it(phone):
    page = phone()
    planned(page)
    sync_api.expect(page.get_by_test_id("prediction")).to_contain_text("Expect")
    page.wait_for_timeout(1500)  # the server has answered what to expect
    shown = page.get_by_test_id("prediction").inner_text()
    log_set(page)
    all_sent(page)
    (done,) = (op["body"] for op in stored(page) if op["kind"] == "set.done")
    told = done["expected"]
    assert f"Expect {round(told['mean'])}" in shown
    assert told["q10"] <= told["q50"] <= told["q90"]


@pytest.fixture
def with_trial(chromium, tmp_path, served):
    """The app as it is installed, with a trial of the demo lifter whose first workout is due."""
    with served(tmp_path, "-c", "import preex.web; preex.web.serve(port=0)") as address:
        context = chromium.new_context(base_url=address, viewport=PHONE, has_touch=True)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.goto("/")
        page.get_by_test_id("load-demo").click()
        command = [sys.executable, "-m", "preex", "trial", "new", "--athlete", "demo", "--question", "order"]
        pair = ["--pair", "leg_extension:leg_press", "--weeks", "4", "--per-week", "2", "--seed", "5eed"]
        env = {**os.environ, "PREEX_HOME": str(tmp_path)}
        subprocess.run([*command, *pair], env=env, check=True, capture_output=True, timeout=120)
        yield page
        context.close()


def test_a_trials_workout_shows_its_arm_after_the_check_in_alone_and_hears_of_its_sets(with_trial):
    page = with_trial
    page.goto("/session")
    ready(page)
    assert '"day": null' in page.locator("#session-data").inner_text()  # no arm before the check-in
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.context.set_offline(True)
    sync_api.expect(page.locator("#trial")).to_contain_text("The check-in needs the server")
    assert page.locator("#trial-go").is_disabled()
    page.context.set_offline(False)
    sync_api.expect(page.locator("#trial-go")).to_be_enabled()
    page.locator("#trial-go").click()
    page.get_by_role("button", name="Show me the order").click()
    sync_api.expect(page.locator("#progress")).to_contain_text("0 of 6 sets")
    page.context.set_offline(True)  # from here on it needs no network
    for done in range(6):
        sync_api.expect(page.locator("#progress")).to_contain_text(f"{done} of 6 sets")
        if page.get_by_test_id("load-value").inner_text() == "–":
            page.get_by_test_id("load-plus").click()
        log_set(page)
    page.get_by_test_id("finish-session").click()
    page.locator("#tell").get_by_role("button", name="1 of 10", exact=True).click()
    page.get_by_role("button", name="Send it to the trial").click()
    sync_api.expect(page.locator("#tell")).to_contain_text("when the server is reached")
    page.context.set_offline(False)
    page.evaluate("window.dispatchEvent(new Event('online'))")
    sync_api.expect(page.locator("#tell")).to_contain_text("The trial has this workout")
    page.goto("/session")
    ready(page)
    sync_api.expect(page.locator("#trial")).to_contain_text("Workout 2 of 8")
