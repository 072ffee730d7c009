"""The plan editor in a real browser, without scripts: nothing under the bars, everything for a thumb, no sideways scroll."""

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright, which drives chromium, is not installed")

SERVE = "import preex.web; preex.web.serve(port=0)"
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
FOCUSED = """() => {
  const e = document.activeElement, r = e.getBoundingClientRect()
  const on_top = document.elementFromPoint(r.left + Math.min(r.width / 2, 20), r.top + r.height / 2)
  return {tag: e.tagName, text: e.textContent.trim().slice(0, 40), height: r.height, seen: !!on_top && (e === on_top || e.contains(on_top))}
}"""
TAPPED = {"BUTTON", "SUMMARY", "INPUT", "SELECT"}


@pytest.fixture(scope="module")
def address(tmp_path_factory, served):
    with served(tmp_path_factory.mktemp("home"), "-c", SERVE) as found:
        yield found


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def page(request, chromium, address):
    """The editor with a plan of four days, as a browser without scripts has it."""
    context = chromium.new_context(base_url=address, viewport=request.param, java_script_enabled=False)
    context.set_default_timeout(15_000)
    opened = context.new_page()
    opened.goto("/")
    opened.get_by_test_id("load-demo").click()
    sync_api.expect(opened.get_by_test_id("leave-demo")).to_be_visible()
    opened.goto("/plan?days=4&minutes=60&have=full_gym&lagging=quads")
    opened.get_by_test_id("save-plan").click()
    opened.get_by_test_id("edit-plan").click()
    yield opened
    context.close()


def test_a_plan_is_changed_and_saved_without_a_script(page):
    block = page.get_by_test_id("block").first
    before = block.get_attribute("aria-label")
    block.get_by_test_id("down").click()
    assert page.url.endswith("#block-0-1")
    sync_api.expect(page.get_by_test_id("block").nth(1)).to_have_attribute("aria-label", before)
    page.get_by_test_id("undo").click()
    sync_api.expect(page.get_by_test_id("block").first).to_have_attribute("aria-label", before)
    page.get_by_test_id("way-count_it").first.click()
    sync_api.expect(page.get_by_test_id("way-count_it").first).to_have_attribute("aria-pressed", "true")
    page.get_by_test_id("save-edit").click()
    sync_api.expect(page.get_by_role("status").first).to_contain_text("Saved as P-")


def test_the_weeks_sets_stay_in_sight_while_a_block_far_down_is_edited(page):  # S68
    page.get_by_test_id("block").last.get_by_test_id("up").scroll_into_view_if_needed()
    sync_api.expect(page.get_by_test_id("volume-bar")).to_be_in_viewport()
    sync_api.expect(page.get_by_test_id("savebar")).to_be_in_viewport()


def test_nothing_that_has_the_focus_lies_under_a_bar_and_all_is_for_a_thumb(page):
    page.get_by_test_id("volume-bar").locator("ul").focus()
    covered, small = [], []
    for _ in range(80):
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        covered += [] if now["seen"] else [now]
        small += [now] if now["tag"] in TAPPED and now["height"] < 44 else []
    assert covered == []
    assert small == []


def test_no_width_from_320_px_makes_the_page_scroll_sideways(page):
    for width in (320, 360, 768, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width


def test_axe_finds_nothing_serious_in_the_editor(chromium, address):
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe, which reads pages, is not installed"
    )
    for scheme in ("light", "dark"):
        context = chromium.new_context(base_url=address, viewport=PHONE, color_scheme=scheme)
        page = context.new_page()
        page.goto("/")
        page.get_by_test_id("load-demo").click()
        sync_api.expect(page.get_by_test_id("leave-demo")).to_be_visible()
        page.goto("/plan?days=1&minutes=60&have=full_gym&lagging=quads")
        page.get_by_test_id("save-plan").click()
        for address_of in ("/plan/edit", "/plan/edit?add=P053"):
            page.goto(address_of)
            faults = axe.Axe().run(page).response["violations"]
            assert [(f["id"], f["nodes"][0]["html"]) for f in faults if f["impact"] in {"serious", "critical"}] == []
        context.close()
