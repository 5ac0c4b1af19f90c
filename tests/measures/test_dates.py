from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measures.rules import first_evaluation, is_reasonable, next_evaluation, reasonable_span
from organisations.calendar import Calendar, Day, Kind, Span, Year, week_of

BREAKS = (
    Span(date(2026, 10, 5), date(2026, 10, 9), Kind.BREAK, "Høstferie"),
    Span(date(2026, 12, 21), date(2027, 1, 1), Kind.BREAK, "Juleferie"),
    Span(date(2027, 2, 22), date(2027, 2, 26), Kind.BREAK, "Vinterferie"),
)
CALENDAR = Calendar(
    (
        Year(2026, date(2026, 8, 18), date(2027, 6, 18), BREAKS),
        Year(2027, date(2027, 8, 17), date(2028, 6, 20)),
    )
)


@pytest.mark.parametrize(
    ("starts_on", "interval", "falls_on"),
    [
        (date(2026, 11, 23), None, date(2026, 11, 30)),
        (date(2026, 11, 23), 2, date(2026, 12, 7)),
        # The week of a break is no open week.
        (date(2026, 9, 30), None, date(2026, 10, 14)),
        # Across the new year.
        (date(2026, 12, 16), None, date(2027, 1, 6)),
        # Across the summer: the first week of the new year counts from its first open day.
        (date(2027, 6, 15), None, date(2027, 8, 17)),
        (date(2027, 7, 12), None, date(2027, 8, 24)),
        # A Saturday counts from the Monday after it.
        (date(2026, 11, 28), None, date(2026, 12, 7)),
    ],
)
def test_the_first_evaluation_comes_one_open_week_after_the_start(starts_on, interval, falls_on):
    assert first_evaluation(CALENDAR, starts_on, interval) == Day(falls_on, False)


@pytest.mark.parametrize(("done", "weeks"), [(0, 1), (1, 2), (2, 4), (3, 4), (20, 4)])
def test_the_intervals_are_one_then_two_then_four_open_weeks(done, weeks):
    monday = date(2026, 10, 12)
    expected = Day(monday + timedelta(weeks=weeks), False)
    assert next_evaluation(CALENDAR, monday, done) == expected


def test_an_interval_of_its_own_stays():
    found = {next_evaluation(CALENDAR, date(2026, 10, 12), done, 3).date for done in range(5)}
    assert found == {date(2026, 11, 2)}


def test_without_a_calendar_the_date_is_provisional():
    assert first_evaluation(Calendar(), date(2026, 12, 16)) == Day(date(2026, 12, 23), True)
    only_this_year = Calendar(CALENDAR.years[:1])
    assert first_evaluation(only_this_year, date(2027, 6, 16)).provisional is True


days = st.dates(date(2026, 8, 1), date(2028, 7, 31))


@given(days, st.integers(0, 6), st.none() | st.integers(1, 12))
def test_an_evaluation_falls_on_an_open_day_in_a_later_week(after, done, interval):
    found = next_evaluation(CALENDAR, after, done, interval)
    assert CALENDAR.is_open(found.date)
    assert found.date >= CALENDAR.next_open_day(after + timedelta(days=1)).date
    assert week_of(found.date) > week_of(after)


TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("day", "result"),
    [
        (TODAY, True),
        (date(2025, 11, 30), True),
        (date(2025, 11, 1), False),
        (date(2029, 6, 15), True),
        (date(2062, 11, 23), False),
        (date(1926, 11, 23), False),
        (date.max, False),
    ],
)
def test_dates_far_away_are_slips(day, result):
    assert is_reasonable(day, TODAY) is result


@pytest.mark.parametrize("today", [date(2000, 8, 1), date(2000, 1, 1), date(2099, 7, 31)])
def test_the_reasonable_dates_can_be_counted_in(today):
    first, last = reasonable_span(today)
    assert date(2000, 8, 1) <= first <= last <= date(2099, 7, 31)
