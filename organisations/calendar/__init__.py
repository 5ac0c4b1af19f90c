"""The two clocks of a unit. Pure: dates in, dates out; no database, no time of day.

*Working days* are Monday to Friday outside Norwegian public holidays, in school breaks too. What
the law wants done "as soon as possible" is counted in them.

*Open days* are the days a unit is open to children, by the calendar its owner has entered and the
unit's own differences. Measures and evaluations are counted in them. Where no calendar is entered
for a school year, its open days are the working days, and every answer that rests on such a year
says so: ``provisional``.

A school year runs from 1 August to 31 July and is named by the year it starts in.
"""

from organisations.calendar.copying import moved_to_next_year
from organisations.calendar.days import (
    FIRST_DATE,
    FIRST_YEAR,
    LAST_DATE,
    LAST_YEAR,
    OutsideCalendar,
    Week,
    add_working_days,
    dates,
    is_working_day,
    next_working_day,
    public_holidays,
    school_year_of,
    school_year_span,
    week_of,
    working_days,
    working_days_between,
)
from organisations.calendar.opening import Calendar, Day, Kind, Span, Status, Year

__all__ = [
    "FIRST_DATE",
    "FIRST_YEAR",
    "LAST_DATE",
    "LAST_YEAR",
    "Calendar",
    "Day",
    "Kind",
    "OutsideCalendar",
    "Span",
    "Status",
    "Week",
    "Year",
    "add_working_days",
    "dates",
    "is_working_day",
    "moved_to_next_year",
    "next_working_day",
    "public_holidays",
    "school_year_of",
    "school_year_span",
    "week_of",
    "working_days",
    "working_days_between",
]
