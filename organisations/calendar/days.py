"""Dates, ISO weeks, school years, and the legal clock: working days."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

import holidays

FIRST_YEAR, LAST_YEAR = 2000, 2098
"""The school years that can be counted in."""

FIRST_DATE, LAST_DATE = date(FIRST_YEAR, 8, 1), date(LAST_YEAR + 1, 7, 31)


class OutsideCalendar(ValueError):
    """A date before 1 August 2000 or after 31 July 2099 was asked for or reached."""


class Week(NamedTuple):
    """An ISO week. Its year is the ISO year: 1 January 2027 is in week 53 of 2026."""

    year: int
    number: int

    @property
    def monday(self) -> date:
        return date.fromisocalendar(self.year, self.number, 1)


def week_of(day: date) -> Week:
    year, number, _weekday = day.isocalendar()
    return Week(year, number)


def school_year_of(day: date) -> int:
    """The year in which the school year of this date starts: 31 July belongs to the old one."""
    return day.year if day.month >= 8 else day.year - 1


def school_year_span(starts: int) -> tuple[date, date]:
    """1 August and 31 July. Raises ``OutsideCalendar`` for a year that cannot be counted in."""
    if not FIRST_YEAR <= starts <= LAST_YEAR:
        raise OutsideCalendar(starts)
    return date(starts, 8, 1), date(starts + 1, 7, 31)


def dates(first: date, last: date) -> Iterator[date]:
    """Every date from the first to the last, both included."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        yield date.fromordinal(ordinal)


@cache
def public_holidays(starts: int) -> Mapping[date, tuple[str, ...]]:
    """The public holidays of a school year with their English names, Sundays as well.

    Christmas Eve and New Year's Eve are working days by law. Two holidays may share a date.
    """
    first, last = school_year_span(starts)
    found = holidays.country_holidays("NO", years=(starts, starts + 1), language="en_US")
    return MappingProxyType(
        {day: tuple(found.get_list(day)) for day in sorted(found) if first <= day <= last}
    )


@cache
def working_days(starts: int) -> tuple[date, ...]:
    """The working days of a school year, in order."""
    off = public_holidays(starts)
    days = dates(*school_year_span(starts))
    return tuple(day for day in days if day.weekday() < 5 and day not in off)


def is_working_day(day: date) -> bool:
    return day not in public_holidays(school_year_of(day)) and day.weekday() < 5


def next_working_day(day: date) -> date:
    """The date itself when it is a working day, otherwise the first one after it."""
    return nth(working_days, day, 0)


def add_working_days(start: date, n: int) -> date:
    """The nth working day after the start (before it, for a negative n); 0 as the next one.

    The start is never counted: five working days after a Saturday is the Friday that follows.
    """
    return nth(working_days, start, n)


def working_days_between(after: date, until: date) -> int:
    """How many working days come after the one date, up to and including the other.

    Negative, and counted from the other end, when the second date comes first.
    """
    return count(working_days, after, until)


def nth(days_of: Callable[[int], Sequence[date]], start: date, n: int) -> date:
    """The nth of some days, given by school year, after (before, from) a date: see the clocks."""
    starts = school_year_of(start)
    days = days_of(starts)
    place = (bisect_right(days, start) - 1 if n > 0 else bisect_left(days, start)) + n
    while place >= len(days):
        place -= len(days)
        starts += 1
        days = days_of(starts)
    while place < 0:
        starts -= 1
        days = days_of(starts)
        place += len(days)
    return days[place]


def count(days_of: Callable[[int], Sequence[date]], after: date, until: date) -> int:
    """How many of some days, given by school year, come after a date and until another."""
    if until < after:
        return -count(days_of, until, after)
    first, last = school_year_of(after), school_year_of(until)
    passed = sum(len(days_of(starts)) for starts in range(first, last))
    return passed + bisect_right(days_of(last), until) - bisect_right(days_of(first), after)
