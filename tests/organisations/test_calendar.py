"""Tables for both clocks, 2024–2036: known dates, written by hand from printed almanacs."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from organisations import calendar
from organisations.calendar import Calendar, Day, Kind, Span, Status, Week, Year

OSLO = ZoneInfo("Europe/Oslo")

EASTER = [
    date(2024, 3, 31),
    date(2025, 4, 20),
    date(2026, 4, 5),
    date(2027, 3, 28),
    date(2028, 4, 16),
    date(2029, 4, 1),
    date(2030, 4, 21),
    date(2031, 4, 13),
    date(2032, 3, 28),
    date(2033, 4, 17),
    date(2034, 4, 9),
    date(2035, 3, 25),
    date(2036, 4, 13),
]

AUTUMN = Span(date(2026, 10, 5), date(2026, 10, 9), Kind.BREAK, "Autumn break")
PLANNING = Span(date(2026, 11, 20), date(2026, 11, 20), Kind.PLANNING)
CHRISTMAS = Span(date(2026, 12, 21), date(2027, 1, 1), Kind.BREAK, "Christmas")
SCHOOL = Year(2026, date(2026, 8, 18), date(2027, 6, 18), (AUTUMN, PLANNING, CHRISTMAS))
ENTERED = Calendar((SCHOOL,))
NOT_ENTERED = Calendar()


@pytest.mark.parametrize("easter", EASTER)
def test_holidays_that_follow_easter(easter):
    from_easter = {-3: "Maundy Thursday", -2: "Good Friday", 0: "Easter Sunday"}
    from_easter |= {1: "Easter Monday", 39: "Ascension Day", 49: "Pentecost"}
    from_easter |= {50: "Pentecost Monday"}
    found = calendar.public_holidays(easter.year - 1)

    for days, name in from_easter.items():
        assert name in found[date.fromordinal(easter.toordinal() + days)]


@pytest.mark.parametrize("year", range(2024, 2037))
def test_the_twelve_holidays_of_a_year_and_no_more(year):
    holidays = calendar.public_holidays(year - 1) | calendar.public_holidays(year)
    fixed = {(1, 1), (5, 1), (5, 17), (12, 25), (12, 26)}
    found = [day for day in holidays if day.year == year]
    names = [name for day in found for name in holidays[day]]

    assert {(day.month, day.day) for day in found} >= fixed
    assert len(names) == 12
    assert date(year, 12, 24) not in holidays
    assert date(year, 12, 31) not in holidays


def test_17_may_on_whit_monday_is_one_day_with_two_names():
    names = calendar.public_holidays(2026)[date(2027, 5, 17)]

    assert names == ("Constitution Day", "Pentecost Monday")


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 10, 2), 5, date(2026, 10, 9)),  # the autumn break counts
        (date(2026, 10, 3), 5, date(2026, 10, 9)),  # told on a Saturday
        (date(2026, 10, 3), 0, date(2026, 10, 5)),
        (date(2026, 12, 23), 1, date(2026, 12, 24)),
        (date(2026, 12, 23), 3, date(2026, 12, 29)),
        (date(2027, 3, 23), 1, date(2027, 3, 24)),
        (date(2027, 3, 24), 1, date(2027, 3, 30)),  # over Easter
        (date(2026, 5, 13), 1, date(2026, 5, 15)),  # over Ascension
        (date(2024, 5, 16), 1, date(2024, 5, 21)),  # over 17 May and Pentecost
        (date(2028, 2, 28), 1, date(2028, 2, 29)),  # leap day
        (date(2027, 2, 26), 1, date(2027, 3, 1)),
        (date(2026, 7, 31), 1, date(2026, 8, 3)),  # into the next school year
        (date(2026, 8, 3), -1, date(2026, 7, 31)),
        (date(2026, 12, 30), 2, date(2027, 1, 4)),
    ],
)
def test_working_days(start, n, end):
    assert calendar.add_working_days(start, n) == end


@pytest.mark.parametrize(
    ("told", "due"),
    [
        # A day has 23 hours on 29 March and 25 on 25 October 2026: the date decides, not hours.
        (datetime(2026, 3, 28, 23, 59, tzinfo=OSLO), date(2026, 4, 8)),
        (datetime(2026, 3, 29, 3, 0, tzinfo=OSLO), date(2026, 4, 8)),
        (datetime(2026, 3, 30, 0, 0, tzinfo=OSLO), date(2026, 4, 9)),
        (datetime(2026, 10, 25, 2, 30, fold=0, tzinfo=OSLO), date(2026, 10, 30)),
        (datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=OSLO), date(2026, 10, 30)),
        (datetime(2026, 10, 26, 0, 1, tzinfo=OSLO), date(2026, 11, 2)),
        (datetime(2026, 10, 25, 23, 30, tzinfo=ZoneInfo("UTC")), date(2026, 11, 2)),
    ],
)
def test_five_working_days_around_the_nights_when_clocks_change(told, due):
    assert calendar.add_working_days(told.astimezone(OSLO).date(), 5) == due


@pytest.mark.parametrize(
    ("day", "week", "monday"),
    [
        (date(2026, 12, 31), (2026, 53), date(2026, 12, 28)),
        (date(2027, 1, 3), (2026, 53), date(2026, 12, 28)),
        (date(2027, 1, 4), (2027, 1), date(2027, 1, 4)),
        (date(2032, 12, 31), (2032, 53), date(2032, 12, 27)),
        (date(2024, 12, 30), (2025, 1), date(2024, 12, 30)),
        (date(2028, 2, 29), (2028, 9), date(2028, 2, 28)),
    ],
)
def test_iso_weeks(day, week, monday):
    assert calendar.week_of(day) == Week(*week)
    assert calendar.week_of(day).monday == monday


@pytest.mark.parametrize(
    ("day", "starts"),
    [(date(2026, 7, 31), 2025), (date(2026, 8, 1), 2026), (date(2028, 2, 29), 2027)],
)
def test_a_school_year_begins_on_1_august(day, starts):
    assert calendar.school_year_of(day) == starts


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 9, 16), 2, date(2026, 9, 30)),
        (date(2026, 9, 24), 2, date(2026, 10, 15)),  # the autumn break is not a week
        (date(2026, 11, 13), 1, date(2026, 11, 23)),  # that Friday is a planning day
        (date(2026, 10, 6), 0, date(2026, 10, 12)),
        (date(2026, 10, 6), 1, date(2026, 10, 19)),  # from a break: from the day after it
        (date(2026, 12, 17), 1, date(2027, 1, 7)),  # over Christmas and week 53
        (date(2026, 8, 18), 1, date(2026, 8, 25)),
        (date(2026, 8, 3), 1, date(2026, 8, 25)),  # before the first day: from the first day
        (date(2027, 3, 25), 0, date(2027, 3, 30)),  # Maundy Thursday
        (date(2027, 3, 18), 1, date(2027, 3, 30)),
    ],
)
def test_open_weeks(start, n, end):
    assert ENTERED.add_open_weeks(start, n) == Day(end, False)


def test_open_weeks_pass_over_the_summer_into_a_year_that_is_not_entered():
    reached = ENTERED.add_open_weeks(date(2027, 6, 17), 1)
    weekdays = Calendar((SCHOOL, Year(2027, date(2027, 8, 18), date(2028, 6, 16))))

    assert reached == Day(date(2027, 8, 5), True)  # Monday to Friday, until the calendar comes
    assert weekdays.add_open_weeks(date(2027, 6, 17), 1) == Day(date(2027, 8, 19), False)
    assert weekdays.add_open_weeks(date(2027, 6, 14), 1) == Day(date(2027, 8, 18), False)


def test_a_kindergarten_is_open_in_the_summer():
    closed = Span(date(2027, 7, 12), date(2027, 7, 30), Kind.CLOSED, "Summer")
    kindergarten = Calendar((Year(2026, date(2026, 8, 3), date(2027, 7, 31), (closed,)),))

    assert kindergarten.add_open_weeks(date(2027, 7, 1), 1) == Day(date(2027, 7, 8), False)
    assert kindergarten.add_open_weeks(date(2027, 7, 8), 1) == Day(date(2027, 8, 5), True)


def test_open_weeks_are_only_counted_forwards():
    with pytest.raises(ValueError, match="forwards"):
        ENTERED.add_open_weeks(date(2026, 9, 1), -1)


@pytest.mark.parametrize(
    ("start", "n", "end"),
    [
        (date(2026, 10, 2), 1, date(2026, 10, 12)),
        (date(2026, 10, 12), -1, date(2026, 10, 2)),
        (date(2026, 10, 7), 0, date(2026, 10, 12)),
        (date(2026, 10, 7), 1, date(2026, 10, 12)),
        (date(2026, 10, 7), -1, date(2026, 10, 2)),
        (date(2026, 11, 18), 3, date(2026, 11, 24)),
    ],
)
def test_open_days(start, n, end):
    assert ENTERED.add_open_days(start, n) == Day(end, False)


def test_counting_open_days_between_two_dates():
    assert ENTERED.open_days_between(date(2026, 10, 2), date(2026, 10, 12)) == 1
    assert ENTERED.open_days_between(date(2026, 10, 12), date(2026, 10, 2)) == -1
    assert ENTERED.open_days_between(date(2026, 10, 3), date(2026, 10, 11)) == 0
    assert calendar.working_days_between(date(2026, 10, 2), date(2026, 10, 12)) == 6


def test_what_a_date_is_and_why():
    unit = SCHOOL.differing(
        Year(2026, spans=(Span(date(2026, 10, 9), date(2026, 10, 9), Kind.OPEN),))
    )

    assert SCHOOL.status(date(2026, 8, 17)) == Status.OUTSIDE
    assert SCHOOL.status(date(2026, 8, 22)) == Status.WEEKEND
    assert SCHOOL.status(date(2026, 10, 9)) == Status.BREAK
    assert SCHOOL.status(date(2026, 11, 20)) == Status.PLANNING
    assert SCHOOL.status(date(2026, 12, 25)) == Status.HOLIDAY
    assert unit.status(date(2026, 10, 9)) == Status.OPEN
    assert unit.status(date(2026, 10, 8)) == Status.BREAK


def test_a_unit_replaces_its_owners_days_and_adds_its_own():
    extra = Span(date(2026, 11, 23), date(2026, 11, 23), Kind.CLOSED)
    unit = SCHOOL.differing(Year(2026, first_day=date(2026, 8, 20), spans=(extra,)))
    later = SCHOOL.differing(Year(2026, last_day=date(2027, 6, 21)))

    assert (unit.first, unit.last) == (date(2026, 8, 20), date(2027, 6, 18))
    assert len(SCHOOL.open_days) - len(unit.open_days) == 3
    assert (later.first, later.last) == (date(2026, 8, 18), date(2027, 6, 21))
    assert len(later.open_days) - len(SCHOOL.open_days) == 1


def test_a_year_is_entered_when_both_its_ends_are_known():
    owner = Year(2026)
    assert not owner.differing(Year(2026, first_day=date(2026, 8, 19))).entered
    assert SCHOOL.differing(Year(2026, first_day=date(2026, 8, 19))).entered
    assert owner.differing(SCHOOL).entered
    assert NOT_ENTERED.is_provisional(date(2026, 9, 1))
    assert not ENTERED.is_provisional(date(2026, 9, 1), date(2027, 7, 31))
    assert ENTERED.is_provisional(date(2027, 8, 1), date(2027, 7, 31))


def test_what_a_unit_closed_in_a_year_that_is_not_entered_is_closed_all_the_same():
    calendar_of_unit = Calendar((Year(2026, spans=(PLANNING,)),))

    assert calendar_of_unit.add_open_days(date(2026, 11, 19), 1) == Day(date(2026, 11, 23), True)


def test_a_year_closed_from_end_to_end_is_passed_over():
    closed = Year(
        2026,
        date(2026, 8, 1),
        date(2027, 7, 31),
        (Span(date(2026, 8, 1), date(2027, 7, 31), Kind.CLOSED),),
    )
    shut = Calendar((closed,))

    assert shut.add_open_weeks(date(2026, 7, 30), 1) == Day(date(2027, 8, 5), True)
    assert shut.add_open_days(date(2027, 8, 2), -1) == Day(date(2026, 7, 31), True)


@pytest.mark.parametrize(
    "outside", [date(1, 1, 1), date(2000, 7, 31), date(2099, 8, 1), date(9999, 12, 31)]
)
def test_dates_that_cannot_be_counted_in_are_refused(outside):
    for question in (ENTERED.is_open, ENTERED.next_open_day, calendar.is_working_day):
        with pytest.raises(calendar.OutsideCalendar):
            question(outside)


def test_counting_out_of_the_last_year_is_refused():
    with pytest.raises(calendar.OutsideCalendar):
        NOT_ENTERED.add_open_weeks(date(2099, 7, 30), 1)
    with pytest.raises(calendar.OutsideCalendar):
        calendar.add_working_days(date(2000, 8, 1), -1)
