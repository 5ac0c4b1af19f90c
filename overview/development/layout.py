"""The picture: the pupil's own answers, what adults answered about the measures, and the measures
as bars, on the same weeks. Pure: what stands where, in percent of the width and in pixels from the
top; the template draws it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from cases.rules import Answer, in_order, runs
from organisations.calendar import week_of

LEFT, RIGHT = 12, 98
TOP, STEP = 16, 26
SILENT_Y = TOP + 5 * STEP
WEEKS_Y = SILENT_Y + 26
BARS, ROW, BAR = WEEKS_Y + 14, 44, 18
LONGEST = 44
FEWEST_WEEKS = 4
ONE_DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


class Period(NamedTuple):
    """Whole weeks, from a Monday to a Sunday."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last


class Mark(NamedTuple):
    """What an adult answered about a measure on a day, as a letter and in a word."""

    day: date
    letter: str
    word: str


@dataclass(frozen=True)
class Done:
    """A measure that has begun. Without an end it still runs. An answer that was given after its
    last day stands beside its bar."""

    title: str
    starts_on: date
    ends_on: date | None
    state_word: str
    marks: tuple[Mark, ...] = ()


class Point(NamedTuple):
    x: str
    y: int
    answer: Answer


class Join(NamedTuple):
    """A line from one of the pupil's own answers to the next."""

    x1: str
    y1: int
    x2: str
    y2: int


class Letter(NamedTuple):
    x: str
    mark: Mark


class Tick(NamedTuple):
    """A week. Of two that are named, narrow screens name one."""

    x: str
    label: str
    wide_only: bool


class Level(NamedTuple):
    """One of the five answers, from the top, and what it means."""

    value: int
    y: int
    word: str


@dataclass(frozen=True)
class Bar:
    short: str
    x: str
    width: str
    text_y: int
    y: int
    letter_y: int
    letters: Sequence[Letter]


@dataclass(frozen=True)
class Picture:
    height: int
    levels: Sequence[Level]
    weeks: Sequence[Tick]
    weeks_y: int
    own: Sequence[Point]
    joins: Sequence[Join]
    seen: Sequence[Point]
    silent: Sequence[Point]
    bars: Sequence[Bar]
    today_x: str


def whole_case(days: Iterable[date], opened: date, until: date) -> Period:
    """From the week in which the first thing happened to the one of the last, or ``until``."""
    found = [*days, opened]
    return _in_weeks(min(found), max([*found, until]))


def last_weeks(until: date, weeks: int) -> Period:
    return _in_weeks(week_of(until).monday - WEEK * (weeks - 1), until)


def is_done_in(done: Done, period: Period, until: date) -> bool:
    """Did the measure run in the period?"""
    return done.starts_on <= period.last and _last_of(done, until) >= period.first


def lay_out(
    answers: Iterable[Answer],
    measures: Iterable[Done],
    period: Period,
    *,
    until: date,
    today: date,
    words: Mapping[int, str],
) -> Picture:
    """Every answer of the period stands once: as one of the pupil's own, as somebody else's, or as
    not given. ``until`` is the day to which measures without an end are drawn."""
    scale = _Scale(period)
    inside = [one for one in in_order(answers) if period.holds(one.day)]
    rows = [[scale.point(one) for one in row] for row in runs(inside)]
    shown = [one for one in measures if is_done_in(one, period, until)]
    return Picture(
        height=BARS + ROW * len(shown) + 4,
        levels=[Level(value, _y(value), words[value]) for value in (5, 4, 3, 2, 1)],
        weeks=_weeks(scale),
        weeks_y=WEEKS_Y,
        own=[point for row in rows for point in row],
        joins=[
            Join(a.x, a.y, b.x, b.y) for row in rows for a, b in zip(row, row[1:], strict=False)
        ],
        seen=[scale.point(one) for one in inside if not one.is_own and one.value is not None],
        silent=[scale.point(one) for one in inside if one.value is None],
        bars=[_bar(scale, one, row, until) for row, one in enumerate(shown)],
        today_x=scale.middle(today) if period.holds(today) else "",
    )


class _Scale:
    """From days to percent of the width, beside the numbers of the answers."""

    def __init__(self, period: Period):
        self.period = period
        self.length = (period.last - period.first).days + 1

    def x(self, day: date, into: float = 0) -> float:
        return LEFT + (RIGHT - LEFT) * ((day - self.period.first).days + into) / self.length

    def middle(self, day: date) -> str:
        """An answer stands in the middle of its day."""
        return _percent(self.x(day, 0.5))

    def point(self, one: Answer) -> Point:
        return Point(self.middle(one.day), _y(one.value) if one.value else SILENT_Y, one)


def _bar(scale: _Scale, done: Done, row: int, until: date) -> Bar:
    period = scale.period
    first = max(done.starts_on, period.first)
    last = min(_last_of(done, until), period.last)
    top = BARS + ROW * row
    return Bar(
        short=_shortened(done.title),
        x=_percent(scale.x(first)),
        width=_percent(scale.x(last + ONE_DAY) - scale.x(first)),
        text_y=top + 14,
        y=top + 20,
        letter_y=top + 20 + BAR - 5,
        letters=[
            Letter(scale.middle(mark.day), mark) for mark in done.marks if period.holds(mark.day)
        ],
    )


def _weeks(scale: _Scale) -> list[Tick]:
    """At most twelve weeks are named, and on narrow screens every second of them."""
    count = scale.length // 7
    mondays = [scale.period.first + WEEK * place for place in range(count)]
    named = mondays[:: -(-count // 12)]
    return [
        Tick(_percent(scale.x(monday)), str(week_of(monday).number), wide_only=place % 2 == 1)
        for place, monday in enumerate(named)
    ]


def _last_of(done: Done, until: date) -> date:
    """A bar has a day at the least, also when the measure began today."""
    return max(min(done.ends_on or until, until), done.starts_on)


def _in_weeks(first: date, last: date) -> Period:
    monday = week_of(first).monday
    sunday = week_of(last).monday + WEEK - ONE_DAY
    return Period(min(monday, sunday + ONE_DAY - WEEK * FEWEST_WEEKS), sunday)


def _y(value: int) -> int:
    return TOP + STEP * (5 - value)


def _percent(number: float) -> str:
    """With a point in every language, as SVG has it."""
    return f"{number:.2f}%"


def _shortened(title: str) -> str:
    return title if len(title) <= LONGEST else f"{title[: LONGEST - 1].rstrip()}…"
