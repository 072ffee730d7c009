"""Writes a log and is killed meanwhile, over and over: python killed.py HOME_OR_ADDRESS KILLS SEED. Prints what was found.

This process imports everything once and forks a writer for each kill, so that hundreds of kills take seconds, not hours.
"""

import json
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from preex.core.operations import Operation
from preex.core.performed import PerformedSet
from preex.store import open_store

START = datetime(2026, 11, 24, tzinfo=UTC)


def write(where, life, say):
    """Record pairs of sets and sessions of a phone by turns, and say each only once the store has taken it."""
    with open_store(**where) as store:
        say("ready")
        for i in range(10_000):
            at = START + timedelta(minutes=i)
            ids = [f"{life}-{i}-{j}" for j in range(2)]
            sets = [
                PerformedSet(exercise="leg_press", load_kg=100.0, reps=8, at=at, workout=ids[0], source_id=s)
                for s in ids
            ]
            store.record("me", sets, at=at)
            say(f"record {ids[0]}")
            store.take_operations("me", session(life, i, at), at=at)
            say(f"phone {uuid(life, i, 1)}")


def session(life, i, at):
    names = {"session": uuid(life, i, 0), "set": uuid(life, i, 1)}
    done = {**names, "exercise": "leg_press", "load": {"value": "100", "unit": "kg"}, "reps": 8, "rir": 1.0, "set_kind": "working",
            "rest_before_s": None, "rest_source": None, "gap_planned_s": None, "superset": None, "position": 0, "gave_out": None,
            "note": ""}  # fmt: skip
    start = {
        "session": names["session"],
        "title": "",
        "plan": None,
        "day": None,
        "local_date": "2026-11-24",
        "zone": "",
    }
    return [
        Operation(id=uuid(life, i, 2 + n), device=uuid(0, 0, 0), clock=i * 2 + n, at=at, kind=kind, body=body)
        for n, (kind, body) in enumerate([("session.start", start), ("set.done", done)])
    ]


def uuid(life, i, part):
    return f"0199b3c0-{life:04x}-7000-8000-{i:011x}{part:x}"


def one_life(where, life, rng):
    """Let a writer live for some milliseconds; return what it said, and how long it took to open the log."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            write(where, life, lambda text: os.write(writing, f"{text}\n".encode()))
        except BaseException as error:  # noqa: BLE001 - whatever it is, the parent must hear of it
            os.write(writing, f"error {error!r}\n".encode())
        os._exit(1)
    os.close(writing)
    began = time.monotonic()
    with os.fdopen(reading, "rb") as said:
        first = said.readline()
        ready_s = time.monotonic() - began
        time.sleep(rng.uniform(0.0, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        lines = [line.decode().strip() for line in (first, *said) if line.endswith(b"\n")]
    return lines, ready_s


def look(where):
    """Check the whole database; return the sets that stand, and how many records are half there."""
    with open_store(**where) as store:
        store.check()
        sets = {s.source_id: s.workout for s in store.sets("me")}
        own = [workout for workout in sets.values() if not workout.startswith("own ")]
        half = sum(own.count(workout) != 2 for workout in set(own)) if len(own) < 2000 else len(own) % 2
        chain = store.verify_chain("me")
        rebuilt = store.rebuild("me", at=START, keep=False)
    return set(sets), half, chain.ok and chain.length % 2 == 0 and rebuilt.same


def main(place, kills, seed):
    where = {"database_url": place} if "://" in place else {"home": Path(place)}
    rng, said, errors = random.Random(seed), set(), []
    ready_s, half, whole = 0.0, 0, True
    with open_store(**where) as store:
        store.take_operations("me", session(0xFFFF, 0, START), at=START)  # loads the catalogue, once for all
    for life in range(kills):
        lines, took_s = one_life(where, life, rng)
        ready_s = max(ready_s, took_s)
        errors += [line for line in lines if line.startswith("error")]
        said |= {line.split()[1] for line in lines if line.startswith(("record", "phone"))}
        if life % 25 == 24 or life == kills - 1:
            there, half_now, whole_now = look(where)
            half, whole = half + half_now, whole and whole_now
    sys.stdout.write(json.dumps({"kills": kills, "acknowledged": len(said), "lost": len(said - there), "half": half, "whole": whole,
                      "errors": errors, "ready_s": ready_s}))  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
