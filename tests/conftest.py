"""What every test can count on: a home folder of its own, the shared data where it exists, no skips on CI."""

import importlib.util
import os
import re
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine does not make a property false; on CI the same examples are tried every time.
settings.register_profile("preex", deadline=None, derandomize=os.environ.get("PREEX_CI") == "1")
settings.load_profile("preex")

# What .ci/run installs or is given. Elsewhere a test without it skips; there the skip is a failure.
PROVIDED_BY_CI = re.compile(r"postgres|chromium|gettext|\bextra\b|could not import|\.\./shared", re.IGNORECASE)


@pytest.fixture(scope="session", autouse=True)
def _no_test_touches_the_log_of_the_person_who_runs_it(tmp_path_factory):
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PREEX_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(scope="session")
def shared():
    """Return the folder of real logs and drafts beside the repository; it is not part of it."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("no ../shared beside the repository")
    return folder


@pytest.fixture(scope="session")
def script():
    """Return a script of the repository as a module, by its path: `script("docs/generate_cli.py")`."""

    def load(path):
        spec = importlib.util.spec_from_file_location(path, Path(__file__).parents[1] / path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module

    return load


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return without_excuse((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return without_excuse((yield))


def without_excuse(report):
    """Turn a skip into a failure on CI when CI must provide what the test lacked."""
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("PREEX_CI") == "1":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if PROVIDED_BY_CI.search(reason):
            report.outcome = "failed"
            report.longrepr = f"CI must not skip this test. {reason}"
    return report
