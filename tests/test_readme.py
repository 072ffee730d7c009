"""The README's terminal exchange and its Python example really run, and print what it shows."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def recorded(name):
    """The commands and outputs of the exchange below the comment `recorded: NAME`."""
    block = re.search(rf"<!-- recorded: {name} -->\n```console\n(.*?)```", README, re.DOTALL).group(1)
    return [(shlex.split(part.split("\n", 1)[0]), part.split("\n", 1)[1].strip("\n")) for part in block.split("$ ")[1:]]


def run(arguments, home, now):
    env = os.environ | {"PREEX_HOME": str(home), "NO_COLOR": "1", "COLUMNS": "120", "TZ": "UTC"}
    env["PREEX_NOW"] = now
    env.pop("PREEX_DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "-m", *arguments], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip("\n")


def test_the_exchange_prints_what_the_readme_shows(tmp_path):
    exchange = recorded("examples")
    assert len(exchange) >= 5
    for arguments, shown in exchange:
        assert run(arguments, tmp_path, "2026-03-30T18:00+02:00") == shown


def test_a_real_export_goes_the_whole_way(tmp_path, shared):
    """Import, compare, plan, log, review: on somebody's real log."""
    export = tmp_path / "hevy-export.csv"
    shutil.copy(shared / "data" / "logs" / "hevy__kedarvartak__portfolio.csv", export)
    for arguments, shown in recorded("real"):
        given = [str(export) if word == export.name else word for word in arguments]
        assert run(given, tmp_path / "home", "2026-04-06T18:00+00:00") == shown


def test_the_python_example_runs(tmp_path):
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL).group(1)
    env = os.environ | {"PREEX_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    mean, low, high, capacity = (float(word) for word in done.stdout.split())
    assert low <= mean <= high
    assert mean <= capacity + 1


@pytest.mark.parametrize("page", re.findall(r"\]\(([^)#:]+)\)", README))
def test_every_link_of_the_readme_leads_somewhere(page):
    assert (ROOT / page).exists()
