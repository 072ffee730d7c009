"""The modules of the session, tested in node where there is one; a browser tests them everywhere else."""

import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
TESTS = Path(__file__).parents[1] / "js"


@pytest.mark.skipif(not NODE, reason="node, which runs the tests of the browser's modules, is not on the path")
def test_the_modules_of_the_session_do_what_their_own_tests_say():
    found = subprocess.run([NODE, "--test", "."], cwd=TESTS, capture_output=True, text=True, timeout=120, check=False)
    assert found.returncode == 0, found.stdout[-6000:]
    assert "# fail 0" in found.stdout
    assert "# pass 0\n" not in found.stdout
