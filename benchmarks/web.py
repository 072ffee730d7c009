"""How fast is the app in the browser, and how much does it send? Printed by `make bench` after the rest."""

from __future__ import annotations

import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import numpy as np

SERVE = "import preex.web; preex.web.serve(port=0)"
BATCHES = 200  # requests timed
SETS = 25  # in a session


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve the log in a folder on a free port; give the address."""
    env = os.environ | {"PREEX_HOME": str(home)}
    server = subprocess.Popen([sys.executable, "-c", SERVE], stderr=subprocess.PIPE, text=True, env=env)
    try:
        assert server.stderr
        found = re.search(r":(\d+)/", server.stderr.readline())
        assert found, "the app did not start"
        yield f"http://localhost:{found.group(1)}"
    finally:
        server.terminate()
        server.wait(20)


def uuid7() -> str:
    """Return an id as a phone makes it."""
    last_64_bits = uuid4().int & ((1 << 64) - 1)
    return str(UUID(int=time.time_ns() // 1_000_000 << 80 | 7 << 76 | last_64_bits))


def operation(clock: int, kind: str, **body: object) -> dict[str, object]:
    """Return an operation as a phone sends it."""
    at = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return {"id": uuid7(), "device": DEVICE, "clock": clock, "at": at, "kind": kind, "body": body}


DEVICE = str(uuid4())


def send(address: str, *ops: dict[str, object]) -> None:
    """Send operations, and see that each was stored."""
    body = json.dumps({"athlete": "me", "ops": ops}).encode()
    headers = {"Content-Type": "application/json", "Origin": address}
    with urllib.request.urlopen(urllib.request.Request(f"{address}/api/v1/ops", body, headers)) as answer:  # noqa: S310
        assert all(one["status"] == "stored" for one in json.load(answer)["results"])


def writing_ms(address: str) -> np.ndarray:
    """Return how long each of many sets took, one a request, in sessions as long as real ones. [ms]"""
    took = []
    for n in range(BATCHES):
        if n % SETS == 0:
            session = uuid7()
            send(address, operation(n, "session.start", session=session, local_date="2026-11-24"))
        load = {"value": "60", "unit": "kg"}
        done = operation(n + 1, "set.done", session=session, set=uuid7(), exercise="leg_press", load=load, reps=8)
        start = time.perf_counter()
        send(address, done)
        took.append(1000 * (time.perf_counter() - start))
    return np.array(took)


def getting_ms(address: str, path: str, times: int = 5) -> float:
    """Return the best of several times to get a page. [ms]"""
    took = []
    for _ in range(times):
        start = time.perf_counter()
        with urllib.request.urlopen(f"{address}{path}") as answer:  # noqa: S310 - our own server
            answer.read()
        took.append(1000 * (time.perf_counter() - start))
    return min(took)


def shell_kb(address: str) -> float:
    """Return what a phone keeps to open the session without a network, compressed. [kB]"""
    with urllib.request.urlopen(f"{address}/sw.js") as answer:  # noqa: S310 - our own server
        shell = json.loads(answer.readline().decode().split(" = ", 1)[1].rstrip(";\n"))
    kept = [f"{address}{path}" for path in ("/sw.js", shell["page"], *shell["files"])]
    total = 0
    for one in kept:
        with urllib.request.urlopen(one) as answer:  # noqa: S310 - our own server
            total += len(gzip.compress(answer.read(), 6))
    return total / 1000


def web(log_of: dict[int, bytes]) -> None:
    """Print the figures.

    Parameters
    ----------
    log_of : sets -> a Strong export of so many, in kg.
    """
    for n_set, log in log_of.items():
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            if n_set:
                (home / "strong.csv").write_bytes(log)
                run = [sys.executable, "-m", "preex", "import", str(home / "strong.csv"), "--unit", "kg"]
                subprocess.run(run, env=os.environ | {"PREEX_HOME": folder}, check=True, capture_output=True)
            with served(home) as address:
                if not n_set:
                    print(
                        f"{'what a phone keeps for a session, compressed':<62}{shell_kb(address):>9.0f} kB   target 200 kB"
                    )
                took = writing_ms(address)
                what = f"one set written, p95, with {n_set:,} sets before"
                print(f"{what:<62}{np.quantile(took, 0.95):>9.1f} ms   target 20 ms")
                statistics = "300 ms" if n_set < 60_000 else "1 s"
                for path, target in (
                    ("/", "-"),
                    ("/progress/volume", statistics),
                    ("/progress/strength", statistics),
                    ("/progress", statistics),
                    ("/progress/costs", "-"),
                    ("/plan", "-"),
                ):
                    what = f"{path}, with {n_set:,} sets"
                    print(f"{what:<62}{getting_ms(address, path):>9.1f} ms   target {target}")
