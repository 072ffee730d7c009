"""A calendar of training days."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from preex.web.heat import CELL, years_of


def test_the_first_of_january_2024_was_a_monday():
    (year,) = years_of({date(2024, 1, 1): 3, date(2024, 1, 7): 20, date(2024, 1, 8): 12})
    assert [(d.x, d.y, d.level) for d in year.days] == [(0, 0, 1), (0, 6 * CELL, 3), (CELL, 0, 2)]


@given(st.dictionaries(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(1, 60), max_size=80))
def test_each_day_has_one_square_inside_its_year(sets):
    years = years_of(sets)
    assert sum(year.n_days for year in years) == len(sets)
    for year in years:
        assert len({(d.x, d.y) for d in year.days}) == year.n_days
        assert all(0 <= d.x <= year.width - CELL and 0 <= d.y <= year.height - CELL for d in year.days)
