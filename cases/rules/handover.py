"""When an open case is handed on over the summer: all of it recommended, never law. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from organisations.calendar import Calendar, school_year_span

CATCH_UP = timedelta(days=14)
"""How long after its day a step is still made, where the daily round has been away."""


class Step(NamedTuple):
    """One step of a school year at one unit: from when to when it is made, and for which cases."""

    kind: str
    opens_on: date
    due_on: date
    closes_on: date
    # Cases opened later do not get it.
    opened_until: date
    provisional: bool


def handover_steps(
    calendar: Calendar, starts: int, advice: Mapping[str, Any], *, small_children: bool = False
) -> list[Step]:
    """The steps of the school year that starts then, counted in open days. ``advice`` is the table
    ``handover`` of the advice that holds. Where the year is not entered, and in a kindergarten,
    which is open far into July, the summer begins on the advised day at the latest."""
    return [
        *_after_summer(calendar, starts, advice),
        *_before_summer(calendar, starts, advice, small_children=small_children),
    ]


def summer(
    calendar: Calendar, starts: int, advice: Mapping[str, Any], *, small_children: bool = False
) -> tuple[date, date]:
    """The first and the last day between this school year and the next, as a proposal."""
    last = _last_open_day(calendar, starts, advice, small_children)
    first = _first_open_day(calendar, starts + 1, advice)
    return last + timedelta(days=1), max(first - timedelta(days=1), last + timedelta(days=1))


def _after_summer(calendar: Calendar, starts: int, advice: Mapping[str, Any]) -> list[Step]:
    first = _first_open_day(calendar, starts, advice)
    due = _inside(calendar.add_open_days(first, advice["august_open_days"] - 1).date, starts)
    provisional = not calendar.year(starts).entered
    opens, opened_until = school_year_span(starts)[0], first - timedelta(days=1)
    return [
        Step(kind, opens, due, due + CATCH_UP, opened_until, provisional)
        for kind in ("august", "plan")
    ]


def _before_summer(
    calendar: Calendar, starts: int, advice: Mapping[str, Any], *, small_children: bool
) -> list[Step]:
    provisional, end = not calendar.year(starts).entered, school_year_span(starts)[1]
    told, asked = date(starts + 1, *advice["may"]), advice["shown_open_days_before"]
    may = told if calendar.is_open(told) else _inside(calendar.add_open_days(told, -1).date, starts)
    shown = calendar.add_open_days(may, -asked["may"]).date
    last = _last_open_day(calendar, starts, advice, small_children)
    june = _inside(calendar.add_open_days(last, -advice["june_open_days_before"]).date, starts)
    june_shown = calendar.add_open_days(june, -asked["june"]).date
    return [
        Step("may", shown, may, may + CATCH_UP, may, provisional),
        Step("june", june_shown, june, end, end, provisional),
    ]


def _first_open_day(calendar: Calendar, starts: int, advice: Mapping[str, Any]) -> date:
    year = calendar.year(starts)
    first = year.first if year.entered else date(starts, *advice["year_from"])
    return _inside(calendar.next_open_day(first).date, starts)


def _last_open_day(
    calendar: Calendar, starts: int, advice: Mapping[str, Any], small_children: bool
) -> date:
    year, advised = calendar.year(starts), date(starts + 1, *advice["summer_from"])
    last = year.last if year.entered else advised
    last = min(last, advised) if small_children else last
    return _inside(calendar.add_open_days(last + timedelta(days=1), -1).date, starts)


def _inside(day: date, starts: int) -> date:
    """A year without open days at all: what is counted still falls inside it."""
    first, last = school_year_span(starts)
    return min(max(day, first), last)
