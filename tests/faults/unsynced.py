"""Power cuts: python unsynced.py HOME CUTS SYNCHRONOUS. Prints what was found.

A layer of our own under SQLite notes what is written to each file, and when it was synced. A power cut is then played at a
moment of that record: each file is made anew of what was synced before, and of what was not by chance some writes, none, or
half of one. Killing a program cannot show this, since the system still holds what was not synced.
"""

import ctypes
import json
import random
import sqlite3
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.db import connections

from preex.core.performed import PerformedSet
from preex.errors import PreexError
from preex.store import open_store

POINTER, INT, LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
RECORDS = 60


class Vfs(ctypes.Structure):
    """The head of `sqlite3_vfs`, https://www.sqlite.org/c3ref/vfs.html."""

    _fields_ = (
        ("version", INT),
        ("file_size", INT),
        ("longest_path", INT),
        ("next", POINTER),
        ("name", ctypes.c_char_p),
        ("data", POINTER),
        ("open", POINTER),
    )


class Methods(ctypes.Structure):
    """`sqlite3_io_methods`, https://www.sqlite.org/c3ref/io_methods.html."""

    _names = (
        "close", "read", "write", "truncate", "sync", "file_size", "lock", "unlock", "check_reserved_lock", "file_control",
        "sector_size", "device_characteristics", "shm_map", "shm_lock", "shm_barrier", "shm_unmap", "fetch", "unfetch",
    )  # fmt: skip
    _fields_ = (("version", INT), *((name, POINTER) for name in _names))


# The path is a pointer too: SQLite keeps it as long as the file is open, and a copy of ours would be gone by then.
OPEN = ctypes.CFUNCTYPE(INT, POINTER, POINTER, POINTER, INT, POINTER)
WRITE = ctypes.CFUNCTYPE(INT, POINTER, POINTER, INT, LONG)
TRUNCATE = ctypes.CFUNCTYPE(INT, POINTER, LONG)
SYNC = ctypes.CFUNCTYPE(INT, POINTER, INT)


@dataclass
class Layer:
    """Stands between SQLite and the system in this process, and notes (file, what, where, bytes) in order."""

    home: Path

    def __post_init__(self):
        self.events, self.names, self.kept = [], {}, []
        library = ctypes.CDLL("libsqlite3.so.0")
        library.sqlite3_vfs_find.restype = POINTER
        vfs = Vfs.from_address(library.sqlite3_vfs_find(None))
        below = OPEN(vfs.open)
        methods = {}

        def opened(vfs_, name, file, flags, out):
            answer = below(vfs_, name, file, flags, out)
            path = Path(ctypes.string_at(name).decode()) if name else Path()
            if answer == 0 and path.parent == self.home:
                self.names[file] = path.name
                pointer = POINTER.from_address(file)
                if pointer.value not in methods:
                    methods[pointer.value] = self.noting(Methods.from_address(pointer.value))
                pointer.value = ctypes.addressof(methods[pointer.value])
            return answer

        self.kept += [below, OPEN(opened), methods]  # what C calls must not be collected
        vfs.open = ctypes.cast(self.kept[1], POINTER).value

    def noting(self, below):
        """Return methods that do the same and note it."""
        made = Methods.from_buffer_copy(below)
        write, truncate, sync = WRITE(below.write), TRUNCATE(below.truncate), SYNC(below.sync)

        def writes(file, data, size, where):
            self.events.append((self.names[file], "write", where, ctypes.string_at(data, size)))
            return write(file, data, size, where)

        def truncates(file, size):
            self.events.append((self.names[file], "truncate", size, b""))
            return truncate(file, size)

        def syncs(file, flags):
            answer = sync(file, flags)
            self.events.append((self.names[file], "sync", 0, b""))
            return answer

        for name, made_of in (("write", WRITE(writes)), ("truncate", TRUNCATE(truncates)), ("sync", SYNC(syncs))):
            self.kept.append(made_of)
            setattr(made, name, ctypes.cast(made_of, POINTER).value)
        return made

    def after_a_cut(self, moment, home, rng):
        """Make the files as a power cut at this moment leaves them."""
        home.mkdir()
        past = self.events[:moment]
        # A rollback journal is there only while the first page is made, and gone before the first record.
        for name in {event[0] for event in past if event[0] and not event[0].endswith("-journal")}:
            theirs = [event[1:] for event in past if event[0] == name]
            synced = max((i for i, event in enumerate(theirs) if event[0] == "sync"), default=-1)
            share, content = rng.choice([0.0, 0.0, 0.5, 0.9]), bytearray()
            for i, (what, where, data) in enumerate(theirs):
                if what == "sync" or (i > synced and rng.random() >= share):
                    continue
                if what == "truncate":
                    del content[where:]
                    continue
                half = data if i <= synced or rng.random() < 0.8 else data[: len(data) // 2]
                content.extend(bytes(max(0, where + len(half) - len(content))))
                content[where : where + len(half)] = half
            (home / name).write_bytes(content)
        return {event[2] for event in past if event[1] == "acknowledged"}


def main(home, cuts, synchronous):
    home.mkdir()
    layer, at = Layer(home), datetime(2026, 9, 1, tzinfo=UTC)
    with open_store(home) as store:
        store.athlete("me")
        with connections[store._link.alias].cursor() as cursor:
            cursor.execute(f"PRAGMA synchronous = {synchronous}")
            cursor.execute("PRAGMA wal_autocheckpoint = 40")  # pages; so that cuts meet checkpoints too
        begun = len(layer.events)
        for i in range(RECORDS):
            sets = [PerformedSet(exercise="leg_press", load_kg=100.0, reps=8, at=at + timedelta(minutes=i), workout=str(i),
                                 source_id=f"{i}-{j}") for j in range(2)]  # fmt: skip
            store.record("me", sets, at=at)
            layer.events.append((None, "acknowledged", str(i), b""))
        events = len(layer.events)
    rng, found = random.Random(2), {"cuts": cuts, "events": events, "lost": 0, "half": 0, "damaged": 0}
    for number in range(cuts):
        other = home.with_name(f"{home.name}-{number}")
        acknowledged = layer.after_a_cut(rng.randrange(begun, events), other, rng)
        try:
            with open_store(other) as store:
                store.check()
                there = [s.workout for s in store.sets("me")]
        except PreexError:
            found["damaged"] += 1
            continue
        found["lost"] += len(acknowledged - set(there))
        found["half"] += sum(there.count(workout) != 2 for workout in set(there))
    sys.stdout.write(json.dumps({**found, "sqlite": sqlite3.sqlite_version}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
