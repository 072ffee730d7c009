"""Real exports through the store and back; what they hold is never copied into the repository."""

import itertools

from preex.errors import UnitNeeded
from preex.logbook import read


def read_in_any_unit(path):
    try:
        return read(path)
    except UnitNeeded:
        return read(path, unit="kg")


def test_real_logs_come_back_as_they_were_read(store, shared, now):
    files = sorted(
        path for path in (shared / "data" / "logs").iterdir() if path.name.startswith(("strong_", "hevy", "fitn"))
    )
    by_app = itertools.groupby(files, key=lambda path: path.name.partition("__")[0])
    smallest = [min(paths, key=lambda path: path.stat().st_size) for _, paths in by_app]
    assert len(smallest) >= 4
    for path in smallest:
        log = read_in_any_unit(path)
        athlete = store.athlete(path.name[:60], create=True).name
        batch = store.import_log(athlete, log, file_name=path.name, digest="", at=now)
        assert batch.new == len(log.sets) > 0
        assert store.sets(athlete) == log.sets
        assert store.import_log(athlete, log, file_name=path.name, digest="", at=now).new == 0
        assert store.undo_import(athlete, batch.id, at=now) == batch.new
        assert store.count_sets(athlete) == 0
