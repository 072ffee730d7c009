"""In what order sets were done decides what a log says about pre-exhaust."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.core.performed import SetKind
from preex.logbook.order import in_order_done, rests_before, without_duplicates, workouts
from preex.logbook.rows import RawSet

START = datetime(2025, 9, 22, 18)  # noqa: DTZ001 - logs hold local times


def raw(name, index=None, **more):
    return RawSet(**{"line": 1, "started": START, "name": name, "reps": 8, "set_index": index} | more)


def names(done):
    return [f"{one.name}{one.set_index}" for _, one in done]


def test_partners_of_a_superset_take_turns():
    sets = [raw(name, i, superset="0") for name in "AB" for i in range(3)]
    assert names(in_order_done(sets, logging_order=False)) == ["A0", "B0", "A1", "B1", "A2", "B2"]


def test_a_giant_set_takes_turns_too_and_the_longer_exercise_goes_on_alone():
    sets = [raw(name, i, superset="0") for name, n in (("A", 1), ("B", 3), ("C", 2)) for i in range(n)]
    assert names(in_order_done(sets, logging_order=False)) == ["A0", "B0", "C0", "B1", "C1", "B2"]


def test_warmups_of_both_partners_come_before_the_turns():
    sets = [
        raw("A", 0, superset="0", kind=SetKind.WARMUP),
        *(raw(name, i, superset="0") for name, i in (("A", 1), ("A", 2), ("B", 0), ("B", 1))),
    ]
    assert names(in_order_done(sets, logging_order=False)) == ["A0", "A1", "B0", "A2", "B1"]


def test_partners_apart_in_the_file_meet_where_the_first_stands():
    sets = [raw("A", 0, superset="0"), raw("X", 0), raw("B", 0, superset="0")]
    done = in_order_done(sets, logging_order=False)
    assert names(done) == ["A0", "B0", "X0"]
    assert [block.number for block, _ in done] == [0, 2, 1]


def test_rows_in_the_order_done_stay_so():
    sets = [raw(name, 0, superset="0") for name in "ABAB"]
    assert [one.name for _, one in in_order_done(sets, logging_order=True)] == list("ABAB")


def test_a_superset_of_one_exercise_is_none():
    sets = [raw("A", 0, superset="0"), raw("A", 1, superset="0"), raw("B", 0)]
    assert {one.superset for _, one in in_order_done(sets, logging_order=False)} == {None}


def test_times_of_sets_tell_the_order():
    at = [START + timedelta(minutes=minutes) for minutes in (1, 5, 3, 7)]
    sets = [raw(name, i, at=moment) for name, i, moment in zip("AABB", (0, 1, 0, 1), at, strict=True)]
    done = in_order_done(sets, logging_order=False)
    assert names(done) == ["A0", "B0", "A1", "B1"]
    assert [block.number for block, _ in done] == [0, 1, 2, 3]


def test_an_exercise_that_comes_back_is_another_block():
    sets = [raw("A", 1), raw("A", 2), raw("A", 1), raw("B", 1), raw("A", 1)]
    assert [block.number for block, _ in in_order_done(sets, logging_order=True)] == [0, 0, 1, 2, 3]


@given(st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from([None, "0", "1"]), st.integers(0, 4)), max_size=25))
def test_taking_turns_loses_no_set(rows):
    sets = [raw(name, index, superset=superset) for name, superset, index in rows]
    done = [one for _, one in in_order_done(sets, logging_order=False)]
    assert sorted(map(id, done)) == sorted(map(id, sets))
    for name in "ABC":
        for superset in (None, "0", "1"):
            mine = [one for one in sets if (one.name, one.superset) == (name, superset)]
            warm = [one for one in done if (one.name, one.superset) == (name, superset)]
            assert [id(one) for one in mine] == [id(one) for one in warm]


def test_three_equal_sets_are_three_sets():
    (workout,) = workouts(raw("A", i) for i in range(3))
    assert len(without_duplicates(workout)[0]) == 3


def test_the_same_number_twice_in_a_row_is_one_set():
    (workout,) = workouts(raw("A", i) for i in (0, 0, 1, 1, 2))
    kept, dropped = without_duplicates(workout)
    assert ([one.set_index for one in kept], dropped) == ([0, 1, 2], 2)


def test_a_circuit_is_no_repetition_of_rows():
    (workout,) = workouts(raw(name, 0) for name in "ABABAB")
    assert without_duplicates(workout)[1] == 0


def test_unnumbered_sets_in_a_row_are_never_taken_for_one():
    (workout,) = workouts(raw("A") for _ in range(4))
    assert without_duplicates(workout)[1] == 0


def test_a_log_pasted_below_itself_counts_once():
    def once():
        return [raw("A", 0), raw("A", 1), raw("A", 0), raw("B", 0, started=START + timedelta(days=2))]

    first, second = workouts(once() + once())
    assert (len(without_duplicates(first)[0]), without_duplicates(first)[1]) == (3, 3)
    assert (len(without_duplicates(second)[0]), without_duplicates(second)[1]) == (1, 1)


def test_a_workout_may_go_on_after_another_one():
    later = raw("C", 0, started=START + timedelta(hours=1))
    first, _ = workouts([raw("A", 0), later, raw("B", 0)])
    assert [one.name for one in first.sets] == ["A", "B"]
    assert without_duplicates(first)[1] == 0


def test_the_first_set_has_no_rest_before_it():
    assert rests_before([raw("A", rest_before_s=60.0)]) == [None]
    assert rests_before([]) == []


def test_rest_is_taken_from_the_set_itself_before_the_set_above():
    sets = [raw("A", rest_after_s=120.0), raw("A", rest_after_s=90.0), raw("A", rest_before_s=45.0), raw("A")]
    assert rests_before(sets) == [None, 120.0, 45.0, None]


def test_rest_is_estimated_from_the_times_of_sets():
    # The set took 8 repetitions of 3 s each, or its 60 s on the clock.
    at = [START + timedelta(seconds=seconds) for seconds in (0, 144, 264, 270)]
    sets = [raw("A", at=at[0]), raw("A", at=at[1]), raw("P", at=at[2], reps=0, duration_s=60.0), raw("A", at=at[3])]
    assert rests_before(sets) == [None, 120.0, 60.0, 0.0]


@pytest.mark.parametrize("at", [[START, START, START], [START + timedelta(minutes=3), START, None]])
def test_times_that_say_nothing_give_no_rest(at):
    assert rests_before([raw("A", at=moment) for moment in at]) == [None, None, None]


def test_sets_ticked_off_together_tell_no_rest():
    at = [START, START, START + timedelta(minutes=2)]
    assert rests_before([raw("A", at=moment) for moment in at]) == [None, None, 96.0]


def test_times_with_and_without_offset_in_one_workout_compare():
    sets = [raw("B", at=START + timedelta(minutes=2)), raw("A", at=START.replace(tzinfo=UTC))]
    assert [one.name for _, one in in_order_done(sets, logging_order=True)] == ["A", "B"]
    assert rests_before(sets[::-1]) == [None, 96.0]
