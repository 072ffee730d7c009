"""Text that tries to run, in every field that takes text, shown by every page in chromium: it stays text.

The policy of the pages would stop most of it. So a policy that had to stop something counts as a fault too, and so does
an element or an attribute that text made.
"""

import csv
import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright, which drives chromium, is not installed")

# Ways out of text, attributes, scripts and comments, times ways to run; one a line.
PAYLOADS = (Path(__file__).parent / "payloads.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
SERVE = "import preex.web; preex.web.serve(port=0)"
STRONG = ["Date", "Workout Name", "Duration", "Exercise Name", "Set Order", "Weight", "Reps", "Distance", "Seconds", "Notes"]  # fmt: skip
MADE_BY_TEXT = """() => [...document.querySelectorAll("*")].filter(e =>
  ["IFRAME", "OBJECT", "EMBED", "BASE", "MARQUEE", "STYLE", "MATH", "XMP", "DIALOG", "AUDIO", "VIDEO"].includes(e.tagName)
    && !e.matches("dialog[id]")
  || [...e.attributes].some(a => a.name.startsWith("on") || a.name === "style" && a.value.includes("hit")
    || /^\\s*(javascript|vbscript|data):/i.test(a.value) && ["href", "src", "action", "formaction", "data"].includes(a.name))
  || e.tagName === "SCRIPT" && !e.src && e.type !== "application/json"
).map(e => e.outerHTML.slice(0, 160))"""
PAGES = [
    "/", "/log", "/import", "/plan", "/progress", "/progress/strength", "/progress/volume", "/session", "/settings", "/trial",
    "/learn/evidence",
]  # fmt: skip
QUERIES = [
    "/plan?days={}&lagging=quads", "/plan?days=1&lagging={}", "/compare?isolation={}&compound=leg_press", "/compare?isolation=leg_extension&compound={}",
    "/pairs?target={}", "/pairs?joint={}", "/pairs/{}", "/progress/volume?by={}", "/learn/claims?status={}", "/learn/claims/{}",
    "/learn/evidence?population={}", "/learn/evidence/{}", "/trial/new?asked={}&first=x&per_week=2&weeks=4", "/trial/new?asked=order&first={}",
    "/trial/{}", "/{}",
]  # fmt: skip


def uuid7(n):
    return str(UUID(int=(0x0199_B3C0_8A00 << 80) | (0x7000 << 64) | (0x8000 << 48) | n))


def op(n, kind, **body):
    return {
        "id": uuid7(n),
        "device": str(UUID(int=(4 << 76) | (0x8000 << 48) | 1)),
        "clock": n,
        "at": "2026-11-20T18:00:00.000Z",
        "kind": kind,
        "body": body,
    }


def written_as_strong(path):
    """Write an export whose names, notes, titles and one load a workout are payloads."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(STRONG)
        for n, payload in enumerate(PAYLOADS):
            day = f"2026-11-{n % 20 + 1:02d} 18:{n // 20:02d}:00"
            rows.writerows([day, payload, "1h", name, 1, 60, 8, 0, 0, payload] for name in (payload, "Leg Press"))
            rows.writerow([day, payload, "1h", payload, 2, payload, 8, 0, 0, ""])  # no load: a problem that quotes it


@pytest.fixture(scope="module")
def address(tmp_path_factory, served):
    """A server whose log holds every payload as a name, a note, a title and a reason."""
    home = tmp_path_factory.mktemp("home")
    log = home / "strong.csv"
    written_as_strong(log)
    command = [sys.executable, "-m", "preex", "import", log, "--unit", "kg", "--json"]
    told = subprocess.run(command, env={"PREEX_HOME": str(home)}, capture_output=True, text=True, check=False)
    assert json.loads(told.stdout)["sets"] == 2 * len(PAYLOADS), told
    with served(home, "-c", SERVE) as found:
        yield found


@pytest.fixture
def page(chromium, address):
    context = chromium.new_context(base_url=address, viewport={"width": 360, "height": 640}, reduced_motion="reduce")
    tab = context.new_page()
    wrong = []
    tab.on("dialog", lambda dialog: (wrong.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("console", lambda said: wrong.append(said.text) if "Security Policy" in said.text else None)
    tab.on("request", lambda asked: wrong.append(asked.url) if not asked.url.startswith(f"{address}/") else None)
    yield tab
    context.close()
    assert wrong == []


def stays_text(tab, where):
    assert tab.evaluate("window.hit") is None, where
    assert tab.evaluate(MADE_BY_TEXT) == [], where


def test_what_was_imported_and_sent_stays_text_on_every_page(page, address):
    sent = page.context.request
    headers = {"Origin": address, "Content-Type": "application/json"}
    session = uuid7(1)
    ops = [op(1, "session.start", session=session, title=PAYLOADS[3][:80], local_date="2026-11-20", zone="")]
    for n, payload in enumerate(PAYLOADS):
        load = {"value": "60", "unit": "kg"}
        text = payload.strip()[:60]
        ops += [
            op(10_000 + n, "set.done", session=session, set=uuid7(20_000 + n), exercise=text, load=load, reps=8, note=payload),
            op(30_000 + n, "swap", session=session, **{"from": text, "to": text}, why="other"),
            op(40_000 + n, "pain", session=session, joint=text, level=3, stopped=False),
        ]  # fmt: skip
    for n in range(0, len(ops), 500):
        told = sent.post("/api/v1/ops", headers=headers, data=json.dumps({"athlete": "me", "ops": ops[n : n + 500]}))
        assert {one["status"] for one in told.json()["results"]} == {"stored"}, told.text()[:500]
    read = 0
    for where in PAGES:
        page.goto(where)
        page.wait_for_load_state("networkidle")
        stays_text(page, where)
        read += page.locator("body").text_content().count("window.hit")
    assert read > 0  # it is there, as text


def test_a_file_full_of_it_stays_text_in_the_preview(page, tmp_path):
    log = tmp_path / "strong.csv"
    written_as_strong(log)
    page.goto("/import")
    page.get_by_test_id("import-file").set_input_files(log)
    page.get_by_test_id("import-preview").click()
    page.get_by_test_id("import-unit").select_option("kg")
    page.get_by_test_id("import-preview").click()
    stays_text(page, "preview")
    assert page.locator("main").text_content().count("window.hit") > 30


def test_a_plan_made_of_such_text_stays_text(page, address):
    headers = {"Origin": address, "Content-Type": "application/json"}
    sent = page.context.request
    asked = {"days": 1, "lagging": ["quads"], "minutes": 60}
    made = sent.post("/api/v1/plans?athlete=me", headers=headers, data=json.dumps(asked))
    plan = {name: made.json()[name] for name in made.json() if name not in {"athlete", "id", "at"}}
    with_text(plan, iter(PAYLOADS))
    told = sent.put(
        "/api/v1/plans/current?athlete=me", headers=headers | {"If-Match": made.headers["etag"]}, data=json.dumps(plan)
    )
    assert told.ok, told.text()
    for where in ("/plan", "/session", "/"):
        page.goto(where)
        page.wait_for_load_state("networkidle")
        stays_text(page, where)


def with_text(part, texts):
    """Put a payload wherever a plan has a title or a note."""
    for one in part if isinstance(part, list) else part.values():
        if isinstance(one, (list, dict)):
            with_text(one, texts)
    if isinstance(part, dict) and "title" in part:
        part["title"] = next(texts)
    if isinstance(part, dict) and "steps" in part:
        part["note"] = next(texts)


def test_what_stands_in_an_address_stays_text(page):
    for n, query in enumerate(QUERIES):
        for payload in PAYLOADS[n :: len(QUERIES)]:
            where = query.format(quote(payload, safe=""))
            page.goto(where)
            stays_text(page, where)


def test_what_a_form_is_refused_for_stays_text(page):
    for payload in PAYLOADS[::8]:
        page.goto("/log")
        page.get_by_label("What did you do?").fill(payload)
        page.get_by_test_id("log-line").click()
        stays_text(page, payload)
