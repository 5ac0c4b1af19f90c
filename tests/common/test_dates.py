from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from common.dates import at_in_figures, in_figures, parse_date, parse_time, short_day

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("25.11.2026", date(2026, 11, 25)),
        ("25.11.26", date(2026, 11, 25)),
        ("251126", date(2026, 11, 25)),
        ("25112026", date(2026, 11, 25)),
        ("2026-11-25", date(2026, 11, 25)),
        (" 5. 1. 2027 ", date(2027, 1, 5)),
        ("25/11/2026", date(2026, 11, 25)),
        ("25.11", date(2026, 11, 25)),
        ("25.11.", date(2026, 11, 25)),
        ("23.11", TODAY),
        ("22.11", date(2027, 11, 22)),
        ("29.2", date(2028, 2, 29)),
        ("uke 48", date(2026, 11, 27)),
        ("Veke 1", date(2027, 1, 8)),
        ("week 53", date(2027, 1, 1)),
        ("uke 2 2028", date(2028, 1, 14)),
    ],
)
def test_a_date_is_understood_as_people_write_it(typed, meant):
    assert parse_date(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("23.11", TODAY), ("24.11", date(2025, 11, 24)), ("29.2", date(2024, 2, 29))],
)
def test_where_the_past_is_asked_for_the_last_such_date_is_meant(typed, meant):
    assert parse_date(typed, today=TODAY, nearest="last") == meant


@pytest.mark.parametrize(
    "typed",
    [
        "31.11.2026",
        "30.2",
        "00.00.0000",
        "uke 54",
        "uke 0",
        "i morgen",
        "1",
        "25.11.126",
        "²5.11.2026",
    ],
)
def test_what_is_no_date_is_not_guessed_at(typed):
    assert parse_date(typed, today=TODAY) is None


def test_without_today_a_date_needs_its_year():
    assert parse_date("25.11") is None
    assert parse_date("uke 48") is None


@given(DAYS)
def test_every_form_of_a_date_means_that_date(day):
    for form in ("%d.%m.%Y", "%d.%m.%y", "%d%m%y", "%Y-%m-%d"):
        assert parse_date(day.strftime(form)) == day


@given(DAYS)
def test_without_a_year_the_date_is_the_next_one(day):
    found = parse_date(day.strftime("%d.%m"), today=TODAY)
    assert (found.day, found.month) == (day.day, day.month)
    assert found >= TODAY
    if (day.day, day.month) != (29, 2):
        assert found - TODAY < timedelta(days=366)


@given(DAYS)
def test_a_week_means_its_friday(day):
    year, week, _weekday = day.isocalendar()
    assert parse_date(f"uke {week} {year}") == date.fromisocalendar(year, week, 5)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("13.30", time(13, 30)),
        ("13:30", time(13, 30)),
        ("1330", time(13, 30)),
        ("kl. 9.05", time(9, 5)),
        ("25.00", None),
        ("12.60", None),
        ("nå", None),
    ],
)
def test_a_time_is_understood_as_people_write_it(typed, meant):
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    ("language", "day", "moment"),
    [
        ("en", "20 November 2026", "20 November 2026 10.30"),
        ("nb", "20. november 2026", "20. november 2026 10.30"),
    ],
)
def test_a_short_day_has_its_month_in_words(language, day, moment):
    with translation.override(language):
        assert short_day(date(2026, 11, 20)) == day
        assert short_day(datetime(2026, 11, 20, 9, 30, tzinfo=UTC)) == moment
        assert short_day(None) == ""


def test_a_day_in_figures_is_the_local_one():
    late = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert in_figures(date(2026, 11, 20)) == "20.11.2026"
    assert in_figures(late) == "21.11.2026"
    assert at_in_figures(late) == "21.11.2026 00.30"
    assert [in_figures(None), at_in_figures(None), at_in_figures("")] == ["", "", ""]
