"""One lifter's way through the app in a real browser: nothing asked of other hosts, nothing wrong on the console."""

from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright, which drives chromium, is not installed")

EXAMPLE = Path(__file__).parents[2] / "examples" / "strong.csv"
SERVE = "import preex.web; preex.web.serve(port=0)"
PHONE, DESK = {"width": 360, "height": 640}, {"width": 1280, "height": 800}
PAGES = [*(Path(__file__).parent / "pages.txt").read_text(encoding="utf-8").split()]


@pytest.fixture(scope="module")
def address(tmp_path_factory, served):
    with served(tmp_path_factory.mktemp("home"), "-c", SERVE) as found:
        yield found


@pytest.fixture
def open_page(chromium, address):
    """Open a page that notes what it asks for and what goes wrong; both are checked at the end."""
    opened, asked, wrong = [], [], []

    def go(*, viewport=PHONE, scripts=True, scheme="light"):
        context = chromium.new_context(
            base_url=address,
            viewport=viewport,
            java_script_enabled=scripts,
            color_scheme=scheme,
            has_touch=viewport is PHONE,
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text) if message.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        opened.append(context)
        return page

    yield go
    for context in opened:
        context.close()
    assert [url for url in asked if not url.startswith(f"{address}/")] == []
    assert wrong == []


def test_from_the_first_visit_to_predicted_against_actual(open_page):
    page = open_page()
    page.goto("/")
    page.get_by_test_id("load-demo").click()
    sync_api.expect(page.get_by_text("Demo lifter, simulated")).to_be_visible()

    page.get_by_test_id("nav-plan").click()
    page.get_by_role("link", name="Compare").click()
    page.get_by_label("First: the isolation exercise").fill("Leg extension")
    page.get_by_label("Then: the compound exercise").fill("Leg press")
    page.get_by_role("button", name="Compare").click()
    sync_api.expect(page.get_by_test_id("advice")).to_be_visible()
    sync_api.expect(page.get_by_test_id("way-keep_load")).to_be_visible()

    page.get_by_test_id("nav-plan").click()
    page.get_by_label("Muscle that lags").select_option("quads")
    page.get_by_test_id("make-plan").click()
    page.get_by_test_id("save-plan").click()
    sync_api.expect(page.get_by_role("status")).to_contain_text("Saved as P-1")

    page.get_by_test_id("log-day").click()
    line = page.get_by_label("What did you do?")
    line.fill(line.input_value().replace("x?", "x20kg"))
    page.get_by_test_id("log-line").click()
    sync_api.expect(page.get_by_role("status")).to_contain_text("inside the predicted range")
    assert page.get_by_test_id("prediction").count() > 6

    page.get_by_test_id("nav-progress").click()
    sync_api.expect(page.get_by_test_id("coverage")).to_contain_text("inside the range")
    page.get_by_test_id("nav-today").click()
    sync_api.expect(page.get_by_test_id("next-step")).to_be_visible()
    page.get_by_test_id("leave-demo").click()
    sync_api.expect(page.get_by_test_id("load-demo")).to_be_visible()


def test_all_of_it_works_without_scripts(open_page):
    page = open_page(viewport=DESK, scripts=False)
    page.goto("/import")
    page.get_by_test_id("import-file").set_input_files(EXAMPLE)
    page.get_by_test_id("import-preview").click()
    page.get_by_test_id("import-unit").select_option("kg")
    page.get_by_test_id("import-preview").click()
    page.get_by_test_id("import-commit").click()
    assert "Imported 528 sets" in page.get_by_role("status").inner_text()
    page.goto("/progress?replay")
    assert "predicted anew" in page.get_by_test_id("coverage").inner_text()
    page.goto("/import")
    page.get_by_test_id("import-undo").click()
    assert "Taken back: 528 sets" in page.get_by_role("status").inner_text()


@pytest.mark.parametrize(
    ("viewport", "scheme"),
    [({"width": 320, "height": 568}, "light"), (PHONE, "dark"), (DESK, "light")],
    ids=["320", "360", "1280"],
)
def test_no_page_is_wider_than_the_screen_and_every_target_is_large_enough(open_page, viewport, scheme):
    page = open_page(viewport=viewport, scheme=scheme)
    page.goto("/")
    if page.get_by_test_id("load-demo").count():
        page.get_by_test_id("load-demo").click()
    small = "e => { const r = e.getBoundingClientRect(); return r.height > 0 && r.height < 43.5 }"
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], address
        targets = page.locator(
            "button, summary, select, textarea, .nav a, .sub a, .btn, .chip, .field label:has(> input)"
        )
        found = targets.evaluate_all(f"all => all.filter({small}).map(e => e.outerHTML.slice(0, 80))")
        assert found == [], address


def test_the_keyboard_reaches_the_content_first(open_page):
    page = open_page(viewport=DESK)
    page.goto("/learn")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_text_twice_as_large_fits_every_page(chromium, address):
    """WCAG 1.4.4, where a page has as much room as 320 px at the usual size."""
    context = chromium.new_context(base_url=address, viewport={"width": 640, "height": 800}, bypass_csp=True)
    page = context.new_page()
    page.goto("/")
    if page.get_by_test_id("load-demo").count():
        page.get_by_test_id("load-demo").click()
    cut = """() => [...document.querySelectorAll("button, .btn, .chip, h1, h2, h3, label, summary")].filter(e =>
      e.clientWidth && e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX !== "visible"
    ).map(e => e.outerHTML.slice(0, 90))"""
    for name in [*PAGES, "/session"]:
        page.goto(name)
        page.add_style_tag(content="html { font-size: 200% !important }")
        assert page.evaluate("document.documentElement.scrollWidth") <= 640, name
        assert page.evaluate(cut) == [], name
    context.close()
