"""The open days of a unit: one school year, and the calendar that counts over all of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from organisations.calendar.days import (
    count,
    dates,
    nth,
    public_holidays,
    school_year_of,
    school_year_span,
    week_of,
    working_days,
)


class Kind(StrEnum):
    """What a period in a school year is; ``OPEN`` is a unit's answer to what its owner closes."""

    BREAK = "break"
    PLANNING = "planning"
    CLOSED = "closed"
    OPEN = "open"


class Status(StrEnum):
    """What one date is to the children of a unit."""

    OPEN = "open"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    OUTSIDE = "outside"
    BREAK = "break"
    PLANNING = "planning"
    CLOSED = "closed"


class Day(NamedTuple):
    """A counted date. Provisional: a school year it was counted through is not entered."""

    date: date
    provisional: bool


class Span(NamedTuple):
    """Dates of one kind within a school year, both ends included."""

    first: date
    last: date
    kind: Kind
    name: str = ""


@dataclass(frozen=True)
class Year:
    """One school year: as an owner entered it, as a unit differs from it, or both put together.

    A missing first or last day means 1 August or 31 July.
    """

    starts: int
    first_day: date | None = None
    last_day: date | None = None
    spans: tuple[Span, ...] = ()

    @property
    def entered(self) -> bool:
        return self.first_day is not None and self.last_day is not None

    @property
    def first(self) -> date:
        return self.first_day or school_year_span(self.starts)[0]

    @property
    def last(self) -> date:
        return self.last_day or school_year_span(self.starts)[1]

    @cached_property
    def opened(self) -> frozenset[date]:
        return _dates_of(span for span in self.spans if span.kind == Kind.OPEN)

    @cached_property
    def open_days(self) -> tuple[date, ...]:
        """In order. A day both opened and closed is open; a holiday or weekend never is."""
        closed = _dates_of(span for span in self.spans if span.kind != Kind.OPEN) - self.opened
        days = working_days(self.starts)
        inside = days[bisect_left(days, self.first) : bisect_right(days, self.last)]
        return tuple(day for day in inside if day not in closed)

    def differing(self, own: "Year") -> "Year":
        """This year of an owner with a unit's differences: own dates replace, own spans add."""
        return Year(
            self.starts,
            own.first_day or self.first_day,
            own.last_day or self.last_day,
            self.spans + own.spans,
        )

    def status(self, day: date) -> Status:
        """What the date is, and when it is closed, why."""
        if day in public_holidays(self.starts):
            return Status.HOLIDAY
        if day.weekday() >= 5:
            return Status.WEEKEND
        if not self.first <= day <= self.last:
            return Status.OUTSIDE
        if day not in self.opened:
            for span in self.spans:
                if span.first <= day <= span.last:
                    return Status(span.kind)
        return Status.OPEN


@dataclass(frozen=True)
class Calendar:
    """The open days of one unit over its school years. Years that are absent are not entered."""

    years: tuple[Year, ...] = ()

    @cached_property
    def _by_start(self) -> dict[int, Year]:
        return {year.starts: year for year in self.years}

    def year(self, starts: int) -> Year:
        """The school year that starts then, whether it is entered or not."""
        return self._by_start.get(starts) or Year(starts)

    def _open_days(self, starts: int) -> Sequence[date]:
        found = self._by_start.get(starts)
        return found.open_days if found else working_days(starts)

    def is_open(self, day: date) -> bool:
        days = self._open_days(school_year_of(day))
        place = bisect_left(days, day)
        return place < len(days) and days[place] == day

    def is_provisional(self, first: date, last: date | None = None) -> bool:
        """Whether a school year of these dates, or one between them, is not entered."""
        ends = sorted((first, last or first))
        between = range(school_year_of(ends[0]), school_year_of(ends[1]) + 1)
        return not all(self.year(starts).entered for starts in between)

    def next_open_day(self, day: date) -> Day:
        """The date itself when it is open, otherwise the first open day after it."""
        return self.add_open_days(day, 0)

    def add_open_days(self, start: date, n: int) -> Day:
        """The nth open day after the start (before it, for a negative n); 0 as the next one.

        The start is never counted. From an open day, ``add(add(d, n), -n)`` is d again.
        """
        return self._reached(start, nth(self._open_days, start, n))

    def open_days_between(self, after: date, until: date) -> int:
        """How many open days come after the one date, up to and including the other.

        Negative, and counted from the other end, when the second date comes first.
        """
        return count(self._open_days, after, until)

    def add_open_weeks(self, start: date, n: int) -> Day:
        """The same weekday n open weeks later; when that is closed, the next open day.

        An open week is an ISO week with at least one open day; weeks without are not counted. A
        start on a closed day counts from the next open day, so that a later start never comes
        out earlier. Raises ``ValueError`` for a negative n.
        """
        if n < 0:
            raise ValueError("open weeks are counted forwards")
        reached = self.next_open_day(start).date
        weekday = timedelta(days=reached.weekday())
        for _ in range(n):
            following = week_of(reached).monday + timedelta(days=7)
            reached = week_of(self.next_open_day(following).date).monday
        if n:
            reached = self.next_open_day(reached + weekday).date
        return self._reached(start, reached)

    def is_open_week(self, day: date) -> bool:
        """Whether the ISO week of this date has an open day."""
        week = week_of(day)
        return week_of(self.next_open_day(week.monday).date) == week

    def _reached(self, start: date, end: date) -> Day:
        return Day(end, self.is_provisional(start, end))


def _dates_of(spans: Iterable[Span]) -> frozenset[date]:
    return frozenset(day for span in spans for day in dates(span.first, span.last))
