"""What follows from an answer. Pure: no database, no clock."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from organisations.calendar import Calendar, Day

YES = "yes"
CONTINUE, ADJUST, REPLACE, STOP = "continue", "adjust", "replace", "stop"
NEXT_OF_SHARED = (CONTINUE, ADJUST, STOP)
"""A shared measure is not replaced: each plan decides for itself what it needs instead."""

NO = "no"
UNSAFE = 2
"""The highest answer that says that the one exposed does not have it safe."""

FARTHEST = timedelta(days=366)


def goes_on(next: str) -> bool:
    """Continue and adjust let the measure run, and so need a next day; the others end it."""
    return next in (CONTINUE, ADJUST)


def must_confirm(*, value: int | None, next: str) -> bool:
    """To stop while the one exposed answers 1 or 2 is asked about once.

    The duty to act lasts as long as a pupil does not have it safe (Education Act 12-4).
    """
    return next == STOP and value is not None and value <= UNSAFE


def disagree(*, effect: str, value: int | None, before: int | None) -> bool:
    """Does an adult say that it works while the pupil's own answer is 1 or 2, or has fallen?"""
    if effect != YES or value is None:
        return False
    return value <= UNSAFE or before is not None and value < before


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
