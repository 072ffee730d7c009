"""What programs of the browser's world say of the app: the type checker of the modules, and Lighthouse.

`npm ci` in tests/node installs both; the app itself needs neither.
"""

import json
import shutil
import subprocess
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.request import HTTPCookieProcessor, Request, build_opener

import pytest

FOLDER = Path(__file__).parents[1] / "node"
SERVE = "import preex.web; preex.web.serve(port=0)"
JUDGED = ["/", "/plan"]  # Today and Plan
LEAST = 95  # of 100, in what depends on no clock; how fast a page is on a shared machine is printed by `make bench`

pytestmark = pytest.mark.skipif(
    not (FOLDER / "node_modules").is_dir() or not shutil.which("node"),
    reason="an extra of the tests is not installed: `npm ci` in tests/node",
)


def test_the_modules_of_the_session_are_of_the_types_they_name():
    checker = FOLDER / "node_modules" / "typescript" / "bin" / "tsc"
    found = subprocess.run(["node", checker, "-p", FOLDER], capture_output=True, text=True, timeout=120, check=False)
    assert found.stdout == ""


def test_lighthouse_finds_today_and_plan_accessible_and_well_built(tmp_path, served):
    if not (chromium := shutil.which("chromium")):
        pytest.skip("no chromium on the path")
    with served(tmp_path, "-c", SERVE) as address:
        command = ["node", FOLDER / "lighthouse.mjs", chromium, as_demo_lifter(address)]
        addresses = [f"{address}{page}" for page in JUDGED]
        judged = json.loads(subprocess.check_output([*command, *addresses], text=True, timeout=300))
    for page, scores in judged.items():
        assert scores["accessibility"] >= LEAST, (page, scores)
        assert scores["best-practices"] >= LEAST, (page, scores)


def as_demo_lifter(address):
    """Return the cookies of a browser that looks at the demo lifter."""
    kept = CookieJar()
    browser = build_opener(HTTPCookieProcessor(kept))
    browser.open(f"{address}/").read()
    token = next(cookie.value for cookie in kept if "csrf" in cookie.name)
    asked = Request(f"{address}/demo", b"", {"X-CSRFToken": token, "Referer": f"{address}/"})  # noqa: S310 - http
    browser.open(asked).read()
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in kept)
