from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connections

from preex.errors import Conflict, FieldError, NotFound
from preex.logbook.report import LogImport, RowProblem
from preex.units import LoadUnit


def import_file(store, log, at, **options):
    return store.import_log("me", log, file_name="log.csv", digest="sha256:0", at=at, **options)


def test_a_file_comes_back_as_it_was_read(store, make_log, now):
    log = make_log(4321)
    batch = import_file(store, log, now)
    assert (batch.new, batch.already_stored, batch.rows) == (4321, 0, 4321)
    assert store.sets("me") == log.sets
    assert store.count_sets("me") == 4321


def test_the_same_file_again_adds_nothing_and_makes_no_batch(store, make_log, now):
    log = make_log(50)
    import_file(store, log, now)
    again = import_file(store, log, now)
    assert (again.id, again.new, again.already_stored) == (None, 0, 50)
    assert store.sets("me") == log.sets
    assert [batch.id for batch in store.batches("me")] == ["B-1"]


def test_a_grown_file_adds_only_its_new_sets_in_their_place(store, make_log, now):
    import_file(store, make_log(33), now)  # ends within a workout
    batch = import_file(store, make_log(90), now)
    assert (batch.new, batch.already_stored) == (57, 33)
    assert store.sets("me") == make_log(90).sets


def test_sets_missed_in_the_middle_of_a_workout_are_put_in_their_place(store, make_log, now):
    log = make_log(20)
    import_file(store, replace(log, sets=log.sets[:7] + log.sets[12:]), now)
    import_file(store, log, now)
    assert [s.source_id for s in store.sets("me")[:7]] == [s.source_id for s in log.sets[:7]]
    assert sorted(s.source_line for s in store.sets("me")) == [s.source_line for s in log.sets]


def test_a_set_that_stands_twice_in_a_file_is_stored_once(store, make_log, now):
    log = make_log(10)
    batch = import_file(store, replace(log, sets=log.sets + log.sets[:3]), now)
    assert (batch.new, batch.already_stored) == (10, 3)
    assert store.count_sets("me") == 10


def test_two_athletes_may_own_the_same_file(store, make_log, now):
    store.athlete("Wren", create=True)
    log = make_log(5)
    import_file(store, log, now)
    batch = store.import_log("Wren", log, file_name="log.csv", digest="", at=now)
    assert (batch.id, batch.new) == ("B-1", 5)
    assert store.sets("Wren") == store.sets("me") == log.sets


def test_two_workouts_that_share_a_start_are_not_mixed(store, make_log, now):
    push, pull = make_log(20, workout="push").sets, make_log(20, workout="arms").sets
    both = LogImport(format="synthetic", unit=LoadUnit.LB, rows=40, sets=push + pull)
    import_file(store, both, now)
    assert store.sets("me") == push + pull


def test_a_dry_run_counts_and_stores_nothing(store, make_log, now):
    log = make_log(30)
    import_file(store, replace(log, sets=log.sets[:10]), now)
    batch = import_file(store, log, now, dry_run=True)
    assert (batch.id, batch.new, batch.already_stored) == (None, 20, 10)
    assert store.count_sets("me") == 10
    assert len(store.batches("me")) == 1


def test_an_undone_batch_is_gone_and_can_come_again(store, make_log, now):
    log = make_log(25)
    first = import_file(store, log, now)
    assert store.undo_import("me", first.id, at=now) == 25
    assert store.sets("me") == ()
    second = import_file(store, log, now)
    assert (second.id, second.new) == ("B-2", 25)
    assert store.sets("me") == log.sets
    assert [(batch.id, batch.undone_at) for batch in store.batches("me")] == [("B-2", None), ("B-1", now)]


def test_undo_takes_back_its_own_batch_alone(store, make_log, now):
    import_file(store, make_log(10), now)
    import_file(store, make_log(30), now)
    assert store.undo_import("me", "B-1", at=now) == 10
    assert store.sets("me") == make_log(20, first=10).sets


def test_a_batch_is_undone_once(store, make_log, now):
    import_file(store, make_log(3), now)
    store.undo_import("me", "b-1", at=now)
    with pytest.raises(Conflict, match="B-1 was undone at 2026-11-24 12:00 UTC"):
        store.undo_import("me", "B-1", at=now)


@pytest.mark.parametrize("batch_id", ["B-9", "B-", "1", "E-1", "B-²", "B-1x", "", "B-99999999999999999999", "B--1"])
def test_an_unknown_batch_is_named_with_those_that_exist(store, make_log, now, batch_id):
    import_file(store, make_log(3), now)
    with pytest.raises(NotFound, match="The latest: B-1"):
        store.undo_import("me", batch_id, at=now)
    assert store.count_sets("me") == 3


def test_the_batch_of_one_athlete_is_unknown_to_another(store, make_log, now):
    store.athlete("Wren", create=True)
    import_file(store, make_log(3), now)
    with pytest.raises(NotFound, match="no batch"):
        store.undo_import("Wren", "B-1", at=now)
    with pytest.raises(NotFound, match="no batch"):
        store.raw_rows("Wren", "B-1")


def test_the_rows_as_read_are_kept_beside_the_sets(store, make_log, now):
    log = make_log(2500)
    import_file(store, log, now)
    assert store.raw_rows("me", "B-1") == log.raw
    import_file(store, make_log(2600), now)
    assert sorted(store.raw_rows("me", "B-2")) == list(range(2502, 2602))


def test_a_batch_tells_what_became_of_the_file(store, make_log, now):
    problem = RowProblem(line=9, column="Reps", text="twelve", reason="not a number")
    log = replace(make_log(4), rows=5, problems=(problem,))
    imported = store.import_log("me", log, file_name="träning.csv", digest="sha256:ab", at=now)
    (batch,) = store.batches("me")
    assert batch == imported
    assert (batch.id, batch.file_name, batch.digest, batch.at) == ("B-1", "träning.csv", "sha256:ab", now)
    assert (batch.format, batch.unit, batch.rows, batch.problems) == ("synthetic", LoadUnit.LB, 5, 1)


def test_a_file_imported_twice_at_the_same_time_is_stored_once(store, make_log, now):
    def import_and_leave(_: int) -> int:
        try:
            return import_file(store, make_log(3000), now).new
        finally:
            store.close()  # connections belong to threads

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(import_and_leave, range(4))) == [0, 0, 0, 3000]
    assert store.sets("me") == make_log(3000).sets


@pytest.mark.parametrize("reason", [KeyboardInterrupt, MemoryError])
def test_an_interrupted_import_leaves_nothing(store, make_log, now, reason):
    import_file(store, make_log(10), now)

    def interrupt(stored: int) -> None:
        if stored > 2000:
            raise reason

    with pytest.raises(reason):
        import_file(store, make_log(5000), now, progress=interrupt)
    assert store.sets("me") == make_log(10).sets
    assert len(store.batches("me")) == 1
    assert import_file(store, make_log(5000), now).new == 4990


def test_progress_counts_up_to_the_number_of_new_sets(store, make_log, now):
    seen: list[int] = []
    import_file(store, make_log(4500), now, progress=seen.append)
    assert seen == sorted(seen)
    assert seen[-1] == 4500


@pytest.mark.parametrize(
    ("fields", "path"),
    [
        ({"load_kg": -1.0}, "load_kg"),
        ({"load_kg": float("nan")}, "load_kg"),
        ({"load_kg": float("inf")}, "load_kg"),
        ({"reps": -1}, "reps"),
        ({"reps": 2**63}, "reps"),
        ({"reps": 7.5}, "reps"),
        ({"rest_before_s": -3.0}, "rest_before_s"),
        ({"rir": float("nan")}, "rir"),
        ({"local_date": "24.11.2026"}, "local_date"),
        ({"name": "Curl\0"}, "name"),
        ({"note": "half \ud83d"}, "note"),
        ({"source_id": None}, "source_id"),
        ({"source_id": ""}, "source_id"),
        ({"source_id": "x" * 256}, "source_id"),
        ({"flags": ("two words",)}, "flags"),
    ],
)
def test_a_set_that_cannot_have_been_done_stops_the_import(store, make_log, now, fields, path):
    log = make_log(3)
    bad = replace(log.sets[1], **fields)
    with pytest.raises(FieldError, match=rf"^sets\[1\]\.{path}:"):
        import_file(store, replace(log, sets=(log.sets[0], bad, log.sets[2])), now)
    assert store.count_sets("me") == 0
    assert store.batches("me") == ()


def test_a_naive_time_is_refused(store, make_log, now):
    log = make_log(1)
    naive = replace(log.sets[0], at=log.sets[0].at.replace(tzinfo=None))
    with pytest.raises(FieldError, match=r"sets\[0\]\.at: .* without a zone"):
        import_file(store, replace(log, sets=(naive,)), now)


def test_doubtful_numbers_are_kept_as_they_were_typed(store, make_log, now):
    log = make_log(1)
    typo = replace(log.sets[0], reps=877777, flags=("reps_implausible",), name="x" * 10_000)
    import_file(store, replace(log, sets=(typo,)), now)
    assert store.sets("me") == (typo,)


def test_fifty_thousand_sets_are_committed_and_come_back_as_they_were(store, make_log, now):
    log = make_log(50_000)
    assert import_file(store, log, now).new == 50_000
    assert store.sets("me") == log.sets


def test_postgresql_knows_at_once_that_a_log_has_become_long(store, make_log, now):
    connection = connections[store._link.alias]
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans without counting rows")
    import_file(store, make_log(2_000), now)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE relname = 'preex_set'")
        assert cursor.fetchone()[0] >= 2_000
