"""What PreEx writes it reads back, set for set and field for field."""

import io
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from preex import logbook
from preex.core.limit import Limit
from preex.core.muscle import Muscle
from preex.core.performed import PerformedSet, SetKind
from preex.logbook.archive import export
from preex.logbook.own import write_log
from preex.units import Load, LoadUnit

QUANTITIES = st.floats(0, 1e12) | st.integers(0, 10**6).map(float)
WORDS = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
ANY_TEXT = st.text(max_size=60)  # line breaks, quotation marks, NUL and halves of characters included
TIMES = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
LOADS = st.builds(
    Load, st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=None), st.sampled_from(LoadUnit)
)
BY_FIELD = {
    "exercise": WORDS,
    "load_kg": QUANTITIES,
    "reps": st.integers(0, 10**6),
    "at": TIMES,
    "rir": st.none() | QUANTITIES,
    "rest_before_s": st.none() | QUANTITIES,
    "kind": st.sampled_from(SetKind),
    "workout": ANY_TEXT,
    "superset": st.none() | ANY_TEXT,
    "source_line": st.none() | st.integers(0, 2**40),
    "name": ANY_TEXT,
    "entered": st.none() | LOADS,
    "local_date": st.just("") | st.dates(date(1950, 1, 1), date(2100, 1, 1)).map(date.isoformat),
    "zone": ANY_TEXT,
    "duration_s": st.none() | QUANTITIES,
    "distance_m": st.none() | QUANTITIES,
    "note": ANY_TEXT,
    "block": st.integers(0, 10**6),
    "flags": st.lists(ANY_TEXT, max_size=3).map(tuple),
    "source_id": st.none() | WORDS,
    "gave_out": st.sampled_from([None, *Muscle, *Limit]),
}
SETS = st.builds(PerformedSet, **BY_FIELD)
LOGS = st.lists(SETS, max_size=6, unique_by=lambda one: one.source_id or object())


def written(sets):
    file = io.StringIO()
    write_log(sets, file)
    return file.getvalue().encode()


def identified(sets, found):
    """Return the sets as written; an identity that was missing is the one given in reading."""
    return tuple(replace(one, source_id=one.source_id or back.source_id) for one, back in zip(sets, found, strict=True))


@given(LOGS)
def test_every_field_of_every_set_comes_back(sets):
    log = logbook.read(written(sets))
    assert log.sets == identified(sets, log.sets)
    assert (log.format, log.rows, log.problems, log.warnings) == ("preex", len(sets), (), ())


@given(LOGS)
def test_the_export_of_a_log_reads_as_the_log(sets):
    log = logbook.read(export(sets))
    assert log.sets == identified(sets, log.sets)


@given(LOGS)
def test_a_load_comes_back_as_it_was_typed(sets):
    # Equal decimals may differ in how they are written: 45.0 and 45.
    back = logbook.read(written(sets)).sets
    assert [str(one.entered and one.entered.value) for one in sets] == [
        str(b.entered and b.entered.value) for b in back
    ]


@given(LOGS)
def test_reading_twice_gives_every_set_the_same_identity(sets):
    once, again = logbook.read(written(sets)), logbook.read(export(sets))
    assert once.sets == again.sets
    assert len({one.source_id for one in once.sets}) == len(sets)


def test_no_field_is_left_out_of_these_tests():
    # A field added to PerformedSet and forgotten here would pass all of them at its default.
    assert BY_FIELD.keys() == {field.name for field in fields(PerformedSet)}


def test_half_a_pound_and_a_quarter_of_a_kilogram_never_drift():
    at = datetime(2026, 2, 3, 17, tzinfo=timezone(timedelta(hours=1)))
    loads = [Load(Decimal(half) / 2, LoadUnit.LB) for half in range(2, 2001)]
    loads += [Load(Decimal(quarter) / 4, LoadUnit.KG) for quarter in range(1, 2001)]
    sets = [
        PerformedSet(exercise="squat", load_kg=load.kg, reps=5, at=at, entered=load, source_id=f"{i}")
        for i, load in enumerate(loads)
    ]
    assert logbook.read(written(sets)).sets == tuple(sets)
