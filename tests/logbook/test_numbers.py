"""Numbers are written in many ways; what is no number must not become one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.logbook import numbers


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("62.5", "62.5"),
        ("17,5", "17.5"),
        ("8.0", "8.0"),
        (" 10 ", "10"),
        ("+35", "35"),
        ("-20", "-20"),
        ("−20", "-20"),
        (".5", "0.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1 234,5", "1234.5"),
        ("1\u202f234,5", "1234.5"),
        ("1’234.5", "1234.5"),
        ("1,5", "1.5"),
        ("1.0E-4", "0.0001"),
        ("18.143694800000002", "18.143694800000002"),
        ("١٢", "12"),
    ],
)
def test_a_number_is_read_as_people_write_it(text, number):
    assert numbers.decimal(text) == Decimal(number)


def test_a_blank_is_no_number():
    assert numbers.decimal("") is None
    assert numbers.decimal("  ") is None


@pytest.mark.parametrize(
    "text",
    ["twelve", "NaN", "inf", "-Infinity", "1e999", "12a", "1,2,3", "1.2.3", "--5", "9" * 40, "0x10", "1_000", "½"],
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="not a number"):
        numbers.decimal(text)


@pytest.mark.parametrize(
    ("text", "length_s"),
    [
        ("1h 5m", 3900),
        ("55s", 55),
        ("1h", 3600),
        ("38min", 2280),
        ("1 h 46 min", 6360),
        ("2h 23min", 8580),
        ("54h 3m", 194_580),
        ("0:01:30", 90),
        ("1:59:30", 7170),
        ("1:30", 90),
        ("4848", 4848),
        ("120.0", 120),
        ("0,5", 0.5),
    ],
)
def test_a_length_of_time_is_read_in_seconds(text, length_s):
    assert numbers.seconds(text) == length_s


@pytest.mark.parametrize("text", ["long", "1h then 5m", "-5", "5 parsecs of", "1:2:3:4", "::"])
def test_what_is_no_length_of_time_is_refused(text):
    with pytest.raises(ValueError, match=r"not a length of time|below zero"):
        numbers.seconds(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("62,50 kg", (Decimal("62.50"), "kg")),
        ("20 ripetizioni", (Decimal(20), "ripetizioni")),
        ("45lb", (Decimal(45), "lb")),
        ("", (None, "")),
    ],
)
def test_a_number_is_split_from_its_unit(text, parts):
    assert numbers.with_unit(text) == parts


@given(st.decimals(-9999, 9999, places=2))
def test_a_decimal_comma_means_what_a_point_means(number):
    assert numbers.decimal(str(number).replace(".", ",")) == number


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text):
    for read in (numbers.decimal, numbers.seconds, numbers.with_unit):
        try:
            read(text)
        except ValueError as refused:
            assert str(refused) in ("not a number", "not a length of time", "below zero")  # noqa: PT017 - any other is a fault
