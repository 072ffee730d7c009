# ruff: noqa: INP001 - a script beside the pages
"""Take the pictures of `docs/images` from the app itself, in chromium: python docs/take_pictures.py.

Needs chromium on the path and the packages of requirements-dev.lock. What is seen is the demo lifter, so the pictures
are of no person; the dates in them are those of the day they are taken.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "images"
SERVE = "import preex.web; preex.web.serve(port=0)"
COMPARE = "/compare?isolation=leg_extension&compound=leg_press"
PLAN = "/plan?days=1&minutes=60&have=full_gym&lagging=quads"
# Name -> address, width, height, colours.
PICTURES = {
    "compare": (COMPARE, 1280, 1240, "light"),
    "phone-today": ("/", 360, 700, "light"),
    "phone-session": ("/session", 360, 700, "dark"),
    "phone-edit": ("/plan/edit", 360, 700, "light"),
    "phone-volume": ("/progress/volume", 360, 700, "dark"),
}


@contextmanager
def served() -> Iterator[str]:
    """Serve an empty log on a free port; give the address."""
    with tempfile.TemporaryDirectory() as home:
        server = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-c", SERVE], stderr=subprocess.PIPE, text=True, env={**os.environ, "PREEX_HOME": home}
        )
        try:
            said = server.stderr.readline() if server.stderr else ""
            found = re.search(r":(\d+)/", said)
            if not found:
                sys.exit(f"the app did not start: {said}")
            yield f"http://localhost:{found.group(1)}"
        finally:
            server.terminate()
            server.wait(20)


def take(page: Page, address: str, name: str) -> None:
    """Open a page as the demo lifter, who has a plan, and save what is seen."""
    page.goto("/")
    page.get_by_test_id("load-demo").click()
    page.goto("/plan")
    if page.get_by_test_id("log-day").count() == 0:
        page.goto(PLAN)
        page.get_by_test_id("save-plan").click()
    page.goto(address)
    if name == "phone-session":
        page.get_by_test_id("start-session").click()
        page.get_by_test_id("prediction").get_by_text("expect").wait_for()
    page.screenshot(path=FOLDER / f"{name}.png")


def main() -> None:
    """Take all pictures."""
    chromium = shutil.which("chromium")
    if not chromium:
        sys.exit("no chromium on the path; install it first.")
    FOLDER.mkdir(exist_ok=True)
    with served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (address, width, height, scheme) in PICTURES.items():
            viewport = {"width": width, "height": height}
            page = browser.new_page(base_url=base, viewport=viewport, color_scheme=scheme)  # type: ignore[arg-type]
            take(page, address, name)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
