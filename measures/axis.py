"""The measures as bars on the weeks of a whole school year. Pure: what stands where, in percent of
the width and in pixels from the top; the template draws it.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dateformat import format as format_date

from measures.rules import Order, Part, in_weeks
from organisations.calendar import (
    LAST_YEAR,
    Calendar,
    dates,
    school_year_of,
    school_year_span,
    week_of,
)

TOP, ROW, BAR = 44, 36, 12
LONGEST = 44
ONE_DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass(frozen=True)
class Mark:
    """What is shown of a measure besides its dates."""

    state: str
    state_word: str
    evaluate_on: date | None


NOTHING = Mark("", "", None)


@dataclass(frozen=True)
class Tick:
    """A week or a month on the axis. Of two that are named, narrow screens name one."""

    x: str
    label: str
    wide_only: bool = False


@dataclass(frozen=True)
class Stretch:
    """Weeks in which the unit is closed."""

    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """One measure: its bar in the picture, and its row in the table."""

    title: str
    short: str
    weeks: str
    mark: Mark
    x: str
    width: str
    text_y: int
    y: int
    evaluated_x: str


@dataclass(frozen=True)
class Axis:
    """One school year with those measures that fall in it."""

    name: str
    height: int
    weeks: list[Tick]
    months: list[Tick]
    closed: list[Stretch]
    bars: list[Bar]
    today_x: str


def lay_out(
    order: Order, calendar: Calendar, today: date, marks: Mapping[Hashable, Mark]
) -> list[Axis]:
    """An axis for each school year from the one in which the plan begins to the one in which its
    last dated day falls, or today. What has no end runs to the end of the last."""
    parts = [*(part for step in order.steps for part in step.parts), *order.always]
    if not parts:
        return []
    ends = [part.ends_on for part in parts if part.ends_on]
    first = min(part.starts_on for part in parts)
    last = max([today, *ends, *(part.starts_on for part in parts)])
    year = week_of(first).year
    years = range(school_year_of(first), min(school_year_of(last), LAST_YEAR) + 1)
    return [
        _of_year(_Scale(starts, parts, calendar), parts, calendar, today, marks, year)
        for starts in years
    ]


class _Scale:
    """From days to percent of the width. From the Monday before the school year to the Sunday after
    it, or further where measures lie in the summer."""

    def __init__(self, starts: int, parts: Iterable[Part], calendar: Calendar):
        self.starts = starts
        august, july = school_year_span(starts)
        year = calendar.year(starts)
        days = [day for part in parts for day in (part.starts_on, part.ends_on) if day]
        inside = [day for day in days if august <= day <= july]
        self.first = week_of(min([year.first, *inside])).monday
        self.last = week_of(max([year.last, *inside])).monday + WEEK - ONE_DAY
        self.length = (self.last - self.first).days + 1

    def x(self, day: date) -> float:
        return 100 * (day - self.first).days / self.length

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    def mondays(self) -> list[date]:
        return [self.first + WEEK * number for number in range(self.length // 7)]


def _of_year(
    scale: _Scale,
    parts: list[Part],
    calendar: Calendar,
    today: date,
    marks: Mapping[Hashable, Mark],
    year: int,
) -> Axis:
    seen = [p for p in parts if p.starts_on <= scale.last and p.last >= scale.first]
    return Axis(
        name=f"{scale.starts}/{scale.starts + 1}",
        height=TOP + ROW * len(seen) + 8,
        weeks=_weeks(scale),
        months=_months(scale),
        closed=_closed(scale, calendar),
        bars=[
            _bar(scale, part, row, marks.get(part.id, NOTHING), year)
            for row, part in enumerate(seen)
        ],
        today_x=_percent(scale.x(today)) if scale.holds(today) else "",
    )


def _bar(scale: _Scale, part: Part, row: int, mark: Mark, year: int) -> Bar:
    first, last = max(part.starts_on, scale.first), min(part.last, scale.last)
    evaluated = mark.evaluate_on if scale.holds(mark.evaluate_on) else None
    top = TOP + ROW * row
    return Bar(
        title=part.title,
        short=_shortened(part.title),
        weeks=in_weeks(part.starts_on, part.ends_on, year),
        mark=mark,
        x=_percent(scale.x(first)),
        width=_percent(scale.x(last + ONE_DAY) - scale.x(first)),
        text_y=top + 13,
        y=top + 19,
        evaluated_x=_percent(scale.x(evaluated)) if evaluated else "",
    )


def _weeks(scale: _Scale) -> list[Tick]:
    """Every second week, of which every second is for wide screens only."""
    every_second = [day for day in scale.mondays()[::2] if (scale.last - day).days > 10]
    return [
        Tick(_percent(scale.x(monday)), str(week_of(monday).number), wide_only=place % 2 == 1)
        for place, monday in enumerate(every_second)
    ]


def _months(scale: _Scale) -> list[Tick]:
    """Where each month begins; not the last days of one, where its name would not fit."""
    firsts = [day for day in dates(scale.first, scale.last) if day.day == 1]
    if not firsts or (firsts[0] - scale.first).days > 10:
        firsts.insert(0, scale.first)
    fitting = [day for day in firsts if (scale.last - day).days > 10]
    return [
        Tick(_percent(scale.x(day)), format_date(day, "M"), wide_only=place % 2 == 1)
        for place, day in enumerate(fitting)
    ]


def _closed(scale: _Scale, calendar: Calendar) -> list[Stretch]:
    """Whole weeks without an open day, those that follow each other as one."""
    found: list[list[date]] = []
    for monday in scale.mondays():
        if calendar.is_open_week(monday):
            continue
        if found and found[-1][-1] + WEEK == monday:
            found[-1].append(monday)
        else:
            found.append([monday])
    width = 700 / scale.length
    return [Stretch(_percent(scale.x(row[0])), _percent(width * len(row))) for row in found]


def _percent(number: float) -> str:
    """With a point in every language, as SVG has it."""
    return f"{number:.2f}%"


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"
