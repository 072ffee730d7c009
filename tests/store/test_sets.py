from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from preex.core.limit import Limit
from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet, SetKind
from preex.errors import Conflict, FieldError, NotFound, ValidationError
from preex.store import SavedPrediction
from preex.units import Load, LoadUnit

AS_EXPECTED = SavedPrediction(mean=7.2, sd=1.5, q10=5, q50=7, q90=9, fresh_mean=10.1, details={"rpe": 9})


def test_what_was_done_comes_back_in_the_order_done(store, make_set, now):
    first, second, third = make_set("a", minutes=0), make_set("b", minutes=2), make_set("c", minutes=4)
    assert store.record("me", [first, second], at=now) == "E-1"
    assert store.record("me", [third], at=now) == "E-2"
    assert store.sets("me") == (first, second, third)


def test_sets_told_later_stand_where_they_were_done(store, make_set, now):
    store.record("me", [make_set("late", minutes=60)], at=now)
    store.record("me", [make_set("early", minutes=0)], at=now)
    assert [s.source_id for s in store.sets("me")] == ["early", "late"]


def test_sets_of_one_instant_keep_the_order_they_were_told_in(store, make_set, now):
    told = [make_set(f"{i}", exercise=exercise) for i, exercise in enumerate(["leg_extension", "leg_press"] * 3)]
    store.record("me", told[:3], at=now)
    store.record("me", told[3:], at=now)
    assert list(store.sets("me")) == told


def test_a_window_includes_its_start_and_not_its_end(store, make_set, now):
    sets = [make_set(f"{i}", minutes=i) for i in range(5)]
    store.record("me", sets, at=now)
    assert store.sets("me", since=sets[1].at, until=sets[3].at) == tuple(sets[1:3])
    with pytest.raises(FieldError, match=r"since: .* without a zone"):
        store.sets("me", since=datetime(2026, 1, 1))  # noqa: DTZ001 - this is what is refused


def test_a_log_says_when_it_begins_and_ends_without_what_was_taken_back(store, make_set, now):
    assert store.span("me") == (None, None)
    first, second, third = (make_set(f"{i}", minutes=i) for i in range(3))
    store.record("me", [first, second], at=now)
    store.record("me", [third], at=now)
    assert store.span("me") == (first.at, third.at)
    assert store.span("me", until=third.at) == (first.at, second.at)
    store.undo_last_record("me", at=now)
    assert store.span("me") == (first.at, second.at)


def test_a_repeated_record_is_harmless(store, make_set, now):
    sets = [make_set("a"), make_set("b", minutes=1)]
    assert store.record("me", sets, at=now) == store.record("me", sets, at=now) == "E-1"
    assert store.record("me", [*sets, make_set("c", minutes=2)], at=now) == "E-2"
    assert store.count_sets("me") == 3


def test_an_id_is_not_given_to_two_different_sets(store, make_set, now):
    store.record("me", [make_set("a", reps=8)], at=now)
    with pytest.raises(Conflict, match="'a' is stored already, with other content"):
        store.record("me", [make_set("a", reps=9)], at=now)
    with pytest.raises(FieldError, match=r"sets\[1\]\.source_id: 'b' stands twice"):
        store.record("me", [make_set("b"), make_set("b")], at=now)
    assert store.count_sets("me") == 1


def test_sets_recorded_at_the_same_time_by_two_phones_are_all_there(store, make_set, now):
    def record_and_leave(phone: int) -> None:
        try:
            for i in range(10):
                store.record("me", [make_set(f"{phone}-{i}", minutes=i)], at=now)
        finally:
            store.close()  # connections belong to threads

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(record_and_leave, range(4)))
    assert len({s.source_id for s in store.sets("me")}) == 40


def test_sets_without_an_id_are_each_a_set_of_their_own(store, make_set, now):
    store.record("me", [make_set(None), make_set(None)], at=now)
    store.record("me", [make_set(None)], at=now)
    assert store.count_sets("me") == 3


def test_undo_takes_back_the_last_record_and_tells_what_it_was(store, make_set, now):
    kept, taken_back = make_set("a"), (make_set("b", minutes=1), make_set("c", minutes=2))
    store.record("me", [kept], at=now)
    store.record("me", taken_back, at=now + timedelta(minutes=3))
    undone = store.undo_last_record("me", at=now)
    assert (undone.id, undone.at, undone.sets) == ("E-2", now + timedelta(minutes=3), taken_back)
    assert store.sets("me") == (kept,)
    assert store.undo_last_record("me", at=now).id == "E-1"
    with pytest.raises(NotFound, match="no record to take back"):
        store.undo_last_record("me", at=now)


def test_undo_of_a_record_leaves_imported_files_alone(store, make_set, make_log, now):
    store.record("me", [make_set("a")], at=now)
    store.import_log("me", make_log(5), file_name="log.csv", digest="", at=now)
    assert store.undo_last_record("me", at=now).sets == (make_set("a"),)
    assert store.sets("me") == make_log(5).sets


def test_a_late_repeat_does_not_bring_back_what_was_undone(store, make_set, now):
    store.record("me", [make_set("a")], at=now)
    store.undo_last_record("me", at=now)
    assert store.record("me", [make_set("a")], at=now) == "E-1"
    assert store.sets("me") == ()


def test_nothing_is_not_a_record(store, now):
    with pytest.raises(ValidationError, match="no set to record"):
        store.record("me", [], at=now)


def test_a_refused_set_keeps_the_others_out(store, make_set, now):
    with pytest.raises(FieldError, match=r"sets\[1\]\.load_kg: is -20"):
        store.record("me", [make_set("a"), make_set("b", load_kg=-20)], at=now)
    assert store.count_sets("me") == 0


def test_predictions_come_back_beside_the_sets_they_were_made_for(store, make_set, now):
    sets = [make_set("a"), make_set("b", minutes=1), make_set("c", minutes=2)]
    plain = replace(AS_EXPECTED, fresh_mean=None, details={})
    store.record("me", sets, at=now, predictions=[AS_EXPECTED, None, plain])
    assert [(p.set, p.prediction) for p in store.predictions("me")] == [(sets[0], AS_EXPECTED), (sets[2], plain)]


def test_an_undone_set_is_not_reviewed(store, make_set, now):
    store.record("me", [make_set("a")], at=now, predictions=[AS_EXPECTED])
    store.undo_last_record("me", at=now)
    assert store.predictions("me") == ()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"sd": float("nan")}, r"predictions\[0\]\.sd"),
        ({"mean": -1.0}, r"predictions\[0\]\.mean"),
        ({"q50": 4.0}, "do not ascend"),
        ({"details": {"rpe": float("inf")}}, "details: cannot be written as JSON"),
    ],
)
def test_an_impossible_prediction_is_refused(store, make_set, now, fields, message):
    with pytest.raises(FieldError, match=message):
        store.record("me", [make_set("a")], at=now, predictions=[replace(AS_EXPECTED, **fields)])
    assert store.count_sets("me") == 0


def test_every_set_needs_a_prediction_or_none(store, make_set, now):
    with pytest.raises(ValidationError, match="1 predictions came with 2 sets"):
        store.record("me", [make_set("a"), make_set("b")], at=now, predictions=[AS_EXPECTED])


def test_a_record_may_follow_a_plan_of_the_same_athlete(store, make_set, now):
    store.athlete("Wren", create=True)
    plan_id = store.save_plan("me", {"title": "legs"}, at=now)
    assert store.record("me", [make_set("a")], at=now, plan_id=plan_id) == "E-1"
    with pytest.raises(NotFound, match="no plan 'P-1'"):
        store.record("Wren", [make_set("a")], at=now, plan_id=plan_id)


def test_every_half_pound_and_quarter_kilogram_comes_back_as_typed(store, make_set, now):
    typed = [Load(Decimal(n) / 2, LoadUnit.LB) for n in range(2, 2001)]
    typed += [Load(Decimal(n) / 4, LoadUnit.KG) for n in range(1, 2001)]
    sets = [make_set(None, minutes=i, load_kg=load.kg, entered=load) for i, load in enumerate(typed)]
    store.record("me", sets, at=now)
    found = store.sets("me")
    assert [str(s.entered) for s in found] == [str(load) for load in typed]
    assert [s.load_kg for s in found] == [load.kg for load in typed]


def test_a_load_finer_than_a_gram_is_kept_to_the_gram(store, make_set, now):
    store.record("me", [make_set("a", load_kg=18.143694800000002)], at=now)  # 40 lb
    assert store.sets("me")[0].load_kg == 18.144
    assert store.record("me", [make_set("a", load_kg=18.143694800000002)], at=now) == "E-1"


def test_a_time_given_in_another_zone_is_the_same_instant(store, make_set, now):
    there = datetime(2026, 3, 29, 3, 30, tzinfo=timezone(timedelta(hours=2)))
    store.record("me", [replace(make_set("a"), at=there)], at=now)
    assert store.sets("me")[0].at == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    assert store.sets("me")[0].at.utcoffset() == timedelta(0)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
AMOUNT = st.floats(0, 1e12) | st.none()
SETS = st.builds(
    PerformedSet,
    exercise=TEXT,
    load_kg=st.integers(0, 10**9).map(lambda grams: grams / 1000),
    reps=st.integers(0, 10**9),
    at=st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - it adds UTC
    rir=AMOUNT,
    rest_before_s=AMOUNT,
    kind=st.sampled_from(SetKind),
    workout=TEXT,
    superset=TEXT | st.none(),
    source_line=st.integers(0, 10**9) | st.none(),
    name=TEXT,
    entered=st.builds(Load, st.decimals(-1000, 1000, places=4), st.sampled_from(LoadUnit)) | st.none(),
    local_date=st.dates(date(1900, 1, 1)).map(date.isoformat) | st.just(""),
    zone=st.sampled_from(["", "Europe/Berlin", "America/Argentina/Buenos_Aires"]),
    duration_s=AMOUNT,
    distance_m=AMOUNT,
    note=TEXT,
    block=st.integers(0, 1000),
    flags=st.lists(st.sampled_from(["reps_implausible", "load_implausible", "order_guessed"])).map(tuple),
    source_id=TEXT.filter(len) | st.none(),
    gave_out=st.sampled_from([None, *Muscle, *Limit]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(done=st.lists(SETS, min_size=1, max_size=20, unique_by=lambda s: s.source_id or uuid4()))
def test_every_field_of_a_set_survives_storage(store, now, done):
    name = uuid4().hex
    store.athlete(name, create=True)
    done = sorted(done, key=lambda s: (s.at, s.workout))
    store.record(name, done, at=now)
    found = store.sets(name)
    assert sorted(found, key=lambda s: (s.at, s.workout)) == done
    assert [s.at for s in found] == sorted(s.at for s in found)
