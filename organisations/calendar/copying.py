"""A new school year drafted from the last one. A draft: whoever copies must read each date."""

from datetime import date, timedelta

from organisations.calendar.days import public_holidays, school_year_span, week_of
from organisations.calendar.opening import Span, Year

_WITH_EASTER = {
    "Maundy Thursday",
    "Good Friday",
    "Easter Monday",
    "Ascension Day",
    "Pentecost Monday",
}


def moved_to_next_year(year: Year) -> tuple[Year, tuple[Span, ...]]:
    """The year moved one on, and the periods that found no place in it.

    Periods keep their ISO weeks and weekdays (week 53 becomes 52), except that one which touches
    or borders on Easter, Ascension or Pentecost follows Easter, and one which holds Christmas Day
    moves 52 weeks. What begins on 1 August or ends on 31 July keeps doing so. A period that would
    overlap an earlier one is left out.
    """
    moved: list[Span] = []
    left_out: list[Span] = []
    for span in sorted(year.spans):
        new = _moved(span, year.starts)
        if any(new.first <= other.last and other.first <= new.last for other in moved):
            left_out.append(span)
        else:
            moved.append(new)
    first = year.first_day and _same_week(year.first_day, year.starts)
    last = year.last_day and _same_week(year.last_day, year.starts)
    return Year(year.starts + 1, first, last, tuple(sorted(moved))), tuple(left_out)


def _moved(span: Span, starts: int) -> Span:
    august, july = school_year_span(starts)
    new_august, new_july = school_year_span(starts + 1)
    by = _shift(span, starts)
    first = new_august if span.first == august else max(span.first + by, new_august)
    last = new_july if span.last == july else min(span.last + by, new_july)
    return span._replace(first=min(first, last), last=last)


def _shift(span: Span, starts: int) -> timedelta:
    if span.first <= date(starts, 12, 25) <= span.last:
        return timedelta(weeks=52)
    day = timedelta(days=1)
    for holiday, names in public_holidays(starts).items():
        if _WITH_EASTER.intersection(names) and span.first - day <= holiday <= span.last + day:
            return _easter(starts + 1) - _easter(starts)
    anchor = span.last if span.first == school_year_span(starts)[0] else span.first
    return _same_week(anchor, starts) - anchor


def _easter(starts: int) -> date:
    return next(day for day, names in public_holidays(starts).items() if "Easter Sunday" in names)


def _same_week(day: date, starts: int) -> date:
    """The same weekday of the same ISO week, a year later and within its school year."""
    august, july = school_year_span(starts)
    new_august, new_july = school_year_span(starts + 1)
    if day in (august, july):
        return new_august if day == august else new_july
    week = week_of(day)
    weeks = week_of(date(week.year + 1, 12, 28)).number
    new = date.fromisocalendar(week.year + 1, min(week.number, weeks), day.isoweekday())
    return min(max(new, new_august), new_july)
