"""Kill the program that imports, at moments nobody chose (fault F27, and F1 in its short form)."""

import random
import signal
import subprocess
import sys
import time

import pytest

from preex.store import open_store

IMPORT_FOR_EVER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from preex.core.performed import PerformedSet
from preex.logbook.report import LogImport
from preex.store import open_store

start, life, place = datetime(2020, 1, 1, tzinfo=UTC), sys.argv[1], sys.argv[2]
where = {"database_url": place} if "://" in place else {"home": Path(place)}
with open_store(**where) as store:
    print("ready", flush=True)
    for batch in range(1000):
        sets = tuple(
            PerformedSet(exercise="leg_press", load_kg=100.0, reps=8, at=start + timedelta(minutes=i), source_line=i,
                         workout=f"{life}-{batch}", source_id=f"{life}-{batch}-{i}")
            for i in range(500)
        )
        log = LogImport(format="synthetic", unit=None, rows=500, sets=sets, raw={i: "{}" for i in range(500)})
        print(store.import_log("me", log, file_name="log", digest="", at=start).id, flush=True)
"""

LIVES = 5


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL on Windows")
def test_a_killed_import_is_there_whole_or_not_at_all(place):
    rng = random.Random(7)
    acknowledged: set[str] = set()
    argument = place.get("database_url") or str(place["home"])
    for life in range(LIVES):
        command = [sys.executable, "-c", IMPORT_FOR_EVER, str(life), argument]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout.readline() == "ready\n"
            time.sleep(rng.uniform(0.02, 0.4))
            child.send_signal(signal.SIGKILL)
            acknowledged |= {line.strip() for line in child.stdout if line.endswith("\n")}
        with open_store(**place) as store:
            store.check()
            stored = store.batches("me")
            assert acknowledged <= {batch.id for batch in stored}
            assert store.count_sets("me") == 500 * len(stored)
            assert all(len(store.raw_rows("me", batch.id)) == 500 for batch in stored)
    assert acknowledged, "no import was ever finished; the test was too short to tell anything"
