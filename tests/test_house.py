"""The repository keeps its promises: locked, of one mind about its version, free of traces of one machine."""

import re
import subprocess
import sys
import tomllib
import zipfile
from itertools import chain
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN_LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"
NAME = re.compile(r"[A-Za-z0-9._-]+")

# Hosts that serve packages, and folders that only one machine has. Written so that this file does not match itself.
TRACES = [
    re.compile(rf"{host}[.](?:org|com|io|dev)\b")
    for host in ("pypi", "pythonhosted", "npmjs", "yarnpkg", "anaconda", "jfrog", "debian")
]
TRACES.append(re.compile(r"(?<![\w.~$}-])/(?:work|root|home|Users)/\w"))
TRACES.append(re.compile("--(?:extra-)?index" + "-url|--find" + "-links"))


def normalised(name):
    """Return a distribution's name as PEP 503 compares it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock):
    """Return each locked name with its versions, one for each marker."""
    found = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if match := re.match(r"([A-Za-z0-9._-]+)==([^ ;]+)(?: ; ([^\\]+))?", line):
            name, version, marker = match.groups()
            found.setdefault(name, set()).add((version, (marker or "").strip()))
    return found


def required(requirements):
    return {normalised(NAME.match(requirement).group()) for requirement in requirements}


def tracked(folder=""):
    """Return the names of the files git tracks below a folder that are there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", folder or "."], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    return [name for name in listed.stdout.split("\0") if (ROOT / name).is_file()]


def tracked_texts():
    for name in tracked():
        if b"\0" not in (content := (ROOT / name).read_bytes()):
            yield name, content.decode("utf-8")


@pytest.mark.parametrize("lock", [RUN_LOCK, DEV_LOCK], ids=lambda path: path.name)
def test_a_lock_names_no_address_and_hashes_every_pin(lock):
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert entries
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_run_lock_pins_what_the_app_and_its_build_need():
    needed = PYPROJECT["project"]["dependencies"] + PYPROJECT["build-system"]["requires"]
    assert required(needed + PYPROJECT["project"]["optional-dependencies"]["pg"]) <= pins(RUN_LOCK).keys()


def test_the_larger_lock_pins_every_extra_but_the_one_for_draws():
    extras = {name: needs for name, needs in PYPROJECT["project"]["optional-dependencies"].items() if name != "verify"}
    assert required(chain.from_iterable(extras.values())) <= pins(DEV_LOCK).keys()


def test_both_locks_agree_on_what_they_share():
    larger = pins(DEV_LOCK)
    assert {name: larger.get(name) for name in pins(RUN_LOCK)} == pins(RUN_LOCK)


def test_the_wheel_holds_every_file_of_the_package(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    packed = {f"src/{name}" for name in zipfile.ZipFile(wheel).namelist()}
    assert set(tracked("src/preex/")) <= packed


def test_the_change_log_has_a_place_for_the_next_change():
    assert "\n## Unreleased\n" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_citation_names_the_version_that_is_released():
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {PYPROJECT['project']['version']}\n" in citation


def test_no_tracked_file_holds_a_path_of_one_machine_or_a_package_host():
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name, text in tracked_texts()
        for number, line in enumerate(text.splitlines(), 1)
        if any(trace.search(line) for trace in TRACES)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("trace", "caught"),
    [
        ("see /" + "home/someone/notes", True),
        ("files." + "pythonhosted" + ".org", True),
        ("--extra-index" + "-url", True),
        ("<a href='/plan/today'>", False),
        ("../shared/data", False),
        ("$HOME/home/x and a/work/b", False),
    ],
)
def test_the_search_for_traces_finds_what_it_should(trace, caught):
    assert any(pattern.search(trace) for pattern in TRACES) is caught


@pytest.mark.parametrize(
    ("on_ci", "outcomes"), [("0", {"skipped": 6}), ("1", {"failed": 4, "errors": 1, "skipped": 1})]
)
def test_ci_accepts_no_skip_for_want_of_what_it_provides(pytester, monkeypatch, on_ci, outcomes):
    monkeypatch.setenv("PREEX_CI", on_ci)
    pytester.makeconftest((ROOT / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(
        test_one_by_one="""
            import pytest

            @pytest.mark.parametrize("reason", [
                "PostgreSQL is not running",
                "no chromium on the path",
                "the [plan] extra is not installed",
                "no ../shared beside the repository",
                "only on Windows",
            ])
            def test_skips(reason):
                pytest.skip(reason)
        """,
        test_as_a_whole="""
            import pytest

            pytest.importorskip("a_module_of_an_extra")
        """,
    )
    arguments = ("-p", "no:django", "--continue-on-collection-errors")
    pytester.runpytest_subprocess(*arguments).assert_outcomes(**outcomes)
