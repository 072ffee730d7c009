"""How large is a plan, and how fast does its editor answer? Printed by `make bench`, for the demo lifter."""

from __future__ import annotations

import gzip
import re
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

from web import served

WEEK = {"days": "6", "minutes": "60", "have": "full_gym", "lagging": "quads", "lagging_too": "chest"}
SESSION = {"days": "1", "minutes": "60", "have": "full_gym", "lagging": "quads"}


class Browser:
    """Gets pages and sends their forms, as a browser without scripts."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._page = self.get("/")

    def get(self, path: str) -> str:
        """Return a page."""
        with self._opener.open(self._address + path) as answer:
            self._page = answer.read().decode()
        return self._page

    def post(self, path: str, **fields: str) -> str:
        """Send a form; return the page it leads to."""
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self._page)
        assert token, "no form on the page before"
        body = urlencode({**fields, "csrfmiddlewaretoken": token.group(1)}).encode()
        asked = urllib.request.Request(self._address + path, body, {"Origin": self._address})  # noqa: S310 - our own server
        with self._opener.open(asked) as answer:
            self._page = answer.read().decode()
        return self._page

    def version(self) -> str:
        """Return the version of the draft on the page."""
        found = re.search(r'name="version" value="(\d+)"', self._page)
        assert found, "no draft on the page"
        return found.group(1)


@contextmanager
def demo() -> Iterator[Browser]:
    """Serve the demo lifter."""
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as address:
        browser = Browser(address)
        browser.post("/demo")
        yield browser


def compressed_kb(text: str) -> float:
    """Size of a text as it goes over a network. [kB]"""
    return len(gzip.compress(text.encode(), 6)) / 1000


def plans() -> None:
    """Print the figures. Twelve weeks are one week and what changes, so that they are as large as the week."""
    with demo() as browser:
        browser.post("/plan", **SESSION)
        _editing(browser)
    with demo() as browser:
        browser.post("/plan", **WEEK)
        sizes = {
            "/plan, twelve weeks of six days, compressed": browser.get("/plan"),
            "the same as JSON, compressed": browser.get("/api/v1/plans/current?athlete=demo"),
        }
        for what, text in sizes.items():
            print(f"{what:<62}{compressed_kb(text):>9.1f} kB   target 30 kB")
        print(f"{'the same as JSON, as it is':<62}{len(sizes['the same as JSON, compressed']) / 1000:>9.1f} kB")
        print(f"{'/plan/edit of six days, compressed':<62}{compressed_kb(browser.get('/plan/edit')):>9.1f} kB")
        print(f"{'/plan/edit of six days':<62}{_looking_ms(browser):>9.1f} ms   target 300 ms")


def _looking_ms(browser: Browser) -> float:
    took = []
    for _ in range(5):
        start = time.perf_counter()
        browser.get("/plan/edit")
        took.append(1000 * (time.perf_counter() - start))
    return min(took)


def _editing(browser: Browser) -> None:
    print(f"{'/plan/edit, one session of the demo lifter':<62}{_looking_ms(browser):>9.1f} ms   target 300 ms")
    for act in ("down", "strategy:keep_load"):
        edited = []
        for _ in range(3):
            version = browser.version()
            start = time.perf_counter()
            browser.post("/plan/edit", act=act, day="0", block="0" if act == "down" else "1", version=version)
            edited.append(1000 * (time.perf_counter() - start))
        what = f"an edit ({act}) and the page after it"
        print(f"{what:<62}{min(edited):>9.1f} ms   target 300 ms")


if __name__ == "__main__":
    plans()
