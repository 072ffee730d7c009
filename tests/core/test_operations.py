"""Expected states are worked out by hand beside each test."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from preex.core.operations import Operation, blocks, moment, state_of

START = datetime(2026, 11, 24, 18, tzinfo=UTC)


def op(number, kind, clock=None, device="a", minutes=0, **body):
    at = START + timedelta(minutes=minutes)
    return Operation(id=f"{number:03d}", device=device, clock=clock or number, at=at, kind=kind, body=body)


def done(number, set_="x", **fields):
    given = {"session": "s", "set": set_, "exercise": "leg_press", "reps": 8, "superset": None, "note": ""}
    return op(number, "set.done", minutes=number, **(given | fields))


def reps_of(*ops, set_="x"):
    return state_of(ops).sets[set_].fields["reps"]


def test_a_field_has_the_value_of_its_last_change_by_the_clock_of_the_phones():
    first, second = (op(n, "set.change", set="x", fields={"reps": n}) for n in (5, 7))
    assert reps_of(done(1), second, first) == 7


def test_of_two_changes_at_one_clock_that_of_the_later_device_counts():
    a = op(5, "set.change", clock=4, device="a", set="x", fields={"reps": 10})
    b = op(2, "set.change", clock=4, device="b", set="x", fields={"reps": 12})
    assert reps_of(b, done(1), a) == 12


def test_a_change_of_one_field_leaves_the_others():
    changed = state_of([done(1), op(2, "set.change", set="x", fields={"note": "slow"})]).sets["x"].fields
    assert (changed["reps"], changed["note"]) == (8, "slow")


def test_a_set_is_removed_if_the_last_word_on_it_is_a_removal():
    gone, back = op(2, "set.remove", set="x"), op(3, "set.restore", set="x")
    assert state_of([done(1), back, gone]).sets["x"].removed is False
    assert state_of([done(1), gone]).sets["x"].removed is True


def test_a_removal_that_stands_before_the_set_by_a_slow_clock_still_removes_it():
    assert state_of([op(1, "set.remove", set="x"), done(5)]).sets["x"].removed is True


def test_a_change_of_a_set_nobody_did_makes_none():
    assert state_of([op(1, "set.change", set="x", fields={"reps": 3})]).sets == {}


def test_of_two_sets_with_one_id_the_first_counts():
    assert reps_of(done(4, reps=4), done(3, reps=3)) == 3


def test_sets_of_one_superset_share_a_block_and_a_new_exercise_begins_one():
    sets = [
        done(1, "a", superset="1"),
        done(2, "b", superset="1", exercise="leg_extension"),
        done(3, "c"),
        done(4, "d"),
    ]
    sets.append(done(5, "e", exercise="calf_raise"))
    assert blocks(state_of(sets).sets_of("s")) == [0, 0, 1, 1, 2]


def test_no_set_has_no_block():
    assert blocks([]) == []


def test_moments_are_written_as_browsers_write_them():
    assert moment(datetime(2026, 1, 2, 3, 4, 5, 67_900, tzinfo=UTC)) == "2026-01-02T03:04:05.067Z"


OPS = [
    op(1, "session.start", session="s", title="Legs"), done(2), done(3, "y"), op(4, "set.change", set="x", fields={"reps": 9}),
    op(5, "set.change", clock=4, device="b", set="x", fields={"reps": 10, "note": "b"}), op(6, "set.remove", set="y"),
    op(7, "set.restore", set="y"), op(8, "set.remove", set="y"), done(9, "x", reps=1), op(10, "session.finish", session="s"),
]  # fmt: skip


@given(st.permutations(OPS), st.lists(st.sampled_from(OPS), max_size=10))
def test_neither_order_of_arrival_nor_repeats_change_the_state(shuffled, repeats):
    assert state_of([*shuffled, *repeats]) == state_of(OPS)
