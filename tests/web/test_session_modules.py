"""The modules of the session, tested in node where there is one; a browser tests them everywhere else."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
OLDEST = (20, 19)  # the first to read modules by their `import` and `export` without a package.json
TESTS = Path(__file__).parents[1] / "js"


def version_of(node):
    told = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=60, check=True).stdout
    return tuple(int(part) for part in told.strip().removeprefix("v").split(".")[:2])


@pytest.fixture
def node():
    if not NODE:
        pytest.skip("node, which runs the tests of the browser's modules, is not on the path")
    if (found := version_of(NODE)) < OLDEST:
        pytest.skip(f"node {found[0]}.{found[1]} is too old to run the browser's modules; it takes 20.19 or newer")
    return NODE


def test_the_modules_of_the_session_do_what_their_own_tests_say(node):
    found = subprocess.run([node, "--test", "."], cwd=TESTS, capture_output=True, text=True, timeout=120, check=False)
    assert found.returncode == 0, found.stdout[-6000:]
    assert "# fail 0" in found.stdout
    assert "# pass 0\n" not in found.stdout
