"""What follows from an answer. Pure: no database, no clock."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from cases.rules import UNSAFE_UNTIL
from organisations.calendar import Calendar, Day, public_holidays, school_year_span

CONTINUE, ADJUST, REPLACE, STOP = "continue", "adjust", "replace", "stop"
NEXT_OF_SHARED = (CONTINUE, ADJUST, STOP)
"""A shared measure is not replaced: each plan decides for itself what it needs instead."""

NO = "no"

FARTHEST = timedelta(days=366)

OFFERED_FOR = timedelta(days=14)
"""How long after an evaluation it is offered for the minutes of a meeting."""

EASTER = "Maundy Thursday"
BEFORE_BREAK = timedelta(days=14)
"""Between the review of the whole case and the last open day before a break."""
OPENS_BEFORE = timedelta(days=28)
"""How long before its day a review can be written."""
CATCH_UP = timedelta(days=14)
"""How long after its day a review is still made, where the daily round has been away."""

YOUNG_DAYS = 42
"""A case that is younger on the day of a review waits for the next one."""


def goes_on(next: str) -> bool:
    """Continue and adjust let the measure run, and so need a next day; the others end it."""
    return next in (CONTINUE, ADJUST)


def must_confirm(*, value: int | None, next: str) -> bool:
    """To stop while the one exposed answers 1 or 2 is asked about once.

    The duty to act lasts as long as a pupil does not have it safe (Education Act 12-4).
    """
    return next == STOP and value is not None and value <= UNSAFE_UNTIL


def twice_without_effect(effects: Sequence[str]) -> bool:
    """Whether the two newest of a measure's answers, newest first, are "no"."""
    return len(effects) > 1 and effects[0] == effects[1] == NO


class NextDay(NamedTuple):
    """The open day of the next evaluation. Moved: it is not the day that was asked for."""

    day: Day
    moved: bool


def next_day(calendar: Calendar, *, wanted: date, today: date, due_on: date) -> NextDay:
    """The wanted day when it is open and still to come, otherwise the first open day after it.

    Also after the day that was answered now: one due date is answered once. Raises ``ValueError``
    for a day more than a year ahead.
    """
    if wanted > today + FARTHEST:
        raise ValueError("more than a year ahead")
    earliest = max(today, due_on) + timedelta(days=1)
    day = calendar.next_open_day(max(wanted, earliest))
    return NextDay(day, moved=day.date != wanted)


class Round(NamedTuple):
    """One review of whole cases in a school year at one unit: from when it can be written, its day,
    and until when a round that comes late still makes it."""

    code: str
    opens_on: date
    due_on: date
    closes_on: date
    provisional: bool


def rounds_of(calendar: Calendar, starts: int) -> list[Round]:
    """The three rounds of the school year that starts then: the last open day at least two weeks
    before the last open day before Christmas, before Easter and before July (docs/adr/0019). None
    for a break before which the school year has no such day."""
    easter = next(day for day, names in public_holidays(starts).items() if EASTER in names)
    first, _last = school_year_span(starts)
    breaks = {
        "autumn": date(starts, 12, 25), "spring": easter, "summer": date(starts + 1, 7, 1),
    }  # fmt: skip
    found = []
    for code, closed_on in breaks.items():
        last = calendar.add_open_days(closed_on, -1).date
        due = calendar.add_open_days(last - BEFORE_BREAK + timedelta(days=1), -1).date
        if due >= first:
            provisional = not calendar.year(starts).entered
            found.append(Round(code, due - OPENS_BEFORE, due, due + CATCH_UP, provisional))
            first = due + timedelta(days=1)
    return found
