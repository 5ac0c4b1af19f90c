"""When a case may end: what those exposed have said, how long they have been safe, and the look."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from organisations.calendar import Calendar, week_of
from organisations.law import Law

UNSAFE_UNTIL = 2
SAFE_FROM = 4
ALARMING_FALL = 2
SAFE_TIMES, SAFE_WEEKS = 3, 8
# Nobody plans further ahead than this: a later date is a slip in the year.
FURTHEST_AHEAD = timedelta(days=2 * 366)


class Answer(NamedTuple):
    """How safe one person had it on a day. ``is_own``: the pupil answered. Without a value the
    pupil was not asked, or did not want to answer."""

    day: date
    value: int | None
    is_own: bool = True
    declined: bool = False


Answers = Mapping[object, Sequence[Answer]]
"""By person; in any order."""


def is_alarming(value: int | None, before: int | None) -> bool:
    """Does this answer ask for something today: 1 or 2, or two or more below the last
    own answer?"""
    if value is None:
        return False
    return value <= UNSAFE_UNTIL or before is not None and before - value >= ALARMING_FALL


def replaces(new: Answer, known: Answer) -> bool:
    """Does this answer take the place of another one of the same day? The pupil's own word comes
    before what adults saw, and of two of the same kind the lower one counts. A "no" is not set
    aside by adults, and sets nothing aside that asks for something."""
    if new.value is None:
        could_give_way = known.value is None or not known.is_own and known.value > UNSAFE_UNTIL
        return new.declined and not known.declined and could_give_way
    if known.value is None:
        return new.is_own or not known.declined
    return new.is_own if new.is_own != known.is_own else new.value < known.value


def is_unsafe(answers: Iterable[Answer]) -> bool:
    """Is the pupil's newest own answer 1 or 2, or the newest one that anybody gave?

    An adult's better impression does not outweigh what the pupil last said; an adult's worry
    counts where the pupil has said nothing since, or declines (Education Act 12-4).
    """
    given = [one for one in in_order(answers) if one.value is not None]
    own = [one for one in given if one.is_own]
    newest = [*given[-1:], *own[-1:]]
    return any(one.value is not None and one.value <= UNSAFE_UNTIL for one in newest)


def says_safe(answers: Iterable[Answer], *, by_observation: bool = False) -> bool:
    """Is the pupil's newest own answer 4 or 5? Where the pupil did not want to answer, which is a
    right, and where children are too small to be asked (``by_observation``: kindergartens), what
    adults have seen is enough when it is 4 or 5."""
    ordered = in_order(answers)
    if is_unsafe(ordered):
        return False
    own = [one for one in ordered if one.is_own and (one.value is not None or one.declined)]
    if own and own[-1].value is not None:
        return own[-1].value >= SAFE_FROM
    if not own and not by_observation:
        return False
    seen = [one.value for one in ordered if not one.is_own and one.value is not None]
    return bool(seen) and seen[-1] >= SAFE_FROM


def safe_since(answers: Iterable[Answer]) -> tuple[date, date] | None:
    """The first and the last of the newest own answers that are all 4 or 5; None when they are
    fewer than three, or the newest word is that it is unsafe."""
    ordered = in_order(answers)
    run: list[date] = []
    for one in ordered:
        if one.is_own and one.value is not None:
            run = [*run, one.day] if one.value >= SAFE_FROM else []
    if len(run) < SAFE_TIMES or is_unsafe(ordered):
        return None
    return run[0], run[-1]


def is_safe_long_enough(span: tuple[date, date], calendar: Calendar) -> bool:
    """Do the answers reach over eight open weeks? Counted from week to week, so that it makes no
    difference on which days of those weeks they were given."""
    monday = week_of(span[0]).monday
    return week_of(calendar.add_open_weeks(monday, SAFE_WEEKS).date) <= week_of(span[1])


def look_on(closed_on: date, law: Law, calendar: Calendar) -> date:
    """The open day of the look after closing: recommended, six open weeks after."""
    return law.deadlines["look"].due_on(closed_on, calendar)


def can_be_due(day: date, first: date, today: date) -> bool:
    """From the first possible day until two years from today."""
    return first <= day <= today + FURTHEST_AHEAD


def in_order(answers: Iterable[Answer]) -> list[Answer]:
    return sorted(answers, key=lambda one: one.day)
