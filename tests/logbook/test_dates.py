# ruff: noqa: DTZ001 - logs hold local times
"""A date means one day, in whatever language and order it is written."""

import contextlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from preex.logbook import dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-12-07 16:17:06", datetime(2020, 12, 7, 16, 17, 6)),
        ("2015-08-22", datetime(2015, 8, 22)),
        ("2018/8/31 5:49", datetime(2018, 8, 31, 5, 49)),
        ("2025-02-23T10:13:53Z", datetime(2025, 2, 23, 10, 13, 53, tzinfo=UTC)),
        ("2025-02-23T10:13:53.123456Z", datetime(2025, 2, 23, 10, 13, 53, tzinfo=UTC)),
        ("2020-07-15 00:10:55 +0000", datetime(2020, 7, 15, 0, 10, 55, tzinfo=UTC)),
        ("2020-07-15T00:10:55-05:30", datetime(2020, 7, 15, 5, 40, 55, tzinfo=UTC)),
        ("13/09/2021 10:41", datetime(2021, 9, 13, 10, 41)),
        ("09/01/25", datetime(2025, 1, 9)),
        ("9.1.2025 19:30", datetime(2025, 1, 9, 19, 30)),
        ("22 Sep 2025, 06:00", datetime(2025, 9, 22, 6)),
        ("Jun 11, 2026, 1:01 PM", datetime(2026, 6, 11, 13, 1)),
        ("Jun 11, 2026, 12:01\u202fAM", datetime(2026, 6, 11, 0, 1)),
        ("June 11, 2026 at 1:01 p.m.", datetime(2026, 6, 11, 13, 1)),
        ("2026年6月11日 13:01", datetime(2026, 6, 11, 13, 1)),
    ],
)
def test_a_date_is_read_as_apps_and_spreadsheets_write_it(text, expected):
    assert dates.moment(text) == expected


# The abbreviations of the calendars phones use (CLDR), January to December.
MONTHS = {
    "English": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "Spanish": "ene feb mar abr may jun jul ago sept oct nov dic",
    "Portuguese": "Jan Fev Mar Abr Mai Jun Jul Ago Set Out Nov Dez",
    "German": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "French": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "Italian": "gen feb mar apr mag giu lug ago set ott nov dic",
    "Dutch": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "Turkish": "Oca Şub Mar Nis May Haz Tem Ağu Eyl Eki Kas Ara",
    "Polish": "sty lut mar kwi maj cze lip sie wrz paź lis gru",
    "Russian": "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
}
FULL_NAMES = {
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november december",
    "Turkish": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "Polish": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "Russian": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}


@pytest.mark.parametrize(
    ("word", "month"),
    [
        (word, i)
        for table in (MONTHS, FULL_NAMES)
        for words in table.values()
        for i, word in enumerate(words.split(), 1)
    ],
)
def test_months_are_known_in_ten_languages(word, month):
    assert dates.moment(f"5 {word} 2026, 07:34") == datetime(2026, month, 5, 7, 34)
    assert dates.moment(f"5 de {word} de 2026 07:34") == datetime(2026, month, 5, 7, 34)


@pytest.mark.parametrize(
    "text",
    [
        *("", "yesterday", "2024-02-30", "2024-13-01 10:00", "32/01/2024", "5 Foo 2026, 07:34", "5 Mai 26"),
        *(
            "Jun 11, 2026, 13:01 PM",
            "2026-01-01 25:00",
            "0001-01-01",
            "2999-01-01",
            "1 2 3 Mai 2026",
            "2020-01-01T00:00+99:00",
        ),
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"not|must be|out of range"):
        dates.moment(text)


@pytest.mark.parametrize(
    ("texts", "day_first"),
    [
        (["01/02/2025", "13/02/2025"], True),
        (["01/02/2025", "02/13/2025"], False),
        (["01/02/2025", "03/02/2025", "05/02/2025", "01/03/2025"], True),  # 1, 3, 5 February, 1 March
        (["02/01/2025", "02/03/2025", "02/05/2025", "03/01/2025"], False),
        (["03/01/2025", "02/05/2025", "02/03/2025"], False),  # newest first
        (["31/02/2025", "02/13/2025", "02/14/2025", "03/01/2025"], False),  # one slip of the finger decides nothing
        (["05/05/2025"], None),
        ([], None),
        (["2025-01-01"], None),
    ],
)
def test_the_order_of_day_and_month_is_told_from_all_dates(texts, day_first):
    assert dates.day_comes_first(texts) is day_first


@given(
    st.datetimes(datetime(1950, 1, 1), datetime(2099, 12, 31)).map(lambda d: d.replace(microsecond=0)),
    st.integers(-14 * 60, 14 * 60),
)
def test_an_iso_date_comes_back_as_it_was_written(at, minutes_east):
    from_utc = timedelta(minutes=abs(minutes_east))
    sign = "-" if minutes_east < 0 else "+"
    offset = f"{sign}{from_utc // timedelta(hours=1):02}:{from_utc // timedelta(minutes=1) % 60:02}"
    absolute = at.replace(tzinfo=UTC) - timedelta(minutes=minutes_east)
    assert dates.moment(at.isoformat(" ")) == at
    assert dates.moment(at.isoformat() + offset) == absolute


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_refused(text):
    with contextlib.suppress(ValueError):
        assert 1950 <= dates.moment(text).year <= 2100
