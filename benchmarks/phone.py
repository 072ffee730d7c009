"""How fast is a session on a phone? Measured in chromium, where it and Playwright are; printed by `make bench`."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from web import served

PHONE = {"width": 360, "height": 640}
SLOWER = 4  # how many times slower than this machine's processor the phone's is
OPENS = 5
# Set after set, each undone again: from the tap to the set on the screen, which is after it was written to the phone. [ms]
TAPS = """async () => {
  const took = [], progress = document.getElementById("progress");
  for (let i = 0; i < 60; i++) {
    const name = i % 2 ? "undo" : "done", before = progress.textContent, start = performance.now();
    await new Promise((shown) => {
      const seen = new MutationObserver(() => {
        if (progress.textContent !== before) { seen.disconnect(); shown(); }
      });
      seen.observe(progress, { childList: true, characterData: true, subtree: true });
      document.getElementById(name).click();
    });
    if (name === "done") took.push(performance.now() - start);
    await new Promise((on) => setTimeout(on, 250));
  }
  return took;
}"""


def phone() -> None:
    """Print the figures."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("a session on a phone: not measured, Playwright is not installed")
        return
    if not (chromium := shutil.which("chromium")):
        print("a session on a phone: not measured, no chromium on the path")
        return
    with tempfile.TemporaryDirectory() as home, served(Path(home)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(base_url=address, viewport=PHONE, has_touch=True)
        page = with_a_session(context)
        took = page.evaluate(TAPS)
        print(f"{'a set on a phone, from the tap to saved, p95':<62}{np.quantile(took, 0.95):>9.1f} ms   target 50 ms")
        context.set_offline(True)
        opened = max(opening_s(context) for _ in range(OPENS))
        what = f"a session opened without a network, {SLOWER}x slower, slowest"
        print(f"{what:<62}{opened:>9.2f} s    target 2 s")
        browser.close()


def with_a_session(context: Any) -> Any:
    """Return a page where the demo lifter's planned session runs, kept by its worker."""
    page = context.new_page()
    page.goto("/")
    page.get_by_test_id("load-demo").click()
    page.goto("/plan?days=2&lagging=quads")
    page.get_by_test_id("save-plan").click()
    page.goto("/session")
    page.wait_for_selector("body[data-installed=true]")
    page.get_by_test_id("start-session").click()
    page.get_by_test_id("log-set").wait_for()
    return page


def opening_s(context: Any) -> float:
    """Return how long a new tab takes until a set can be logged. [s]"""
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    start = time.monotonic()
    page.goto("/session", wait_until="commit")
    page.wait_for_selector("body[data-ready=true]")
    took = time.monotonic() - start
    page.close()
    return took
