"""Where the parts of a chart go."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.planner.interval import Interval
from preex.web.charts import Scale, polyline, range_bar

numbers = st.floats(0, 1e4, allow_nan=False)


def percent(text):
    assert text.endswith("%")
    return float(text[:-1])


def test_a_scale_has_round_ends_that_hold_all_values():
    assert Scale.around([7, 12], from_zero=True) == Scale(0, 15)
    assert Scale.around([236.9, 261.2]) == Scale(230, 270)


@given(st.lists(numbers, min_size=1, max_size=8), st.booleans())
def test_every_value_lies_on_its_scale(values, from_zero):
    scale = Scale.around(values, from_zero=from_zero)
    assert scale.low <= min(values)
    assert scale.high > max(values)
    assert scale.low >= 0


@given(st.lists(numbers, min_size=3, max_size=3))
def test_a_bar_stays_within_its_track(values):
    low, mean, high = sorted(values)
    bar = range_bar(Scale.around(values, from_zero=True), Interval(mean, low, high), tick=mean, dot=high)
    assert 0 <= percent(bar.start) <= percent(bar.mean) + 0.02
    assert percent(bar.start) + percent(bar.width) <= 100.9
    assert percent(bar.mean) == percent(bar.tick)
    assert percent(bar.dot) <= 100


def test_a_range_of_one_value_can_still_be_seen():
    assert percent(range_bar(Scale(0, 10), Interval(5, 5, 5)).width) > 0


def test_a_line_goes_from_the_lower_left_to_the_upper_right():
    assert polyline([(0, 0), (10, 100)], Scale(0, 10), Scale(0, 100), 320, 96) == "0.0,96.0 320.0,0.0"


@pytest.mark.parametrize("values", [[], [float("nan")], [0.0], [5.0, 5.0]])
def test_a_scale_without_a_span_is_one_all_the_same(values):
    scale = Scale.around(values)
    assert scale.high > scale.low
