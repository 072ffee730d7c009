"""Every page by axe-core, in chromium: no fault that is serious or critical, light and dark, with and without a log."""

import json
from pathlib import Path

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright, which drives chromium, is not installed")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe, which reads pages, is not installed")

SERVE = "import preex.web; preex.web.serve(port=0)"
PAGES = [*(Path(__file__).parent / "pages.txt").read_text(encoding="utf-8").split(), "/session", "/nothing-here"]


@pytest.fixture(scope="module")
def address(tmp_path_factory, served):
    with served(tmp_path_factory.mktemp("home"), "-c", SERVE) as found:
        yield found


@pytest.mark.parametrize(
    ("log", "width", "scheme"), [("demo", 360, "light"), ("demo", 1280, "dark"), ("empty", 360, "dark")]
)
def test_no_page_has_a_serious_fault(chromium, address, log, width, scheme):
    context = chromium.new_context(
        base_url=address, viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    if log == "demo":
        page.goto("/")
        page.get_by_test_id("load-demo").click()
    found = {}
    for name in PAGES:
        page.goto(name)
        if faults := serious(axe.Axe().run(page).response["violations"]):
            found[name] = faults
    context.close()
    assert found == {}, json.dumps(found, indent=1)


def serious(violations):
    """Return what axe calls serious or critical: the rule and where it is broken."""
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary'][:200]}"
        for one in violations
        if one["impact"] in {"serious", "critical"}
        for node in one["nodes"]
    ]
