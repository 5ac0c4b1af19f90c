"""What holds for every calendar and every date from August 2024 to July 2037."""

from datetime import date, timedelta

from hypothesis import given as given_
from hypothesis import settings
from hypothesis import strategies as st

from organisations import calendar
from organisations.calendar import Calendar, Kind, Span, Year

FIRST, LAST = 2024, 2036
DAY = timedelta(days=1)


def given(*strategies):
    """Without a deadline: on a busy machine a slow example is no fault."""
    return lambda test: settings(deadline=None)(given_(*strategies)(test))


days = st.dates(date(FIRST, 8, 1), date(LAST + 1, 7, 31))
numbers = st.integers(0, 60)


@st.composite
def spans(draw, starts):
    """Up to ten periods of a school year; they may overlap, as an owner's and a unit's may."""
    august, july = calendar.school_year_span(starts)
    found = []
    for _ in range(draw(st.integers(0, 10))):
        first = august + draw(st.integers(0, (july - august).days)) * DAY
        last = min(july, first + draw(st.sampled_from([0, 0, 1, 4, 11, 30])) * DAY)
        found.append(Span(first, last, draw(st.sampled_from(Kind))))
    return tuple(found)


@st.composite
def years(draw, starts):
    """A school's year, a kindergarten's, or one that is not entered."""
    kind = draw(st.sampled_from(["school", "kindergarten", "missing"]))
    first_day = last_day = None
    if kind == "school":
        first_day = date(starts, 8, draw(st.integers(10, 31)))
        last_day = date(starts + 1, 6, draw(st.integers(10, 30)))
    elif kind == "kindergarten":
        first_day, last_day = date(starts, 8, 1), date(starts + 1, 7, 31)
    return Year(starts, first_day, last_day, draw(spans(starts)))


@st.composite
def calendars(draw):
    known = draw(st.sets(st.integers(FIRST, LAST)))
    return Calendar(tuple(draw(years(starts)) for starts in sorted(known)))


def slow_working_days(after, until):
    """Counted one by one, with Easter by Gauss's rule and none of the product's code."""
    found = 0
    for ordinal in range(after.toordinal() + 1, until.toordinal() + 1):
        day = date.fromordinal(ordinal)
        a, b, c = day.year % 19, day.year % 4, day.year % 7
        d = (19 * a + 24) % 30
        e = (2 * b + 4 * c + 6 * d + 5) % 7
        easter = date(day.year, 3, 22) + (d + e) * DAY
        fixed = (day.month, day.day) in {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)}
        moving = (day - easter).days in {-3, -2, 0, 1, 39, 49, 50}
        found += day.isoweekday() <= 5 and not fixed and not moving
    return found


def slow_is_open(of, day):
    starts = day.year - (day.month < 8)
    year = next((year for year in of.years if year.starts == starts), Year(starts))
    closed = any(s.first <= day <= s.last for s in year.spans if s.kind != Kind.OPEN)
    opened = any(s.first <= day <= s.last for s in year.spans if s.kind == Kind.OPEN)
    within = (year.first_day or day) <= day <= (year.last_day or day)
    return slow_working_days(day - DAY, day) == 1 and within and (opened or not closed)


def test_every_working_day_of_thirteen_years_is_the_slow_count():
    first, last = date(2024, 1, 1), date(2036, 12, 31)
    for day in calendar.dates(first, last):
        assert calendar.is_working_day(day) == (slow_working_days(day - DAY, day) == 1)
    assert calendar.working_days_between(first - DAY, last) == slow_working_days(first - DAY, last)


@given(days, days)
def test_working_days_counted_equal_the_slow_count(one, other):
    after, until = sorted((one, min(other, one + 500 * DAY)))

    assert calendar.working_days_between(after, until) == slow_working_days(after, until)
    assert calendar.working_days_between(until, after) == -slow_working_days(after, until)


@given(days, st.integers(-300, 300))
def test_working_days_added_are_working_days_and_come_back(start, n):
    start = calendar.next_working_day(start)
    end = calendar.add_working_days(start, n)

    assert calendar.is_working_day(end)
    assert calendar.add_working_days(end, -n) == start
    assert calendar.working_days_between(start, end) == n


@given(days, days, numbers)
def test_a_later_start_never_gives_an_earlier_legal_deadline(one, other, n):
    earlier, later = sorted((one, other))

    assert calendar.add_working_days(earlier, n) <= calendar.add_working_days(later, n)


@given(st.integers(FIRST, LAST).flatmap(years))
def test_the_open_days_of_a_year_are_what_the_slow_reading_says(year):
    of = Calendar((year,))
    whole = list(calendar.dates(*calendar.school_year_span(year.starts)))

    assert list(year.open_days) == [day for day in whole if slow_is_open(of, day)]
    assert [day for day in whole if of.is_open(day)] == list(year.open_days)
    assert [day for day in whole if year.status(day) == "open"] == list(year.open_days)


@given(calendars(), days, st.integers(-300, 300))
def test_open_days_added_land_open_come_back_and_are_counted(of, start, n):
    start = of.next_open_day(start).date
    end = of.add_open_days(start, n).date

    assert of.is_open(end)
    assert of.add_open_days(end, -n).date == start
    assert of.open_days_between(start, end) == n


@given(calendars(), days, st.integers(-60, 60), st.integers(-60, 60))
def test_open_days_add_up(of, start, n, m):
    start = of.next_open_day(start).date

    in_two_steps = of.add_open_days(of.add_open_days(start, n).date, m)

    assert of.add_open_days(start, n + m).date == in_two_steps.date


@given(calendars(), days, days, st.integers(-60, 60))
def test_a_later_start_never_ends_earlier(of, one, other, n):
    earlier, later = sorted((one, other))

    assert of.add_open_days(earlier, n).date <= of.add_open_days(later, n).date
    assert of.add_open_weeks(earlier, abs(n)).date <= of.add_open_weeks(later, abs(n)).date


@given(calendars(), days, numbers, numbers)
def test_more_open_weeks_never_end_earlier(of, start, n, m):
    fewer, more = sorted((n, m))

    assert of.add_open_weeks(start, fewer).date <= of.add_open_weeks(start, more).date


@given(calendars(), days, st.integers(0, 30))
def test_open_weeks_are_counted_one_by_one(of, start, n):
    """The slow way: walk the days, count Mondays whose week has an open day."""
    day = start
    while not slow_is_open(of, day):
        day += DAY
    weekday, left, monday = day.weekday(), n, day - day.weekday() * DAY
    while left:
        monday += 7 * DAY
        left -= any(slow_is_open(of, monday + i * DAY) for i in range(5))
    expected = max(day, monday + weekday * DAY)
    while not slow_is_open(of, expected):
        expected += DAY

    found = of.add_open_weeks(start, n)

    assert found.date == expected
    assert of.is_open(found.date)
    assert of.is_open_week(found.date)


@given(calendars(), days, numbers)
def test_provisional_when_a_year_counted_through_is_not_entered(of, start, n):
    entered = {year.starts for year in of.years if year.first_day}
    for day, provisional in (of.add_open_days(start, n), of.add_open_weeks(start, n)):
        through = {calendar.school_year_of(start), calendar.school_year_of(day)}
        through |= set(range(min(through), max(through)))
        assert provisional == (not through <= entered)


@given(calendars(), days, st.integers(0, 20))
def test_entering_another_year_leaves_dates_in_this_one(of, start, n):
    """What is not provisional does not change when calendars of other years come."""
    day, provisional = of.add_open_weeks(start, n)
    if provisional:
        return
    known = {year.starts for year in of.years}
    more = tuple(Year(s, date(s, 8, 20), date(s + 1, 6, 20)) for s in range(2023, 2039))
    grown = Calendar(of.years + tuple(year for year in more if year.starts not in known))

    assert grown.add_open_weeks(start, n) == (day, False)


@given(st.integers(FIRST, LAST - 1).flatmap(years))
def test_a_copied_year_is_inside_its_own_and_overlaps_nowhere(year):
    copied, left_out = calendar.moved_to_next_year(year)
    august, july = calendar.school_year_span(year.starts + 1)
    ordered = copied.spans

    assert all(august <= span.first <= span.last <= july for span in ordered)
    assert all(a.last < b.first for a, b in zip(ordered, ordered[1:], strict=False))
    assert len(ordered) + len(left_out) == len(year.spans)
    assert copied.entered == year.entered
    assert copied.first <= copied.last
