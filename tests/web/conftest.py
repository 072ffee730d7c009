"""Pages, asked for by Django's test client; the demo lifter is made once for all of them."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import Client

from preex.app.demo import DEMO, load_demo
from preex.store import Store

PASSWORD = "leg press in the morning"  # noqa: S105 - of the accounts that tests make


def pytest_collection_modifyitems(config, items):
    """Servers of tests keep their log in SQLite: what they show is not tried a second time beside PostgreSQL."""
    if not os.environ.get("PREEX_DATABASE_URL"):
        return
    here = [item for item in items if item.path.is_relative_to(Path(__file__).parent)]
    out = [item for item in here if {"served", "chromium"} & set(item.fixturenames)]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in set(out)]


STRONG = "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,RPE\n"


@pytest.fixture(scope="session")
def _demo_lifter(django_db_setup, django_db_blocker):  # noqa: ARG001 - a fixture is asked for by its name
    with django_db_blocker.unblock():
        load_demo(Store(), datetime.now(UTC))


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Uploads and keys go to a folder of the test's own."""
    monkeypatch.setenv("PREEX_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def store(db):  # noqa: ARG001 - a fixture is asked for by its name
    return Store()


@pytest.fixture
def newcomer(db):  # noqa: ARG001 - a fixture is asked for by its name
    """A browser that was never here; the log is empty."""
    return Client()


@pytest.fixture
def demo(_demo_lifter, db):  # noqa: ARG001 - a fixture is asked for by its name
    """A browser that looks at the demo lifter."""
    browser = Client()
    assert browser.post("/demo").status_code == 302
    return browser


@pytest.fixture
def accounts(settings, store):  # noqa: ARG001 - tables are needed
    """People log in, as where others can reach the app."""
    from preex.web.settings import mode

    for name, value in mode(accounts=True).items():
        setattr(settings, name, value)


@pytest.fixture
def join(accounts, store):  # noqa: ARG001 - people log in
    """Makes an account by its link, as `join("anna", admin=True)`, and returns its browser, logged in."""
    from preex.accounts.joining import make_link
    from preex.accounts.models import LinkKind

    def joined(name, *, admin=False):
        kind = LinkKind.FIRST if admin else LinkKind.INVITATION
        code = make_link(kind, at=datetime.now(UTC))
        browser = Client()
        answer = browser.post(f"/account/{kind.value}/{code}", {"name": name, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return browser

    return joined


@pytest.fixture
def demo_name():
    return DEMO


@pytest.fixture
def strong_file():
    """Rows of Strong's export, as `strong_file(rows)`; the unit is not in it."""

    def make(*rows, name="strong.csv"):
        from django.core.files.uploadedfile import SimpleUploadedFile

        return SimpleUploadedFile(name, (STRONG + "\n".join(rows) + "\n").encode(), content_type="text/csv")

    return make


@contextmanager
def _served(home, *command):
    environment = {**os.environ, "PREEX_HOME": str(home), "PREEX_DATABASE_URL": ""}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    server = subprocess.Popen([sys.executable, *command], stderr=subprocess.PIPE, text=True, env=environment)
    try:
        port = re.search(r":(\d+)/", server.stderr.readline()).group(1)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(20)
        server.stderr.close()


@pytest.fixture(scope="session")
def served():
    """A server on a free port, by the name under which browsers trust this machine: `with served(home, *command)`."""
    return _served


@pytest.fixture(scope="module")  # while it is open its event loop keeps Django from the database
def chromium():
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright, which drives chromium, is not installed")
    if not (path := shutil.which("chromium")):
        pytest.skip("no chromium on the path")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()
