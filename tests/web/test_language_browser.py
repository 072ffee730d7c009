"""In chromium: a longer language fits every page on a phone, and the language chosen is spoken, the session's too."""

import shutil
from pathlib import Path

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright, which drives chromium, is not installed")

HERE = Path(__file__).parent
PO = HERE.parents[1] / "src/preex/web/locale/de/LC_MESSAGES/django.po"
SERVE = "import preex.web; preex.web.serve(port=0)"
PAGES = [*(Path(__file__).parent / "pages.txt").read_text(encoding="utf-8").split(), "/session", "/nothing-here"]
# What reaches out of the page, and buttons, chips and fields whose text is cut off.
TOO_WIDE = """() => {
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const cut = [...document.querySelectorAll("button, a.btn, a.chip, select, summary, .tag, .nav a, .sub a")].filter((e) => {
    if (!e.checkVisibility({ visibilityProperty: true }) || e.closest(".skip")) return false;
    const style = getComputedStyle(e);
    const hidden = style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && e.tagName !== "SELECT";
    return hidden && e.scrollWidth > e.clientWidth + 1;
  });
  return [...(wide > 0 ? [`${wide} px too wide`] : []), ...cut.map((e) => e.outerHTML.slice(0, 120))];
}"""
# Texts that are seen in the page's own language and hold no sign of the tests' language.
UNMARKED = """([open, kept]) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    const said = node.textContent.trim();
    if (!/\\p{L}{3}/u.test(said) || said.includes(open) || kept.includes(said)) continue;
    if (["SCRIPT", "STYLE", "CODE", "TEMPLATE"].includes(parent.tagName) || parent.closest("body [lang], [hidden], noscript")) continue;
    if (parent.checkVisibility()) found.push(said);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def pseudo(script, tmp_path_factory):
    if missing := [p for p in ("msgattrib", "msgen", "msgfmt") if not shutil.which(p)]:
        pytest.skip(f"gettext is not installed: no {', '.join(missing)}")
    made = script("tests/web/pseudo.py")
    made.folder = tmp_path_factory.mktemp("locale")
    made.write_locale(PO, made.folder)
    return made


@pytest.fixture(scope="module")
def address(pseudo, tmp_path_factory, served):
    with served(tmp_path_factory.mktemp("home"), str(HERE / "pseudo_server.py"), str(pseudo.folder)) as found:
        yield found


@pytest.fixture
def phone(chromium, address):
    """Open a phone that looks at the demo lifter; `phone(width, language)`."""
    opened = []

    def go(width, language):
        context = chromium.new_context(base_url=address, viewport={"width": width, "height": 640}, locale=language)
        context.set_default_timeout(30_000)
        opened.append(context)
        page = context.new_page()
        page.goto("/")
        page.get_by_test_id("load-demo").click()
        return page

    yield go
    for context in opened:
        context.close()


@pytest.mark.parametrize("language", ["en-XA", "de"])
@pytest.mark.parametrize("width", [320, 360])
def test_a_longer_language_fits_every_page_on_a_phone(phone, width, language):
    page = phone(width, language)
    wrong = {}
    for address in PAGES:
        page.goto(address)
        if found := page.evaluate(TOO_WIDE):
            wrong[address] = found
    assert wrong == {}


def test_every_text_of_a_running_session_is_said_in_the_language(phone, pseudo):
    page = phone(360, "en-XA")
    page.goto("/session")
    sync_api.expect(page.locator("#begin")).to_be_visible()
    kept = ["PreEx", "English", "Deutsch", "Pseudo"]
    assert page.evaluate(UNMARKED, [pseudo.OPEN, kept]) == []
    page.locator("#begin .day button, #begin button.main").first.click()
    page.wait_for_timeout(500)
    assert page.evaluate(UNMARKED, [pseudo.OPEN, kept]) == []


def test_the_language_is_chosen_at_the_foot_of_a_page_and_stays(phone):
    page = phone(360, "en-GB")
    page.goto("/learn")
    page.get_by_test_id("languages").get_by_role("button", name="Deutsch").click()
    sync_api.expect(page.get_by_role("heading", name="Was man weiß")).to_be_visible()
    assert page.url.endswith("/learn")
    page.goto("/settings")
    assert page.evaluate("document.documentElement.lang") == "de"
    sync_api.expect(page.get_by_test_id("languages").get_by_role("button", name="Deutsch")).to_have_attribute(
        "aria-pressed", "true"
    )
